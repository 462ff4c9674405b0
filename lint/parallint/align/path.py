"""The dynamic program over one block's sentences: beads 1-1, 2-1, 1-2, 2-2, 3-1, 1-3, and those without counterpart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import inf
from typing import NamedTuple

from parallint.align.profile import Profile, joined
from parallint.align.score import Scorer

MOST_CELLS = 1_500
"""Cells of the program for one block; a block with more is left alone."""
_BAND = 2
"""Sentences that the alignment may be off the straight line, besides what the counts differ by."""

_GAINED = 4.0
"""Cost in nats of a target sentence without counterpart."""
_RUN = 4
_LOST_MORE = 2.5
"""Cost in nats of a lost sentence whose neighbour is lost, too; runs of more than `_RUN` are several."""
_JOINS = ((2, 1), (1, 2), (2, 2))
_TRIPLE = 2
"""By how many sentences one side must have more for three of it to be joined."""
_IN_STEP = 1.0
_SETTLED = 5.0
_PART = 1.0
"""Nats that speak for each part of a join, or the join pays for what is lacking; without a lexicon little can speak."""
_TAKEN = 0.25
"""What of a target's word the other sentences of a join let expect, from which it speaks for none of the rest."""


_MOST_WORDS = 20.0
"""Nats that the words of a bead stay under, as the scorer caps them."""
_MARGIN = 1e-6

_Place = tuple[int, int, int, int]
"""A bead without its score: as its first four fields."""


class Bead(NamedTuple):
    """Sentences `i` to `i + a` of the source translate as `j` to `j + b` of the target; either count may be 0."""

    i: int
    a: int
    j: int
    b: int
    score: float


@dataclass(frozen=True, slots=True)
class Path:
    """A way through a block's sentences, and what it is worth in nats; impossible where that is minus infinity."""

    beads: tuple[Bead, ...]
    total: float

    def lost(self) -> Iterator[tuple[int, int, int]]:
        """Runs of lost sentences: the first, how many, and the target sentence before which they belong.

        A run beside a gained sentence is a sentence put otherwise, not a lost one.
        """
        run: list[Bead] = []
        gained = False
        for bead in (*self.beads, _LAST):
            if not bead.b:
                run.append(bead)
            elif not bead.a:
                gained = True
            else:
                if run and not gained:
                    yield run[0].i, sum(lost.a for lost in run), run[0].j
                run, gained = [], False


_LAST = Bead(0, 1, 0, 1, 0.0)


class _Bounds:
    """A number that is worked out only as far as it matters: by upper bounds of it that fall."""

    def __init__(self, bounds: Iterator[float]) -> None:
        self._bounds, self._found = bounds, inf

    def down_to(self, least: float) -> float:
        """The number, or a bound of it that is not over `least`."""
        while self._found > least and (lower := next(self._bounds, None)) is not None:
            self._found = lower
        return self._found


class Program:
    """The sentences of a block's two sides; `sure` says of each whether the one before it surely ends where it begins.

    `join` is what it costs in nats to join two sentences.
    """

    def __init__(
        self,
        source: Sequence[Profile],
        target: Sequence[Profile],
        sure: tuple[Sequence[bool], Sequence[bool]],
        scorer: Scorer,
        join: float,
    ) -> None:
        self.source, self.target, self.join = source, target, join
        self.scorer = scorer
        n, m = len(source), len(target)
        self._low, self._high = min(0, m - n) - _BAND, max(0, m - n) + _BAND
        self.cells = (n + 1) * min(m + 1, self._high - self._low + 1)
        self._needed = _PART if scorer.lexicon else 0.0
        self._joins = _JOINS + ((3, 1),) * (n - m >= _TRIPLE) + ((1, 3),) * (m - n >= _TRIPLE)
        self._sizes = [[0, *accumulate(p.size for p in side)] for side in (source, target)]
        self._sure = [[0, *accumulate(side)] for side in sure]
        self._scores: dict[_Place, _Bounds] = {}
        self._joined: tuple[_Joined, _Joined] = ({}, {})

    def path(self, gaps: Sequence[float]) -> Path:
        """The best path, where to lose source sentence `k` costs `gaps[k]` nats."""
        n, m = len(self.source), len(self.target)
        best = {(0, 0): 0.0}
        back: dict[tuple[int, int], Bead] = {}
        for i in range(n + 1):
            for j in range(max(0, i + self._low), min(m, i + self._high) + 1):
                top = best.get((i, j), -inf)
                for place, cost in self._steps(i, j, gaps):
                    before = best.get((place[0], place[2]), -inf)
                    score = self._score(place, top + cost - before) if before > -inf else 0.0
                    total = before + score - cost
                    if total > top:
                        top, back[i, j] = total, Bead(*place, score)
                best[i, j] = top
        if best[n, m] == -inf:
            return Path((), -inf)
        beads = []
        at = n, m
        while at != (0, 0):
            beads.append(back[at])
            at = back[at].i, back[at].j
        return Path(tuple(beads[::-1]), best[n, m])

    def whole(self, least: float) -> float:
        """What it is worth to take the block as one, whatever its sentences: exactly, where that is over `least`."""
        place = (0, len(self.source), 0, len(self.target))
        cost = self._cost(*place)
        return self._score(place, least + cost) - cost

    def in_step(self) -> bool:
        """Whether each sentence fits the one at its place."""
        if len(self.source) != len(self.target):
            return False
        pairs = list(zip(self.source, self.target, strict=True))
        if all(self.scorer.quick(s, t) > _IN_STEP for s, t in pairs):
            return True
        return all(self.scorer.full(s, t) > _IN_STEP for s, t in pairs)

    def settled(self) -> tuple[int, int]:
        """How many sentences at the beginning and at the end need no look: each fits, and so does its neighbour."""
        most = min(len(self.source), len(self.target))
        left = next((k for k in range(most) if not self._settled(k, k)), most)
        right = next((k for k in range(most - left) if not self._settled(-1 - k, -1 - k)), most - left)
        return max(0, left - 1), max(0, right - 1)

    def _settled(self, i: int, j: int) -> bool:
        s, t = self.source[i], self.target[j]
        return self.scorer.length(s.size, t.size) > 0 and self.scorer.full(s, t) > _SETTLED

    def _steps(self, i: int, j: int, gaps: Sequence[float]) -> Iterator[tuple[_Place, float]]:
        """The beads that end at a cell, and what each costs."""
        for a in range(1, min(i, _RUN) + 1):
            cost = gaps[i - a] + _LOST_MORE * (a - 1)
            if max(gaps[i - a : i]) < inf:
                yield (i - a, a, j, 0), cost
        if j:
            yield (i, 0, j - 1, 1), _GAINED
        if i and j:
            yield (i - 1, 1, j - 1, 1), 0.0
        for a, b in self._joins:
            if a <= i and b <= j and self._fits(i - a, a, j - b, b):
                place = (i - a, a, j - b, b)
                yield place, self._cost(*place)

    def _cost(self, i: int, a: int, j: int, b: int) -> float:
        """What it costs to join: nothing where it is not sure that one sentence ends and another begins."""
        source, target = self._sure
        bounds = source[i + a] - source[i + 1] + target[j + b] - target[j + 1]
        return self.join * bounds

    def _fits(self, i: int, a: int, j: int, b: int) -> bool:
        """Whether the sizes are near enough for a join to be worth a look."""
        source, target = self._sizes
        here, there = self.scorer.ratio * (source[i + a] - source[i]), target[j + b] - target[j]
        return here < 2.2 * there + 20 and there < 2.2 * here + 20

    def _score(self, place: _Place, least: float) -> float:
        """A bead's score; where that is not over `least`, perhaps something more that is not over it either."""
        if not place[1] or not place[3]:
            return 0.0
        if place not in self._scores:
            self._scores[place] = _Bounds(self._bounds(*place))
        return self._scores[place].down_to(least - _MARGIN)

    def _bounds(self, i: int, a: int, j: int, b: int) -> Iterator[float]:
        """What a bead's score is not over, falling; the last is the score. The dear ones come late."""
        s, t = _joined(self.source, i, a, self._joined[0]), _joined(self.target, j, b, self._joined[1])
        yield self.scorer.quick(s, t) + _MOST_WORDS
        yield (score := self.scorer.full(s, t))
        if a > 1:
            lacking = 0.0
            for k in range(i, i + a):
                lacking += min(0.0, self._part(k, i, i + a, t) - self._needed)
                yield score + lacking
            score += lacking
        if b > 1:
            lacking = 0.0
            for p in self.target[j : j + b]:
                lacking += min(0.0, self.scorer.part_of_source(p, s, self.scorer.wording.known(s, p)[0]) - self._needed)
                yield score + lacking

    def _part(self, k: int, start: int, stop: int, t: Profile) -> float:
        rest = [self.source[x] for x in range(start, stop) if x != k]
        return part_of(self.source[k], rest, t, self.scorer)


def part_of(own: Profile, rest: Sequence[Profile], target: Profile, scorer: Scorer) -> float:
    """What speaks for `own` being translated in `target`, by what `rest`, which is there as well, does not account for.

    In nats.
    """
    features = own.features.difference(*(p.features for p in rest))
    total = sum([scorer.rarity.shared(f) for f in features & target.features])
    total -= scorer.lost(features - target.features, 1)
    if scorer.lexicon is None:
        return total
    others = {unit for p in rest for unit in p.units()}
    expected = scorer.lexicon.expected(others)
    bag = [unit for unit in own.units() if unit not in others]
    free = [unit for unit in target.units() if expected.get(unit, 0.0) < _TAKEN]
    return total + 0.7 * scorer.lexicon.covered(bag, free)


_Joined = dict[tuple[int, int], Profile]


def _joined(profiles: Sequence[Profile], first: int, many: int, known: _Joined) -> Profile:
    """So many of the profiles as one, made once."""
    if many == 1:
        return profiles[first]
    if (first, many) not in known:
        known[first, many] = joined(profiles[first : first + many])
    return known[first, many]
