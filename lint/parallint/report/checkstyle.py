"""Checkstyle's XML, which many review bots and editors read: https://checkstyle.org"""

from __future__ import annotations

from itertools import groupby
from xml.etree.ElementTree import Element, SubElement

from parallint.model import Problem, Severity
from parallint.report import Report
from parallint.report.xml import clean, written

_SEVERITY = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "info"}


def render(report: Report) -> str:
    """The findings by file; what could not be read is an error of its file."""
    root = Element("checkstyle", {"version": "4.3"})
    for path, problems in groupby(sorted(report.problems, key=_path), key=_path):
        file = SubElement(root, "file", {"name": clean(path)})
        for problem in problems:
            place = problem.target or problem.source
            SubElement(
                file,
                "error",
                {
                    "line": str(place.line if place else 1),
                    "column": str(place.column if place else 1),
                    "severity": _SEVERITY[problem.severity],
                    "message": clean(problem.message),
                    "source": f"parallint.{problem.rule}",
                },
            )
    for error in report.errors:
        file = SubElement(root, "file", {"name": clean(error.path or "parallint")})
        told = {"line": str(error.line or 1), "severity": "error", "message": clean(str(error)), "source": "parallint"}
        SubElement(file, "error", told)
    return written(root)


def _path(problem: Problem) -> str:
    place = problem.target or problem.source
    return place.path if place else problem.pair
