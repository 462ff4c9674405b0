"""Paths as programs that look at a repository need them: from its root, wherever in it the project lies."""

from __future__ import annotations

import os
from copy import copy
from dataclasses import replace

from parallint.errors import ParallintError
from parallint.model import Place, Problem
from parallint.report import Report

FORMATS = frozenset({"github", "gitlab", "sarif", "checkstyle", "rdjson", "markdown"})
"""The formats whose readers put a finding on a line of a change, and look for its file from the repository's root."""


def rooted(report: Report, folder: str) -> Report:
    """The report with `folder`, the way from the repository's root to the project's, before every relative path."""
    if folder in ("", os.curdir):
        return report
    return replace(
        report,
        problems=tuple(_problem(problem, folder) for problem in report.problems),
        silenced=tuple(one._replace(problem=_problem(one.problem, folder)) for one in report.silenced),
        errors=tuple(_error(error, folder) for error in report.errors),
        told=tuple(_error(error, folder) for error in report.told),
    )


def _problem(problem: Problem, folder: str) -> Problem:
    fix = tuple(one._replace(place=_moved(one.place, folder)) for one in problem.fix)
    return replace(problem, source=_place(problem.source, folder), target=_place(problem.target, folder), fix=fix)


def _place(place: Place | None, folder: str) -> Place | None:
    return _moved(place, folder) if place else None


def _moved(place: Place, folder: str) -> Place:
    return replace(place, path=_path(place.path, folder))


def _path(path: str, folder: str) -> str:
    return os.path.normpath(os.path.join(folder, path)).replace(os.sep, "/")


def _error(error: ParallintError, folder: str) -> ParallintError:
    moved = copy(error)
    moved.path = _path(error.path, folder) if error.path else ""
    return moved
