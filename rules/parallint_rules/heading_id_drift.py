"""An explicit id of the English is lost or changed in the translation.

## What it does

Compares the ids that linked pieces give to a heading or to a place: `{#id}`, `{ #id .class }`, `{/*id*/}`,
`<a name="id"></a>` and `id="id"` on any tag. One that only the translation has is fine: it keeps the English anchors
alive under a translated heading. Nothing is said where the site's translations have ids of their own, which is learned
from its pages. Where a page has lost all its ids, that is one finding.

## Why it matters

Other pages, the table of contents and the whole web link to the id.

## Example

English:

```markdown
# Limits

## Addresses {#addresses}

A key may be used from five addresses at a time.
```

Translation (es):

```markdown
# Límites

## Direcciones {#direcciones}

Una clave puede usarse desde cinco direcciones a la vez.
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parallint import (
    Document,
    Finding,
    Pair,
    Rule,
    Severity,
    Token,
    TokenChange,
    TokenKind,
    explicit_ids,
    fold_anchor,
    quote,
    related,
    similarity,
    token_changes,
)

ID = "heading-id-drift"
_IDS = frozenset({TokenKind.HEADING_ID})
_OFTEN_KEPT = 0.5
"""Share of the ids that a site's translations keep from which the others are faults."""
_MANY = 3
"""Lost ids that are one finding, where they are all that the page had."""


@dataclass(frozen=True)
class Options:
    """The rule has no options."""


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each id that the translation of its piece has not."""
    kept = pair.conventions.ids_kept
    if (kept is not None and kept < _OFTEN_KEPT) or not related(pair):
        return
    changes = [change for change in token_changes(pair, _IDS, _key, _likeness) if change.lost]
    if not changes:
        return
    there = explicit_ids(pair.target)
    lost = [change for change in changes if change.lost and fold_anchor(change.lost.value) not in there]
    if len(lost) >= _MANY and not there:
        first = quote(lost[0].lost.value if lost[0].lost else "")
        message = f"none of the {len(lost)} ids of the English headings stands in the translation, the first is {first}"
        yield Finding(message, lost[0].source_span, lost[0].target_span, 0.9 * lost[0].confidence)
        return
    for change in lost:
        yield Finding(_message(change), change.source_span, change.target_span, 0.9 * change.confidence)


def _key(token: Token, document: Document) -> str:
    return token.value


def _likeness(lost: Token, added: Token) -> float:
    return 0.05 + similarity(lost.value, added.value)


def _message(change: TokenChange) -> str:
    english = quote(change.lost.value if change.lost else "")
    if change.added:
        return f"the id is {quote(change.added.value)} here, and {english} in English"
    return f"the id {english} is missing here"


RULE = Rule(ID, Severity.ERROR, check, Options, __doc__, mqm="omission")
