"""How well a source segment and a target segment, or several joined, fit as translations of each other.

Each piece of evidence is a log likelihood ratio in nats: how much likelier the observation is for a translation than
for two segments picked at random from the two pages. They add up as if independent; sums are capped where they are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp, log

from parallint.align.lexicon import Lexicon
from parallint.align.profile import Profile, Rarity
from parallint.align.similar import similarity
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

# Spread of the log length ratio, measured on translations of three sites into three languages: its variance is about
# a constant plus a share that falls with length; languages of another script spread wider in short segments.
_SPREAD_BASE = 0.006
_SPREAD_SAME_SCRIPT = 0.8
_SPREAD_OTHER_SCRIPT = 2.0
_SPREAD_UNRELATED = 0.9
_SMOOTH = 6
_FREEDOM = 4.0  # of Student's t: real length ratios have heavier tails than Gauss's

_CAP = 12.0
_WORDS_CAP = 14.0
_LOST_ELSEWHERE = {"c": 2.2, "l": 1.8, "i": 2.2, "n": 1.2, "p": 1.5, "h": 3.0, "f": 2.0, "a": 4.0, "e": 0.8}
_LOST_EVERYWHERE = {"c": 1.2, "l": 0.8, "i": 1.0, "n": 0.6, "p": 0.6, "h": 0.5, "f": 0.8, "a": 1.5, "e": 0.4}
_LOST_CAP = 8.0


class Scorer:
    """Scores segments of one pair of pages; holds what is the same for all of them.

    `ratio` is the target's size for one of the source, `foreign` says that the two pages are in different scripts.
    """

    def __init__(
        self,
        source: Sequence[Profile],
        target: Sequence[Profile],
        ratio: float,
        foreign: bool,
        lexicon: Lexicon | None = None,
    ) -> None:
        self.lexicon = lexicon
        self.rarity = Rarity(source, target)
        self.ratio = ratio
        self._spread = _SPREAD_OTHER_SCRIPT if foreign else _SPREAD_SAME_SCRIPT

    def evidence(self, s: Profile, t: Profile) -> tuple[Evidence, ...]:
        """What speaks for and against `t` being the translation of `s`, strongest page-level evidence included."""
        if s.group != t.group and _alike(s.text, t.text):
            return (Evidence("other kind", _SAME_CONTENT), Evidence("same text", min(6.0, self.rarity.text(s.text))))
        parts = [Evidence("kind", _kind(s, t))]
        if s.group == "code" or t.group == "code":
            parts.append(Evidence("code", self._code(s, t)))
            return tuple(parts)
        length = self.length(s.size, t.size)
        parts.append(Evidence("length", length))
        if s.features or t.features:
            parts.append(Evidence("tokens", self._tokens(s, t)))
        if s.sentences + t.sentences > 2 and s.group == t.group == "prose":
            parts.append(Evidence("sentences", _sentences(s.sentences - t.sentences)))
        if s.text == t.text and s.text:
            parts.append(Evidence("same text", min(6.0, self.rarity.text(s.text))))
        return tuple(parts)

    def quick(self, s: Profile, t: Profile) -> float:
        """The sum of `evidence`, without the words."""
        return sum([e.weight for e in self.evidence(s, t)])

    def full(self, s: Profile, t: Profile) -> float:
        """The sum of `evidence` and of what the words show."""
        total = self.quick(s, t)
        if s.group != "code" and t.group != "code" and s.text != t.text:
            total += self.words(s, t)
        return total

    def words(self, s: Profile, t: Profile) -> float:
        """What the words show: by the lexicon, and by names and cognates."""
        if self.lexicon is None:
            return self.stems(s, t)
        if s.expected is None:
            s.expected = self.lexicon.expected(s.units())
        known = 0.5 * (self.lexicon.explained(t.units(), s.expected) + self.lexicon.covered(s.units(), t.units()))
        return max(-_WORDS_CAP, min(_WORDS_CAP, known)) + 0.5 * self.stems(s, t)

    def length(self, s: int, t: int) -> float:
        """How well the sizes fit: Student's t around the pages' ratio, against the spread of unrelated segments."""
        x = log((t + _SMOOTH) / (s * self.ratio + _SMOOTH))
        variance = _SPREAD_BASE + self._spread / (s + _SMOOTH)
        near = -0.5 * log(variance) - (_FREEDOM + 1) / 2 * log(1 + x * x / (_FREEDOM * variance))
        far = -log(_SPREAD_UNRELATED) - x * x / (2 * _SPREAD_UNRELATED**2)
        return max(-8.0, near - far)

    def _tokens(self, s: Profile, t: Profile) -> float:
        gain = loss = 0.0
        if s.features == t.features:
            gain = sum([self.rarity.shared(f) for f in s.features])
        else:
            gain = sum([self.rarity.shared(f) for f in s.features & t.features])
            loss = sum([self._lost(f, 1) for f in s.features - t.features])
            loss += sum([self._lost(f, 0) for f in t.features - s.features])
        return min(gain, _CAP) - min(loss, _LOST_CAP)

    def unshared(self, s: Profile, t: Profile) -> float:
        """What the tokens cost that only one of two segments has, in nats."""
        loss = sum([self._lost(f, 1) for f in s.features - t.features])
        return min(_LOST_CAP, loss + sum([self._lost(f, 0) for f in t.features - s.features]))

    def strange_names(self, s: Profile, t: Profile) -> float:
        """How many names and cognates only one of two segments has, though the other page knows them; at most 8."""
        source, target = self.rarity.stems()
        left, right = s.words(), t.words()
        return min(8.0, sum([w in target for w in left - right]) + sum([w in source for w in right - left]))

    def _lost(self, feature: str, other: int) -> float:
        """What it costs that a token of one side is not in the other: more where it stands elsewhere on that page."""
        table = _LOST_ELSEWHERE if self.rarity.holders(feature)[other] else _LOST_EVERYWHERE
        return table[feature[0]]

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

    def part_of_target(self, s: Profile, t: Profile) -> float:
        """What speaks for and against `s` being translated by a part of `t`."""
        total = sum(self.rarity.shared(f) for f in s.features & t.features)
        total -= sum(self._lost(f, 1) for f in s.features - t.features)
        if self.lexicon is not None:
            total += 0.7 * self.lexicon.covered(s.units(), t.units())
        return total

    def part_of_source(self, t: Profile, s: Profile) -> float:
        """What speaks for and against `t` being the translation of a part of `s`."""
        total = sum(self.rarity.shared(f) for f in s.features & t.features)
        total -= sum(self._lost(f, 0) for f in t.features - s.features)
        if self.lexicon is not None:
            if s.expected is None:
                s.expected = self.lexicon.expected(s.units())
            total += 0.7 * self.lexicon.explained(t.units(), s.expected)
        return total

    def stems(self, s: Profile, t: Profile) -> float:
        """Names and cognates that both hold, and those that only one holds though the other page knows them."""
        left, right = s.words(), t.words()
        if not left or not right:
            return 0.0
        weigh = self.rarity.stem
        gain = sum(weigh(w) for w in left & right)
        loss = sum(weigh(w) for w in left ^ right)
        return 0.8 * min(gain, _CAP) - min(0.25 * loss, 4.0)


def _alike(a: str, b: str) -> bool:
    """Whether two texts, the kinds of their blocks aside, are the same but for details."""
    shorter, longer = sorted((len(a), len(b)))
    return shorter > 10 and longer < 1.4 * shorter and (a == b or similarity(a, b) > 0.8)


def _sentences(difference: int) -> float:
    """Nine in ten translated blocks have as many sentences as their source, of unrelated ones a third."""
    return 0.9 if difference == 0 else max(-3.0, -0.8 * abs(difference))


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


def joined(profiles: Sequence[Profile]) -> Profile:
    """Several neighbouring segments taken as one."""
    first = profiles[0]
    stems: Iterable[frozenset[str]] = (p.words() for p in profiles)
    return Profile(
        first.segment,
        first.group,
        sum(p.size for p in profiles) + len(profiles) - 1,
        "\n".join(p.text for p in profiles),
        frozenset().union(*(p.features for p in profiles)),
        sum(p.sentences for p in profiles),
        frozenset().union(*stems),
        tuple(dict.fromkeys(u for p in profiles for u in p.units())),
    )


def probability(score: float) -> float:
    """A score as a probability, from even odds."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))
