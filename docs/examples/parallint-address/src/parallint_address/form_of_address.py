"""A translation addresses its readers in the other form than the project has chosen.

## What it does

Looks in running text for words that belong to one form of address only (German `du`, `dein`; Spanish `usted`), and
reports those of the form that the project does not use. Words that can mean something else as well, such as `Sie` and
`Ihr` in German, are left alone, and so is code. It knows German, Spanish, French and Dutch.

## Why it matters

English has one *you*. Each translator decides anew, and a page that says *du* here and *Sie* there reads as if two
people had written it who do not talk to each other.

## Example

With `formal = ["de"]`:

English:

```markdown
# Sign in

Enter your password.

You stay signed in for a week.
```

Translation (de):

```markdown
# Anmelden

Gib dein Passwort ein.

Sie bleiben eine Woche lang angemeldet.
```

## Options

- `formal` (default none): locales that address readers formally. A language stands for all its regions.
- `informal` (default none): locales that address readers informally.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parallint import Document, Finding, Pair, Rule, Segment, Severity, Span, TokenKind, quote

# Only words that cannot be taken for anything else; capitals are ignored but for German, where they tell.
_FORMAL = {
    "de": r"Ihnen",
    "es": r"usted(?:es)?",
    "fr": r"vous|votre|vos",
    "nl": r"u|uw|uzelf",
}
_INFORMAL = {
    "de": r"[Dd]u|[Dd]ich|[Dd]ir|[Dd]ein(?:e[mnrs]?)?",
    "es": r"tú|tu|tus|contigo",
    "fr": r"tu|toi|tes",
    "nl": r"jij|je|jou|jouw",
}
_CASED = frozenset({"de"})


@dataclass(frozen=True)
class Options:
    """Options of the rule: the locales that address their readers in either form."""

    formal: tuple[str, ...] = ()
    informal: tuple[str, ...] = ()


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for the first such word of each piece of running text."""
    language = pair.locale.replace("_", "-").lower().partition("-")[0]
    chosen = _chosen(pair.locale, language, options)
    words = {"formal": _INFORMAL, "informal": _FORMAL}.get(chosen, {}).get(language)
    if not words:
        return
    pattern = re.compile(rf"(?<![\w’'-])(?:{words})(?![\w’'-])", 0 if language in _CASED else re.IGNORECASE)
    for link in pair.links:
        english = pair.source.segments[link.source[0]].span if link.source else None
        for j in link.target:
            segment = pair.target.segments[j]
            place = _first(pattern, pair.target, segment) if segment.kind.prose else None
            if place:
                word = quote(pair.target.text[place.start : place.end])
                yield Finding(f"{word} is not the {chosen} address that this project uses", english, place, 0.9)


def _chosen(locale: str, language: str, options: Options) -> str:
    """The form that the project has chosen for a locale; "" where it has chosen none."""
    names = {locale.replace("_", "-").lower(), language}
    for form in ("formal", "informal"):
        if names & {name.replace("_", "-").lower() for name in getattr(options, form)}:
            return form
    return ""


def _first(pattern: re.Pattern[str], document: Document, segment: Segment) -> Span | None:
    """Where the first such word stands in the file; not in code, and not in an address."""
    passed = [token.span for token in segment.tokens if token.kind is TokenKind.CODE]
    for match in pattern.finditer(document.text, *segment.span):
        inside = any(span.start <= match.start() < span.end for span in passed)
        if not inside and match.group() in segment.words:
            return Span(*match.span())
    return None


RULE = Rule("form-of-address", Severity.WARNING, check, Options, __doc__, mqm="register")
