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

from parallint.align.profile import Profile
from parallint.align.score import Scorer, joined, probability
from parallint.align.window import Bead


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


# Fitted to the links of 882 pages that had drifted (five locales of two sites): those whose English and whose
# translation were both given up for something else against those whose English never changed. Where a page, a locale or
# a site was left out of the fit its links were told apart as well as those of the rest: see docs/accuracy.md. The first
# of each two is for a link alone, the second for a link beside others; a model without a lexicon has no words.
_WITH_WORDS = (
    Weights(-0.26, Traits(1.62, 1.25, 0.55, -7.15, 2.03, -0.13, 3.53)),
    Weights(-2.45, Traits(1.03, 1.2, 0.53, -7.28, 1.84, -0.12, 2.99, 1.4)),
)
_WITHOUT = (
    Weights(0.04, Traits(1.7, 1.39, 0.6, 0.0, 2.06, -0.18, 3.47)),
    Weights(-2.12, Traits(1.11, 1.29, 0.58, 0.0, 1.83, -0.17, 3.01, 1.26)),
)
_DOUBTFUL = 0.4
_EVEN = 0.01
_FEW_WORDS = 4

# Of the links that are cut some fall on English that was changed but not given up; a finding there is right as well.
_CALIBRATION = (1.76, 0.67)


def undoubted(
    beads: Sequence[Bead], left: Sequence[Profile], right: Sequence[Profile], scorer: Scorer, drift: float
) -> list[Bead]:
    """The beads, those links cut in two gaps that are no translations of what they are linked with.

    `drift` is the share of the beads at which gaps begin; on a page without any nothing is cut.
    """
    if not drift:
        return list(beads)
    chances = _chances(beads, left, right, scorer, drift)
    if max(chances, default=0.0) < _DOUBTFUL:
        return list(beads)
    return list(_cut(beads, chances))


def _chances(
    beads: Sequence[Bead], left: Sequence[Profile], right: Sequence[Profile], scorer: Scorer, drift: float
) -> list[float]:
    """For each bead the chance that it is no translation; 1 for a gap."""
    alone, together = _WITH_WORDS if scorer.lexicon else _WITHOUT
    looked = [
        traits(_whole(left[b.i : b.i + b.a]), _whole(right[b.j : b.j + b.b]), scorer, drift) if b.a and b.b else None
        for b in beads
    ]
    first = [1.0 if x is None else _chance(alone, x) for x in looked]
    beside = [before + after for before, after in zip([0.0, *first[:-1]], [*first[1:], 0.0], strict=True)]
    return [
        1.0 if x is None else _chance(together, x._replace(beside=near)) for x, near in zip(looked, beside, strict=True)
    ]


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
