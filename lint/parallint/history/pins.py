"""Pins: where a translation says itself which English it was made from.

All of these were seen on real sites: `default_lang_commit` (OpenTelemetry, Helm), `l10n.sourceCommit` (MDN),
`ms.sourcegitcommit` (Microsoft), `outdated_since` (osu), `translated_from`, `i18n_source_sha` and `source_sha256` in
front matter; `source-blob: …`, `translation-meta …` and co-op-translator's `original_hash` in comments. What a value is
(a commit, a blob, a hash of the content) is not told by its key, and `base` finds it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from parallint.model import Pin, Span
from parallint.patterns import pattern_of
from parallint.read.front_matter import LIMIT, find
from parallint.read.literal import fences, within

FIELD = "{commit}"
"""What stands for the value in a configured pattern."""

_FOLDED = """
defaultlangcommit sourcecommit l10nsourcecommit mssourcegitcommit outdatedsince translatedfrom translatedfromcommit
sourcesha sourcesha1 sourcesha256 sourcemd5 i18nsourcesha i18nsourcecommit sourcehash sourcecontentsha256
sourceblob sourceblobsha sourcerevision translationsourceblob translationsourcecommit translationsourcesha
translationsourcesha256 translationsourcehash originalhash originalcommit originalsha256 englishcommit englishblob
"""
_KEYS = frozenset(_FOLDED.split())
"""The keys, folded."""
_OUTDATED = "outdatedsince"
_META = "translation-meta"
_META_KEYS = frozenset({"commit", "blob", "hash", "sha", "sha256", "revision"})
"""Keys that mean the English inside a comment that says `translation-meta`."""

_VALUE = r"(?:(?:sha-?\d{1,3}|md5)[:-])?(?P<value>[0-9a-fA-F]{7,64})(?![\w-])"
_PAIR = pattern_of(rf"(?P<key>[A-Za-z][\w.-]{{0,59}})[\"']?[ \t]{{0,9}}[:=][ \t]{{0,9}}[\"']?{_VALUE}")
_NOTHING = pattern_of(r"[\W_]+")


def pins(text: str, configured: Sequence[str] = ()) -> tuple[Pin, ...]:
    """The pins of a translation, the configured ones first, then in the order of the text.

    `configured` holds keys, and patterns in which `{commit}` stands for the value. Looked into are the front matter and
    the comments outside of code; a pattern is looked for in the whole text. Linear in the text's length.
    """
    keys = frozenset(_folded(key) for key in configured if FIELD not in key)
    found = [pin for pattern in configured if FIELD in pattern for pin in _by_pattern(text, pattern)]
    known = list(_known(text, keys))
    found += [pin for pin in known if _folded(pin.key) in keys]
    return (*found, *(pin for pin in known if _folded(pin.key) not in keys))


def without_pins(text: str, configured: Sequence[str] = ()) -> str:
    """The text with the values of its pins taken out: what remains is the translation."""
    for pin in sorted(pins(text, configured), key=lambda pin: pin.span, reverse=True):
        text = text[: pin.span.start] + text[pin.span.end :]
    return text


def _known(text: str, more: frozenset[str]) -> Iterator[Pin]:
    for region, extra in _regions(text):
        for match in _PAIR.finditer(text, *region):
            key = _folded(match["key"])
            if key in _KEYS or key in more or key in extra:
                yield Pin(match["key"], match["value"].lower(), Span(*match.span("value")), key == _OUTDATED)


def _regions(text: str) -> Iterator[tuple[Span, frozenset[str]]]:
    """Where pins stand, with the keys that are pins there besides."""
    front = find(text)
    if front and len(front.body) <= LIMIT:
        yield Span(0, front.stop), frozenset()
    start = text.find("<!--", front.end if front else 0)
    code = tuple(fences(text)) if start >= 0 else ()
    while start >= 0:
        end = text.find("-->", start)
        if end < 0:
            return
        if end - start <= LIMIT and not within(code, start):
            yield Span(start, end), _META_KEYS if _META in text[start:end] else frozenset[str]()
        start = text.find("<!--", end)


def _by_pattern(text: str, pattern: str) -> Iterator[Pin]:
    for match in _compiled(pattern).finditer(text):
        yield Pin(pattern, match["value"].lower(), Span(*match.span("value")))


@lru_cache(maxsize=32)
def _compiled(pattern: str) -> re.Pattern[str]:
    """The pattern as a regular expression: its words, any white space between them, and the value."""
    before, _, after = pattern.partition(FIELD)
    return re.compile(_escaped(before) + _VALUE + _escaped(after))


def _escaped(words: str) -> str:
    return r"\s{0,9}".join(re.escape(word) for word in re.split(r"\s+", words))


def _folded(key: str) -> str:
    return _NOTHING.sub("", key).lower()
