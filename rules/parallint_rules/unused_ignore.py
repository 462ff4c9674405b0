"""A comment that silences a rule silences nothing.

## What it does

`<!-- parallint: ignore missing-segment: not in our edition -->` takes the findings of a rule out of the report, with a
reason, for the piece that follows it, or on whose last line it stands; `ignore-page` does so for the whole page. This
rule reports such a comment where the rule finds nothing there, where it quotes an English that is no more, names no
rule or a wrong one, or gives no reason. A rule that is switched off, or that found no history to look into, does not
make its comments unused; a comment in an English page is unused when it silences nothing in any of its translations.

## Why it matters

What was mended needs no excuse, and an old excuse hides the next fault. A comment with a typing error hides nothing.

## Example

English:

```markdown
# Backups

Stop the service first.

Copy the folder to another disk.
```

Translation (es):

```markdown
# Copias de seguridad

<!-- parallint: ignore missing-segment: nuestra edición no lo necesita -->

Detenga primero el servicio.

Copie la carpeta en otro disco.
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parallint import Finding, Pair, Rule, Severity

ID = "unused-ignore"


@dataclass(frozen=True)
class Options:
    """The rule has no options."""


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield nothing: what a comment silenced only the engine knows, which reports it under this rule's name."""
    return iter(())


RULE = Rule(ID, Severity.WARNING, check, Options, __doc__)
