"""A lexicon learned from a project's own linked segments: which words of a locale stand for which English ones.

IBM model 1 (Brown et al. 1993), five rounds of expectation maximisation over sets of words. No model to download; the
same pairs in the same order give the same lexicon.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from parallint.align.units import units

ROUNDS = 5
MOST_PAIRS = 4000
"""Segment pairs that a lexicon is learned from: beyond some thousand, more text tells little more."""
LEAST_PAIRS = 80
"""Segment pairs below which nothing is learned: so few cement their own mistakes."""
_COMMON = 0.2
"""Share of the segments above which a word is too common to tell anything."""
_KEPT = 0.02
"""Least probability of a translation that is kept."""


@dataclass(frozen=True)
class Lexicon:
    """Translation probabilities for one locale.

    `translations[english][foreign]` is the probability that the English unit is translated by the foreign one,
    `common[foreign]` the share of the locale's segments that hold the unit.
    """

    translations: Mapping[str, Mapping[str, float]] = field(default_factory=dict[str, Mapping[str, float]])
    common: Mapping[str, float] = field(default_factory=dict[str, float])

    def expected(self, english: Iterable[str]) -> dict[str, float]:
        """For a source segment's units: how much of each foreign unit to expect, the probabilities added up."""
        mass: dict[str, float] = {}
        for word in english:
            for unit, p in self.translations.get(word, _NONE).items():
                mass[unit] = mass.get(unit, 0.0) + p
        return mass

    def covered(self, english: Iterable[str], foreign: Iterable[str]) -> float:
        """How much of the translations of a source's units is in the target: a log likelihood ratio, in nats."""
        there, translations = set(foreign), self.translations
        found = [sum([p for u, p in translations[w].items() if u in there]) for w in english if w in translations]
        return added_up(sum([_found(mass) for mass in found if mass]), len(found))

    def found(self, english: Iterable[str], foreign: Iterable[str]) -> tuple[int, float, int]:
        """Of the source's known units: how many are found in the target, how many were to be expected, how many are.

        A unit is found by a likely translation of it, or as it is; what to expect of a true translation follows from
        the probabilities.
        """
        there, translations = set(foreign), self.translations
        hits, expected, count = 0, 0.0, 0
        for word in english:
            if known := translations.get(word):
                least = min(_LIKELY, max(known.values()))
                likely = [unit for unit, p in known.items() if p >= least]
                hits += word in there or not there.isdisjoint(likely)
                expected += min(1.0, sum([known[unit] for unit in likely]))
                count += 1
        return hits, expected, count


_LIKELY = 0.1
_NONE: Mapping[str, float] = {}
_CHANCE = 0.3
"""Share of a translation's units that its source does not account for."""
_COVERED_BY_CHANCE = 0.06
_BY_CHANCE = log(_CHANCE)
"""Nats for a unit that nothing speaks for."""
_MOST_EACH = 4.0
_ADDING_UP = 12
"""Units of a sentence depend on each other, so that a dozen of them is all that adds up."""


def expected_of(mass: float, common: float) -> float:
    """Nats, over a unit that nothing speaks for, for one of the target's that so much is expected of."""
    return min(log(_CHANCE + (1 - _CHANCE) * min(1.0, mass) / common), _MOST_EACH) - _BY_CHANCE


def _found(mass: float) -> float:
    """The same for one of the source's, of whose translations so much is found."""
    return expected_of(mass, _COVERED_BY_CHANCE)


def added_up(gain: float, many: int) -> float:
    """What so many units show that are over what chance gives by this together; in nats."""
    return (gain + many * _BY_CHANCE) * min(1.0, _ADDING_UP / many) if many else 0.0


def gained(gain: float, many: int) -> float:
    """What the gain is in that."""
    return gain * min(1.0, _ADDING_UP / many) if gain else 0.0


class Reach:
    """Where the words of a source segment lead by a lexicon, to be held against many target segments.

    Most pairs of segments share nothing, or a word or two. So nothing is looked at but the units that the target has
    of those which the source lets expect; all others count as by chance. `known` counts the words that lead anywhere.
    """

    def __init__(self, lexicon: Lexicon, english: Sequence[str]) -> None:
        self._common = lexicon.common
        self._ways: dict[str, list[tuple[str, float]]] = {}
        self._gains: dict[str, float] = {}
        self.known = 0
        for word in english:
            if (ways := lexicon.translations.get(word)) is not None:
                self.known += 1
                for unit, p in ways.items():
                    self._ways.setdefault(unit, []).append((word, p))

    def gains(self, foreign: Iterable[str]) -> tuple[float, float]:
        """What two things give over chance, in nats, of a target with these units.

        How well its units are explained by what the source lets expect, and how much of the source's translations it
        has.
        """
        ways = self._ways
        hits = [unit for unit in foreign if unit in ways]
        if not hits:
            return 0.0, 0.0
        masses: dict[str, float] = {}
        for unit in hits:
            for word, p in ways[unit]:
                masses[word] = masses.get(word, 0.0) + p
        explained = [self._gain(unit) for unit in hits if unit in self._common]
        return sum(explained), sum([_found(mass) for mass in masses.values()])

    def _gain(self, unit: str) -> float:
        if (gain := self._gains.get(unit)) is None:
            mass = sum([p for _, p in self._ways[unit]])
            gain = self._gains[unit] = expected_of(mass, self._common[unit])
        return gain


def learn(pairs: Iterable[tuple[str, str]]) -> Lexicon | None:
    """A lexicon from (English, translation) texts of linked segments, or None from too few. Imports numpy."""
    bags = [(units(s), units(t)) for s, t in pairs if s and t and s != t]
    bags = [(s, t) for s, t in bags if s and t]
    if len(bags) < LEAST_PAIRS:
        return None
    bags = bags[:: max(1, -(-len(bags) // MOST_PAIRS))]
    source = _index(s for s, _ in bags)
    target = _index(t for _, t in bags)
    table = _train(bags, source, target)
    counts = Counter(u for _, t in bags for u in t)
    return Lexicon(table, {u: counts[u] / len(bags) for u in target})


def _index(bags: Iterable[Sequence[str]]) -> dict[str, int]:
    """Numbers for the units that are neither too rare nor too common."""
    counts: Counter[str] = Counter()
    total = 0
    for bag in bags:
        counts.update(bag)
        total += 1
    known = sorted(u for u, n in counts.items() if 2 <= n <= max(5, _COMMON * total))
    return {u: k for k, u in enumerate(known)}


def _train(
    bags: Sequence[tuple[Sequence[str], Sequence[str]]], source: Mapping[str, int], target: Mapping[str, int]
) -> dict[str, dict[str, float]]:
    import numpy as np

    sources, targets, groups = [], [], []
    group = 0
    for s, t in bags:
        here = np.array([source[u] for u in s if u in source], dtype=np.int64)
        there = np.array([target[u] for u in t if u in target], dtype=np.int64)
        if not len(here) or not len(there):
            continue
        here = np.append(here, len(source))  # the empty word
        sources.append(np.tile(here, len(there)))
        targets.append(np.repeat(there, len(here)))
        groups.append(np.repeat(np.arange(group, group + len(there)), len(here)))
        group += len(there)
    if not sources:
        return {}
    left, right, column = (np.concatenate(x) for x in (sources, targets, groups))
    keys, place = np.unique(left * len(target) + right, return_inverse=True)
    word = keys // len(target)
    chance = np.ones(len(keys))
    for _ in range(ROUNDS):
        weight = chance[place]
        weight /= np.bincount(column, weight)[column]
        count = np.bincount(place, weight, minlength=len(keys))
        chance = count / np.bincount(word, count)[word]
    names, units_ = list(source), list(target)
    table: dict[str, dict[str, float]] = {}
    for k in np.flatnonzero((chance >= _KEPT) & (word < len(source))):
        table.setdefault(names[word[k]], {})[units_[keys[k] % len(target)]] = float(chance[k])
    return table
