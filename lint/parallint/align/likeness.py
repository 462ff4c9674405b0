"""How much two segments in one language are the same one: by the characters that they have in common, in order."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from parallint.align.similar import similarity
from parallint.model import Document, Kind, Segment, TokenKind
from parallint.patterns import pattern_of

REWORDED = 0.55
"""Share of characters in common from which two segments of a kind are the same one, reworded.

Two English sentences that have nothing to do with each other share 0.35 to 0.5, short ones up to 0.6.
"""
TURNED = 0.7
"""The same for segments of different kinds: a paragraph that became a list item, HTML that became Markdown."""
ELSEWHERE = 0.75
"""The same for segments that stand in different places of the page."""
_LEAST_ELSEWHERE = 20
"""Characters that a segment must have to be known again elsewhere, reworded."""
_COMPARED = 1_000
_MOST_WORDS = 200
_JOINED = 0.12
"""What a merge or split must have in common over the best of its halves."""
_MERGING = frozenset({Kind.PARAGRAPH, Kind.ITEM, Kind.HTML})
_TEXT = {Kind.IMAGE: Kind.PARAGRAPH}
_ADDRESSED = frozenset({TokenKind.LINK, TokenKind.IMAGE, TokenKind.PLACEHOLDER, TokenKind.INCLUDE})
_NO_LETTER = pattern_of(r"[\W_]+")


class Block:
    """A segment of a page, as it is compared with another revision's."""

    def __init__(self, document: Document, segment: Segment) -> None:
        self.segment = segment
        self.kind = segment.kind
        self._document = document

    @cached_property
    def key(self) -> tuple[object, ...]:
        """What is the same in two segments that are the same."""
        seen = " ".join(self.segment.text.split())
        return self.kind, self.segment.level, seen, *(() if self._document.units else self.addresses)

    @cached_property
    def seen(self) -> tuple[str, str]:
        """The visible text; of a segment that has none what it refers to."""
        return self.kind, " ".join(self.segment.text.split()) or " ".join(t.value for t in self.segment.tokens)

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """Where its links lead, what its images show, and what stands for something else."""
        return tuple(token.value for token in self.segment.tokens if token.kind in _ADDRESSED)

    @cached_property
    def written(self) -> str:
        """As it is written, in one line, at most `_COMPARED` characters."""
        return " ".join(self._document.written(self.segment)[: 2 * _COMPARED].split())[:_COMPARED]

    @cached_property
    def bare(self) -> str:
        """The visible words alone: what stays when a paragraph becomes a list item, or HTML Markdown."""
        return _bare(self.segment.text[: 2 * _COMPARED])

    @cached_property
    def plain(self) -> str:
        """The words as written, addresses and all."""
        return _bare(self.written)

    @cached_property
    def words(self) -> Counter[str]:
        """The words, without case."""
        return Counter(self.bare.split()[:_MOST_WORDS])

    @cached_property
    def size(self) -> int:
        """How many words there are."""
        return self.words.total()


def likeness(a: Block, b: Block) -> float:
    """The share of characters in common (0 to 1) where it is enough for the same segment in the same place, else 0."""
    if a.seen == b.seen:
        return 1.0
    if _TEXT.get(a.kind, a.kind) is _TEXT.get(b.kind, b.kind):
        found = similarity(a.written, b.written, REWORDED)
        return found if found >= REWORDED else similarity(a.bare, b.bare, TURNED)
    return similarity(a.bare, b.bare, TURNED) if min(len(a.bare), len(b.bare)) > _LEAST_ELSEWHERE else 0.0


def likeness_elsewhere(a: Block, b: Block) -> float:
    """As `likeness`, for segments that are not in the same place."""
    if min(len(a.bare), len(b.bare)) > _LEAST_ELSEWHERE and (found := similarity(a.bare, b.bare, ELSEWHERE)):
        return found
    if bool(a.bare) is bool(b.bare) and min(len(a.plain), len(b.plain)) > _LEAST_ELSEWHERE:
        return similarity(a.plain, b.plain, ELSEWHERE)
    return 0.0


def _bare(text: str) -> str:
    return _NO_LETTER.sub(" ", text).strip().lower()[:_COMPARED]


def joined(first: Block, second: Block, whole: Block) -> float:
    """The share of words that two segments together have in common with a third, if each adds to it; else 0."""
    if not {first.kind, second.kind, whole.kind} <= _MERGING:
        return 0.0
    halves = dice(first.words, whole.words), dice(second.words, whole.words)
    if min(halves) < _JOINED:
        return 0.0
    both = dice(first.words + second.words, whole.words)
    return both if both > max(halves) + _JOINED else 0.0


def dice(a: Counter[str], b: Counter[str]) -> float:
    """Dice's coefficient of two bags of words; 0 for two empty ones."""
    few, many = (a, b) if len(a) < len(b) else (b, a)
    both = sum(min(count, many[word]) for word, count in few.items() if word in many)
    return 2 * both / max(1, a.total() + b.total())
