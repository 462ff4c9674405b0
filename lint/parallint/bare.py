"""Marks that stand alone on their lines, and that a translation lacks: there is no text that could be missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Set

from parallint.model import Document, Kind, Pair, Segment, Token, TokenKind
from parallint.unlinked import Gap, gaps


def lost_marks(
    pair: Pair, kinds: frozenset[TokenKind], known: Set[str] = frozenset()
) -> Iterator[tuple[Gap, tuple[Token, ...]]]:
    """Gaps of the target that hold marks and no text, with their tokens of these kinds that the target has too few of.

    Tokens whose value is `known` to be looked after otherwise are left out.

    What stands in a gap with text went with it. A mark of an admonition is left to its own rule, and so is what closes
    one that is lost as well.
    """
    if kinds.isdisjoint(pair.source.holders):
        return
    found = [gap for gap in gaps(pair, "source") if all(map(_bare, gap.segments))]
    if not found:
        return
    spare = _counts(pair.target, kinds)
    spare.subtract(_counts(pair.source, kinds))
    left = _admonitions_lost(pair, spare)
    for gap in found:
        lost: list[Token] = []
        for segment in gap.segments:
            if segment.kind is Kind.ADMONITION or (segment.info.startswith("/") and segment.info[1:] in left):
                continue
            for token in segment.tokens:
                if token.kind in kinds and token.value not in known and spare[token.value] < 0:
                    spare[token.value] += 1
                    lost.append(token)
        if lost:
            yield gap, tuple(lost)


def _bare(segment: Segment) -> bool:
    return segment.kind in (Kind.DIRECTIVE, Kind.ADMONITION) or not segment.text.strip()


def _counts(document: Document, kinds: frozenset[TokenKind]) -> Counter[str]:
    return Counter(token.value for segment in document.segments for token in segment.tokens if token.kind in kinds)


def _admonitions_lost(pair: Pair, spare: Mapping[str, int]) -> frozenset[str]:
    """The keywords, as their closing marks have them, of admonitions that the target does not open anywhere."""
    segments = (pair.source.segments[i] for link in pair.links if not link.target for i in link.source)
    return frozenset(
        segment.info.lower()
        for segment in segments
        if segment.kind is Kind.ADMONITION and all(spare.get(token.value, -1) < 0 for token in segment.tokens)
    )
