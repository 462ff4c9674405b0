"""The dynamic program: the best monotone sequence of beads between two runs of segments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf

from parallint.align.beads import Bead, Corner, Costs, Join

_MATCH, _SOURCE_GAP, _TARGET_GAP = 0, 1, 2
_MARGIN = 1e-6

Pairs = Sequence[Sequence[float]]
"""The score of each segment of the source with each of the target."""


def promising(pairs: Pairs, joins: Sequence[tuple[Join, float]], costs: Costs) -> list[Join]:
    """Of joins that are worth no more than what is said: those that may be part of a best path.

    A path that goes through a join is worth at most the best way to it, its own bound and the best way from it to the
    end. Where that is less than the best path without any joins, which is known, nothing is lost with the join.
    """
    if not joins:
        return []
    n, m = len(pairs), len(pairs[0])
    least = Totals(pairs, m, (), costs).total - _MARGIN
    before = Totals(pairs, m, joins, costs).best
    turned = [(Join(n - join.i + join.a, join.a, m - join.j + join.b, join.b), most) for join, most in joins]
    behind = Totals([row[::-1] for row in reversed(pairs)], m, turned, costs).best
    return [
        join
        for join, most in joins
        if before[join.i - join.a][join.j - join.b] + most + behind[n - join.i][m - join.j] >= least
    ]


class Totals:
    """What the best path to each place is worth, and how it gets there.

    Three states at each place, for affine gaps: the last bead was a match, a source gap, or a target gap. All matches
    that end in a row begin in an earlier one, so a row is filled in four sweeps; the way back is found from the totals
    alone. Of equally good beads the first counts: pairs, then joins in their order. `width` is how many segments the
    target has.
    """

    def __init__(self, pairs: Pairs, width: int, joins: Iterable[tuple[Join, float]], costs: Costs) -> None:
        self._pairs, self._costs = pairs, costs
        self._joined: dict[Corner, tuple[int, int, float]] = {}
        ending: dict[int, list[tuple[Join, float]]] = {}
        for join, score in joins:
            ending.setdefault(join.i, []).append((join, score))
        match, source_gap = [0.0] + [-inf] * width, [-inf] * (width + 1)
        self._rows = [(match, source_gap, self._target_gaps(match, source_gap))]
        self.best = [_highest(*self._rows[0])]
        for i in range(1, len(pairs) + 1):
            match, source_gap = self._matches(i, ending.get(i, ())), self._source_gaps(*self._rows[-1])
            self._rows.append((match, source_gap, self._target_gaps(match, source_gap)))
            self.best.append(_highest(*self._rows[-1]))

    @property
    def total(self) -> float:
        """What the best path is worth, in nats."""
        return self.best[-1][-1]

    def _matches(self, i: int, joins: Iterable[tuple[Join, float]]) -> list[float]:
        row = [-inf, *[before + score for before, score in zip(self.best[i - 1], self._pairs[i - 1], strict=False)]]
        for (_, a, j, b), score in joins:
            if (total := self.best[i - a][j - b] + score) > row[j]:
                row[j], self._joined[i, j] = total, (a, b, score)
        return row

    def _source_gaps(self, match: list[float], source_gap: list[float], target_gap: list[float]) -> list[float]:
        gap, more = self._costs.gap, self._costs.more
        rows = zip(match, source_gap, target_gap, strict=True)
        opened = [(m if m >= t else t) - gap for m, _, t in rows]
        extended = [s - more for s in source_gap]
        return [one if one >= other else other for one, other in zip(opened, extended, strict=True)]

    def _target_gaps(self, match: list[float], source_gap: list[float]) -> list[float]:
        gap, more = self._costs.gap, self._costs.more
        last, row = -inf, [-inf]
        for m, s in zip(match[:-1], source_gap[:-1], strict=True):
            opened, last = (m if m >= s else s) - gap, last - more
            if opened > last:
                last = opened
            row.append(last)
        return row

    def beads(self) -> list[Bead]:
        """The best path, from its end to its beginning and turned round."""
        i, j = len(self._rows) - 1, len(self._rows[-1][0]) - 1
        state = self._last(i, j)
        out: list[Bead] = []
        while i or j:
            if state == _MATCH:
                a, b, score = self._joined.get((i, j)) or (1, 1, self._pairs[i - 1][j - 1])
            else:
                a, b, score = int(state == _SOURCE_GAP), int(state == _TARGET_GAP), 0.0
            i, j = i - a, j - b
            out.append(Bead(i, a, j, b, score))
            state = self._last(i, j) if state == _MATCH else self._before_gap(i, j, state)
        return out[::-1]

    def _last(self, i: int, j: int) -> int:
        """The best of the three states at a place."""
        return max(range(3), key=lambda state: self._rows[i][state][j])

    def _before_gap(self, i: int, j: int, same: int) -> int:
        """The state that a gap follows on best."""
        here = [row[j] for row in self._rows[i]]
        other = _SOURCE_GAP + _TARGET_GAP - same
        if here[same] - self._costs.more >= max(here[_MATCH], here[other]) - self._costs.gap:
            return same
        return _MATCH if here[_MATCH] >= here[other] else other


def _highest(match: list[float], source_gap: list[float], target_gap: list[float]) -> list[float]:
    gaps = [s if s >= t else t for s, t in zip(source_gap, target_gap, strict=True)]
    return [m if m >= gap else gap for m, gap in zip(match, gaps, strict=True)]
