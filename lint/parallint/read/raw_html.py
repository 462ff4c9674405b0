"""A block of raw HTML: what a reader sees of it, what there is to translate, and its addresses.

The block need not be HTML that anything can parse: Markdown ends it where it will, and templates and scripts stand in
it. What is not closed therefore reaches to the block's end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parallint.model import TokenKind
from parallint.read.dialects import without_templates

_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|</?[A-Za-z][^<>]*>", re.S)
_CODE = re.compile(r"<(pre|code|kbd|samp|script|style|svg|math)\b.*?(?:</\1\s*>|\Z)|<\?.*?(?:\?>|\Z)", re.S | re.I)
_ADDRESS = re.compile(r"""\b(src|href)\s*=\s*["']([^"'<>]*)["']""", re.I)


def is_comment(content: str) -> bool:
    """Whether the block is a comment and nothing else."""
    return content.startswith("<!--") and content.find("-->") in (-1, len(content) - len("-->"))


def text_of(content: str) -> str:
    """The visible text, tags gone and white space folded."""
    return " ".join(_TAG.sub(" ", content).split())


def words_of(content: str) -> str:
    """What there is to translate: the visible text without code, drawings and templates."""
    return text_of(_CODE.sub(" ", without_templates(content)))


def addresses(content: str) -> Iterator[tuple[TokenKind, str]]:
    """The addresses of images and links, in their order."""
    for match in _ADDRESS.finditer(content):
        yield TokenKind.IMAGE if match[1].lower() == "src" else TokenKind.LINK, match[2]
