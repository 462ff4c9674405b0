"""An English page was moved or renamed, and its translation stands where it stood before.

## What it does

Looks at the whole project. A translation without an English page is matched with the page that its English became: by
git's history, or else by what survives translation, its links, code, images and numbers, if that leaves no doubt. It is
compared with that page like any other, so that it is neither a missing page nor an orphan. Pages that went from one
folder to another together are one finding.

## Why it matters

A site that finds translations by their path shows the new page in English, and the translation is there all the time.

## Example

English (docs/en/guides/backup.md):

```markdown
# Back up the vault

Run `vault backup --target /srv/copies` every night. See [the schedule](https://example.org/vault/schedule-2024).

Restore a copy with `vault restore --from /srv/copies/latest`.
```

English (docs/en/install.md):

```markdown
# Install

Run `vault-setup`.
```

Translation (docs/es/install.md):

```markdown
# Instalar

Ejecute `vault-setup`.
```

Translation (docs/es/backup.md):

```markdown
# Hacer una copia de seguridad del almacén

Ejecute `vault backup --target /srv/copies` cada noche. Consulte [el calendario](https://example.org/vault/schedule-2024).

Restaure una copia con `vault restore --from /srv/copies/latest`.
```

## Options

None.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from posixpath import basename, dirname

from parallint import Inventory, Move, Noted, Place, ProjectFinding, Rule, Severity

ID = "moved-page"


@dataclass(frozen=True)
class Options:
    """The rule has no options."""


def conclude(project: Inventory, facts: Iterable[Noted], options: Options) -> Iterator[ProjectFinding]:
    """Yield a finding for each translation that has not moved with its English, or for a folder of them."""
    groups: defaultdict[tuple[str, str, str], list[Move]] = defaultdict(list)
    for move in project.moved:
        if move in project.excused:
            continue
        kept_name = basename(move.was) == basename(move.source)
        was, now = (dirname(move.was), dirname(move.source)) if kept_name else (move.was, move.source)
        groups[move.locale, was, now].append(move)
    for (locale, was, now), moves in groups.items():
        first = moves[0]
        when = f" on {first.by}" if first.by else ""
        message = f"the English page was moved{when} from {first.was} to {first.source}"
        whither = first.whither
        if len(moves) > 1:
            message = f"the English of {len(moves)} pages was moved{when} from {was} to {now}"
            whither = dirname(first.whither)
        hint = f": {'they belong' if len(moves) > 1 else 'this page belongs'} at {whither}" if whither else ""
        confidence = min((1 + move.likeness) / 2 for move in moves)
        source, target = Place.top(first.source), Place.top(first.target)
        also = tuple(Place.top(move.target) for move in moves[1:])
        yield ProjectFinding(f"{message}{hint}", first.target, locale, source, target, confidence, also=also)


RULE = Rule(ID, Severity.WARNING, None, Options, __doc__, conclude=conclude)
