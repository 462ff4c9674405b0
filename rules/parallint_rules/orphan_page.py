"""A translated page has no English page any more.

## What it does

Looks at the whole project, and reports each translation whose English page is not there. Where the repository's history
is at hand, it says in which commit the English page was removed, or where it went; otherwise it names the English page
that is most like the translation in its links, its code, its numbers and the order of its headings. A translation that
is matched without doubt is compared with the page that its English became, and is a finding of `moved-page` instead.

A page that never had an English counterpart, as far as can be seen, is a note: it may be the locale's own. Locales that
the configuration calls partial are left out.

## Why it matters

The site goes on showing instructions that were withdrawn, and nothing reminds anyone of them.

## Example

English (docs/en/install.md):

```markdown
# Install

Run the installer.
```

Translation (docs/es/install.md):

```markdown
# Instalar

Ejecute el instalador.
```

Translation (docs/es/proxy.md):

```markdown
# Usar un proxy

Indique el servidor con `--proxy`.
```

## Options

- `ignore` (default none): translations that are the locale's own, as patterns (`docs/*/translators.md`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from parallint import Inventory, Noted, Orphan, Place, ProjectFinding, Rule, Severity

ID = "orphan-page"


@dataclass(frozen=True)
class Options:
    """Options of the rule."""

    ignore: tuple[str, ...] = ()


def conclude(project: Inventory, facts: Iterable[Noted], options: Options) -> Iterator[ProjectFinding]:
    """Yield a finding for each translation without an English page."""
    locales = Counter(orphan.source for orphan in project.orphans)
    having = {(pair.source, pair.locale) for pair in project.pairs}
    for orphan in project.orphans:
        if orphan.locale in project.partial or orphan in project.excused:
            continue
        if any(fnmatchcase(orphan.target, pattern) for pattern in options.ignore):
            continue
        was = orphan.removed or orphan.likely or locales[orphan.source] > 1
        yield ProjectFinding(
            _told(orphan, (orphan.likely, orphan.locale) in having),
            orphan.target,
            orphan.locale,
            Place.top(orphan.likely) if orphan.likely else None,
            Place.top(orphan.target),
            severity=None if was else Severity.NOTE,
        )


def _told(orphan: Orphan, translated: bool) -> str:
    """What became of the English page, as far as anything tells."""
    if orphan.removed and orphan.likely:
        left = f", which {orphan.locale} has as well: this page is left over" if translated else ""
        return f"the English page {orphan.source} was moved on {orphan.removed} to {orphan.likely}{left}"
    if orphan.removed:
        return f"the English page {orphan.source} was removed on {orphan.removed}"
    told = f"there is no English page {orphan.source}"
    return f"{told}; {orphan.likely} is the one most like this page" if orphan.likely else told


RULE = Rule(ID, Severity.WARNING, None, Options, __doc__, mqm="addition", conclude=conclude)
