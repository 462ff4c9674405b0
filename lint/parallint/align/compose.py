"""Links put together: English now ↔ English then ↔ translation gives English now ↔ translation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from parallint.align.ascending import ascending
from parallint.model import SINCE, Evidence, Link
from parallint.read.grouping import in_order, united

Side = Literal["now", "then", "target"]


_SIDES: tuple[Side, ...] = ("now", "then", "target")


class _Node(NamedTuple):
    side: Side
    number: int


def composed(changes: Sequence[Link], base_links: Sequence[Link]) -> tuple[Link, ...]:
    """Links from the English of today to the translation.

    `changes` lead from the English that was translated to today's, `base_links` from it to the translation. What one
    of them makes one, the other's are made one by, too. A link is as sure as the least sure of those that make it up; a
    gap that came of a change has the evidence `SINCE`.
    """
    steps = [*_steps(changes, "then", "now"), *_steps(base_links, "then", "target")]
    groups = united([nodes for nodes, _ in steps])
    group_of = {node: k for k, group in enumerate(groups) for node in group}
    sure = [1.0] * len(groups)
    moved = [False] * len(groups)
    for nodes, link in steps:
        k = group_of[nodes[0]]
        sure[k], moved[k] = min(sure[k], link.confidence), moved[k] or link.moved
    return tuple(in_order(_links(groups, sure, moved)))


def with_crossings(links: Sequence[Link]) -> tuple[Link, ...]:
    """The links, those that cross the others marked as moved: all that are in no longest run that ascends."""
    places = {(link.source[0], link.target[0]) for link in links if link.source and link.target and not link.moved}
    straight = set(ascending(places))
    return tuple(
        replace(link, moved=True)
        if link.source and link.target and (link.source[0], link.target[0]) not in straight
        else link
        for link in links
    )


def _links(groups: Sequence[Sequence[_Node]], sure: Sequence[float], moved: Sequence[bool]) -> Iterator[Link]:
    for group, confidence, elsewhere in zip(groups, sure, moved, strict=True):
        now, then, target = (tuple(sorted(k for side, k in group if side == name)) for name in _SIDES)
        if now and target:
            yield Link(now, target, confidence, (Evidence("English then", confidence),), elsewhere)
        elif now:
            yield Link(now, (), confidence, () if then else (Evidence(SINCE, 1.0),))
        elif target:
            yield Link((), target, confidence, (Evidence(SINCE, 1.0),) if then else ())


def _steps(links: Sequence[Link], source: Side, target: Side) -> Iterator[tuple[list[_Node], Link]]:
    """The segments that a link puts together, each with the document that it is of."""
    for link in links:
        yield [_Node(source, k) for k in link.source] + [_Node(target, k) for k in link.target], link
