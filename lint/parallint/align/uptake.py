"""How sure it is that a translation has taken up what the English changed since the revision that it names.

A page may say that it was made from an older English than it was. Of each piece that was reworded, the translation is
held against both wordings: if it fits today's better, somebody has followed. Where a page followed in all that can be
told, it is likely to have done so in what can't.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parallint.align.lexicon import Lexicon
from parallint.align.profile import GROUPS, Profile, is_dense, joined, profile
from parallint.align.score import Scorer, probability
from parallint.model import Document, Kind, Link, Segment, TokenKind, Uptake
from parallint.patterns import pattern_of

_PRIOR = -5.0
"""Nats against: of 528 changes that translations had not followed, none had more than 5 nats for it."""
_LITERALLY = 5.5
"""Nats for all that is literal of the new wording being there, and nothing that only the old one had."""
_TO_THE_LETTER = 9.0
"""Nats for a text that was left as it is, and for code, of which only comments are translated."""
_TELLING = 3.0
_MOST = 10.0
_FOLLOWED = 6.0
_EXCEPTIONS = 0.15
"""A page has followed if its telling changes have `_FOLLOWED` nats for it, and no more than this share of them against.

Of 882 pages that had not followed none seemed to; of as many that had followed, one in two that had telling changes.
"""
_RATIO_WEIGHT = 150
_NUMBER = pattern_of(r"\d+(?:[.,:]\d+)*")
_SORTS = frozenset({Kind.CODE, Kind.HTML, Kind.ROW, Kind.IMAGE})
_LITERAL = frozenset(TokenKind) - {TokenKind.EMPHASIS, TokenKind.TAG, TokenKind.NUMBER}


def uptake(
    base: Document,
    source: Document,
    target: Document,
    changes: Sequence[Link],
    base_links: Sequence[Link],
    lexicon: Lexicon | None = None,
) -> Uptake:
    """What of today's wording the translation has already.

    `changes` lead from the base to the source, `base_links` from the base to the target. Segments that read as they
    did, and those that are no text or have no translation, are left out.
    """
    translated = {i: link.target for link in base_links for i in link.source}
    page = _Page(base, source, target, base_links, lexicon)
    found: list[tuple[Link, float]] = []
    for link in changes:
        then, now = [base.segments[i] for i in link.source], [source.segments[j] for j in link.target]
        there = [target.segments[k] for k in sorted({k for i in link.source for k in translated.get(i, ())})]
        readable = all(segment.kind in GROUPS for segment in (*then, *now, *there))
        if then and now and there and readable and _words(base, then) != _words(source, now):
            found.append((link, page.margin(then, now, there)))
    followed = _followed([margin for _, margin in found])
    prior = 0.0 if followed else _PRIOR
    return Uptake(followed, {j: probability(prior + margin) for link, margin in found for j in link.target})


def _followed(margins: Sequence[float]) -> bool:
    """Whether what tells anything says, with hardly an exception, that the page has followed."""
    telling = [max(-_MOST, min(_MOST, margin)) for margin in margins if abs(margin) > _TELLING]
    ahead = sum(margin for margin in telling if margin > 0)
    return len(telling) > 1 and ahead >= _FOLLOWED and ahead - sum(telling) <= _EXCEPTIONS * ahead


def _words(document: Document, segments: Sequence[Segment]) -> list[str]:
    return [word for segment in segments for word in document.written(segment).split()]


class _Page:
    """What the changes of one page have in common."""

    def __init__(
        self, base: Document, source: Document, target: Document, links: Sequence[Link], lexicon: Lexicon | None
    ) -> None:
        self.dense = is_dense(target.segments) or is_dense(base.segments)
        english, translation = [*base.segments, *source.segments], target.segments
        self._left = [self._profile(s) for s in english if s.kind in GROUPS]
        self._right = [self._profile(s) for s in translation if s.kind in GROUPS]
        both = [link for link in links if link.source and link.target]
        sizes = (
            sum(self._size(base.segments[i]) for link in both for i in link.source),
            sum(self._size(target.segments[j]) for link in both for j in link.target),
        )
        ratio = (sizes[1] + _RATIO_WEIGHT) / (sizes[0] + _RATIO_WEIGHT)
        self._scorer = Scorer(self._left, self._right, ratio, self.dense, lexicon)

    def _profile(self, segment: Segment) -> Profile:
        return profile(segment, self.dense)

    def _size(self, segment: Segment) -> int:
        return self._profile(segment).size if segment.kind in GROUPS and segment.kind is not Kind.CODE else 0

    def margin(self, then: Sequence[Segment], now: Sequence[Segment], there: Sequence[Segment]) -> float:
        """By how many nats the translation fits the new wording better than the old one."""
        if all(segment.kind is Kind.CODE for segment in (*then, *now, *there)):
            return _literally(*(frozenset(_lines(side)) for side in (then, now, there))) * _TO_THE_LETTER
        old, new, target = (joined([self._profile(s) for s in side]) for side in (then, now, there))
        sort = _literally(*(frozenset(s.kind for s in side if s.kind in _SORTS) for side in (then, now, there)))
        if target.text in (old.text, new.text):
            return ((target.text == new.text) - (target.text == old.text)) * _TO_THE_LETTER + sort * _LITERALLY
        literally = _literally(*(frozenset(_literals(side)) for side in (then, now, there)))
        return self._fit(new, target) - self._fit(old, target) + (literally + sort) * _LITERALLY

    def _fit(self, source: Profile, target: Profile) -> float:
        """As `Scorer.full`, whatever kinds of blocks they are: one that became another says nothing here."""
        total = sum(e.weight for e in self._scorer.evidence(source, target) if e.name not in ("kind", "other kind"))
        return total + self._scorer.words(source, target)


def _literally(then: frozenset[str], now: frozenset[str], there: frozenset[str]) -> int:
    """1 if the translation has what is new and nothing of what is gone, -1 the other way round, 0 for neither."""
    new, gone = now - then, then - now
    if new <= there and not gone & there:
        return 1 if new or gone else 0
    return -1 if gone <= there and not new & there else 0


def _lines(segments: Sequence[Segment]) -> Iterator[str]:
    return (line.strip() for segment in segments for line in segment.text.splitlines())


def _literals(segments: Sequence[Segment]) -> Iterator[str]:
    """Tokens and numbers, as they stand in every language."""
    for segment in segments:
        yield from (f"{token.kind} {token.value}" for token in segment.tokens if token.kind in _LITERAL)
        yield from _NUMBER.findall(segment.text)
