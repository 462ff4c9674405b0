"""The report for people at a terminal: each problem with an excerpt of both sides, coloured, as wide as the window."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from itertools import groupby
from typing import IO, NamedTuple

from rich.console import Console
from rich.text import Text

from parallint.model import Place, Problem, Severity
from parallint.report import Report, visible
from parallint.report.text import summary, where
from parallint.suppress import Silenced

LINES = 6
"""Lines of a segment that an excerpt shows."""

_MOST = 2_000
"""Characters of one line that an excerpt shows."""

_STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "bold blue"}


def draw(report: Report, stream: IO[str], color: bool = True, width: int | None = None) -> None:
    """Draw the report on a terminal; `width` in columns, by default the window's."""
    console = Console(
        file=stream, force_terminal=True, no_color=not color, width=width, highlight=False, emoji=False, markup=False
    )
    for _, problems in groupby(report.problems, key=lambda problem: problem.pair):
        for problem in problems:
            for row in _rows(problem):
                _print(console, row)
            console.print()
    for silenced in report.silenced if report.show_silenced else ():
        for row in _silenced(silenced):
            _print(console, row)
        console.print()
    worst = max((problem.severity for problem in report.problems), key=lambda s: s.rank, default=None)
    console.print(Text(summary(report), style=_STYLE[worst] if worst else "yellow" if report.errors else "bold green"))


class Row(NamedTuple):
    """A line of a drawing: what stands in the margin, and what is folded beside it."""

    margin: Text
    body: Text


def _rows(problem: Problem) -> Iterator[Row]:
    style = _STYLE[problem.severity]
    head = Text.assemble(
        (where(problem), "bold"), "  ", (str(problem.severity), style), "  ", (problem.rule, "cyan"), overflow="fold"
    )
    yield Row(Text(), head)
    yield Row(Text("  "), Text(visible(problem.message), overflow="fold"))
    if problem.source and problem.source.text.strip():
        yield from _excerpt("English", problem.source, "green")
    if problem.target:
        yield from _excerpt(problem.locale or "translation", problem.target, style)


def _silenced(silenced: Silenced) -> Iterator[Row]:
    problem, reason = silenced
    yield Row(Text(), Text.assemble((where(problem), "bold"), "  silenced  ", (problem.rule, "cyan"), overflow="fold"))
    yield Row(Text("  "), Text(f"{visible(problem.message)} ({visible(reason)})", style="dim", overflow="fold"))


def _excerpt(name: str, place: Place, style: str) -> Iterator[Row]:
    """The segment's lines beside their numbers; for a point, an arrow."""
    yield Row(Text("  "), Text.assemble((visible(name), style), " ", (visible(place.path), "dim"), overflow="fold"))
    if not place.text.strip():
        yield Row(_margin(str(place.line)), Text("▸ belongs here", style=style))
        return
    lines = place.text.strip("\r\n").splitlines()
    for number, line in enumerate(lines[:LINES], place.line):
        yield Row(
            _margin(str(number)), Text(visible(line[:_MOST]) + ("…" if len(line) > _MOST else ""), overflow="fold")
        )
    if len(lines) > LINES:
        yield Row(_margin("…"), Text(f"{len(lines) - LINES} lines more", style="dim"))


def _margin(label: str) -> Text:
    return Text(f"{label:>7} │ ", style="dim")


def _print(console: Console, row: Row) -> None:
    """Fold the body into the columns beside the margin; the margin's bar goes on."""
    room = max(console.width - row.margin.cell_len, 20)
    blank = Text(f"{'':>7} │ " if "│" in row.margin.plain else " " * row.margin.cell_len, style="dim")
    for i, line in enumerate(row.body.wrap(console, room)):
        console.print(Text.assemble(blank if i else row.margin, line), soft_wrap=True)


def drawn(report: Report, width: int = 100, color: bool = False) -> str:
    """The drawing as text, for those who have no terminal."""
    stream = StringIO()
    draw(report, stream, color, width)
    return stream.getvalue()
