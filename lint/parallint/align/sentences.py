"""Sentences: what a linked block lacks inside, found by aligning its sentences with those of its translation.

Two explanations of a block compete: the best alignment in which sentences of the source may be lost, and the best one
in which these are not. What the first is better by, in nats, is the evidence for the loss. Sentences run together,
split or put the other way round fit both, and say nothing. Only blocks that a cheap look finds suspicious are taken
apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import inf, log

from parallint.align.lexicon import Lexicon
from parallint.align.path import MOST_CELLS, Path, Program, part_of
from parallint.align.profile import joined
from parallint.align.prose import ENDED, Prose, count
from parallint.align.score import probability
from parallint.align.units import units
from parallint.align.visible import Sentence, sentences
from parallint.model import Document, Evidence, Kind, Link, Segment, SentenceGap, Span, TokenKind
from parallint.patterns import pattern_of

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
_STRAYED, _STRAYED_WORDS = 3.0, 2.0
"""Nats by which a neighbouring block must be better explained with a lost sentence than without it to have got it, and
nats that what the sentence alone accounts for must have of it."""
_NEAR = 2
"""Blocks before and after one that a sentence of it may have strayed into."""

# Reliability, fitted to sentences taken out of seven sets of translated pages, to the same pages untouched and to
# pages whose sentences were run together or moved, with lexicons of the same and of other sites: what a margin of so
# many nats means as log odds, and what the block's length adds. Without a lexicon the margins tell all there is.
_SLOPE, _LENGTH_SLOPE, _DOUBT = 0.48, 0.31, 0.4
_OWN_WORDS = 4.8
"""Log odds that each nat of infidelity takes away, where a page is told in words of its own."""
_SLOPE_ALONE, _DOUBT_ALONE = 0.85, 0.8
_NAMED = 0.4
"""Log odds, from an even choice, that the best of several explanations names the right sentence."""
_DOUBTFUL, _FREE = 3.0, 0.5
"""Nats below which a gap is doubtful, and the log odds that each other such gap of the page takes away."""
_FREEDOM = 4.0
"""Of Student's t, as in the aligner's score of lengths."""
_SWOLLEN_SLOPE, _SWOLLEN_FROM = 1.2, 2.0
"""Log odds that each standard deviation takes away by which a neighbour is longer than by these: as if it held both."""
_LOST, _THIS, _LENGTH, _REST, _SWOLLEN = "lost", "this one", "length", "the rest", "neighbour's length"
_CUT_SLOPE, _CUT_DOUBT = 1.5, 4.5
_TAIL = 3
"""What part of a text's words must be lacking where it breaks off: the last third."""
_TAIL_FOUND, _TAIL_LOST, _TAIL_CAP = -1.2, 0.4, 4.0
"""Log odds for each of these words that is there after all, and for each that is not."""

_GOES_ON = pattern_of(r"[:：;；]\s*$")
_WORD = pattern_of(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PIECE = pattern_of(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{2}")
_WORD_LIKE = frozenset({TokenKind.CODE, TokenKind.PLACEHOLDER, TokenKind.REFERENCE, TokenKind.NUMBER})


def lost_sentences(
    source: Document, target: Document, links: Sequence[Link], lexicon: Lexicon | None = None
) -> tuple[SentenceGap, ...]:
    """What the linked paragraphs, items and rows of two documents lack inside, in the order of the links."""
    page = Prose(source, target, links, lexicon)
    found = list(_gaps(page))
    doubtful = sum(_is_doubtful(gap) for gap in found)
    return tuple(replace(g, confidence=_confidence(g, doubtful - _is_doubtful(g), page)) for g in found)


def _gaps(page: Prose) -> Iterator[SentenceGap]:
    """What the links' targets lack of their sources; the confidence is left open."""
    for link, source, target in page.blocks:
        if _suspicious(page, link, source, target):
            yield from _Block(page, link, source, target).gaps()


def _is_doubtful(gap: SentenceGap) -> bool:
    return gap.evidence[0].name == _LOST and gap.evidence[0].weight < _DOUBTFUL


def _confidence(gap: SentenceGap, doubtful: int, page: Prose) -> float:
    """How likely it is that something is lost, and that it is this where it could be something else.

    `doubtful` counts the other gaps of the page that little speaks for: many of them are a free translation.
    """
    weights = {reason.name: reason.weight for reason in gap.evidence}
    if _LOST not in weights:
        return probability(weights[_LENGTH] + weights[_REST] - _CUT_DOUBT)
    margin, this = weights[_LOST], weights[_THIS]
    if page.lexicon is None:
        odds = _SLOPE_ALONE * margin - _DOUBT_ALONE
    else:
        odds = _SLOPE * margin + _LENGTH_SLOPE * weights[_LENGTH] - _DOUBT - _OWN_WORDS * max(0.0, -page.fidelity)
    sure = probability(odds + weights[_SWOLLEN] - _FREE * doubtful)
    return sure * probability(this + _NAMED) if this < margin else sure


def _suspicious(page: Prose, link: Link, source: Sequence[Segment], target: Sequence[Segment]) -> bool:
    """A cheap look: fewer ends of sentences, or a length below expectation, most of all with a lost token."""
    many = count(source)
    if many < 2 and source[0].kind is not Kind.ROW:
        return _breaks_off(page, link, source, target)
    if many > count(target):
        return True
    excess = page.excess(page.size(source), page.size(target))
    if excess < _SHORTER or excess > _LITTLE_SHORTER:
        return excess < _SHORTER
    kept = {token[:2] for segment in target for token in segment.tokens}
    return any(token[:2] not in kept for segment in source for token in segment.tokens)


def _breaks_off(page: Prose, link: Link, source: Sequence[Segment], target: Sequence[Segment]) -> bool:
    """Whether the target is too short and ends in the middle of a sentence, unlike its source.

    An item beside one that has no full stop in English either lacks nothing for lacking its own.
    """
    last, there = source[-1].words, target[-1].words.rstrip()
    if not there or not ENDED.search(last) or ENDED.search(there) or _GOES_ON.search(there):
        return False
    if page.excess(page.size(source), page.size(target)) >= _CUT or page.ended[source[-1].kind] < _MOSTLY:
        return False
    beside = page.source.segments[max(0, link.source[0] - 1) : link.source[-1] + 2]
    return source[-1].kind is Kind.PARAGRAPH or all(ENDED.search(s.words) for s in beside if s.kind is source[-1].kind)


class _Block:
    """A link's source and target, looked into."""

    def __init__(self, page: Prose, link: Link, source: Sequence[Segment], target: Sequence[Segment]) -> None:
        self.page, self.link, self.source, self.target = page, link, source, target
        self.here = [sentence for segment in source for sentence in sentences(page.source, segment)]
        self.there = [sentence for segment in target for sentence in sentences(page.target, segment)]

    def gaps(self) -> Iterator[SentenceGap]:
        """What the block lacks; the confidence is left open."""
        if not self.here or not self.there or self._untranslated():
            return
        program = self.page.program(self.here, self.there)
        broken = _breaks_off(self.page, self.link, self.source, self.target)
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
        lost = {k for first, many, _ in runs for k in range(first, first + many)}
        for first, many, at in runs:
            run = range(first, first + many)
            words = max(_words(self.here[k].segment) for k in run)
            if not words or self._strayed([self.here[k] for k in run]):
                continue
            kept = program.path([cost if k in lost and k not in run else inf for k, cost in enumerate(costs)])
            margin = best.total - max(kept.total, program.whole(kept.total))
            others = program.path([inf if k in run else cost for k, cost in enumerate(costs)])
            span = Span(self.here[first].segment.span.start, self.here[first + many - 1].segment.span.end)
            evidence = (
                Evidence(_LOST, margin),
                Evidence(_THIS, best.total - others.total),
                Evidence(_LENGTH, self._shorter([self.here[k].segment for k in run])),
                Evidence(_SWOLLEN, -_SWOLLEN_SLOPE * max(0.0, self._swollen(best, run) - _SWOLLEN_FROM)),
            )
            yield SentenceGap(span, self._point(at), many, words, 0.0, evidence)

    def _shorter(self, lost: Sequence[Segment]) -> float:
        """What the block's length says for the loss: a log likelihood ratio, both lengths as Student's t."""
        page = self.page
        here, there = page.size(self.source), page.size(self.target)
        whole, rest = page.excess(here, there), page.excess(max(0, here - page.size(lost)), there)
        return (_FREEDOM + 1) / 2 * log((1 + whole * whole / _FREEDOM) / (1 + rest * rest / _FREEDOM))

    def _swollen(self, best: Path, run: range) -> float:
        """How much longer a sentence beside the run is than it should be, in standard deviations: as if it held it."""
        page = self.page
        beside = [
            bead for bead in best.beads if bead.a and bead.b and (bead.i == run.stop or bead.i + bead.a == run.start)
        ]
        here = [page.size([s.segment for s in self.here[bead.i : bead.i + bead.a]]) for bead in beside]
        there = [page.size([s.segment for s in self.there[bead.j : bead.j + bead.b]]) for bead in beside]
        return max(map(page.excess, here, there), default=0.0)

    def _strayed(self, lost: Sequence[Sentence]) -> bool:
        """Whether what seems lost went into a neighbouring block."""
        first, last = min(self.link.target), max(self.link.target)
        near = (j for j in range(first - _NEAR, last + _NEAR + 1) if j not in self.link.target)
        return any(self._said(lost, j) for j in near) or self._fits(lost, first - 1) or self._fits(lost, last + 1)

    def _said(self, lost: Sequence[Sentence], index: int) -> bool:
        """Whether block `index` of the translation says what of the sentences its own source does not account for."""
        source, target = self.page.around(index)
        if not target:
            return False
        rest = [self.page.profile(segment) for segment in source]
        there = joined([self.page.profile(segment) for segment in target])
        own = joined([self.page.profile(sentence.segment) for sentence in lost])
        return part_of(own, rest, there, self.page.scorer) > _STRAYED_WORDS

    def _fits(self, lost: Sequence[Sentence], index: int) -> bool:
        """Whether block `index` of the translation is better explained with these sentences than without them."""
        page = self.page
        own, there = page.surplus(index)
        if not there:
            return False
        more = [*lost, *own] if index > self.link.target[0] else [*own, *lost]
        programs = [page.program(own, there), page.program(more, there)]
        if max(program.cells for program in programs) > MOST_CELLS:
            return False
        without, within = (p.path([_GAP] * len(p.source)).total for p in programs)
        return within > without + _STRAYED

    def _point(self, at: int) -> Span:
        """The point of the translation before its sentence `at`."""
        point = self.there[at - 1].segment.span.end if at else self.there[0].segment.span.start
        return Span(point, point)

    def _cut(self, best: Path) -> SentenceGap:
        """The last sentences, of which only a beginning is there."""
        start = next((i for i, _, _, b, _ in reversed(best.beads) if b), 0)
        start = min(start, len(self.here) - 1)
        span = Span(self.here[start].segment.span.start, self.here[-1].segment.span.end)
        words = max(_words(s.segment) for s in self.here[start:])
        excess = self.page.excess(self.page.size(self.source), self.page.size(self.target))
        evidence = (Evidence(_LENGTH, -_CUT_SLOPE * excess), Evidence(_REST, self._rest()))
        return SentenceGap(span, self._point(len(self.there)), len(self.here) - start, words, 0.0, evidence, cut=True)

    def _rest(self) -> float:
        """What the last words of the source say: they are lacking where a text breaks off."""
        words = [unit for segment in self.source for unit in units(segment.words)]
        found, known = self.page.found(words[-(len(words) // _TAIL) :], self.target)
        odds = _TAIL_FOUND * found + _TAIL_LOST * (known - found)
        return max(-_TAIL_CAP, min(_TAIL_CAP, odds))


def _words(sentence: Segment) -> int:
    """Words of a sentence, those in code among them; two characters of a script without blanks are one."""
    objects = sum(len(token.value.split()) for token in sentence.tokens if token.kind in _WORD_LIKE)
    return objects + len(_WORD.findall(_PIECE.sub(" x ", sentence.words)))
