"""One English out of many: what several translations of a page embed of it, put together.

Each translation embeds the English that it was made from, and an old one lacks what the page has gained since. The most
complete of them is the base; blocks and sentences that another one has besides are put in where they stand there, with
the white space before them, and the whole is read again as the Markdown that it is. Nothing is taken out and no wording
is changed: where two of them say the same thing differently, the base's words stay.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from parallint.model import Document, Kind, Link, Segment, Span, Unit
from parallint.patterns import pattern_of
from parallint.read.grouping import in_order, united
from parallint.read.markdown import read_markdown
from parallint.read.outside import TABLE_RULE
from parallint.read.taken import Part, join

Align = Callable[[Document, Document], Sequence[Link]]
"""What finds which segments of one document are which of another; both are English here."""

SURE = 0.5
"""The confidence from which a gap counts as one."""

REWORDED = 0.5
"""The part of two segments' words in common from which they are one segment in two wordings."""

_NEAR = 8
_MOST_UNITS = 200
_NEVER = frozenset({Kind.FRONT_MATTER, Kind.COMMENT})
_LINE = pattern_of(r"[^\r\n]*")
_BLANK_LINE = pattern_of(r"(?:\r\n?+|\n)(?=[ \t]*[\r\n])")


class _Insertion(NamedTuple):
    """Text of the other document that belongs into the base at `at`."""

    at: int
    start: int
    end: int


def merge_embedded(documents: Sequence[Document], align: Align) -> Document:
    """The most complete English that the documents have between them.

    `documents` are the embedded English of one page's translations, as `read_bilingual` gives it. The result's pieces
    lead to their files and its units carry the ids that they have there. Raises ValueError for no documents.
    """
    if not documents:
        raise ValueError("no documents to merge")
    merged = max(documents, key=_completeness)
    for other in documents:
        if other is not merged:
            merged = _with_lacking(merged, other, align(merged, other))
    return replace(merged, faults=())


def link_merged(merged: Document, english: Document, links: Sequence[Link], align: Align) -> tuple[Link, ...]:
    """Links from a merged English to a translation, by way of the English embedded in that translation.

    `english` is the embedded English and `links` lead from it to the translation (`Bilingual.links`). What the embedded
    English lacks is a gap with the aligner's confidence; what it has no translation for, one of confidence 0.
    """
    steps = [*(_step("merged", "english", link) for link in align(merged, english))]
    steps += [_step("english", "target", link) for link in links]
    groups = united([nodes for nodes, _ in steps if nodes])
    group_of = {node: k for k, group in enumerate(groups) for node in group}
    sure = [1.0] * len(groups)
    for nodes, confidence in steps:
        for node in nodes[:1]:
            sure[group_of[node]] = min(sure[group_of[node]], confidence)
    composed = []
    for group, confidence in zip(groups, sure, strict=True):
        source, target = (tuple(sorted(k for side, k in group if side == name)) for name in ("merged", "target"))
        if source or target:
            composed.append(Link(source, target, confidence))
    return tuple(in_order(composed))


def _step(source: str, target: str, link: Link) -> tuple[list[tuple[str, int]], float]:
    """The segments that a link puts together, each with the document that it is of, and how sure that is."""
    return [(source, k) for k in link.source] + [(target, k) for k in link.target], link.confidence


def _completeness(document: Document) -> tuple[int, int]:
    return len(document.units), sum(len(segment.text) for segment in document.segments if segment.kind.prose)


def _with_lacking(base: Document, other: Document, links: Sequence[Link]) -> Document:
    """`base` with what `other` has besides."""
    insertions = [*_blocks(base, other, links), *_sentences(base, other, links)]
    if not insertions:
        return base
    parts, at = [], 0
    for insertion in sorted(insertions):
        parts += [Part(base, at, insertion.at), Part(other, insertion.start, insertion.end)]
        at = insertion.at
    parts.append(Part(base, at, len(base.text)))
    taken, files = join(parts)
    document = read_markdown(taken.text, base.path, base.locale)
    return replace(document, units=tuple(_units(parts)), files=files, pieces=taken.pieces)


def _units(parts: Iterable[Part]) -> Iterator[Unit]:
    """The units of the parts, where they stand when those are joined."""
    length = 0
    for document, start, end in parts:
        first = bisect_left(document.units, start, key=_unit_start)
        for identifier, span in document.units[first:]:
            if span.end > end or span.start >= end:
                break
            shift = length - start
            yield Unit(identifier, Span(span.start + shift, span.end + shift))
        length += max(0, end - start)


def _unit_start(unit: Unit) -> int:
    return unit.span.start


def _blocks(base: Document, other: Document, links: Sequence[Link]) -> Iterator[_Insertion]:
    """The segments that only `other` has, each run of them behind the segment that it stands behind there."""
    known, lacking = _compared(base, other, links)
    behind: int | None = None
    start: int | None = None
    for j in range(len(other.segments)):
        if j not in lacking:
            behind = known.get(j, behind)
            continue
        start = j if start is None or j - 1 not in lacking else start
        if j + 1 not in lacking:
            yield _place(base, other, start, j, behind)


def _compared(base: Document, other: Document, links: Sequence[Link]) -> tuple[dict[int, int], set[int]]:
    """Which segment of the base each of `other` is, the last where there are several; and which are none of them."""
    links = [part for link in links for part in _told_apart(base, other, link)]
    known = {j: max(link.source) for link in links if link.source for j in link.target}
    labels = {segment.info for segment in base.segments if segment.kind is Kind.DEFINITION}
    lacking = {j for j, s in enumerate(other.segments) if s.kind is Kind.DEFINITION and s.info not in labels}
    alone: list[int] = []
    fresh: list[int] = []
    for link in (*in_order(links), Link((0,), (0,), 1.0)):
        if link.source and link.target:
            reworded = dict(_reworded(base, other, alone, fresh))
            known |= reworded
            lacking |= set(fresh) - reworded.keys()
            alone, fresh = [], []
        elif link.source:
            alone += link.source
        elif link.confidence >= SURE:
            fresh += (j for j in link.target if other.segments[j].kind not in _NEVER)
    return known, lacking


def _told_apart(base: Document, other: Document, link: Link) -> Iterator[Link]:
    """The link; where one of several segments has its very like on the other side, the others are gaps."""
    alike = {
        i: j
        for i in link.source
        for j in link.target
        if len(link.source) + len(link.target) > 2 and _same(base.segments[i], other.segments[j])
    }
    if not alike:
        yield link
        return
    yield from (Link((i,), (j,), link.confidence) for i, j in alike.items())
    yield from (Link((i,), (), link.confidence) for i in link.source if i not in alike)
    yield from (Link((), (j,), link.confidence) for j in link.target if j not in alike.values())


def _same(one: Segment, another: Segment) -> bool:
    return one.kind is another.kind and one.text == another.text


def _reworded(base: Document, other: Document, alone: Sequence[int], fresh: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Those of `fresh` that are one of `alone` in other words, each with that one."""
    for k, j in enumerate(fresh):
        middle = k * len(alone) // len(fresh)
        near = alone[max(0, middle - _NEAR) : middle + _NEAR + 1]
        alike = [(_common(base.segments[i], other.segments[j]), i) for i in near]
        share, best = max(alike, default=(0.0, 0))
        if share >= REWORDED:
            yield j, best


def _common(one: Segment, another: Segment) -> float:
    """How much of their words two segments of a kind have in common: 1 for all, 0 for none (Dice's coefficient)."""
    if one.kind is not another.kind:
        return 0.0
    words, others = Counter(one.text.casefold().split()), Counter(another.text.casefold().split())
    total = words.total() + others.total()
    return 2 * (words & others).total() / total if total else 1.0


def _place(base: Document, other: Document, first: int, last: int, behind: int | None) -> _Insertion:
    """Whole lines, with the line ends and blank lines before them, at the end of the line that they stand behind."""
    end = _line_end(other.text, other.segments[last])
    if behind is None:
        following = other.segments[last + 1].span.start if last + 1 < len(other.segments) else len(other.text)
        opening = next((s for s in base.segments if s.kind is not Kind.FRONT_MATTER), None)
        at = _line_start(base.text, opening.span.start) if opening else len(base.text)
        start = _line_start(other.text, other.segments[first].span.start)
        return _Insertion(at, start, max(end, _line_start(other.text, following)))
    at = _line_end(base.text, base.segments[behind])
    if (blank := _BLANK_LINE.match(other.text, end)) and not _BLANK_LINE.match(base.text, at):
        end = blank.end()
    return _Insertion(at, _line_end(other.text, other.segments[first - 1]), end)


def _line_end(text: str, segment: Segment) -> int:
    """Where the segment's last line ends, before its line end; for a table's head, where the rule below it does."""
    match = _LINE.match(text, segment.span.end)
    end = match.end() if match else len(text)
    rule = TABLE_RULE.match(text, end) if segment.kind is Kind.ROW else None
    return rule.end() if rule else end


def _line_start(text: str, offset: int) -> int:
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def _sentences(base: Document, other: Document, links: Sequence[Link]) -> Iterator[_Insertion]:
    """The units that only `other` has in a segment that both have, between units that are the same in both."""
    for link in links:
        if len(link.source) == len(link.target) == 1:
            one, another = base.segments[link.source[0]], other.segments[link.target[0]]
            if one.text != another.text and one.kind is not Kind.ROW:
                yield from _more_units(base, other, _within(base, one), _within(other, another))


def _within(document: Document, segment: Segment) -> Sequence[Unit]:
    first = bisect_left(document.units, segment.span.start, key=_unit_start)
    return document.units[first : bisect_right(document.units, segment.span.end, lo=first, key=_unit_start)]


def _more_units(base: Document, other: Document, ours: Sequence[Unit], theirs: Sequence[Unit]) -> Iterator[_Insertion]:
    if not ours or max(len(ours), len(theirs)) > _MOST_UNITS:
        return
    here, there = [_said(base, unit) for unit in ours], [_said(other, unit) for unit in theirs]
    for tag, i, _, first, last in SequenceMatcher(None, here, there, autojunk=False).get_opcodes():
        if tag != "insert" or not set(there[first:last]).isdisjoint(here):
            continue
        with_neighbour = theirs[first - 1 : last] if i else theirs[: last + 1]
        if all(_only_space(other, a, b) for a, b in pairwise(with_neighbour)):
            if i:
                yield _Insertion(ours[i - 1].span.end, with_neighbour[0].span.end, with_neighbour[-1].span.end)
            else:
                yield _Insertion(ours[0].span.start, with_neighbour[0].span.start, with_neighbour[-1].span.start)


def _only_space(document: Document, one: Unit, another: Unit) -> bool:
    return document.text[one.span.end : another.span.start].isspace()


def _said(document: Document, unit: Unit) -> str:
    return " ".join(document.text[unit.span.start : unit.span.end].split())
