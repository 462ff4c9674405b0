"""Directives of two pages: marks that the aligner leaves out, as they say nothing that words or lengths could match."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from parallint.align.equal import equal_blocks
from parallint.model import Document, Evidence, Kind, Link, Segment
from parallint.read.grouping import in_order

_SURE = 0.95


def with_directives(source: Document, target: Document, links: Sequence[Link]) -> tuple[Link, ...]:
    """The links, and one for each directive that stands between the same linked segments on both sides."""
    known = {i for link in links for i in link.source}, {j for link in links for j in link.target}
    here, there = list(_marks(source, links, 0, known[0])), list(_marks(target, links, 1, known[1]))
    pairs = equal_blocks([key for key, _ in here], [key for key, _ in there])
    found = [
        Link((here[a][1],), (there[b][1],), _SURE, (Evidence("same mark", 1.0),))
        for a, b in pairs
        if here[a][1] not in known[0] and there[b][1] not in known[1]
    ]
    return tuple(in_order([*links, *found])) if found else tuple(links)


def _marks(document: Document, links: Sequence[Link], side: int, known: set[int]) -> Iterator[tuple[Hashable, int]]:
    """Directives by their keyword, and between them the first segments of the links, by the link's number."""
    first = {(link.source, link.target)[side][0]: k for k, link in enumerate(links) if link.source and link.target}
    for i, segment in enumerate(document.segments):
        if i in first:
            yield ("link", first[i]), i
        elif segment.kind is Kind.DIRECTIVE and i not in known:
            yield ("mark", segment.info), i


def same_mark(segment: Segment) -> Hashable:
    """What is the same in two directives of which one is the translation of the other."""
    return segment.info, tuple(token.value for token in segment.tokens)
