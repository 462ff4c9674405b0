"""How sure a link is, counting what stands around it.

What differs between two segments, as a heading's level or a keyword, makes their link less sure, and it is just what is
to be reported. Where the segments before and behind are linked beyond doubt, nothing else can stand between.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from parallint.memo import once
from parallint.model import Link, Pair

_EDGE = 0.93
"""What is left of the confidence that one neighbour gives at the beginning or the end of a page."""
_STEP = 0.97
"""What each link further away takes off."""
_REACH = 3
"""Links on either side that are asked; those in between must be of one segment each, of the same kind."""


@once
def held_confidences(pair: Pair) -> tuple[float, ...]:
    """For each link of the pair its confidence, or that of the links around it where it is held between them."""
    links = pair.links
    linked = {j for link in links for j in link.target}
    sure = [link.confidence for link in links]
    for k, link in enumerate(links):
        if link.confidence < _STEP and link.source and link.target and not link.moved:
            around = [_around(pair, k, step, linked) for step in (-1, 1)]
            known = [confidence for confidence in around if confidence is not None]
            if known:
                sure[k] = max(sure[k], min(known) * (_STEP if len(known) == len(around) else _EDGE))
    return tuple(sure)


def _around(pair: Pair, k: int, step: int, linked: AbstractSet[int]) -> float | None:
    """The best confidence of the links on one side that hold link k in its place; None at the edge of the page."""
    best, weight = 0.0, 1.0
    for near in range(k, k + _REACH * step, step):
        if not 0 <= near + step < len(pair.links):
            return best or (None if near == k else 0.0)
        if not _follow(pair.links, near, step, linked):
            break
        other = pair.links[near + step]
        best = max(best, other.confidence * weight)
        weight *= _STEP
        if best >= weight or not _alike(pair, other):
            break
    return best


def _follow(links: Sequence[Link], k: int, step: int, linked: AbstractSet[int]) -> bool:
    """Whether the link next to link k stands next to it on both pages; what has no link does not count."""
    first, second = (links[k + step], links[k])[::-step]
    if not first.source or not first.target or not second.source or not second.target:
        return False
    between = range(first.target[-1] + 1, second.target[0])
    return first.target[-1] < second.target[0] and linked.isdisjoint(between)


def _alike(pair: Pair, link: Link) -> bool:
    if len(link.source) != 1 or len(link.target) != 1:
        return False
    return pair.source.segments[link.source[0]].kind is pair.target.segments[link.target[0]].kind
