"""Which tokens the two sides of a link do not share: what every rule about tokens is built on."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

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
    if not related(pair):
        return
    links = [link for link in pair.links if link.source and link.target]
    sides = [_tokens(pair, link, kinds, key) for link in links]
    differing = [k for k, side in enumerate(sides) if _differs(*side)]
    if not differing:
        return
    missing, extra = _unlinked(pair, kinds, key)
    then = _then(pair)
    for k in differing:
        here, there = sides[k]
        around = sides[max(0, k - NEAR) : k + NEAR + 1]
        lost = [t for value, tokens in here.items() for t in _over(value, tokens, there, around, 1)]
        added = [t for value, tokens in there.items() for t in _over(value, tokens, here, around, 0)]
        lost = [
            t for t in lost if key(t, pair.source) not in extra and not _told_elsewhere(pair, links[k], t, key, then)
        ]
        added = [t for t in added if key(t, pair.target) not in missing]
        yield from _changes(pair, links[k], lost, added, there, key, likeness)


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


def _then(pair: Pair) -> dict[int, list[Segment]]:
    """Index of a segment of the source -> the segments of the base, the English of then, that it comes from."""
    found: dict[int, list[Segment]] = {}
    if pair.base is not None:
        for change in pair.changes:
            for i in change.target:
                found.setdefault(i, []).extend(pair.base.segments[k] for k in change.source)
    return found


def _told_elsewhere(pair: Pair, link: Link, token: Token, key: Key, then: Mapping[int, Sequence[Segment]]) -> bool:
    """Whether the token went with a missing sentence, or came into the English since it was translated."""
    if any(gap.source.start <= token.span.start < gap.source.end for gap in pair.sentences):
        return True
    if _in_lost_cell(pair, link, token) or _shows(pair, link, token):
        return True
    before = [segment for i in link.source for segment in then.get(i, ())]
    if pair.base is None or not before:
        return False
    keys = {key(t, pair.base) for segment in before for t in segment.tokens}
    return bool(keys or not pair.base.units) and key(token, pair.source) not in keys


def _in_lost_cell(pair: Pair, link: Link, token: Token) -> bool:
    """Whether the token's cell is empty in the translation's row, or the rows have not as many cells."""
    here, there = pair.source.segments[link.source[0]].cells, pair.target.segments[link.target[0]].cells
    if not here or not there:
        return False
    k = next((k for k, cell in enumerate(here) if cell.span.start <= token.span.start < cell.span.end), None)
    return k is not None and (len(here) != len(there) or there[k].span.start == there[k].span.end)


def _shows(pair: Pair, link: Link, token: Token) -> bool:
    """Whether the translation shows the marks of such a token: `literal-markup` says so."""
    if token.kind not in _MARKED:
        return False
    shown = broken_kinds(pair.target, [pair.target.segments[j] for j in link.target])
    kind = TokenKind.LINK if token.kind is TokenKind.IMAGE else token.kind
    return kind in shown and kind not in broken_kinds(pair.source, [pair.source.segments[i] for i in link.source])


_MARKED = frozenset({TokenKind.LINK, TokenKind.IMAGE, TokenKind.CODE})


def _changes(
    pair: Pair,
    link: Link,
    lost: list[Token],
    added: list[Token],
    there: _Side,
    key: Key,
    likeness: Likeness,
) -> Iterator[TokenChange]:
    source = tuple(pair.source.segments[i] for i in link.source)
    target = tuple(pair.target.segments[j] for j in link.target)
    became = _paired(lost[:_MOST], added[:_MOST], likeness)
    for k, token in enumerate(lost):
        left = len(there.get(key(token, pair.source), ()))
        yield TokenChange(token, became.get(k), source, target, left, link.confidence)
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
