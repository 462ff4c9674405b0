"""Terms in running text: where one stands, whatever its ending, and whether a translation holds another."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from parallint.patterns import pattern_of

_DENSE = pattern_of("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_COMPOUNDING_WORDS = "de nl fy af sv da nb nn no is fo fi et hu se lb nds"
_COMPOUNDING = frozenset(_COMPOUNDING_WORDS.split())
_JOINING_WORDS = "ar fa he iw ur ps ckb ug"
_JOINING = frozenset(_JOINING_WORDS.split())
_GAP = r"(?:[\W_]+\w+){0,3}?[\W_]+"
"""Up to three words between those of a term: an article, a preposition, an adjective."""


def word_pattern(term: str) -> str:
    """A regular expression for the term as it is written, as whole words, white space in it of any kind."""
    inner = r"\s+".join(re.escape(part) for part in term.split())
    before = r"(?<!\w)" if term[:1].isalnum() or term[:1] == "_" else ""
    after = r"(?!\w)" if term[-1:].isalnum() or term[-1:] == "_" else ""
    return f"{before}{inner}{after}" if not _DENSE.search(term) else inner


def english_forms(term: str) -> str:
    """As `word_pattern`, but the last word may be a plural or a possessive of English."""
    if not term[-1:].isalpha() or not term.isascii():
        return word_pattern(term)
    stem = r"\s+".join(re.escape(part) for part in term.split())
    ending = r"(?:s|es|['’]s|s['’])?"
    if term[-1] in "yY" and term[-2:-1] not in "aeiouAEIOU":
        stem, ending = stem[:-1], r"(?:y|ies|y['’]s|ies['’])"
    return rf"(?<!\w){stem}{ending}(?!\w)"


@lru_cache(maxsize=8192)
def translation_pattern(term: str, locale: str, *, case: bool, exact: bool = False) -> re.Pattern[str]:
    """Finds a term of the translation in `folded` text, in any of its forms.

    Each word matches by its beginning, as endings inflect; in languages that write compounds as one word, or join
    particles to a word's beginning, inside a word as well. Scripts without blanks know no words: the term itself is
    looked for. `exact` wants each word in full, with at most three letters behind it.
    """
    text = folded(term, case=case)
    if _DENSE.search(text):
        return re.compile(r"\s*".join(re.escape(part) for part in text.split()))
    language = re.split("[-_]", locale.lower())[0]
    inside = language in _JOINING or (language in _COMPOUNDING and not exact)
    words = text.split()
    parts = [re.escape(word) + r"\w{0,3}(?!\w)" if exact else re.escape(_stem(word)) + r"\w*" for word in words]
    return re.compile(("" if inside else r"(?<!\w)") + _GAP.join(parts))


def folded(text: str, *, case: bool) -> str:
    """Text as terms are compared: without accents and the variety of widths, and in small letters unless `case`."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        text = unicodedata.normalize("NFC", text)
    return text if case else text.casefold()


def _stem(word: str) -> str:
    """The part of a word that its endings leave: a quarter of a long word may change, and nothing of a short one."""
    if not word.isalpha() or len(word) < len("word"):
        return word
    return word[: len(word) - (1 if len(word) < len("longer") else max(2, len(word) // 4))]
