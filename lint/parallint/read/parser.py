"""The parser of a page: markdown-it-py with the page's dialects, and what is remembered of inline content.

With its plugins the only place that knows how the library is put together.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt

from parallint.read.chains import dispatch_blocks
from parallint.read.depth import depth_plugin
from parallint.read.dialects.features import BLOCK_TRIGGERS, INLINE_TRIGGERS, plug
from parallint.read.dialects.footnotes import footnotes_plugin
from parallint.read.dialects.parameters import Vocabulary
from parallint.read.inline import Inline, plain, read_parsed, read_plain
from parallint.read.positions import remember_blocks, remember_inlines

if TYPE_CHECKING:
    from markdown_it.token import Token as Node

MAX_NESTING = 100
"""Levels of blocks inside blocks that are read, a list and its item being two; what lies deeper is a fault."""

_REMEMBERED = 500
"""Characters of a content that is read once for all the places where it stands: cells, code, what is not translated."""

_BLOCK_TRIGGERS = {
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*-+0123456789",
    "footnote_def": "[",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
    **BLOCK_TRIGGERS,
}
_TRIGGERS = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "emphasis": "*_",
    "link": "[",
    "image": "!",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
    "footnote_ref": "[",
    **INLINE_TRIGGERS,
}


class Parser:
    """A page's parser: its dialects, what it holds to be text, and the page."""

    def __init__(self, dialects: frozenset[str], words: Vocabulary, text: str) -> None:
        self._md = _built(dialects, words)
        self._words = words
        self._text = text
        dollar = "$" if "math" in dialects and "$" in text else ""
        self._special = dollar + (":" if "emoji" in dialects or ":::" in text else "")

    def blocks(self, env: dict[str, Any]) -> list[Node]:
        """The page's block tokens; `env` is filled with its definitions."""
        return self._md.parse(self._text, env)

    def inline(self, content: str, env: dict[str, Any], *, closed: bool) -> Inline:
        """A block's content; `closed` says that the page defines nothing that a content could refer to."""
        if plain(content) and not (self._special and any(char in content for char in self._special)):
            return read_plain(content)
        if len(content) <= _REMEMBERED and (closed or "[" not in content):
            return _remembered(content, self._md, self._words)
        return _parsed(content, self._md, self._words, env)


@lru_cache(maxsize=32)
def _built(dialects: frozenset[str], words: Vocabulary) -> MarkdownIt:
    md = MarkdownIt("commonmark", {"inline_definitions": True})
    md.enable(["table", "strikethrough"])
    md.use(footnotes_plugin)
    plug(md, dialects, words)
    md.disable(["inline", "text_join"])
    md.normalizeLink = _as_written  # type: ignore[method-assign, assignment]
    md.validateLink = _any_address  # type: ignore[method-assign, assignment]
    remember_blocks(md)
    depth_plugin(md, MAX_NESTING)
    remember_inlines(md, _TRIGGERS)
    dispatch_blocks(md, _BLOCK_TRIGGERS)
    return md


def _as_written(address: str) -> str:
    """An address is compared with an address, not followed: it needs no percent-encoding."""
    return address


def _any_address(address: str) -> bool:
    """A link to anywhere is a link of the page's."""
    return True


@lru_cache(maxsize=4096)
def _remembered(content: str, md: MarkdownIt, words: Vocabulary) -> Inline:
    """Content that means the same on every page, as it refers to no definition elsewhere."""
    return _parsed(content, md, words, {"references": {}})


def _parsed(content: str, md: MarkdownIt, words: Vocabulary, env: dict[str, Any]) -> Inline:
    children: list[Node] = []
    md.inline.parse(content, md, env, children)
    return read_parsed(content, children, words)
