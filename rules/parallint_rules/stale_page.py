"""A page has fallen far behind: how much of its English has changed since, and since when.

## What it does

Says once, for the whole page, how many pieces of its English have changed, come or gone since it was translated, and
where git knows the history, in how many commits and since which day. What the translation has taken up already does not
count. The English that it was made from is found by a pin in the page, by the English that a bilingual page embeds, by
the history of both files, or it is given with `--base`.

## Why it matters

The rules that name each piece say what to do; this note says how much there is to do, and which page to begin with.

## Example

Base:

```markdown
# Make a backup

Stop the server.

Copy the folder `data` to another disk.

Start the server.
```

English:

```markdown
# Make and check a backup

Stop the server, or switch it to read-only mode from the console.

Copy the folders `data` and `keys` to another disk.

Compare the checksums of both copies before you go on.

Start the server again, and look whether its log shows errors.
```

Translation (es):

```markdown
# Hacer una copia de seguridad

Detenga el servidor.

Copie la carpeta `data` a otro disco.

Inicie el servidor.
```

## Options

- `least` (default 5): pieces from which on a page is told of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parallint import Finding, Kind, Origin, Pair, Rule, Severity, Span, behind, related

ID = "stale-page"

_NOT_COUNTED = frozenset({Kind.FRONT_MATTER, Kind.COMMENT, Kind.DEFINITION})


@dataclass(frozen=True)
class Options:
    """Options of the rule; `least` counts pieces of the English."""

    least: int = 5


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield one finding where the page is far behind."""
    late = list(behind(pair))
    count = sum(max(len(lag.now), 1) for lag in late)
    if count < options.least or not related(pair):
        return
    of = sum(segment.kind not in _NOT_COUNTED for segment in pair.source.segments)
    gone = sum(not lag.now for lag in late)
    told = f"{count - gone} of the English page's {of} pieces have changed or come since this was translated"
    told += f", and {gone} went" if gone else ""
    spans = (segment.span for segment in pair.target.segments if segment.kind is not Kind.FRONT_MATTER)
    yield Finding(told + _history(pair.origin), None, next(spans, Span(0, 0)), 0.9)


def _history(origin: Origin | None) -> str:
    """From which English the page was made, and how many commits came since."""
    if origin is None or origin.revision is None:
        return ""
    commits = f"{origin.behind} {'commit' if origin.behind == 1 else 'commits'}"
    since = f", the first on {origin.later[0].date}" if origin.later and origin.later[0].commit else ""
    return f": it was made from the English of {origin.revision} ({origin.way}), {commits} ago{since}"


RULE = Rule(ID, Severity.NOTE, check, Options, __doc__)
