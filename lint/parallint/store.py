"""What is kept between runs: values by key in one SQLite file.

Runs at the same time share it; a file that is broken, locked or on a full disk is as good as none. Nothing in it is run
or believed beyond its shape: that is for those who read the values.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3

NAME = "results.sqlite"
KEPT = 60 * 24 * 3600
"""Seconds after its last use that a value is kept."""
MOST = 200_000
"""Values kept; of more the ones that were used last."""

_NOTED = 24 * 3600
"""Seconds after which a use is noted anew: a run that changes nothing writes nothing."""
_BATCH = 500
_WAIT = 5.0
"""Seconds that a run waits for another one to have written."""
_SCHEMA = """
create table if not exists kept (key blob primary key, used integer not null, value blob not null) without rowid;
create index if not exists by_use on kept (used);
"""


class Store:
    """The values in a cache folder, "" for none. Never raises: where the file is of no use, nothing is known or kept.

    It is opened when it is first asked.
    """

    def __init__(self, folder: str) -> None:
        self._path = os.path.join(folder, NAME) if folder else ""
        self._database: sqlite3.Connection | None = None
        self._stale: set[bytes] = set()

    def get(self, keys: Iterable[bytes]) -> Mapping[bytes, bytes]:
        """What is known of the keys."""
        found: dict[bytes, bytes] = {}
        wanted = sorted({*keys})
        if not wanted or not (database := self._opened()):
            return found
        from sqlite3 import Error

        old = time.time() - _NOTED
        with suppress(Error):
            for k in range(0, len(wanted), _BATCH):
                part = wanted[k : k + _BATCH]
                marks = ",".join("?" * len(part))
                for key, used, value in database.execute(
                    f"select key, used, value from kept where key in ({marks})",  # noqa: S608
                    part,
                ):
                    if isinstance(key, bytes) and isinstance(value, bytes) and isinstance(used, int):
                        found[key] = value
                        if used < old:
                            self._stale.add(key)
        return found

    def put(self, values: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep values; what was read and is of use still is noted with them, and what nobody used for long goes."""
        pairs = iter(values)
        first = next(pairs, None)
        if (first is None and not self._stale) or not (database := self._opened()):
            return
        from sqlite3 import Error

        now = int(time.time())
        with suppress(Error), database:
            database.executemany("insert or replace into kept values (?, ?, ?)", _rows(first, pairs, now))
            database.executemany("update kept set used = ? where key = ?", [(now, key) for key in self._stale])
            self._stale.clear()
            database.execute("delete from kept where used < ?", (now - KEPT,))
            excess = database.execute("select count(*) from kept").fetchone()[0] - MOST
            if excess > 0:
                oldest = "select key from kept order by used limit ?"
                database.execute(f"delete from kept where key in ({oldest})", (excess,))  # noqa: S608

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._database is not None:
            from sqlite3 import Error

            with suppress(Error):
                self._database.close()
        self._path, self._database = "", None

    def _opened(self) -> sqlite3.Connection | None:
        if self._database is None and self._path:
            self._database = _open(self._path) or _anew(self._path)
            self._path = self._path if self._database else ""
        return self._database


def _rows(
    first: tuple[bytes, bytes] | None, rest: Iterator[tuple[bytes, bytes]], now: int
) -> Iterator[tuple[bytes, int, bytes]]:
    if first is not None:
        yield first[0], now, first[1]
    yield from ((key, now, value) for key, value in rest)


def _open(path: str) -> sqlite3.Connection | None:
    """The database, or None where it cannot be opened or is none."""
    import sqlite3

    database: Any = None
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        database = sqlite3.connect(path, timeout=_WAIT)
        database.execute("pragma journal_mode = wal")
        database.execute("pragma synchronous = normal")
        database.executescript(_SCHEMA)
        database.execute("select key, used, value from kept limit 1").fetchall()
    except (sqlite3.Error, OSError, ValueError):
        if database is not None:
            database.close()
        return None
    return database  # type: ignore[no-any-return]


def _anew(path: str) -> sqlite3.Connection | None:
    """A new database in the place of one that is none; one that is merely locked by another run is left alone."""
    try:
        with open(path, "rb") as file:
            broken = not file.read(16).startswith(b"SQLite format 3\0")
    except OSError:
        return None
    if not broken and not _damaged(path):
        return None
    for end in ("", "-wal", "-shm"):
        with suppress(OSError):
            os.remove(path + end)
    return _open(path)


def _damaged(path: str) -> bool:
    import sqlite3

    try:
        with sqlite3.connect(path, timeout=0.1) as database:
            return bool(database.execute("pragma quick_check").fetchone()[0] != "ok")
    except sqlite3.OperationalError:
        return False
    except sqlite3.DatabaseError:
        return True
