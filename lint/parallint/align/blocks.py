"""Blocks: which segments of a page translate which, as Links in the order of the pages.

Anchors first; between them, runs of the same kinds that fit pair by pair are taken as they stand; only what is left is
given to the dynamic program. A page in step costs one look at each pair.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from math import log

from parallint.align.anchors import anchors
from parallint.align.beads import MERGE, Bead, Costs
from parallint.align.doubt import cut_certainty, undoubted
from parallint.align.lexicon import Lexicon
from parallint.align.moves import with_moves
from parallint.align.profile import HEADING_ID, Profile, is_dense, profiles, slug
from parallint.align.score import Scorer, probability
from parallint.align.slide import certainty, margins, slid
from parallint.align.window import Window, windows
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
    left, right = profiles(source, dense), profiles(target, dense)
    sides = _with_ids(left.values(), right.values()), list(right.values())
    scorer = Scorer(*sides, _ratio(*sides), dense, lexicon)
    links = list(_front_matter(source, target))
    found, drifted = _best(scorer)
    found = undoubted(found, scorer, _gap_runs(found))
    sure = margins(found, scorer)
    here, there = list(left), list(right)
    for k in _placed(found, scorer):
        bead = found[k]
        rows, columns = tuple(here[bead.i : bead.i + bead.a]), tuple(there[bead.j : bead.j + bead.b])
        if rows and columns:
            links.append(_link(bead, rows, columns, scorer))
        else:
            links.append(Link(rows, columns, cut_certainty(bead.doubt) if bead.doubt else certainty(sure[k], drifted)))
    return tuple(links)


def _placed(found: Sequence[Bead], scorer: Scorer) -> Iterator[int]:
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
            fits = [scorer.full(scorer.left[found[i].i], scorer.right[found[k].j]) for i in ours]
            place = max(at, fits.index(max(fits)) + 1)
            yield from ours[at:place]
            yield k
            at = place
        yield from ours[at:]


def _front_matter(source: Document, target: Document) -> Iterator[Link]:
    first = [document.segments[0].kind for document in (source, target) if document.segments]
    if first == [Kind.FRONT_MATTER, Kind.FRONT_MATTER]:
        yield Link((0,), (0,), 1.0, (Evidence("kind", 1.0),))


def _with_ids(left: Iterable[Profile], right: Iterable[Profile]) -> list[Profile]:
    """The source, its headings with the id that their text makes where a target heading has it: links lead there."""
    ids = {f for p in right if p.group == "heading" for f in p.features if f[0] == HEADING_ID}
    return [_with_id(p, ids) if ids and p.group == "heading" else p for p in left]


def _with_id(heading: Profile, ids: Container[str]) -> Profile:
    name = HEADING_ID + slug(heading.text)
    return replace(heading, features=heading.features | {name}) if name in ids else heading


def _ratio(left: Sequence[Profile], right: Sequence[Profile]) -> float:
    sizes = [sum(p.size for p in side if p.group != "code") for side in (left, right)]
    return (sizes[1] + _RATIO_WEIGHT) / (sizes[0] + _RATIO_WEIGHT)


def _best(scorer: Scorer) -> tuple[list[Bead], bool]:
    """The page's beads, and whether it has drifted: where many gaps are found, more are likely, and cost less."""
    large = len(scorer.left) * len(scorer.right) > _DRIFTED_CELLS
    plan = _plan(scorer)
    found = list(_walked(plan, Costs(), large))
    rate = max(0, _gap_runs(found) - _FREE_GAPS) / (len(found) + _EVEN_BEADS)
    if rate <= _DRIFTED or large:
        return with_moves(slid(found, scorer), scorer, drifted=False), False
    gap = max(_LEAST_GAP if scorer.lexicon else _LEAST_GAP_BLIND, -log(rate) - 3)
    found = list(_walked(plan, Costs(gap, min(gap, 1.0)), last=True))
    return with_moves(slid(found, scorer), scorer, drifted=True), True


def _gap_runs(found: Sequence[Bead]) -> int:
    """How many times the path leaves segments of either side out; a lost section counts once."""
    shapes = [(b.a > 0, b.b > 0) for b in found]
    return sum(not all(shape) and shape != before for before, shape in pairwise([(True, True), *shapes]))


def _walked(plan: list[Bead | Window], costs: Costs, last: bool) -> Iterator[Bead]:
    """The beads of the plan and of its windows, whose scores are given up one by one on the `last` walk."""
    for part in plan:
        if isinstance(part, Bead):
            yield part
        else:
            yield from part.beads(costs)
            if last:
                part.forget()


def _plan(scorer: Scorer) -> list[Bead | Window]:
    """Both whole sides in order: links that need no weighing, and windows for what is left."""
    n, m = len(scorer.left), len(scorer.right)
    fixed = [(-1, -1), *anchors(scorer.left, scorer.right, scorer), (n, m)]
    out: list[Bead | Window] = []
    start: tuple[int, int] | None = None  # where a run of unsettled regions, anchors between them included, begins
    for (i, j), (i2, j2) in pairwise(fixed):
        settled = _settled(scorer, (i + 1, i2), (j + 1, j2))
        if settled is None:
            if start is None:
                start = (max(i, 0), max(j, 0))
                if i >= 0:
                    out.pop()
            continue
        if start is not None:
            out += windows(start, (i + 1, j + 1), scorer)
            start = None
        out += settled
        if i2 < n:
            out.append(_pair(i2, j2, scorer))
    if start is not None:
        out += windows(start, (n, m), scorer)
    return out


def _settled(scorer: Scorer, rows: tuple[int, int], columns: tuple[int, int]) -> list[Bead] | None:
    """The region's beads if both sides are of the same kinds, one by one, and fit; else None."""
    if rows[1] - rows[0] != columns[1] - columns[0]:
        return None
    out = []
    for i, j in zip(range(*rows), range(*columns), strict=True):
        s, t = scorer.left[i], scorer.right[j]
        if s.group != t.group or s.segment.level != t.segment.level:
            return None
        bead = _pair(i, j, scorer)
        if bead.score < _SETTLED:
            return None
        out.append(bead)
    return out


def _pair(i: int, j: int, scorer: Scorer) -> Bead:
    return Bead(i, 1, j, 1, scorer.quick(scorer.left[i], scorer.right[j]))


def _link(bead: Bead, rows: tuple[int, ...], columns: tuple[int, ...], scorer: Scorer) -> Link:
    if bead.a == bead.b:
        return Link(rows, columns, probability(bead.score), _evidence(bead, scorer), bead.moved)
    return Link(rows, columns, probability(bead.score + MERGE), (Evidence("join", bead.score),), bead.moved)


def _evidence(bead: Bead, scorer: Scorer) -> tuple[Evidence, ...]:
    """The evidence for a link; what the score is over that are the words."""
    evidence = scorer.evidence(scorer.left[bead.i], scorer.right[bead.j])
    words = bead.score - sum([e.weight for e in evidence])
    return (*evidence, Evidence("words", words)) if abs(words) > 0.01 else evidence
