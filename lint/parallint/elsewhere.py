"""Tokens that a translation lacks and of which another rule tells, or of which nothing is to be told."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Mapping
from functools import cached_property
from itertools import accumulate, groupby
from typing import NamedTuple

from parallint.marks import broken_kinds
from parallint.memo import once
from parallint.model import Document, Kind, Link, Pair, Segment, Token, TokenKind

_MARKED = frozenset({TokenKind.LINK, TokenKind.CODE})
_SENTENCE, _TOLD = 4, 0.5
"""Words and confidence from which `missing-sentence` tells of a gap, and its tokens are told with it."""

Key = Callable[[Token, Document], Hashable]
"""What of a token must be the same on both sides, given the document that it stands in; None: it does not count.

It may look at a token's kind and value, and with a link at the character that it begins with, but at nothing else.
"""


class Keyed(NamedTuple):
    """A token and its key."""

    key: Hashable
    token: Token


class Known:
    """What is the same for all links of a pair: its missing sentences, and what the segments were."""

    def __init__(self, pair: Pair, key: Key) -> None:
        self.pair, self.key = pair, key
        gaps = sorted(gap.source for gap in pair.sentences if gap.words >= _SENTENCE and gap.confidence >= _TOLD)
        self.starts = [gap.start for gap in gaps]
        self.ends = list(accumulate((gap.end for gap in gaps), max))
        self.then: dict[int, list[Segment]] = {}
        """Index of a segment of the source -> the segments of the base, the English of then, that it comes from."""
        if pair.base is not None:
            for change in pair.changes:
                for i in change.target:
                    self.then.setdefault(i, []).extend(pair.base.segments[k] for k in change.source)


class Told:
    """What of a link's lost tokens is told elsewhere."""

    def __init__(self, known: Known, link: Link) -> None:
        self._known, self._pair = known, known.pair
        self._source = [known.pair.source.segments[i] for i in link.source]
        self._target = [known.pair.target.segments[j] for j in link.target]
        self._before = [segment for i in link.source for segment in known.then.get(i, ())]

    def elsewhere(self, lost: Keyed) -> bool:
        """Whether the token went with a missing sentence, or came into the English since it was translated."""
        token = lost.token
        if self._in_gap(token) or self._in_lost_cell(token) or self._shows(token):
            return True
        if self._pair.base is None or not self._before:
            return False
        known = bool(self._then or not self._pair.base.units)
        return known and lost.key not in self._then

    def _in_gap(self, token: Token) -> bool:
        before = bisect_right(self._known.starts, token.span.start)
        return before > 0 and token.span.start < self._known.ends[before - 1]

    def _in_lost_cell(self, token: Token) -> bool:
        """Whether the token's cell is empty in the translation's row, or the rows have not as many cells.

        A cell that is nothing but the token is lost as this, unless its whole column is.
        """
        here, there = self._source[0].cells, self._target[0].cells
        if not here or not there:
            return False
        k = next((k for k, cell in enumerate(here) if cell.span.start <= token.span.start < cell.span.end), None)
        if k is None or len(here) != len(there):
            return k is not None
        if there[k].span.start != there[k].span.end:
            return False
        alone = token.kind is TokenKind.CODE and here[k].span == token.span
        return not alone or (self._source[0].span.start, k) in _emptied_columns(self._pair)

    def _shows(self, token: Token) -> bool:
        """Whether the translation shows the marks of such a token: `literal-markup` says so."""
        return (TokenKind.LINK if token.kind is TokenKind.IMAGE else token.kind) in self._shown

    @cached_property
    def _shown(self) -> frozenset[TokenKind]:
        shown = broken_kinds(self._pair.target, self._target) & _MARKED
        return shown - broken_kinds(self._pair.source, self._source) if shown else shown

    @cached_property
    def _then(self) -> frozenset[Hashable]:
        """The keys of the tokens that the source had when it was translated."""
        base, key = self._pair.base, self._known.key
        return frozenset(key(t, base) for segment in self._before for t in segment.tokens) if base else frozenset()


_COLUMN = 3
"""Rows from which a column is one, and not some cells."""


@once
def _emptied_columns(pair: Pair) -> Mapping[tuple[int, int], int]:
    """Where a row's cell went with its whole column: row (where it begins in the source) and column -> rows of these.

    All rows of a table but one, at the most, have text there in the source and none in the target.
    """
    found: dict[tuple[int, int], int] = {}
    rows = [_rows(pair, link) for link in pair.linked]
    for known, group in groupby(rows, key=bool):
        table = [row for row in group if row] if known else []
        for k in range(min((len(row[0].cells) for row in table), default=0)):
            empty = [source for source, target in table if _lacks(source, target, k)]
            if len(empty) >= max(_COLUMN, len(table) - 1):
                found.update({(source.span.start, k): len(empty) for source in empty})
    return found


def _rows(pair: Pair, link: Link) -> tuple[Segment, Segment] | None:
    source, target = pair.source.segments[link.source[0]], pair.target.segments[link.target[0]]
    return (source, target) if source.kind is target.kind is Kind.ROW else None


def _lacks(source: Segment, target: Segment, column: int) -> bool:
    if column >= len(target.cells) or not source.cells[column].text.strip():
        return False
    return target.cells[column].span.start == target.cells[column].span.end
