"""Windows: runs of segments of both sides between which anchors do not tell what belongs together."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

from parallint.align.anchors import anchors
from parallint.align.beads import Bead, Corner, Costs
from parallint.align.joins import Joins
from parallint.align.program import Totals, promising
from parallint.align.score import Scorer

MOST_CELLS = 120_000
"""Cells of the dynamic program for one window. A larger one is first divided by what stands once on both sides of it,
and what is still too large is cut in equal shares along its diagonal, so that this bounds time and memory."""
_DIVIDED_CELLS = 6_000
_DEPTH = 4


def windows(start: Corner, stop: Corner, scorer: Scorer, depth: int = 0) -> Iterator[Window]:
    """What lies between two places of the pages, as one window or, where that is too large, as several."""
    n, m = stop[0] - start[0], stop[1] - start[1]
    if n * m > _DIVIDED_CELLS and depth < _DEPTH:
        here, there = scorer.left[start[0] : stop[0]], scorer.right[start[1] : stop[1]]
        found = [(i + start[0], j + start[1]) for i, j in anchors(here, there, scorer, words=True)]
        corners = [start, *(corner for corner in found if corner != start), stop]
        deeper = _DEPTH if len(corners) == len((start, stop)) else depth + 1
        for corner, following in pairwise(corners):
            yield from windows(corner, following, scorer, deeper)
        return
    parts = 1 + n * m // MOST_CELLS
    corners = [(start[0] + n * k // parts, start[1] + m * k // parts) for k in range(parts + 1)]
    for corner, following in pairwise(corners):
        yield Window(corner, following, scorer)


class Window:
    """Two runs of segments, and what each bead between them is worth: the same however dear gaps are."""

    def __init__(self, start: Corner, stop: Corner, scorer: Scorer) -> None:
        self.start = start
        self.source, self.target = scorer.left[start[0] : stop[0]], scorer.right[start[1] : stop[1]]
        self._scorer = scorer

    def beads(self, costs: Costs) -> Iterator[Bead]:
        """The beads of the best path, in order."""
        i, j = self.start
        found = [(join, self.joins.score(join)) for join in promising(self.pairs, self.joins.possible, costs)]
        for bead in Totals(self.pairs, len(self.target), found, costs).beads():
            yield bead._replace(i=bead.i + i, j=bead.j + j)

    def forget(self) -> None:
        """Give the scores up."""
        del self.pairs, self.joins

    @cached_property
    def joins(self) -> Joins:
        """What may be taken for one."""
        return Joins(self.source, self.target, self._scorer)

    @cached_property
    def pairs(self) -> list[list[float]]:
        """The score of each segment of the source with each of the target."""
        return [[look.score for look in row] for row in self.joins.looks]
