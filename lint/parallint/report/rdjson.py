"""reviewdog's diagnostic format: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from parallint.model import Correction, Place, Problem, Severity
from parallint.report import Report, visible
from parallint.report.json import dumped
from parallint.report.sarif import HOME

_SEVERITY = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTE: "INFO"}


def render(report: Report) -> str:
    """The report as one DiagnosticResult.

    Its columns count bytes of UTF-8, ours characters: places are lines, and the suggestions have the bytes' columns.
    """
    return dumped(
        {
            "source": {"name": "parallint", "url": HOME},
            "diagnostics": [entry for problem in report.problems for entry in _diagnostics(problem)],
        }
    )


def _diagnostics(problem: Problem) -> Iterator[dict[str, Any]]:
    """One for a finding, or one for each place that its fix changes.

    A review comment takes a suggestion for the very lines that it stands on, and for no others.
    """
    if not problem.fix:
        yield _diagnostic(problem, problem.target or problem.source)
    for correction in problem.fix:
        yield _diagnostic(problem, correction.place) | {"suggestions": [_suggestion(correction)]}


def _diagnostic(problem: Problem, place: Place | None) -> dict[str, Any]:
    diagnostic: dict[str, Any] = {
        "message": visible(problem.message),
        "location": _location(place) if place else {"path": problem.pair},
        "severity": _SEVERITY[problem.severity],
        "code": {"value": problem.rule, "url": f"{HOME}/blob/main/docs/rules/{problem.rule}.md"},
    }
    if problem.source and place is not problem.source:
        diagnostic["relatedLocations"] = [{"message": "the English", "location": _location(problem.source)}]
    return diagnostic


def _location(place: Place) -> dict[str, Any]:
    return {
        "path": place.path.replace("\\", "/"),
        "range": {"start": {"line": place.line}, "end": {"line": place.end_line}},
    }


def _suggestion(correction: Correction) -> dict[str, Any]:
    place = correction.place
    behind = place.text.endswith(("\n", "\r"))  # then the end is the beginning of the line that follows
    end = {"line": place.end_line + behind, "column": correction.byte_end}
    return {
        "range": {"start": {"line": place.line, "column": correction.byte_column}, "end": end},
        "text": correction.text,
    }
