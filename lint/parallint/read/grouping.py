"""Links put together from what is known to belong together."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

from parallint.model import Link

T = TypeVar("T", bound=Hashable)


def united(groups: Iterable[Sequence[T]]) -> list[list[T]]:
    """The groups, those that share a member made one; groups and members stand in the order of their first mention."""
    above: dict[T, T] = {}
    for group in groups:
        roots = [_root(above, member) for member in group]
        for root in roots[1:]:
            above[_root(above, root)] = _root(above, roots[0])
    joined: dict[T, list[T]] = {}
    for member in list(above):
        joined.setdefault(_root(above, member), []).append(member)
    return list(joined.values())


def _root(above: dict[T, T], member: T) -> T:
    above.setdefault(member, member)
    while above[member] != member:
        above[member] = above[above[member]]
        member = above[member]
    return member


def with_gaps(links: Sequence[Link], sources: int, targets: int, confidence: float = 0.0) -> Iterator[Link]:
    """The links, and a gap for each of `sources` and `targets` segments that is in none of them."""
    yield from links
    linked = {k for link in links for k in link.source}, {k for link in links for k in link.target}
    yield from (Link((k,), (), confidence) for k in range(sources) if k not in linked[0])
    yield from (Link((), (k,), confidence) for k in range(targets) if k not in linked[1])


def in_order(links: Iterable[Link]) -> list[Link]:
    """The links in the order of the source; one without a source comes behind the link of the target segment before."""
    known = list(links)
    behind = {k: (link.source[0], 0) for link in known if link.source for k in link.target}
    last = (-1, 0)
    places: dict[int, tuple[int, int]] = {}
    for k in sorted(k for link in known for k in link.target):
        last = behind.get(k, (last[0], k + 1))
        places[k] = last
    return sorted(known, key=lambda link: (link.source[0], 0) if link.source else places[link.target[0]])
