"""Whether a piece of a translation is still English, told from the two pages alone: no model, no list of languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice

from parallint.memo import once
from parallint.model import Document, Kind, Segment, Token, TokenKind
from parallint.patterns import pattern_of

# The commonest words of English (the closed classes; they make up some 40% of running English text).
# Those that are common words of a neighbouring language, too (no, in, an, so, was, die, …), are left out.
_FUNCTION_WORDS = (
    "about after and any are at be because been before being both but by cannot could does each either every for from "
    "had have how however into is it its just may might more most must not of on once only or other our out over "
    "should since some such than that the their them then there these they this those through to until up using were "
    "what when where whether which while who with within without would you your"
)
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())

_WORD = pattern_of(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BREAK = pattern_of(r"[\s—–…|]+")
_AROUND = "()[]{}<>«»„“”‚‘’\"'.,;:!?*_~/、。「」（）：；！？，。"
_QUOTED = pattern_of(
    r"\"[^\"]{3,200}\"|“[^”]{3,200}”|„[^“”]{3,200}[“”]|«[^»]{3,200}»|「[^」]{3,200}」|『[^』]{3,200}』"
)
_NO_WORD = (".", "#", "{", "--", "$", "\\")
_ENTRIES = frozenset({Kind.ITEM, Kind.HEADING})
_STOPS = (".", "!", "?", ":", "…")
_NAMING = frozenset({Kind.ROW, Kind.IMAGE})
_MARKED = pattern_of(r"(?P<mark>\*\*?|__?)(?P<text>[^*_\n]{3,200})(?P=mark)")
_TITLE_INSIDE = pattern_of(
    r"(?<=[A-Z]\S)\S{0,40}(?:[ \n](?:a|an|and|as|at|by|for|from|in|of|on|or|the|to|via|with)){1,3}(?=[ \n][A-Z])"
)
"""Small words of a name or a title, between two words with a capital."""
_LABEL = pattern_of(r"\[(?P<text>[^\]]{1,400})\]")
_GLUED = pattern_of(r"[^\W\d_]+")
_NAME = pattern_of(r"(?<=\W)[A-Z][^\W\d_]+")
"""A word with a capital that does not begin the text."""
_FRAGMENT = pattern_of(r"\s*[a-z]")
_PLAIN_WORD = pattern_of(r"[a-z\u00df-\u00ff]+(?:['’-][a-z\u00df-\u00ff]+)*")
RUN = 6
"""Words of English in a row that do not stand in a translated block by chance."""
_MIXED = 6
"""English words for each word of the page's own script, from which a piece that has both is English."""
_SAMPLE = 25
_SHORT = 20
"""Bytes of a segment that tells the page's script; a word of a script without blanks has few characters."""
_LATIN = pattern_of(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")
_OTHER_LETTERS = pattern_of(
    r"[^\W\d_A-Za-z\u00aa-\u024f\u1e00-\u1eff][^\x00-\u036f\u1e00-\u1eff\u2000-\u303f\uff00-\uff65\U0001f000-\U0001faff]*"
)
"""A letter of a script that is not Latin and what follows it: vowel signs are half of a word in Indic scripts."""
_NO_LETTERS = bytes(b for b in range(128) if not chr(b).isalpha())
_OF_SEGMENT = 3
"""How much a letter that is not Latin counts in one segment: names and code are Latin in any language."""
_DENSE_LETTERS = pattern_of(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")


class English:
    """What tells English from the translation's language on one pair of pages.

    `names` are terms that stay as they are and count for nothing.
    """

    def __init__(self, source: Document, target: Document, names: Iterable[str] = ()) -> None:
        self._source, self._target = source, target
        self._names = (
            re.compile("|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))) if names else None
        )

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        """Words of the English page, lower case."""
        words = (w.replace("’", "'").lower() for s in self._source.segments for w in _WORD.findall(s.words))
        return frozenset(words) | FUNCTION_WORDS

    @cached_property
    def latin(self) -> bool:
        """Whether most of the translation's letters are Latin, so that script alone tells nothing."""
        return _latin(self._target)

    def lower_case(self, segment: Segment) -> list[str]:
        """The segment's different words that are no names: Latin, lower case, outside code and quotation marks.

        Where names are the rule, or part of the segment is in another script, what stands in a link, in bold or italics
        is a name or a title; so are small words between capitals. Letters that go on after inline code are no word.
        """
        text = self._names.sub(" ", segment.words) if self._names else segment.words
        text = _QUOTED.sub(" ", text)
        mixed = not self.latin and _OTHER_LETTERS.search(text) is not None
        if mixed:
            text = self._unmarked(segment, text)
        if mixed or segment.kind in _NAMING:
            text = _TITLE_INSIDE.sub(" ", text)
        words = (w.strip(_AROUND) for w in _BREAK.split(text) if not w.startswith(_NO_WORD))
        glued = self._glued(segment)
        return list(dict.fromkeys(w for w in words if len(w) > 1 and _PLAIN_WORD.fullmatch(w) and w not in glued))

    def _unmarked(self, segment: Segment, text: str) -> str:
        """The text without what stands in links, in bold and in italics."""
        shown = [m["text"] for t in segment.tokens if t.kind is TokenKind.LINK and (m := self._label(t))]
        shown += [m["text"] for m in _MARKED.finditer(self._target.text, *segment.span)]
        for piece in shown:
            text = text.replace(piece, " ", 1)
        return text

    def _label(self, link: Token) -> re.Match[str] | None:
        return _LABEL.match(self._target.text, link.span.start, link.span.end)

    def _glued(self, segment: Segment) -> set[str]:
        """Letters that stand right behind inline code, as the rest of a word whose first letter is code."""
        found = set[str]()
        for token in segment.tokens:
            if token.kind is TokenKind.CODE and (rest := _GLUED.match(self._target.text, token.span.end)):
                found.add(rest.group())
        return found

    def is_prose(self, segment: Segment, least: int) -> bool:
        """Whether the segment says something: `least` lower-case words, or letters of the translation's own script."""
        if not self.latin and _OTHER_LETTERS.search(segment.words):
            return True
        return len(self.lower_case(segment)) >= least

    def is_english(self, segment: Segment, least: int) -> bool:
        """Whether the segment of the translation reads as English, judged from at least `least` lower-case words.

        In a page of another script one word fewer will do where one is an English function word and names are not
        the most of it; in a table row, where names of things are the rule, one must be. A piece with words of the
        page's own script is a translated sentence with English terms in it, unless there are six times as many English
        words, one in eight of them function words. In Latin script one in eight must be as well, and nine in ten must
        be words of the English page. An item or a heading that begins in lower case and ends without a stop is an entry
        of a glossary, or a command: it must have a function word, and two words more; so must a piece that spells a
        word around inline code.
        """
        if self.latin:
            if FUNCTION_WORDS.isdisjoint(segment.words.lower().split()):
                return False
        elif _other_outweigh(segment.words, _OF_SEGMENT):
            return False
        words = self.lower_case(segment)
        if len(words) <= _MIXED * _own_words(segment.words):
            return False
        functions = sum([w in FUNCTION_WORDS for w in words])
        if segment.kind in _ENTRIES and _FRAGMENT.match(segment.words) and not segment.words.rstrip().endswith(_STOPS):
            if not functions:
                return False
            least += 2
        elif self._glued(segment):
            least += 2
        if not self.latin:
            return self._foreign(segment, words, functions, least)
        if len(words) < least or functions < max(1, len(words) // 8):
            return False
        known = sum(w.replace("’", "'") in self._vocabulary for w in words)
        return known >= 0.9 * len(words)

    def _foreign(self, segment: Segment, words: list[str], functions: int, least: int) -> bool:
        """Whether lower-case English words, so many of them function words, are English in a page of another script."""
        if _own_words(segment.words):
            return len(words) >= least and functions >= max(1, len(words) // 8)
        names = len(_NAME.findall(segment.words))
        needed = least - 1 if functions and names <= len(words) else least
        return len(words) >= max(1, needed) and (functions > 0 or segment.kind is not Kind.ROW)

    @cached_property
    def suspects(self) -> frozenset[int]:
        """The segments of the translation, by index, that can read as English: no other one `is_english`."""
        if self.latin:
            return self.with_function
        segments = self._target.segments
        return frozenset([k for k, segment in enumerate(segments) if not _other_outweigh(segment.words, _OF_SEGMENT)])

    @cached_property
    def with_function(self) -> frozenset[int]:
        """The segments of the translation, by index, with an English function word between blanks."""
        segments = self._target.segments
        return frozenset([k for k, s in enumerate(segments) if not FUNCTION_WORDS.isdisjoint(s.words.lower().split())])

    def left_inside(self, segment: Segment, source: str) -> Iterator[str]:
        """Runs of at least `RUN` words of the English text `source` that stand as they are inside the segment.

        A run must hold two English function words, so that names of things and commands are none.
        """
        here = list(_WORD.finditer(segment.words))
        words = [m.group().lower() for m in here]
        if len(FUNCTION_WORDS.intersection(words)) <= 1:
            return
        there = [w.lower() for w in _WORD.findall(source)]
        grams = {tuple(there[k : k + RUN]) for k in range(len(there) - RUN + 1)}
        end = 0
        for k in range(len(words) - RUN + 1):
            if k < end or tuple(words[k : k + RUN]) not in grams:
                continue
            end = k + RUN
            while end < len(words) and tuple(words[end - RUN + 1 : end + 1]) in grams:
                end += 1
            run = words[k:end]
            if len(FUNCTION_WORDS.intersection(run)) > 1 and sum(m.group().islower() for m in here[k:end]) >= RUN - 1:
                yield segment.words[here[k].start() : here[end - 1].end()]


def _own_words(text: str) -> int:
    """Words that are not Latin; of a script without blanks, two letters are one."""
    if text.isascii():
        return 0
    dense = _letters(_DENSE_LETTERS, text)
    return -(-dense // 2) + len(_OTHER_LETTERS.findall(_DENSE_LETTERS.sub(" ", text)))


@once
def _latin(document: Document) -> bool:
    """Whether most of the letters are Latin, in the first pieces that say something."""
    prose = (s.words for s in document.segments if len(s.words.encode("utf-8", "replace")) > _SHORT)
    sample = " ".join([words[:200] for words in islice(prose, _SAMPLE)])
    return not _other_outweigh(sample, 1)


def _other_outweigh(text: str, weight: int) -> bool:
    """Whether the letters that are not Latin, times `weight`, are more than the Latin ones.

    Those of a script without blanks count for three, as a word has fewer of them. Where the bounds tell, not all of
    the letters are looked at.
    """
    ascii_ = text.encode("ascii", "ignore")
    beyond, latin = len(text) - len(ascii_), len(ascii_.translate(None, _NO_LETTERS))
    if weight * 3 * beyond <= latin:
        return False
    dense = _letters(_DENSE_LETTERS, text)
    if weight * 2 * dense > latin + beyond - dense:
        return True
    return weight * (_letters(_OTHER_LETTERS, text) + 2 * dense) > _letters(_LATIN, text)


def _letters(runs: re.Pattern[str], text: str) -> int:
    """Letters of the text, given what runs of them look like."""
    return sum(map(len, runs.findall(text)))
