"""Facts about the pages of a project, packed: fifty thousand pages have half a million, and they are all kept."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from parallint.model import Noted, Place


def packed(facts: Mapping[str, Sequence[Noted]]) -> bytes:
    """The facts by rule, in a fifteenth of the memory; b"" for none.

    One rule's facts after the other, each with the rule's name and the length before it: who asks for one rule's need
    not unpack the others'.
    """
    parts: list[bytes] = []
    for rule, noted_by in facts.items():
        text = json.dumps([_entry(noted) for noted in noted_by], separators=(",", ":")).encode("ascii")
        parts += [_HEAD.pack(len(name := rule.encode("utf-8")), len(data := zlib.compress(text, 1))), name, data]
    return b"".join(parts)


_HEAD = struct.Struct(">HI")


class Facts:
    """The facts of one rule on all pages, in order; they are unpacked whenever they are gone through."""

    def __init__(self, rule: str, pages: Sequence[bytes]) -> None:
        self._rule, self._pages = rule.encode("utf-8"), pages

    def __iter__(self) -> Iterator[Noted]:
        for page in self._pages:
            for entry in _entries(page, self._rule):
                yield _noted(entry)


def _entries(page: bytes, rule: bytes) -> Sequence[Any]:
    """What a page's facts hold for a rule."""
    at = 0
    while at < len(page):
        name, data = _HEAD.unpack_from(page, at)
        begin = at + _HEAD.size + name
        if page[at + _HEAD.size : begin] == rule:
            found: Sequence[Any] = json.loads(zlib.decompress(page[begin : begin + data]))
            return found
        at = begin + data
    return ()


def _entry(noted: Noted) -> list[Any]:
    return [noted.pair, noted.locale, noted.values, _place(noted.source), _place(noted.target)]


def _place(place: Place | None) -> list[Any] | None:
    if place is None:
        return None
    return [place.path, place.line, place.column, place.end_line, place.end_column, place.text]


def _noted(entry: Sequence[Any]) -> Noted:
    pair, locale, values, *places = entry
    source, target = (Place(*place) if place else None for place in places)
    return Noted(pair, locale, tuple(values), source, target)
