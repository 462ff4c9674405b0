"""What can be told of a repository at a glance: whether anything was added to it since an earlier look."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import blake2b

from parallint.history.git import Repository


def objects_state(repository: Repository) -> bytes | None:
    """A digest of where the repository keeps its objects: whatever is fetched or committed changes it.

    None where that place cannot be found.
    """
    digest = blake2b(digest_size=16)
    for folder in _folders(repository):
        if not os.path.isdir(folder):
            return None
        for place in (folder, *sorted(_below(folder))):
            digest.update(f"{place}\0{_changed(place)}\0".encode("utf-8", "surrogateescape"))
    digest.update(str(_changed(os.path.join(repository.directory, "shallow"))).encode())
    return digest.digest()


def _folders(repository: Repository) -> Iterator[str]:
    """The repository's own folder of objects (a work tree's are another's), and those that it borrows from."""
    home = repository.directory
    common = _line(os.path.join(home, "commondir"))
    own = os.path.join(os.path.normpath(os.path.join(home, common)) if common else home, "objects")
    yield own
    other = _line(os.path.join(own, "info", "alternates"))
    if other:
        yield os.path.join(own, other)


def _below(folder: str) -> list[str]:
    """`pack`, and a folder for the first two digits of each loose object's name."""
    try:
        with os.scandir(folder) as entries:
            return [entry.path for entry in entries if entry.is_dir()]
    except OSError:
        return []


def _line(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return file.readline().rstrip("\n")
    except OSError:
        return ""


def _changed(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0
