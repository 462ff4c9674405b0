"""An image of the English is lost or another one in the translation, or its description is gone.

## What it does

Compares the addresses of images in linked pieces of both pages, and says where an image has a description (its
alternative text) in English and none in the translation. A localised image is no other image: `img/key.png` may become
`img/es/key.png`, `key.es.png` or `../../img/key.png`, or what the project's pages make of it elsewhere. An image that
is a block of its own and gone is for `missing-segment`.

## Why it matters

The page shows a broken frame, or the wrong picture; without a description, those who cannot see it are left out.

## Example

English:

```markdown
# Limits

Select the gear ![The gear](img/gear.png) to see the limits of a key.
```

Translation (es):

```markdown
# Límites

Seleccione el engranaje ![El engranaje](img/gear-v1.png) para ver los límites de una clave.
```

## Options

- `rewrites` (default none): a table of addresses as in English and as in the translations, each for all that begin so,
  such as `{"/img" = "/img-es"}`.
- `descriptions` (default true): report descriptions that are gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from parallint import (
    Address,
    Document,
    Finding,
    Pair,
    Rule,
    Segment,
    Severity,
    Token,
    TokenKind,
    address_restored,
    by_definition,
    quote,
    read_address,
    related,
    same_place,
    similarity,
    site_rewrites,
    token_changes,
    told_apart,
)

ID = "image-drift"
_IMAGES = frozenset({TokenKind.IMAGE})


@dataclass(frozen=True)
class Options:
    """Options of the rule, see its page."""

    rewrites: Mapping[str, str] = field(default_factory=dict[str, str])
    descriptions: bool = True


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each image that linked pieces do not share, and for each description that is gone."""
    if not related(pair):
        return
    rewrites = site_rewrites(pair, options.rewrites)

    def key(token: Token, document: Document) -> Address:
        return read_address(token.value, pair.locale).bare

    def likeness(lost: Token, added: Token) -> float:
        one, other = read_address(lost.value, pair.locale), read_address(added.value, pair.locale)
        return 2.0 if same_place(one, other, rewrites) else 0.05 + similarity(lost.value, added.value)

    for change, uses in by_definition(pair, token_changes(pair, _IMAGES, key, likeness)):
        lost, added = change.lost, change.added
        if lost and added and likeness(lost, added) < 1.5:
            sure = 0.9 * change.confidence_with(similarity(lost.value, added.value))
            there, here = told_apart(added.value, lost.value)
            message = f"the translation shows {quote(there, 100)} where the English shows {quote(here, 100)}"
            message += f", in a definition that {uses} images use" if uses > 1 else ""
        elif lost and not added:
            sure = (0.3 if change.left else 0.9) * change.confidence
            message = f"the image {quote(lost.value)} is missing here"
        else:
            continue
        fix = address_restored(pair, lost, added)
        yield Finding(message, change.source_span, change.target_span, sure, fix=fix)
    if options.descriptions:
        yield from _undescribed(pair)


def _undescribed(pair: Pair) -> Iterator[Finding]:
    """The images of the translation whose description stands in English only."""
    images = [token for k in pair.target.holders.get(TokenKind.IMAGE, ()) for token in _images(pair.target.segments[k])]
    if all(token.text.strip() for token in images):
        return
    for link in pair.links:
        bare = [t for j in link.target for t in _images(pair.target.segments[j]) if not t.text.strip()]
        if not bare:
            continue
        english = {
            read_address(t.value, pair.locale).bare: t
            for i in link.source
            for t in _images(pair.source.segments[i])
            if t.text.strip()
        }
        for image in bare:
            if other := english.get(read_address(image.value, pair.locale).bare):
                message = f"the image has no description here, and the English has {quote(other.text)}"
                yield Finding(message, other.span, image.span, 0.9, Severity.WARNING)


def _images(segment: Segment) -> Iterator[Token]:
    return (token for token in segment.tokens if token.kind is TokenKind.IMAGE)


RULE = Rule(ID, Severity.ERROR, check, Options, __doc__, mqm="omission")
