"""Which tokens the two sides of a link do not share: what every rule about tokens is built on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain
from typing import NamedTuple

from parallint.marks import broken_kinds
from parallint.model import Document, Link, Pair, Segment, Span, Token, TokenKind
from parallint.unlinked import related

NEAR = 3
"""Links before and after in which a token that is lost here may stand instead: sentences wander between blocks."""

_ALIKE = 0.6
"""Likeness from which two tokens are evidence that their pieces belong together."""

Key = Callable[[Token, Document], Hashable]
"""What of a token must be the same on both sides, given the document that it stands in; None: it does not count."""

Likeness = Callable[[Token, Token], float]
"""How much a lost token of the source is like an added one of the target, 0 to 1; at 0 they are not the same one."""


@dataclass(frozen=True, slots=True)
class TokenChange:
    """A token that one side of a link has and the other has not, or has changed.

    `lost` is the source's, `added` the target's; where both are there, the one became the other. `source` and `target`
    are the link's segments. `left` says how many of the same are still in the target (for a lost token: it stands in
    the source more often) and `confidence` how sure the link is.
    """

    lost: Token | None
    added: Token | None
    source: tuple[Segment, ...]
    target: tuple[Segment, ...]
    left: int
    confidence: float

    def confidence_with(self, likeness: float) -> float:
        """The link's confidence where the two tokens are so much alike (0 to 1): it speaks for the link as well."""
        return 1 - (1 - self.confidence) * (1 - likeness) if likeness >= _ALIKE else self.confidence

    @property
    def source_span(self) -> Span:
        """Where in the source: the token, else the segments that it was added to."""
        return self.lost.span if self.lost else _covered(self.source)

    @property
    def target_span(self) -> Span:
        """Where in the target: the token, else the segments that it was lost from."""
        return self.added.span if self.added else _covered(self.target)


def token_changes(pair: Pair, kinds: frozenset[TokenKind], key: Key, likeness: Likeness) -> Iterator[TokenChange]:
    """The tokens of these kinds that linked segments do not share, in the order of the links.

    A token that only stands elsewhere (in a neighbouring link, or in a piece without a counterpart), that went with a
    missing sentence, or that came into the English after it was translated, is left out: another rule tells of it, or
    nothing is wrong; so is everything on pages that are no translations of each other. Linear in the number of tokens,
    but for the pairing of a link's changes with each other.
    """
    holding = _holding(pair, kinds)
    if not holding or not related(pair):
        return
    sides = {k: _tokens(pair, pair.linked[k], kinds, key) for k in holding}
    differing = [k for k in holding if _differs(*sides[k])]
    if not differing:
        return
    missing, extra = _unlinked(pair, kinds, key)
    known = _Known(pair, key)
    for k in differing:
        here, there = sides[k]
        around = [sides[near] for near in range(k - NEAR, k + NEAR + 1) if near in sides]
        lost = [
            _Keyed(value, t)
            for value, tokens in here.items()
            if value not in extra
            for t in _over(value, tokens, there, around, 1)
        ]
        added = [
            t for value, tokens in there.items() if value not in missing for t in _over(value, tokens, here, around, 0)
        ]
        told = _Told(known, pair.linked[k])
        lost = [found for found in lost if not told.elsewhere(found)]
        yield from _changes(pair, pair.linked[k], lost, added, there, likeness)


def _holding(pair: Pair, kinds: frozenset[TokenKind]) -> list[int]:
    """The pair's links, by index in `linked`, with tokens of these kinds; on most pages few, or none, have any."""
    here, there = (
        {index for kind in kinds for index in document.holders.get(kind, ())} for document in (pair.source, pair.target)
    )
    if not here and not there:
        return []
    return [
        k for k, link in enumerate(pair.linked) if not here.isdisjoint(link.source) or not there.isdisjoint(link.target)
    ]


class _Keyed(NamedTuple):
    """A token and its key."""

    key: Hashable
    token: Token


_Side = dict[Hashable, list[Token]]


def _differs(here: _Side, there: _Side) -> bool:
    return here.keys() != there.keys() or any(len(here[value]) != len(there[value]) for value in here)


def _tokens(pair: Pair, link: Link, kinds: frozenset[TokenKind], key: Key) -> tuple[_Side, _Side]:
    return (
        _by_key(pair.source, [pair.source.segments[i] for i in link.source], kinds, key),
        _by_key(pair.target, [pair.target.segments[j] for j in link.target], kinds, key),
    )


def _by_key(document: Document, segments: Sequence[Segment], kinds: frozenset[TokenKind], key: Key) -> _Side:
    found: _Side = {}
    for token in chain.from_iterable(segment.tokens for segment in segments):
        if token.kind in kinds and (value := key(token, document)) is not None:
            found.setdefault(value, []).append(token)
    return found


def _unlinked(pair: Pair, kinds: frozenset[TokenKind], key: Key) -> tuple[frozenset[Hashable], frozenset[Hashable]]:
    """The keys of the tokens in the pieces of the source, and of the target, that have no counterpart."""
    source = [pair.source.segments[i] for link in pair.links if not link.target for i in link.source]
    target = [pair.target.segments[j] for link in pair.links if not link.source for j in link.target]
    return (
        frozenset(_by_key(pair.source, source, kinds, key)),
        frozenset(_by_key(pair.target, target, kinds, key)),
    )


def _over(
    value: Hashable, tokens: list[Token], other: _Side, around: Sequence[tuple[_Side, _Side]], side: int
) -> list[Token]:
    """Those of the tokens that the other side lacks, the last ones first to go, unless a neighbour has them over."""
    count = len(tokens) - len(other.get(value, ()))
    if count <= 0:
        return []
    # Over all the neighbours: what one link lacks and the next has over only stands elsewhere.
    spare = sum(len(pair[side].get(value, ())) - len(pair[1 - side].get(value, ())) for pair in around)
    return tokens[len(tokens) - min(count, -spare) :] if spare < 0 else []


class _Known:
    """What is the same for all links of a pair: its missing sentences, and what the segments were."""

    def __init__(self, pair: Pair, key: Key) -> None:
        self.pair, self.key = pair, key
        gaps = sorted(gap.source for gap in pair.sentences)
        self.starts = [gap.start for gap in gaps]
        self.ends = list(accumulate((gap.end for gap in gaps), max))
        self.then: dict[int, list[Segment]] = {}
        """Index of a segment of the source -> the segments of the base, the English of then, that it comes from."""
        if pair.base is not None:
            for change in pair.changes:
                for i in change.target:
                    self.then.setdefault(i, []).extend(pair.base.segments[k] for k in change.source)


class _Told:
    """What of a link's lost tokens is told elsewhere."""

    def __init__(self, known: _Known, link: Link) -> None:
        self._known, self._pair = known, known.pair
        self._source = [known.pair.source.segments[i] for i in link.source]
        self._target = [known.pair.target.segments[j] for j in link.target]
        self._before = [segment for i in link.source for segment in known.then.get(i, ())]

    def elsewhere(self, lost: _Keyed) -> bool:
        """Whether the token went with a missing sentence, or came into the English since it was translated."""
        token = lost.token
        if self._in_gap(token) or self._in_lost_cell(token) or self._shows(token):
            return True
        if self._pair.base is None or not self._before:
            return False
        known = bool(self._then or not self._pair.base.units)
        return known and lost.key not in self._then

    def _in_gap(self, token: Token) -> bool:
        before = bisect_right(self._known.starts, token.span.start)
        return before > 0 and token.span.start < self._known.ends[before - 1]

    def _in_lost_cell(self, token: Token) -> bool:
        """Whether the token's cell is empty in the translation's row, or the rows have not as many cells.

        A cell that is nothing but the token is lost as this.
        """
        here, there = self._source[0].cells, self._target[0].cells
        if not here or not there:
            return False
        k = next((k for k, cell in enumerate(here) if cell.span.start <= token.span.start < cell.span.end), None)
        if k is None or len(here) != len(there):
            return k is not None
        return there[k].span.start == there[k].span.end and (
            token.kind is not TokenKind.CODE or here[k].span != token.span
        )

    def _shows(self, token: Token) -> bool:
        """Whether the translation shows the marks of such a token: `literal-markup` says so."""
        return (TokenKind.LINK if token.kind is TokenKind.IMAGE else token.kind) in self._shown

    @cached_property
    def _shown(self) -> frozenset[TokenKind]:
        shown = broken_kinds(self._pair.target, self._target) & _MARKED
        return shown - broken_kinds(self._pair.source, self._source) if shown else shown

    @cached_property
    def _then(self) -> frozenset[Hashable]:
        """The keys of the tokens that the source had when it was translated."""
        base, key = self._pair.base, self._known.key
        return frozenset(key(t, base) for segment in self._before for t in segment.tokens) if base else frozenset()


_MARKED = frozenset({TokenKind.LINK, TokenKind.CODE})


def _changes(
    pair: Pair,
    link: Link,
    lost: list[_Keyed],
    added: list[Token],
    there: _Side,
    likeness: Likeness,
) -> Iterator[TokenChange]:
    source = tuple(pair.source.segments[i] for i in link.source)
    target = tuple(pair.target.segments[j] for j in link.target)
    became = _paired([found.token for found in lost[:_MOST]], added[:_MOST], likeness)
    for k, (key, token) in enumerate(lost):
        yield TokenChange(token, became.get(k), source, target, len(there.get(key, ())), link.confidence)
    taken = {id(token) for token in became.values()}
    for token in added:
        if id(token) not in taken:
            yield TokenChange(None, token, source, target, 0, link.confidence)


_MOST = 40
"""Changed tokens of one link that are paired with each other; any further ones are lost and added."""


def _paired(lost: Sequence[Token], added: Sequence[Token], likeness: Likeness) -> dict[int, Token]:
    """Index of a lost token -> the added one that it became: the likest first, then in their order."""
    scored = sorted(
        (
            (-likeness(a, b), abs(i - j), i, j)
            for i, a in enumerate(lost)
            for j, b in enumerate(added)
            if a.kind is b.kind
        ),
    )
    result: dict[int, Token] = {}
    taken: set[int] = set()
    for score, _, i, j in scored:
        if score < 0 and i not in result and j not in taken:
            result[i] = added[j]
            taken.add(j)
    return result


def _covered(segments: Sequence[Segment]) -> Span:
    return Span(min(s.span.start for s in segments), max(s.span.end for s in segments))
