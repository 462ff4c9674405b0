"""The baseline: findings that a project has chosen to live with, so that only new drift fails.

A finding is known by its rule, its page and its texts, never by its line: it outlives edits elsewhere on the page, and
ends when its own English or its translation changes. The page is where it was found and no part of what it is: where
the file is no more, and a page that the baseline does not know has the same findings, they have moved with it.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from parallint.errors import ConfigError
from parallint.keys import BASELINE as FILE
from parallint.locales import fold
from parallint.model import Problem
from parallint.read.files import read_text

__all__ = ["FILE", "counted", "entries", "followed", "gone", "moves", "split", "written"]

SCHEMA = 1

Key = tuple[str, str]
"""A page's path and a fingerprint."""


def written(problems: Iterable[Problem], others: Iterable[dict[str, Any]] = ()) -> str:
    """The baseline of these problems, with `others`, as JSON, a finding a line, so that its history is legible."""
    entries = [*map(_entry, problems), *others]
    lines = sorted({json.dumps(entry, ensure_ascii=False) for entry in entries})
    return f'{{"schema": {SCHEMA}, "findings": [\n' + ",\n".join(lines) + "\n]}\n"


def counted(entries: Iterable[Mapping[str, Any]]) -> Counter[Key]:
    """The findings of a baseline, each with how often it stands on its page."""
    return Counter((entry["path"], entry["fingerprint"]) for entry in entries)


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


def moves(
    problems: Sequence[Problem], entries: Sequence[Mapping[str, Any]], there: Callable[[str], bool]
) -> dict[str, str]:
    """Where the pages of a baseline's entries went that are not there any more: the old path -> the new one.

    `there` says whether a path leads to a file. A page is another's new place if the baseline knows nothing of it and
    it has at least half of the other's findings, in the same locale; it is the new place of one page only.
    """
    known, found = counted(entries), Counter(map(_key, problems))
    old = _by_page(key for key in (known - found).elements() if not there(key[0]))
    pages = {page for page, _ in known}
    new = _by_page(key for key in (found - known).elements() if key[0] not in pages) if old else {}
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for page, gained in new.items():
        for fingerprint in gained:
            holders[fingerprint].append(page)
    was = {entry["path"]: fold(str(entry.get("locale", ""))) for entry in entries}
    now = {_key(problem)[0]: fold(problem.locale) for problem in problems}
    ranked = sorted(
        (
            (both, _name(page) == _name(other), _shared(page, other), page, other)
            for page, lost in old.items()
            for other in {one for mark in lost if len(holders[mark]) <= _CROWD for one in holders[mark]}
            if (both := (lost & new[other]).total()) * 2 >= lost.total() and was[page] in ("", now[other])
        ),
        reverse=True,
    )
    went: dict[str, str] = {}
    taken: set[str] = set()
    for *_, page, other in ranked:
        if page not in went and other not in taken:
            went[page] = other
            taken.add(other)
    return went


_CROWD = 100
"""Pages that share a finding, beyond which it does not tell one from another."""


def followed(known: Counter[Key], went: Mapping[str, str]) -> Counter[Key]:
    """The findings of a baseline with those of pages that moved under the paths that they have now."""
    return Counter({(went.get(page, page), fingerprint): count for (page, fingerprint), count in known.items()})


def _by_page(keys: Iterable[Key]) -> dict[str, Counter[str]]:
    pages: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for page, fingerprint in keys:
        pages[page][fingerprint] += 1
    return pages


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _shared(path: str, other: str) -> int:
    """How many folders two paths have in common, wherever."""
    return len({*path.split("/")[:-1]} & {*other.split("/")[:-1]})


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
    said = {"rule": problem.rule, "fingerprint": fingerprint, "message": problem.message}
    return {"path": path, **({"locale": problem.locale} if problem.locale else {}), **said}


def _key(problem: Problem) -> Key:
    """The translation's page, with `/` between folders, so that every system writes the same file."""
    place = problem.target or problem.source
    return _slashed(place.path if place else problem.pair), problem.fingerprint


def _slashed(path: str) -> str:
    return path.replace("\\", "/")
