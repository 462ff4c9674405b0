"""Texts taken out of files piece by piece, so that every character still leads back to its place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from parallint.model import Document, Piece, SourceFile, Span

_start = attrgetter("start")
_origin = attrgetter("origin")


class Taken(NamedTuple):
    """A text and the pieces that it was put together from; both are empty together."""

    text: str
    pieces: tuple[Piece, ...]

    def origin(self, offset: int) -> int:
        """Where in its file the character at `offset` stands."""
        piece = self.pieces[bisect_right(self.pieces, offset, key=_start) - 1]
        return piece.origin + offset - piece.start

    def origins(self, span: Span) -> Iterator[Span]:
        """Where in its file the text of `span` stands, one span for each piece that it reaches into."""
        k = max(0, bisect_right(self.pieces, span.start, key=_start) - 1)
        while k < len(self.pieces) and self.pieces[k].start < span.end:
            piece = self.pieces[k]
            stop = self.pieces[k + 1].start if k + 1 < len(self.pieces) else len(self.text)
            shift = piece.origin - piece.start
            yield Span(max(span.start, piece.start) + shift, min(span.end, stop) + shift)
            k += 1

    def offset(self, origin: int) -> int:
        """Where the character at `origin` of the file stands in the text, or the next one that was taken.

        Only for a text whose pieces are of one file and in its order.
        """
        k = bisect_right(self.pieces, origin, key=_origin) - 1
        if k < 0:
            return 0
        following = self.pieces[k + 1].start if k + 1 < len(self.pieces) else len(self.text)
        return min(self.pieces[k].start + origin - self.pieces[k].origin, following)


def leave_out(text: str, cuts: Iterable[Span]) -> Taken:
    """`text` without the cuts, which may come in any order and overlap."""
    parts: list[str] = []
    pieces: list[Piece] = []
    at = length = 0
    for start, end in (*sorted(cuts), Span(len(text), len(text))):
        if start > at:
            pieces.append(Piece(length, 0, at))
            parts.append(text[at:start])
            length += start - at
        at = max(at, end)
    return Taken("".join(parts), tuple(pieces))


class Part(NamedTuple):
    """The characters `start` to `end` of a document's text."""

    document: Document
    start: int
    end: int


def join(parts: Sequence[Part]) -> tuple[Taken, tuple[SourceFile, ...]]:
    """The parts one after the other, and the files that they come from."""
    files: dict[SourceFile, int] = {}
    pieces: list[Piece] = []
    length = 0
    for document, start, end in parts:
        if end <= start:
            continue
        sources = document.files or (SourceFile(document.path, document.text),)
        numbers = [files.setdefault(source, len(files)) for source in sources]
        own = document.pieces or (Piece(0, 0, 0),)
        k = bisect_right(own, start, key=_start) - 1
        while k < len(own) and own[k].start < end:
            first = max(start, own[k].start)
            pieces.append(Piece(length + first - start, numbers[own[k].file], own[k].origin + first - own[k].start))
            k += 1
        length += end - start
    return Taken("".join(part.document.text[part.start : part.end] for part in parts), tuple(pieces)), tuple(files)
