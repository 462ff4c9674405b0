"""Which English page a translation seems to be made from, told by what survives translation: no word is compared.

Code, addresses, images, ids, numbers and the order of the headings' levels are the marks of a page; a mark counts the
more the fewer pages have it (inverse document frequency, as in any search engine: Spärck Jones 1972).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from math import log, sqrt
from typing import NamedTuple

from parallint.addresses import read_address
from parallint.model import Document, Kind, Token, TokenKind

_LONG_NUMBER = re.compile(r"\d{3,}|\d+(?:[.,]\d+)+")
_CODE_LINE = re.compile(r"\S.{6,200}")
_SHINGLE = 4
"""Headings in a row whose levels together are one mark."""
_MOST_MARKS = 2_000
_COMMON = 0.2
"""Share of the pages from which on a mark says nothing of which page it is; of few pages it takes more."""
_LEAST_COMMON = 5


class Match(NamedTuple):
    """A page that resembles another: its path, how much (0 to 1, a cosine), and how much the next best does."""

    path: str
    likeness: float
    next: float


class Marks(NamedTuple):
    """What of a page survives translation: `plain` as it is, addresses but for the language in them."""

    plain: frozenset[str]
    addresses: frozenset[tuple[str, str]]

    def within(self, locale: str) -> frozenset[str]:
        """All of it as strings; `locale` is the translation's, for English pages as well."""
        return self.plain.union(*(_address(kind, written, locale) for kind, written in self.addresses))


def marks(document: Document) -> Marks:
    """What of a page survives translation."""
    found: set[str] = set()
    addresses: set[tuple[str, str]] = set()
    for segment in document.segments:
        if segment.kind is Kind.CODE:
            found.update(f"code {match.group()}" for match in _CODE_LINE.finditer(segment.text))
        for token in segment.tokens:
            if token.kind in (TokenKind.LINK, TokenKind.IMAGE):
                addresses.add((token.kind.value, token.value))
            else:
                found.update(_of(token))
        if len(found) + len(addresses) > _MOST_MARKS:
            break
    levels = [segment.level for segment in document.segments if segment.kind is Kind.HEADING]
    runs = {tuple(levels[k : k + _SHINGLE]) for k in range(len(levels) - _SHINGLE + 1)}
    found.update(f"levels {run}" for run in runs)
    return Marks(frozenset(found), frozenset(addresses))


def _address(kind: str, written: str, locale: str) -> set[str]:
    address = read_address(written, locale)
    place = address.place if address.host else "/".join(address.parts[-2:])
    return {f"{kind} {place}?{address.query}"} if place else set()


def _of(token: Token) -> Iterator[str]:
    if token.kind is TokenKind.NUMBER:
        if _LONG_NUMBER.fullmatch(token.value):
            yield f"number {token.value}"
    elif token.kind not in _NO_MARK:
        yield f"{token.kind} {token.value}"


_NO_MARK = frozenset({TokenKind.EMPHASIS, TokenKind.TAG})


class Pages:
    """Pages to compare others with: path -> marks."""

    def __init__(self, pages: Mapping[str, frozenset[str]]) -> None:
        self._pages = pages

    @cached_property
    def _having(self) -> Mapping[str, Sequence[str]]:
        having: defaultdict[str, list[str]] = defaultdict(list)
        for path, found in self._pages.items():
            for mark in found:
                having[mark].append(path)
        return having

    def _weight(self, mark: str) -> float:
        return log(1 + len(self._pages) / (1 + len(self._having.get(mark, ()))))

    @cached_property
    def _norms(self) -> Mapping[str, float]:
        return {path: self._norm(found) for path, found in self._pages.items()}

    def _norm(self, found: Iterable[str]) -> float:
        return sqrt(sum(self._weight(mark) ** 2 for mark in found))

    def best(self, found: frozenset[str]) -> Match | None:
        """The page with the most of these marks, None where no page shares one that says anything."""
        common = max(_LEAST_COMMON, _COMMON * len(self._pages))
        shared: Counter[str] = Counter()
        for mark in found:
            having = self._having.get(mark, ())
            if len(having) <= common:
                weight = self._weight(mark) ** 2
                for path in having:
                    shared[path] += weight  # type: ignore[assignment]
        norm = self._norm(found)
        ranked = sorted(((value / (norm * self._norms[path]), path) for path, value in shared.items()), reverse=True)
        if not ranked:
            return None
        (likeness, path), rest = ranked[0], ranked[1:2]
        return Match(path, likeness, rest[0][0] if rest else 0.0)
