"""Words for messages: what a segment is called, and how it begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from parallint.model import Kind, Segment

_PLURAL = {
    Kind.HEADING: "headings",
    Kind.PARAGRAPH: "paragraphs",
    Kind.ITEM: "list items",
    Kind.ROW: "table rows",
    Kind.CODE: "code blocks",
    Kind.IMAGE: "images",
    Kind.ADMONITION: "admonition marks",
    Kind.DIRECTIVE: "directives",
    Kind.HTML: "HTML blocks",
}

_MARKS = frozenset({Kind.ADMONITION, Kind.DIRECTIVE})
"""Kinds that are known by their keyword where they have no title."""


def quote(text: str, width: int = 60) -> str:
    """The beginning of a text in quotation marks, on one line, at most `width` characters."""
    line = " ".join(text.split())
    return f"“{line}”" if len(line) <= width else f"“{line[: width - 1].rstrip()}…”"


def quoted_apart(one: str, other: str, width: int = 60) -> tuple[str, str]:
    """Two texts in quotation marks, each at most `width` characters, that look alike no longer than they are.

    Where both begin alike for longer than is shown, the beginnings give way to what differs and the words before it.
    """
    here, there = (" ".join(text.split()) for text in (one, other))
    shared = next((k for k, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), min(len(here), len(there)))
    start = here.rfind(" ", 0, max(0, shared - 1)) + 1
    if max(len(here), len(there)) <= width or shared < width // 2 or here == there or start == 0:
        return quote(here, width), quote(there, width)
    return quote("…" + here[start:], width), quote("…" + there[start:], width)


def described(segments: Sequence[Segment]) -> str:
    """What segments are, as the subject of a sentence.

    `paragraph “Scoping allows…”`; `section “Scopes” (5 blocks)`; `3 list items, the first “Save…”`; `4 blocks, …`.
    """
    first = segments[0]
    shown = next((quote(segment.text) for segment in segments if _says_something(segment)), "")
    if len(segments) == 1:
        shown = shown or (quote(first.info) if first.kind in _MARKS else "")
        return f"{first.kind} {shown}".rstrip()
    if first.kind is Kind.HEADING:
        return f"section {shown} ({len(segments)} blocks)"
    if first.kind is Kind.ADMONITION and len(segments) == len(("mark", "text")):
        return f"admonition {shown}".rstrip()
    kinds = Counter(s.kind for s in segments)
    noun = _PLURAL.get(first.kind, "blocks") if len(kinds) == 1 else "blocks"
    return f"{len(segments)} {noun}, the first {shown}" if shown else f"{len(segments)} {noun}"


def _says_something(segment: Segment) -> bool:
    """Whether the segment has a text of its own: a mark may have its keyword and no more."""
    return bool(segment.text.strip()) and not (segment.kind in _MARKS and segment.text == segment.info)


def counted(segments: Sequence[Segment]) -> str:
    """How many segments of which kind: `two paragraphs`, `3 blocks`."""
    kinds = {segment.kind for segment in segments}
    noun = _PLURAL.get(segments[0].kind, "blocks") if len(kinds) == 1 else "blocks"
    return f"{_WORDS.get(len(segments), len(segments))} {noun}"


def counted_places(count: int) -> str:
    """The end of a message that stands for several places: ` (3 places on this page)`, "" for one."""
    return f" ({count} places on this page)" if count > 1 else ""


_WORDS = {2: "two", 3: "three", 4: "four"}
