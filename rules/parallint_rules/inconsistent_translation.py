"""One English heading, or name on a button, is translated in several ways.

## What it does

Looks at all pages of a locale together. Where the same English heading, or the same words in bold (as the names of
buttons and menus are), are nearly always translated in one way, it reports the ways that differ, each once. Forms of
the same words, longer and shorter versions, and what was left in English are no difference. One word needs more cases
than several, as it can mean several things.

## Why it matters

The reader looks for the section, or the button, under the name that it had on the page before.

## Example

English:

```markdown
# Commands

## vault backup

### Before you begin

Sign in.

## vault restore

### Before you begin

Stop the server.

## vault move

### Before you begin

Mount the disk.

## vault check

### Before you begin

Stop the server.
```

Translation (es):

```markdown
# Comandos

## vault backup

### Antes de empezar

Inicie sesión.

## vault restore

### Requisitos previos

Detenga el servidor.

## vault move

### Antes de empezar

Monte el disco.

## vault check

### Antes de empezar

Detenga el servidor.
```

## Options

- `least` (default 3): how often the usual translation must occur.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from parallint import (
    Document,
    Fact,
    Inventory,
    Kind,
    Noted,
    Pair,
    ProjectFinding,
    Rule,
    Segment,
    Severity,
    Span,
    TokenKind,
    pattern_of,
    similarity,
)

ID = "inconsistent-translation"

_SURE = 0.8
"""Confidence of the links that are looked at."""
_LONGEST = 60
"""Characters of a heading or a name; longer ones do not come twice."""
_USUAL = 0.75
"""Share of the cases that the usual translation must have; of a single word it must have _USUAL_WORD."""
_USUAL_WORD = 0.85
_DOUBT = 2
"""Cases that speak against every usual translation before any is seen: of three to one, it is not sure."""
_NAMED = 2
"""Other pages that are named."""
_ALIKE = 0.6
"""Similarity (0 to 1) from which two translations are forms of the same words."""
_STEM = 4
"""Letters that two words begin with in common where one is an inflected form of the other."""

_BOLD = pattern_of(r"(?<![*\\])\*\*([^\s*][^*\n]{0,58}[^\s*])\*\*(?!\*)")
_EDGES = pattern_of(r"^[\W\d_]+|[\W_]+$")


@dataclass(frozen=True)
class Options:
    """Options of the rule; `least` counts cases."""

    least: int = 3


def collect(pair: Pair, options: Options) -> Iterator[Fact]:
    """Note the translation of each heading and of each name in bold that stands alone in its segment."""
    for link in pair.links:
        if link.bead != "1-1" or link.confidence < _SURE or link.moved:
            continue
        source, target = pair.source.segments[link.source[0]], pair.target.segments[link.target[0]]
        if source.kind is not target.kind or not source.kind.prose:
            continue
        if source.kind is Kind.HEADING:
            yield from _noted("heading", source.text, target.text, target.span)
        bold, translated = _bold(pair.source, source), _bold(pair.target, target)
        if len(bold) == len(translated) == 1:
            (english, _), (text, place) = bold[0], translated[0]
            if english[:1].isupper():
                yield from _noted("name", english, text, place)


def _noted(what: str, english: str, text: str, target: Span) -> Iterator[Fact]:
    """The fact, unless it is too long, a sentence, nothing but signs, or not translated."""
    key, form = _key(english), _key(text)
    if key and form and key != form and max(len(english), len(text)) <= _LONGEST and not english.endswith((".", "!")):
        yield Fact((what, " ".join(english.split()), " ".join(text.split())), None, target)


def _bold(document: Document, segment: Segment) -> list[tuple[str, Span]]:
    """What stands in bold in a segment, outside of code."""
    written = document.written(segment)
    code = [token.span for token in segment.tokens if token.kind is TokenKind.CODE]
    found = []
    for match in _BOLD.finditer(written):
        start = segment.span.start + match.start(1)
        span = Span(start, start + len(match[1]))
        if not any(place.start < span.end and span.start < place.end for place in code):
            found.append((match[1], span))
    return found


def _key(text: str) -> str:
    """A text as it is compared: without case, signs around it, and numbers before it."""
    return _EDGES.sub("", " ".join(unicodedata.normalize("NFKC", text).casefold().split()))


def conclude(project: Inventory, facts: Iterable[Noted], options: Options) -> Iterator[ProjectFinding]:
    """Yield a finding for each translation that differs from the usual one of the same English."""
    forms: defaultdict[int, set[int]] = defaultdict(set)
    for noted in facts:
        forms[hash(_case(noted))].add(hash(_translation(noted)))
    several = {case for case, known in forms.items() if len(known) > 1}
    cases: defaultdict[tuple[str, str, str], list[Noted]] = defaultdict(list)
    for noted in facts:
        if hash(case := _case(noted)) in several:
            cases[case].append(noted)
    for here in cases.values():
        if len(here) > options.least:
            yield from _differing(here, options)


def _case(noted: Noted) -> tuple[str, str, str]:
    return noted.locale, str(noted.values[0]), _key(str(noted.values[1]))


def _differing(cases: Sequence[Noted], options: Options) -> Iterator[ProjectFinding]:
    by_form: defaultdict[str, list[Noted]] = defaultdict(list)
    for noted in cases:
        by_form[_key(_translation(noted))].append(noted)
    usual = max(by_form, key=lambda form: len(by_form[form]))
    alike = {form for form in by_form if form == usual or _same(form, usual)}
    count = sum(len(by_form[form]) for form in alike)
    share = count / len(cases)
    what, english = cases[0].values[:2]
    word = len(str(english).split()) == 1
    if count < options.least + word or share < (_USUAL_WORD if word else _USUAL):
        return
    for form in by_form.keys() - alike:
        places = sorted(by_form[form], key=lambda noted: (noted.pair, noted.target.line if noted.target else 0))
        here, shown = places[0], _translation(by_form[usual][0])
        message = f"the {what} “{english}” is “{_translation(here)}” here and “{shown}” in {count} other places"
        confidence = share * count / (count + _DOUBT)
        message += _also(places)
        also = tuple(noted.target for noted in places[1:] if noted.target)
        yield ProjectFinding(message, here.pair, here.locale, None, here.target, confidence, also=also)


def _translation(noted: Noted) -> str:
    return str(noted.values[2])


def _also(places: Sequence[Noted]) -> str:
    """The other pages on which it is so."""
    others = sorted({noted.pair for noted in places} - {places[0].pair})
    more = " and elsewhere" if len(others) > _NAMED else ""
    return f"; so also on {', '.join(others[:_NAMED])}{more}" if others else ""


def _same(form: str, other: str) -> bool:
    """Whether two translations are forms of the same words, or one is a part of the other."""
    if form in other or other in form or similarity(form, other) >= _ALIKE:
        return True
    words, others = form.split(), other.split()
    return all(_one_stem(one, two) for one, two in zip_longest(words, others, fillvalue=""))


def _one_stem(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= _STEM and one[:_STEM] == other[:_STEM])


RULE = Rule(ID, Severity.WARNING, None, Options, __doc__, mqm="terminology", conclude=conclude, collect=collect)
