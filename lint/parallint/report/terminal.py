"""The report for people at a terminal: page by page, the English beside what stands in its place, in colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import groupby
from typing import IO, NamedTuple

from rich.console import Console
from rich.text import Text

from parallint.model import Place, Problem, Severity
from parallint.report import Report, visible
from parallint.report.excerpt import Part, Reader, before, changed, excerpt
from parallint.report.text import advice, summary, where
from parallint.suppress import Silenced

_STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "bold blue"}
_THEN, _NOW = "red strike", "bold green"
_NARROWEST = 20
"""Columns of text beside the margin, however narrow the window is."""


def draw(
    report: Report, stream: IO[str], color: bool = True, width: int | None = None, read: Reader | None = None
) -> None:
    """Draw the report on a terminal; `width` in columns, by default the window's.

    `read` gives the text of the files: then the whole lines are shown, with what the finding is about marked in them.
    """
    console = Console(
        file=stream, force_terminal=True, no_color=not color, width=width, highlight=False, emoji=False, markup=False
    )
    drawing = _Drawing(read, color, report.verbose)
    for _, group in groupby(report.problems, key=_page):
        problems = list(group)
        for row in drawing.page(problems):
            _print(console, row)
        for problem in problems:
            for row in [drawing.head(problem)] if report.quiet else drawing.finding(problem):
                _print(console, row)
        if report.quiet:
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


def _page(problem: Problem) -> tuple[str, str]:
    place = problem.target or problem.source
    return place.path if place else problem.pair, problem.locale


class _Drawing:
    """How findings are drawn: with the files' lines or without, in colours or with marks."""

    def __init__(self, read: Reader | None, color: bool, verbose: bool) -> None:
        self._read, self._color, self._verbose = read, color, verbose

    def page(self, problems: Sequence[Problem]) -> Iterator[Row]:
        """The page's name, and its English."""
        path, locale = _page(problems[0])
        title = Text.assemble((visible(path), "bold underline"), "  ", (visible(locale), "dim"), overflow="fold")
        yield Row(Text(), title)
        english = next((problem.source.path for problem in problems if problem.source), path)
        if english != path:
            yield Row(Text(), Text(f"English: {visible(english)}", style="dim", overflow="fold"))

    def head(self, problem: Problem) -> Row:
        """Where, how grave, what, and by which rule."""
        place = problem.target or problem.source
        at = f"{place.line}:{place.column}" if place else ""
        severity = (f"{problem.severity}", _STYLE[problem.severity])
        said = (visible(problem.message), "bold")
        return Row(
            Text.assemble(f"{at:>7}  ", severity, " " * (len(Severity.WARNING) + 2 - len(problem.severity))),
            Text.assemble(said, "  ", (problem.rule, "cyan"), overflow="fold"),
        )

    def finding(self, problem: Problem) -> Iterator[Row]:
        """A finding with both texts."""
        yield self.head(problem)
        if problem.source and problem.source.text.strip():
            yield from self._english(problem, problem.source)
        if problem.target:
            yield from self._translation(problem, problem.target)
        if told := advice(problem):
            yield Row(_label("fix"), Text(told, style=_NOW, overflow="fold"))
        if self._verbose and problem.evidence:
            yield Row(_label("why"), Text(visible(problem.evidence), style="dim", overflow="fold"))
        yield Row(Text(), Text())

    def _english(self, problem: Problem, place: Place) -> Iterator[Row]:
        if not problem.then:
            yield from self._excerpt("English", place, _NOW)
            return
        parts = changed(problem.then, place.text)
        yield Row(_label("English", place.line), self._body(parts, ""))

    def _translation(self, problem: Problem, place: Place) -> Iterator[Row]:
        name, style = problem.locale or "here", _STYLE[problem.severity]
        if place.text.strip():
            yield from self._excerpt(name, place, style)
            return
        line = before(place, self._read)
        if line:
            yield Row(_label(name, line.number), self._body(line.parts, ""))
        yield Row(_label("" if line else name, 0 if line else place.line), Text("▸ here", style=style))

    def _excerpt(self, name: str, place: Place, style: str) -> Iterator[Row]:
        for k, line in enumerate(excerpt(place, self._read)):
            body = self._body(line.parts, style) if line.number else Text(line.parts[0].text, style="dim")
            yield Row(_label("" if k else name, line.number or "…"), body)

    def _body(self, parts: Sequence[Part], style: str) -> Text:
        out = Text(overflow="fold")
        for text, mark in parts:
            if mark == "found":
                out.append(text, style=f"{style} underline")
            elif not self._color and mark:
                out.append(f"[-{text}-]" if mark == "then" else f"{{+{text}+}}")
            else:
                out.append(text, style={"then": _THEN, "now": _NOW}.get(mark, ""))
        return out


def _silenced(silenced: Silenced) -> Iterator[Row]:
    problem, reason = silenced
    yield Row(Text(), Text.assemble((where(problem), "bold"), "  silenced  ", (problem.rule, "cyan"), overflow="fold"))
    yield Row(Text("  "), Text(f"{visible(problem.message)} ({visible(reason)})", style="dim", overflow="fold"))


_NAMES = 7
"""Columns for the name of a side: `English`, `zh-cn`; a longer locale is cut, the page's line has it whole."""


def _label(name: str, number: int | str = "") -> Text:
    shown = Text(visible(name))
    shown.truncate(_NAMES, overflow="ellipsis")
    pad = " " * (_NAMES - shown.cell_len)
    return Text.assemble(pad, (shown.plain, "dim"), (f"{number or '':>5} │ ", "dim"))


def _print(console: Console, row: Row) -> None:
    """Fold the body into the columns beside the margin; the margin's bar goes on."""
    room = max(console.width - row.margin.cell_len, _NARROWEST)
    bar = "│ " if "│" in row.margin.plain else ""
    blank = Text(" " * (row.margin.cell_len - len(bar)) + bar, style="dim")
    for k, line in enumerate(row.body.wrap(console, room) or [Text()]):
        console.print(Text.assemble(blank if k else row.margin, line), soft_wrap=True)


def drawn(report: Report, width: int = 100, color: bool = False, read: Reader | None = None) -> str:
    """The drawing as text, for those who have no terminal."""
    stream = StringIO()
    draw(report, stream, color, width, read)
    return stream.getvalue()
