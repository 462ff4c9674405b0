"""The HTML report of a project that is too large for one file: the whole at a glance, and a file for each locale."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from parallint.audit import LocaleAudit
from parallint.model import Problem
from parallint.report import Report
from parallint.report.html import render
from parallint.report.listing import Entry, entries, names, weight
from parallint.sheet import Sheet

INDEX = "index.html"
ROOM = 8_000_000
"""Characters of texts that one file shows; a locale that has more of them gets several files."""


def render_folder(
    report: Report,
    audits: Sequence[LocaleAudit],
    sheets: Sequence[Sheet] = (),
    title: str = "Translation report",
    pages: Iterable[tuple[str, str]] = (),
) -> Iterator[tuple[str, str]]:
    """The files of a report, name and HTML, the first one with the whole project; the arguments are those of `render`.

    The first one shows no texts: its findings lead into the other files, each of which is a report of its own.
    """
    listed, found = list(pages), entries(report.problems)
    known = {sheet.pair: sheet for sheet in sheets}
    parts = list(_parts(found, known))
    files = {entry.pair: name for name, _, part in parts for entry in part}
    named = names(found)
    yield INDEX, render(report, audits, (), title, listed, files, named)
    for name, locale, part in parts:
        pairs = {entry.pair for entry in part}
        problems: tuple[Problem, ...] = tuple(problem for problem in report.problems if problem.pair in pairs)
        shown = [known[pair] for pair in pairs if pair in known]
        own = [audit for audit in audits if audit.locale == locale]
        inside = [(tag, path) for tag, path in listed if tag == locale]
        here = replace(report, pairs=len(inside) or len(pairs), problems=problems, errors=())
        yield name, render(here, own, shown, f"{title}: {locale or 'no locale'}", inside, {}, named, INDEX)


def _parts(found: Iterable[Entry], known: dict[str, Sheet]) -> Iterator[tuple[str, str, list[Entry]]]:
    """The files' names, their locales and their pages, the ones that need work most in the first file of a locale."""
    by_locale: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in found:
        by_locale[entry.locale].append(entry)
    taken: set[str] = {INDEX}
    for locale, here in sorted(by_locale.items()):
        for part in _filled(here, known):
            name = _name(locale, taken)
            taken.add(name)
            yield name, locale, part


def _filled(here: Iterable[Entry], known: dict[str, Sheet]) -> Iterator[list[Entry]]:
    part: list[Entry] = []
    room = float(ROOM)
    for entry in here:
        size = weight(known[entry.pair]) if entry.pair in known else 0.0
        if part and size > room:
            yield part
            part, room = [], float(ROOM)
        part.append(entry)
        room -= size
    if part:
        yield part


def _name(locale: str, taken: set[str]) -> str:
    """A file name for a locale, whatever it is written like: `es.html`, `es-2.html`."""
    stem = re.sub(r"[^A-Za-z0-9]+", "-", locale)[:40].strip("-").lower() or "pages"
    names = (f"{stem}{f'-{k}' if k > 1 else ''}.html" for k in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)
