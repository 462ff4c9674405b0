"""A piece of the English stands as several in the translation.

## What it does

Tells of a paragraph or list item of the English whose translation was divided. It is a note: nothing is added.

## Why it matters

Often the translator meant it. Sometimes a blank line slipped into the middle of a sentence.

## Example

English:

```markdown
# Store

Settings are kept in `config.toml`, in the folder of the project. Passwords are kept in the keyring of the system and
never in a file. Logs are kept for seven days.

Restart the program to apply a change.
```

Translation (es):

```markdown
# Almacenamiento

La configuración se guarda en `config.toml`, en la carpeta del proyecto.

Las contraseñas se guardan en el llavero del sistema y nunca en un archivo. Los registros se conservan siete días.

Reinicie el programa para aplicar un cambio.
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parallint import Finding, Pair, Rule, Severity, Span, counted

ID = "split-segment"


@dataclass(frozen=True)
class Options:
    """The rule has no options."""


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each link of one source segment with several of the target."""
    for link in pair.links:
        if len(link.source) == 1 and len(link.target) > 1:
            source = pair.source.segments[link.source[0]]
            target = [pair.target.segments[j] for j in link.target]
            yield Finding(
                f"this {source.kind} of the English stands as {counted(target)} here",
                source.span,
                Span(target[0].span.start, target[-1].span.end),
                link.confidence,
            )


RULE = Rule(ID, Severity.NOTE, check, Options, __doc__)
