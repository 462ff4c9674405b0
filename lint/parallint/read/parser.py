"""The parser of a page: markdown-it-py with the page's dialects, and what is remembered of inline content.

With its plugins the only place that knows how the library is put together.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt

from parallint.read.chains import dispatch_blocks
from parallint.read.commonest import commonest_plugin
from parallint.read.depth import depth_plugin
from parallint.read.dialects.emoji import SHORTCODE
from parallint.read.dialects.features import BLOCK_TRIGGERS, INLINE_TRIGGERS, plug
from parallint.read.dialects.footnotes import footnotes_plugin
from parallint.read.dialects.parameters import Vocabulary
from parallint.read.gathered import Inline
from parallint.read.inline import is_plain, read_parsed, read_plain
from parallint.read.positions import remember_blocks, remember_inlines
from parallint.read.simple import read_simple
from parallint.read.state import PageState

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
        self._language = _language(dialects, words)
        self._text = text
        chars = "$" if "math" in dialects and "$" in text else ""
        chars += ":" if "emoji" in dialects or ":::" in text else ""
        self._special = re.compile(f"[{chars}]") if chars else None

    def blocks(self, env: dict[str, Any]) -> list[Node]:
        """The page's block tokens; `env` is filled with its definitions."""
        md = self._language.md
        tokens: list[Node] = []
        if self._text:
            state = PageState(self._text, md, env, tokens)
            md.block.tokenize(state, 0, state.lineMax)
        return tokens

    def inline(self, content: str, env: dict[str, Any], *, closed: bool) -> Inline:
        """A block's content; `closed` says that the page defines nothing that a content could refer to."""
        if is_plain(content) and not (self._special and self._special.search(content)):
            return read_plain(content)
        if len(content) <= _REMEMBERED and (closed or "[" not in content):
            return _remembered(content, self._language)
        return self._language.inline(content, env)


class _Language:
    """Markdown with some dialects, and what is text in them: one for all pages that are written so."""

    def __init__(self, md: MarkdownIt, dialects: frozenset[str], words: Vocabulary) -> None:
        self.md = md
        self._words = words
        self._mdx, self._templates = "mdx" in dialects, "templates" in dialects
        self._math, self._emoji = "math" in dialects, "emoji" in dialects

    def inline(self, content: str, env: dict[str, Any]) -> Inline:
        """A content of which it is not known that it is plain."""
        if self._may_be_simple(content) and (said := read_simple(content, self._words, env["references"])):
            return said
        children: list[Node] = []
        self.md.inline.parse(content, self.md, env, children)
        return read_parsed(content, children, self._words)

    def _may_be_simple(self, content: str) -> bool:
        """Whether there is nothing in the content that only this language gives a meaning to."""
        return not (
            ":::" in content
            or ((self._mdx or not self._templates) and "{" in content)
            or (self._mdx and "<" in content)
            or (self._math and ("$" in content or "\\" in content))
            or (self._emoji and ":" in content and SHORTCODE.search(content))
        )


@lru_cache(maxsize=32)
def _language(dialects: frozenset[str], words: Vocabulary) -> _Language:
    return _Language(_built(dialects, words), dialects, words)


def _built(dialects: frozenset[str], words: Vocabulary) -> MarkdownIt:
    md = MarkdownIt("commonmark", {"inline_definitions": True})
    md.enable(["table", "strikethrough"])
    md.use(footnotes_plugin)
    plug(md, dialects, words)
    md.disable(["inline", "text_join"])
    md.normalizeLink = _as_written  # type: ignore[method-assign, assignment]
    md.validateLink = _any_address  # type: ignore[method-assign, assignment]
    remember_blocks(md)
    commonest_plugin(md)
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
def _remembered(content: str, language: _Language) -> Inline:
    """Content that means the same on every page, as it refers to no definition elsewhere."""
    return language.inline(content, {"references": {}})
