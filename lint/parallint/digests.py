"""Digests of files, kept by what the file system says of them: a file that was not touched is not read again.

As git's index has it: size, times and inode first, the content behind them. A file that was written so shortly before
it was read that a second change could have left the same times is not kept, and read again the next time.
"""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any, NamedTuple

from parallint.errors import ParallintError
from parallint.read.files import inside, read_text
from parallint.store import Store

SIZE = 16
"""Bytes of a digest."""
RACY = 2_000_000_000
"""Nanoseconds that a file must have rested: some file systems know the time to two seconds only."""
MOST = 1_000_000
"""Files that are known of a project; with more it begins anew."""

State = tuple[int, int, int, int]
"""What the file system says of a file: its size, when it was changed and when anything about it was, its inode."""


class _Known(NamedTuple):
    state: State
    digest: bytes


class Digests:
    """The digests of the files of a project, those that `store` knows at once."""

    def __init__(self, store: Store, root: str) -> None:
        self._store = store
        place = os.path.realpath(root or os.curdir).encode("utf-8", "surrogateescape")
        self._key = blake2b(b"digests\0" + place, digest_size=20).digest()
        self._known: dict[str, _Known] | None = None
        self._fresh: dict[str, _Known] = {}
        self._asked: dict[tuple[str, str], _Known | None] = {}
        self._folders: dict[tuple[str, str], bool] = {}

    def of(self, path: str, root: str) -> bytes | None:
        """The digest of a file's text, "" standing for the root where `path` is no part of one; None for no text file.

        It is looked at once in a run.
        """
        key = path, root
        if key not in self._asked:
            self._asked[key] = self._look(path, root)
        known = self._asked[key]
        return known.digest if known else None

    def unchanged(self, path: str, root: str) -> bool:
        """Whether a file is still as it was when its digest was asked for."""
        known = self._asked.get((path, root))
        return known is not None and known.state == _state(os.path.join(root, path))

    def keep(self) -> None:
        """Keep what was found out."""
        if self._fresh and self._known is not None:
            known = {**self._known, **self._fresh} if len(self._known) < MOST else self._fresh
            self._store.put([(self._key, _written(known))])
            self._known, self._fresh = known, {}

    def _look(self, path: str, root: str) -> _Known | None:
        if self._known is None:
            self._known = _read(self._store.get([self._key]).get(self._key, b""))
        place = os.path.join(root, path)
        state = _state(place)
        if state is None or not self._within(place, root):
            return None
        if (known := self._known.get(place)) and known.state == state:
            return known
        before = time.time_ns()
        try:
            text = read_text(path, root)
        except ParallintError:
            return None
        known = _Known(state, blake2b(text.encode("utf-8", "surrogatepass"), digest_size=SIZE).digest())
        if max(state[1], state[2]) < before - RACY and _state(place) == state:
            self._fresh[place] = known
        return known

    def _within(self, place: str, root: str) -> bool:
        """Whether the file lies in the root, links followed: its folder is asked once, the file where it is a link."""
        if not root:
            return True
        if os.path.islink(place):
            return inside(place, root)
        folder = os.path.dirname(place)
        key = folder, root
        if key not in self._folders:
            self._folders[key] = inside(folder, root)
        return self._folders[key]


def code_state() -> bytes:
    """A digest of the state of the package's own modules: one under development changes without a new number."""
    top = os.path.dirname(os.path.abspath(__file__))
    return state_of(os.path.join(folder, name) for folder, _, names in os.walk(top) for name in names if _is_code(name))


def state_of(files: Iterable[str]) -> bytes:
    """A digest of the paths, sizes and times of files; those that are not there are left out."""
    digest = blake2b(digest_size=SIZE)
    for path in sorted(files):
        try:
            found = os.stat(path)
        except OSError:
            continue
        digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}".encode("utf-8", "backslashreplace"))
    return digest.digest()


def _is_code(name: str) -> bool:
    return name.endswith(".py")


def _state(place: str) -> State | None:
    """What the file system says of a regular file; None for anything else."""
    try:
        found = os.stat(place)
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _written(known: Mapping[str, _Known]) -> bytes:
    rows = {place: [*state, digest.hex()] for place, (state, digest) in known.items()}
    return json.dumps(rows, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def _read(data: bytes) -> dict[str, _Known]:
    """What bytes hold; nothing for what is of another shape."""
    try:
        rows: dict[str, Any] = json.loads(data or b"{}")
        return {
            place: _Known((size, changed, touched, inode), bytes.fromhex(digest))
            for place, (size, changed, touched, inode, digest) in rows.items()
        }
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}
