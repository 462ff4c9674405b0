"""Text as written, in runs: what of it are tokens, what a finding is about, and where it was too long to be kept."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import NamedTuple

from parallint.model import Document, Segment, Span, TokenKind

MOST = 3_000
"""Characters of a passage that are kept, around its first finding; of a passage without findings half as many."""


class Mark(StrEnum):
    """What a run of characters is: plain text, a token to be kept, what a finding is about, or a note of a cut."""

    PLAIN = "plain"
    KEEP = "keep"
    FOUND = "found"
    CUT = "cut"


class Run(NamedTuple):
    """Characters of one passage that are marked alike; those of a CUT say how much was left out there."""

    mark: Mark
    text: str


class Passage(NamedTuple):
    """One side of a row: the line of its file on which it begins, from 1, and its text as written, in runs."""

    line: int
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The text as written, as far as it was kept."""
        return "".join(run.text for run in self.runs if run.mark is not Mark.CUT)


def passage(document: Document, segments: Sequence[Segment], found: Sequence[Span]) -> Passage:
    """What is written in some segments (one at least), with the tokens and the places of findings marked."""
    runs: list[Run] = []
    for segment in segments:
        if runs:
            runs.append(Run(Mark.PLAIN, "\n\n"))
        runs.extend(_runs(document, segment, found))
    line = document.place(segments[0].span).line
    return Passage(line, tuple(_kept(runs, MOST if found else MOST // 2)))


_TOKENS = frozenset(TokenKind) - {TokenKind.EMPHASIS, TokenKind.NUMBER}
"""Tokens that are marked: an eye finds emphasis and numbers without."""


def _runs(document: Document, segment: Segment, found: Sequence[Span]) -> Iterator[Run]:
    """The segment's text in runs; a finding on all of it marks nothing, and any other stands above the tokens in it."""
    whole = segment.span
    tokens = _apart((token.span for token in segment.tokens if token.kind in _TOKENS), whole)
    places = _apart((span for span in found if whole.start < span.start or span.end < whole.end), whole)
    edges = sorted({*whole, *(edge for span in (*tokens, *places) for edge in span)})
    for start, end in pairwise(edges):
        mark = Mark.FOUND if _covers(places, start) else Mark.KEEP if _covers(tokens, start) else Mark.PLAIN
        yield Run(mark, document.text[start:end])


def _apart(spans: Iterable[Span], whole: Span) -> list[Span]:
    """The parts of the spans that are inside the whole, in order, those that touch made one."""
    out: list[Span] = []
    for span in sorted(spans):
        start, end = max(span.start, whole.start), min(span.end, whole.end)
        if out and start < out[-1].end:
            out[-1] = Span(out[-1].start, max(end, out[-1].end))
        elif start < end:
            out.append(Span(start, end))
    return out


def _covers(spans: Sequence[Span], offset: int) -> bool:
    k = bisect_right(spans, (offset, float("inf"))) - 1
    return k >= 0 and offset < spans[k].end


def _kept(runs: Sequence[Run], most: int) -> Iterator[Run]:
    """The runs with at most so many characters, those around the first finding, and a word on what is left out."""
    length = sum(len(run.text) for run in runs)
    starts = [0, *accumulate(len(run.text) for run in runs)]
    first = next((start for run, start in zip(runs, starts, strict=False) if run.mark is Mark.FOUND), 0)
    begin = max(0, min(first - most // 4, length - most)) if first > most // 2 else 0
    if begin:
        yield _cut(begin)
    for run, start in zip(runs, starts, strict=False):
        text = run.text[max(0, begin - start) : max(0, begin + most - start)]
        if text:
            yield Run(run.mark, text)
    if length > begin + most:
        yield _cut(length - begin - most)


def _cut(count: int) -> Run:
    return Run(Mark.CUT, f"{count:,} {'character' if count == 1 else 'characters'} more")
