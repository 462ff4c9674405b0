"""The front matter has lost a field, changed one that is no text, or left one in English.

## What it does

Compares the fields above the page: fields that the English has and the translation has not, fields whose value must be
the same (`weight`, `layout`, `draft`) and is another, and fields of text (`title`, `description`) that are still in
English. Which fields must be the same is learned from the locale's other pages; where there are few of them, it is
known of the usual fields only. Fields of the translation's own are fine, and so are dates, authors, pins and what a
tool writes (`ms.*`).

Front matter that cannot be read any more, mostly for want of quotation marks around a `:` or a `*`, is an error. It is
a note where a tool that rewrites lists has put `*` for `-` before an item, which the build tells at once, and where
only a tag (`!x`) is unknown, which some readers pass over.

## Why it matters

Generators read the fields: with another one the page looks otherwise, stands elsewhere in the menu, or is not built.

## Example

English:

```markdown
---
title: Install the server
weight: 20
layout: guide
---
# Install the server

You need a computer with Linux.
```

Translation (es):

```markdown
---
title: Instalar el servidor
weight: 20
layout: guía
---
# Instalar el servidor

Necesita un equipo con Linux.
```

## Options

- `locked` (default none): further fields that must be the same, as `params.icon`.
- `text` (default none): further fields that are translated.
- `free` (default none): further fields that may be lost or be another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from parallint import (
    English,
    Field,
    FieldUse,
    Finding,
    Kind,
    Pair,
    Rule,
    Segment,
    Severity,
    Span,
    pattern_of,
    quote,
    read_address,
    same_place,
    unreadable_front_matter,
    values_of,
)

ID = "front-matter-drift"

_LOCKED_WORDS = (
    "weight layout template type draft toc sidebar_position sidebar_custom_props hide "
    "hide_table_of_contents hide_title sidebar sidebar_class_name pagination_next pagination_prev order "
    "navigation_weight nav_order outline aside footer math katex mermaid icon page-type browser-compat "
    "status include_yaml body_class search robots unlisted public ms.topic ms.service ms.subservice uid "
    "_disableToc no_list simple_list hide_feedback sitemap cascade.type"
)
_LOCKED = frozenset(_LOCKED_WORDS.split())
_TEXT_WORDS = (
    "title description linkTitle linktitle summary subtitle tagline excerpt sidebar_label sidebar.label "
    "nav_title short_title short-title pagination_label heading intro lead image_alt imageAlt"
)
_TEXT = frozenset(_TEXT_WORDS.split())
_FREE = pattern_of(
    r"(?:ms\.(?!topic$|service$|subservice$)|cspell|spell|_|l10n|translat|default_lang|source|original|locale|lang|"
    r"author|date|last|updated|modified|created|publish|contributor|reviewer|manager|editor|maintainer|approver|owner|"
    r"alias|redirect|slug|url|permalink|canonical|crosspost|id$|tags$|categor|keywords|no-loc|link_check|htmltest|lint)",
    re.IGNORECASE,
)
_BULLET = pattern_of(r"[ \t]*\* ")
_FEW = 5
_ALWAYS = 0.9
_UNLEARNED = 0.7
_SELDOM = 0.5
_PLAIN = pattern_of(r"(?:true|false|yes|no|on|off|null|~|[-+]?\d+(?:\.\d+)?)", re.IGNORECASE)
_WORDS = pattern_of(r"[^\W\d_]{2,}")
_SAME_PAGE = 0.7


class _Use(Enum):
    LOCKED = "locked"
    TEXT = "text"
    FREE = "free"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Options:
    """Options of the rule; nested fields are named with points between their keys."""

    locked: frozenset[str] = frozenset()
    text: frozenset[str] = frozenset()
    free: frozenset[str] = frozenset()


_Values = Mapping[str, Sequence[Field]]


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for the lost fields, and one for each field that is another or still in English."""
    source, target = (next(iter(d.segments), None) for d in (pair.source, pair.target))
    if source is None or source.kind is not Kind.FRONT_MATTER or pair.embedded:
        return
    here = values_of(pair.source)
    if not here or unreadable_front_matter(pair.source):
        return
    learned = {use.key: use for use in pair.conventions.fields}
    if target is None or target.kind is not Kind.FRONT_MATTER:
        # Some sites keep the fields of a page apart from its translations; its other pages say whether this one does.
        if any(key in learned and _needed(key, learned[key], options) > _UNLEARNED for key in here):
            yield Finding("the translation has no front matter", source.span, Span(0, 0), 0.9, Severity.ERROR)
        return
    if unread := unreadable_front_matter(pair.target):
        said = f"the front matter cannot be read: {unread.message}"
        yield Finding(said, source.span, unread.span, 0.95, _severity(pair, unread.span.start, unread.message))
        return
    there, then = values_of(pair.target), values_of(pair.base) if pair.base else {}
    yield from _lost(here, there, then if pair.base else None, learned, options, target)
    english = _English(pair)
    for key, fields in here.items():
        if key not in there or (key in then and _listed(then[key]) == _listed(there[key]) != _listed(fields)):
            continue
        yield from _compared(pair, english, key, fields, there[key], learned.get(key), options)


def _severity(pair: Pair, at: int, message: str) -> Severity:
    """A mark of a list was exchanged by a tool, and readers differ in how they take tags that they don't know."""
    line = pair.target.text.rfind("\n", 0, at) + 1
    return Severity.NOTE if _BULLET.match(pair.target.text, line) or "tag" in message.split() else Severity.ERROR


@lru_cache(maxsize=1024)
def _use(key: str, options: Options) -> _Use:
    """What is known of a field without looking at other pages."""
    names = {key, key.partition(".")[0]}
    for use, chosen, known in (
        (_Use.FREE, options.free, frozenset[str]()),
        (_Use.LOCKED, options.locked, _LOCKED),
        (_Use.TEXT, options.text, _TEXT),
    ):
        if not names.isdisjoint(chosen) or key in known:
            return use
    return _Use.FREE if _FREE.match(key) else _Use.UNKNOWN


def _lost(
    here: _Values,
    there: _Values,
    then: _Values | None,
    learned: Mapping[str, FieldUse],
    options: Options,
    target: Segment,
) -> Iterator[Finding]:
    """One finding for the fields that the translation has not, those left out that it mostly does without."""
    lost: dict[str, float] = {}
    known = {key.casefold() for key in there}  # Hugo takes `Title` for `title`
    for key, fields in here.items():
        if key.casefold() in known or _listed(fields) in (("",), ("[]",)) or _spoken_of(key, target.text):
            continue
        if any(other.startswith(f"{key.casefold()}.") for other in known):
            continue
        if then is not None and key not in then:
            continue  # it came into the English afterwards
        if sure := _needed(key, learned.get(key), options):
            lost[key] = sure
    if lost:
        first = here[next(iter(lost))][0]
        at = target.span.end
        names = ", ".join(quote(key) for key in lost)
        yield Finding(
            f"the front matter lacks {names}", Span(first.key.start, first.span.end), Span(at, at), max(lost.values())
        )


def _spoken_of(key: str, text: str) -> bool:
    """Whether a comment of the translation names the field: then it was left out on purpose."""
    return re.search(rf"^[ \t]*#.*\b{re.escape(key.partition('.')[0])}\b", text, re.M) is not None


def _needed(key: str, use: FieldUse | None, options: Options) -> float:
    """How sure it is that the translation needs the field; 0 where it does without."""
    known = _use(key, options)
    if known is _Use.FREE:
        return 0.0
    if use and use.pages >= _FEW:
        return 0.85 if use.kept >= _ALWAYS * use.pages else 0.0
    return 0.4 if known is _Use.UNKNOWN else _UNLEARNED


def _compared(
    pair: Pair,
    english: _English,
    key: str,
    here: Sequence[Field],
    there: Sequence[Field],
    use: FieldUse | None,
    options: Options,
) -> Iterator[Finding]:
    if _listed(here) == _listed(there):
        if _is_text(key, use, options) and any(english.left(field.value) for field in there):
            yield Finding(
                f"the field {quote(key)} is still in English: {quote(there[0].value)}", *_places(here, there), 0.8
            )
        return
    sure = _locked(key, here, there, use, options)
    if sure and not _same_address(pair, here, there):
        message = f"the field {quote(key)} is {_shown(there)} here, and {_shown(here)} in the English"
        yield Finding(message, *_places(here, there), sure)


def _places(here: Sequence[Field], there: Sequence[Field]) -> tuple[Span, Span]:
    """The field in the English, and its value in the translation."""
    start = there[0].span.start
    return Span(here[0].key.start, here[-1].span.end), Span(start, max(start, there[-1].span.end))


def _is_text(key: str, use: FieldUse | None, options: Options) -> bool:
    known = _use(key, options)
    mostly = use is not None and use.kept >= _FEW and use.same < _SELDOM * use.kept
    return known is _Use.TEXT or (known is _Use.UNKNOWN and mostly)


def _locked(key: str, here: Sequence[Field], there: Sequence[Field], use: FieldUse | None, options: Options) -> float:
    """How sure it is that the values must be the same."""
    known = _use(key, options)
    if known in (_Use.FREE, _Use.TEXT):
        return 0.0
    if use and use.kept > _FEW:
        # The page itself was counted as one where the value is another.
        return 0.85 if use.same >= _ALWAYS * (use.kept - 1) else 0.0
    if known is _Use.LOCKED:
        return 0.75
    one_of_both = [bool(_PLAIN.fullmatch(fields[0].value.strip())) for fields in (here, there)]
    return 0.7 if one_of_both == [True, False] and len(here) == len(there) == 1 else 0.0


def _same_address(pair: Pair, here: Sequence[Field], there: Sequence[Field]) -> bool:
    """Whether the values are addresses of which the one is the other's, as the site writes them in this locale."""
    if len(here) != len(there) or not all("/" in field.value for field in (*here, *there)):
        return False
    return all(
        same_place(read_address(a.value, pair.locale), read_address(b.value, pair.locale), pair.conventions.rewrites)
        for a, b in zip(here, there, strict=True)
    )


class _English:
    """Whether a value that is the same on both sides is English that should have been translated."""

    def __init__(self, pair: Pair) -> None:
        self._pair = pair
        self._english = English(pair.source, pair.target, {*pair.source.terms, *pair.target.terms})
        self._page: bool | None = None

    def left(self, value: str) -> bool:
        """Whether the value reads as English, on a page that is not English as a whole."""
        words = _WORDS.findall(value)
        if len(words) < len("the") or sum(word.islower() for word in words) < len("of"):
            return False
        segment = Segment(Kind.PARAGRAPH, Span(0, 0), value, value)
        if not self._english.is_english(segment, 2):
            return False
        if self._page is None:
            self._page = self._all_english()
        return not self._page

    def _all_english(self) -> bool:
        texts = {segment.text for segment in self._pair.source.segments if segment.kind.prose}
        prose = [segment for segment in self._pair.target.segments if segment.kind.prose]
        return sum(segment.text in texts for segment in prose) > _SAME_PAGE * len(prose)


def _listed(fields: Sequence[Field]) -> tuple[str, ...]:
    return tuple(" ".join(field.value.split()) for field in fields)


def _shown(fields: Sequence[Field]) -> str:
    return quote(", ".join(field.value for field in fields), 40)


RULE = Rule(ID, Severity.WARNING, check, Options, __doc__, mqm="markup")
