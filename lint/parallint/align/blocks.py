"""Blocks: which segments of a page translate which, as Links in the order of the pages.

Anchors first; between them, runs of the same kinds that fit pair by pair are taken as they stand; only what is left is
given to the dynamic program. A page in step costs one look at each pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log

from parallint.align.anchors import anchors
from parallint.align.lexicon import Lexicon
from parallint.align.profile import GROUPS, Profile, is_dense, profile
from parallint.align.score import Scorer, probability
from parallint.align.window import Bead, Costs, beads
from parallint.model import Document, Evidence, Kind, Link

_SETTLED = -2.0
_RATIO_WEIGHT = 150
"""Characters of an even ratio that a page's own ratio is averaged with: a page of one line has none of its own."""
_DRIFTED = 0.03
_LEAST_GAP = float(__import__('os').environ.get('LG', '0.7'))
_REPAIR = -7.0


def align(source: Document, target: Document, lexicon: Lexicon | None = None) -> tuple[Link, ...]:
    """Link the segments of two documents.

    Every heading, paragraph, item, row, code block, image, admonition mark and HTML block of either side is in exactly
    one link, gaps included; front matter is linked with front matter; comments and link definitions are in none.
    """
    dense = is_dense(target.segments) or is_dense(source.segments)
    here = [i for i, s in enumerate(source.segments) if s.kind in GROUPS]
    there = [j for j, t in enumerate(target.segments) if t.kind in GROUPS]
    left = [profile(source.segments[i], dense) for i in here]
    right = [profile(target.segments[j], dense) for j in there]
    scorer = Scorer(left, right, _ratio(left, right), dense, lexicon)
    found = _beads(left, right, scorer, Costs())
    lost = sum(not (b.a and b.b) for b in found)
    drifted = lost > _DRIFTED * len(found)
    if drifted:
        scorer.mismatch = float(__import__('os').environ.get('MM', '1'))
        gap = max(_LEAST_GAP, -log(lost / len(found) + 0.006) - float(__import__('os').environ.get('K', '0')))
        found = _beads(left, right, scorer, Costs(gap, min(gap, max(float(__import__('os').environ.get('M', '1')), gap / 2.5))))
    links = list(_front_matter(source, target))
    for bead in found if drifted else _repaired(found, left, right, scorer):
        links.append(_link(bead, here, there, left, right, scorer))
    return tuple(links)


def _front_matter(source: Document, target: Document) -> Iterator[Link]:
    if source.segments and target.segments:
        if source.segments[0].kind is Kind.FRONT_MATTER is target.segments[0].kind:
            yield Link((0,), (0,), 1.0, (Evidence("kind", 1.0),))


def _ratio(left: Sequence[Profile], right: Sequence[Profile]) -> float:
    sizes = [sum(p.size for p in side if p.group != "code") for side in (left, right)]
    return (sizes[1] + _RATIO_WEIGHT) / (sizes[0] + _RATIO_WEIGHT)


def _beads(left: Sequence[Profile], right: Sequence[Profile], scorer: Scorer, costs: Costs) -> list[Bead]:
    """Beads over both whole sides, in order."""
    fixed = [(-1, -1), *anchors(left, right, scorer), (len(left), len(right))]
    out: list[Bead] = []
    start: tuple[int, int] | None = None  # where a run of unsettled regions, anchors between them included, begins
    for (i, j), (i2, j2) in zip(fixed, fixed[1:], strict=False):
        settled = _settled(left, right, scorer, (i + 1, i2), (j + 1, j2))
        if settled is None:
            if start is None:
                start = (max(i, 0), max(j, 0))
                if i >= 0:
                    out.pop()
            continue
        if start is not None:
            stop = (min(i + 1, len(left)), min(j + 1, len(right)))
            out += _window(left, right, scorer, costs, start, stop)
            start = None
        out += settled
        if i2 < len(left):
            out.append(Bead(i2, 1, j2, 1, scorer.quick(left[i2], right[j2])))
    if start is not None:
        out += _window(left, right, scorer, costs, start, (len(left), len(right)))
    return out


def _settled(
    left: Sequence[Profile], right: Sequence[Profile], scorer: Scorer, rows: tuple[int, int], columns: tuple[int, int]
) -> list[Bead] | None:
    """The region's beads if both sides are of the same kinds, one by one, and fit; else None."""
    if rows[1] - rows[0] != columns[1] - columns[0]:
        return None
    out = []
    for i, j in zip(range(*rows), range(*columns), strict=True):
        s, t = left[i], right[j]
        if s.group != t.group or s.segment.level != t.segment.level:
            return None
        score = scorer.quick(s, t)
        if score < _SETTLED:
            return None
        out.append(Bead(i, 1, j, 1, score))
    return out


def _window(
    left: Sequence[Profile],
    right: Sequence[Profile],
    scorer: Scorer,
    costs: Costs,
    start: tuple[int, int],
    stop: tuple[int, int],
) -> Iterator[Bead]:
    for bead in beads(left[start[0] : stop[0]], right[start[1] : stop[1]], scorer, costs):
        yield bead._replace(i=bead.i + start[0], j=bead.j + start[1])


def _repaired(
    found: Sequence[Bead], left: Sequence[Profile], right: Sequence[Profile], scorer: Scorer
) -> Iterator[Bead]:
    """Holes with the same kinds on both sides, paired up unless the pairs are impossible."""
    hole: list[Bead] = []
    for bead in [*found, None]:
        if bead is not None and not (bead.a and bead.b):
            hole.append(bead)
            continue
        if hole:
            yield from _fill(hole, left, right, scorer)
            hole = []
        if bead is not None:
            yield bead


def _fill(hole: list[Bead], left: Sequence[Profile], right: Sequence[Profile], scorer: Scorer) -> list[Bead]:
    rows, columns = [b.i for b in hole if b.a], [b.j for b in hole if b.b]
    if len(rows) != len(columns):
        return hole
    pairs = []
    for i, j in zip(rows, columns, strict=True):
        if left[i].group != right[j].group:
            return hole
        score = scorer.full(left[i], right[j])
        if score < _REPAIR:
            return hole
        pairs.append(Bead(i, 1, j, 1, score))
    return pairs


def _link(
    bead: Bead,
    here: Sequence[int],
    there: Sequence[int],
    left: Sequence[Profile],
    right: Sequence[Profile],
    scorer: Scorer,
) -> Link:
    rows, columns = here[bead.i : bead.i + bead.a], there[bead.j : bead.j + bead.b]
    if not (bead.a and bead.b):
        return Link(tuple(rows), tuple(columns), 0.9)
    evidence = ()
    if bead.a == bead.b == 1:
        evidence = scorer.evidence(left[bead.i], right[bead.j])
    return Link(tuple(rows), tuple(columns), probability(bead.score), evidence)
