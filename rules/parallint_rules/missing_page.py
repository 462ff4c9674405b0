"""An English page has no translation into a locale that has nearly all the others.

## What it does

Looks at the whole project, and reports each English page that a locale lacks, if the locale is otherwise complete or
nearly so, or has nearly all other pages of the same part of the site. A folder of which nothing is translated is one
finding, and a page that no locale has is one finding for all of them. What a locale with few pages lacks is not listed:
see `coverage`. Locales that the configuration calls partial are left out, and so is a page that says so itself, with
`<!-- parallint: ignore missing-page: reason -->` in the English.

It is a warning where most of the other locales that are as complete have the page, and otherwise a note: someone has to
be the first to translate it.

## Why it matters

The reader of a translated site meets a page in English, or a link that leads nowhere, in the middle of a procedure.

## Example

English (docs/en/install.md):

```markdown
# Install

Run the installer.
```

English (docs/en/update.md):

```markdown
# Update

Run the installer again.
```

English (docs/en/remove.md):

```markdown
# Remove

Delete the folder.
```

English (docs/en/repair.md):

```markdown
# Repair

Run the installer with `--repair`.
```

English (docs/en/support.md):

```markdown
# Support

Ask in the forum.
```

Translation (docs/es/install.md):

```markdown
# Instalar

Ejecute el instalador.
```

Translation (docs/es/update.md):

```markdown
# Actualizar

Vuelva a ejecutar el instalador.
```

Translation (docs/es/remove.md):

```markdown
# Quitar

Elimine la carpeta.
```

Translation (docs/es/repair.md):

```markdown
# Reparar

Ejecute el instalador con `--repair`.
```

## Options

- `complete` (default 0.8): the part of the English pages from which a locale, or its part of a folder, is nearly
  complete.
- `ignore` (default none): English pages that need no translation, as patterns (`docs/en/drafts/*`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import chain

from parallint import Coverage, Inventory, Noted, Page, Place, ProjectFinding, Rule, Severity, coverage

ID = "missing-page"

_LEAST_PAGES = 5
"""Pages of a folder from which its coverage says that it is meant to be translated."""
_MOST = 0.5
"""Share of the other locales that must have a page for its lack to be a warning."""


@dataclass(frozen=True)
class Options:
    """Options of the rule; `complete` is a share from 0 to 1."""

    complete: float = 0.8
    ignore: tuple[str, ...] = ()


def conclude(project: Inventory, facts: Iterable[Noted], options: Options) -> Iterator[ProjectFinding]:
    """Yield a finding for each page that a locale lacks, or for a folder of them."""
    matched = {(orphan.likely, orphan.locale) for orphan in project.orphans}
    meant = {
        (part.locale, part.folder) for part in coverage(project) if part.share >= options.complete and _counts(part)
    }
    having: defaultdict[str, set[str]] = defaultdict(set)
    for pair in project.pairs:
        having[pair.source].add(pair.locale)
    lacking: defaultdict[str, list[Page]] = defaultdict(list)
    for page in project.missing:
        if page.locale in project.partial or page in project.excused or (page.source, page.locale) in matched:
            continue
        if _meant(page, meant) and not any(fnmatchcase(page.source, pattern) for pattern in options.ignore):
            lacking[page.source].append(page)
    several = len({page.locale for page in (*project.pairs, *project.missing)} - project.partial) > 1
    for source in sorted(lacking):
        if several and not having[source]:
            yield ProjectFinding("no locale has this page yet", source, "", Place.top(source), severity=Severity.NOTE)
            del lacking[source]
    yield from _by_folder(project, chain.from_iterable(lacking.values()), having, meant)


def _counts(part: Coverage) -> bool:
    return not part.folder or part.of >= _LEAST_PAGES


def _meant(page: Page, meant: Collection[tuple[str, str]]) -> bool:
    """Whether the locale has nearly all pages, or nearly all of the page's folder."""
    return any((page.locale, folder) in meant for folder in ("", *_folders(page.source)))


def _by_folder(
    project: Inventory,
    pages: Iterable[Page],
    having: Mapping[str, Collection[str]],
    meant: Collection[tuple[str, str]],
) -> Iterator[ProjectFinding]:
    translated: defaultdict[str, set[str]] = defaultdict(set)
    for pair in project.pairs:
        translated[pair.locale].update(_folders(pair.source))
    groups: defaultdict[tuple[str, str], list[Page]] = defaultdict(list)
    for page in pages:
        empty = next((folder for folder in _folders(page.source) if folder not in translated[page.locale]), page.source)
        groups[page.locale, empty].append(page)
    locales = {page.locale for page in chain(project.pairs, project.missing)} - project.partial
    excused = {(entry.source, entry.locale) for entry in project.excused}
    for (locale, folder), lacking in groups.items():
        first = lacking[0]
        others = {tag for tag in locales - {locale} if _meant(first._replace(locale=tag), meant)}
        others = {tag for tag in others if (first.source, tag) not in excused}
        have = len(others.intersection(having[first.source]))
        message, about = f"this page is not translated into {locale}{_having(have, len(others))}", first.target
        if len(lacking) > 1:
            message, about = f"none of the {len(lacking)} pages in {folder} is translated into {locale}", folder
        severity = None if have >= _MOST * len(others) else Severity.NOTE
        also = tuple(Place.top(page.source) for page in lacking[1:])
        yield ProjectFinding(message, about, locale, Place.top(first.source), severity=severity, also=also)


def _having(have: int, others: int) -> str:
    """How many of the other locales have a page, as the end of a message."""
    if not others:
        return ""
    if have == others:
        return f"; the {others} other locales have it" if others > 1 else "; the other locale has it"
    return f"; {have} of {others} other locales {'has' if have == 1 else 'have'} it"


def _folders(path: str) -> list[str]:
    """The folders that a page lies in, the outermost first."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: k + 1]) for k in range(len(parts))]


RULE = Rule(ID, Severity.WARNING, None, Options, __doc__, mqm="omission", conclude=conclude)
