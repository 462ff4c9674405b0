"""An audit for a terminal or a log: a table of the locales, their worst pages, and where to begin."""

from __future__ import annotations

import os
from collections.abc import Sequence
from io import StringIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from parallint.audit import LocaleAudit, Task, where_to_begin
from parallint.report import Report, visible
from parallint.report.text import at, summary, where

FIRST = 10
"""Findings that are named as those to begin with."""
_PLAIN_WIDTH = 110


def drawn(
    report: Report, audits: Sequence[LocaleAudit], width: int | None = None, color: bool = False, nowhere: int = 0
) -> str:
    """The audit as text; `width` in columns, for a log wide enough for most paths.

    `nowhere` is the number of English pages that no locale has.
    """
    stream = StringIO()
    console = Console(
        file=stream,
        width=width or _PLAIN_WIDTH,
        force_terminal=color,
        color_system="standard" if color and not os.environ.get("NO_COLOR") else None,
        highlight=False,
        emoji=False,
        markup=False,
    )
    console.print(_table(audits))
    if nowhere:
        pages = "page is" if nowhere == 1 else "pages are"
        console.print(f"\n{nowhere} English {pages} not translated at all: parallint pairs lists what no locale has")
    _worst(console, audits)
    _first(console, report)
    console.print(summary(report), soft_wrap=True)
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines())


def _table(audits: Sequence[LocaleAudit]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("locale")
    for name in ("pages", "coverage", "missing", "stale", "in English", "other", "clean pages"):
        table.add_column(name, justify="right")
    for audit in sorted(audits, key=lambda audit: audit.locale):
        counts = (audit.missing, audit.stale, audit.english, audit.other)
        table.add_row(
            visible(audit.locale),
            f"{audit.pages} of {audit.of}",
            f"{audit.coverage:.0%}",
            *(Text(str(count), style="red" if count else "dim") for count in counts),
            str(audit.clean),
        )
    return table


def _worst(console: Console, audits: Sequence[LocaleAudit]) -> None:
    rows = [(page, audit.locale) for audit in audits for page in audit.worst]
    if rows:
        console.print("\nWorst pages", style="bold")
    for page, _ in sorted(rows, key=lambda row: -row[0].harm)[:FIRST]:
        noun = "finding" if page.findings == 1 else "findings"
        console.print(f"  {visible(page.path)}  {page.findings} {noun}", soft_wrap=True)


def _first(console: Console, report: Report) -> None:
    tasks = where_to_begin(report.problems, FIRST)
    if tasks:
        console.print("\nWhere to begin", style="bold")
    for task in tasks:
        console.print(f"  {_told(task)}", soft_wrap=True)
    if report.show_silenced and report.silenced:
        console.print("\nSilenced by comments", style="bold")
        for problem, reason in report.silenced:
            told = f"{visible(problem.message)} ({visible(reason)})"
            console.print(f"  {where(problem)}: {problem.rule}: {told}", soft_wrap=True)
    console.print()


def _told(task: Task) -> str:
    """One line: what stands in one translation by its own place, what several have by that of the English."""
    worst = task.problems[0]
    if len(task.problems) == 1 or not worst.source:
        return f"{where(worst)}: {worst.rule}: {visible(worst.message)}"
    locales = visible(", ".join(task.locales))
    return f"{at(worst.source)}: {worst.rule} in {locales}: {visible(worst.message)}"
