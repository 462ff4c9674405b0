"""The spans of a bilingual page: which text stands in which, which belong together, and what is wrong with them.

A translated segment stands in `<span data-ttu-id="ID">…</span>`, and right behind it the English that it was made from
in `<span class="sxs-lookup"><span data-stu-id="ID">…</span></span>`. Such a span never holds another one, so the next
mark bounds what an unclosed one can reach: nothing is read twice, whatever the page holds.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise, zip_longest
from typing import NamedTuple

from parallint.model import Fault, SourceFile, Span
from parallint.patterns import pattern_of
from parallint.read.literal import inline_code, within
from parallint.read.markup import Mark, Tag, tags
from parallint.read.pairing import Content, pair

_MARKS = frozenset({Mark.TARGET, Mark.LOOKUP, Mark.SOURCE})
_LINE_END = pattern_of(r"\r\n?|\n")
_BLANK_LINE = pattern_of(r"(?:\r\n?+|\n)[ \t]*+(?=[\r\n])")
_LEAD = pattern_of(r"(?:[ \t>]|(?:[-*+]|\d{1,9}[.)]|#{1,6})(?=[ \t]))*+")


class Spans(NamedTuple):
    """What a bilingual page's span tags say; all offsets are the file's.

    `pairs` holds indices into `sources` and `targets`; `marks` are the tags that belong to the bilingual form and to
    neither text; `lost` is translated text whose opening tag is gone.
    """

    targets: tuple[Content, ...]
    sources: tuple[Content, ...]
    pairs: tuple[tuple[int, int], ...]
    marks: tuple[Span, ...]
    lost: tuple[Span, ...]
    faults: tuple[Fault, ...]


def find_spans(text: str) -> Spans:
    """The spans of `text`; every one is in a pair or has a fault."""
    walk = _Walk(text)
    walk.over_marks()
    walk.over_strays()
    pairs, faults = pair(walk.targets, walk.sources, walk.partners)
    faults = sorted([*walk.faults, *faults], key=lambda fault: fault.span)
    return Spans(
        tuple(walk.targets), tuple(walk.sources), tuple(pairs), tuple(walk.marks), tuple(walk.lost), tuple(faults)
    )


class _Walk:
    """One pass over a page's span tags, mark by mark."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tags = tags(text)
        self.targets: list[Content] = []
        self.sources: list[Content] = []
        self.partners: list[int | None] = []
        self.marks: list[Span] = []
        self.lost: list[Span] = []
        self.faults: list[Fault] = []
        self._taken: set[int] = set()
        self._before: int | None = None
        self._wrapped = False
        self._code: dict[int, list[Span]] = {}

    def over_marks(self) -> None:
        """Find what stands in each span."""
        at = [k for k, tag in enumerate(self.tags) if tag.mark in _MARKS]
        for k, following in pairwise([*at, len(self.tags)]):
            tag = self.tags[k]
            self._take(tag)
            inner = self.tags[k + 1 : following]
            behind = self.tags[following] if following < len(self.tags) else None
            limit = behind.start if behind else len(self.text)
            if tag.broken:
                self._fault("broken-tag", "this tag is broken", tag)
            if tag.mark is Mark.TARGET:
                self._target(tag, inner, behind, limit)
            elif tag.mark is Mark.SOURCE:
                self._source(tag, inner, limit)
            else:
                self._lookup(tag, inner, behind, limit)

    def _take(self, tag: Tag) -> None:
        self.marks.append(Span(tag.start, tag.end))
        self._taken.add(tag.start)
        if tag.broken and tag.mark is Mark.CLOSE:
            self._fault("broken-tag", "this closing tag is broken", tag)

    def _fault(self, code: str, message: str, tag: Tag) -> None:
        if not self.faults or self.faults[-1].span.start != tag.start:
            self.faults.append(Fault(code, message, Span(tag.start, tag.end)))

    def _target(self, tag: Tag, inner: Sequence[Tag], behind: Tag | None, limit: int) -> None:
        self._wrapped = False
        close = None
        if behind and behind.mark is not Mark.TARGET and inner and inner[-1].mark is Mark.CLOSE:
            close = inner[-1] if self._adjacent(inner[-1].end, behind.start) else None
        close = self._same_paragraph(tag, close) or self._closing(tag, inner, limit)
        end = self._close(tag, close, limit, f"the span of the translated segment {tag.id} is not closed")
        self.targets.append(Content(tag.id, Span(tag.end, end), Span(tag.start, tag.end)))
        touching = behind and behind.mark is not Mark.TARGET and self._adjacent(close.end if close else end, limit)
        self._before = len(self.targets) - 1 if touching else None

    def _lookup(self, tag: Tag, inner: Sequence[Tag], behind: Tag | None, limit: int) -> None:
        if behind and behind.mark is Mark.SOURCE and not inner and self._adjacent(tag.end, limit):
            self._wrapped = True
            return
        self._fault("broken-tag", "this span should hold the span of an English segment", tag)
        opening = tag
        doubled = bool(inner) and inner[0].mark is Mark.OPEN and self._adjacent(tag.end, inner[0].start)
        if doubled:
            opening, inner = inner[0], inner[1:]
            self._take(opening)
        known = self.targets[self._before].id if self._before is not None else ""
        self._english(Tag(tag.mark, known, tag.start, opening.end), inner, limit, doubled)

    def _source(self, tag: Tag, inner: Sequence[Tag], limit: int) -> None:
        if not self._wrapped:
            self._fault("broken-tag", f"the span around the English segment {tag.id} is lacking", tag)
        self._english(tag, inner, limit, self._wrapped)

    def _english(self, tag: Tag, inner: Sequence[Tag], limit: int, doubled: bool) -> None:
        """Note the English in `tag`, which two closing tags end if it is doubled."""
        outer = self._outer_closing(tag, inner, limit) if doubled else None
        close = inner[outer - 1] if outer else self._closing(tag, inner, limit)
        end = self._close(tag, close, limit, f"the span of the English segment {tag.id} is not closed")
        if outer:
            self._take(inner[outer])
        elif doubled and close:
            self._fault("broken-tag", f"the span around the English segment {tag.id} is not closed", tag)
        self.sources.append(Content(tag.id, Span(tag.end, end), Span(tag.start, tag.end)))
        self.partners.append(self._before)
        self._before, self._wrapped = None, False

    def _close(self, tag: Tag, close: Tag | None, limit: int, message: str) -> int:
        """Where the content of `tag` ends: at its closing tag, or else with its line."""
        if close:
            self._take(close)
            return close.start
        self._fault("broken-tag", message, tag)
        match = _LINE_END.search(self.text, tag.end, limit)
        return match.start() if match else limit

    def _adjacent(self, start: int, end: int) -> bool:
        """Whether nothing but white space, and no blank line, lies between."""
        between = self.text[start:end]
        return not between or (between.isspace() and not _BLANK_LINE.search(between))

    def _same_paragraph(self, tag: Tag, close: Tag | None) -> Tag | None:
        return None if close and _BLANK_LINE.search(self.text, tag.end, close.start) else close

    def _closing(self, tag: Tag, inner: Sequence[Tag], limit: int) -> Tag | None:
        """The closing tag that belongs to `tag`; other spans, and tags in code, are passed over if that works out."""
        closing = [close for close in inner if close.mark is Mark.CLOSE]
        balanced = (inner[k] for k in self._unnested(tag, inner, limit))
        return self._same_paragraph(tag, next(balanced, None) or next(iter(closing), None))

    def _outer_closing(self, tag: Tag, inner: Sequence[Tag], limit: int) -> int | None:
        """Index of the second of the two closing tags that end an English segment."""
        twice = [
            k
            for k in range(1, len(inner))
            if inner[k - 1].mark is inner[k].mark is Mark.CLOSE and self._adjacent(inner[k - 1].end, inner[k].start)
        ]
        balanced = {k + 1 for k in self._unnested(tag, inner, limit)}
        best = next((k for k in twice if k in balanced), next(iter(twice), None))
        return best if best and self._same_paragraph(tag, inner[best]) else None

    def _unnested(self, tag: Tag, inner: Sequence[Tag], limit: int) -> Iterator[int]:
        """Indices of the closing tags that no opening tag inside accounts for."""
        doubtful = len(inner) > 2 or any(other.mark is Mark.OPEN for other in inner)
        code = inline_code(self.text, tag.end, limit) if doubtful else ()
        depth = 0
        for k, other in enumerate(inner):
            if within(code, other.start):
                continue
            if other.mark is Mark.OPEN:
                depth += 1
            elif depth:
                depth -= 1
            else:
                yield k

    def over_strays(self) -> None:
        """Report the closing tags that close nothing, on lines that hold marks: elsewhere they are somebody's HTML."""
        contents = sorted(content.span for content in (*self.targets, *self.sources))
        depth, reach = 0, 0
        for tag, following in zip_longest(self.tags, self.tags[1:]):
            if tag.mark in _MARKS or tag.start in self._taken:
                reach = max(reach, tag.end)
            elif within(contents, tag.start):
                continue
            elif tag.mark is Mark.OPEN:
                depth += 1
            elif depth:
                depth -= 1
            elif self._marked_line(tag.start):
                self.marks.append(Span(tag.start, tag.end))
                self._fault("broken-tag", "this closing tag closes nothing", tag)
                if following and following.mark is Mark.LOOKUP and self._adjacent(tag.end, following.start):
                    self._lose(reach, tag.start)
                reach = tag.end

    def _lose(self, reach: int, end: int) -> None:
        """Note translated text whose opening tag is gone: back to the mark before, at most to the line's beginning."""
        start = max(reach, self._lines[bisect_right(self._lines, end) - 1])
        lead = _LEAD.match(self.text, start, end)
        self.lost.append(Span(lead.end() if lead else start, end))

    @cached_property
    def _lines(self) -> tuple[int, ...]:
        return SourceFile("", self.text).line_starts

    @cached_property
    def _mark_starts(self) -> list[int]:
        return [tag.start for tag in self.tags if tag.mark in _MARKS]

    def _marked_line(self, offset: int) -> bool:
        line = bisect_right(self._lines, offset) - 1
        start = self._lines[line]
        end = self._lines[line + 1] if line + 1 < len(self._lines) else len(self.text)
        k = bisect_left(self._mark_starts, start)
        if k == len(self._mark_starts) or self._mark_starts[k] >= end:
            return False
        if line not in self._code:
            self._code[line] = inline_code(self.text, start, end)
        return not within(self._code[line], offset)
