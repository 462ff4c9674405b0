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
    Replacement,
    Rule,
    Severity,
    Span,
    Token,
    TokenChange,
    TokenKind,
    explicit_ids,
    fold_anchor,
    quote,
    related,
    restored,
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
    marked = (pair.source.segments[k] for k in pair.source.holders.get(TokenKind.HEADING_ID, ()))
    here = [token.value for segment in marked for token in segment.tokens if token.kind in _IDS]
    there = explicit_ids(pair.target) if here else frozenset[str]()
    if all(fold_anchor(id_) in there for id_ in here):
        return
    changes = token_changes(pair, _IDS, _key, _likeness)
    lost = [change for change in changes if change.lost and fold_anchor(change.lost.value) not in there]
    if len(lost) >= _MANY and not there:
        first = quote(lost[0].lost.value if lost[0].lost else "")
        message = f"none of the {len(lost)} ids of the English headings stands in the translation, the first is {first}"
        fix = tuple(one for change in lost for one in _fix(pair, change))
        yield Finding(message, lost[0].source_span, lost[0].target_span, 0.9 * lost[0].confidence, fix=fix)
        return
    for change in lost:
        sure = 0.9 * change.confidence
        yield Finding(_message(change), change.source_span, change.target_span, sure, fix=_fix(pair, change))


def _fix(pair: Pair, change: TokenChange) -> tuple[Replacement, ...]:
    """The id as the English has it: in the place of the other one, or at the end of the heading in one line."""
    if change.added or not change.lost or len(change.source) != 1 or len(change.target) != 1:
        return restored(pair, change.lost, change.added)
    here, there = change.source[0], change.target[0]
    english, written = pair.source.written(here), pair.target.written(there)
    at_end = english.startswith("#") and written.startswith("#") and change.lost.span.end == here.span.end
    if not at_end or "\n" in written or written.endswith(("#", "}")):
        return ()
    mark = pair.source.text[slice(*change.lost.span)]
    return (Replacement(Span(there.span.end, there.span.end), f" {mark}"),) if mark.startswith("{") else ()


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
