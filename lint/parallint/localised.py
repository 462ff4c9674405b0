"""Names of an example that a translator put into the reader's language: what they are told by.

A translation is a word that is unlike the English one, and mostly one that the translated page uses in its prose.
Damage changes a letter; age puts another English word in its place, or another number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from enum import IntEnum
from functools import partial

from parallint.memo import once
from parallint.model import Document, Kind, Pair
from parallint.patterns import pattern_of
from parallint.terms import folded

OwnWords = Callable[[], Container[str]]
"""Gives the words that a translation has and its English has not, folded; called where something differs."""

_HUMP = pattern_of(r"(?<=[a-z\u00df-\u00ff])(?=[A-Z\u00c0-\u00de])")
_WORD = pattern_of(r"[^\W\d_]+")
_DIGITS = pattern_of(r"\d+")
_REMARK = pattern_of(r"(?:#|//|--|(?<!\*)/?\*\*?)[ \t](.*)$", re.M)
_LEAST = 3
"""Letters of a word that tells anything by standing in the prose."""
_FOR_READERS_WORDS = "your my our some example sample something someone somewhere anything whatever foo bar baz"
_FOR_READERS = frozenset(_FOR_READERS_WORDS.split())
"""Words that make a name of what the reader, or the author, is to choose."""
_LOOKALIKE = pattern_of(r"[A-Za-z][\u0370-\u052f]|[\u0370-\u052f][A-Za-z]")
"""A Greek or Cyrillic letter beside a Latin one: a slip of the keyboard, and no word of any language."""


@once
def own_words(pair: Pair) -> frozenset[str]:
    """The words of the translation's prose and of its code's comments that the English page has nowhere, folded."""
    return frozenset(_prose(pair.target)) - frozenset(_words(folded(_HUMP.sub(" ", pair.source.text), case=False)))


def words_of(pair: Pair) -> OwnWords:
    """What gives the pair's own words, once somebody asks."""
    return partial(own_words, pair)


class Translated(IntEnum):
    """Whether a name became its translation."""

    NO = 0
    MAYBE = 1
    """It became another word; nothing tells of which language."""
    YES = 2


def translated(old: str, new: str, own: OwnWords) -> Translated:
    """Whether a name became its translation, given both and the words that the translated page has of its own."""
    if old == new or _DIGITS.findall(old) != _DIGITS.findall(new) or _LOOKALIKE.search(new):
        return Translated.NO
    before, after = _parts(old), _parts(new)
    gone, come = [w for w in before if w not in after], [w for w in after if w not in before]
    if not gone or not come:
        return Translated.NO
    if any(not word.isascii() or (len(word) >= _LEAST and folded(word, case=False) in own()) for word in come):
        return Translated.YES
    if all(any(_slip(old_word, word) for old_word in gone) for word in come):
        return Translated.NO
    return Translated.MAYBE if _FOR_READERS.isdisjoint(gone) else Translated.YES


def made_up(name: str) -> bool:
    """Whether a name says itself that it stands for another one: `your_name`, `something`."""
    return not _FOR_READERS.isdisjoint(_parts(name))


def _parts(name: str) -> list[str]:
    """The words of a name, in lower case: `doWork_now` has three."""
    return [word.lower() for word in _words(_HUMP.sub(" ", name))]


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _prose(document: Document) -> Iterator[str]:
    for segment in document.segments:
        if segment.kind is Kind.CODE:
            for match in _REMARK.finditer(segment.text):
                yield from _words(folded(match[1], case=False))
        else:
            yield from _words(folded(segment.words, case=False))


def _slip(word: str, other: str) -> bool:
    """Whether the one is the other with a letter too many or too few, another letter, or two that changed places."""
    from parallint.align.similar import edits

    count = edits(word, other, 2)
    return count < 2 or (count == 2 and sorted(word) == sorted(other))
