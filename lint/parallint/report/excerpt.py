"""The lines of a file that a finding stands on, with the part that it is about marked, for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from parallint.model import Place
from parallint.patterns import pattern_of
from parallint.report import visible
from parallint.worddiff import Edit, Op, word_diff

Reader = Callable[[str], str]
"""The text of a file, by its path as reports name it; "" where it cannot be read."""

LINES = 6
"""Lines of a place that are shown."""
_WIDE = 400
"""Characters of one line that are shown, a part of them before what is marked."""
_BEFORE = 120
_AROUND = 60
"""Characters of what two wordings have in common that are shown on either side of a change."""
_MOST = 20_000
"""Characters of two wordings that are compared for being shown."""


_MARK = pattern_of(r"[\s>]*(?:[-*+]|\d{1,9}[.)]|#{1,6}|\|)?\s*")
"""What may stand before a whole segment on its line: a list item's mark, a quotation's."""


class Part(NamedTuple):
    """Characters of a line; `mark` is `found` for what it is about, `then` and `now` for a change, "" for any other."""

    text: str
    mark: str = ""


class Line(NamedTuple):
    """A line of an excerpt: its number in the file, 0 for a note on what is left out."""

    number: int
    parts: tuple[Part, ...]


def excerpt(place: Place, read: Reader | None = None) -> Iterator[Line]:
    """The place's lines, whole where the file can be read: then what stands beside the place is shown unmarked."""
    whole = _whole(place, read) if read and place.text.strip() else None
    lines = whole or [(Part(line),) for line in _split(place.text.strip("\r\n"))]
    shown = [(number, parts) for number, parts in enumerate(lines, place.line) if any(p.text.strip() for p in parts)]
    for number, parts in shown[:LINES]:
        yield Line(number, tuple(Part(visible(part.text), part.mark) for part in _narrow(parts)))
    if (left := len(shown) - LINES) > 0:
        yield Line(0, (Part(f"{left} more {'line' if left == 1 else 'lines'}"),))


def _whole(place: Place, read: Reader) -> list[tuple[Part, ...]] | None:
    """The lines as they stand in the file, unmarked where they hold nothing else; None where the file has others."""
    lines = _lines(read, place.path)[place.line - 1 : place.end_line]
    if len(lines) != place.end_line - place.line + 1:
        return None
    first, last = lines[0], lines[-1]
    head, tail = first[: place.column - 1], last[place.end_column :]
    cut = [*lines[:-1], last[: place.end_column]]
    cut[0] = cut[0][place.column - 1 :]
    if cut != _split(place.text):
        return None
    if not tail.strip() and _MARK.fullmatch(head):
        return [(Part(line),) for line in lines]
    marked: list[tuple[Part, ...]] = [(Part(line, "found"),) for line in cut]
    marked[0] = (Part(head), *marked[0])
    marked[-1] = (*marked[-1], Part(tail))
    return marked


def before(place: Place, read: Reader | None) -> Line | None:
    """The last line with text that stands before a point; None where there is none or the file cannot be read."""
    if read is None:
        return None
    lines = _lines(read, place.path)[: place.line]
    if lines and len(lines) == place.line:
        lines[-1] = lines[-1][: place.column]
    for number in range(len(lines), max(len(lines) - LINES, 0), -1):
        if lines[number - 1].strip() and (number < place.line or place.column > 1):
            return Line(number, tuple(Part(visible(part.text)) for part in _narrow((Part(lines[number - 1]),))))
    return None


def changed(then: str, now: str) -> Sequence[Part]:
    """Two wordings in one, what they have in common cut down to what stands around the changes."""
    edits = word_diff(then[:_MOST], now[:_MOST])
    return [part for k, edit in enumerate(edits) for part in _edited(edit, k == 0, k == len(edits) - 1)]


def _edited(edit: Edit, first: bool, last: bool) -> Iterator[Part]:
    if edit.op is Op.SAME:
        yield Part(_shortened(visible(edit.now), 0 if first else _AROUND, 0 if last else _AROUND))
        return
    for text, mark in ((edit.then, "then"), (edit.now, "now")):
        shown = visible(text)
        bare = shown.rstrip()
        if bare:
            yield Part(bare, mark)
            yield Part(shown[len(bare) :] or (" " if mark == "then" and edit.now.strip() else ""))


def _shortened(text: str, head: int, tail: int) -> str:
    if len(text) <= head + tail + _AROUND:
        return text
    return f"{text[:head]} … {text[len(text) - tail :] if tail else ''}"


def _narrow(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts of a line, a long one cut to what stands around the mark."""
    if sum(len(part.text) for part in parts) <= _WIDE:
        yield from parts
        return
    at = next((k for k, part in enumerate(parts) if part.mark), 0)
    left = _WIDE
    for k, part in enumerate(parts):
        text = part.text
        if k < at and len(text) > _BEFORE:
            text = "…" + text[len(text) - _BEFORE :]
        if left > 0:
            yield Part(text if len(text) <= left else f"{text[:left]}…", part.mark)
        left -= len(text)


_END = pattern_of(r"\r\n?|\n")


def _split(text: str) -> list[str]:
    return _END.split(text)


@lru_cache(maxsize=2)
def _lines(read: Reader, path: str) -> list[str]:
    return _split(read(path))
