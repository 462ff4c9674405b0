"""GitLab's code quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format"""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b
from typing import Any

from parallint.model import Problem, Severity
from parallint.report import Report, visible
from parallint.report.json import dumped
from parallint.report.text import advice

_SEVERITY = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render(report: Report) -> str:
    """The findings as one JSON array, each with a fingerprint of its own: GitLab drops what has the same one twice."""
    seen: Counter[str] = Counter()
    return dumped([_issue(problem, seen) for problem in report.problems])


def _issue(problem: Problem, seen: Counter[str]) -> dict[str, Any]:
    place = problem.target or problem.source
    path = place.path.replace("\\", "/").removeprefix("./") if place else problem.pair
    key = f"{path}\0{problem.fingerprint}"
    seen[key] += 1
    digest = blake2b(f"{key}\0{seen[key]}".encode("utf-8", "surrogatepass"), digest_size=16)
    lines = {"begin": place.line, "end": place.end_line} if place else {"begin": 1}
    return {
        "description": visible(problem.message) + (f". {told}" if (told := advice(problem)) else ""),
        "check_name": problem.rule,
        "fingerprint": digest.hexdigest(),
        "severity": _SEVERITY[problem.severity],
        "location": {"path": path, "lines": lines},
    }
