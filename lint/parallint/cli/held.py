"""What of a run's findings is not new or not wanted: the baseline, and the comments in English pages."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from parallint.errors import ParallintError
from parallint.suppress import UNUSED

if TYPE_CHECKING:
    from parallint.config import Config
    from parallint.model import Problem
    from parallint.report import Report


def baseline_of(config: Config) -> str:
    """The baseline's path from the project's folder, whether it is there or not."""
    from parallint.baseline import FILE

    return config.baseline or FILE


def held_back(report: Report, config: Config, pages: Collection[str] | None, alike: bool = True) -> Report:
    """The report without the findings that the project's baseline knows, where it has one.

    `pages` are the translations that were linted, None for all; `alike` says that the run looked for everything that a
    baseline can hold, so that what it did not find is gone. Raises ParallintError for a baseline that cannot be read,
    or that the configuration names and that is not there.
    """
    from parallint.baseline import counted, entries, followed, gone, moves, split

    path = baseline_of(config)
    if not os.path.lexists(os.path.join(config.root, path)):
        if config.baseline:
            raise config.error(f"no file {path!r}", "`parallint baseline` writes it", "baseline")
        return report
    listed = entries(path, config.root)
    known = followed(counted(listed), moves(report.problems, listed, _there(config)))
    new, held = split(report.problems, known)
    unread = {error.path for error in report.errors}
    over = gone(report.problems, known, pages, unread) if alike else 0
    return replace(report, problems=new, held=held, gone=over)


def _there(config: Config) -> Callable[[str], bool]:
    return lambda page: os.path.lexists(os.path.join(config.root, page))


def once(problems: Sequence[Problem], translations: Callable[[], Counter[str]]) -> tuple[Problem, ...]:
    """The problems, each comment of an English page that silences nothing in any locale told of once.

    `translations` gives how many translations each English page has: where not all of them were linted, nobody knows.
    """
    told = Counter(_comment(problem) for problem in problems if _is_english_comment(problem))
    if not told:
        return tuple(problems)
    counts = translations()
    kept: list[Problem] = []
    for problem in problems:
        if not _is_english_comment(problem):
            kept.append(problem)
        elif problem.source and told[_comment(problem)] >= counts[problem.source.path]:
            kept.append(problem)
            del told[_comment(problem)]
    return tuple(kept)


def _is_english_comment(problem: Problem) -> bool:
    return problem.rule == UNUSED and problem.target is None and problem.source is not None


def _comment(problem: Problem) -> tuple[str, int, int]:
    place = problem.source
    return (place.path, place.line, place.column) if place else ("", 0, 0)


def write_baseline(config: Config, report: Report, pages: Collection[str] | None) -> int:
    """Write the report's findings as the project's baseline, and give their number.

    What it holds of other `pages` than these (None: all), or of ones that could not be read, stays. Raises
    ParallintError where the file cannot be written, lies outside the project, or is there and no baseline.
    """
    from parallint.baseline import entries, moves, written
    from parallint.read.files import inside

    path = baseline_of(config)
    place = os.path.join(config.root, path)
    if not inside(place, config.root):
        raise config.error(f"{path!r} leads out of the project", "Name a file in the project's folder", "baseline")
    unread = {error.path for error in report.errors}
    known = entries(path, config.root) if os.path.lexists(place) and (pages is not None or unread) else []
    went = moves(report.problems, known, _there(config))
    others = [
        entry
        for entry in known
        if entry["path"] in unread or (pages is not None and entry["path"] not in pages and entry["path"] not in went)
    ]
    try:
        with open(place, "w", encoding="utf-8", newline="\n") as file:
            file.write(written(report.problems, others))
    except OSError as error:
        raise ParallintError(f"cannot be written: {error.strerror or error}", "Check the folder", path) from None
    return len(report.problems) + len(others)
