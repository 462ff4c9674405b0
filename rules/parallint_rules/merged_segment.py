"""Pieces that are separate in the English stand as one in the translation.

## What it does

Tells of paragraphs or list items of the English whose translations were run together. It is a note: nothing is lost.

## Why it matters

Mostly a blank line or a bullet was deleted by accident, and the page no longer looks as it should.

## Example

English:

```markdown
# Store

Settings are kept in `config.toml`, in the folder of the project.

Passwords are kept in the keyring of the system and never in a file.

Logs are kept for seven days.
```

Translation (es):

```markdown
# Almacenamiento

La configuración se guarda en `config.toml`, en la carpeta del proyecto.
Las contraseñas se guardan en el llavero del sistema y nunca en un archivo.

Los registros se conservan siete días.
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parallint import Finding, Pair, Rule, Severity, Span, counted

ID = "merged-segment"


@dataclass(frozen=True)
class Options:
    """The rule has no options."""


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each link of several source segments with one of the target."""
    for link in pair.links:
        if len(link.source) > 1 and len(link.target) == 1:
            source = [pair.source.segments[i] for i in link.source]
            target = pair.target.segments[link.target[0]]
            yield Finding(
                f"{counted(source)} of the English stand as one here",
                Span(source[0].span.start, source[-1].span.end),
                target.span,
                link.confidence,
            )


RULE = Rule(ID, Severity.NOTE, check, Options, __doc__)
