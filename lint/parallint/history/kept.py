"""The revisions of a run's files, kept until another commit is checked out: git reads its whole history once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from hashlib import blake2b

from parallint.history.blobs import blobs_of
from parallint.history.git import Repository
from parallint.history.log import histories
from parallint.model import Revision
from parallint.shapes import packed, reader, unpacked
from parallint.store import Store

Histories = Callable[[Repository, Collection[str]], Mapping[str, tuple[Revision, ...]]]

_FORM = 1
"""Raised where `histories` comes to tell something else."""


def kept_histories(store: Store) -> Histories:
    """As `log.histories` of HEAD, by way of a store."""

    def known(repository: Repository, paths: Collection[str]) -> Mapping[str, tuple[Revision, ...]]:
        head = blobs_of(repository).commit("HEAD")
        said = repr((_FORM, repository, head, sorted(set(paths)))).encode("utf-8", "backslashreplace")
        key = blake2b(said, digest_size=20).digest()
        found = _found(store.get([key]).get(key, b""))
        if found is None:
            found = histories(repository, paths)
            store.put([(key, _written(found))])
        return found

    return known


_Files = dict[str, tuple[tuple[int, str, str], ...]]


def _written(found: Mapping[str, tuple[Revision, ...]]) -> bytes:
    """A table of the commits, and for each file their numbers, its path then and its content's hash."""
    commits: dict[tuple[str, int, str], int] = {}
    files: dict[str, list[list[object]]] = {}
    for path, revisions in found.items():
        rows = files.setdefault(path, [])
        for hash_, time, subject, name, blob in revisions:
            number = commits.setdefault((hash_, time, subject), len(commits))
            rows.append([number, name, blob])
    return packed([list(commits), files])


def _found(data: bytes) -> dict[str, tuple[Revision, ...]] | None:
    try:
        commits, files = unpacked(data)
        known = reader(tuple[tuple[str, int, str], ...])(commits)
        rows = reader(_Files)(files)
        return {
            path: tuple(_revision(known[number], name, blob) for number, name, blob in revisions)
            for path, revisions in rows.items()
        }
    except (TypeError, ValueError, IndexError):
        return None


def _revision(commit: tuple[str, int, str], path: str, blob: str) -> Revision:
    hash_, time, subject = commit
    return Revision(hash_, time, subject, path, blob)
