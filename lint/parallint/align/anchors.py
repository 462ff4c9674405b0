"""Anchors: pairs of segments so alike in what nothing else on the pages has that they need no dynamic program."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from parallint.align.ascending import ascending
from parallint.align.profile import Profile
from parallint.align.score import Scorer

_STRENGTH = {"text": 3.0, "token": 1.0, "word": 0.5}
_WEIGHT = {"h": 3.0, "i": 1.5, "n": 0.7, "e": 0.3}
_NEEDED = 1.5
_SCORE = 4.0
_CODE = "code"


def anchors(
    source: Sequence[Profile], target: Sequence[Profile], scorer: Scorer, words: bool = False
) -> list[tuple[int, int]]:
    """Index pairs, ascending on both sides, that hold features which stand once on either side, and that fit.

    With `words` the beginnings of words count as features, too: slower, for where there is little else.
    """
    votes: defaultdict[tuple[int, int], float] = defaultdict(float)
    here, there = _unique(source, words), _unique(target, words)
    for key, i in here.items():
        j = there.get(key, -1)
        if i >= 0 and j >= 0:
            votes[i, j] += _STRENGTH[key[0]] * (_WEIGHT.get(key[1][0], 1.0) if key[0] == "token" else 1.0)
    good = [
        pair
        for pair, weight in votes.items()
        if weight >= _NEEDED and scorer.quick(source[pair[0]], target[pair[1]]) >= _SCORE
    ]
    return ascending(good)


def _unique(profiles: Sequence[Profile], words: bool) -> dict[tuple[str, str], int]:
    """Feature or text -> the one segment that holds it, or -1 where several do."""
    place: dict[tuple[str, str], int] = {}
    for i, p in enumerate(profiles):
        if len(p.text) > 3:
            key = ("text", p.text)
            place[key] = -1 if key in place else i
        if p.group == _CODE:
            continue
        for feature in p.features:
            key = ("token", feature)
            place[key] = -1 if key in place else i
        for stem in p.words() if words else ():
            key = ("word", stem)
            place[key] = -1 if key in place else i
    return place
