"""The dynamic program: the best monotone sequence of beads between two runs of segments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import inf
from typing import NamedTuple

from parallint.align.anchors import anchors
from parallint.align.profile import GROUPS, Profile, profile
from parallint.align.score import Scorer, joined
from parallint.model import Evidence, Segment

MERGE = 6.0
"""Cost in nats of a bead that joins two segments; each further one costs `_JOIN_MORE`."""
MOST_JOINED = 4
MOST_CELLS = 120_000
"""Cells of the dynamic program for one window. A larger one is first divided by what stands once on both sides of it,
and what is still too large is cut in equal shares along its diagonal, so that this bounds time and memory."""
_DIVIDED_CELLS = 6_000
_DEPTH = 4

_JOIN_MORE = 2.0
_PART = 1.0
"""Nats that speak for each part of a join, or the join pays for what is lacking."""
_CONTINUED = 4.0
"""Nats for a part that ends, or a next one that begins, in the middle of a sentence."""
_LINE_BY_LINE = 4.0
"""Nats for a block of as many lines as blocks were joined, each of one line: a blank line or a bullet was lost."""
_JOINABLE = {"prose", "html", "row"}
_MATCH, _SOURCE_GAP, _TARGET_GAP = 0, 1, 2
_TERMINAL = tuple(".!?:;。！？：；…)]」』”’\"'|।؟۔*_`")


class Bead(NamedTuple):
    """Segments `source[i : i + a]` translate as `target[j : j + b]`, at another place of the page if `moved`.

    `evidence` is kept where the score came from it alone. `doubt` is of a gap that was a link: the chance that its two
    sides are no translations of each other.
    """

    i: int
    a: int
    j: int
    b: int
    score: float
    moved: bool = False
    evidence: tuple[Evidence, ...] = ()
    doubt: float = 0.0


@dataclass(frozen=True)
class Costs:
    """What a gap costs, in nats: the first segment without counterpart, and each further one in a row."""

    gap: float = 5.0
    more: float = 2.0


class Side:
    """The segments of one page that take part: their profiles, and their indices in the document."""

    def __init__(self, segments: Sequence[Segment], dense: bool) -> None:
        self.indices = [i for i, s in enumerate(segments) if s.kind in GROUPS]
        self.profiles = [profile(segments[i], dense) for i in self.indices]


Corner = tuple[int, int]


def beads(
    source: Sequence[Profile],
    target: Sequence[Profile],
    start: Corner,
    stop: Corner,
    scorer: Scorer,
    costs: Costs,
    depth: int = 0,
) -> Iterator[Bead]:
    """The beads of the best path from `start` to `stop` (indices into the two sides), in order."""
    n, m = stop[0] - start[0], stop[1] - start[1]
    if n * m > _DIVIDED_CELLS and depth < _DEPTH:
        yield from _divided(source, target, start, stop, scorer, costs, depth)
        return
    parts = 1 + n * m // MOST_CELLS
    corners = [(start[0] + n * k // parts, start[1] + m * k // parts) for k in range(parts + 1)]
    for (i, j), (i2, j2) in pairwise(corners):
        for bead in _Program(source[i:i2], target[j:j2], scorer, costs).path():
            yield bead._replace(i=bead.i + i, j=bead.j + j)


def _divided(
    source: Sequence[Profile],
    target: Sequence[Profile],
    start: Corner,
    stop: Corner,
    scorer: Scorer,
    costs: Costs,
    depth: int,
) -> Iterator[Bead]:
    """A large window, divided before each anchor that holds within it."""
    here, there = source[start[0] : stop[0]], target[start[1] : stop[1]]
    found = [(i + start[0], j + start[1]) for i, j in anchors(here, there, scorer, words=True)]
    corners = [start, *(corner for corner in found if corner != start), stop]
    deeper = _DEPTH if len(corners) == len((start, stop)) else depth + 1
    for corner, following in pairwise(corners):
        yield from beads(source, target, corner, following, scorer, costs, deeper)


class _Program:
    """Three states a cell, for affine gaps: the last bead was a match, a source gap, or a target gap."""

    def __init__(self, source: Sequence[Profile], target: Sequence[Profile], scorer: Scorer, costs: Costs) -> None:
        self.source, self.target, self.scorer, self.costs = source, target, scorer, costs
        self.joined_source = cache(lambda i, a: joined(source[i : i + a]))
        self.joined_target = cache(lambda j, b: joined(target[j : j + b]))
        self.width = len(target) + 1
        cells = (len(source) + 1) * self.width
        self.best = [[-inf] * cells for _ in range(3)]
        self.back: list[list[tuple[int, int, int]]] = [[(0, 0, 0)] * cells for _ in range(3)]
        self.scores = [-inf] * cells

    def path(self) -> list[Bead]:
        n, m = len(self.source), len(self.target)
        self.best[_MATCH][0] = 0.0
        for i in range(n + 1):
            for j in range(m + 1):
                at = i * self.width + j
                if i:
                    self._gap(at, at - self.width, _SOURCE_GAP, _TARGET_GAP, (1, 0))
                if j:
                    self._gap(at, at - 1, _TARGET_GAP, _SOURCE_GAP, (0, 1))
                if i and j:
                    self._match(i, j, at)
        return self._trace(n, m)

    def _gap(self, at: int, before: int, same: int, other: int, step: tuple[int, int]) -> None:
        best = self.best
        match, crossed = best[_MATCH][before], best[other][before]
        opened = max(match, crossed) - self.costs.gap
        extended = best[same][before] - self.costs.more
        best[same][at] = max(opened, extended)
        state = same if extended >= opened else _MATCH if match >= crossed else other
        self.back[same][at] = (*step, state)

    def _match(self, i: int, j: int, at: int) -> None:
        match, source_gap, target_gap = self.best
        for a, b, score in self._matches(i, j):
            before = at - a * self.width - b
            state, total = _MATCH, match[before]
            if source_gap[before] > total:
                state, total = _SOURCE_GAP, source_gap[before]
            if target_gap[before] > total:
                state, total = _TARGET_GAP, target_gap[before]
            total += score
            if total > match[at]:
                match[at], self.scores[at] = total, score
                self.back[_MATCH][at] = (a, b, state)

    def _matches(self, i: int, j: int) -> Iterator[tuple[int, int, float]]:
        """Beads that end at this cell, with their scores."""
        s, t = self.source[i - 1], self.target[j - 1]
        yield 1, 1, self.scorer.full(s, t)
        if t.group not in _JOINABLE or s.group not in _JOINABLE:
            return
        for a in range(2, min(MOST_JOINED, i) + 1):
            if self.source[i - a].group not in _JOINABLE:
                break
            many = self.joined_source(i - a, a)
            if self._fits(many.size, t.size):
                yield a, 1, self._join(self.source[i - a : i], many, t)
        for b in range(2, min(MOST_JOINED, j) + 1):
            if self.target[j - b].group not in _JOINABLE:
                break
            many = self.joined_target(j - b, b)
            if self._fits(s.size, many.size):
                yield 1, b, self._split(s, many, self.target[j - b : j])

    def _join(self, parts: Sequence[Profile], many: Profile, t: Profile) -> float:
        score = self.scorer.full(many, t) - MERGE - _JOIN_MORE * (len(parts) - 2)
        if _line_by_line(parts, t):
            score += _LINE_BY_LINE
        return score + sum(min(0.0, self.scorer.part_of_target(p, t) - _PART) for p in parts)

    def _split(self, s: Profile, many: Profile, parts: Sequence[Profile]) -> float:
        score = self.scorer.full(s, many) - MERGE - _JOIN_MORE * (len(parts) - 2)
        for part, following in pairwise(parts):
            if _continues(part.text, following.text):
                score += _CONTINUED
        return score + sum(min(0.0, self.scorer.part_of_source(p, s) - _PART) for p in parts)

    def _fits(self, source: int, target: int) -> bool:
        expected = source * self.scorer.ratio
        return 0.5 * target < expected + 20 and expected < 2 * target + 20

    def _trace(self, i: int, j: int) -> list[Bead]:
        state = max(range(3), key=lambda k: self.best[k][-1])
        out: list[Bead] = []
        while i or j:
            at = i * self.width + j
            a, b, before = self.back[state][at]
            score = self.scores[at] if state == _MATCH else 0.0
            i, j = i - a, j - b
            out.append(Bead(i, a, j, b, score))
            state = before
        return out[::-1]


def _line_by_line(parts: Sequence[Profile], whole: Profile) -> bool:
    lines = whole.segment.words.split("\n")
    return len(lines) == len(parts) and all(lines) and not any("\n" in p.segment.words for p in parts)


def _continues(text: str, following: str) -> bool:
    """Whether a sentence runs on from one block into the next."""
    return (bool(text) and not text.endswith(_TERMINAL)) or following[:1].islower()
