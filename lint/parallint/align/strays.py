"""What two revisions of a page have left over on both sides and only stands elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from parallint.align.likeness import Block, likeness, likeness_elsewhere
from parallint.model import Kind

MOST_PAIRS = 40_000
"""Pairs of leftover blocks that are looked at for being alike; of more, only equal ones are found."""


_MARKS = frozenset({Kind.ADMONITION})
"""What belongs to the segment behind it: the same mark elsewhere is another one."""


class Stretch(NamedTuple):
    """What is left over between two anchors: indices into the blocks of either side."""

    rows: list[int]
    columns: list[int]


def strays(over: Sequence[Stretch], left: Sequence[Block], right: Sequence[Block]) -> dict[tuple[int, int], float]:
    """Pairs of leftover blocks that are the same, and how much alike they are: equal ones first, then the likest."""
    found: dict[tuple[int, int], float] = {}
    rows, columns = {i for s in over for i in s.rows}, {j for s in over for j in s.columns}
    for alike, i, j in _candidates(over, left, right):
        if i in rows and j in columns:
            found[i, j] = alike
            rows.remove(i)
            columns.remove(j)
    return found


def _candidates(
    over: Sequence[Stretch], left: Sequence[Block], right: Sequence[Block]
) -> Iterator[tuple[float, int, int]]:
    """Pairs in the order in which they are to be taken."""
    rows, columns = [i for s in over for i in s.rows], [j for s in over for j in s.columns]
    yield from _equal(rows, columns, left, right)
    near = [(likeness(left[i], right[j]), i, j) for s in over for i, j in _pairs(s.rows, s.columns)]
    yield from sorted((found for found in near if found[0]), key=_order)
    far = [(likeness_elsewhere(left[i], right[j]), i, j) for i, j in _pairs(rows, columns)]
    yield from sorted((found for found in far if found[0]), key=_order)


def _equal(
    rows: Sequence[int], columns: Sequence[int], left: Sequence[Block], right: Sequence[Block]
) -> Iterator[tuple[float, int, int]]:
    places: dict[object, list[int]] = {}
    for j in reversed(columns):
        places.setdefault(right[j].key, []).append(j)
    for i in rows:
        if left[i].kind not in _MARKS and (others := places.get(left[i].key)):
            yield 1.0, i, others.pop()


def _pairs(rows: Sequence[int], columns: Sequence[int]) -> Iterator[tuple[int, int]]:
    if len(rows) * len(columns) <= MOST_PAIRS:
        yield from ((i, j) for i in rows for j in columns)


def _order(found: tuple[float, int, int]) -> tuple[float, int]:
    """The likest first; of equally like ones the nearest."""
    alike, i, j = found
    return -alike, abs(i - j)
