"""Gaps that could as well stand one place further: where they begin is chosen, and how sure that is, is told."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, inf

from parallint.align.beads import Bead
from parallint.align.profile import Profile
from parallint.align.score import Scorer
from parallint.model import Kind

_SECTION = 2.0
"""Nats for a gap that holds a whole section, its heading first, over one that begins in the middle of one."""
_MOST_STEPS = 3


def slid(beads: list[Bead], scorer: Scorer) -> list[Bead]:
    """The beads, with every gap that could as well begin at a heading one place up or some places down moved there.

    A lost section lies between two headings, or two closing marks, of a kind, and the path may link either of them.
    """
    for start, end, side in _runs(beads):
        way = _Way(side, scorer)
        if not (way.heading(beads[start]) or _up(beads, start, end, way)):
            _down(beads, start, end, way)
    return beads


class _Way:
    """The pages as the side with the gap sees them: its own segments and theirs (0 source, 1 target)."""

    def __init__(self, side: int, scorer: Scorer) -> None:
        self.side, self._scorer = side, scorer
        self._ours = scorer.right if side else scorer.left

    def our(self, bead: Bead) -> int:
        """The first segment of our side in a bead."""
        return bead.j if self.side else bead.i

    def their(self, bead: Bead) -> int:
        """The first segment of the other side."""
        return bead.i if self.side else bead.j

    def heading(self, bead: Bead) -> bool:
        """Whether a bead's first segment of our side is a heading."""
        return _heading(self._ours[self.our(bead)])

    def score(self, ours: int, theirs: int) -> float:
        """What a link of two segments is worth."""
        i, j = (theirs, ours) if self.side else (ours, theirs)
        return self._scorer.full(self._scorer.left[i], self._scorer.right[j])

    def gap(self, ours: int, theirs: int) -> Bead:
        """A segment of our side alone, before one of theirs."""
        return Bead(theirs, 0, ours, 1, 0.0) if self.side else Bead(ours, 1, theirs, 0, 0.0)

    def linked(self, ours: int, theirs: int, score: float) -> Bead:
        """A link of two segments."""
        i, j = (theirs, ours) if self.side else (ours, theirs)
        return Bead(i, 1, j, 1, score)


def _up(beads: list[Bead], start: int, end: int, way: _Way) -> bool:
    """Begin at the heading before the gap, whose counterpart becomes that of the heading at its end."""
    before = beads[start - 1] if start else None
    if before is None or not _one_to_one(before) or not (way.heading(before) and way.heading(beads[end - 1])):
        return False
    first, last, other = way.our(before), way.our(beads[end - 1]), way.their(before)
    now, then = way.score(first, other), way.score(last, other)
    if then + _SECTION <= now:
        return False
    beads[start - 1 : end] = [*(way.gap(k, other) for k in range(first, last)), way.linked(last, other, then)]
    return True


def _down(beads: list[Bead], start: int, end: int, way: _Way) -> None:
    """Begin at a heading within the gap, what stands before it linked with what follows the gap."""
    head = next((k for k in range(start, end) if way.heading(beads[k])), end)
    steps = head - start
    following = beads[end : end + steps]
    if not 0 < steps <= _MOST_STEPS or len(following) < steps or not all(map(_one_to_one, following)):
        return
    first, others = way.our(beads[start]), [way.their(bead) for bead in following]
    rivals = [way.score(first + k, other) for k, other in enumerate(others)]
    now = sum(way.score(way.our(bead), way.their(bead)) for bead in following)
    if sum(rivals) + _SECTION <= now:
        return
    linked = [way.linked(first + k, other, rivals[k]) for k, other in enumerate(others)]
    gap = [way.gap(first + k, others[-1] + 1) for k in range(steps, steps + end - start)]
    beads[start : end + steps] = [*linked, *gap]


def margins(beads: Sequence[Bead], scorer: Scorer) -> list[float]:
    """For every bead that is a gap: by how many nats its place is better than one place up or down; else infinity."""
    out = [inf] * len(beads)
    for start, end, side in _runs(beads):
        way = _Way(side, scorer)
        first, last = way.our(beads[start]), way.our(beads[end - 1])
        margin = inf
        for neighbour, rival in ((start - 1, last), (end, first)):
            if 0 <= neighbour < len(beads) and _one_to_one(beads[neighbour]):
                theirs = way.their(beads[neighbour])
                here = way.score(way.our(beads[neighbour]), theirs)
                margin = min(margin, here - way.score(rival, theirs))
        out[start:end] = [margin] * (end - start)
    return out


def certainty(margin: float, drifted: bool) -> float:
    """How sure a gap is, from its margin in nats; measured on simulated omissions, and on pages that really drifted.

    Without any margin something is lacking all the same: only which of like neighbours it is can't be told.
    """
    ceiling = 0.92 if drifted else 0.99
    return ceiling - 0.38 * exp(-max(0.0, margin) / 1.2)


def _runs(beads: Sequence[Bead]) -> list[tuple[int, int, int]]:
    """Runs of gaps of one side: first bead, one past the last, and the side (0 source, 1 target)."""
    runs: list[tuple[int, int, int]] = []
    for k, bead in enumerate(beads):
        if bead.a and bead.b:
            continue
        side = 0 if bead.a else 1
        if runs and runs[-1][1:] == (k, side):
            runs[-1] = (runs[-1][0], k + 1, side)
        else:
            runs.append((k, k + 1, side))
    return runs


def _one_to_one(bead: Bead) -> bool:
    return bead.a == bead.b == 1 and not bead.moved


def _heading(profile: Profile) -> bool:
    return profile.segment.kind is Kind.HEADING
