"""Links and images by reference: one fault in a definition is one fault, however many links use it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from parallint.comparison import TokenChange
from parallint.memo import once
from parallint.model import Document, Kind, Pair, Segment, Span, Token
from parallint.patterns import pattern_of

_LABEL = pattern_of(r"\[((?:[^\[\]\\]|\\.){1,999})\](?:\[\])?\Z")
"""What a link by reference ends with."""


class Defined(NamedTuple):
    """A change, and how many links or images share it by a definition; 0 for one that stands for itself.

    The tokens of a change that is shared are the definitions.
    """

    change: TokenChange
    uses: int


def by_definition(pair: Pair, changes: Iterable[TokenChange]) -> Iterator[Defined]:
    """The changes in their order, those that one definition of the target brought as one.

    It is the definition where the English links are by reference as well, and their definition has the same label, or
    none of the English has the target's.
    """
    groups: dict[Hashable, list[TokenChange]] = {}
    definitions: dict[Hashable, tuple[Segment, Segment]] = {}
    for change in changes:
        if found := _definitions(pair, change):
            key: Hashable = (found[0].span, found[1].span)
            definitions[key] = found
        else:
            key = id(change)
        groups.setdefault(key, []).append(change)
    for key, group in groups.items():
        first = max(group, key=lambda change: change.confidence)
        if key not in definitions:
            yield Defined(first, 0)
            continue
        lost, added = (segment.tokens[0] for segment in definitions[key])
        yield Defined(replace(first, lost=lost, added=added), sum(change.added != added for change in group))


def _definitions(pair: Pair, change: TokenChange) -> tuple[Segment, Segment] | None:
    """The definitions of both sides, where they are what differs."""
    there = _definition_of(pair.target, change.added)
    here = _definition_of(pair.source, change.lost) if there else None
    if here is None or there is None:
        return None
    labels = _normal(here.info), _normal(there.info)
    return (here, there) if labels[0] == labels[1] or labels[1] not in _defined(pair.source) else None


def _definition_of(document: Document, token: Token | None) -> Segment | None:
    """The definition that gives a link or an image its address, or that is the token itself."""
    if token is None or not (known := _defined(document)):
        return None
    label = _LABEL.search(document.text[token.span.start : token.span.end])
    found = known.get(_normal(label[1])) if label else _at(document).get(token.span)
    return found if found and found.tokens[0].value == token.value else None


@once
def _defined(document: Document) -> Mapping[str, Segment]:
    """The definitions of a page by their label; of several with one label the first counts, as in CommonMark."""
    found: dict[str, Segment] = {}
    for segment in document.segments:
        if segment.kind is Kind.DEFINITION and segment.tokens:
            found.setdefault(_normal(segment.info), segment)
    return found


@once
def _at(document: Document) -> Mapping[Span, Segment]:
    return {segment.tokens[0].span: segment for segment in _defined(document).values()}


def _normal(label: str) -> str:
    return " ".join(label.split()).casefold()
