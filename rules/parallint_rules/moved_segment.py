"""A piece of the translation stands at another place than in the English.

## What it does

Reports pieces whose translation is there, but not where the order of the English lets expect it: two paragraphs that
changed places, a section that was moved in the English and not in the translation. Neighbouring pieces that moved
together are one finding.

## Why it matters

Steps in the wrong order lead a reader astray, and a sentence like "the following example" points at the wrong thing.

## Example

English:

```markdown
# Upgrade

Make a backup with `vault dump` before you begin, and keep it until the upgrade has been checked.

Stop every worker with `vault stop` and wait until the queue is empty; jobs that still run would be lost.

Run `migrate --all` to bring the tables up to date.
```

Translation (es):

```markdown
# Actualizar

Detenga todos los procesos con `vault stop` y espere a que la cola esté vacía; los trabajos en curso se perderían.

Haga una copia de seguridad con `vault dump` antes de empezar y consérvela hasta comprobar la actualización.

Ejecute `migrate --all` para actualizar las tablas.
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parallint import Finding, Kind, Link, Pair, Rule, Severity, Span, described, related

ID = "moved-segment"


@dataclass(frozen=True)
class Options:
    """The rule has no options."""


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each run of links that lead to another place."""
    for run in _runs(pair) if related(pair) else ():
        source = [pair.source.segments[i] for link in run for i in link.source]
        target = [pair.target.segments[j] for link in run for j in link.target]
        yield Finding(
            f"stands at another place than in the English: {described(source)}",
            Span(source[0].span.start, source[-1].span.end),
            Span(target[0].span.start, target[-1].span.end),
            min(link.confidence for link in run),
        )


def _runs(pair: Pair) -> Iterator[list[Link]]:
    run: list[Link] = []
    for link in pair.links:
        if not link.moved or all(pair.source.segments[i].kind is Kind.DIRECTIVE for i in link.source):
            continue  # directives that close something all look alike
        if run and (link.source[0] != run[-1].source[-1] + 1 or link.target[0] != run[-1].target[-1] + 1):
            yield run
            run = []
        run.append(link)
    if run:
        yield run


RULE = Rule(ID, Severity.WARNING, check, Options, __doc__)
