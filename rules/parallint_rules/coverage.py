"""How much of the English a locale has, in pages, where it is far from all.

## What it does

Looks at the whole project, and says for each locale that lacks many pages how many of the English pages it has, and in
which folders. It is one note for a locale; a locale that is nearly complete is told page by page by `missing-page`.
Locales that the configuration calls partial are left out, and pages that need no translation, as a comment for
`missing-page` in them says, do not count.

## Why it matters

Nobody mends four hundred findings, but everybody wants to know that the guide is done and the reference not begun.

## Example

English (docs/en/guide/install.md):

```markdown
# Install

Run the installer.
```

English (docs/en/guide/update.md):

```markdown
# Update

Run the installer again.
```

English (docs/en/reference/options.md):

```markdown
# Options

There is one option, `--quiet`.
```

Translation (docs/es/guide/install.md):

```markdown
# Instalar

Ejecute el instalador.
```

## Options

- `complete` (default 0.8): the part of the English pages from which a locale is nearly complete.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from posixpath import commonpath, dirname

from parallint import Coverage, Inventory, Noted, ProjectFinding, Rule, Severity, coverage

ID = "coverage"

_NAMED = 4
"""Folders that are named in a message."""


@dataclass(frozen=True)
class Options:
    """Options of the rule; `complete` is a share from 0 to 1."""

    complete: float = 0.8


def conclude(project: Inventory, facts: Iterable[Noted], options: Options) -> Iterator[ProjectFinding]:
    """Yield a note for each locale that is far from complete."""
    parts: defaultdict[str, list[Coverage]] = defaultdict(list)
    for part in coverage(project):
        parts[part.locale].append(part)
    targets: defaultdict[str, list[str]] = defaultdict(list)
    for page in project.pairs or project.missing:
        targets[page.locale].append(dirname(page.target))
    for locale, (whole, *folders) in parts.items():
        if locale not in project.partial and whole.share < options.complete:
            message = f"{locale} has {whole.pages} of {whole.of} English pages ({whole.share:.0%}){_named(folders)}"
            about = commonpath(targets[locale]) if targets[locale] else locale
            yield ProjectFinding(message, about or locale, locale)


def _named(folders: Iterable[Coverage]) -> str:
    """The folders with the most pages, and how many of them there are."""
    largest = sorted(folders, key=lambda part: (-part.of, part.folder))[:_NAMED]
    shown = ", ".join(f"{part.folder} {part.pages} of {part.of}" for part in largest)
    return f": {shown}" if len(largest) > 1 else ""


RULE = Rule(ID, Severity.NOTE, None, Options, __doc__, mqm="omission", conclude=conclude, heeds=("missing-page",))
