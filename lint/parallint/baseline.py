"""The baseline: findings that a project has chosen to live with, so that only new drift fails.

A finding is known by its rule, its page and its texts, never by its line: it outlives edits elsewhere on the page, and
ends when its own English or its translation changes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from parallint.errors import ConfigError
from parallint.keys import BASELINE as FILE
from parallint.model import Problem
from parallint.read.files import read_text

__all__ = ["FILE", "entries", "gone", "load", "split", "written"]

SCHEMA = 1

Key = tuple[str, str]
"""A page's path and a fingerprint."""


def written(problems: Iterable[Problem], others: Iterable[dict[str, Any]] = ()) -> str:
    """The baseline of these problems, with `others`, as JSON, a finding a line, so that its history is legible."""
    entries = [*map(_entry, problems), *others]
    lines = sorted({json.dumps(entry, ensure_ascii=False) for entry in entries})
    return f'{{"schema": {SCHEMA}, "findings": [\n' + ",\n".join(lines) + "\n]}\n"


def load(path: str, root: str = "") -> Counter[Key]:
    """The findings of a baseline, each with how often it stands on its page.

    Raises ReadError where the file cannot be read, ConfigError where it is no baseline.
    """
    return Counter((entry["path"], entry["fingerprint"]) for entry in entries(path, root))


def entries(path: str, root: str = "") -> list[dict[str, Any]]:
    """The findings of a baseline as they stand in it, each with at least `path` and `fingerprint`.

    Raises ReadError where the file cannot be read, ConfigError where it is no baseline.
    """
    text = read_text(path, root)
    try:
        values = json.loads(text)
        found: list[dict[str, Any]] = [dict(entry) for entry in values["findings"]]
        if values["schema"] != SCHEMA:
            raise ConfigError(f"a baseline of schema {values['schema']!r}", _ANEW, path)
        if all(isinstance(entry[key], str) for entry in found for key in ("path", "fingerprint")):
            return found
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise ConfigError("is no baseline", _ANEW, path)


_ANEW = "Take it away, and write it anew: parallint baseline"


def split(problems: Sequence[Problem], known: Counter[Key]) -> tuple[tuple[Problem, ...], int]:
    """The problems that are new, and how many the baseline knew."""
    left = Counter(known)
    new: list[Problem] = []
    for problem in problems:
        if left[key := _key(problem)] > 0:
            left[key] -= 1
        else:
            new.append(problem)
    return tuple(new), len(problems) - len(new)


def gone(
    problems: Sequence[Problem], known: Counter[Key], pages: Collection[str] | None, unread: Collection[str] = ()
) -> int:
    """How many findings of the baseline are no more, on the pages that were linted (None: on any).

    Nothing can be said of the pages that were not read.
    """
    left = known - Counter(map(_key, problems))
    here = None if pages is None else {_slashed(page) for page in pages}
    cannot = {_slashed(page) for page in unread}
    return sum(n for (page, _), n in left.items() if page not in cannot and (here is None or page in here))


def _entry(problem: Problem) -> dict[str, Any]:
    path, fingerprint = _key(problem)
    return {"path": path, "rule": problem.rule, "fingerprint": fingerprint, "message": problem.message}


def _key(problem: Problem) -> Key:
    """The translation's page, with `/` between folders, so that every system writes the same file."""
    place = problem.target or problem.source
    return _slashed(place.path if place else problem.pair), problem.fingerprint


def _slashed(path: str) -> str:
    return path.replace("\\", "/")
