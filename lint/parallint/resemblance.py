"""Which English page a translation seems to be made from, told by what survives translation: no word is compared.

Code, addresses, ids, placeholders, numbers and the order of the headings' levels are the marks of a page; a mark counts
the more the fewer pages have it (inverse document frequency, as in any search engine: Spärck Jones 1972). They are
looked for in the text as it is: hundreds of pages are compared with one, and reading each of them would cost fifteen
times as much for no better a match.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from math import log, sqrt
from typing import NamedTuple

from parallint.patterns import pattern_of

_FENCE = ("```", "~~~")
# Each begins with a character that is rare in prose: the search runs from one to the next.
_TOKEN = pattern_of(
    r"[`\]=:{0-9](?:"
    r"(?<=`)(?<!``)(?P<tick>`{0,2})(?P<code>[^`\n]{1,200})`(?P=tick)(?!`)"
    r"|(?:(?<=\])[(:]|(?<=href=)|(?<=src=))[ \t]{0,9}[<\"']?(?P<address>[^\s()<>\"'`]{1,500})"
    r"|(?<=:)(?P<bare>//[^\s()<>\[\]\"'`]{1,500})"
    r"|(?<=\{)(?P<placeholder>[{%*][^{}\n]{1,200}[}%*])\}"
    r"|(?<=\{)[ ]?#(?P<id>[\w.:-]{1,200})"
    r"|(?<=[0-9])(?<![\w.,].)(?P<number>[0-9]{0,20}(?:[.,][0-9]{1,20}){1,8}|[0-9]{2,20})(?!\w|[.,]\w)"
    r")"
)
_LEVEL = pattern_of(r"(#{1,6})[ \t]")
_LONGEST = 200
"""Characters of a line of code."""
_LEAST = 7
"""Characters that a line of code must have: `}` and `else:` are anybody's."""
_DIGITS = 6
"""Digits of a likeness: sums of sets differ behind them from run to run."""
_SHINGLE = 4
"""Headings in a row whose levels together are one mark."""
_MOST_MARKS = 2_000
_COMMON = 0.2
"""Share of the pages from which on a mark says nothing of which page it is; of few pages it takes more."""
_LEAST_COMMON = 5

_SCHEME = pattern_of(r"(?:https?:)?//(?:www\.)?|\.{0,2}/", re.IGNORECASE)
_TAG = pattern_of(r"(?<=[/.])[a-z]{2,3}(?:[-_][a-z]{2,4})?(?=[/.]|\Z)|\A[a-z]{2}(?:[-_][a-z]{2,4})?(?=/)")
_ENDING = pattern_of(r"(?:/?(?:_?index|readme))?(?:\.(?:mdx?|markdown|html?|aspx))?/*\Z")


class Match(NamedTuple):
    """A page that resembles another: its path, how much (0 to 1, a cosine), and how much the next best does."""

    path: str
    likeness: float
    next: float


def marks(text: str) -> frozenset[str]:
    """What of a page survives translation, at most _MOST_MARKS or a few more; addresses without the language in them.

    The time is linear in the text's length.
    """
    found: set[str] = set()
    levels: list[int] = []
    prose: list[str] = []
    code = ""
    for line in text.splitlines():
        bare = line.strip(" \t>")
        if bare.startswith(code or _FENCE):
            code = "" if code else bare[:3]
        elif code:
            if _LEAST <= len(bare) <= _LONGEST and len(found) < _MOST_MARKS:
                found.add(bare)
        else:
            prose.append(line)
            if bare.startswith("#") and (heading := _LEVEL.match(bare)):
                levels.append(len(heading[1]))
    found.update(_tokens("\n".join(prose)))
    runs = {tuple(levels[k : k + _SHINGLE]) for k in range(len(levels) - _SHINGLE + 1)}
    return frozenset(found.union(f"levels {run}" for run in runs))


def _tokens(prose: str) -> Iterator[str]:
    for match in islice(_TOKEN.finditer(prose), _MOST_MARKS):
        kind = match.lastgroup or ""
        if kind in ("address", "bare"):
            if place := _place(match[kind]):
                yield f"address {place}"
        else:
            written = match.group() if kind == "number" else match[kind]
            yield f"{kind} {' '.join(written.split())}"


def _place(address: str) -> str:
    """Where an address leads: on another site all of it, on the own one the last two parts, language tags left out."""
    path = address.partition("#")[0].partition("?")[0].lower().replace("\\", "/")
    scheme = _SCHEME.match(path)
    path = _TAG.sub("", _ENDING.sub("", path[scheme.end() :] if scheme else path))
    parts = [bare for part in path.split("/") if (bare := part.strip(".,;:!"))]
    elsewhere = scheme is not None and scheme.group().endswith(("//", "www."))
    return "//" + "/".join(parts) if elsewhere else "/".join(parts[-2:])


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
        likeness_of = ((round(value / (norm * self._norms[path]), _DIGITS), path) for path, value in shared.items())
        ranked = sorted(likeness_of, reverse=True)
        if not ranked:
            return None
        (likeness, path), rest = ranked[0], ranked[1:2]
        return Match(path, likeness, rest[0][0] if rest else 0.0)
