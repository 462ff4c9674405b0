"""Which of an English page's revisions a translation fits best.

A translation has what its English had: the same blocks, links, code and numbers, and names that nobody translates. How
much two pages disagree on that costs one reading of the revision; the few that disagree least are then aligned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from parallint.align import align
from parallint.align.profile import is_dense, profile
from parallint.model import Document, Kind
from parallint.read.markdown import read_markdown

if TYPE_CHECKING:
    from parallint.align.lexicon import Lexicon

GRID = 5
"""Revisions looked at in each round of the search; the next round lies between the neighbours of the best."""
FINAL = 3
"""Revisions that are aligned with the translation in the end."""

_LEFT_OUT = frozenset({Kind.FRONT_MATTER, Kind.COMMENT, Kind.DEFINITION})
_BLOCK = 2.0
"""What a block too many or too few counts beside a link, a number or a name."""
_LATE = 0.5
"""How much better than an older revision one must fit that is younger than the translation's words."""
_UNSURE = 0.55
"""The confidence where another revision fits as well: then the newest one is taken."""


def best_fit(texts: Sequence[str], target: str, late: int = 0, lexicon: Lexicon | None = None) -> tuple[int, float]:
    """The index of the text that the translation fits best, and how sure that is; the texts are newest first.

    Where texts fit equally well it is the newest of them, but for the first `late` ones: they came after the
    translation's words were last changed, and must fit better. Of n texts about 2 log n are read.
    """
    if len(texts) == 1:
        return 0, 0.9
    page = read_markdown(target)
    dense = is_dense(page.segments)
    wanted = features(page, dense)

    @cache
    def english(index: int) -> Document:
        return read_markdown(texts[index])

    @cache
    def coarse(index: int) -> float:
        return difference(features(english(index), dense), wanted) + (_LATE if index < late else 0.0)

    @cache
    def fine(index: int) -> float:
        return coarse(index) + unlinked(english(index), page, lexicon)

    looked_at = search(len(texts), coarse)
    least = sorted(looked_at, key=lambda index: (coarse(index), index))[:FINAL]
    best = min(least, key=lambda index: (fine(index), index))
    return best, _confidence(sorted(fine(index) for index in least))


def _confidence(differences: Sequence[float]) -> float:
    """How far the best is ahead of the second."""
    if len(differences) == 1:
        return 0.9
    ahead = differences[1] - differences[0]
    return min(0.9, _UNSURE + 0.05 * ahead)


def search(count: int, cost: Callable[[int], float]) -> set[int]:
    """The indices looked at on the way to the least cost, from a coarse grid to a fine one."""
    looked_at: set[int] = set()
    low, high = 0, count - 1
    while True:
        step = max(1, -(-(high - low) // (GRID - 1)))
        grid = sorted({*range(low, high + 1, step), high})
        looked_at.update(grid)
        best = min(grid, key=lambda index: (cost(index), index))
        if step == 1:
            return looked_at
        low, high = max(low, best - step + 1), min(high, best + step - 1)


def features(page: Document, dense: bool) -> Counter[str]:
    """What of a page survives translation, with how often: blocks by kind and level, tokens, lines of code, names."""
    found: Counter[str] = Counter()
    for segment in page.segments:
        if segment.kind in _LEFT_OUT:
            continue
        seen = profile(segment, dense)
        found[f"block {seen.group}{segment.level}"] += 1
        found.update(seen.features)
    return found


def difference(one: Counter[str], other: Counter[str]) -> float:
    """How many of the features only one of two pages has, blocks weighing more."""
    total = 0.0
    for feature in one.keys() | other.keys():
        apart = abs(one[feature] - other[feature])
        total += apart * (_BLOCK if feature.startswith("block ") else 1.0)
    return total


def unlinked(english: Document, page: Document, lexicon: Lexicon | None) -> float:
    """How many blocks of either side have no counterpart in the other, as the aligner finds."""
    links = align(english, page, lexicon)
    return sum(link.confidence * max(len(link.source), len(link.target)) for link in links if "0" in link.bead)
