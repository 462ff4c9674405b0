"""A French text lacks the space before `:`, `;`, `!`, `?` and inside `« »`, or has one that may break.

## What it does

In French, reports a double punctuation mark or a guillemet without a space, or with an ordinary one, at which the line
may be broken; a no-break space (U+00A0) or a narrow one (U+202F) is right. In Canada only the colon and the guillemets
have one. Code, addresses, times and emoji codes are left out. Ordinary spaces are one finding a page. Switched off by
default.

## Why it matters

French typography asks for it, and a mark that begins a line alone looks careless.

## Example

English:

```markdown
# Start

Is the server running?

Then wait until the light is green.
```

Translation (fr):

```markdown
# Démarrage

Le serveur est-il démarré?

Attendez ensuite que le voyant soit vert.
```

## Options

- `plain-spaces` (default false): an ordinary space will do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parallint import (
    Document,
    Finding,
    Pair,
    Rule,
    Segment,
    Severity,
    Span,
    TokenKind,
    counted_places,
    pattern_of,
    quote,
)

ID = "french-spacing"

_HIGH = r"(?<=[\w)\]»%*_`’\"])(?P<space>[ ]?)(?P<mark>[;!?:]+|»)(?=[\s)\]*_\"<.,]|$)"
_COLON = r"(?<=[\w)\]»%*_`’\"])(?P<space>[ ]?)(?P<mark>:|»)(?=[\s)\]*_\"<.,]|$)"
_OPENING = r"(?P<opening>«)(?P<after>[ ]?)(?=[^\s])"
_FRANCE = pattern_of(f"{_HIGH}|{_OPENING}", re.M)
_CANADA = pattern_of(f"{_COLON}|{_OPENING}", re.M)
_HIDING = frozenset({TokenKind.CODE, TokenKind.PLACEHOLDER, TokenKind.TAG, TokenKind.INCLUDE, TokenKind.FORMULA})
_NEAR = 15


@dataclass(frozen=True)
class Options:
    """Options of the rule; `plain_spaces` says that an ordinary space is right."""

    plain_spaces: bool = False


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each prose segment of a French translation with a mark that is not spaced as it should be."""
    language, _, rest = pair.locale.lower().replace("_", "-").partition("-")
    if language != "fr":
        return
    pattern = _CANADA if rest == "ca" else _FRANCE
    plain: list[Span] = []
    for segment in pair.target.segments:
        wrong = list(_wrong(pair.target, segment, pattern, options)) if segment.kind.prose else []
        plain += (place for place, space in wrong if space)
        if bare := [place for place, space in wrong if not space]:
            yield _finding(pair.target, bare[0], "no space stands", "")
    if plain:
        yield _finding(pair.target, plain[0], "an ordinary space stands", counted_places(len(plain)))


def _finding(document: Document, place: Span, said: str, more: str) -> Finding:
    text = document.text
    side = "behind" if text[place.start] == "«" else "before"
    mark, near = text[place.start : place.end].strip(), text[max(0, place.start - _NEAR) : place.end]
    message = f"{said} {side} {quote(mark)} here: {quote(near)}; it takes a no-break space{more}"
    return Finding(message, None, place, 0.9)


def _wrong(
    document: Document, segment: Segment, pattern: re.Pattern[str], options: Options
) -> Iterator[tuple[Span, bool]]:
    """The marks that are spaced wrongly, each with whether an ordinary space is there."""
    start, end = segment.span
    text = document.text[start:end]
    hidden = [t.span for t in segment.tokens if t.kind in _HIDING]
    hidden += [_address(document.text, t.span) for t in segment.tokens if t.kind in (TokenKind.LINK, TokenKind.IMAGE)]
    for match in pattern.finditer(text):
        space = match["after"] if match["opening"] else match["space"]
        place = Span(start + match.start(), start + match.end())
        inside = any(span.start <= place.start + len(match["space"] or "") < span.end for span in hidden)
        if not inside and not (space and options.plain_spaces):
            yield place, bool(space)


def _address(text: str, span: Span) -> Span:
    at = text.rfind("](", span.start, span.end)
    return Span(at + 1, span.end) if at >= 0 else span


RULE = Rule(ID, Severity.WARNING, check, Options, __doc__, mqm="whitespace", default=False)
