"""Links of a page that has drifted, looked at once more: is this the translation of what the English says now?

Where the English was written anew the old translation still stands at its place, of the same kind and about the same
thing, and the dynamic program links the two. A sum of weighed traits tells such a link from a true one: words of the
source that the translation lacks, tokens and names that only one of them has, what else spoke for the link, how much of
the page has drifted, and whether what stands beside it was written anew as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log
from typing import NamedTuple

from parallint.align.beads import Bead
from parallint.align.profile import Profile, joined
from parallint.align.score import Scorer, probability


class Traits(NamedTuple):
    """What is looked at in a link; every number is bounded, so that none of them decides alone.

    `drift`: log of the page's gaps for a bead. `tokens`: nats that tokens of only one side cost. `names`: how many
    names only one side has that the other page knows. `words`: share of the source's words that are found in the
    target, less the share that the lexicon lets expect. `code`: how unlike two code blocks are. `evidence`: what kind,
    length, tokens and counts say, in nats. `kind`: 1 where the two differ in kind, level or depth. `beside`: how
    doubtful the neighbours are, 0 to 2; a neighbour that is a gap counts 1.
    """

    drift: float
    tokens: float
    names: float
    words: float
    code: float
    evidence: float
    kind: float
    beside: float = 0.0


class Weights(NamedTuple):
    """A logistic model: log odds for each unit of a trait, and what they start from."""

    start: float
    each: Traits


# Fitted to the links of 882 pages that had drifted and of 506 that lack one thing (six locales of three sites): those
# whose English was written anew, so that the old translation has no English any more, against those whose English never
# changed. See docs/accuracy.md for what it tells apart of pages, locales and a site that were left out of the fit. The
# first of each two is for a link alone, the second for a link beside others; without a lexicon there are no words.
_WITH_WORDS = (
    Weights(0.6, Traits(2.12, 1.04, 0.59, -7.27, 1.68, -0.14, 3.45)),
    Weights(-1.8, Traits(1.48, 1.0, 0.57, -7.61, 1.59, -0.13, 3.05, 1.51)),
)
_WITHOUT = (
    Weights(0.69, Traits(2.11, 1.11, 0.64, 0.0, 1.65, -0.2, 3.48)),
    Weights(-1.75, Traits(1.43, 1.06, 0.61, 0.0, 1.59, -0.18, 3.05, 1.41)),
)
_LEAST_GAPS = 2
_DOUBTFUL = 0.3
"""Chance from which a link is cut. Lower finds more that was written anew, and accuses more links that are none."""
_EVEN = 0.01
_FEW_WORDS = 4
_MARKS = frozenset({"admonition", "directive"})

# Of the links that are cut some fall on English that was changed but not given up; a finding there is right as well.
_CALIBRATION = (1.77, 0.69)


def undoubted(beads: Sequence[Bead], scorer: Scorer, gaps: int) -> list[Bead]:
    """The beads, those links cut in two gaps that are no translations of what they are linked with.

    `gaps` says at how many places of the page something has no counterpart; nothing is cut for the sake of one.
    """
    if gaps < _LEAST_GAPS:
        return list(beads)
    chances = _chances(beads, scorer, gaps / len(beads))
    if max(chances, default=0.0) < _DOUBTFUL:
        return list(beads)
    return list(_cut(beads, chances))


def _chances(beads: Sequence[Bead], scorer: Scorer, drift: float) -> list[float]:
    """For each bead the chance that it is no translation; 1 for a gap."""
    alone, together = _WITH_WORDS if scorer.lexicon else _WITHOUT
    left, right = scorer.left, scorer.right
    looked = [
        traits(_whole(left[b.i : b.i + b.a]), _whole(right[b.j : b.j + b.b]), scorer, drift) if b.a and b.b else None
        for b in beads
    ]
    first = [1.0 if x is None else _chance(alone, x) for x in looked]
    marks = [x is None and _only_marks(b, left, right) for b, x in zip(beads, looked, strict=True)]
    before = _next(first, marks)
    after = _next(first[::-1], marks[::-1])[::-1]
    beside = [a + b for a, b in zip(before, after, strict=True)]
    return [
        1.0 if x is None else _chance(together, x._replace(beside=near)) for x, near in zip(looked, beside, strict=True)
    ]


def _only_marks(bead: Bead, left: Sequence[Profile], right: Sequence[Profile]) -> bool:
    """Whether nothing but marks of callouts and containers is in a bead: written otherwise, they say nothing."""
    held = [*left[bead.i : bead.i + bead.a], *right[bead.j : bead.j + bead.b]]
    return all(p.group in _MARKS for p in held)


def _next(chances: Sequence[float], skipped: Sequence[bool]) -> list[float]:
    """The chance of the last bead before each that is not skipped."""
    found, last = [], 0.0
    for chance, skip in zip(chances, skipped, strict=True):
        found.append(last)
        if not skip:
            last = chance
    return found


def traits(s: Profile, t: Profile, scorer: Scorer, drift: float) -> Traits:
    """The traits of a link, its neighbours aside."""
    weights = {e.name: e.weight for e in scorer.evidence(s, t)}
    plain = "code" not in (s.group, t.group) and s.text != t.text and "other kind" not in weights
    return Traits(
        drift=log(drift + _EVEN),
        tokens=scorer.unshared(s, t) if plain else 0.0,
        names=scorer.strange_names(s, t) if plain else 0.0,
        words=_words(s, t, scorer) if plain else 0.0,
        code=5.0 - weights.get("code", 5.0) if s.group == "code" else 0.0,
        evidence=max(-15.0, min(25.0, sum(weights.values()))),
        kind=float(weights.get("kind", 1.0) < 1.0),
    )


def _words(s: Profile, t: Profile, scorer: Scorer) -> float:
    if scorer.lexicon is None:
        return 0.0
    found, expected, count = scorer.lexicon.found(s.units(), t.units())
    return (found - expected) / (count + _FEW_WORDS)


def _chance(weights: Weights, seen: Traits) -> float:
    return probability(weights.start + sum([w * x for w, x in zip(weights.each, seen, strict=True)]))


def _whole(profiles: Sequence[Profile]) -> Profile:
    return profiles[0] if len(profiles) == 1 else joined(profiles)


def _cut(beads: Sequence[Bead], chances: Sequence[float]) -> Iterator[Bead]:
    """The beads with the doubtful ones as gaps; what had moved to another place is a gap at that place."""
    kept: list[Bead] = []
    strayed: list[Bead] = []
    for bead, chance in zip(beads, chances, strict=True):
        if not (bead.a and bead.b) or chance < _DOUBTFUL:
            kept.append(bead)
            continue
        kept += [Bead(bead.i + k, 1, bead.j, 0, 0.0, doubt=chance) for k in range(bead.a)]
        gained = [Bead(bead.i + bead.a, 0, bead.j + k, 1, 0.0, doubt=chance) for k in range(bead.b)]
        (strayed if bead.moved else kept).extend(gained)
    strayed.sort(key=_target, reverse=True)
    for bead in kept:
        while strayed and bead.b and not bead.moved and strayed[-1].j < bead.j:
            yield strayed.pop()
        yield bead
    yield from reversed(strayed)


def _target(bead: Bead) -> int:
    return bead.j


def cut_certainty(chance: float) -> float:
    """How sure a gap is that was a doubtful link."""
    start, slope = _CALIBRATION
    return probability(start + slope * log(max(chance, 1e-9) / max(1 - chance, 1e-9)))
