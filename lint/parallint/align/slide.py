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
_MOST_STEPS = 3


def slid(beads: list[Bead], left: Sequence[Profile], right: Sequence[Profile], scorer: Scorer) -> list[Bead]:
    """The beads, with every gap that could as well begin at a heading one place up or some places down moved there.

    A lost section lies between two headings, or two closing marks, of a kind, and the path may link either of them.
    """
    for start, end, side in _runs(beads):
        ours, theirs = (left, right) if side == 0 else (right, left)
        if _heading(ours[_our(beads[start], side)]) or _up(beads, start, end, side, ours, theirs, scorer):
            continue
        _down(beads, start, end, side, ours, theirs, scorer)
    return beads


def _up(
    beads: list[Bead],
    start: int,
    end: int,
    side: int,
    ours: Sequence[Profile],
    theirs: Sequence[Profile],
    scorer: Scorer,
) -> bool:
    """Begin at the heading before the gap, whose counterpart becomes that of the heading at its end."""
    before = beads[start - 1] if start else None
    if before is None or not _one_to_one(before):
        return False
    first, last, other = _our(before, side), _our(beads[end - 1], side), _their(before, side)
    if not (_heading(ours[first]) and _heading(ours[last])):
        return False
    now, then = (_score(scorer, side, ours[k], theirs[other]) for k in (first, last))
    if then + _SECTION <= now:
        return False
    beads[start - 1 : end] = [*(_gap(k, other, side) for k in range(first, last)), _linked(last, other, then, side)]
    return True


def _down(
    beads: list[Bead],
    start: int,
    end: int,
    side: int,
    ours: Sequence[Profile],
    theirs: Sequence[Profile],
    scorer: Scorer,
) -> bool:
    """Begin at a heading within the gap, what stands before it linked with what follows the gap."""
    head = next((k for k in range(start, end) if _heading(ours[_our(beads[k], side)])), end)
    steps = head - start
    following = beads[end : end + steps]
    if not 0 < steps <= _MOST_STEPS or len(following) < steps or not all(map(_one_to_one, following)):
        return False
    first = _our(beads[start], side)
    rivals = [
        (_score(scorer, side, ours[first + k], theirs[_their(bead, side)]), bead) for k, bead in enumerate(following)
    ]
    now = sum(_score(scorer, side, ours[_our(bead, side)], theirs[_their(bead, side)]) for bead in following)
    if sum(score for score, _ in rivals) + _SECTION <= now:
        return False
    other = _their(following[-1], side) + 1
    linked = [_linked(first + k, _their(bead, side), score, side) for k, (score, bead) in enumerate(rivals)]
    gap = [_gap(first + k, other, side) for k in range(steps, steps + end - start)]
    beads[start : end + steps] = [*linked, *gap]
    return True


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


def _our(bead: Bead, side: int) -> int:
    return bead.i if side == 0 else bead.j


def _their(bead: Bead, side: int) -> int:
    return bead.j if side == 0 else bead.i


def _gap(index: int, other: int, side: int) -> Bead:
    return Bead(index, 1, other, 0, 0.0) if side == 0 else Bead(other, 0, index, 1, 0.0)


def _linked(index: int, other: int, score: float, side: int) -> Bead:
    return Bead(index, 1, other, 1, score) if side == 0 else Bead(other, 1, index, 1, score)


def _score(scorer: Scorer, side: int, ours: Profile, theirs: Profile) -> float:
    return scorer.full(ours, theirs) if side == 0 else scorer.full(theirs, ours)
