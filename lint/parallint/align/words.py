"""What the words of two segments show: those that a lexicon knows, and names and cognates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from parallint.align.lexicon import Lexicon, Reach, added_up, gained
from parallint.align.profile import Profile
from parallint.align.rarity import Rarity

_CAP = 14.0
_NAMES_CAP = 12.0
_NAMES_LOST = 4.0
_CAPPED = 1.0
"""What `_CAP` can take at the most off what speaks against a pair, where its units say nothing: 0.4 nats."""


class Shown(NamedTuple):
    """What the words of two segments show, in nats.

    `score` is all of it, `explained` and `covered` what the lexicon shows either way, as in `Reach.gains` but with what
    speaks against the pair by chance. `most` is what they add at the most to a join that the two are part of, over
    `Words.chance`: the words of a whole show no more than those of its parts together, for what they gain grows ever
    more slowly with what is expected of them.
    """

    score: float
    explained: float
    covered: float
    most: float


class Words:
    """The words of the segments of two pages; without a lexicon names and cognates are all there is."""

    def __init__(self, rarity: Rarity, lexicon: Lexicon | None) -> None:
        self._rarity, self._lexicon = rarity, lexicon
        self._telling: dict[frozenset[str], tuple[frozenset[str], float]] = {}
        self._reaches: dict[Profile, Reach] = {}
        self._units: dict[Profile, tuple[Sequence[str], int]] = {}

    def score(self, s: Profile, t: Profile) -> float:
        """What the words of two segments show, in nats."""
        return self._together(*self.known(s, t), self._names(s, t))

    def shown(self, source: Sequence[Profile], target: Sequence[Profile]) -> Iterator[Iterator[Shown]]:
        """What each segment shows with each, row by row; what all pairs of a segment need is fetched once."""
        columns = [(*self._foreign(t), *self._known_names(t), bool(t.words())) for t in target]
        return (self._row(s, columns) for s in source)

    def _row(self, s: Profile, columns: Sequence[_Column]) -> Iterator[Shown]:
        reach, (ours, our_weight), named = self._reach(s), self._known_names(s), bool(s.words())
        weights, of_names = self._rarity.stem_weights, 0.4 if self._lexicon else 0.8
        for units, there, theirs, their_weight, names_there in columns:
            explained, covered = reach.gains(units)
            shared = 0.0 if ours.isdisjoint(theirs) else sum([weights[w] for w in ours & theirs])
            names = _names(shared, our_weight + their_weight) if named and names_there else 0.0
            most = 0.5 * (gained(explained, there) + gained(covered, reach.known)) + of_names * shared
            explained, covered = added_up(explained, there), added_up(covered, reach.known)
            yield Shown(self._together(explained, covered, names), explained, covered, most)

    def chance(self, s: Profile, t: Profile) -> float:
        """What by chance speaks against a pair of so many known units at the least; the more there are, the more."""
        return 0.5 * (added_up(0.0, self._reach(s).known) + added_up(0.0, self._foreign(t)[1])) + _CAPPED

    def limits(self, s: Profile, t: Profile) -> tuple[float, float]:
        """What the score is at the least and at the most; much sooner known, as no names of the pages are counted."""
        known = self.known(s, t)
        most = 0.0 if s.words().isdisjoint(t.words()) else 0.8 * _NAMES_CAP
        return self._together(*known, -_NAMES_LOST), self._together(*known, most)

    def known(self, s: Profile, t: Profile) -> tuple[float, float]:
        """What the lexicon shows: `Shown.explained` and `Shown.covered`."""
        if self._lexicon is None:
            return 0.0, 0.0
        reach, (units, there) = self._reach(s), self._foreign(t)
        explained, covered = reach.gains(units)
        return added_up(explained, there), added_up(covered, reach.known)

    def _together(self, explained: float, covered: float, names: float) -> float:
        if self._lexicon is None:
            return names
        return max(-_CAP, min(_CAP, 0.5 * (explained + covered))) + 0.5 * names

    def _foreign(self, t: Profile) -> tuple[Sequence[str], int]:
        """The units of a target segment, and how many of them the lexicon knows."""
        if self._lexicon is None:
            return (), 0
        if (foreign := self._units.get(t)) is None:
            units, common = t.units(), self._lexicon.common
            foreign = self._units[t] = units, len([unit for unit in units if unit in common])
        return foreign

    def _reach(self, s: Profile) -> Reach:
        if self._lexicon is None:
            return _NO_REACH
        if (reach := self._reaches.get(s)) is None:
            reach = self._reaches[s] = Reach(self._lexicon, s.units())
        return reach

    def _names(self, s: Profile, t: Profile) -> float:
        """Names and cognates that both hold, and those that only one holds though the other page knows them."""
        if not s.words() or not t.words():
            return 0.0
        (ours, our_weight), (theirs, their_weight) = self._known_names(s), self._known_names(t)
        weights = self._rarity.stem_weights
        return _names(sum([weights[w] for w in ours & theirs]), our_weight + their_weight)

    def _known_names(self, profile: Profile) -> tuple[frozenset[str], float]:
        """Those of a segment's stems that both pages know, and what they weigh together."""
        stems = profile.words()
        if (telling := self._telling.get(stems)) is None:
            weights = self._rarity.stem_weights
            known = frozenset([w for w in stems if w in weights])
            telling = self._telling[stems] = known, sum([weights[w] for w in known])
        return telling


_Column = tuple[Sequence[str], int, frozenset[str], float, bool]
_NO_REACH = Reach(Lexicon(), ())


def _names(shared: float, both: float) -> float:
    """What names and cognates show, from the weight of the shared ones and that of either side's added up."""
    return 0.8 * min(shared, _NAMES_CAP) - min(0.25 * (both - 2 * shared), _NAMES_LOST)
