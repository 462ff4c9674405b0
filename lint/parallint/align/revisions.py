"""Aligning two texts in one language: the English that a translation was made from and the English of today.

Here the words themselves tell what has become of what, which is far more than any two languages share; so this needs
neither lengths nor a lexicon. What is equal comes first; between that, what was reworded, merged or split; last, what
is left over on both sides and only stands elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from parallint.align.equal import equal_blocks
from parallint.align.likeness import REWORDED, TURNED, Block, joined, likeness
from parallint.align.strays import Stretch, strays
from parallint.model import Document, Evidence, Kind, Link
from parallint.read.grouping import in_order

MOST_CELLS = 20_000
"""Cells of the dynamic program between two anchors; of a larger stretch only a band along its diagonal is seen."""

_GAP_CONFIDENCE = 0.98
_LEFT_OUT = frozenset({Kind.FRONT_MATTER, Kind.COMMENT, Kind.DEFINITION})


class _Step(NamedTuple):
    """A bead of the dynamic program: how many segments on either side, and what it is worth."""

    here: int
    there: int
    worth: float = 0.0
    alike: float = 0.0


def align_revisions(one: Document, other: Document) -> tuple[Link, ...]:
    """Link the segments of two documents in one language, as `align` does for two languages.

    A link's confidence is 1 for equal segments and falls with what two have in common, to 0.9 for the least. What
    stands elsewhere is linked as well and said to have moved.
    """
    here = [i for i, s in enumerate(one.segments) if s.kind not in _LEFT_OUT]
    there = [j for j, s in enumerate(other.segments) if s.kind not in _LEFT_OUT]
    left, right = [Block(one, one.segments[i]) for i in here], [Block(other, other.segments[j]) for j in there]
    links = [
        _link([here[i] for i in rows], [there[j] for j in columns], alike, moved)
        for rows, columns, alike, moved in _linked(left, right)
    ]
    return (*front_matter(one, other), *in_order(links))


def front_matter(one: Document, other: Document) -> Iterator[Link]:
    """The link of the two documents' front matter, where both have it."""
    if one.segments and other.segments and one.segments[0].kind is Kind.FRONT_MATTER is other.segments[0].kind:
        yield Link((0,), (0,), 1.0, (Evidence("kind", 1.0),))


def _link(here: Sequence[int], there: Sequence[int], alike: float, moved: bool) -> Link:
    if not here or not there:
        return Link(tuple(here), tuple(there), _GAP_CONFIDENCE)
    evidence = Evidence("same text" if alike == 1 else "words", alike)
    return Link(tuple(here), tuple(there), 1.0 - (1.0 - alike) ** 3, (evidence,), moved)


_Linked = tuple[Sequence[int], Sequence[int], float, bool]


def _linked(left: Sequence[Block], right: Sequence[Block]) -> Iterator[_Linked]:
    """Which blocks are which, how much alike they are, and whether they stand elsewhere; each block once."""
    anchors = [(-1, -1), *_anchors(left, right), (len(left), len(right))]
    yield from (((i,), (j,), 1.0, False) for i, j in anchors[1:-1])
    over: list[Stretch] = []
    for (i, j), (i2, j2) in pairwise(anchors):
        rows: list[int] = []
        columns: list[int] = []
        for first, second, step in _placed(_between(left[i + 1 : i2], right[j + 1 : j2]), i + 1, j + 1):
            if first and second:
                yield first, second, step.alike, False
            else:
                rows += first
                columns += second
        over.append(Stretch(rows, columns))
    found = strays(over, left, right)
    yield from (((i,), (j,), alike, True) for (i, j), alike in found.items())
    rows_found, columns_found = {i for i, _ in found}, {j for _, j in found}
    yield from (((i,), (), 0.0, False) for stretch in over for i in stretch.rows if i not in rows_found)
    yield from (((), (j,), 0.0, False) for stretch in over for j in stretch.columns if j not in columns_found)


def _anchors(left: Sequence[Block], right: Sequence[Block]) -> list[tuple[int, int]]:
    return equal_blocks([block.key for block in left], [block.key for block in right])


def _placed(steps: Iterable[_Step], i: int, j: int) -> Iterator[tuple[range, range, _Step]]:
    for step in steps:
        yield range(i, i + step.here), range(j, j + step.there), step
        i, j = i + step.here, j + step.there


def _between(left: Sequence[Block], right: Sequence[Block]) -> Iterator[_Step]:
    """The best beads for a stretch between anchors."""
    if not left or not right:
        yield from [_Step(1, 0)] * len(left) + [_Step(0, 1)] * len(right)
        return
    best: dict[tuple[int, int], tuple[float, _Step]] = {(0, 0): (0.0, _Step(0, 0))}
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


def _steps(left: Sequence[Block], right: Sequence[Block], i: int, j: int) -> Iterator[_Step]:
    """The beads that may end at cell (i, j)."""
    if i:
        yield _Step(1, 0)
    if j:
        yield _Step(0, 1)
    if not i or not j:
        return
    a, b = left[i - 1], right[j - 1]
    if alike := likeness(a, b):
        yield _Step(1, 1, _worth(alike, a, b), alike)
    if i > 1 and b.size > a.size and (alike := joined(left[i - 2], a, b)) >= REWORDED:
        yield _Step(2, 1, _worth(alike, a, b), alike)
    if j > 1 and a.size > b.size and (alike := joined(right[j - 2], b, a)) >= REWORDED:
        yield _Step(1, 2, _worth(alike, a, b), alike)


def _worth(alike: float, a: Block, b: Block) -> float:
    return max(0.01, alike - (REWORDED if a.kind is b.kind else TURNED))
