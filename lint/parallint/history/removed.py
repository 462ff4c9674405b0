"""What became of files that are no more: the commit that took each away, and where git finds it again.

Asked for the few pages that translations are left of, so each costs two short looks and not one over all the history.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from parallint.history.git import HistoryError, Repository, split
from parallint.model import Revision

_STEPS = 6
"""Renames of one page that are followed."""
_FORMAT = "--format=format:%x00%H%x00%ct%x00%s%x00"
_COMMON = ("-z", "--no-ext-diff", "--no-textconv", "--no-color", "--no-notes", "--no-show-signature")


class Removal(NamedTuple):
    """The commit that took a file away, and the file of today that it became ("": none that git takes for it)."""

    revision: Revision
    became: str


def removals(repository: Repository, paths: Collection[str], today: Collection[str]) -> dict[str, Removal]:
    """For each path that was once in the repository: what became of it. `today` holds the paths of today's files.

    The paths are git's own. Raises HistoryError.
    """
    if not paths:
        return {}
    first = _deletions(repository, paths)
    renames: dict[str, dict[str, str]] = {}
    became: dict[str, str] = {}
    for path in first:
        became[path] = _followed(repository, path, first, renames, today)
    return {path: Removal(revision, became[path]) for path, revision in first.items()}


def _followed(
    repository: Repository,
    path: str,
    first: dict[str, Revision],
    renames: dict[str, dict[str, str]],
    today: Collection[str],
) -> str:
    deleted: Revision | None = first[path]
    for _ in range(_STEPS):
        if deleted is None:
            return ""
        if deleted.commit not in renames:
            renames[deleted.commit] = dict(_renames(repository, deleted.commit))
        path = renames[deleted.commit].get(path, "")
        if not path or path in today:
            return path
        deleted = _deletions(repository, [path]).get(path)
    return ""


def _deletions(repository: Repository, paths: Collection[str]) -> dict[str, Revision]:
    """The last commit that deleted each of the paths, or moved it away."""
    asked = ("log", *_COMMON, "--diff-filter=D", "--no-renames", "--name-only", "--encoding=UTF-8", _FORMAT)
    fields = split(repository.run(*asked, "--end-of-options", "HEAD", "--", *sorted(paths)))
    found: dict[str, Revision] = {}
    commit: Revision | None = None
    for field in fields:
        if not field:
            commit = None
        elif commit is None:
            commit = Revision(field, int(next(fields)), next(fields), "", "")
        else:
            path = field.lstrip("\n")
            found.setdefault(path, commit._replace(path=path))
    return found


def _renames(repository: Repository, commit: str) -> Iterator[tuple[str, str]]:
    """What git takes for moved in a commit: path before, path after."""
    asked = (
        "diff-tree",
        *_COMMON[:-1],
        "-r",
        "--root",
        "-l1000",
        "--find-renames=40%",
        "--diff-filter=R",
        "--name-status",
    )
    try:
        fields = split(repository.run(*asked, "--no-commit-id", "--end-of-options", commit))
    except HistoryError:
        return
    for status in fields:
        if status.startswith("R"):
            yield next(fields, ""), next(fields, "")
