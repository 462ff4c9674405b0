"""Aligning two texts in one language: the English that a translation was made from and the English of today.

Here the words themselves tell what has become of what, which is far more than any two languages share; so this needs
neither lengths nor a lexicon.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from parallint.align.ascending import ascending
from parallint.model import Document, Evidence, Kind, Link, Segment, TokenKind

MOST_CELLS = 20_000
"""Cells of the dynamic program between two anchors; of a larger stretch only a band along its diagonal is seen."""

_LEAST = 0.35
"""Share of common words from which two segments are the same one, reworded; short ones need `_SHORT` / words more."""
_SHORT = 0.5
_OTHER_KIND = 0.1
_JOINED = 0.12
"""What a merge or split must have in common over the best of its halves."""
_GAP_CONFIDENCE = 0.95
_MOST_WORDS = 200
_MOST_CHARACTERS = 10_000
_LEFT_OUT = frozenset({Kind.FRONT_MATTER, Kind.COMMENT, Kind.DEFINITION})
_MERGING = frozenset({Kind.PARAGRAPH, Kind.ITEM, Kind.HTML})
_TOKENS = frozenset({TokenKind.LINK, TokenKind.IMAGE, TokenKind.PLACEHOLDER})


class _Block:
    """A segment and its words."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self.kind = segment.kind

    @cached_property
    def key(self) -> tuple[str, str]:
        """What is the same in two segments that are the same."""
        return self.kind, " ".join(self.segment.text.split()) or " ".join(t.value for t in self.segment.tokens)

    @cached_property
    def words(self) -> Counter[str]:
        """The words, without case, and the addresses of links and images; of an image only those."""
        addresses = [token.value for token in self.segment.tokens if token.kind in _TOKENS]
        if self.kind is Kind.IMAGE and addresses:
            return Counter(addresses)
        words = self.segment.text[:_MOST_CHARACTERS].casefold().split()
        return Counter([*(word.strip(".,:;!?()\"'") for word in words), *addresses][:_MOST_WORDS])

    @cached_property
    def size(self) -> int:
        return self.words.total()


class _Step(NamedTuple):
    """A bead of the dynamic program: how many segments on either side, and what it is worth."""

    here: int
    there: int
    worth: float
    common: float


def align_revisions(one: Document, other: Document) -> tuple[Link, ...]:
    """Link the segments of two documents in one language, as `align` does for two languages.

    A link's confidence is 1 for equal segments and falls with the words that two have in common.
    """
    here = [i for i, s in enumerate(one.segments) if s.kind not in _LEFT_OUT]
    there = [j for j, s in enumerate(other.segments) if s.kind not in _LEFT_OUT]
    left, right = [_Block(one.segments[i]) for i in here], [_Block(other.segments[j]) for j in there]
    links = list(_front_matter(one, other))
    i = j = 0
    for i2, j2 in [*_anchors(left, right), (len(left), len(right))]:
        for step in _replaced(_between(left[i:i2], right[j:j2]), left[i:i2], right[j:j2]):
            links.append(_link(here[i : i + step.here], there[j : j + step.there], step))
            i, j = i + step.here, j + step.there
        if i2 < len(left):
            links.append(Link((here[i2],), (there[j2],), 1.0, (Evidence("same text", 1.0),)))
        i, j = i2 + 1, j2 + 1
    return tuple(links)


def _front_matter(one: Document, other: Document) -> Iterator[Link]:
    if one.segments and other.segments and one.segments[0].kind is Kind.FRONT_MATTER is other.segments[0].kind:
        yield Link((0,), (0,), 1.0, (Evidence("kind", 1.0),))


def _replaced(steps: Iterable[_Step], left: Sequence[_Block], right: Sequence[_Block]) -> Iterator[_Step]:
    """The steps; as many gaps of the same kinds on either side between two links are segments written anew."""
    i = j = 0
    for linked, run in groupby(steps, lambda step: bool(step.here and step.there)):
        stretch = list(run)
        i2, j2 = i + sum(step.here for step in stretch), j + sum(step.there for step in stretch)
        pairs = list(zip(left[i:i2], right[j:j2], strict=False))
        if linked or i2 - i != j2 - j or any(a.kind is not b.kind for a, b in pairs):
            yield from stretch
        else:
            yield from (_Step(1, 1, 0.0, _common(a, b)) for a, b in pairs)
        i, j = i2, j2


def _link(here: Sequence[int], there: Sequence[int], step: _Step) -> Link:
    if not here or not there:
        return Link(tuple(here), tuple(there), _GAP_CONFIDENCE)
    return Link(tuple(here), tuple(there), min(1.0, 0.5 + step.common), (Evidence("words", step.common),))


def _anchors(left: Sequence[_Block], right: Sequence[_Block]) -> list[tuple[int, int]]:
    """Equal segments that stand once on either side, in a longest order common to both, and their equal neighbours."""
    places = _once(right)
    pairs = [(i, places[key]) for key, i in _once(left).items() if key in places]
    found: list[tuple[int, int]] = []
    stops = [*ascending(pairs), (len(left), len(right))]
    i = j = 0
    for i2, j2 in stops:
        while i < i2 and j < j2 and left[i].key == right[j].key:
            found.append((i, j))
            i, j = i + 1, j + 1
        back: list[tuple[int, int]] = []
        while (
            i2 - len(back) > i and j2 - len(back) > j and left[i2 - len(back) - 1].key == right[j2 - len(back) - 1].key
        ):
            back.append((i2 - len(back) - 1, j2 - len(back) - 1))
        found += back[::-1]
        if i2 < len(left):
            found.append((i2, j2))
        i, j = i2 + 1, j2 + 1
    return found


def _once(blocks: Sequence[_Block]) -> dict[tuple[str, str], int]:
    counts = Counter(block.key for block in blocks)
    return {block.key: i for i, block in enumerate(blocks) if counts[block.key] == 1}


def _between(left: Sequence[_Block], right: Sequence[_Block]) -> Iterator[_Step]:
    """The best beads for a stretch between anchors."""
    if not left or not right:
        yield from [_Step(1, 0, 0.0, 0.0)] * len(left) + [_Step(0, 1, 0.0, 0.0)] * len(right)
        return
    best: dict[tuple[int, int], tuple[float, _Step]] = {(0, 0): (0.0, _Step(0, 0, 0.0, 0.0))}
    for i, j in _band(len(left), len(right)):
        options = [
            (best[i - s.here, j - s.there][0] + s.worth, s)
            for s in _steps(left, right, i, j)
            if (i - s.here, j - s.there) in best
        ]
        if options:
            best[i, j] = max(options, key=lambda option: option[0])
    yield from _back(best, len(left), len(right))


def _band(rows: int, columns: int) -> Iterator[tuple[int, int]]:
    """The cells to be filled: all, or in a large stretch a band along the diagonal."""
    width = max(columns // rows + 2, MOST_CELLS // (2 * rows))
    for i in range(rows + 1):
        middle = i * columns // rows
        yield from ((i, j) for j in range(max(0, middle - width), min(columns, middle + width) + 1) if i or j)


def _back(best: dict[tuple[int, int], tuple[float, _Step]], i: int, j: int) -> Iterator[_Step]:
    path: list[_Step] = []
    while i or j:
        step = best[i, j][1]
        path.append(step)
        i, j = i - step.here, j - step.there
    yield from reversed(path)


def _steps(left: Sequence[_Block], right: Sequence[_Block], i: int, j: int) -> Iterator[_Step]:
    """The beads that may end at cell (i, j)."""
    if i:
        yield _Step(1, 0, 0.0, 0.0)
    if j:
        yield _Step(0, 1, 0.0, 0.0)
    if not i or not j:
        return
    a, b = left[i - 1], right[j - 1]
    common = _common(a, b)
    if (worth := common - _least(a, b)) > 0:
        yield _Step(1, 1, worth, common)
    if i > 1 and b.size > a.size:
        yield from _merge(left[i - 2], a, b, common, (2, 1))
    if j > 1 and a.size > b.size:
        yield from _merge(right[j - 2], b, a, common, (1, 2))


def _merge(first: _Block, second: _Block, whole: _Block, common: float, shape: tuple[int, int]) -> Iterator[_Step]:
    """The bead of two segments that became one, where the one holds more of both than of either."""
    if not {first.kind, second.kind, whole.kind} <= _MERGING:
        return
    other = _common(first, whole)
    if min(common, other) < _JOINED:
        return
    joined = _dice(first.words + second.words, whole.words)
    if joined > max(common, other) + _JOINED:
        yield _Step(*shape, joined - _least(second, whole), joined)


def _common(a: _Block, b: _Block) -> float:
    """The share of words in common: 1 for all, 0 for none; 0 for code or an image beside something else."""
    if (a.kind is Kind.CODE) != (b.kind is Kind.CODE) or (a.kind is Kind.IMAGE) != (b.kind is Kind.IMAGE):
        return 0.0
    if not a.size + b.size:
        return 1.0 if a.kind is b.kind else 0.0
    return _dice(a.words, b.words)


def _dice(a: Counter[str], b: Counter[str]) -> float:
    """Dice's coefficient of two bags of words that are not both empty."""
    few, many = (a, b) if len(a) < len(b) else (b, a)
    both = sum(min(count, many[word]) for word, count in few.items() if word in many)
    return 2 * both / (sum(a.values()) + sum(b.values()))


def _least(a: _Block, b: _Block) -> float:
    """The share of common words that two segments need to be the same."""
    return _LEAST + _SHORT / (1 + min(a.size, b.size)) + (0.0 if a.kind is b.kind else _OTHER_KIND)
