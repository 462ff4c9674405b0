"""What the HTML report says at a glance: locales in bars, folders × locales as a heat map, where to begin."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from parallint.audit import LocaleAudit
from parallint.locales import fold
from parallint.model import Problem, Severity

MOST_FOLDERS = 12
"""Rows of the heat map; where there are more folders, the smallest ones share the last row."""

OTHERS = "other folders"
TOP = "/"

LEVELS = (0.0, 0.5, 1.0, 2.5, 5.0)
"""Findings a page over which the colour of the heat map deepens: the same in every report, so that two compare."""


class Bar(NamedTuple):
    """A part of a stacked bar: what it counts, how many, and where it stands, in percent of the longest bar."""

    kind: str
    number: int
    start: float
    width: float


class Cell(NamedTuple):
    """A folder in one locale: its translated pages, their findings without notes, and the colour's depth, 0 to 5."""

    locale: str
    pages: int
    findings: int
    level: int


class HeatRow(NamedTuple):
    """A folder, and a cell for each locale."""

    folder: str
    cells: tuple[Cell, ...]


def bars(audits: Sequence[LocaleAudit]) -> dict[str, tuple[Bar, ...]]:
    """The findings of each locale by kind; the lengths are findings a page, for locales differ in their pages."""
    counts = {
        audit.locale: {
            "missing": audit.missing,
            "stale": audit.stale,
            "in English": audit.english,
            "other": audit.other,
        }
        for audit in audits
    }
    by_page = {a.locale: sum(counts[a.locale].values()) / a.pages if a.pages else 0.0 for a in audits}
    longest = max(by_page.values(), default=0.0)
    return {audit.locale: _bars(counts[audit.locale], audit.pages * longest) for audit in audits}


def _bars(counts: Mapping[str, int], whole: float) -> tuple[Bar, ...]:
    out: list[Bar] = []
    start = 0.0
    for kind, count in counts.items():
        width = 100 * count / whole if whole else 0.0
        out.append(Bar(kind, count, round(start, 2), round(width, 2)))
        start += width
    return tuple(out)


def folders_of(pages: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The folder that each page is counted with: the translations' own folders, without their locale.

    `pages` are locale and path. The biggest folders are opened as long as there are not too many of them.
    """
    inside = {path: _folders(path, locale) for locale, path in pages}
    common = _common(inside.values())
    inside = {path: parts[common:] for path, parts in inside.items()}
    shown = {path: parts[:1] for path, parts in inside.items()}
    closed: set[tuple[str, ...]] = set()
    while len(set(shown.values())) < MOST_FOLDERS:
        candidate = next((f for f, _ in Counter(shown.values()).most_common() if f and f not in closed), None)
        if candidate is None:
            break
        closed.add(candidate)
        opened = shown | {path: inside[path][: len(candidate) + 1] for path, f in shown.items() if f == candidate}
        if len(set(opened.values())) <= MOST_FOLDERS:
            shown = opened
    kept = {folder for folder, _ in Counter(shown.values()).most_common(MOST_FOLDERS - 1)}
    crowded = len(set(shown.values())) > MOST_FOLDERS
    return {path: OTHERS if crowded and folder not in kept else _named(folder) for path, folder in shown.items()}


def _folders(path: str, locale: str) -> tuple[str, ...]:
    parts = [part for part in re.split(r"[/\\]", path)[:-1] if part not in ("", ".")]
    return tuple(part for part in parts if not locale or fold(part) != fold(locale))


def _common(paths: Iterable[tuple[str, ...]]) -> int:
    """How many folders all pages share."""
    listed = list(paths)
    depth = 0
    while listed and all(len(parts) > depth for parts in listed) and len({parts[depth] for parts in listed}) == 1:
        depth += 1
    return depth


def _named(folder: tuple[str, ...]) -> str:
    return "/".join(folder) + "/" if folder else TOP


def heat_map(
    audits: Sequence[LocaleAudit],
    pages: Iterable[tuple[str, str]],
    problems: Iterable[Problem],
    folders: Mapping[str, str],
) -> tuple[HeatRow, ...]:
    """A row for each folder, in alphabetical order, its cells in the order of the audits."""
    count: Counter[tuple[str, str]] = Counter((folders[path], locale) for locale, path in pages)
    locale_of = {path: locale for locale, path in pages}
    found: defaultdict[tuple[str, str], int] = defaultdict(int)
    for problem in problems:
        if problem.severity is not Severity.NOTE and problem.pair in locale_of:
            found[folders[problem.pair], locale_of[problem.pair]] += 1
    names = sorted({folder for folder, _ in count}, key=lambda name: (name == OTHERS, name))
    return tuple(
        HeatRow(
            name,
            tuple(_cell(a.locale, count[name, a.locale], found.get((name, a.locale), 0)) for a in audits),
        )
        for name in names
    )


def _cell(locale: str, pages: int, findings: int) -> Cell:
    by_page = findings / pages if pages else 0.0
    return Cell(locale, pages, findings, sum(by_page > level for level in LEVELS))
