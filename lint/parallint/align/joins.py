"""What it is worth to take several neighbouring segments of one side for one of the other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from parallint.align.beads import MERGE, MOST_JOINED, Join
from parallint.align.profile import Profile, joined
from parallint.align.score import Scorer

_JOIN_MORE = 2.0
_PART = 1.0
"""Nats that speak for each part of a join, or the join pays for what is lacking."""
_CONTINUED = 4.0
"""Nats for a part that ends, or a next one that begins, in the middle of a sentence."""
_LINE_BY_LINE = 4.0
"""Nats for a block of as many lines as blocks were joined, each of one line: a blank line or a bullet was lost."""
_PERHAPS_SAME = 30.0
"""Nats by which a bound is raised where both sides may read the same, which is weighed in another way."""
_JOINABLE = {"prose", "html", "row"}
_TERMINAL = tuple(".!?:;。！？：；…)]」』”’\"'|।؟۔*_`")


class Joins:
    """The joins of two runs of segments, from what each segment of one is worth with each of the other."""

    def __init__(self, source: Sequence[Profile], target: Sequence[Profile], scorer: Scorer) -> None:
        self._source, self._target, self._scorer = source, target, scorer
        self.looks = scorer.looks(source, target)
        self._wholes: dict[tuple[int, int, int], Profile] = {}
        self._scores: dict[Join, float] = {}

    @cached_property
    def possible(self) -> list[tuple[Join, float]]:
        """Those whose sizes are near enough for a look, and what they are not worth more than, in nats.

        Of those that end at one place the ones of fewer parts come first. Both sizes are in the target's measure:
        neither may be over twice the other and 20.
        """
        ratio, bound = self._scorer.ratio, self._bound
        ours, theirs = ([_Run.of([p]) for p in side] for side in (self._source, self._target))
        found: list[tuple[Join, float]] = []
        columns, added = _BySize(self._target, 1.0), self._added(part=0)
        for i, a, run in _runs(self._source):
            for j in columns.between((run.size * ratio - 20) / 2, 2 * (run.size * ratio + 20)):
                one = theirs[j - 1]
                form = _LINE_BY_LINE if one.lines == a else 0.0
                words = sum([row[j - 1] for row in added[i - a : i]])
                found.append((Join(i, a, j, 1), bound(run, one) + _cost(a) + form + words))
        rows, added = _BySize(self._source, ratio), self._added(part=1)
        for j, b, run in _runs(self._target):
            form = self._continued(j, b)
            for i in rows.between(0.5 * run.size - 20, 2 * run.size + 20):
                words = sum(added[i - 1][j - b : j])
                found.append((Join(i, 1, j, b), bound(ours[i - 1], run) + _cost(b) + form + words))
        return found

    def _bound(self, s: _Run, t: _Run) -> float:
        """What two runs, of which one is a single segment, are worth at the most besides what their words gain."""
        scorer = self._scorer
        most = scorer.most(s.last, t.last) + scorer.wording.chance(s.last, t.last) + scorer.length(s.size, t.size)
        if s.features or t.features:
            most += scorer.tokens(s.features, t.features)
        return most + _PERHAPS_SAME if s.length == t.length else most

    def _added(self, part: int) -> list[list[float]]:
        """What each segment adds to a join at the most as a part (0: of the target, 1: of the source)."""
        rows, columns = (
            [k for k, p in enumerate(side) if p.group in _JOINABLE] for side in (self._source, self._target)
        )
        added = [[0.0] * len(self._target) for _ in self._source]
        for i in rows:
            for j in columns:
                added[i][j] = self.looks[i][j].words.most + self._lacks(i, j, part)
        return added

    def score(self, join: Join) -> float:
        """What the join is worth, in nats."""
        if (score := self._scores.get(join)) is None:
            score = self._scores[join] = self._score(join)
        return score

    def _score(self, join: Join) -> float:
        """Each part must find its own in the whole, or the join pays."""
        i, a, j, b = join
        if a > 1:
            t = self._target[j - 1]
            form = _LINE_BY_LINE if _line_by_line(self._source[i - a : i], t) else 0.0
            lacking = sum([self._lacks(k, j - 1, 0) for k in range(i - a, i)])
            return self._scorer.full(self._whole(0, i, a), t) + _cost(a) + form + lacking
        lacking = sum([self._lacks(i - 1, k, 1) for k in range(j - b, j)])
        whole = self._scorer.full(self._source[i - 1], self._whole(1, j, b))
        return whole + _cost(b) + self._continued(j, b) + lacking

    def _continued(self, j: int, b: int) -> float:
        """What speaks for a join of the target's segments in their texts."""
        parts = self._target[j - b : j]
        return _CONTINUED * sum([_continues(part.text, following.text) for part, following in pairwise(parts)])

    def _whole(self, side: int, end: int, many: int) -> Profile:
        """The segments before `end` of a side (0 source, 1 target) as one."""
        if (whole := self._wholes.get((side, end, many))) is None:
            profiles = (self._source, self._target)[side]
            whole = self._wholes[side, end, many] = joined(profiles[end - many : end])
        return whole

    def _lacks(self, i: int, j: int, part: int) -> float:
        """What the one lacks in the other of which it is to be a part, in nats; never over 0."""
        s, t, words = self._source[i], self._target[j], self.looks[i][j].words
        if part:
            return min(0.0, self._scorer.part_of_source(t, s, words.explained) - _PART)
        return min(0.0, self._scorer.part_of_target(s, t, words.covered) - _PART)


class _BySize:
    """The segments that may be joined, or be what others are joined to, in the order of their sizes."""

    def __init__(self, profiles: Sequence[Profile], ratio: float) -> None:
        found = sorted((p.size * ratio, k) for k, p in enumerate(profiles, 1) if p.group in _JOINABLE)
        self._sizes, self._places = [size for size, _ in found], [k for _, k in found]

    def between(self, least: float, most: float) -> list[int]:
        """The places behind those whose sizes are over the one and under the other."""
        return self._places[bisect_right(self._sizes, least) : bisect_left(self._sizes, most)]


class _Run(NamedTuple):
    """What bounds look at in a segment, or in several as one: the last, their size, length, tokens and lines."""

    last: Profile
    size: int
    length: int
    features: frozenset[str]
    lines: int

    @classmethod
    def of(cls, profiles: Sequence[Profile]) -> _Run:
        """Of these segments."""
        features = frozenset[str]().union(*[p.features for p in profiles])
        more = len(profiles) - 1
        size, length = sum([p.size for p in profiles]) + more, sum([len(p.text) for p in profiles]) + more
        return cls(profiles[-1], size, length, features, profiles[0].segment.words.count("\n") + 1)


def _runs(profiles: Sequence[Profile]) -> Iterator[tuple[int, int, _Run]]:
    """Runs of neighbours that may be joined: the place behind the last, how many, and what they are together."""
    for end in range(2, len(profiles) + 1):
        if profiles[end - 1].group not in _JOINABLE:
            continue
        for many in range(2, min(MOST_JOINED, end) + 1):
            if profiles[end - many].group not in _JOINABLE:
                break
            yield end, many, _Run.of(profiles[end - many : end])


def _cost(many: int) -> float:
    return -MERGE - _JOIN_MORE * (many - 2)


def _line_by_line(parts: Sequence[Profile], whole: Profile) -> bool:
    lines = whole.segment.words.split("\n")
    return len(lines) == len(parts) and all(lines) and not any("\n" in p.segment.words for p in parts)


def _continues(text: str, following: str) -> bool:
    """Whether a sentence runs on from one block into the next."""
    return (bool(text) and not text.endswith(_TERMINAL)) or following[:1].islower()
