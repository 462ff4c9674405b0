"""JUnit's XML, as Jenkins, GitLab, Azure Pipelines and CircleCI read it: a test case for each finding.

Checked against the schema of Jenkins' xUnit plugin (junit-10.xsd).
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from parallint.model import Problem, Severity
from parallint.report import Report
from parallint.report.text import advice, at, quoted
from parallint.report.xml import clean, written


def render(report: Report) -> str:
    """Findings as failed cases, errors as cases that broke; a note has passed and tells what it has to tell."""
    failures = sum(problem.severity is not Severity.NOTE for problem in report.problems)
    cases = len(report.problems) + len(report.errors) or 1
    counts = {"tests": str(cases), "failures": str(failures), "errors": str(len(report.errors))}
    root = Element("testsuites", {"name": "parallint", **counts})
    suite = SubElement(root, "testsuite", {"name": "parallint", **counts, "skipped": "0"})
    for problem in report.problems:
        _case(suite, problem)
    for error in report.errors:
        case = SubElement(suite, "testcase", {"classname": clean(error.path or "parallint"), "name": "could be read"})
        SubElement(case, "error", {"message": clean(str(error)), "type": type(error).__name__})
    if not report.problems and not report.errors:
        SubElement(suite, "testcase", {"classname": "parallint", "name": f"no drift in {report.pairs} pairs"})
    return written(root)


def _case(suite: Element, problem: Problem) -> None:
    place = problem.target or problem.source
    where = f"{place.path}:{place.line}" if place else problem.pair
    case = SubElement(
        suite,
        "testcase",
        {"classname": clean(place.path if place else problem.pair), "name": clean(f"{problem.rule} {where}")},
    )
    told = f"{where}: {problem.message}"
    if problem.source and problem.source.text.strip():
        told += f" (English, {at(problem.source)}: {quoted(problem.source)})"
    if fix := advice(problem):
        told += f". {fix}"
    if problem.severity is Severity.NOTE:
        SubElement(case, "system-out").text = clean(told)
    else:
        failure = SubElement(case, "failure", {"message": clean(problem.message), "type": str(problem.severity)})
        failure.text = clean(told)
