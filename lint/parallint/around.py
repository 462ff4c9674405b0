"""How a finding's piece came to lie beside its counterpart, in words: what holds it, and how sure that is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from operator import attrgetter

from parallint.model import Document, Finding, Kind, Link, Pair, Segment, Span
from parallint.wording import described

_SHOWN = 3
"""Reasons for a link that are named."""
_SUREST = 0.99
_FAR = 50
"""Segments that are asked, from where a finding begins, whether they have a link: marks and comments have none."""
_NAMES = {  # evidence that is no reason for a reader, as the kind of the piece, has no name
    "same text": "the same text",
    "same mark": "the same mark",
    "code": "the code",
    "tokens": "the links, code and numbers in them",
    "words": "their words",
    "length": "their length",
    "sentences": "their sentences",
    "join": "what both parts hold together",
    "English then": "the English of then",
}


class Around:
    """The alignment of a pair, asked where it has a finding's piece."""

    def __init__(self, pair: Pair) -> None:
        self._pair = pair

    def evidence(self, finding: Finding) -> str:
        """What the finding rests on, as a sentence without its full stop; "" where no piece of the page is meant.

        For what has no counterpart, the nearest pieces before and behind it that have one; else the counterpart, how
        sure that is, and what speaks for it most.
        """
        k = self._link_of(finding)
        if k is None:
            return ""
        link = self._pair.links[k]
        return self._matched(link) if link.source and link.target else self._between(k)

    def _link_of(self, finding: Finding) -> int | None:
        for document, span, links in (
            (self._pair.source, finding.source, self._by_source),
            (self._pair.target, finding.target, self._by_target),
        ):
            if isinstance(span, Span) and span.end > span.start and (k := _at(document, span, links)) is not None:
                return k
        return None

    @cached_property
    def _by_source(self) -> dict[int, int]:
        return {i: k for k, link in enumerate(self._pair.links) for i in link.source}

    @cached_property
    def _by_target(self) -> dict[int, int]:
        return {j: k for k, link in enumerate(self._pair.links) for j in link.target}

    @cached_property
    def _held(self) -> list[int]:
        """The links of something with something that stands in its place, by index."""
        return [k for k, link in enumerate(self._pair.links) if link.source and link.target and not link.moved]

    def _matched(self, link: Link) -> str:
        pair = self._pair
        here, there = (
            [document.segments[i] for i in indices]
            for document, indices in ((pair.source, link.source), (pair.target, link.target))
        )
        line, other = pair.source.place(here[0].span).line, pair.target.place(there[0].span).line
        for_it = sorted((e for e in link.evidence if e.weight > 0), key=attrgetter("weight"), reverse=True)
        names = list(dict.fromkeys(_NAMES[e.name] for e in for_it if e.name in _NAMES))[:_SHOWN]
        why = f", by {' and '.join(names)}" if names else ""
        kinds = str(here[0].kind) if here[0].kind is there[0].kind else f"{here[0].kind} and {there[0].kind}"
        sure = min(link.confidence, _SUREST)
        return f"{kinds} of line {line} in the English and line {other} here, {sure:.0%} sure{why}"

    def _between(self, k: int) -> str:
        at = bisect_left(self._held, k)
        before = self._named(self._pair.links[self._held[at - 1]]) if at else ""
        behind = self._named(self._pair.links[self._held[at]]) if at < len(self._held) else ""
        if before and behind:
            return f"between {before} and {behind}, which have their counterparts"
        if before or behind:
            edge, held = ("end", f"behind {before}") if before else ("beginning", f"before {behind}")
            return f"at the {edge} of the page, {held}, which has its counterpart"
        return ""

    def _named(self, link: Link) -> str:
        pair = self._pair
        segment = pair.source.segments[link.source[0]]
        shown = str(segment.kind) if segment.kind is Kind.FRONT_MATTER else described([segment])
        return f"{shown} (line {pair.target.place(pair.target.segments[link.target[0]].span).line} here)"


def _at(document: Document, span: Span, links: dict[int, int]) -> int | None:
    """The link of the first segment in a span that has one."""
    segments = document.segments
    first = max(bisect_right(segments, span.start, key=_start) - 1, 0)
    for near, segment in enumerate(segments[first : first + _FAR], first):
        if segment.span.start >= span.end:
            break
        if segment.span.end > span.start and near in links:
            return links[near]
    return None


def _start(segment: Segment) -> int:
    return segment.span.start
