"""Links whose two sides have not the same tokens: on most pages few, or none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from parallint.memo import once
from parallint.model import Document, Pair, Token, TokenKind


@once
def unlike_links(pair: Pair) -> Mapping[TokenKind, Sequence[int]]:
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
