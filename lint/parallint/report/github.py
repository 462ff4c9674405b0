"""GitHub's workflow commands: each finding becomes an annotation on the lines of the pull request.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Iterator

from parallint.model import Problem, Severity
from parallint.report import Report, visible
from parallint.report.text import advice, summary

_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(report: Report) -> str:
    """A command a line, the gravest first, then the summary for the log, and what GitHub cuts."""
    ranked = sorted(report.problems, key=lambda problem: -problem.severity.rank)
    return "".join(f"{line}\n" for line in (*map(_command, ranked), *_errors(report), summary(report), *_cut(report)))


SHOWN = 10
"""Annotations of each kind that GitHub keeps of a step."""


def _cut(report: Report) -> Iterator[str]:
    counts = ((report.count(s) + len(report.errors) * (s is Severity.ERROR), _LEVEL[s]) for s in Severity)
    over = [f"{count} {level}s" for count, level in counts if count > SHOWN]
    if over:
        yield f"GitHub shows {SHOWN} annotations of a kind; here are {', '.join(over)}. This log has them all."


def _command(problem: Problem) -> str:
    place = problem.target or problem.source
    parts = {"title": f"parallint {problem.rule}"}
    if place:
        parts |= {"file": place.path, "line": str(place.line), "endLine": str(place.end_line)}
        if place.line == place.end_line:  # columns count only within one line
            parts |= {"col": str(place.column), "endColumn": str(place.end_column)}
    return f"::{_LEVEL[problem.severity]} {_properties(parts)}::{_data(problem.message)}{_told(problem)}"


def _told(problem: Problem) -> str:
    """What to write instead, on a line of its own in the annotation."""
    told = advice(problem)
    return f"%0A{_data(told)}" if told else ""


def _errors(report: Report) -> Iterator[str]:
    for error in report.errors:
        parts = {"title": "parallint"} | ({"file": error.path} if error.path else {})
        parts |= {"line": str(error.line)} if error.line else {}
        yield f"::error {_properties(parts)}::{_data(str(error))}"


def _properties(parts: dict[str, str]) -> str:
    return ",".join(f"{name}={_data(value).replace(':', '%3A').replace(',', '%2C')}" for name, value in parts.items())


def _data(text: str) -> str:
    """On one line: `visible` leaves no line end, and a `%` must not begin an escape of the runner's."""
    return visible(text).replace("%", "%25")
