from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from parallint.engine import Outcome, Seen
from parallint.facts import Facts, packed
from parallint.model import Noted, Place, Problem, Severity
from parallint.results import NAME, Results

PLACE = Place("es/a.md", 1, 2, 3, 4, "\ud800 text \x00")
PROBLEM = Problem("link-drift", Severity.WARNING, 0.75, "gone", "es/a", "es", None, PLACE, "00ff")
NOTED = Noted("es/a", "es", ("heading", "Next \ud800", 3, 0.5), None, PLACE)
OUTCOME = Outcome(1, (PROBLEM,), seen=(Seen("es/a", "es", "en/a.md", "00"),), facts=packed({"terms": (NOTED,)}))


def put(folder: Path, outcomes: dict[bytes, Outcome], used: Iterable[bytes] = ()) -> None:
    with Results(str(folder)) as results:
        results.put(outcomes, used)


def get(folder: Path, *keys: bytes) -> Mapping[bytes, Outcome]:
    with Results(str(folder)) as results:
        return results.get(keys)


def tamper(folder: Path, statement: str, *values: str) -> None:
    with closing(sqlite3.connect(folder / NAME)) as database, database:
        database.execute(statement, values)


def test_an_outcome_comes_back_as_it_was(tmp_path: Path) -> None:
    put(tmp_path, {b"a": OUTCOME, b"b": Outcome(1)})
    found = get(tmp_path, b"a", b"b", b"c")
    assert found == {b"a": OUTCOME, b"b": Outcome(1)}
    facts = Facts("terms", [found[b"a"].facts, b""])
    assert [*facts] == [*facts] == [NOTED]


@pytest.mark.parametrize("content", [b"", b"nonsense" * 99, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_broken_file_is_as_good_as_none_and_is_made_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    assert get(tmp_path, b"a") == {}
    put(tmp_path, {b"a": OUTCOME})
    assert get(tmp_path, b"a") == {b"a": OUTCOME}


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    put(tmp_path / "file" / "cache", {b"a": OUTCOME})
    assert get(tmp_path / "file" / "cache", b"a") == {}


def test_a_full_disk_loses_nothing_but_time(tmp_path: Path) -> None:
    with Results(str(tmp_path)) as results:
        assert results._database is not None
        results._database.execute("pragma max_page_count = 4")
        results.put({bytes([k]): Outcome(1, (PROBLEM,) * 50) for k in range(50)})
    assert get(tmp_path, *(bytes([k]) for k in range(50))) == {}


@pytest.mark.parametrize("value", ["", "[]", "{}", '{"pairs": 1, "problems": [1]}', '{"pairs": 1, "problems": [{}]}'])
def test_a_row_that_holds_nonsense_is_not_believed(tmp_path: Path, value: str) -> None:
    put(tmp_path, {b"a": OUTCOME})
    tamper(tmp_path, "update outcome set value = ?", value)
    assert get(tmp_path, b"a") == {}


def test_what_nobody_used_for_long_goes(tmp_path: Path) -> None:
    put(tmp_path, {b"a": OUTCOME, b"b": OUTCOME})
    tamper(tmp_path, "update outcome set used = 0")
    put(tmp_path, {}, used=[b"b"])
    assert set(get(tmp_path, b"a", b"b")) == {b"b"}


def test_runs_at_the_same_time_share_it(tmp_path: Path) -> None:
    def write(start: int) -> None:
        for k in range(start, start + 20):
            put(tmp_path, {k.to_bytes(2): OUTCOME})

    threads = [threading.Thread(target=write, args=(100 * k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(get(tmp_path, *((100 * k + i).to_bytes(2) for k in range(4) for i in range(20)))) == 80
