"""Sentences: what a linked block lacks inside, found by aligning its sentences with those of its translation.

Two explanations of a block compete: the best alignment in which sentences of the source may be lost, and the best one
in which these are not. What the first is better by, in nats, is the evidence for the loss. Sentences run together,
split or put the other way round fit both, and say nothing. Only blocks that a cheap look finds suspicious are taken
apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from math import inf, log, sqrt

from parallint.align.lexicon import Lexicon
from parallint.align.path import MOST_CELLS, Path, Program
from parallint.align.profile import is_dense, profile
from parallint.align.score import Scorer, probability
from parallint.align.visible import Sentence, sentences
from parallint.model import Document, Evidence, Kind, Link, Segment, SentenceGap, Span, TokenKind

_KINDS = frozenset({Kind.PARAGRAPH, Kind.ITEM, Kind.ROW})
_RATIO_WEIGHT = 150
"""Characters of an even ratio that a page's own ratio is averaged with."""
_SAMPLE = 30
"""Blocks that tell whether a page's characters take three bytes."""
_SHORTER = -1.8
_LITTLE_SHORTER = -0.5
"""Standard deviations below the expected length from which a block is looked into; the second with a lost token."""
_CUT = -2.0
"""Standard deviations below which a text that ends in the middle of a sentence was broken off."""
_MOSTLY = 0.9
"""Part of a page's blocks that end as their sources do, from which one that does not was broken off."""
_GAP, _FRAGMENT_GAP = 4.0, 8.0
"""Costs in nats of losing a sentence, and of losing what may be the rest of one."""
_ENGLISH = 0.7
"""Part of a translation's words that its source has, too, from which it is no translation."""
_STRAYED = 3.0
"""Nats by which a neighbouring block must be better explained with a lost sentence than without it to have got it."""
_LEAST_JOIN, _MOST_JOIN = 1.0, 4.0

# Reliability, fitted to sentences taken out of seven sets of translated pages and to the same pages untouched: what a
# margin of so many nats means as log odds. Without a lexicon the margins are smaller and tell less.
_SLOPE, _DOUBT, _DOUBT_ALONE = 0.85, 0.6, 0.8
_NAMED = 0.4
"""Log odds, from an even choice, that the best of several explanations names the right sentence."""
_DOUBTFUL, _FREE = 3.0, 0.5
"""Nats below which a gap is doubtful, and the log odds that each other such gap of the page takes away."""
_LOST = "lost"
_CUT_SLOPE, _CUT_DOUBT = 1.5, 4.5

_END = re.compile(r"[.!?…](?=[\s\"')\]”»]|$)|[。！？｡।؟۔]")
_ENDED = re.compile(r"[.!?…。！？｡।؟۔][\s\"'”’»)\]）」』]*$")
_GOES_ON = re.compile(r"[:：;；]\s*$")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PIECE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{2}")
_WORD_LIKE = frozenset({TokenKind.CODE, TokenKind.PLACEHOLDER, TokenKind.NUMBER})


def lost_sentences(
    source: Document, target: Document, links: Sequence[Link], lexicon: Lexicon | None = None
) -> tuple[SentenceGap, ...]:
    """What the linked paragraphs, items and rows of two documents lack inside, in the order of the links."""
    page = _Page(source, target, links, lexicon)
    found = list(page.gaps())
    doubtful = sum(_is_doubtful(gap) for gap in found)
    known = lexicon is not None
    return tuple(replace(g, confidence=_confidence(g, doubtful - _is_doubtful(g), known)) for g in found)


def _is_doubtful(gap: SentenceGap) -> bool:
    return gap.evidence[0].name == _LOST and gap.evidence[0].weight < _DOUBTFUL


def _confidence(gap: SentenceGap, doubtful: int, known: bool) -> float:
    """How likely it is that something is lost, and that it is this where it could be something else.

    `doubtful` counts the other gaps of the page that little speaks for: many of them are a free translation. `known`
    says that there was a lexicon.
    """
    first = gap.evidence[0]
    if first.name != _LOST:
        return probability(-_CUT_SLOPE * first.weight - _CUT_DOUBT)
    sure = probability(_SLOPE * first.weight - (_DOUBT if known else _DOUBT_ALONE) - _FREE * doubtful)
    this = gap.evidence[1].weight
    return sure * probability(this + _NAMED) if this < first.weight else sure


class _Page:
    """What is the same for all blocks of a pair; most of it is worked out at the first suspicious block."""

    def __init__(self, source: Document, target: Document, links: Sequence[Link], lexicon: Lexicon | None) -> None:
        self.source, self.target, self.links, self.lexicon = source, target, links, lexicon
        self.blocks = list(self._prose())

    def _prose(self) -> Iterator[tuple[Link, list[Segment], list[Segment]]]:
        """The links of prose with prose, and what they link."""
        here, there = self.source.segments, self.target.segments
        for link in self.links:
            if link.source and link.target:
                source, target = [here[i] for i in link.source], [there[j] for j in link.target]
                if all(s.kind in _KINDS for s in source) and all(t.kind in _KINDS for t in target):
                    yield link, source, target

    @cached_property
    def dense(self) -> bool:
        """Whether sizes count bytes."""
        return is_dense([target[0] for _, _, target in self.blocks[:_SAMPLE]])

    @cached_property
    def scorer(self) -> Scorer:
        left = [profile(segment, self.dense) for _, source, _ in self.blocks for segment in source]
        right = [profile(segment, self.dense) for _, _, target in self.blocks for segment in target]
        return Scorer(left, right, self.ratio, self.dense, self.lexicon)

    @cached_property
    def ratio(self) -> float:
        """The target's size for one of the source."""
        here = sum(self.size(segment) for _, source, _ in self.blocks for segment in source)
        there = sum(self.size(segment) for _, _, target in self.blocks for segment in target)
        return (there + _RATIO_WEIGHT) / (here + _RATIO_WEIGHT)

    def size(self, segment: Segment) -> int:
        """Characters, or UTF-8 bytes as in the profiles."""
        return len(segment.words.encode("utf-8", "replace")) if self.dense else len(segment.words)

    @cached_property
    def join(self) -> float:
        """What it costs in nats to join two sentences: little on a page that goes its own way with them."""
        bounds = other = 0
        for _, source, target in self.blocks:
            if (many := _count(source)) > 1:
                bounds += many - 1
                other += min(many - 1, abs(many - _count(target)))
        return min(_MOST_JOIN, max(_LEAST_JOIN, -log((other + 0.5) / (bounds + 5))))

    @cached_property
    def _neighbours(self) -> dict[int, tuple[list[Segment], list[Segment]]]:
        """For each prose segment of the translation what it is linked with: its sources, and it with its like."""
        linked = {j: (source, target) for link, source, target in self.blocks for j in link.target}
        alone = (j for link in self.links if not link.source for j in link.target)
        own = ((j, self.target.segments[j]) for j in alone)
        return linked | {j: ([], [segment]) for j, segment in own if segment.kind in _KINDS}

    def surplus(self, index: int) -> tuple[list[Sentence], list[Sentence]]:
        """The sentences of a block of the translation that has more than its source, and before them the source's."""
        source, target = self._neighbours.get(index, ([], []))
        if _count(target) <= _count(source):
            return [], []
        own = [sentence for segment in source for sentence in sentences(self.source, segment)]
        return own, [sentence for segment in target for sentence in sentences(self.target, segment)]

    @cached_property
    def ended(self) -> dict[Kind, float]:
        """For each kind of block: how many of those whose source ends as a sentence do so themselves, but for one."""
        marks: dict[Kind, list[bool]] = {}
        for _, source, target in self.blocks:
            if _ENDED.search(source[-1].words):
                marks.setdefault(source[-1].kind, []).append(_ENDED.search(target[-1].words) is not None)
        return {kind: (sum(found) + 1) / len(found) for kind, found in marks.items()}

    def program(self, source: Sequence[Sentence], target: Sequence[Sentence]) -> Program:
        """The dynamic program for these sentences."""
        here, there = ([profile(s.segment, self.dense) for s in side] for side in (source, target))
        sure = ([s.sure for s in source], [s.sure for s in target])
        return Program(here, there, sure, self.scorer, self.join)

    def excess(self, source: Sequence[Segment], target: Sequence[Segment]) -> float:
        """How much longer the target is than its source lets expect, in standard deviations."""
        here, there = sum(map(self.size, source)), sum(map(self.size, target))
        spread = sqrt(0.006 + (2.0 if self.dense else 0.8) / (here + 6))
        return log((there + 6) / (here * self.ratio + 6)) / spread

    def gaps(self) -> Iterator[SentenceGap]:
        """What the links' targets lack of their sources; the confidence is left open."""
        for link, source, target in self.blocks:
            if self._suspicious(source, target):
                yield from _Block(self, link, source, target).gaps()

    def _suspicious(self, source: Sequence[Segment], target: Sequence[Segment]) -> bool:
        """A cheap look: fewer ends of sentences, or a length below expectation, most of all with a lost token."""
        many = _count(source)
        if many < 2 and source[0].kind is not Kind.ROW:
            return self.breaks_off(source, target)
        if many > _count(target):
            return True
        excess = self.excess(source, target)
        if excess < _SHORTER or excess > _LITTLE_SHORTER:
            return excess < _SHORTER
        kept = {token[:2] for segment in target for token in segment.tokens}
        return any(token[:2] not in kept for segment in source for token in segment.tokens)

    def breaks_off(self, source: Sequence[Segment], target: Sequence[Segment]) -> bool:
        """Whether the target is too short and ends in the middle of a sentence, unlike its source."""
        last, there = source[-1].words, target[-1].words.rstrip()
        if not there or not _ENDED.search(last) or _ENDED.search(there) or _GOES_ON.search(there):
            return False
        return self.excess(source, target) < _CUT and self.ended[source[-1].kind] >= _MOSTLY


class _Block:
    """A link's source and target, looked into."""

    def __init__(self, page: _Page, link: Link, source: Sequence[Segment], target: Sequence[Segment]) -> None:
        self.page, self.link, self.source, self.target = page, link, source, target
        self.here = [sentence for segment in source for sentence in sentences(page.source, segment)]
        self.there = [sentence for segment in target for sentence in sentences(page.target, segment)]

    def gaps(self) -> Iterator[SentenceGap]:
        """What the block lacks; the confidence is left open."""
        if not self.here or not self.there or self._untranslated():
            return
        program = self.page.program(self.here, self.there)
        broken = self.page.breaks_off(self.source, self.target)
        if program.in_step() and not broken:
            return
        left, right = program.settled()
        if left or right:
            self.here = self.here[left : len(self.here) - right]
            self.there = self.there[left : len(self.there) - right]
            program = self.page.program(self.here, self.there)
        if program.cells > MOST_CELLS:
            return
        best = program.path(self._costs())
        found = list(self._lost(program, best))
        yield from found
        if broken and not (found and found[-1].source.end == self.here[-1].segment.span.end):
            yield self._cut(best)

    def _costs(self) -> list[float]:
        return [_GAP if sentence.sure else _FRAGMENT_GAP for sentence in self.here]

    def _untranslated(self) -> bool:
        here = {unit for segment in self.source for unit in segment.words.lower().split()}
        there = {unit for segment in self.target for unit in segment.words.lower().split()}
        return len(here & there) >= _ENGLISH * len(there)

    def _lost(self, program: Program, best: Path) -> Iterator[SentenceGap]:
        runs, costs = list(best.lost()), self._costs()
        lost = {k for first, count, _ in runs for k in range(first, first + count)}
        for first, count, at in runs:
            run = range(first, first + count)
            words = max(_words(self.here[k].segment) for k in run)
            if not words or self._strayed([self.here[k] for k in run]):
                continue
            kept = program.path([cost if k in lost and k not in run else inf for k, cost in enumerate(costs)])
            margin = best.total - max(kept.total, program.whole())
            others = program.path([inf if k in run else cost for k, cost in enumerate(costs)])
            span = Span(self.here[first].segment.span.start, self.here[first + count - 1].segment.span.end)
            evidence = (Evidence(_LOST, margin), Evidence("this one", best.total - others.total))
            yield SentenceGap(span, self._point(at), count, words, 0.0, evidence)

    def _strayed(self, lost: Sequence[Sentence]) -> bool:
        """Whether what seems lost went into a neighbouring block: it fits better with it than without it."""
        page = self.page
        for index in (min(self.link.target) - 1, max(self.link.target) + 1):
            own, there = page.surplus(index)
            if there:
                more = [*lost, *own] if index > self.link.target[0] else [*own, *lost]
                programs = [page.program(own, there), page.program(more, there)]
                if max(program.cells for program in programs) <= MOST_CELLS:
                    without, within = (p.path([_GAP] * len(p.source)).total for p in programs)
                    if within > without + _STRAYED:
                        return True
        return False

    def _point(self, at: int) -> Span:
        """The point of the translation before its sentence `at`."""
        point = self.there[at - 1].segment.span.end if at else self.there[0].segment.span.start
        return Span(point, point)

    def _cut(self, best: Path) -> SentenceGap:
        """The last sentences, of which only a beginning is there."""
        start = next((i for i, _, _, b, _ in reversed(best.beads) if b), 0)
        start = min(start, len(self.here) - 1)
        z = self.page.excess(self.source, self.target)
        span = Span(self.here[start].segment.span.start, self.here[-1].segment.span.end)
        words = max(_words(s.segment) for s in self.here[start:])
        evidence = (Evidence("length", z),)
        return SentenceGap(span, self._point(len(self.there)), len(self.here) - start, words, 0.0, evidence, cut=True)


def _count(segments: Sequence[Segment]) -> int:
    """About how many sentences the segments have, at a cheap look."""
    total = 0
    for segment in segments:
        text = segment.words.rstrip()
        total += len(_END.findall(text)) + (text[-1:].isalnum() or text.endswith((":", "：")))
    return total


def _words(sentence: Segment) -> int:
    """Words of a sentence, those in code among them; two characters of a script without blanks are one."""
    objects = sum(len(token.value.split()) for token in sentence.tokens if token.kind in _WORD_LIKE)
    return objects + len(_WORD.findall(_PIECE.sub(" x ", sentence.words)))
