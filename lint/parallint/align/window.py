"""The dynamic program: the best monotone sequence of beads between two short runs of segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import inf
from typing import NamedTuple

from parallint.align.profile import Profile
from parallint.align.score import Scorer, joined

@dataclass(frozen=True)
class Costs:
    """What a gap costs, in nats: the first segment without counterpart, and each further one in a row."""

    gap: float = 5.0
    more: float = 2.0


MERGE = 6.0
"""Cost of a bead that joins two segments; each further one costs `_JOIN_MORE`."""
MOST_JOINED = 4
MOST_CELLS = 1_000_000
"""Cells that one window may have; a larger one is cut along its diagonal."""

_JOIN_MORE = 2.0
_PART = 1.0
"""Nats that speak for each part of a join, or the join pays for what is lacking."""
_JOINABLE = {"prose", "html", "row"}
_MATCH, _SOURCE_GAP, _TARGET_GAP = 0, 1, 2


class Bead(NamedTuple):
    """Segments `source[i : i + a]` translate as `target[j : j + b]`; indices within the window."""

    i: int
    a: int
    j: int
    b: int
    score: float


def beads(source: Sequence[Profile], target: Sequence[Profile], scorer: Scorer, costs: Costs) -> list[Bead]:
    """The beads of the best path through the window, in order. Time and memory grow with its cells, which are bounded."""
    n, m = len(source), len(target)
    if n and m and (n + 1) * (m + 1) > MOST_CELLS:
        return _in_parts(source, target, scorer, costs)
    return _Program(source, target, scorer, costs).path()


def _in_parts(source: Sequence[Profile], target: Sequence[Profile], scorer: Scorer, costs: Costs) -> list[Bead]:
    """A window too large: cut in equal shares along its diagonal."""
    n, m = len(source), len(target)
    parts = int(n * m / MOST_CELLS) + 2
    out: list[Bead] = []
    for k in range(parts):
        i, j = n * k // parts, m * k // parts
        for bead in beads(source[i : n * (k + 1) // parts], target[j : m * (k + 1) // parts], scorer, costs):
            out.append(bead._replace(i=bead.i + i, j=bead.j + j))
    return out


class _Program:
    """Three states a cell, for affine gaps: the last bead was a match, a source gap, or a target gap."""

    def __init__(self, source: Sequence[Profile], target: Sequence[Profile], scorer: Scorer, costs: Costs) -> None:
        self.source, self.target, self.scorer, self.costs = source, target, scorer, costs
        self.joined_source = cache(lambda i, a: joined(source[i : i + a]))
        self.joined_target = cache(lambda j, b: joined(target[j : j + b]))

    def path(self) -> list[Bead]:
        n, m = len(self.source), len(self.target)
        width = m + 1
        best = [[-inf] * ((n + 1) * width) for _ in range(3)]
        back: list[list[tuple[int, int, int] | None]] = [[None] * ((n + 1) * width) for _ in range(3)]
        scores = [-inf] * ((n + 1) * width)
        best[_MATCH][0] = 0.0
        for i in range(n + 1):
            for j in range(m + 1):
                self._cell(i, j, width, best, back, scores)
        return self._trace(n, m, width, best, back, scores)

    def _cell(
        self,
        i: int,
        j: int,
        width: int,
        best: list[list[float]],
        back: list[list[tuple[int, int, int] | None]],
        scores: list[float],
    ) -> None:
        at = i * width + j
        match, source_gap, target_gap = best
        if i:
            above = at - width
            opened = max(match[above], target_gap[above]) - self.costs.gap
            extended = source_gap[above] - self.costs.more
            source_gap[at] = max(opened, extended)
            state = _SOURCE_GAP if extended >= opened else _MATCH if match[above] >= target_gap[above] else _TARGET_GAP
            back[_SOURCE_GAP][at] = (1, 0, state)
        if j:
            left = at - 1
            opened = max(match[left], source_gap[left]) - self.costs.gap
            extended = target_gap[left] - self.costs.more
            target_gap[at] = max(opened, extended)
            state = _TARGET_GAP if extended >= opened else _MATCH if match[left] >= source_gap[left] else _SOURCE_GAP
            back[_TARGET_GAP][at] = (0, 1, state)
        if i and j:
            for a, b, score in self._matches(i, j):
                before = at - a * width - b
                state = max(range(3), key=lambda k: best[k][before])
                total = best[state][before] + score
                if total > match[at]:
                    match[at], scores[at] = total, score
                    back[_MATCH][at] = (a, b, state)

    def _matches(self, i: int, j: int) -> list[tuple[int, int, float]]:
        """Beads that end at this cell, with their scores."""
        s, t = self.source[i - 1], self.target[j - 1]
        found = [(1, 1, self.scorer.full(s, t))]
        if t.group in _JOINABLE and s.group in _JOINABLE:
            for a in range(2, min(MOST_JOINED, i) + 1):
                first = self.source[i - a]
                if first.group not in _JOINABLE:
                    break
                many = self.joined_source(i - a, a)
                if self._fits(many.size, t.size):
                    parts = sum(min(0.0, self.scorer.part_of_target(p, t) - _PART) for p in self.source[i - a : i])
                    found.append((a, 1, self.scorer.full(many, t) - MERGE - _JOIN_MORE * (a - 2) + parts))
            for b in range(2, min(MOST_JOINED, j) + 1):
                first = self.target[j - b]
                if first.group not in _JOINABLE:
                    break
                many = self.joined_target(j - b, b)
                if self._fits(s.size, many.size):
                    parts = sum(min(0.0, self.scorer.part_of_source(p, s) - _PART) for p in self.target[j - b : j])
                    found.append((1, b, self.scorer.full(s, many) - MERGE - _JOIN_MORE * (b - 2) + parts))
        return found

    def _fits(self, source: int, target: int) -> bool:
        expected = source * self.scorer.ratio
        return 0.5 * target < expected + 20 and expected < 2 * target + 20

    def _trace(
        self,
        n: int,
        m: int,
        width: int,
        best: list[list[float]],
        back: list[list[tuple[int, int, int] | None]],
        scores: list[float],
    ) -> list[Bead]:
        i, j = n, m
        state = max(range(3), key=lambda k: best[k][-1])
        out: list[Bead] = []
        while i or j:
            step = back[state][i * width + j]
            assert step is not None
            a, b, before = step
            score = scores[i * width + j] if state == _MATCH else 0.0
            i, j = i - a, j - b
            out.append(Bead(i, a, j, b, score))
            state = before
        return out[::-1]
