"""A footnote of the English is lost in the translation, or one is referred to and never defined.

## What it does

Compares the references to footnotes (`[^1]`) in linked pieces of both pages; the labels may be other ones and stand in
another order, their number may not be smaller. It also says where the translation refers to a footnote that it does not
define, unless English does the same.

## Why it matters

A reference without its footnote is shown as it is written, in brackets; a footnote without a reference is not shown.

## Example

English:

```markdown
# Limits

A key may be used from five addresses.[^1]

[^1]: Ten for organisations.
```

Translation (es):

```markdown
# Límites

Una clave puede usarse desde cinco direcciones.

[^1]: Diez para las organizaciones.
```

## Options

None.
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
    Token,
    TokenKind,
    pattern_of,
    quote,
    related,
    token_changes,
)

ID = "footnote-drift"
_FOOTNOTES = frozenset({TokenKind.FOOTNOTE})
_REFERENCE = pattern_of(r"\[\^([^\]\s\[]{1,100})\]")
_DEFINED = pattern_of(r"^[ \t>]{0,12}\[\^([^\]\s\[]{1,100})\]:", re.M)


@dataclass(frozen=True)
class Options:
    """The rule has no options."""


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each reference that a linked piece lost, and for each that has no footnote."""
    if not related(pair):
        return
    undefined = list(_undefined(pair.target)) if "[^" in pair.target.text else []
    english = {label for label, _ in _undefined(pair.source)} if undefined else set()
    for label, span in undefined:
        if label not in english:
            message = f"the footnote {quote('[^' + label + ']')} is referred to here, and the page does not define it"
            yield Finding(message, None, span, 0.95)
    for change in token_changes(pair, _FOOTNOTES, _key, _likeness):
        if change.lost and not change.added and not any(_holds(change.target, span) for _, span in undefined):
            message = f"the reference to the footnote {quote('[^' + change.lost.value + ']')} is missing here"
            yield Finding(message, change.source_span, change.target_span, 0.9 * change.confidence)


def _key(token: Token, document: Document) -> str:
    return token.value


def _likeness(lost: Token, added: Token) -> float:
    return 1.0


def _holds(segments: tuple[Segment, ...], span: Span) -> bool:
    return any(segment.span.start <= span.start < segment.span.end for segment in segments)


def _undefined(document: Document) -> Iterator[tuple[str, Span]]:
    """References without a footnote: the reader takes them for text, so they are looked for in what is text."""
    defined = {match[1] for match in _DEFINED.finditer(document.text)}
    for segment in document.segments:
        if not segment.kind.prose or "[^" not in segment.words:
            continue
        shown = {match[1] for match in _REFERENCE.finditer(segment.words)}
        for match in _REFERENCE.finditer(document.text, *segment.span):
            if match[1] in shown and match[1] not in defined:
                yield match[1], Span(*match.span())


RULE = Rule(ID, Severity.WARNING, check, Options, __doc__, mqm="omission")
