"""A term is not translated as the glossary says.

## What it does

Looks the words of each English piece up in a glossary. Its translation must have one of the translations that the
glossary allows, in any of its forms: words match by their beginnings, in languages with compounds inside longer words,
and in scripts without blanks anywhere. A form that the glossary forbids is reported. The longest term counts: where
`package manager` has an entry, that of `package` is not asked for. Code is left out.

## Why it matters

One thing with two names reads like two things.

## Example

English:

```markdown
# Packages

The client asks the registry for the package.

Old versions stay where they are.
```

Translation (es):

```markdown
# Paquetes

El cliente pide el bulto al registro.

Las versiones anteriores se quedan donde están.
```

Configuration:

```toml
[rules.glossary.terms.es]
package = "paquete"
registry = "registro"
```

## Options

- `file` (default none): a glossary, a path inside the project: CSV with a head (`en,es,es forbidden,ja,case`; several
  translations with `|` between), or TBX.
- `terms` (default none): more terms, a table a locale.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from parallint import (
    English,
    Finding,
    Glossary,
    Pair,
    Rule,
    Segment,
    Severity,
    Span,
    Term,
    english_forms,
    folded,
    pattern_of,
    quote,
    translation_pattern,
)

ID = "glossary"

_WORD = pattern_of(r"[^\W_]+")


@dataclass(frozen=True)
class Options:
    """Options of the rule; `file` is the glossary as it was read with the configuration, `terms` is by locale."""

    file: Glossary = field(default_factory=Glossary)
    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each term of a linked piece that is not translated as the glossary says."""
    terms = (*options.file.terms(pair.locale), *_listed(options, pair.locale))
    if not terms:
        return
    lookup = _lookup(terms)
    english = English(pair.source, pair.target)
    for link in pair.links:
        here = [pair.source.segments[i] for i in link.source]
        there = [pair.target.segments[j] for j in link.target]
        if not here or not there or not all(s.kind.prose for s in (*here, *there)):
            continue
        found = dict.fromkeys(term for segment in here for term in _terms_in(segment.words, lookup))
        said = [told for term in found if (told := _wrong(term, there, pair.locale))]
        if said and not all(english.is_english(segment, 3) for segment in there):
            for message in said:
                yield Finding(
                    message,
                    Span(here[0].span.start, here[-1].span.end),
                    Span(there[0].span.start, there[-1].span.end),
                    0.9 * link.confidence,
                )


def _listed(options: Options, locale: str) -> Iterator[Term]:
    """The terms of the configuration, those of a language for all its regions."""
    for tag, terms in options.terms.items():
        if f"{locale.lower()}-".startswith(f"{tag.lower()}-"):
            yield from (Term(english, (translation,)) for english, translation in terms.items())


_Lookup = Mapping[str, Sequence[tuple[Term, int]]]


@lru_cache(maxsize=16)
def _lookup(terms: tuple[Term, ...]) -> _Lookup:
    """The first word of a term, small and singular -> the terms that begin so, the longest first."""
    found: dict[str, list[tuple[Term, int]]] = {}
    for term in sorted(terms, key=lambda term: -len(term.english)):
        if first := _WORD.search(term.english):
            found.setdefault(_singular(first.group()), []).append((term, first.start()))
    return found


@lru_cache(maxsize=8192)
def _pattern(english: str, case: bool) -> re.Pattern[str]:
    return re.compile(english_forms(english), 0 if case else re.IGNORECASE)


def _singular(word: str) -> str:
    """A key that a word shares with its plural."""
    small = word.casefold()
    for ending in ("ies", "es", "s", "y", "e"):
        if small.endswith(ending) and len(small) > len(ending) + 2:
            return small[: -len(ending)]
    return small


def _terms_in(text: str, lookup: _Lookup) -> Iterator[Term]:
    """The terms that stand in an English text; words that one of them took are not looked at again."""
    end = 0
    for word in _WORD.finditer(text):
        if word.start() < end:
            continue
        for term, lead in lookup.get(_singular(word.group()), ()):
            if match := _pattern(term.english, term.case).match(text, max(0, word.start() - lead)):
                end = match.end()
                yield term
                break


def _wrong(term: Term, there: Sequence[Segment], locale: str) -> str:
    """What is wrong with a term's translation; "" where nothing is."""
    text = folded(" ".join(segment.text for segment in there), case=term.case)
    for form in term.forbidden:
        match = translation_pattern(form, locale, case=term.case, exact=True).search(text)
        if match and not any(_inside(text, other, form, locale, term.case) for other in term.allowed):
            instead = f"; use {_any(term.allowed)}" if term.allowed else ""
            return f"the glossary forbids {quote(form)} for {quote(term.english)}{instead}"
    if not term.allowed or any(_has(text, form, locale, term.case) for form in term.allowed):
        return ""
    return f"the glossary has {_any(term.allowed)} for {quote(term.english)}, and it is not here"


def _has(text: str, form: str, locale: str, case: bool) -> bool:
    return translation_pattern(form, locale, case=case).search(text) is not None


def _inside(text: str, allowed: str, forbidden: str, locale: str, case: bool) -> bool:
    """Whether the forbidden form is a part of an allowed one that stands there."""
    return folded(forbidden, case=case) in folded(allowed, case=case) and _has(text, allowed, locale, case)


def _any(forms: Sequence[str]) -> str:
    return " or ".join(quote(form) for form in forms)


RULE = Rule(ID, Severity.WARNING, check, Options, __doc__, mqm="terminology")
