"""Where a text is code, told before it can be parsed: tags that stand there mean nothing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from parallint.model import Span
from parallint.patterns import pattern_of

_BACKTICKS = pattern_of(r"`+")
_FENCE = pattern_of(r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}(?=[^`\n]*$)|~{3,})(.*)", re.M)


def fences(text: str) -> Iterator[Span]:
    """Fenced code blocks that are closed."""
    opened: tuple[int, str] | None = None
    for match in _FENCE.finditer(text):
        if opened is None:
            opened = match.start(), match[1]
        elif match[1].startswith(opened[1]) and not match[2].strip():
            yield Span(opened[0], match.end())
            opened = None


def inline_code(text: str, start: int, end: int) -> list[Span]:
    """The code spans of text[start:end] by CommonMark's rule: backticks as many behind as before."""
    runs = [match.span() for match in _BACKTICKS.finditer(text, start, end)]
    alike: defaultdict[int, list[int]] = defaultdict(list)
    for k, (first, last) in enumerate(runs):
        alike[last - first].append(k)
    spans, k = [], 0
    while k < len(runs):
        peers = alike[runs[k][1] - runs[k][0]]
        following = bisect_right(peers, k)
        if following < len(peers):
            spans.append(Span(runs[k][0], runs[peers[following]][1]))
            k = peers[following]
        k += 1
    return spans


def within(spans: Sequence[Span], offset: int) -> bool:
    """Whether `offset` lies in one of the ascending spans."""
    k = bisect_right(spans, offset, key=lambda span: span.start) - 1
    return k >= 0 and offset < spans[k].end
