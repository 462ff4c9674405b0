"""What English changed since a translation was made from it, segment by segment."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from unicodedata import category

from parallint.align.similar import edits
from parallint.model import Document, Kind, Link, Pair, Segment, Span, Token, TokenKind
from parallint.patterns import pattern_of
from parallint.worddiff import Edit, word_diff

LETTERS = 2
"""Letters that may differ where no token and no negation changed: a corrected typing mistake."""

_SURE = 0.5
_NEGATION = pattern_of(r"\b(?:no|not|never|without|cannot)\b|n['’]t\b", re.IGNORECASE)
_NUMBER = pattern_of(r"\d+(?:[.,:]\d+)*")
_SYMBOL = pattern_of(r"[^\w\s]")
_RELATIONS = frozenset("<>=±≠≤≥")
_NO_LETTER = pattern_of(r"[\W_]+")
_OUTSIDE = frozenset({TokenKind.TAG, TokenKind.HEADING_ID})
"""What a bilingual file keeps outside its spans, if at all."""
_SILENT = frozenset({TokenKind.EMPHASIS, TokenKind.TAG})
"""Tokens that say how something looks; a change of them alone asks nothing of a translator."""
_SORTS = frozenset({Kind.CODE, Kind.HTML, Kind.ROW, Kind.IMAGE})
"""Kinds of which a change shows whatever the words: one sort of prose into another is no change."""

Value = tuple[str, str]
"""A token as it is compared: its kind and its normal form; for a number in the text `("number", digits)`."""


@dataclass(frozen=True)
class Change:
    """A piece of the English that reads differently from what was translated.

    `link` is the one of `Pair.changes`. `then` and `now` are its segments in the base and in the source, `target` those
    of its translation (none where it has none). `dropped` and `gained` are the tokens that went and came: links, code,
    numbers. `confidence` is how sure it is that the translation has not taken it up.
    """

    link: Link
    then: tuple[Segment, ...]
    now: tuple[Segment, ...]
    target: tuple[Segment, ...]
    dropped: tuple[Value, ...] = ()
    gained: tuple[Value, ...] = ()
    confidence: float = 1.0

    @property
    def turned(self) -> bool:
        """Whether it is another sort of block now: what was a code block is a paragraph, what was HTML a list item."""
        return _sorts(self.then) != _sorts(self.now)

    @property
    def hard(self) -> bool:
        """Whether something changed that a translation has literally: a link, code, a number, a placeholder."""
        return bool(self.dropped or self.gained) or any(s.kind is Kind.CODE for s in self.now)

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """The word diff of the visible text."""
        return word_diff(_text(self.then), _text(self.now))


def _sorts(segments: Sequence[Segment]) -> set[Kind]:
    return {segment.kind if segment.kind in _SORTS else Kind.PARAGRAPH for segment in segments}


def changed_since(pair: Pair, letters: int = LETTERS) -> Iterator[Change]:
    """What reads differently in today's English, in its order on the base's page.

    White space, line breaks, punctuation, capitals, emphasis and up to `letters` corrected letters are no change where
    no token, number or negation is touched. What the translation has taken up already is left out, and so is what was
    never translated: that is missing.
    """
    if pair.base is None:
        return
    translated = {i: link for link in pair.base_links for i in link.source}
    today = {i: link for link in pair.links for i in link.source}
    for link in pair.changes:
        if link.source and link.target and all(_known(pair.base, i) for i in link.source):
            change = _change(pair, pair.base, link, translated)
            if change.now[0].kind is Kind.FRONT_MATTER or change.confidence <= _SURE or not _differs(change, letters):
                continue
            if change.target or not any(_told(today.get(j)) for j in link.target):
                yield change


def _told(link: Link | None) -> bool:
    """Whether it is settled what became of a segment that was not translated: taken up since, or missing."""
    return link is not None and bool(link.target or link.confidence >= _SURE)


def _change(pair: Pair, base: Document, link: Link, translated: Mapping[int, Link]) -> Change:
    then = tuple(base.segments[i] for i in link.source)
    now = tuple(pair.source.segments[i] for i in link.target)
    indices = sorted({j for i in link.source if i in translated for j in translated[i].target})
    dropped, gained = _other_tokens(base, then, now)
    there = tuple(pair.target.segments[j] for j in indices)
    taken_up = min((pair.uptake.sure.get(j, 0.0) for j in link.target), default=0.0) if pair.uptake else 0.0
    return Change(link, then, now, there, dropped, gained, 1 - taken_up)


def _known(base: Document, index: int) -> bool:
    """Whether the base says how a segment read: a bilingual file says it only where a unit stands."""
    span = base.segments[index].span
    return not base.units or _unit_before(base, span.end).end > span.start


def _in_unit(base: Document, span: Span) -> bool:
    """Whether one unit holds the whole span: of a link around a unit the address stands outside."""
    unit = _unit_before(base, span.end)
    return unit.start <= span.start and span.end <= unit.end


def _unit_before(base: Document, offset: int) -> Span:
    """The last unit that begins before `offset`; an empty span where there is none."""
    k = bisect_right(base.units, offset - 1, key=lambda unit: unit.span.start) - 1
    return base.units[k].span if k >= 0 else Span(0, 0)


def _differs(change: Change, letters: int) -> bool:
    old, new = _text(change.then), _text(change.now)
    if change.dropped or change.gained or change.turned:
        return True
    if old.split() == new.split():
        return False
    if any(segment.kind is Kind.CODE for segment in change.now):
        return True
    if len(_NEGATION.findall(old)) != len(_NEGATION.findall(new)) or _symbols(old) != _symbols(new):
        return True
    return edits(_bare(old), _bare(new), letters) > letters


def _symbols(text: str) -> list[str]:
    """Signs that mean something of their own: relations, and pictures such as check marks; in order."""
    return [c for c in _SYMBOL.findall(text) if c in _RELATIONS or category(c) == "So"]


def _text(segments: Sequence[Segment]) -> str:
    return "\n".join(segment.text for segment in segments)


def _bare(text: str) -> str:
    return _NO_LETTER.sub(" ", text).strip().lower()


def _other_tokens(
    base: Document, then: Sequence[Segment], now: Sequence[Segment]
) -> tuple[tuple[Value, ...], tuple[Value, ...]]:
    """Tokens and numbers that went and came; one outside the units of a bilingual file may stand for any.

    Code and HTML have no tokens of the kinds that text has: where one became the other, there is nothing to compare.
    """
    if _sorts(then) != _sorts(now):
        return (), ()
    left_out = _SILENT | (_OUTSIDE if base.units else frozenset())
    inside: Counter[Value] = Counter(_numbers(then))
    free: Counter[str] = Counter()
    for token in _tokens(then, left_out):
        if not base.units or _in_unit(base, token.span):
            inside[token.kind, token.value] += 1
        else:
            free[token.kind] += 1
    today: Counter[Value] = Counter(_numbers(now))
    today.update((token.kind, token.value) for token in _tokens(now, left_out))
    gained = []
    for kind, value in (today - inside).elements():
        if free[kind]:
            free[kind] -= 1
        else:
            gained.append((kind, value))
    return tuple((inside - today).elements()), tuple(gained)


def _tokens(segments: Sequence[Segment], left_out: frozenset[TokenKind]) -> Iterator[Token]:
    return (t for s in segments for t in s.tokens if t.kind not in left_out and t.kind is not TokenKind.NUMBER)


def _numbers(segments: Sequence[Segment]) -> Iterator[Value]:
    return (
        ("number", digits)
        for segment in segments
        if segment.kind is not Kind.CODE
        for digits in _NUMBER.findall(segment.text)
    )
