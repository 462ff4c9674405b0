"""reviewdog's diagnostic format: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf"""

from __future__ import annotations

from typing import Any

from parallint.model import Place, Problem, Severity
from parallint.report import Report, visible
from parallint.report.json import dumped
from parallint.report.sarif import HOME

_SEVERITY = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTE: "INFO"}


def render(report: Report) -> str:
    """The report as one DiagnosticResult. Its columns would count bytes of UTF-8, ours characters: places are lines."""
    return dumped(
        {
            "source": {"name": "parallint", "url": HOME},
            "diagnostics": [_diagnostic(problem) for problem in report.problems],
        }
    )


def _diagnostic(problem: Problem) -> dict[str, Any]:
    place = problem.target or problem.source
    diagnostic: dict[str, Any] = {
        "message": visible(problem.message),
        "location": _location(place) if place else {"path": problem.pair},
        "severity": _SEVERITY[problem.severity],
        "code": {"value": problem.rule, "url": f"{HOME}/blob/main/docs/rules/{problem.rule}.md"},
    }
    if problem.source and problem.target:
        diagnostic["relatedLocations"] = [{"message": "the English", "location": _location(problem.source)}]
    return diagnostic


def _location(place: Place) -> dict[str, Any]:
    return {
        "path": place.path.replace("\\", "/"),
        "range": {"start": {"line": place.line}, "end": {"line": place.end_line}},
    }
