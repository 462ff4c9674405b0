"""A part of a page could not be read.

## What it does

Reports the places of the English and of the translation that parallint leaves out because they are nested deeper than
on any page that people write: in a hundred quotes, or in fifty lists. What follows them is read all the same.

## Why it matters

What was not read was not compared either.

## Example

English:

```markdown
# Mail

The answer quotes all earlier ones:

>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>> Hello

It was sent today.
```

Translation (es):

```markdown
# Correo

La respuesta cita todas las anteriores:

>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>> Hola

Se ha enviado hoy.
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from parallint import Document, Finding, Pair, Place, Rule, Severity

ID = "unread-markup"
CODES = frozenset({"too-deep"})


@dataclass(frozen=True)
class Options:
    """The rule has no options."""


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield the places that a reader left out; both sides are nested alike, so these are paired in their order."""
    for english, translation in zip_longest(_unread(pair.source), _unread(pair.target)):
        message, place = translation or english
        yield Finding(message, english[1] if english else None, place if translation else None)


def _unread(document: Document) -> Iterator[tuple[str, Place]]:
    for fault in document.faults:
        if fault.code in CODES:
            yield fault.message, document.fault_place(fault)


RULE = Rule(ID, Severity.WARNING, check, Options, __doc__)
