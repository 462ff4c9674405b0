"""Blocks: which segments of a page translate which, as Links in the order of the pages.

Anchors first; between them, runs of the same kinds that fit pair by pair are taken as they stand; only what is left is
given to the dynamic program. A page in step costs one look at each pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from math import log

from parallint.align.anchors import anchors
from parallint.align.doubt import cut_certainty, undoubted
from parallint.align.lexicon import Lexicon
from parallint.align.moves import with_moves
from parallint.align.profile import HEADING_ID, Profile, is_dense, slug
from parallint.align.score import Scorer, probability
from parallint.align.slide import certainty, margins, slid
from parallint.align.window import MERGE, Bead, Costs, Side, beads
from parallint.model import Document, Evidence, Kind, Link

_SETTLED = -2.0
_RATIO_WEIGHT = 150
"""Characters of an even ratio that a page's own ratio is averaged with: a page of one line has none of its own."""
_DRIFTED = 0.03
"""Gaps for a bead above which a page counts as drifted, and gaps are taken for likelier; `_FREE_GAPS` don't count."""
_FREE_GAPS = 2
_EVEN_BEADS = 12
_DRIFTED_CELLS = 250_000
_MOST_PLACED = 1_000
"""Pairs of gaps of one hole that are looked at to place them."""
_LEAST_GAP = -1.5
_LEAST_GAP_BLIND = 1.0
"""What a gap costs at the least: below nothing, links must show words in common; without a lexicon they can't."""


def align(source: Document, target: Document, lexicon: Lexicon | None = None) -> tuple[Link, ...]:
    """Link the segments of two documents.

    Every heading, paragraph, item, row, code block, image, admonition mark and HTML block of either side is in exactly
    one link, gaps included; front matter is linked with front matter; comments and link definitions are in none. The
    links stand in the order of the source, gaps of the target in between where they belong.
    """
    dense = is_dense(target.segments) or is_dense(source.segments)
    left, right = Side(source.segments, dense), Side(target.segments, dense)
    _name_headings(left.profiles, right.profiles)
    scorer = Scorer(left.profiles, right.profiles, _ratio(left.profiles, right.profiles), dense, lexicon)
    links = list(_front_matter(source, target))
    found, drifted = _best(left.profiles, right.profiles, scorer)
    found = undoubted(found, left.profiles, right.profiles, scorer, _gap_runs(found))
    sure = margins(found, left.profiles, right.profiles, scorer)
    for k in _placed(found, left.profiles, right.profiles, scorer):
        certain = cut_certainty(found[k].doubt) if found[k].doubt else certainty(sure[k], drifted)
        links.append(_link(found[k], certain, left, right, scorer))
    return tuple(links)


def _placed(found: Sequence[Bead], left: Sequence[Profile], right: Sequence[Profile], scorer: Scorer) -> Iterator[int]:
    """The indices of the beads, each gap of the target's after that gap of the source's beside it that is likest it.

    What was written anew stands so beside its old translation.
    """
    for gap, run in groupby(range(len(found)), lambda k: not (found[k].a and found[k].b)):
        hole = list(run)
        ours, theirs = [k for k in hole if found[k].a], [k for k in hole if found[k].b]
        if not gap or not ours or not theirs or len(ours) * len(theirs) > _MOST_PLACED:
            yield from hole
            continue
        at = 0
        for k in theirs:
            fits = [scorer.full(left[found[i].i], right[found[k].j]) for i in ours]
            place = max(at, fits.index(max(fits)) + 1)
            yield from ours[at:place]
            yield k
            at = place
        yield from ours[at:]


def _front_matter(source: Document, target: Document) -> Iterator[Link]:
    first = [document.segments[0].kind for document in (source, target) if document.segments]
    if first == [Kind.FRONT_MATTER, Kind.FRONT_MATTER]:
        yield Link((0,), (0,), 1.0, (Evidence("kind", 1.0),))


def _name_headings(left: Sequence[Profile], right: Sequence[Profile]) -> None:
    """Give source headings the id that their text makes, where a target heading carries it: links to it lead there."""
    ids = {f for p in right if p.group == "heading" for f in p.features if f[0] == HEADING_ID}
    for p in left if ids else ():
        if p.group == "heading" and (name := HEADING_ID + slug(p.text)) in ids:
            p.features |= {name}


def _ratio(left: Sequence[Profile], right: Sequence[Profile]) -> float:
    sizes = [sum(p.size for p in side if p.group != "code") for side in (left, right)]
    return (sizes[1] + _RATIO_WEIGHT) / (sizes[0] + _RATIO_WEIGHT)


def _best(left: Sequence[Profile], right: Sequence[Profile], scorer: Scorer) -> tuple[list[Bead], bool]:
    """The page's beads, and whether it has drifted: where many gaps are found, more are likely, and cost less."""
    found = _beads(left, right, scorer, Costs())
    rate = max(0, _gap_runs(found) - _FREE_GAPS) / (len(found) + _EVEN_BEADS)
    if rate <= _DRIFTED or len(left) * len(right) > _DRIFTED_CELLS:
        found = slid(found, left, right, scorer)
        return with_moves(found, left, right, scorer, drifted=False), False
    gap = max(_LEAST_GAP if scorer.lexicon else _LEAST_GAP_BLIND, -log(rate) - 3)
    found = slid(_beads(left, right, scorer, Costs(gap, min(gap, 1.0))), left, right, scorer)
    return with_moves(found, left, right, scorer, drifted=True), True


def _gap_runs(found: Sequence[Bead]) -> int:
    """How many times the path leaves segments of either side out; a lost section counts once."""
    shapes = [(b.a > 0, b.b > 0) for b in found]
    return sum(not all(shape) and shape != before for before, shape in pairwise([(True, True), *shapes]))


def _beads(left: Sequence[Profile], right: Sequence[Profile], scorer: Scorer, costs: Costs) -> list[Bead]:
    """Beads over both whole sides, in order."""
    fixed = [(-1, -1), *anchors(left, right, scorer), (len(left), len(right))]
    out: list[Bead] = []
    start: tuple[int, int] | None = None  # where a run of unsettled regions, anchors between them included, begins
    for (i, j), (i2, j2) in pairwise(fixed):
        settled = _settled(left, right, scorer, (i + 1, i2), (j + 1, j2))
        if settled is None:
            if start is None:
                start = (max(i, 0), max(j, 0))
                if i >= 0:
                    out.pop()
            continue
        if start is not None:
            out += beads(left, right, start, (i + 1, j + 1), scorer, costs)
            start = None
        out += settled
        if i2 < len(left):
            out.append(_pair(i2, j2, left, right, scorer))
    if start is not None:
        out += beads(left, right, start, (len(left), len(right)), scorer, costs)
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
        bead = _pair(i, j, left, right, scorer)
        if bead.score < _SETTLED:
            return None
        out.append(bead)
    return out


def _pair(i: int, j: int, left: Sequence[Profile], right: Sequence[Profile], scorer: Scorer) -> Bead:
    evidence = scorer.evidence(left[i], right[j])
    return Bead(i, 1, j, 1, sum([e.weight for e in evidence]), evidence=evidence)


def _link(bead: Bead, certain: float, left: Side, right: Side, scorer: Scorer) -> Link:
    rows, columns = left.indices[bead.i : bead.i + bead.a], right.indices[bead.j : bead.j + bead.b]
    if not (bead.a and bead.b):
        return Link(tuple(rows), tuple(columns), certain)
    if bead.a == bead.b == 1:
        evidence = bead.evidence or _evidence(bead, left, right, scorer)
    else:
        evidence = (Evidence("join", bead.score),)
    score = bead.score if bead.a == bead.b else bead.score + MERGE
    return Link(tuple(rows), tuple(columns), probability(score), evidence, bead.moved)


def _evidence(bead: Bead, left: Side, right: Side, scorer: Scorer) -> tuple[Evidence, ...]:
    """The evidence for a link that the dynamic program found, the words' share as what is over."""
    evidence = scorer.evidence(left.profiles[bead.i], right.profiles[bead.j])
    words = bead.score - sum([e.weight for e in evidence])
    return (*evidence, Evidence("words", words)) if abs(words) > 0.01 else evidence
