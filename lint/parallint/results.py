"""Outcomes of earlier runs, kept by content: a page that reads as it did, beside the same English, is not linted again.

One SQLite file in the cache folder. Runs at the same time share it; one that is broken, locked or on a full disk is as
good as none. Nothing in it is run or believed beyond its shape.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from parallint.engine import Outcome, Seen
from parallint.model import Place, Problem, Severity
from parallint.suppress import Silenced

NAME = "results.sqlite"
KEPT = 60 * 24 * 3600
"""Seconds after its last use that an outcome is kept."""
MOST = 200_000
"""Outcomes kept; of more the ones that were used last."""

_SCHEMA = """
create table if not exists outcome (key blob primary key, used integer not null, value text not null) without rowid;
create index if not exists by_use on outcome (used);
"""
_BATCH = 500


class Results:
    """The outcomes in a cache folder. Never raises: where the file cannot be used, nothing is known and none kept."""

    def __init__(self, folder: str) -> None:
        self._path = os.path.join(folder, NAME)
        self._database = _open(self._path) or _anew(self._path)

    def get(self, keys: Iterable[bytes]) -> Mapping[bytes, Outcome]:
        """What is known of the keys."""
        found: dict[bytes, Outcome] = {}
        wanted = list(keys)
        with suppress(sqlite3.Error):
            for k in range(0, len(wanted), _BATCH):
                part = wanted[k : k + _BATCH]
                marks = ",".join("?" * len(part))
                for key, value in self._rows(f"select key, value from outcome where key in ({marks})", part):  # noqa: S608
                    if (outcome := _outcome(value)) is not None:
                        found[bytes(key)] = outcome
        return found

    def put(self, outcomes: Mapping[bytes, Outcome], used: Iterable[bytes] = ()) -> None:
        """Keep outcomes, and note that the `used` ones are still of use; the ones of no use for long go."""
        if self._database is None:
            return
        now = int(time.time())
        rows = [(key, now, _value(outcome)) for key, outcome in outcomes.items()]
        with suppress(sqlite3.Error), self._database:
            self._database.executemany("insert or replace into outcome values (?, ?, ?)", rows)
            self._database.executemany("update outcome set used = ? where key = ?", [(now, key) for key in used])
            self._database.execute("delete from outcome where used < ?", (now - KEPT,))
            excess = self._rows("select count(*) from outcome", ())[0][0] - MOST
            if excess > 0:
                oldest = "select key from outcome order by used limit ?"
                self._database.execute(f"delete from outcome where key in ({oldest})", (excess,))  # noqa: S608

    def __enter__(self) -> Results:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._database is not None:
            with suppress(sqlite3.Error):
                self._database.close()
            self._database = None

    def _rows(self, query: str, values: Iterable[Any]) -> list[Any]:
        return self._database.execute(query, tuple(values)).fetchall() if self._database is not None else []


def _open(path: str) -> sqlite3.Connection | None:
    """The database, or None where it cannot be opened or is none."""
    database = None
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        database = sqlite3.connect(path, timeout=5.0)
        database.execute("pragma journal_mode = wal")
        database.execute("pragma synchronous = normal")
        database.executescript(_SCHEMA)
        database.execute("select key, used, value from outcome limit 1").fetchall()
    except (sqlite3.Error, OSError, ValueError):
        if database is not None:
            database.close()
        return None
    return database


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
    try:
        with sqlite3.connect(path, timeout=0.1) as database:
            return bool(database.execute("pragma quick_check").fetchone()[0] != "ok")
    except sqlite3.OperationalError:
        return False
    except sqlite3.DatabaseError:
        return True


def _value(outcome: Outcome) -> str:
    values = {
        "pairs": outcome.pairs,
        "problems": [asdict(problem) for problem in outcome.problems],
        "seen": outcome.seen,
        "facts": b64encode(outcome.facts).decode("ascii"),
        "silenced": [[asdict(problem), reason] for problem, reason in outcome.silenced],
    }
    return json.dumps(values, ensure_ascii=True, separators=(",", ":"))


def _outcome(value: object) -> Outcome | None:
    """The outcome that a row holds; None for anything else."""
    try:
        values = json.loads(str(value))
        return Outcome(
            int(values["pairs"]),
            tuple(_problem(entry) for entry in values["problems"]),
            seen=tuple(Seen(*entry) for entry in values["seen"]),
            facts=b64decode(values["facts"], validate=True),
            silenced=tuple(Silenced(_problem(entry), str(reason)) for entry, reason in values["silenced"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _problem(values: dict[str, Any]) -> Problem:
    places = {side: Place(**values[side]) if values[side] else None for side in ("source", "target")}
    return Problem(**{**values, **places, "severity": Severity(values["severity"])})
