"""The blocks that two revisions of a page have in common, in the same order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from itertools import takewhile

from parallint.align.ascending import ascending

Key = Hashable
MOST_LOOKS = 5_000_000
"""Looks at equal pairs that `difflib` may need, above which only keys that stand once on either side are anchors."""


def equal_blocks(one: Sequence[Key], other: Sequence[Key]) -> list[tuple[int, int]]:
    """Pairs of equal keys, ascending on both sides: long runs first, as `difflib` takes them."""
    head = _run(one, other)
    tail = _run(one[head:][::-1], other[head:][::-1])
    left, right = one[head : len(one) - tail], other[head : len(other) - tail]
    found = [(i, i) for i in range(head)]
    found += ((i + head, j + head) for i, j in _middle(left, right))
    return found + [(len(one) - k, len(other) - k) for k in range(tail, 0, -1)]


def _run(one: Sequence[Key], other: Sequence[Key]) -> int:
    """How many keys at the beginning are the same."""
    return sum(1 for _ in takewhile(lambda keys: keys[0] == keys[1], zip(one, other, strict=False)))


def _middle(left: Sequence[Key], right: Sequence[Key]) -> list[tuple[int, int]]:
    ours, theirs = Counter(left), Counter(right)
    pairs = sum(count * theirs[key] for key, count in ours.items())
    if pairs * min(len(left), len(right)) > MOST_LOOKS:
        return _once(left, right)
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    return [(a + k, b + k) for a, b, size in blocks for k in range(size)]


def _once(left: Sequence[Key], right: Sequence[Key]) -> list[tuple[int, int]]:
    """Equal keys that stand once on either side, in a longest order common to both, and their equal neighbours."""
    places = _places(right)
    pairs = [(i, places[key]) for key, i in _places(left).items() if key in places]
    found: list[tuple[int, int]] = []
    i = j = 0
    for i2, j2 in [*ascending(pairs), (len(left), len(right))]:
        size = _run(left[i:i2], right[j:j2])
        found += ((i + k, j + k) for k in range(size))
        i, j = i + size, j + size
        back = _run(left[i:i2][::-1], right[j:j2][::-1])
        found += ((i2 - k, j2 - k) for k in range(back, 0, -1))
        if i2 < len(left):
            found.append((i2, j2))
        i, j = i2 + 1, j2 + 1
    return found


def _places(keys: Sequence[Key]) -> dict[Key, int]:
    counts = Counter(keys)
    return {key: k for k, key in enumerate(keys) if counts[key] == 1}
