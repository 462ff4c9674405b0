"""The page is no translation of the English that it is compared with.

## What it does

Says once, for the whole page, that hardly anything in it corresponds to anything in the English. The rules that report
missing, additional and moved pieces are silent on such a page.

## Why it matters

Either the wrong files were paired, or one of the two was rewritten and the translation has to be made anew: two hundred
findings would say less than this one.

## Example

English:

```markdown
# Export a report

Open the **Reports** page and choose the month.

Select the columns that you need: name, date, amount and currency.

Choose a format:

- `csv` for spreadsheets
- `pdf` for printing

Select **Export** and wait for the file to be written.
```

Translation (es):

```markdown
# Copias de seguridad

El programa guarda cada noche una copia completa de la base de datos en otro equipo, cifrada con la clave maestra.

## Restaurar una copia

Detenga el servicio antes de empezar, porque la restauración sustituye todos los archivos del directorio de datos.

Ejecute `vault restore --latest` y espere.

## Comprobar la copia

La verificación tarda unos minutos y escribe el resultado en el registro del sistema, donde queda durante treinta días.
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parallint import Document, Finding, Kind, Pair, Rule, Severity, Span, related

ID = "unrelated-page"


@dataclass(frozen=True)
class Options:
    """The rule has no options."""


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield one finding where the two pages are not related."""
    if related(pair):
        return
    yield Finding(
        "hardly anything here corresponds to the English: the wrong file, or one of the two was rewritten",
        _body(pair.source),
        _body(pair.target),
        0.95,
    )


def _body(document: Document) -> Span:
    """All of a page but its front matter."""
    first = next(s for s in document.segments if s.kind is not Kind.FRONT_MATTER)
    return Span(first.span.start, document.segments[-1].span.end)


RULE = Rule(ID, Severity.ERROR, check, Options, __doc__, mqm="mistranslation")
