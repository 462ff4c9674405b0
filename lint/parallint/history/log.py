"""The revisions of files, newest first, from one pass of `git log` over all that a run asks for, renames followed."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Container, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from parallint.history.blobs import blobs_of
from parallint.history.git import HistoryError, Repository, split
from parallint.model import Revision
from parallint.patterns import pattern_of

FEW = 6
"""Files up to which git follows each by itself; above, one pass over the whole history costs less."""

_MOVES = 5
"""How often a page may have moved and been written anew in one commit."""

_RAW = ("-z", "--raw", "--no-abbrev", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all", "--no-color")
_LOG = (
    "log",
    *_RAW,
    "--date-order",
    "-l400",
    "--no-notes",
    "--no-show-signature",
    "--encoding=UTF-8",
    "--format=format:%H%x00%ct%x00%s",
)

_ENDING = pattern_of(r"\.[A-Za-z0-9]{1,20}")
_INDEX = pattern_of(r"/_?(?:index|readme)\Z", re.IGNORECASE)


class _Entry(NamedTuple):
    """What a commit did to a file: its path before (None: it was not there) and after (None: it is gone)."""

    before: str | None
    after: str | None
    blob: str


class _Commit(NamedTuple):
    hash: str
    time: int
    subject: str
    entries: tuple[_Entry, ...]


def histories(repository: Repository, paths: Collection[str], head: str = "HEAD") -> dict[str, tuple[Revision, ...]]:
    """Path -> the revisions that led to the file of that path at `head`, newest first; the paths are git's own.

    A path that git does not know has none. Where the clone is shallow, the last revision is the one at which it was
    cut off. Raises HistoryError.
    """
    wanted = sorted(set(paths))
    if not wanted or not blobs_of(repository).commit(head):
        return {}
    if len(wanted) <= FEW:
        with suppress(HistoryError):
            return {path: _whole(repository, head, path) for path in wanted}
    return _traced(_read(repository, head, wanted), wanted)


def _whole(repository: Repository, head: str, path: str) -> tuple[Revision, ...]:
    """The revisions of one file, on over moves that git does not see."""
    found: tuple[Revision, ...] = ()
    for _ in range(_MOVES):
        found += _traced(_followed(repository, head, path), [path])[path]
        if not found or not (former := _former(repository, found[-1])):
            break
        head, path = f"{found[-1].commit}^", former
    return found


def _former(repository: Repository, first: Revision) -> str | None:
    """The file that became this one in the commit that brought it."""
    printed = repository.run("diff-tree", *_RAW, "--no-renames", "-r", "--end-of-options", first.commit)
    fields = split(printed)
    if next(fields, "") != first.commit:
        return None
    entries = tuple(_entries(next(fields, ""), fields))
    return next((e.before for e in _moved(entries, {first.path}) if e.after == first.path), None)


def _followed(repository: Repository, head: str, path: str) -> Iterator[_Commit]:
    """The commits of one file. Raises HistoryError where a content is lacking that git would compare."""
    printed = repository.run(*_LOG, "--find-renames", "--follow", "--end-of-options", head, "--", path)
    return _commits(split(printed))


def _read(repository: Repository, head: str, wanted: Sequence[str]) -> Iterator[_Commit]:
    """The commits of all files of the kinds that are wanted.

    Where contents are lacking that git would compare (a partial clone), only renames that changed nothing are found.
    """
    endings = {os.path.splitext(path)[1] for path in wanted}
    plain = all(_ENDING.fullmatch(ending) for ending in endings)
    which = ("--end-of-options", head, "--", *(f":(glob)**/*{ending}" for ending in sorted(endings) if plain))
    try:
        printed = repository.run(*_LOG, "--find-renames", *which, literal=False)
    except HistoryError:
        printed = repository.run(*_LOG, "--find-renames=100%", *which, literal=False)
    return _commits(split(printed))


def _commits(fields: Iterator[str]) -> Iterator[_Commit]:
    """The commits in what git printed: hash, time, subject, and behind a line end the entries, up to an empty field."""
    for hash_ in fields:
        if not hash_:
            continue
        time, (subject, _, header) = int(next(fields)), next(fields).partition("\n")
        yield _Commit(hash_, time, subject, tuple(_entries(header, fields)))


def _entries(header: str, fields: Iterator[str]) -> Iterator[_Entry]:
    while header:
        _, mode, _, blob, status = header.lstrip("\n").split(" ")
        path = next(fields)
        if status[0] in "RC":
            before, path = (path if status[0] == "R" else None), next(fields)
        else:
            before = None if status[0] == "A" else path
        yield _Entry(before, None if status[0] == "D" else path, "" if mode == "160000" else blob)
        header = next(fields, "")


def _traced(commits: Iterator[_Commit], paths: Collection[str]) -> dict[str, tuple[Revision, ...]]:
    """The commits of each file, its former names included."""
    found: dict[str, list[Revision]] = {path: [] for path in paths}
    owners: dict[str, tuple[str, ...]] = {path: (path,) for path in paths}
    for commit in commits:
        renamed: dict[str, tuple[str, ...]] = {}
        for entry in _moved(commit.entries, owners):
            if entry.after is None or entry.after not in owners:
                continue
            revision = Revision(commit.hash, commit.time, commit.subject, entry.after, entry.blob)
            for owner in owners[entry.after]:
                found[owner].append(revision)
            if entry.before is not None and entry.before != entry.after:
                renamed[entry.before] = (*renamed.get(entry.before, ()), *owners.pop(entry.after))
        for path, names in renamed.items():
            owners[path] = (*owners.get(path, ()), *names)
    return {path: tuple(revisions) for path, revisions in found.items()}


def _moved(entries: Sequence[_Entry], owners: Container[str]) -> Iterator[_Entry]:
    """The entries; a page that came where one of its name went, `x.md` becoming `x/index.md`, was moved.

    Git takes two files for one where most of their lines are the same, and a page that moves is often written anew.
    """
    gone: dict[str, str] = {}
    for entry in entries:
        if entry.after is None and entry.before is not None:
            gone.setdefault(_page(entry.before), entry.before)
    for entry in entries:
        if entry.before is None and entry.after and entry.after in owners:
            yield entry._replace(before=gone.get(_page(entry.after)))
        else:
            yield entry


def _page(path: str) -> str:
    """What a site would call a page: its path without the ending and without the names of folders' own pages."""
    return _INDEX.sub("", os.path.splitext(path)[0]).casefold()
