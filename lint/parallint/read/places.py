"""Offsets in what the parser sees of a page -> offsets in the page's text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from markdown_it.common import utils

from parallint.model import Span, Token

Where = Callable[[int], int]
"""From an offset in a block's content to the offset in the page's text."""

TRIMMED: str | None = getattr(utils, "MD_TRIM_CHARS", None)
"""What the parser strips from a block's content and from a cell's, as an argument of `str.strip`."""


class Body:
    r"""A page's text from `base` on as the parser has it: each line end is `\n`, each NUL a replacement character.

    `text` is that text. Offsets named `at`, `start` and `end` are offsets in it.
    """

    def __init__(self, page: str, base: int) -> None:
        text = page[base:]
        self._base = base
        self._removed: list[int] = []
        if "\r" in text:
            self._removed = [m.start() - k for k, m in enumerate(re.finditer(r"\r\n", text))]
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        self.text = text.replace("\0", "\ufffd")

    def offset(self, at: int) -> int:
        """Where in the page the character at `at` stands."""
        return self._base + at + (bisect_left(self._removed, at) if self._removed else 0)

    def span(self, start: int, end: int) -> Span:
        """Where in the page text[start:end] stands, white space at its end left out."""
        end = start + len(self.text[start:end].rstrip(" \t\n"))
        return Span(self.offset(start), self.offset(end - 1) + 1 if end > start else self.offset(start))

    def line_end(self, at: int) -> int:
        """The end of the line that `at` is on."""
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end

    def content(self, at: Sequence[int], end: int | None = None) -> Content:
        r"""The content of a block whose lines begin `at`, white space around it left out, as the parser does.

        It ends with its last line, or before that at `end`.

        The parser's own would do as well, were it not for tabs: of `>\t>\t- a` it takes the item's mark with it.
        """
        raw = "\n".join([self.text[start : self.line_end(start)] for start in at])
        if end is not None and at and (beyond := self.line_end(at[-1]) - end) > 0:
            raw = raw[:-beyond]
        text = raw.strip(TRIMMED)
        if not text:
            return Content(self, "", at)
        lead = len(raw) - len(raw.lstrip(TRIMMED))
        line = raw.count("\n", 0, lead)
        return Content(self, text, [at[line] + lead - (raw.rfind("\n", 0, lead) + 1), *at[line + 1 :]])


class Content(NamedTuple):
    """A block's content: its text, and for each line of it where that begins in the body."""

    body: Body
    text: str
    at: Sequence[int]

    def where(self) -> Where:
        """The way from the text into the page."""
        body, text, at = self.body, self.text, self.at
        if "\n" not in text:
            first = at[0]
            return lambda offset: body.offset(first + offset)
        starts = [0, *(m.end() for m in re.finditer("\n", text))]

        def where(offset: int) -> int:
            k = bisect_right(starts, offset) - 1
            return body.offset(at[k] + offset - starts[k])

        return where


def placed(tokens: Iterable[Token], where: Where, lead: int = 0) -> tuple[Token, ...]:
    """Tokens of a block's content, which begins `lead` characters before it, with their spans in the page."""
    return tuple(
        Token(kind, value, Span(where(span.start + lead), where(span.end + lead - 1) + 1), text)
        for kind, value, span, text in tokens
    )
