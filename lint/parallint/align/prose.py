"""The prose of a pair of pages: its linked blocks, how long a translation of theirs is, and how freely it is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from math import log, sqrt

from parallint.align.lexicon import Lexicon
from parallint.align.path import Program
from parallint.align.profile import Profile, is_dense, profile, profiles
from parallint.align.score import Scorer
from parallint.align.units import units
from parallint.align.visible import Sentence, sentences
from parallint.model import Document, Kind, Link, Segment
from parallint.patterns import pattern_of

KINDS = frozenset({Kind.PARAGRAPH, Kind.ITEM, Kind.ROW})
"""Kinds of blocks that are looked into."""
ENDED = pattern_of(r"[.!?…。！？｡।؟۔][\s\"'”’»)\]）」』]*$")
"""The end of a text that ends as a sentence does."""
_END = pattern_of(r"[.!?…。！？｡।؟۔](?:(?<=[。！？｡।؟۔])|(?=[\s\"')\]”»]|$))")
_RATIO_WEIGHT = 150
"""Characters of an even ratio that a page's own ratio is averaged with."""
_SAMPLE = 30
"""Blocks that tell whether a page's characters take three bytes."""
_LEAST_JOIN, _MOST_JOIN = 1.0, 4.0
_TRANSLATED, _FOUND = 0.3, 0.2
"""Probability with which a word's translations must be known, and what part of it must be there for it to be found."""
_FREE_SAMPLE = 150
"""Blocks that tell how freely a page is translated."""
_PRIOR_FOUND, _PRIOR_KNOWN = 14, 20
"""Words found, of words known, that are added to a page's own: a page of a few words tells little."""

Linked = tuple[Link, list[Segment], list[Segment]]


class Prose:
    """What is the same for all blocks of a pair; most of it is worked out at the first suspicious block."""

    def __init__(self, source: Document, target: Document, links: Sequence[Link], lexicon: Lexicon | None) -> None:
        self.source, self.target, self.links, self.lexicon = source, target, links, lexicon
        self.blocks = list(self._linked())

    def _linked(self) -> Iterator[Linked]:
        """The links of prose with prose, and what they link."""
        here, there = self.source.segments, self.target.segments
        for link in self.links:
            if link.source and link.target:
                source, target = [here[i] for i in link.source], [there[j] for j in link.target]
                if all(s.kind in KINDS for s in source) and all(t.kind in KINDS for t in target):
                    yield link, source, target

    @cached_property
    def dense(self) -> bool:
        """Whether sizes count bytes."""
        return is_dense([target[0] for _, _, target in self.blocks[:_SAMPLE]])

    @cached_property
    def scorer(self) -> Scorer:
        """Scores of blocks and sentences against each other."""
        here, there = profiles(self.source, self.dense), profiles(self.target, self.dense)
        left = [here[i] for link, _, _ in self.blocks for i in link.source]
        right = [there[j] for link, _, _ in self.blocks for j in link.target]
        return Scorer(left, right, self.ratio, self.dense, self.lexicon)

    @cached_property
    def ratio(self) -> float:
        """The target's size for one of the source."""
        here = sum(self.size(source) for _, source, _ in self.blocks)
        there = sum(self.size(target) for _, _, target in self.blocks)
        return (there + _RATIO_WEIGHT) / (here + _RATIO_WEIGHT)

    def profile(self, segment: Segment) -> Profile:
        """The segment, or a sentence as one, as the aligner sees it."""
        return profile(segment, self.dense)

    def size(self, segments: Iterable[Segment]) -> int:
        """Characters, or UTF-8 bytes as in the profiles."""
        return sum([len(s.words.encode("utf-8", "replace")) if self.dense else len(s.words) for s in segments])

    def excess(self, source: int, target: int) -> float:
        """How much longer a target of that size is than its source lets expect, in standard deviations."""
        spread = sqrt(0.006 + (2.0 if self.dense else 0.8) / (source + 6))
        return log((target + 6) / (source * self.ratio + 6)) / spread

    @cached_property
    def join(self) -> float:
        """What it costs in nats to join two sentences: little on a page that goes its own way with them."""
        bounds = other = 0
        for _, source, target in self.blocks:
            if (many := count(source)) > 1:
                bounds += many - 1
                other += min(many - 1, abs(many - count(target)))
        return min(_MOST_JOIN, max(_LEAST_JOIN, -log((other + 0.5) / (bounds + 5))))

    @cached_property
    def fidelity(self) -> float:
        """How likely a word's known translation stands in the translation of its block, as log odds.

        Most pages have about two of three; below even odds the translation tells things in its own words, and what it
        does not say need not be missing. 0 without a lexicon.
        """
        if self.lexicon is None:
            return 0.0
        found, known = _PRIOR_FOUND, _PRIOR_KNOWN
        for _, source, target in self.blocks[:: -(-len(self.blocks) // _FREE_SAMPLE)]:
            if [s.words for s in source] != [t.words for t in target]:
                some, of = self.recognised(source, target)
                found, known = found + some, known + of
        return log(found / (known - found + 1))

    def recognised(self, source: Iterable[Segment], target: Iterable[Segment]) -> tuple[int, int]:
        """How many of the source's words have a translation of theirs in the target, of how many that have any."""
        return self.found([unit for segment in source for unit in units(segment.words)], target)

    def found(self, words: Iterable[str], target: Iterable[Segment]) -> tuple[int, int]:
        """The same for units of English."""
        translations = self.lexicon.translations if self.lexicon else {}
        there = {unit for segment in target for unit in units(segment.words)}
        found = known = 0
        for word in words:
            ways = translations.get(word, {})
            if (mass := sum(ways.values())) >= _TRANSLATED:
                known += 1
                found += sum([p for unit, p in ways.items() if unit in there]) > _FOUND * mass
        return found, known

    @cached_property
    def ended(self) -> dict[Kind, float]:
        """For each kind of block: how many of those whose source ends as a sentence do so themselves, but for one."""
        marks: dict[Kind, list[bool]] = {}
        for _, source, target in self.blocks:
            if ENDED.search(source[-1].words):
                marks.setdefault(source[-1].kind, []).append(ENDED.search(target[-1].words) is not None)
        return {kind: (sum(found) + 1) / len(found) for kind, found in marks.items()}

    @cached_property
    def _sides(self) -> dict[int, tuple[list[Segment], list[Segment]]]:
        """For each prose segment of the translation what it is linked with: its sources, and it with its like."""
        linked = {j: (source, target) for link, source, target in self.blocks for j in link.target}
        alone = (j for link in self.links if not link.source for j in link.target)
        own = ((j, self.target.segments[j]) for j in alone)
        return linked | {j: ([], [segment]) for j, segment in own if segment.kind in KINDS}

    def around(self, index: int) -> tuple[list[Segment], list[Segment]]:
        """What segment `index` of the translation is linked with, and it with its like; nothing unless it is prose."""
        return self._sides.get(index, ([], []))

    def surplus(self, index: int) -> tuple[list[Sentence], list[Sentence]]:
        """The sentences of a block of the translation that has more than its source, and before them the source's."""
        source, target = self.around(index)
        if count(target) <= count(source):
            return [], []
        own = [sentence for segment in source for sentence in sentences(self.source, segment)]
        return own, [sentence for segment in target for sentence in sentences(self.target, segment)]

    def program(self, source: Sequence[Sentence], target: Sequence[Sentence]) -> Program:
        """The dynamic program for these sentences."""
        here, there = ([self.profile(s.segment) for s in side] for side in (source, target))
        sure = ([s.sure for s in source], [s.sure for s in target])
        return Program(here, there, sure, self.scorer, self.join)


def count(segments: Sequence[Segment]) -> int:
    """About how many sentences the segments have, at a cheap look."""
    total = 0
    for segment in segments:
        text = segment.words.rstrip()
        total += len(_END.findall(text)) + (text[-1:].isalnum() or text.endswith((":", "：")))
    return total
