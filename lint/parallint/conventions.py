"""A site's own ways with addresses and ids, learned from its linked pages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from parallint.addresses import Address, read_address, same_place
from parallint.anchors import SLUGS, fold_anchor, names_anchor, page_anchors
from parallint.marks import is_python_markdown
from parallint.model import Conventions, Document, FieldUse, Pair, Rewrite, Segment, Token, TokenKind, mark_name
from parallint.read.fields import unreadable_front_matter, values_of

LEAST_PAGES = 2
"""Pages on which, and places for which, a rewrite must be seen to be the site's rule: one page may just have moved."""
LEAST_SEEN = 8
"""Cases from which a share is believed."""
_SURE = 0.5
"""Confidence of the links that are looked at: a changed address alone makes a short piece's link less sure."""
_FEW, _SELDOM = 5, 0.9
"""Pages with a component or an include from which, and share of them in which, translations do without it."""
_ALIKE = 0.8
"""Share of the cases of an English address that a rewrite must hold for."""


class Learner:
    """Takes the pages of one site and locale in, one after the other, and says what they do alike."""

    def __init__(self) -> None:
        self._rewrites: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self._places: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self._sources: defaultdict[str, set[str]] = defaultdict(set)
        self._as_is: defaultdict[str, set[str]] = defaultdict(set)
        self._python_markdown = 0
        self._marks: dict[str, list[int]] = {}
        self._kept: Counter[tuple[str, bool]] = Counter()
        self._slugs: Counter[str] = Counter()
        self._fields: dict[str, list[int]] = {}

    def add(self, pair: Pair) -> None:
        """Look at a linked pair."""
        for source, target in _linked(pair):
            self._links(pair, source, target)
            self._ids(source, target)
        self._anchors(pair)
        self._front_matter(pair)
        self._python_markdown += is_python_markdown(pair.source.text)
        there = _marks(pair.target)
        for value in _marks(pair.source):
            counts = self._marks.setdefault(value, [0, 0])
            counts[0] += 1
            counts[1] += value not in there

    def join(self, other: Learner) -> None:
        """Take in what another has seen, on other pages of the same site and locale."""
        for own, theirs in (
            (self._rewrites, other._rewrites),
            (self._places, other._places),
            (self._sources, other._sources),
            (self._as_is, other._as_is),
        ):
            for key, pages in theirs.items():
                own[key] |= pages  # type: ignore[index]
        self._kept.update(other._kept)
        self._python_markdown += other._python_markdown
        for value, counts in other._marks.items():
            own_marks = self._marks.get(value, [0, 0])
            self._marks[value] = [one + two for one, two in zip(own_marks, counts, strict=True)]
        self._slugs.update(other._slugs)
        for key, counts in other._fields.items():
            own_counts = self._fields.get(key, [0, 0, 0])
            self._fields[key] = [one + two for one, two in zip(own_counts, counts, strict=True)]

    def conventions(self) -> Conventions:
        """What was seen often enough."""
        rewrites = [
            Rewrite(source, target, len(pages))
            for (source, target), pages in self._rewrites.items()
            if min(len(pages), len(self._places[source, target])) >= LEAST_PAGES
            and len(pages) >= _ALIKE * len(self._pages_with(source))
        ]
        best = max(self._slugs.values(), default=0)
        return Conventions(
            tuple(sorted(rewrites, key=lambda rule: (-len(rule.source), rule))),
            self._share("fragment"),
            self._share("anchor"),
            self._share("id"),
            self._share("climb"),
            tuple(name for name in SLUGS if best >= LEAST_SEEN and self._slugs[name] >= 0.95 * best),
            tuple(FieldUse(key, *counts) for key, counts in sorted(self._fields.items())),
            self._python_markdown >= LEAST_PAGES,
            tuple(sorted(v for v, (seen, lost) in self._marks.items() if seen >= _FEW and lost >= _SELDOM * seen)),
        )

    def _pages_with(self, source: str) -> set[str]:
        """The pages on which an English address begins so, whatever became of it."""
        as_is = (pages for place, pages in self._as_is.items() if place == source or place.startswith(source + "/"))
        return self._sources[source].union(*as_is)

    def _share(self, of: str) -> float | None:
        kept, other = self._kept[of, True], self._kept[of, False]
        return kept / (kept + other) if kept + other >= LEAST_SEEN else None

    def _links(self, pair: Pair, source: Segment, target: Segment) -> None:
        here, there = _addresses(source, pair.locale), _addresses(target, pair.locale)
        if len(here) != len(there):
            return
        lost, added = (
            list((Counter(here) - Counter(there)).elements()),
            list((Counter(there) - Counter(here)).elements()),
        )
        for address in here:
            if address.fragment and not address.own_page and address not in lost:
                self._kept["fragment", True] += 1
            if address.climb > 0 and address not in lost:
                self._kept["climb", True] += 1
            if address.place and address not in lost:
                self._as_is[address.place].add(pair.source.path)
        if len(lost) == len(added) == 1:
            self._changed(pair, lost[0], added[0])

    def _changed(self, pair: Pair, lost: Address, added: Address) -> None:
        if lost.own_page or added.own_page or lost.scheme or added.scheme:
            return
        if same_place(lost, added):
            if lost.fragment and added.fragment != lost.fragment:
                self._kept["fragment", False] += 1
            if lost.place == added.place and lost.climb != added.climb:
                self._kept["climb", False] += 1
            return
        for source, target in rewrites_of(lost.place, added.place):
            self._rewrites[source, target].add(pair.source.path)
            self._places[source, target].add(lost.place)
            self._sources[source].add(pair.source.path)

    def _front_matter(self, pair: Pair) -> None:
        here, there = values_of(pair.source), values_of(pair.target)
        for key, fields in here.items() if not unreadable_front_matter(pair.target) else ():
            counts = self._fields.setdefault(key, [0, 0, 0])
            counts[0] += 1
            counts[1] += key in there
            counts[2] += [field.value for field in there.get(key, ())] == [field.value for field in fields]

    def _ids(self, source: Segment, target: Segment) -> None:
        here, there = _ids(source), _ids(target)
        for id_ in here:
            self._kept["id", id_ in there] += 1

    def _anchors(self, pair: Pair) -> None:
        linked = [link for link in pair.links if link.source and link.target]
        if not any(names_anchor(t.value) for s in pair.source.segments for t in s.tokens if t.kind is TokenKind.LINK):
            return
        english = {name: page_anchors(pair.source, (name,)) for name in SLUGS}
        translated = page_anchors(pair.target, SLUGS)
        for link in linked:
            here = _fragments(pair.source.segments[i] for i in link.source)
            there = _fragments(pair.target.segments[j] for j in link.target)
            found = [name for name in SLUGS for fragment in here if fragment in english[name]]
            self._slugs.update(found)
            if found and len(here) == len(there):
                for fragment in there:
                    self._kept["anchor", fragment in translated] += 1


def _marks(document: Document) -> frozenset[str]:
    """The names of what the page takes in or uses of components and shortcodes."""
    holding = {k for kind in _MARKS for k in document.holders.get(kind, ())}
    return frozenset(mark_name(t.value) for k in holding for t in document.segments[k].tokens if t.kind in _MARKS)


_MARKS = frozenset({TokenKind.COMPONENT, TokenKind.PLACEHOLDER, TokenKind.INCLUDE})


def rewrites_of(source: str, target: str) -> Iterator[tuple[str, str]]:
    """The rewrites that lead from one place to the other: parts at the end that are alike are cut off, one by one."""
    yield source, target
    while source and target:
        one, _, end = source.rpartition("/")
        other, _, last = target.rpartition("/")
        if end != last or not one.strip("/") or not other.strip("/"):
            return
        source, target = one, other
        yield source, target


def _linked(pair: Pair) -> Iterator[tuple[Segment, Segment]]:
    for link in pair.links:
        if len(link.source) == len(link.target) == 1 and link.confidence >= _SURE and not link.moved:
            yield pair.source.segments[link.source[0]], pair.target.segments[link.target[0]]


def _addresses(segment: Segment, locale: str) -> list[Address]:
    return [read_address(t.value, locale) for t in segment.tokens if t.kind in _ADDRESSED]


_ADDRESSED = frozenset({TokenKind.LINK, TokenKind.IMAGE})


def _ids(segment: Segment) -> list[str]:
    return [t.value for t in segment.tokens if t.kind is TokenKind.HEADING_ID]


def _fragments(segments: Iterable[Segment]) -> list[str]:
    tokens: Sequence[Token] = [t for segment in segments for t in segment.tokens if t.kind is TokenKind.LINK]
    return [fold_anchor(t.value[1:]) for t in tokens if names_anchor(t.value)]
