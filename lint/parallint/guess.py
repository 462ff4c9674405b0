"""Guesses at a whole text's language, from its script and from the commonest words of English. No model."""

from __future__ import annotations

import re

from parallint.language import FUNCTION_WORDS
from parallint.patterns import pattern_of

_NOT_PROSE = pattern_of(
    r"^(```|~~~).*?^\1|\A---\n.*?^---|`[^`\n]*`|<[^<>\n]*>|\]\([^()\n]*\)|https?://\S+", re.S | re.M
)
_WORD = pattern_of(r"[^\W\d_]+")
_ENGLISH = 0.12
"""Part of the words that are function words: of English prose a quarter or more, of other languages hardly any."""
_ENOUGH = 8
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u3400-\u9fff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
)


def reads_as_english(text: str) -> bool:
    """Whether a page's prose is English; True as well where there is too little of it to tell."""
    words = _WORD.findall(_NOT_PROSE.sub(" ", text[:20_000]))
    if guess_by_script(text):
        return False
    if len(words) < _ENOUGH:
        return sum(not word.isascii() for word in words) * 3 < max(1, len(words))
    return sum(word.lower() in FUNCTION_WORDS for word in words) >= _ENGLISH * len(words)


def guess_by_script(text: str) -> str:
    """The locale tag that a text's script speaks for, the commonest language of the script; "" for Latin."""
    prose = _NOT_PROSE.sub(" ", text[:20_000])
    letters = len(_WORD.findall(prose)) or 1
    return next((tag for tag, script in _SCRIPTS if len(script.findall(prose)) > letters), "")
