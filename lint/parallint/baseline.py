"""The baseline: findings that a project has chosen to live with, so that only new drift fails.

A finding is known by its rule, its page and its texts, never by its line: it outlives edits elsewhere on the page, and
ends when its own English or its translation changes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from parallint.errors import ConfigError
from parallint.model import Problem
from parallint.read.files import read_text

FILE = "parallint-baseline.json"
"""The file's name, in the project's root, where the configuration names no other."""

SCHEMA = 1

Key = tuple[str, str]
"""A page's path and a fingerprint."""


def written(problems: Iterable[Problem]) -> str:
    """The baseline of these problems as JSON, a finding a line, so that its history can be read."""
    lines = sorted({json.dumps(_entry(problem), ensure_ascii=False) for problem in problems})
    return f'{{"schema": {SCHEMA}, "findings": [\n' + ",\n".join(lines) + "\n]}\n"


def load(path: str, root: str = "") -> Counter[Key]:
    """The findings of a baseline, each with how often it stands on its page.

    Raises ReadError where the file cannot be read, ConfigError where it is no baseline.
    """
    text = read_text(path, root)
    try:
        values = json.loads(text)
        entries = values["findings"]
        if values["schema"] != SCHEMA:
            raise ConfigError(f"a baseline of schema {values['schema']!r}", "Write it anew: parallint baseline", path)
        return Counter({(str(e["path"]), str(e["fingerprint"])): int(e.get("times", 1)) for e in entries})
    except (ValueError, KeyError, TypeError, RecursionError, AttributeError):
        raise ConfigError("is no baseline", "Write it anew: parallint baseline", path) from None


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


def _entry(problem: Problem) -> dict[str, Any]:
    path, fingerprint = _key(problem)
    return {"path": path, "rule": problem.rule, "fingerprint": fingerprint, "message": problem.message}


def _key(problem: Problem) -> Key:
    """The translation's page, with `/` between folders, so that every system writes the same file."""
    place = problem.target or problem.source
    return (place.path if place else problem.pair).replace("\\", "/"), problem.fingerprint
