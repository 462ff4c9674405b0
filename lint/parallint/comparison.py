"""Which tokens the two sides of a link do not share: what every rule about tokens is built on."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from parallint.elsewhere import Key, Keyed, Known, Told
from parallint.held import held_confidences
from parallint.memo import once
from parallint.model import Document, Link, Pair, Segment, Span, Token, TokenKind, covering
from parallint.unlike import unlike_links
from parallint.unlinked import related

NEAR = 3
"""Links before and after in which a token that is lost here may stand instead: sentences wander between blocks."""

_SLIP = 0.75
"""Likeness from which a token that was added is another with a slip in it, whatever stands in the neighbours."""
_ALIKE = 0.6
"""Likeness from which two tokens are evidence that their pieces belong together."""

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
    unlike = unlike_links(pair)
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
    known = Known(pair, key)
    for k in differing:
        here, there = sides[k]
        near = [n for n in range(k - NEAR, k + NEAR + 1) if n in sides]
        beside = [sides[n] for n in near]
        added = [
            t for value, tokens in there.items() if value not in missing for t in _over(value, tokens, here, beside)
        ]
        lost = [
            Keyed(value, t)
            for value, tokens in here.items()
            if len(tokens) > len(there.get(value, ())) and value not in extra
            for t in _lost(value, tokens, len(there.get(value, ())), [_surplus(pair, n, value, sides[n]) for n in near])
        ]
        lost += _slipped(here, there, lost, added, likeness) if added and len(here) <= _MOST else ()
        told = Told(known, pair.linked[k])
        lost = [found for found in lost if not told.elsewhere(found)]
        yield from _changes(pair, k, lost, added, there, likeness)


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
    here: _Side, there: _Side, lost: Sequence[Keyed], added: Sequence[Token], likeness: Likeness
) -> Iterator[Keyed]:
    """The lost tokens that became one much like them, though a neighbour has one of theirs over."""
    known = {found.key for found in lost}
    for value, tokens in here.items():
        if value not in known and value not in there and len(tokens) == 1:
            likest = max(
                (likeness(tokens[0], token) for token in added[:_MOST] if token.kind is tokens[0].kind), default=0.0
            )
            if _SLIP <= likest <= 1:
                yield Keyed(value, tokens[0])


def _changes(
    pair: Pair,
    k: int,
    lost: list[Keyed],
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
