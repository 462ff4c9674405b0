"""String similarity; the only module that imports rapidfuzz."""

from __future__ import annotations

LIMIT = 3000
"""Characters of a text that are compared; what follows is taken to be like its beginning."""


def similarity(a: str, b: str, least: float = 0.0) -> float:
    """Share of characters that two texts have in common and in order, 0 to 1 (normalised indel similarity).

    Less than `least` is 0, and sooner known.
    """
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(a[:LIMIT], b[:LIMIT], score_cutoff=least or None)


def edits(a: str, b: str, most: int) -> int:
    """Characters inserted, deleted or replaced between two texts (Levenshtein); `most + 1` for any more than `most`."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(a, b, score_cutoff=most)
