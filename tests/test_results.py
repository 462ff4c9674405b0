from __future__ import annotations

import sqlite3
import threading
import zlib
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from parallint.engine import Outcome, Seen
from parallint.facts import Facts, packed
from parallint.model import Noted, Place, Problem, Severity
from parallint.results import bytes_of, keep_outcomes, known_outcomes, outcome_of
from parallint.shapes import packed as plain_packed
from parallint.shapes import plain, unpacked
from parallint.store import NAME, Store

PLACE = Place("es/a.md", 1, 2, 3, 4, "\ud800 text \x00")
PROBLEM = Problem("link-drift", Severity.WARNING, 0.75, "gone", "es/a", "es", None, PLACE, "00ff")
NOTED = Noted("es/a", "es", ("heading", "Next \ud800", 3, 0.5), None, PLACE)
OUTCOME = Outcome(1, (PROBLEM,), seen=(Seen("es/a", "es", "en/a.md", "00"),), facts=packed({"terms": (NOTED,)}))


def put(folder: Path, outcomes: dict[bytes, Outcome]) -> None:
    with Store(str(folder)) as store:
        keep_outcomes(store, outcomes)


def get(folder: Path, *keys: bytes) -> Mapping[bytes, Outcome]:
    with Store(str(folder)) as store:
        return known_outcomes(store, keys)


def tamper(folder: Path, statement: str, *values: bytes) -> None:
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
    with Store(str(tmp_path)) as store:
        assert store.get([b"a"]) == {}
        assert store._database is not None
        store._database.execute("pragma max_page_count = 4")
        keep_outcomes(store, {bytes([k]): Outcome(1, (replace(PROBLEM, message=str(k) * 4000),)) for k in range(50)})
    assert get(tmp_path, *(bytes([k]) for k in range(50))) == {}


NONSENSE = [b"", b"\0" * 4, b"\xff" * 40, *(len(v).to_bytes(4, "big") + v for v in (b"j[]", b"j{}", b"z", b"j[1,2]"))]


@pytest.mark.parametrize("value", NONSENSE)
def test_a_row_that_holds_nonsense_is_not_believed(tmp_path: Path, value: bytes) -> None:
    put(tmp_path, {b"a": OUTCOME})
    tamper(tmp_path, "update kept set value = ?", value)
    assert get(tmp_path, b"a") == {}


@pytest.mark.parametrize("at", range(8))
def test_a_problem_of_another_shape_is_not_believed(at: int) -> None:
    values = plain([1, [PROBLEM], [], [], [], 0])
    assert outcome_of(as_bytes(values)) == Outcome(1, (PROBLEM,))
    values[1][0][at] = {"a": 1}
    assert outcome_of(as_bytes(values)) is None


def as_bytes(values: object) -> bytes:
    short = plain_packed(values)
    return len(short).to_bytes(4, "big") + short


def test_facts_that_were_cut_off_are_not_believed() -> None:
    assert outcome_of(bytes_of(OUTCOME)) == OUTCOME
    assert outcome_of(bytes_of(OUTCOME)[:-1]) is None


def test_a_bomb_is_not_unpacked() -> None:
    bomb = zlib.compress(b'"' + b" " * 300_000_000 + b'"', 9)
    assert unpacked(b"z" + bomb) is None


def test_what_nobody_used_for_long_goes(tmp_path: Path) -> None:
    put(tmp_path, {b"a": OUTCOME, b"b": OUTCOME})
    tamper(tmp_path, "update kept set used = used - 60 * 24 * 3600 + 100")
    with Store(str(tmp_path)) as store:
        assert set(store.get([b"b"])) == {b"b"}
        store.put([])
    tamper(tmp_path, "update kept set used = used - 200")
    put(tmp_path, {b"c": OUTCOME})
    assert set(get(tmp_path, b"a", b"b", b"c")) == {b"b", b"c"}


def test_a_run_that_finds_everything_writes_nothing(tmp_path: Path) -> None:
    put(tmp_path, {b"a": OUTCOME})
    with Store(str(tmp_path)) as store:
        assert store.get([b"a"])
        assert store._database is not None
        store.put([])
        assert store._database.total_changes == 0


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
