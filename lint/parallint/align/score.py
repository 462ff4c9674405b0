"""How well a source segment and a target segment, or several joined, fit as translations of each other.

Each piece of evidence is a log likelihood ratio in nats: how much likelier the observation is for a translation than
for two segments picked at random from the two pages. They add up as if independent; sums are capped where they are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log
from typing import NamedTuple

from parallint.align.lexicon import Lexicon
from parallint.align.profile import Profile
from parallint.align.rarity import Rarity
from parallint.align.similar import similarity
from parallint.align.words import Shown, Words
from parallint.model import Evidence, Kind

_SAME_KIND = 1.0
_KINDS: dict[tuple[str, str], float] = {
    ("heading", "prose"): -4.0,
    ("html", "prose"): -2.5,
    ("image", "prose"): -2.5,
    ("image", "html"): -1.5,
    ("code", "prose"): -5.0,
    ("code", "html"): -3.0,
    ("admonition", "prose"): -4.0,
    ("heading", "html"): -5.0,
    ("prose", "row"): -8.0,
}
_OTHER_KINDS = -12.0
_SAME_CONTENT = 1.0
_MOST_TEXT = 6.0
_SAME_SENTENCES = 0.9

# Spread of the log length ratio, measured on translations of three sites into three languages: its variance is about
# a constant plus a share that falls with length; languages of another script spread wider in short segments.
_SPREAD_BASE = 0.006
_SPREAD_SAME_SCRIPT = 0.8
_SPREAD_OTHER_SCRIPT = 2.0
_SPREAD_UNRELATED = 0.9
_SMOOTH = 6
_FREEDOM = 4.0  # of Student's t: real length ratios have heavier tails than Gauss's

_CAP = 12.0
_LOST_ELSEWHERE = {"c": 2.2, "l": 1.8, "i": 2.2, "n": 1.2, "p": 1.5, "h": 3.0, "f": 2.0, "a": 4.0, "e": 0.8}
_LOST_EVERYWHERE = {"c": 1.2, "l": 0.8, "i": 1.0, "n": 0.6, "p": 0.6, "h": 0.5, "f": 0.8, "a": 1.5, "e": 0.4}
_LOST_CAP = 8.0


_MOST_OTHERWISE = 8.0 + _LOST_CAP
"""What length and tokens can speak against a pair, where a text that both have is all that counts."""
_PEAK, _TAIL = log(_SPREAD_UNRELATED), 1 / (2 * _SPREAD_UNRELATED**2)


class Look(NamedTuple):
    """What is seen in two segments, one for the other: the full score in nats, and what the words show."""

    score: float
    words: Shown


class Scorer:
    """Scores segments of one pair of pages, `left` and `right`; holds what is the same for all of them.

    `ratio` is the target's size for one of the source, `foreign` says that the two pages are in different scripts.
    """

    def __init__(
        self,
        left: Sequence[Profile],
        right: Sequence[Profile],
        ratio: float,
        foreign: bool,
        lexicon: Lexicon | None = None,
    ) -> None:
        self.left, self.right = left, right
        self.lexicon = lexicon
        self.rarity = Rarity(left, right)
        self.wording = Words(self.rarity, lexicon)
        self.ratio = ratio
        self._spread = _SPREAD_OTHER_SCRIPT if foreign else _SPREAD_SAME_SCRIPT
        self._looked_at: dict[tuple[Profile, Profile], _Parts] = {}
        self._losses: tuple[_Losses, _Losses] = ({}, {})

    def evidence(self, s: Profile, t: Profile) -> tuple[Evidence, ...]:
        """What speaks for and against `t` being the translation of `s`, strongest page-level evidence included."""
        return tuple([Evidence(name, weight) for name, weight in self._looked(s, t)])

    def quick(self, s: Profile, t: Profile) -> float:
        """The sum of `evidence`, without the words."""
        return _sum(self._looked(s, t))

    def _looked(self, s: Profile, t: Profile) -> _Parts:
        """As `_parts`; what is asked for on the way is mostly asked for again."""
        if (parts := self._looked_at.get((s, t))) is None:
            parts = self._looked_at[s, t] = self._parts(s, t)
        return parts

    def full(self, s: Profile, t: Profile) -> float:
        """The sum of `evidence` and of what the words show."""
        total = _sum(self._parts(s, t))
        return total + self.words(s, t) if _worded(s, t) else total

    def limits(self, s: Profile, t: Profile) -> tuple[float, float]:
        """What `full` is at the least and at the most; much sooner known, as no names of the pages are counted."""
        total = self.quick(s, t)
        if not _worded(s, t):
            return total, total
        least, most = self.wording.limits(s, t)
        return total + least, total + most

    def _parts(self, s: Profile, t: Profile) -> _Parts:
        if s.group != t.group and _alike(s.text, t.text):
            return [("other kind", _SAME_CONTENT), ("same text", min(_MOST_TEXT, self.rarity.text(s.text)))]
        kind = _kind(s, t)
        if s.group == "code" or t.group == "code":
            return [("kind", kind), ("code", self._code(s, t))]
        parts = [("kind", kind), ("length", self.length(s.size, t.size))]
        if s.features or t.features:
            parts.append(("tokens", self.tokens(s.features, t.features)))
        if s.sentences + t.sentences > 2 and s.group == t.group == "prose":
            parts.append(("sentences", _sentences(s.sentences - t.sentences)))
        if s.text == t.text and s.text:
            parts.append(("same text", min(_MOST_TEXT, self.rarity.text(s.text))))
        return parts

    def words(self, s: Profile, t: Profile) -> float:
        """What the words show: by the lexicon, and by names and cognates."""
        return self.wording.score(s, t)

    def looks(self, source: Sequence[Profile], target: Sequence[Profile]) -> list[list[Look]]:
        """A look at each segment with each."""
        shown = self.wording.shown(source, target)
        return [
            [
                Look(_sum(self._parts(s, t)) + (words.score if _worded(s, t) else 0.0), words)
                for t, words in zip(target, row, strict=True)
            ]
            for s, row in zip(source, shown, strict=True)
        ]

    def most(self, s: Profile, t: Profile) -> float:
        """What a join is worth at the most, besides length, tokens and words, from a part of either side."""
        return _SAME_SENTENCES + (_SAME_KIND if s.group == t.group else _SAME_CONTENT + _MOST_TEXT + _MOST_OTHERWISE)

    def length(self, s: int, t: int) -> float:
        """How well the sizes fit: Student's t around the pages' ratio, against the spread of unrelated segments."""
        x = log((t + _SMOOTH) / (s * self.ratio + _SMOOTH))
        variance = _SPREAD_BASE + self._spread / (s + _SMOOTH)
        near = -0.5 * log(variance) - (_FREEDOM + 1) / 2 * log(1 + x * x / (_FREEDOM * variance))
        return max(-8.0, near + _PEAK + x * x * _TAIL)

    def tokens(self, s: frozenset[str], t: frozenset[str]) -> float:
        """What the tokens show that two segments share, and those that only one has."""
        shared = self.rarity.shared
        if s == t:
            return min(sum([shared(f) for f in s]), _CAP)
        if s.isdisjoint(t):
            return -min(self.lost(s, 1) + self.lost(t, 0), _LOST_CAP)
        gain = sum([shared(f) for f in s & t])
        return min(gain, _CAP) - min(self.lost(s - t, 1) + self.lost(t - s, 0), _LOST_CAP)

    def unshared(self, s: Profile, t: Profile) -> float:
        """What the tokens cost that only one of two segments has, in nats."""
        loss = self.lost(s.features - t.features, 1) + self.lost(t.features - s.features, 0)
        return min(_LOST_CAP, loss)

    def strange_names(self, s: Profile, t: Profile) -> float:
        """How many names and cognates only one of two segments has, though the other page knows them; at most 8."""
        source, target = self.rarity.stems
        left, right = s.words(), t.words()
        return min(8.0, sum([w in target for w in left - right]) + sum([w in source for w in right - left]))

    def lost(self, features: frozenset[str], other: int) -> float:
        """What it costs that tokens of one side are not in the `other`: more where they stand elsewhere on that page.

        In nats; the sides are 0, the source, and 1.
        """
        known = self._losses[other]
        if (loss := known.get(features)) is None:
            holds = self.rarity.holds
            tables = (_LOST_ELSEWHERE if holds(f, other) else _LOST_EVERYWHERE for f in features)
            loss = known[features] = sum([table[f[0]] for table, f in zip(tables, features, strict=True)])
        return loss

    def _code(self, s: Profile, t: Profile) -> float:
        if s.text == t.text:
            return 3.0 + self.rarity.text(s.text)
        shared = s.features & t.features
        total = len(s.features) + len(t.features)
        same = 2 * len(shared) / total if total else 0.0
        if same < 0.9:
            same = max(same, similarity(s.text, t.text))
        language = 0.5 if s.segment.info == t.segment.info else -0.5
        return 10.0 * same - 5.0 + language

    def part_of_target(self, s: Profile, t: Profile, covered: float) -> float:
        """What speaks for and against `s` being translated by a part of `t`; `covered` as in `Shown`."""
        return self.shared(s, t) - self.lost(s.features - t.features, 1) + 0.7 * covered

    def part_of_source(self, t: Profile, s: Profile, explained: float) -> float:
        """What speaks for and against `t` being the translation of a part of `s`; `explained` as in `Shown`."""
        return self.shared(s, t) - self.lost(t.features - s.features, 0) + 0.7 * explained

    def shared(self, s: Profile, t: Profile) -> float:
        """What the tokens tell that two segments share, in nats."""
        if s.features.isdisjoint(t.features):
            return 0.0
        return sum([self.rarity.shared(f) for f in s.features & t.features])


_Parts = list[tuple[str, float]]
_Losses = dict[frozenset[str], float]


def _sum(parts: _Parts) -> float:
    return sum([weight for _, weight in parts])


def _worded(s: Profile, t: Profile) -> bool:
    """Whether the words of two segments are looked at."""
    return s.group != "code" and t.group != "code" and s.text != t.text


def _alike(a: str, b: str) -> bool:
    """Whether two texts, the kinds of their blocks aside, are the same but for details."""
    shorter, longer = sorted((len(a), len(b)))
    return shorter > 10 and longer < 1.4 * shorter and (a == b or similarity(a, b, 0.8) > 0.8)


def _sentences(difference: int) -> float:
    """Nine in ten translated blocks have as many sentences as their source, of unrelated ones a third."""
    return _SAME_SENTENCES if difference == 0 else max(-3.0, -0.8 * abs(difference))


def _kind(s: Profile, t: Profile) -> float:
    if s.group == t.group:
        a, b = s.segment, t.segment
        if a.kind is not b.kind:
            return -1.0
        if a.kind is Kind.HEADING and a.level != b.level:
            return -1.5
        return _SAME_KIND if a.depth == b.depth else 0.0
    pair = (s.group, t.group) if s.group < t.group else (t.group, s.group)
    return _KINDS.get(pair, _OTHER_KINDS)


def probability(score: float) -> float:
    """A score as a probability, from even odds."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))
