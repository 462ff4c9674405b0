"""A document, and where in which file each of its characters stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple

from parallint.model.segment import Kind, Segment, Span, TokenKind
from parallint.patterns import pattern_of


class Position(NamedTuple):
    """A line and a column, both counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere in a file, as reports name it: lines and columns from 1, ends included.

    `text` is what is written there; it is empty where the place is a point at which something is lacking, and then the
    end equals the beginning. `path` is as it was given, or relative to the project's root.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str

    @classmethod
    def top(cls, path: str) -> Place:
        """The place that stands for a page as a whole."""
        return cls(path, 1, 1, 1, 1, "")


class Fault(NamedTuple):
    """Something that a reader could not make sense of; the rest of the document was still read.

    `code` says what kind of fault (`unpaired-span`, `doubled-id`, `broken-tag`, `too-deep`, …). `span` is in the
    file that was read, not in the text taken from it: a mark that is wrong has no place in the taken text.
    """

    code: str
    message: str
    span: Span


class Unit(NamedTuple):
    """A sentence-sized piece of a bilingual file: the id that it has there and its span in the document's text.

    The translation and its embedded English carry the same ids, and so are linked with each other.
    """

    id: str
    span: Span


@dataclass(frozen=True)
class SourceFile:
    """A file that a document, or a part of it, was read from: its path as reports name it, and its whole text."""

    path: str
    text: str

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        r"""Offsets at which the lines begin; `\n`, `\r\n` and a lone `\r` end a line, as in CommonMark."""
        return (0, *(m.end() for m in _LINE_END.finditer(self.text)))

    def position(self, offset: int) -> Position:
        """Line and column of the character at `offset`."""
        line = bisect_right(self.line_starts, offset) - 1
        return Position(line + 1, offset - self.line_starts[line] + 1)


class Piece(NamedTuple):
    """A run of characters taken over from a file: where it begins in the text taken, in which file, and where there."""

    start: int
    file: int
    origin: int


@dataclass(frozen=True)
class Document:
    """One side of a pair: a text and the segments read from it.

    A document that was taken out of bilingual files (the translation, or the embedded English) has `pieces` that lead
    from its text back to `files`, ascending, the first at 0; inside a piece the distance is constant. Any other
    document has no pieces: its text is its only file's text. `front_matter` holds the top-level fields that are text,
    `terms` what the page itself declares not to be translated.
    """

    path: str
    text: str
    segments: tuple[Segment, ...] = ()
    locale: str = ""
    faults: tuple[Fault, ...] = ()
    front_matter: Mapping[str, str] = field(default_factory=dict[str, str])
    terms: tuple[str, ...] = ()
    units: tuple[Unit, ...] = ()
    files: tuple[SourceFile, ...] = ()
    pieces: tuple[Piece, ...] = ()

    @cached_property
    def kept(self) -> dict[Hashable, Any]:
        """What was found out about the document: see `memo.once`."""
        return {}

    @cached_property
    def by_kind(self) -> Mapping[Kind, tuple[int, ...]]:
        """For each kind of segment those that there are, by index, ascending."""
        found: dict[Kind, list[int]] = {}
        for k, segment in enumerate(self.segments):
            found.setdefault(segment.kind, []).append(k)
        return {kind: tuple(indices) for kind, indices in found.items()}

    @cached_property
    def holders(self) -> Mapping[TokenKind, tuple[int, ...]]:
        """For each kind of token the segments that hold one, by index, ascending."""
        found: dict[TokenKind, list[int]] = {}
        for k, segment in enumerate(self.segments):
            for kind in set(map(_token_kind, segment.tokens)) if segment.tokens else ():
                found.setdefault(kind, []).append(k)
        return {kind: tuple(indices) for kind, indices in found.items()}

    @cached_property
    def _files(self) -> tuple[SourceFile, ...]:
        return self.files or (SourceFile(self.path, self.text),)

    def _origin(self, offset: int) -> tuple[int, int]:
        """The file (its index) and the offset in it of the character at `offset`."""
        if not self.pieces:
            return 0, offset
        piece = self.pieces[bisect_right(self.pieces, offset, key=_piece_start) - 1]
        return piece.file, piece.origin + offset - piece.start

    def place(self, span: Span) -> Place:
        """Where the span stands in its file, with the text as written (as taken, for a bilingual file)."""
        index, start = self._origin(span.start)
        last_index, end = self._origin(max(span.start, span.end - 1))
        file = self._files[index]
        first = file.position(start)
        last = file.position(end) if last_index == index and end >= start else first
        return Place(file.path, first.line, first.column, last.line, last.column, self.text[span.start : span.end])

    def fault_place(self, fault: Fault) -> Place:
        """Where the fault stands in the document's (first) file, with the text as written there."""
        file, (start, end) = self._files[0], fault.span
        first, last = file.position(start), file.position(max(start, end - 1))
        return Place(file.path, first.line, first.column, last.line, last.column, file.text[start:end])

    def written(self, segment: Segment) -> str:
        """The segment's text as written, markup and all."""
        return self.text[segment.span.start : segment.span.end]


_LINE_END = pattern_of(r"\r\n?|\n")
_piece_start = attrgetter("start")
_token_kind = attrgetter("kind")
