"""Gaps that could as well stand one place further: where they begin is chosen, and how sure that is, is told."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, inf

from parallint.align.profile import Profile
from parallint.align.score import Scorer
from parallint.align.window import Bead
from parallint.model import Kind

_SECTION = 2.0
"""Nats for a gap that holds a whole section, its heading first, over one that begins in the middle of one."""


def slid(beads: list[Bead], left: Sequence[Profile], right: Sequence[Profile], scorer: Scorer) -> list[Bead]:
    """The beads, with every gap that ends in a heading moved up to the heading before it where that fits as well.

    A lost section lies between two headings of a kind, and the path may link either of them.
    """
    for start, end, side in _runs(beads):
        ours, theirs = (left, right) if side == 0 else (right, left)
        before = beads[start - 1] if start else None
        if before is None or not _one_to_one(before):
            continue
        first, last = _our(before, side), _our(beads[end - 1], side)
        other = _their(before, side)
        if not (_heading(ours[first]) and _heading(ours[last])) or _heading(ours[_our(beads[start], side)]):
            continue
        now, then = (_score(scorer, side, ours[k], theirs[other]) for k in (first, last))
        if then + _SECTION > now:
            gap = [_gap(k, other, side) for k in range(first, last)]
            linked = Bead(*((last, 1, other, 1) if side == 0 else (other, 1, last, 1)), then)
            beads[start - 1 : end] = [*gap, linked]
    return beads


def margins(beads: Sequence[Bead], left: Sequence[Profile], right: Sequence[Profile], scorer: Scorer) -> list[float]:
    """For every bead that is a gap: by how many nats its place is better than one place up or down; else infinity."""
    out = [inf] * len(beads)
    for start, end, side in _runs(beads):
        ours, theirs = (left, right) if side == 0 else (right, left)
        first, last = ours[_our(beads[start], side)], ours[_our(beads[end - 1], side)]
        margin = inf
        for neighbour, rival in ((start - 1, last), (end, first)):
            if 0 <= neighbour < len(beads) and _one_to_one(beads[neighbour]):
                ours_there, their = ours[_our(beads[neighbour], side)], theirs[_their(beads[neighbour], side)]
                here = _score(scorer, side, ours_there, their)
                margin = min(margin, here - _score(scorer, side, rival, their))
        out[start:end] = [margin] * (end - start)
    return out


def certainty(margin: float, drifted: bool) -> float:
    """How sure a gap is, from its margin in nats; measured on simulated omissions, and on pages that really drifted."""
    ceiling = 0.95 if drifted else 0.99
    return max(0.3, ceiling - 0.6 * exp(-max(0.0, margin) / 1.2))


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


def _our(bead: Bead, side: int) -> int:
    return bead.i if side == 0 else bead.j


def _their(bead: Bead, side: int) -> int:
    return bead.j if side == 0 else bead.i


def _gap(index: int, other: int, side: int) -> Bead:
    return Bead(index, 1, other, 0, 0.0) if side == 0 else Bead(other, 0, index, 1, 0.0)


def _score(scorer: Scorer, side: int, ours: Profile, theirs: Profile) -> float:
    return scorer.full(ours, theirs) if side == 0 else scorer.full(theirs, ours)
