"""Bilingual Markdown in the form of Microsoft's OpenLocalization: one page in, the translation and its English out.

Both are texts taken out of the page and read as the Markdown that they are, so links, tables and lists that hold spans
come out whole; every character leads back to its place in the page.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from parallint.model import Document, Evidence, Fault, Link, SourceFile, Span, Unit
from parallint.patterns import pattern_of
from parallint.read.grouping import in_order, united, with_gaps
from parallint.read.literal import fences, inline_code, within
from parallint.read.markdown import read_markdown
from parallint.read.outside import foreign
from parallint.read.spans import find_spans
from parallint.read.taken import Taken, leave_out

if TYPE_CHECKING:
    from parallint.read.pairing import Content

_OPENING = pattern_of(r"<span\s[^<>\n]*data-[st]tu-id", re.IGNORECASE)

_SAME_ID = (Evidence("span ids", 20.0),)
_SAME_PLACE = (Evidence("same place", 20.0),)


class UnitLink(NamedTuple):
    """A sentence-sized pair: indices into the English document's units and into the translation's."""

    source: int
    target: int


@dataclass(frozen=True)
class Bilingual:
    """A page's translation and the English beside it.

    `links` link `english.segments` (source) with `translation.segments` (target): with confidence 1.0 where the spans'
    ids or the shared text say so; what has nothing beside it is in a gap of confidence 0.0, for the page does not say
    whether the English really lacks it. `unit_links` are the same for the spans themselves. `translation.faults` holds
    all that is wrong with the page's spans; their offsets are the file's (`Document.fault_place`).
    """

    translation: Document
    english: Document
    links: tuple[Link, ...]
    unit_links: tuple[UnitLink, ...]


def is_bilingual(text: str) -> bool:
    """Whether the page holds spans of the bilingual form outside its code: a page about the form is not in it."""
    if "tu-id" not in text.lower():
        return False
    fenced = list(fences(text))
    code: list[Span] = []
    paragraph = Span(0, 0)
    for match in _OPENING.finditer(text):
        start = match.start()
        if within(fenced, start):
            continue
        if start >= paragraph.end:
            paragraph = _line(text, start)
            code = inline_code(text, *paragraph)
        if not within(code, start):
            return True
    return False


def _line(text: str, offset: int) -> Span:
    end = text.find("\n", offset)
    return Span(text.rfind("\n", 0, offset) + 1, end if end >= 0 else len(text))


def read_bilingual(text: str, path: str = "", locale: str = "") -> Bilingual:
    """Read a page in bilingual form; arguments as for `read_markdown`, never raises for anything that `text` holds."""
    spans = find_spans(text)
    file = SourceFile(path, text)
    taken = leave_out(text, [*spans.marks, *(content.span for content in spans.sources)])
    translation = _document(taken, file, locale, _units(taken, spans.targets))
    faults = sorted([*spans.faults, *_in_file(taken, translation.faults)], key=_fault_span)
    own = [cut for span in foreign(translation) for cut in taken.origins(span)]
    own += [*spans.marks, *spans.lost, *(content.span for content in spans.targets)]
    taken = leave_out(text, own)
    english = replace(_document(taken, file, "en", _units(taken, spans.sources)), faults=())
    unit_links = tuple(UnitLink(*pair) for pair in spans.pairs)
    links = tuple(_links(english, translation, unit_links))
    return Bilingual(replace(translation, faults=tuple(faults)), english, links, unit_links)


def _document(taken: Taken, file: SourceFile, locale: str, units: tuple[Unit, ...]) -> Document:
    document = read_markdown(taken.text, file.path, locale)
    return replace(document, units=units, files=(file,), pieces=taken.pieces)


def _units(taken: Taken, contents: Sequence[Content]) -> tuple[Unit, ...]:
    return tuple(
        Unit(content.id, Span(taken.offset(content.span.start), taken.offset(content.span.end))) for content in contents
    )


def _in_file(taken: Taken, faults: Iterable[Fault]) -> Iterator[Fault]:
    for fault in faults:
        places = list(taken.origins(fault.span)) or [Span(0, 0)]
        yield fault._replace(span=Span(places[0].start, places[-1].end))


def _fault_span(fault: Fault) -> Span:
    return fault.span


def _links(english: Document, translation: Document, unit_links: Sequence[UnitLink]) -> list[Link]:
    """The documents' segments linked: by the units that stand in them, and by the text that they share."""
    sources, targets = _holders(english), _holders(translation)
    by_id = [
        (("source", sources[link.source]), ("target", targets[link.target]))
        for link in unit_links
        if sources[link.source] >= 0 and targets[link.target] >= 0
    ]
    begins = {origin: k for k, origin in enumerate(_begins(translation))}
    by_place = [
        (("source", k), ("target", begins[origin])) for k, origin in enumerate(_begins(english)) if origin in begins
    ]
    identified = {node for edge in by_id for node in edge}
    links = []
    for group in united([*by_id, *by_place]):
        sides = [tuple(sorted(k for side, k in group if side == name)) for name in ("source", "target")]
        evidence = _SAME_ID if identified.intersection(group) else _SAME_PLACE
        links.append(Link(sides[0], sides[1], 1.0, evidence))
    return in_order(with_gaps(links, len(english.segments), len(translation.segments)))


def _holders(document: Document) -> list[int]:
    """For each unit the segment that it stands in, -1 for none."""
    starts = [segment.span.start for segment in document.segments]
    holders = []
    for unit in document.units:
        k = bisect_right(starts, unit.span.start) - 1
        holders.append(k if k >= 0 and unit.span.start <= document.segments[k].span.end else -1)
    return holders


def _begins(document: Document) -> Iterator[int]:
    """Where in the file each segment begins."""
    taken = Taken(document.text, document.pieces)
    return (taken.origin(segment.span.start) for segment in document.segments)
