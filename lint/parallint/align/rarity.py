"""How common what segments share is on the two pages: what stands everywhere tells nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import chain
from math import log

from parallint.align.profile import Profile


class Rarity:
    """How much a shared feature tells on these two pages: log of segments over the segments that hold it, in nats."""

    def __init__(self, source: Sequence[Profile], target: Sequence[Profile]) -> None:
        self._sides = (source, target)
        self._total = max(len(source), len(target), 2)
        self._counts = [Counter(chain.from_iterable([p.features for p in side])) for side in self._sides]
        self._shared: dict[str, float] = {}

    def shared(self, feature: str) -> float:
        """Weight of a feature that both segments hold."""
        if (weight := self._shared.get(feature)) is None:
            many = max(self._counts[0][feature], self._counts[1][feature], 1)
            weight = self._shared[feature] = log(self._total / many) + 0.4
        return weight

    def holds(self, feature: str, side: int) -> bool:
        """Whether any segment of that side (0 source, 1 target) holds the feature."""
        return feature in self._counts[side]

    def text(self, text: str) -> float:
        """Weight of both segments having the same visible text."""
        return log(self._total / max(self._texts[0][text], self._texts[1][text], 1)) + 0.4

    @cached_property
    def _texts(self) -> tuple[Counter[str], Counter[str]]:
        source, target = (Counter([p.text for p in side if p.text]) for side in self._sides)
        return source, target

    @cached_property
    def stems(self) -> tuple[Counter[str], Counter[str]]:
        """For each side, in how many segments a stem stands."""
        source, target = (
            Counter(chain.from_iterable([p.words() for p in side if p.group != "code"])) for side in self._sides
        )
        return source, target

    @cached_property
    def stem_weights(self) -> dict[str, float]:
        """Weight of a shared stem, for those that stand on both pages: any other weighs nothing."""
        source, target = self.stems
        return {stem: log(self._total / max(many, target[stem])) for stem, many in source.items() if stem in target}
