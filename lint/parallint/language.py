"""Whether a piece of a translation is still English, told from the two pages alone: no model, no list of languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from parallint.model import Document, Segment

# The commonest words of English (the closed classes; they make up some 40% of running English text).
FUNCTION_WORDS = frozenset(
    "a about after all also an and any are as at be because been before being both but by can cannot could do does "
    "each either every for from had has have he her here his how however if in into is it its just may might more most "
    "must no not of on once only or other our out over she should since so some such than that the their them then "
    "there these they this those through to until up using was we were what when where whether which while who will "
    "with within without would you your".split()
)

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LATIN = re.compile(r"[A-Za-z]")


class English:
    """What tells English from the translation's language on one pair of pages.

    `names` are terms that stay as they are and count for nothing.
    """

    def __init__(self, source: Document, target: Document, names: Iterable[str] = ()) -> None:
        self._source, self._target = source, target
        self._names = re.compile("|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))) if names else None

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        """Words of the English page, lower case."""
        return frozenset(w.lower() for s in self._source.segments for w in _WORD.findall(s.words)) | FUNCTION_WORDS

    @cached_property
    def latin(self) -> bool:
        """Whether most of the translation's letters are Latin, so that script alone tells nothing."""
        letters = [c for s in self._target.segments if s.words for c in s.words[:400] if c.isalpha()][:20_000]
        return sum(c < "\u0250" for c in letters) * 2 > len(letters) or not letters

    def lower_case(self, segment: Segment) -> list[str]:
        """The segment's words that are no names: lower case, more than one letter, outside inline code."""
        text = self._names.sub(" ", segment.words) if self._names else segment.words
        return [w for w in _WORD.findall(text) if w.islower() and (len(w) > 1 or w == "a")]

    def is_english(self, segment: Segment, least: int) -> bool:
        """Whether the segment of the translation reads as English, judged from at least `least` lower-case words.

        In a page of another script one word fewer will do where there is an English function word.
        """
        words = self.lower_case(segment)
        latin = [w for w in words if _LATIN.match(w)]
        functions = sum(w in FUNCTION_WORDS for w in latin)
        if not self.latin:
            letters = sum(c.isalpha() for c in segment.words)
            mostly = sum(map(len, latin)) * 2 > letters - sum(map(len, _names(segment)))
            return mostly and (len(latin) >= least or (len(latin) == least - 1 and functions > 0))
        known = sum(w in self._vocabulary for w in latin)
        return len(latin) >= least and functions >= max(1, len(latin) // 8) and known >= 0.9 * len(words)


def _names(segment: Segment) -> list[str]:
    return [w for w in _WORD.findall(segment.words) if w[0].isupper() and w[0] < "\u0250"]
