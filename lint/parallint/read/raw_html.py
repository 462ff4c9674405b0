"""A block of raw HTML: what a reader sees of it, what there is to translate, and its tokens.

The block need not be HTML that anything can parse: Markdown ends it where it will, and templates and scripts stand in
it. What is not closed therefore reaches to the block's end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parallint.model import Token, TokenKind
from parallint.patterns import pattern_of
from parallint.read.dialects.parameters import DEFAULT, Vocabulary
from parallint.read.dialects.tags import TAG, tag_tokens
from parallint.read.dialects.templates import TEMPLATE, template_token, without_templates

_TAG = pattern_of(rf"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|{TAG.pattern}", re.S)
_CODE = pattern_of(r"<(pre|code|kbd|samp|script|style|svg|math)\b.*?(?:</\1\s*>|\Z)|<\?.*?(?:\?>|\Z)", re.S | re.I)
_PIECE = pattern_of(
    rf"(?P<quiet><!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z))|<(?P<raw>script|style)\b.*?(?:</(?P=raw)\s*>|\Z)"
    rf"|(?P<template>{TEMPLATE.pattern})|(?P<tag>{TAG.pattern})",
    re.S | re.I,
)


def is_comment(content: str) -> bool:
    """Whether the block is a comment and nothing else."""
    return content.startswith("<!--") and content.find("-->") in (-1, len(content) - len("-->"))


def text_of(content: str) -> str:
    """The visible text, tags gone and white space folded."""
    return " ".join(_TAG.sub(" ", content).split())


def words_of(content: str) -> str:
    """What there is to translate: the visible text without code, drawings and templates."""
    return text_of(_CODE.sub(" ", without_templates(content)))


def tokens_of(content: str, words: Vocabulary = DEFAULT) -> Iterator[Token]:
    """The tags, components, addresses, ids and template tags, in their order, with spans in the content.

    A link's text is what stands up to the next closing tag of its name.
    """
    for match in _PIECE.finditer(content):
        if match["template"]:
            yield template_token(match.group(), match.start(), words)
        elif match["raw"] and (tag := TAG.match(content, match.start(), match.end())):
            yield from tag_tokens(tag.group(), tag.start(), words)
        elif match["tag"]:
            for token in tag_tokens(match.group(), match.start(), words):
                if token.kind is TokenKind.LINK and not match.group().endswith("/>"):
                    token = token._replace(text=_link_text(content, match))
                yield token


def _link_text(content: str, tag: re.Match[str]) -> str:
    name = re.match(r"<([\w.:-]+)", tag.group())
    end = content.find(f"</{name[1]}" if name else "</", tag.end(), tag.end() + _LONGEST)
    return text_of(content[tag.end() : end]) if end >= 0 else ""


_LONGEST = 1_000
"""Characters that a link's text is looked for in."""
