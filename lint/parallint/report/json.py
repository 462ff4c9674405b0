"""The report for programs, schema 1: see the contract in the documentation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from parallint._version import __version__
from parallint.model import Correction, Place, Problem, Severity
from parallint.patterns import pattern_of

if TYPE_CHECKING:
    from parallint.errors import ParallintError
    from parallint.report import Report

SCHEMA = 1

_UNSAFE = pattern_of("[\x7f-\x9f\ud800-\udfff]")


def render(report: Report) -> str:
    """The report as one JSON object; text is not escaped beyond what a JSON file or a terminal needs."""
    values = {
        "schema": SCHEMA,
        "tool": {"name": "parallint", "version": __version__},
        "summary": {"pairs": report.pairs, "findings": {str(s): report.count(s) for s in Severity}},
        "findings": [_problem(problem) for problem in report.problems],
        "errors": [_error(error) for error in report.errors],
        "silenced": [{**_problem(problem), "reason": reason} for problem, reason in report.silenced],
        "baseline": {"held": report.held, "gone": report.gone},
    }
    return dumped(values)


def dumped(values: object) -> str:
    """Values as JSON that is valid UTF-8 and does nothing to a terminal, with a line end behind it."""
    text = json.dumps(values, ensure_ascii=False, indent=1, allow_nan=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", text) + "\n"


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "rule": problem.rule,
        "severity": str(problem.severity),
        "confidence": round(problem.confidence, 4),
        "message": problem.message,
        "pair": problem.pair,
        "locale": problem.locale,
        "source": _place(problem.source),
        "target": _place(problem.target),
        "fingerprint": problem.fingerprint,
        **({"fix": [_correction(one) for one in problem.fix]} if problem.fix else {}),
        **({"evidence": problem.evidence} if problem.evidence else {}),
        **({"then": problem.then} if problem.then else {}),
    }


def _correction(correction: Correction) -> dict[str, Any]:
    """What to write, and in the place of what; an empty `text` of the place is a point to put it in."""
    return {**_named(correction.place), "replacement": correction.text}


def _place(place: Place | None) -> dict[str, Any] | None:
    return _named(place) if place else None


def _named(place: Place) -> dict[str, Any]:
    return {
        "path": place.path,
        "line": place.line,
        "end_line": place.end_line,
        "column": place.column,
        "end_column": place.end_column,
        "text": place.text,
    }


def _error(error: ParallintError) -> dict[str, Any]:
    return {"path": error.path, "line": error.line, "message": error.message, "hint": error.hint}
