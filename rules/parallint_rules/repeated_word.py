"""A word stands twice.

## What it does

Reports a word of the translation that is written twice in a row, where the English has no word twice. Languages that
double words to say something by it (Indonesian, Malay, Hindi, Turkish, Vietnamese, …) are left out, and so are the
pairs that are good grammar elsewhere (`nous nous`, `die die`). Switched off by default.

## Why it matters

It is a slip that a reader sees at once.

## Example

English:

```markdown
# Log in

Enter the password of your account.

It has at least twelve characters.
```

Translation (es):

```markdown
# Iniciar sesión

Escriba la la contraseña de su cuenta.

Tiene al menos doce caracteres.
```

## Options

- `allowed` (default none): words that may stand twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parallint import Document, Finding, Pair, Rule, Segment, Severity, Span, pattern_of, quote

ID = "repeated-word"

_TWICE = pattern_of(r"(?<![\w’'-])([^\W\d_]{2,})[ \t\n]{1,9}(\1)(?![\w’'-])", re.IGNORECASE)
_TWICE_ENGLISH = pattern_of(r"(?<![\w’'-])([^\W\d_]{2,})[ \t\n]{1,9}\1[^\W\d_]{0,3}(?![\w’'-])", re.IGNORECASE)
"""An English word twice, in whatever forms: `unknown unknowns`."""
# Where doubling a word is grammar: plurals, distributives, emphasis.
_DOUBLING_WORDS = (
    "id ms jv su min tl fil ceb ilo vi th lo km my hi ur bn pa gu mr ne ta te kn ml si am ti tr az uz kk "
    "ky tk hy ka zh ja ko yue haw mi sm to fj sw ht af tpi bi"
)
_DOUBLING = frozenset(_DOUBLING_WORDS.split())
_GRAMMAR = {
    "de": "die der das sie denen ihr",
    "nl": "die dat",
    "fr": "nous vous",
    "it": "via mano piano quasi",
    "sv": "det som",
    "da": "det som der",
    "nb": "det som",
    "pl": "to się",
    "hu": "már",
    "fi": "niin",
    "pt": "logo",
    "he": "לאט יום",
    "ar": "ما",
}


@dataclass(frozen=True)
class Options:
    """Options of the rule; `allowed` are words, whatever their capitals."""

    allowed: tuple[str, ...] = ()


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each word that stands twice in a row."""
    language = re.split("[-_]", pair.locale.lower())[0]
    if language in _DOUBLING:
        return
    allowed = {*_GRAMMAR.get(language, "").split(), *(word.casefold() for word in options.allowed)}
    for link in pair.links:
        if not link.source or not link.target:
            continue
        if any(_TWICE_ENGLISH.search(pair.source.segments[i].words) for i in link.source):
            continue
        for j in link.target:
            segment = pair.target.segments[j]
            words = dict.fromkeys(word.casefold() for word in _twice(segment)) if segment.kind.prose else ()
            for word in words:
                place = _place(pair.target, segment, word)
                if place and word not in allowed:
                    source = pair.source.segments[link.source[0]].span
                    yield Finding(f"{quote(word)} stands here twice", source, place, 0.8)


def _twice(segment: Segment) -> list[str]:
    """The words; two with a capital are a name."""
    return [m[1] for m in _TWICE.finditer(segment.words) if not (m[1][0].isupper() and m[2][0].isupper())]


def _place(document: Document, segment: Segment, word: str) -> Span | None:
    """Where the word stands twice as written; None where markup stands between."""
    pattern = re.compile(rf"(?<!\w){re.escape(word)}[ \t>\r\n]{{1,20}}{re.escape(word)}(?!\w)", re.IGNORECASE)
    found = pattern.search(document.text, *segment.span)
    return Span(*found.span()) if found else None


RULE = Rule(ID, Severity.WARNING, check, Options, __doc__, mqm="duplication", default=False)
