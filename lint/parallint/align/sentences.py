"""Sentences: what a linked block lacks inside, found by aligning its sentences with those of its translation.

Two explanations of a block compete: the best alignment in which source sentences may be lost, and the best one in which
none is. What the first is better by, in nats, is the evidence for the loss. Sentences run together, split or put the
other way round fit both, and say nothing. Only blocks that a cheap look finds suspicious are cut into sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from functools import cached_property
from math import exp, inf, log, sqrt

from parallint.align.lexicon import Lexicon
from parallint.align.profile import Profile, is_dense, profile
from parallint.align.score import Scorer, joined
from parallint.align.visible import sentences
from parallint.align.window import Side
from parallint.model import Document, Evidence, Kind, Link, Segment, SentenceGap, Span, TokenKind

MOST_CELLS = 2_000
"""Cells of the dynamic program for one block; a block with more sentences than that is left alone."""
_BAND = 3
"""Sentences that the alignment may be off the straight line, besides what the counts differ by."""

_KINDS = frozenset({Kind.PARAGRAPH, Kind.ITEM, Kind.ROW})
_GAP = 4.0
_JOINS = ((2, 1, 1.0), (1, 2, 1.0), (3, 1, 2.0), (1, 3, 2.0), (2, 2, 2.0))
"""Source sentences, target sentences, and how often it takes what a page's join costs."""
_PART = 1.0
_TAKEN = 0.25
_WORD_LIKE = frozenset({TokenKind.CODE, TokenKind.PLACEHOLDER, TokenKind.NUMBER})
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PIECE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{2}")

_END = re.compile(r"[.!?…](?=[\s\"')\]”»]|$)|[。！？｡।؟۔]")
_SHORTER = -1.3
"""Standard deviations below the expected length from which a block is looked into."""


def lost_sentences(
    source: Document, target: Document, links: Sequence[Link], lexicon: Lexicon | None = None
) -> tuple[SentenceGap, ...]:
    """What the linked prose blocks of a pair lack inside, in the order of the links."""
    return tuple(_Page(source, target, links, lexicon).gaps())


class _Path:
    """A way through the sentences of a block: its beads (i, a, j, b, score), and what they are worth."""

    def __init__(self, beads: list[tuple[int, int, int, int, float]], total: float) -> None:
        self.beads, self.total = beads, total


class _Page:
    def __init__(self, source: Document, target: Document, links: Sequence[Link], lexicon: Lexicon | None) -> None:
        self.source, self.target, self.links, self.lexicon = source, target, links, lexicon
        self.dense = is_dense(target.segments) or is_dense(source.segments)

    @cached_property
    def scorer(self) -> Scorer:
        left, right = Side(self.source.segments, self.dense), Side(self.target.segments, self.dense)
        return Scorer(left.profiles, right.profiles, self.ratio, self.dense, self.lexicon)

    @cached_property
    def ratio(self) -> float:
        sizes = [150, 150]
        for link in self.links:
            if link.source and link.target:
                sizes[0] += sum(self._size(self.source.segments[i]) for i in link.source)
                sizes[1] += sum(self._size(self.target.segments[j]) for j in link.target)
        return sizes[1] / sizes[0]

    def _size(self, segment: Segment) -> int:
        return len(segment.words.encode("utf-8", "replace")) if self.dense else len(segment.words)

    def gaps(self) -> Iterator[SentenceGap]:
        for k, link in enumerate(self.links):
            if link.source and link.target:
                s = [self.source.segments[i] for i in link.source]
                t = [self.target.segments[j] for j in link.target]
                if self._suspicious(s, t):
                    yield from _Block(self, s, t, k).gaps()

    @cached_property
    def join(self) -> float:
        """What it costs in nats to join two sentences: little on a page that goes its own way with sentences."""
        many = other = 0
        for link in self.links:
            if link.source and link.target:
                ends = [sum(len(_END.findall(x.words)) for x in side) for side in (
                    [self.source.segments[i] for i in link.source if self.source.segments[i].kind in _KINDS],
                    [self.target.segments[i] for i in link.target if self.target.segments[i].kind in _KINDS])]
                if ends[0] > 1:
                    many += ends[0] - 1
                    other += min(ends[0]-1, abs(ends[0]-ends[1]))
        return min(4.0,max(1.0, -log((other + 0.5) / (many + 5))))

    def _suspicious(self, s: Sequence[Segment], t: Sequence[Segment]) -> bool:
        if any(x.kind not in _KINDS for x in s) or any(x.kind not in _KINDS for x in t):
            return False
        ends = sum(len(_END.findall(x.words)) for x in s)
        if ends < 2 and not any(x.kind is Kind.ROW for x in s):
            return False
        if ends > sum(len(_END.findall(x.words)) for x in t):
            return True
        here, there = sum(map(self._size, s)), sum(map(self._size, t))
        x = log((there + 6) / (here * self.ratio + 6))
        if x < _SHORTER * sqrt(0.006 + (2.0 if self.dense else 0.8) / (here + 6)):
            return True
        kept = {token[:2] for x in t for token in x.tokens}
        return any(token[:2] not in kept for x in s for token in x.tokens)


class _Block:
    def __init__(self, page: _Page, s: Sequence[Segment], t: Sequence[Segment], link: int) -> None:
        self.page, self.s, self.t, self.link = page, s, t, link

    def gaps(self) -> Iterator[SentenceGap]:
        page = self.page
        if [x.text for x in self.s] == [x.text for x in self.t]:
            return
        here = [x for s in self.s for x in sentences(page.source, s)]
        there = [x for t in self.t for x in sentences(page.target, t)]
        if len(here) < 2 or not there:
            return
        program = _Program([profile(x, page.dense) for x in here], [profile(x, page.dense) for x in there], page.scorer, page.join)
        if program.cells > MOST_CELLS:
            return
        if program.in_step():
            return
        best = program.path([_GAP] * len(here))
        runs = list(_runs(best))
        if not runs:
            return
        for first, count, j in runs:
            kept = program.path([inf if first <= k < first + count else _GAP for k in range(len(here))])
            margin = best.total - max(kept.total, program.whole())
            if j + 1 < 0:
                continue
            span = Span(here[first].span.start, here[first + count - 1].span.end)
            point = there[j - 1].span.end if j else self.t[0].span.start
            words = max(_words(x) for x in here[first : first + count])
            if words < 4:
                continue
            yield SentenceGap(
                span,
                Span(point, point),
                count,
                words,
                1 / (1 + exp(-max(-30, min(30, margin)))),
                (Evidence("margin", margin), Evidence("n", len(here)), Evidence("m", len(there))),
            )


def _words(sentence: Segment) -> int:
    """Words of a sentence, what stands for one counted as one."""
    objects = sum(token.kind in _WORD_LIKE for token in sentence.tokens)
    return objects + len(_WORD.findall(_PIECE.sub(" x ", sentence.words)))


def _runs(path: _Path) -> Iterator[tuple[int, int, int]]:
    """Runs of lost sentences: the first, how many, and the target sentence before which they belong."""
    run: list[int] = []
    extra = False
    at = 0
    for i, a, j, b, _ in [*path.beads, (0, 1, 0, 1, 0.0)]:
        if a and not b:
            run.append(i)
            at = j
        elif b and not a:
            extra = True
        else:
            if run and not extra:
                yield run[0], len(run), at
            run, extra = [], False


class _Program:
    """The dynamic program over a block's sentences."""

    def __init__(self, source: Sequence[Profile], target: Sequence[Profile], scorer: Scorer, join: float) -> None:
        self.source, self.target, self.scorer, self.join_cost = source, target, scorer, join
        n, m = len(source), len(target)
        self.low, self.high = min(0, m - n) - _BAND, max(0, m - n) + _BAND
        self.cells = (n + 1) * min(m + 1, self.high - self.low + 1)
        self.sums = [[0, *accumulate(p.size for p in side)] for side in (source, target)]
        self.known: dict[tuple[int, int, int, int], float] = {}
        self.joins: dict[tuple[bool, int, int], Profile] = {}

    def path(self, gap: Sequence[float]) -> _Path:
        n, m = len(self.source), len(self.target)
        best = {(0, 0): 0.0}
        back: dict[tuple[int, int], tuple[int, int, float]] = {}
        for i in range(n + 1):
            for j in range(max(0, i + self.low), min(m, i + self.high) + 1):
                if i == j == 0:
                    continue
                top, how = -inf, (0, 0, 0.0)
                for a, b, score in self._steps(i, j, gap):
                    total = best.get((i - a, j - b), -inf) + score
                    if total > top:
                        top, how = total, (a, b, score)
                best[i, j], back[i, j] = top, how
        if best[n, m] == -inf:
            return _Path([], -inf)
        out = []
        i, j = n, m
        while i or j:
            a, b, score = back[i, j]
            i, j = i - a, j - b
            out.append((i, a, j, b, score))
        return _Path(out[::-1], best[n, m])

    def _steps(self, i: int, j: int, gap: Sequence[float]) -> Iterator[tuple[int, int, float]]:
        if i:
            yield 1, 0, -gap[i - 1]
        if j:
            yield 0, 1, -_GAP
        if i and j:
            yield 1, 1, self._score(i - 1, 1, j - 1, 1)
        for a, b, times in _JOINS:
            if a <= i and b <= j and self._fits(i - a, a, j - b, b):
                yield a, b, self._score(i - a, a, j - b, b) - times * self.join_cost

    def _score(self, i: int, a: int, j: int, b: int) -> float:
        key = (i, a, j, b)
        if key not in self.known:
            s, t = self._join(False, i, a), self._join(True, j, b)
            score = self.scorer.full(s, t)
            if a > 1:
                score += sum(min(0.0, self._part(k, i, i + a, t) - _PART) for k in range(i, i + a))
            if b > 1:
                score += sum(min(0.0, self.scorer.part_of_source(p, s) - _PART) for p in self.target[j : j + b])
            self.known[key] = score
        return self.known[key]

    def _part(self, k: int, start: int, stop: int, t: Profile) -> float:
        """What speaks for source sentence `k` being in `t`, by what the sentences joined with it do not account for."""
        p = self.source[k]
        rest = [self.source[x] for x in range(start, stop) if x != k]
        features = p.features.difference(*(r.features for r in rest))
        lexicon = self.scorer.lexicon
        if lexicon is None:
            return self.scorer.part_of_target(replace(p, features=features), t)
        others = {u for r in rest for u in r.units()}
        expected = lexicon.expected(others)
        own = tuple(u for u in p.units() if u not in others)
        free = tuple(u for u in t.units() if expected.get(u, 0.0) < _TAKEN)
        return self.scorer.part_of_target(replace(p, features=features, bag=own), replace(t, bag=free))

    def _fits(self, i: int, a: int, j: int, b: int) -> bool:
        """Whether the sizes are near enough for a join to be worth a look."""
        here = self.scorer.ratio * (self.sums[0][i + a] - self.sums[0][i])
        there = self.sums[1][j + b] - self.sums[1][j]
        return here < 2.2 * there + 20 and there < 2.2 * here + 20

    def in_step(self) -> bool:
        """Whether each sentence fits the one at its place."""
        if len(self.source) != len(self.target):
            return False
        pairs = list(zip(self.source, self.target, strict=True))
        return all(self.scorer.quick(s, t) > 1.0 for s, t in pairs) or all(self.scorer.full(s, t) > 1.0 for s, t in pairs)

    def _join(self, target: bool, k: int, count: int) -> Profile:
        side = self.target if target else self.source
        if count == 1:
            return side[k]
        key = (target, k, count)
        if key not in self.joins:
            self.joins[key] = joined(side[k : k + count])
        return self.joins[key]

    def whole(self) -> float:
        """What it is worth to take the block as one, whatever its sentences."""
        n, m = len(self.source), len(self.target)
        return self._score(0, n, 0, m) - 2.0 * (max(n, m) - 1)
