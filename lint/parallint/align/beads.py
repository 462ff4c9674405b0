"""Beads: which segments of the one side translate which of the other, by their numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

Corner = tuple[int, int]
"""A place between the segments: how many of the source and how many of the target lie before it."""

MERGE = 6.0
"""Cost in nats of a bead that joins two segments; each further one costs 2."""
MOST_JOINED = 4


class Bead(NamedTuple):
    """Segments `source[i : i + a]` translate as `target[j : j + b]`, at another place of the page if `moved`.

    `doubt` is of a gap that was a link: the chance that its two sides are no translations of each other.
    """

    i: int
    a: int
    j: int
    b: int
    score: float
    moved: bool = False
    doubt: float = 0.0


@dataclass(frozen=True)
class Costs:
    """What a gap costs, in nats: the first segment without counterpart, and each further one in a row."""

    gap: float = 5.0
    more: float = 2.0


class Join(NamedTuple):
    """The `a` segments before `i` of the source and the `b` before `j` of the target as one; one count is 1."""

    i: int
    a: int
    j: int
    b: int
