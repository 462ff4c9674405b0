"""Moves: segments that stand elsewhere in the translation, which a monotone path can only call missing and extra."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from parallint.align.beads import Bead
from parallint.align.score import Scorer

MOST_PAIRS = 4000
"""Pairs of gaps that are looked at; a page with more has not moved segments but other ones."""
_MOVED = 5.0
_MOVED_BLIND = 3.5
"""Without a lexicon there is less to be had; kind and length alone give no more than this."""
_MOVED_CODE = 6.0
_DRIFTED = 8.0
_NEAR = 1.5
"""Nats for a gap on either side with at most `_NEAR_BEADS` links in between, as neighbours leave that swap."""
_NEAR_BEADS = 3
_BESIDE = -2.0
_SWAPPED = 5.0
_SURE = 7.0
_NEARLY = 0.5


def with_moves(beads: Sequence[Bead], scorer: Scorer, drifted: bool) -> list[Bead]:
    """The beads with gaps that are each other's translations linked, and crosswise links of neighbours uncrossed.

    On a page that has `drifted`, what came and what went are about the same things, and more must speak for a move.
    """
    return _uncrossed(_matched(beads, scorer, _DRIFTED if drifted else 0.0), scorer)


def _matched(beads: Sequence[Bead], scorer: Scorer, doubt: float) -> list[Bead]:
    rows = {b.i: k for k, b in enumerate(beads) if not b.b}
    columns = {b.j: k for k, b in enumerate(beads) if not b.a}
    if not rows or not columns or len(rows) * len(columns) > MOST_PAIRS:
        return list(beads)
    scored = []
    for i in rows:
        for j in columns:
            s, t = scorer.left[i], scorer.right[j]
            if s.group == t.group and s.group not in ("admonition", "html"):
                score = scorer.full(s, t) + (_NEAR if abs(rows[i] - columns[j]) <= _NEAR_BEADS else 0.0)
                least = _MOVED_CODE if s.group == "code" else _MOVED if scorer.lexicon else _MOVED_BLIND
                if score >= least + doubt:
                    scored.append((score, i, j))
    partner: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for score, i, j in sorted(scored, reverse=True):
        if i not in partner and j not in taken:
            partner[i] = (j, score)
            taken.add(j)
    _extend(partner, taken, rows, columns, scorer)
    out = []
    for bead in beads:
        if bead.a and not bead.b and bead.i in partner:
            j, score = partner[bead.i]
            out.append(Bead(bead.i, 1, j, 1, score, moved=True))
        elif bead.a or bead.j not in taken:
            out.append(bead)
    return out


def _extend(
    partner: dict[int, tuple[int, float]],
    taken: set[int],
    rows: Collection[int],
    columns: Collection[int],
    scorer: Scorer,
) -> None:
    """What stands beside a segment that moved, on both sides, moved with it unless the two do not fit."""
    fresh = list(partner)
    while fresh:
        i = fresh.pop()
        j = partner[i][0]
        for step in (-1, 1):
            i2, j2 = i + step, j + step
            if i2 in rows and j2 in columns and i2 not in partner and j2 not in taken:
                s, t = scorer.left[i2], scorer.right[j2]
                if s.group == t.group and (score := scorer.full(s, t)) >= _BESIDE:
                    partner[i2] = (j2, score)
                    taken.add(j2)
                    fresh.append(i2)


def _uncrossed(beads: list[Bead], scorer: Scorer) -> list[Bead]:
    """Two neighbours, each linked with the other's translation, linked with their own."""
    k = 0
    while k + 1 < len(beads):
        one, two = beads[k], beads[k + 1]
        if _plain(one) and _plain(two) and one.j + 1 == two.j and (swapped := _swapped(one, two, scorer)):
            beads[k : k + 2] = swapped
            k += 1
        k += 1
    return beads


def _swapped(one: Bead, two: Bead, scorer: Scorer) -> tuple[Bead, Bead] | None:
    """The two links crosswise, if that is much better."""
    a, b, c, d = scorer.left[one.i], scorer.left[two.i], scorer.right[one.j], scorer.right[two.j]
    if a.group != b.group or max(one.score, two.score) > _SURE or a.group not in ("prose", "heading", "row"):
        return None
    # At a cheap look crossing must not be much worse than leaving: only then are the words read.
    crossed = scorer.quick(a, d) + scorer.quick(b, c)
    if crossed <= 0 or crossed <= scorer.quick(a, c) + scorer.quick(b, d) - _NEARLY:
        return None
    most = [scorer.limits(s, t)[1] for s, t in ((a, d), (b, c))]
    if min(most) <= 0 or sum(most) <= scorer.limits(a, c)[0] + scorer.limits(b, d)[0] + _SWAPPED:
        return None
    first, second = scorer.full(a, d), scorer.full(b, c)
    if min(first, second) <= 0 or first + second <= scorer.full(a, c) + scorer.full(b, d) + _SWAPPED:
        return None
    return Bead(one.i, 1, two.j, 1, first), Bead(two.i, 1, one.j, 1, second, moved=True)


def _plain(bead: Bead) -> bool:
    return bead.a == bead.b == 1 and not bead.moved
