"""Gaps: neighbouring segments of one side that the other side has no counterpart for, taken together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Literal

from parallint.memo import once
from parallint.model import SINCE, Document, Kind, Link, Pair, Segment, Span, TokenKind
from parallint.patterns import pattern_of

Side = Literal["source", "target"]


@dataclass(frozen=True, slots=True)
class Gap:
    """A run of segments that only one side has.

    `span` covers them in the document that has them; `point`, an empty span, is where they belong in the other one.
    `confidence` is that of the least certain of the links. `since` says that English gained or lost it after the
    translation was made: that is known, not inferred. Where a lone segment stands among others of its kind that hardly
    differ from it, and nothing tells which of them is gone, `rivals` holds all of them, itself included.
    """

    segments: tuple[Segment, ...]
    span: Span
    point: Span
    confidence: float
    since: bool = False
    rivals: tuple[Segment, ...] = ()

    @property
    def section(self) -> bool:
        """Whether the run begins with a heading and holds what stands under it."""
        first = self.segments[0]
        return len(self.segments) > 1 and first.kind is Kind.HEADING

    def matters(self, alone: Set[TokenKind], characters: int) -> bool:
        """Whether it holds so many characters of text, or a token of a kind that is worth having `alone`.

        What is known to have come or gone matters in any case; marks that only say how a piece is shown never do.
        """
        return self.since or any(
            any(token.kind in alone for token in segment.tokens)
            or (segment.kind not in _CONTAINERS and len(segment.text.strip()) >= characters)
            for segment in self.segments
        )


@once
def gaps(pair: Pair, side: Side) -> Sequence[Gap]:
    """The gaps of the document on `side`, in its order: what the other one lacks.

    Where a gap holds several sections that begin at one level, each is a gap of its own. Pages that are not related
    have no gaps: there is nothing that the one could lack of the other.
    """
    return tuple(_each(pair, side)) if len(pair.linked) < len(pair.links) and related(pair) else ()


def _each(pair: Pair, side: Side) -> Iterator[Gap]:
    document, other = (pair.source, pair.target) if side == "source" else (pair.target, pair.source)
    run: list[Link] = []
    point = before = _start(other)
    for link in pair.links:
        ours, theirs = (link.source, link.target) if side == "source" else (link.target, link.source)
        if ours and not theirs:
            if run and _since(run[-1]) != _since(link):
                yield from _gaps(document, side, run, point)
                run = []
            point = point if run else before
            run.append(link)
            continue
        if ours and run:
            yield from _gaps(document, side, run, point)
            run = []
        if theirs and not link.moved:
            before = max(before, other.segments[theirs[-1]].span.end)
    if run:
        yield from _gaps(document, side, run, point)


LEAST_RELATED = 1.6
"""Nats a segment from which two pages count as translations of each other.

Of 220 pages against another page's translation seven in eight had less; the others were made to one pattern.
"""
_FEW = 6
_CERTAIN, _MANY = 0.997, 8
"""So many links so certain show that a page is a translation, though most of it has been written anew since.

Of those 220 pages all but one had three at the most.
"""


def related(pair: Pair) -> bool:
    """Whether the pages are translations of each other at all; pages of few segments are taken to be."""
    few = min(len(pair.source.segments), len(pair.target.segments)) < _FEW
    if few or pair.relatedness >= LEAST_RELATED:
        return True
    return sum(link.confidence >= _CERTAIN for link in pair.links if link.source and link.target) >= _MANY


def _since(link: Link) -> bool:
    return any(evidence.name == SINCE for evidence in link.evidence)


def _start(document: Document) -> int:
    first = next((s for s in document.segments if s.kind is Kind.FRONT_MATTER), None)
    return first.span.end if first else 0


def _gaps(document: Document, side: Side, run: Sequence[Link], point: int) -> Iterator[Gap]:
    for part in _sections(document, side, run):
        indices = [i for link in part for i in (link.source if side == "source" else link.target)]
        segments = tuple(document.segments[i] for i in indices)
        span = _with_closings(document, segments)
        sure, since = _confidence(part), _since(part[0])
        rivals = _rivals(document, indices[0]) if len(indices) == 1 and sure < _NAMED and not since else ()
        yield Gap(segments, span, Span(point, point), sure, since, rivals)


_CLOSING = pattern_of(r"[ \t>]*(?::{3,}|/{3,})[ \t]*(?=[\r\n]|\Z)")
_CONTAINERS = frozenset({Kind.ADMONITION, Kind.DIRECTIVE})


def _with_closings(document: Document, segments: Sequence[Segment]) -> Span:
    """What the segments cover, with the marks behind it that close the containers which begin in it."""
    start, end = segments[0].span.start, max(segment.span.end for segment in segments)
    text = document.text
    opened = sum(s.kind in _CONTAINERS and text.startswith((":::", "///"), s.span.start) for s in segments)
    if opened:
        opened -= sum(_CLOSING.fullmatch(line) is not None for line in text[start:end].splitlines())
    while opened > 0:
        line = len(text) - len(text[end:].lstrip()) if end < len(text) else end
        begin = max(text.rfind("\n", 0, line), text.rfind("\r", 0, line)) + 1
        match = _CLOSING.match(text, begin)
        if not match or match.end() <= end:
            break
        end, opened = match.end(), opened - 1
    return Span(start, end)


_NAMED = 0.9
"""Confidence from which it is told which one of like neighbours is gone."""
_ALIKE = 0.75
_MOST_RIVALS = 20


def _rivals(document: Document, index: int) -> tuple[Segment, ...]:
    """The segment and its neighbours on both sides, as far as they are like it; none where there is no such one."""
    lost = document.segments[index]
    first = last = index
    while first and index - first < _MOST_RIVALS and _alike(document.segments[first - 1], lost):
        first -= 1
    while (
        last + 1 < len(document.segments) and last - index < _MOST_RIVALS and _alike(document.segments[last + 1], lost)
    ):
        last += 1
    return document.segments[first : last + 1] if first < last else ()


def _alike(one: Segment, other: Segment) -> bool:
    """Whether two segments of a kind have nearly all words in common (Dice's coefficient of their sets)."""
    if one.kind is not other.kind:
        return False
    here, there = set(one.text.lower().split()), set(other.text.lower().split())
    return 2 * len(here & there) >= _ALIKE * (len(here) + len(there))


def _confidence(run: Sequence[Link]) -> float:
    """That of the least certain link; what went is certain as such, and its place as certain as most of the links."""
    confidences = [link.confidence for link in run]
    return sum(confidences) / len(confidences) if _since(run[0]) else min(confidences)


def _sections(document: Document, side: Side, run: Sequence[Link]) -> Iterator[list[Link]]:
    """Cut before each heading that is of the level of the run's first heading or above it."""
    part: list[Link] = []
    top = 0
    for link in run:
        segment = document.segments[(link.source if side == "source" else link.target)[0]]
        if segment.kind is Kind.HEADING and segment.level <= (top or 6):
            if part:
                yield part
                part = []
            top = segment.level
        part.append(link)
    yield part
