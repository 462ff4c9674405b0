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

_WHITE = " \t\n"


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

    def shift(self, start: int, end: int) -> int | None:
        """How far from there the characters of text[start:end] stand in the page; None where that is not all one."""
        if not self._removed:
            return self._base
        before = bisect_left(self._removed, start)
        if before < len(self._removed) and self._removed[before] < end:
            return None
        return self._base + before

    def span(self, start: int, end: int) -> Span:
        """Where in the page text[start:end] stands, white space at its end left out."""
        if end <= start:
            end = start
        elif self.text[end - 1] in _WHITE:
            end = start + len(self.text[start:end].rstrip(_WHITE))
        if not self._removed:
            return Span(self._base + start, self._base + end)
        return Span(self.offset(start), self.offset(end - 1) + 1 if end > start else self.offset(start))

    def line_end(self, at: int) -> int:
        """The end of the line that `at` is on."""
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end

    def _runs_on(self, at: Sequence[int]) -> bool:
        """Whether a block whose lines begin `at` is its lines as they stand, one right behind the other."""
        text = self.text
        for start in at[1:]:  # noqa: SIM110 - this is asked for every block
            if text[start - 1] != "\n":
                return False
        return True

    def content(self, at: Sequence[int], end: int | None = None) -> Content:
        r"""The content of a block whose lines begin `at`, white space around it left out, as the parser does.

        It ends with its last line, or before that at `end`.

        The parser's own would do as well, were it not for tabs: of `>\t>\t- a` it takes the item's mark with it.
        """
        if not at:
            return Content(self, "", at, True)
        last = self.line_end(at[-1]) if end is None else end
        whole = len(at) == 1 or self._runs_on(at)
        if whole:
            raw = self.text[at[0] : last]
        else:
            raw = "\n".join([*(self.text[start : self.line_end(start)] for start in at[:-1]), self.text[at[-1] : last]])
        text = raw.strip(TRIMMED)
        if not text or raw[0] == text[0]:
            return Content(self, text, at, whole)
        lead = len(raw) - len(raw.lstrip(TRIMMED))
        line = raw.count("\n", 0, lead)
        return Content(self, text, [at[line] + lead - (raw.rfind("\n", 0, lead) + 1), *at[line + 1 :]], whole)


class Content(NamedTuple):
    """A block's content: its text, and for each line of it where that begins in the body.

    `whole` says that the lines stand one right behind the other there.
    """

    body: Body
    text: str
    at: Sequence[int]
    whole: bool

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

    def placed(self, tokens: Sequence[Token], lead: int = 0) -> tuple[Token, ...]:
        """Tokens of the content, which begins `lead` characters before it, with their spans in the page."""
        if not tokens:
            return ()
        if self.whole or "\n" not in self.text:
            first = self.at[0]
            shift = self.body.shift(first, first + len(self.text))
            if shift is not None:
                return shifted(tokens, shift + first + lead)
        return placed(tokens, self.where(), lead)


def shifted(tokens: Iterable[Token], by: int) -> tuple[Token, ...]:
    """The tokens with their spans so many characters further on."""
    return tuple([Token(kind, value, Span(start + by, end + by), text) for kind, value, (start, end), text in tokens])


def placed(tokens: Iterable[Token], where: Where, lead: int = 0) -> tuple[Token, ...]:
    """Tokens of a block's content, which begins `lead` characters before it, with their spans in the page."""
    return tuple(
        Token(kind, value, Span(where(span.start + lead), where(span.end + lead - 1) + 1), text)
        for kind, value, span, text in tokens
    )
