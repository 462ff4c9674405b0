"""Names that a translation's code samples have in the reader's language: its text may call them so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from parallint.code.renamed import replaced
from parallint.localised import Translated, translated, words_of
from parallint.memo import once
from parallint.model import Kind, Pair

_MOST_LINES = 2_000
"""Lines of a sample that are looked into."""


@once
def renamed_in_code(pair: Pair) -> Mapping[str, str]:
    """The names and strings of the English samples that the translation's have in another language, and how."""
    own = words_of(pair)
    return {old: new for old, new in _replaced(pair) if old != new and translated(old, new, own) is not Translated.NO}


def _replaced(pair: Pair) -> Iterator[tuple[str, str]]:
    for link in pair.linked:
        source, target = pair.source.segments[link.source[0]], pair.target.segments[link.target[0]]
        if source.kind is Kind.CODE and target.kind is Kind.CODE and source.text != target.text:
            here, there = source.text.splitlines()[:_MOST_LINES], target.text.splitlines()[:_MOST_LINES]
            if len(here) == len(there):
                for one, other in zip(here, there, strict=True):
                    if one != other:
                        yield from replaced(one, other)
