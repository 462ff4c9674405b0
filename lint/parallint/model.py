"""The values that everything else passes around: frozen, comparable, free of I/O.

Offsets are characters into `Document.text`, half-open. Lines and columns count from 1 and columns count characters
(code points), the end included, as in the JSON report. A byte order mark belongs to the encoding and is no character.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from math import log
from operator import attrgetter
from typing import Any, NamedTuple


class Severity(StrEnum):
    """How much a problem matters; `--fail-on` names the least that fails a run."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """2 for an error, 1 for a warning, 0 for a note."""
        return {"error": 2, "warning": 1, "note": 0}[self.value]


class Kind(StrEnum):
    """What a segment is in its document."""

    FRONT_MATTER = "front matter"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "list item"
    ROW = "table row"
    CODE = "code block"
    IMAGE = "image"
    ADMONITION = "admonition mark"
    HTML = "HTML block"
    COMMENT = "comment"
    DEFINITION = "link definition"

    @property
    def prose(self) -> bool:
        """Whether a segment of this kind is running text that a translator writes."""
        return self in _PROSE


_PROSE = frozenset({Kind.HEADING, Kind.PARAGRAPH, Kind.ITEM, Kind.ROW})


class TokenKind(StrEnum):
    """What a token is; each must survive translation in its own way."""

    LINK = "link"
    IMAGE = "image"
    CODE = "inline code"
    NUMBER = "number"
    PLACEHOLDER = "placeholder"
    TAG = "HTML tag"
    EMPHASIS = "emphasis"
    HEADING_ID = "heading id"
    FOOTNOTE = "footnote"


class Span(NamedTuple):
    """Characters `start` to `end` (one past the last) of a document's text."""

    start: int
    end: int


class Token(NamedTuple):
    """Something inside a segment that must survive translation.

    `value` is its normal form (an address, a number's digits, a tag's name); `span` is where it stands.
    """

    kind: TokenKind
    value: str
    span: Span


class Cell(NamedTuple):
    """A cell of a table row: its visible text, and its span (empty for a cell that the row lacks)."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Segment:
    """The smallest piece that a translator treats as one.

    `text` is the visible text, markup gone and inline code kept; `words` is what there is to translate of it: without
    inline code and addresses, its lines as they were wrapped. For a code block `text` is the code. `level` is a
    heading's level (1 to 6), else 0; `depth` counts the lists and quotes around the segment. `info` is a code block's
    language, an admonition's keyword or a definition's label. `path` holds the headings above the segment, outermost
    first.
    """

    kind: Kind
    span: Span
    text: str
    words: str
    path: tuple[str, ...] = ()
    level: int = 0
    depth: int = 0
    info: str = ""
    tokens: tuple[Token, ...] = ()
    cells: tuple[Cell, ...] = ()


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


_LINE_END = re.compile(r"\r\n?|\n")
_piece_start = attrgetter("start")


class Evidence(NamedTuple):
    """One reason for a link: its name (`length`, `code`, `words`, …) and its weight, a log likelihood ratio in nats."""

    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Link:
    """Which segments translate which: indices into the two documents' segments.

    Either side may be empty (a gap) or hold several (a merge or a split). `confidence` is between 0 and 1: how sure it
    is that the link is as it says; for a gap, that the segment really has no counterpart. `moved` says that the target
    stands elsewhere on its page than the source's neighbours let expect.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    moved: bool = False

    @property
    def bead(self) -> str:
        """The field's name for its shape: `1-1`, `1-0`, `2-1`, …"""
        return f"{len(self.source)}-{len(self.target)}"


@dataclass(frozen=True, slots=True)
class SentenceGap:
    """Neighbouring sentences of a linked segment that its translation has no counterpart for.

    `source` spans them in the source; `target`, an empty span, is the point of the translation where they belong.
    `words` counts those of the longest of them. `cut` says that a beginning is there: the translation breaks off.
    """

    source: Span
    target: Span
    sentences: int
    words: int
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    cut: bool = False


_SURE = 8.0


def _log_odds(confidence: float) -> float:
    """A probability as log odds in nats, between -8 and 8."""
    if not 0 < confidence < 1:
        return _SURE if confidence else -_SURE
    return max(-_SURE, min(_SURE, log(confidence / (1 - confidence))))


@dataclass(frozen=True)
class Pair:
    """A source, its translation, and which piece translates which.

    `base` is the English that the translation was made from, where it is known; `base_links` link it with the target
    and `changes` with the source: what the English has since gained, changed and lost.
    `embedded` says that the source was put together from the English that bilingual files hold. `sentences` holds what
    linked segments lack inside; nothing is looked for in bilingual files, whose units say it.
    """

    id: str
    source: Document
    target: Document
    links: tuple[Link, ...] = ()
    base: Document | None = None
    base_links: tuple[Link, ...] = ()
    changes: tuple[Link, ...] = ()
    embedded: bool = False
    sentences: tuple[SentenceGap, ...] = ()

    @property
    def locale(self) -> str:
        """The target's locale tag, as given."""
        return self.target.locale

    @cached_property
    def relatedness(self) -> float:
        """How strongly the pages hang together, in nats: the mean log odds of a segment's link, a gap counting nothing.

        It is that of the side that hangs on more: a page of which half was deleted is related to what is left of it.
        """
        sums, counts = [0.0, 0.0], [0, 0]
        for link in self.links:
            odds = _log_odds(link.confidence) if link.source and link.target else 0.0
            for side, indices in enumerate((link.source, link.target)):
                sums[side] += odds * len(indices)
                counts[side] += len(indices)
        return max((total / count if count else _SURE) for total, count in zip(sums, counts, strict=True))


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says: a message, where, and how sure.

    `source` and `target` are spans in the two documents, either may be None; an empty span is the point where something
    is lacking, and a Place stands for what is in the file but not in the document's text (a fault's). `severity` stands
    only where a rule departs from its own.
    """

    message: str
    source: Span | Place | None
    target: Span | Place | None
    confidence: float = 1.0
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding as it is reported: with its rule, severity, pair and places."""

    rule: str
    severity: Severity
    confidence: float
    message: str
    pair: str
    locale: str
    source: Place | None
    target: Place | None
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as a value.

    `options` is a frozen dataclass with a default for every field; `check` gets the pair and one of its instances.
    `doc` is the docstring of the rule's module, `__doc__` as it is, and `mqm` the error type in MQM's typology.
    """

    id: str
    severity: Severity
    check: Callable[[Pair, Any], Iterator[Finding]]
    options: type[Any]
    doc: str | None
    mqm: str = ""

    @property
    def page(self) -> str:
        """The rule's page: its docstring without the white space around it."""
        return (self.doc or "").strip()
