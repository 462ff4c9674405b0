"""A page laid out for reading: English and translation in rows, segment beside segment, with what was found on each.

A sheet is a plain value, made where the pair is and small enough to be sent to another process; documents, links and
offsets stay behind.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from parallint.model import Document, Pair, Place, Problem, Segment, SourceFile, Span
from parallint.passages import MOST, Passage, passage
from parallint.worddiff import Edit, Op, word_diff

_SAME = 400
"""Characters kept of each end of what two wordings of the English have in common."""


@dataclass(frozen=True, slots=True)
class Row:
    """Segments that translate each other; one side is None where there is nothing.

    `kind` is that of the (first) segment. `problems` are indices into the sheet's, ascending. `edits` lead from the
    English that was translated to today's, where it is known and differs and there are problems. `moved` says that the
    translation has the passage elsewhere.
    """

    kind: str
    source: Passage | None
    target: Passage | None
    problems: tuple[int, ...] = ()
    edits: tuple[Edit, ...] = ()
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A pair in rows, in the order of the alignment, and the fingerprints of the problems found in it.

    `source` and `target` are paths as reports name them. `loose` are the problems that stand on no row: what is said
    of the page as a whole, or of what is in the file and not in the text.
    """

    pair: str
    locale: str
    source: str
    target: str
    problems: tuple[str, ...]
    rows: tuple[Row, ...]
    loose: tuple[int, ...] = ()


def sheet(pair: Pair, problems: Sequence[Problem]) -> Sheet:
    """The pair laid out, with the problems that the rules found in it. Pure, and linear in the length of the page."""
    slots = _slots(pair)
    source, target = (
        _Side(pair.source, [slot.source for slot in slots]),
        _Side(pair.target, [slot.target for slot in slots]),
    )
    found: defaultdict[int, list[int]] = defaultdict(list)
    loose: list[int] = []
    for k, problem in enumerate(problems):
        numbers = _rows_of(source.span(problem.source), target.span(problem.target), source, target)
        for number in numbers:
            found[number].append(k)
        if not numbers:
            loose.append(k)
    then = _English(pair)
    rows = []
    for number, slot in enumerate(slots):
        here = found.get(number, ())
        spans = [source.span(problems[k].source) for k in here], [target.span(problems[k].target) for k in here]
        first = (source.segments(slot.source) or target.segments(slot.target))[0]
        rows.append(
            Row(
                first.kind.value,
                source.passage(slot.source, spans[0]),
                target.passage(slot.target, spans[1]),
                tuple(here),
                then.edits(slot) if here else (),
                slot.moved,
            )
        )
    fingerprints = tuple(problem.fingerprint for problem in problems)
    return Sheet(pair.id, pair.locale, pair.source.path, pair.target.path, fingerprints, tuple(rows), tuple(loose))


class _Slot(NamedTuple):
    """A row to be: indices of the segments on both sides."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    moved: bool = False


def _slots(pair: Pair) -> list[_Slot]:
    """The links, and the segments that no link has (comments, directives) behind those that they follow."""
    links = [_Slot(link.source, link.target, link.moved) for link in pair.links if link.source or link.target]
    behind = [
        _left_over([slot.source for slot in links], len(pair.source.segments)),
        _left_over([slot.target for slot in links], len(pair.target.segments)),
    ]
    out: list[_Slot] = []
    for number in range(-1, len(links)):
        out.extend(links[number : number + 1] if number >= 0 else ())
        out.extend(_beside(pair, behind[0].get(number, ()), behind[1].get(number, ())))
    return out


def _left_over(taken: Sequence[tuple[int, ...]], count: int) -> Mapping[int, list[int]]:
    """The segments that are in no slot, by the slot that the one before them is in, -1 at the beginning."""
    slot_of = {k: number for number, indices in enumerate(taken) for k in indices}
    out: defaultdict[int, list[int]] = defaultdict(list)
    last = -1
    for k in range(count):
        if k in slot_of:
            last = slot_of[k]
        else:
            out[last].append(k)
    return out


def _beside(pair: Pair, ours: Sequence[int], theirs: Sequence[int]) -> Iterator[_Slot]:
    """Segments that nothing links; where both sides have the same kinds, beside each other."""
    kinds = [pair.source.segments[k].kind for k in ours], [pair.target.segments[k].kind for k in theirs]
    if kinds[0] == kinds[1]:
        yield from (_Slot((i,), (j,)) for i, j in zip(ours, theirs, strict=True))
        return
    yield from (_Slot((i,), ()) for i in ours)
    yield from (_Slot((), (j,)) for j in theirs)


def _rows_of(source: Span | None, target: Span | None, ours: _Side, theirs: _Side) -> list[int]:
    """The rows that a problem stands on: where it has text in the translation, else in the English, else the point."""
    wanted = ((target, theirs), (source, ours))
    filled = ((span, side) for span, side in wanted if span and span.end > span.start)
    points = ((span, side) for span, side in wanted if span and span.end == span.start)
    tried = (side.rows_at(span) for span, side in (*filled, *points))
    return next((rows for rows in tried if rows), [])


class _Side:
    """One document of the pair, and where in it the rows stand."""

    def __init__(self, document: Document, rows: Sequence[tuple[int, ...]]) -> None:
        self._document = document
        placed = [(document.segments[k].span, number) for number, indices in enumerate(rows) for k in indices]
        self._placed = sorted(placed)
        self._starts = [span.start for span, _ in self._placed]
        self._reach = [*accumulate((span.end for span, _ in self._placed), max)]

    def segments(self, indices: Iterable[int]) -> list[Segment]:
        return [self._document.segments[k] for k in indices]

    def rows_at(self, span: Span) -> list[int]:
        """The rows that share characters with a span; for a point the row around it, or else the next or last one."""
        last = bisect_right(self._starts, span.end if span.end == span.start else span.end - 1)
        rows = []
        k = last - 1
        while k >= 0 and self._reach[k] > span.start:
            if self._placed[k][0].end > span.start:
                rows.append(self._placed[k][1])
            k -= 1
        if not rows and span.end == span.start and self._placed:
            rows = [self._placed[min(last, len(self._placed) - 1)][1]]
        return sorted(set(rows))

    @cached_property
    def _files(self) -> Mapping[str, tuple[int, SourceFile]]:
        document = self._document
        files = document.files or (SourceFile(document.path, document.text),)
        return {file.path: (number, file) for number, file in enumerate(files)}

    @cached_property
    def _origins(self) -> list[tuple[int, int, int, int]]:
        """The document's pieces by file and offset in it: file, origin, start in the text, length."""
        ends = [*(piece.start for piece in self._document.pieces[1:]), len(self._document.text)]
        return sorted(
            (piece.file, piece.origin, piece.start, end - piece.start)
            for piece, end in zip(self._document.pieces, ends, strict=True)
        )

    def span(self, place: Place | None) -> Span | None:
        """The characters of the document that a place stands for; None where it has none."""
        if place is None or place.path not in self._files:
            return None
        number, file = self._files[place.path]
        starts = file.line_starts
        if not 0 < place.line <= place.end_line <= len(starts):
            return None
        start = self._offset(number, starts[place.line - 1] + place.column - 1)
        last = self._offset(number, starts[place.end_line - 1] + place.end_column - 1)
        if start is None or last is None:
            return None
        return Span(start, max(start, last + 1) if place.text else start)

    def _offset(self, file: int, offset: int) -> int | None:
        """The offset in the document's text of a character of one of its files."""
        if not self._document.pieces:
            return min(offset, len(self._document.text))
        k = bisect_right(self._origins, (file, offset, len(self._document.text), 0)) - 1
        if k < 0 or self._origins[k][0] != file:
            return None
        _, origin, start, length = self._origins[k]
        return start + min(offset - origin, max(0, length - 1))

    def passage(self, indices: tuple[int, ...], found: Sequence[Span | None]) -> Passage | None:
        """What is written in the segments; None where there are none."""
        return passage(self._document, self.segments(indices), [span for span in found if span]) if indices else None


class _English:
    """What the English of a row said when it was translated."""

    def __init__(self, pair: Pair) -> None:
        self._pair = pair
        self._changes = {k: link for link in pair.changes for k in link.target} if pair.base else {}
        self._base_links = {k: link for link in pair.base_links for k in link.target} if pair.base else {}

    def edits(self, slot: _Slot) -> tuple[Edit, ...]:
        """From then to now; nothing where that is not known or is the same."""
        base, source = self._pair.base, self._pair.source
        known, side = (self._changes, slot.source) if slot.source else (self._base_links, slot.target)
        before = sorted({i for k in side if k in known for i in known[k].source})
        if base is None or not before:
            return ()
        then = "\n\n".join(base.written(base.segments[i]) for i in before)
        now = "\n\n".join(source.written(source.segments[k]) for k in slot.source)
        edits = word_diff(then[: _DIFFED * MOST], now[: _DIFFED * MOST])
        changed = any(edit.op is not Op.SAME for edit in edits)
        return tuple(_shorter(edit, k, len(edits)) for k, edit in enumerate(edits)) if changed else ()


_DIFFED = 4
"""Times MOST characters of two wordings are compared."""


def _shorter(edit: Edit, number: int, count: int) -> Edit:
    """An edit of which the middle is left out where both wordings have it, and the end where one of them is long."""
    if edit.op is not Op.SAME:
        return Edit(edit.op, _ended(edit.then), _ended(edit.now))
    head, tail = _SAME if number else 0, _SAME if number < count - 1 else 0
    if len(edit.now) <= head + tail + _SAME:
        return edit
    kept = edit.now[:head] + "\n⋯\n" + edit.now[len(edit.now) - tail :]
    return Edit(edit.op, kept, kept)


def _ended(text: str) -> str:
    return text if len(text) <= MOST else text[:MOST] + "…"
