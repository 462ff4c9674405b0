"""An audit for a terminal or a log: a table of the locales, their worst pages, and where to begin."""

from __future__ import annotations

import os
from collections.abc import Sequence
from io import StringIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from parallint.audit import LocaleAudit, first_to_mend
from parallint.report import Report, visible
from parallint.report.text import summary, where

FIRST = 10
"""Findings that are named as those to begin with."""
_PLAIN_WIDTH = 110


def drawn(report: Report, audits: Sequence[LocaleAudit], width: int | None = None, color: bool = False) -> str:
    """The audit as text; `width` in columns, for a log wide enough for most paths."""
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
    problems = first_to_mend(report.problems, FIRST)
    if problems:
        console.print("\nWhere to begin", style="bold")
    for problem in problems:
        console.print(f"  {where(problem)}: {problem.rule}: {visible(problem.message)}", soft_wrap=True)
    console.print()
