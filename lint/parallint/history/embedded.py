"""Which revision of the English a bilingual page embeds."""

from __future__ import annotations

from parallint.history.base import content, later_revisions, with_today
from parallint.history.blobs import blobs_of
from parallint.history.past import Past
from parallint.model import Origin, Pair, Way
from parallint.patterns import pattern_of

_SURE = 0.95
_LIKELY = 0.8
_NO_LETTER = pattern_of(r"[\W_]+")


def embedded_origin(pair: Pair, past: Past) -> Origin:
    """The origin of a page that keeps its English: the revision that holds most of it and least besides.

    Compared are the letters and digits of each unit with those of the whole revision; none is parsed. Of revisions that
    fit equally well it is the newest.
    """
    if pair.base is None or not pair.base.units:
        return Origin(Way.EMBEDDED, 1.0)
    pieces = [_letters(pair.base.text[unit.span.start : unit.span.end]) for unit in pair.base.units]
    blobs = blobs_of(past.english_home)
    english = with_today(past.english, pair.source.text, blobs)
    texts = [_letters(content(revision, blobs, pair.source.text) or "") for revision in english]
    held = [sum(len(piece) for piece in pieces if piece in text) for text in texts]
    best = max(range(len(held)), key=lambda k: (2 * held[k] - len(texts[k]), -k), default=None)
    if best is None or not held[best]:
        return Origin(Way.EMBEDDED, 1.0)
    sure = _SURE if held[best] == sum(map(len, pieces)) else _LIKELY
    return Origin(Way.EMBEDDED, sure, english[best], None, later_revisions(english, best, blobs, pair.source.text))


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text)
