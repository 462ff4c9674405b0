"""The longest part of a list of index pairs that ascends on both sides."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

Pairs = list[tuple[int, int]]


def ascending(pairs: Iterable[tuple[int, int]]) -> Pairs:
    """A longest selection of the pairs in which firsts and seconds ascend strictly (patience sorting, n log n)."""
    ordered = sorted(pairs, key=_first_then_last)
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for k, (_, j) in enumerate(ordered):
        at = bisect_left(tails, j)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1], ends[at : at + 1] = [j], [k]
    chain: Pairs = []
    k = ends[-1] if ends else -1
    while k >= 0:
        chain.append(ordered[k])
        k = before[k]
    return chain[::-1]


def _first_then_last(pair: tuple[int, int]) -> tuple[int, int]:
    """Of pairs with the same first the larger second comes before, so that no two of them can follow each other."""
    return pair[0], -pair[1]
