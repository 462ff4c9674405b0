"""Which tokens the two sides of a link do not share: what every rule about tokens is built on."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain, groupby
from typing import NamedTuple

from parallint.held import held_confidences
from parallint.marks import broken_kinds
from parallint.memo import once
from parallint.model import Document, Kind, Link, Pair, Segment, Span, Token, TokenKind, covering
from parallint.unlinked import related

NEAR = 3
"""Links before and after in which a token that is lost here may stand instead: sentences wander between blocks."""

_SLIP = 0.75
"""Likeness from which a token that was added is another with a slip in it, whatever stands in the neighbours."""
_ALIKE = 0.6
"""Likeness from which two tokens are evidence that their pieces belong together."""

Key = Callable[[Token, Document], Hashable]
"""What of a token must be the same on both sides, given the document that it stands in; None: it does not count.

It may look at a token's kind and value, and with a link at the character that it begins with, but at nothing else.
"""

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
        return self.lost.span if self.lost else covering(self.source)

    @property
    def target_span(self) -> Span:
        """Where in the target: the token, else the segments that it was lost from."""
        return self.added.span if self.added else covering(self.target)


def token_changes(pair: Pair, kinds: frozenset[TokenKind], key: Key, likeness: Likeness) -> Iterator[TokenChange]:
    """The tokens of these kinds that linked segments do not share, in the order of the links.

    A token that only stands elsewhere (in a neighbouring link, or in a piece without a counterpart), that went with a
    missing sentence, or that came into the English after it was translated, is left out: another rule tells of it, or
    nothing is wrong; so is everything on pages that are no translations of each other. Linear in the number of tokens,
    but for the pairing of a link's changes with each other.
    """
    unlike = _unlike(pair)
    suspects = sorted({k for kind in kinds for k in unlike.get(kind, ())})
    if not suspects or not related(pair):
        return
    sides = {k: _tokens(pair, pair.linked[k], kinds, key) for k in suspects}
    differing = [k for k in suspects if _differs(*sides[k])]
    if not differing:
        return
    around = {n for k in differing for n in range(k - NEAR, k + NEAR + 1)}.intersection(range(len(pair.linked)))
    sides |= {n: _tokens(pair, pair.linked[n], kinds, key) for n in around.difference(sides)}
    missing, extra = _unlinked(pair, kinds, key)
    known = _Known(pair, key)
    for k in differing:
        here, there = sides[k]
        near = [n for n in range(k - NEAR, k + NEAR + 1) if n in sides]
        beside = [sides[n] for n in near]
        added = [
            t for value, tokens in there.items() if value not in missing for t in _over(value, tokens, here, beside)
        ]
        lost = [
            _Keyed(value, t)
            for value, tokens in here.items()
            if len(tokens) > len(there.get(value, ())) and value not in extra
            for t in _lost(value, tokens, len(there.get(value, ())), [_surplus(pair, n, value, sides[n]) for n in near])
        ]
        lost += _slipped(here, there, lost, added, likeness) if added and len(here) <= _MOST else ()
        told = _Told(known, pair.linked[k])
        lost = [found for found in lost if not told.elsewhere(found)]
        yield from _changes(pair, k, lost, added, there, likeness)


@once
def _unlike(pair: Pair) -> Mapping[TokenKind, Sequence[int]]:
    """The links, by index in `linked`, whose sides have not the same tokens of a kind: on most pages few, or none.

    Only in these can anything be found, whatever the key is.
    """
    found: defaultdict[TokenKind, list[int]] = defaultdict(list)
    source, target = ([segment.tokens for segment in d.segments] for d in (pair.source, pair.target))
    for k, link in enumerate(pair.linked):
        here, there = source[link.source[0]], target[link.target[0]]
        if len(link.source) > 1 or len(link.target) > 1:
            here = tuple(token for i in link.source for token in source[i])
            there = tuple(token for j in link.target for token in target[j])
        if (here or there) and not _same(pair, here, there):
            ours, theirs = _seen(pair.source, here), _seen(pair.target, there)
            for kind in dict.fromkeys([token[0] for token in (*ours, *theirs)]):
                if sorted([t for t in ours if t[0] is kind]) != sorted([t for t in theirs if t[0] is kind]):
                    found[kind].append(k)
    return found


def _same(pair: Pair, here: Sequence[Token], there: Sequence[Token]) -> bool:
    """Whether the tokens are the same in the same order, as in most links."""
    if len(here) != len(there):
        return False
    for one, other in zip(here, there, strict=True):
        if one.value != other.value or one.kind is not other.kind:
            return False
        if one.kind is TokenKind.LINK and _first(pair.source, one) != _first(pair.target, other):
            return False
    return True


def _seen(document: Document, tokens: Sequence[Token]) -> list[tuple[TokenKind, str, str]]:
    """Of each token its kind, its value, and the character that a link begins with."""
    return [(t.kind, t.value, _first(document, t) if t.kind is TokenKind.LINK else "") for t in tokens]


def _first(document: Document, token: Token) -> str:
    return document.text[token.span.start : token.span.start + 1]


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


def _over(value: Hashable, tokens: list[Token], other: _Side, around: Sequence[tuple[_Side, _Side]]) -> list[Token]:
    """Those of the target's tokens that the source lacks, the last ones first to go, unless a neighbour has them."""
    count = len(tokens) - len(other.get(value, ()))
    if count <= 0:
        return []
    spare = sum(len(here.get(value, ())) - len(there.get(value, ())) for here, there in around)
    return tokens[len(tokens) - min(count, -spare) :] if spare < 0 else []


def _lost(value: Hashable, tokens: list[Token], kept: int, surplus: Sequence[int]) -> list[Token]:
    """Those of the source's tokens that the target lacks, but for those that the neighbours' targets have over."""
    spare = sum(surplus)
    return tokens[len(tokens) - min(len(tokens) - kept, -spare) :] if spare < 0 else []


def _surplus(pair: Pair, k: int, value: Hashable, side: tuple[_Side, _Side]) -> int:
    """How many tokens of a key the target of link `k` has over; not those that the source has as a plain word."""
    here, there = side[0].get(value, []), side[1].get(value, [])
    over = len(there) - len(here)
    if over <= 0 or there[0].kind is not TokenKind.CODE or len(side[0]) > _MOST:
        return over
    word = re.compile(rf"(?<!\w){re.escape(there[0].value)}(?!\w)")
    plain = sum(len(word.findall(pair.source.segments[i].words)) for i in pair.linked[k].source)
    return max(0, over - plain)


def _slipped(
    here: _Side, there: _Side, lost: Sequence[_Keyed], added: Sequence[Token], likeness: Likeness
) -> Iterator[_Keyed]:
    """The lost tokens that became one much like them, though a neighbour has one of theirs over."""
    known = {found.key for found in lost}
    for value, tokens in here.items():
        if value not in known and value not in there and len(tokens) == 1:
            likest = max(
                (likeness(tokens[0], token) for token in added[:_MOST] if token.kind is tokens[0].kind), default=0.0
            )
            if _SLIP <= likest <= 1:
                yield _Keyed(value, tokens[0])


class _Known:
    """What is the same for all links of a pair: its missing sentences, and what the segments were."""

    def __init__(self, pair: Pair, key: Key) -> None:
        self.pair, self.key = pair, key
        gaps = sorted(gap.source for gap in pair.sentences if gap.words >= _SENTENCE and gap.confidence >= _TOLD)
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

        A cell that is nothing but the token is lost as this, unless its whole column is.
        """
        here, there = self._source[0].cells, self._target[0].cells
        if not here or not there:
            return False
        k = next((k for k, cell in enumerate(here) if cell.span.start <= token.span.start < cell.span.end), None)
        if k is None or len(here) != len(there):
            return k is not None
        if there[k].span.start != there[k].span.end:
            return False
        alone = token.kind is TokenKind.CODE and here[k].span == token.span
        return not alone or (self._source[0].span.start, k) in _emptied_columns(self._pair)

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


_COLUMN = 3
"""Rows from which a column is one, and not some cells."""


@once
def _emptied_columns(pair: Pair) -> Mapping[tuple[int, int], int]:
    """Where a row's cell went with its whole column: row (where it begins in the source) and column -> rows of these.

    All rows of a table but one, at the most, have text there in the source and none in the target.
    """
    found: dict[tuple[int, int], int] = {}
    rows = [_rows(pair, link) for link in pair.linked]
    for known, group in groupby(rows, key=bool):
        table = [row for row in group if row] if known else []
        for k in range(min((len(row[0].cells) for row in table), default=0)):
            empty = [source for source, target in table if _lacks(source, target, k)]
            if len(empty) >= max(_COLUMN, len(table) - 1):
                found.update({(source.span.start, k): len(empty) for source in empty})
    return found


def _rows(pair: Pair, link: Link) -> tuple[Segment, Segment] | None:
    source, target = pair.source.segments[link.source[0]], pair.target.segments[link.target[0]]
    return (source, target) if source.kind is target.kind is Kind.ROW else None


def _lacks(source: Segment, target: Segment, column: int) -> bool:
    if column >= len(target.cells) or not source.cells[column].text.strip():
        return False
    return target.cells[column].span.start == target.cells[column].span.end


_MARKED = frozenset({TokenKind.LINK, TokenKind.CODE})
_SENTENCE, _TOLD = 4, 0.5
"""Words and confidence from which `missing-sentence` tells of a gap, and its tokens are told with it."""


def _changes(
    pair: Pair,
    k: int,
    lost: list[_Keyed],
    added: list[Token],
    there: _Side,
    likeness: Likeness,
) -> Iterator[TokenChange]:
    link, sure = pair.linked[k], _confidences(pair)[k]
    source = tuple(pair.source.segments[i] for i in link.source)
    target = tuple(pair.target.segments[j] for j in link.target)
    became = _paired([found.token for found in lost[:_MOST]], added[:_MOST], likeness)
    for index, (key, token) in enumerate(lost):
        yield TokenChange(token, became.get(index), source, target, len(there.get(key, ())), sure)
    taken = {id(token) for token in became.values()}
    for token in added:
        if id(token) not in taken:
            yield TokenChange(None, token, source, target, 0, sure)


@once
def _confidences(pair: Pair) -> Sequence[float]:
    """For each link of something with something how sure it is, by what holds it in its place as well.

    What differs between two pieces makes their link less sure, and it is just what is to be told.
    """
    sure = held_confidences(pair)
    return [confidence for link, confidence in zip(pair.links, sure, strict=True) if link.source and link.target]


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
