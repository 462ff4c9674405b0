"""What the lexicon counts: words of English, and words or pieces of words of any other language."""

from __future__ import annotations

from parallint.patterns import pattern_of

_WORD = pattern_of(r"([^\W\d_]{2,7})[^\W\d_]*")
"""A word's first seven letters: what follows is mostly inflection."""
# Scripts whose words are not told apart by blanks (Thai, Lao, Myanmar, Khmer, kana, Han), and Hangul, whose words carry
# their particles: pairs of neighbouring characters serve as words (measured for Han: no worse than a segmenter).
_RANGES = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af"
_DENSE = pattern_of(f"[{_RANGES}]")
_PIECES = pattern_of(rf"[{_RANGES}]+|(?:(?![{_RANGES}])[^\W\d_]){{2,}}")
_LONGEST = 7
MOST = 80
"""Different units of a segment that count."""


def units(text: str) -> tuple[str, ...]:
    """The text's different units, in the order of their first appearance, at most `MOST`."""
    if text.isascii() or not _DENSE.search(text):
        found = _WORD.findall(text)
        return tuple(dict.fromkeys("\n".join(found).lower().split("\n")))[:MOST] if found else ()
    seen: dict[str, None] = {}
    for run in _PIECES.findall(text):
        if not _DENSE.match(run):
            seen[run[:_LONGEST].lower()] = None
            continue
        for k in range(max(1, len(run) - 1)):
            seen[run[k : k + 2]] = None
    return tuple(seen)[:MOST]
