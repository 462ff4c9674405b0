from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from parallint.dated import read_pair
from parallint.history.base import last_change
from parallint.jobs import Job
from parallint.model import Pair, Way
from parallint.pasts import dig

from tests.repository import commit, git, start

if TYPE_CHECKING:
    from parallint.errors import ParallintError
    from parallint.history.past import Past

ONE = "# Keys\n\nA key opens the door.\n\nPut it into the lock and turn it.\n"
TWO = ONE + "\nNever lend it to `anyone`.\n"
THREE = TWO.replace("turn it", "turn it to the right")
LLAVES = "# Llaves\n\nUna llave abre la puerta.\n\nMétala en la cerradura y gírela.\n"
DOS = LLAVES + "\nNo se la preste a `anyone`.\n"


def known(folder: Path, target: str = "es.md", source: str = "en.md", pins: tuple[str, ...] = ()) -> Job:
    [job] = dig([Job("", source, target, "es", root=str(folder))], pins).jobs
    assert isinstance(job, Job)
    return job


def past(folder: Path) -> Past:
    found = known(folder).past
    assert found
    return found


def pair(folder: Path, told: list[ParallintError] | None = None, pins: tuple[str, ...] = ()) -> Pair:
    return read_pair(known(folder, pins=pins), None, told)


def base(folder: Path) -> tuple[Way, str] | None:
    """How the base was found, and the subject of its commit."""
    origin = pair(folder).origin
    return (origin.way, origin.revision.subject if origin.revision else "") if origin else None


class TestPin:
    @pytest.mark.parametrize(
        "kind", ["commit", "short commit", "blob", "sha256", "md5", "short sha256", "outdated since"]
    )
    def test_whatever_it_names(self, tmp_path: Path, kind: str) -> None:
        start(tmp_path)
        first = commit(tmp_path, "2020-01-01", "One", {"en.md": ONE})
        second = commit(tmp_path, "2020-01-02", "Two", {"en.md": TWO})
        value = {
            "commit": first,
            "short commit": first[:8],
            "blob": git(tmp_path, "rev-parse", f"{first}:en.md"),
            "sha256": hashlib.sha256(ONE.encode()).hexdigest(),
            "md5": hashlib.md5(ONE.encode()).hexdigest(),
            "short sha256": hashlib.sha256(ONE.encode()).hexdigest()[:12],
            "outdated since": second,
        }[kind]
        key = "outdated_since" if kind == "outdated since" else "translated_from"
        commit(tmp_path, "2020-01-03", "Translate", {"es.md": f"---\n{key}: {value}\n---\n{DOS}"})
        found = pair(tmp_path)
        assert found.origin
        assert found.origin.revision
        assert (found.origin.way, found.origin.revision.subject) == (Way.PIN, "One")
        assert [revision.subject for revision in found.origin.later] == ["Two"]
        assert found.base
        assert found.base.text == ONE

    def test_a_commit_that_did_not_touch_the_english(self, tmp_path: Path) -> None:
        start(tmp_path)
        commit(tmp_path, "2020-01-01", "One", {"en.md": ONE})
        other = commit(tmp_path, "2020-01-02", "Something else", {"x.md": "x\n"})
        commit(tmp_path, "2020-01-03", "Two", {"en.md": TWO})
        commit(tmp_path, "2020-01-04", "Translate", {"es.md": f"---\ndefault_lang_commit: {other}\n---\n{LLAVES}"})
        assert base(tmp_path) == (Way.PIN, "One")

    def test_a_commit_from_before_the_english_was_moved(self, tmp_path: Path) -> None:
        start(tmp_path)
        first = commit(tmp_path, "2020-01-01", "One", {"old.md": ONE})
        commit(tmp_path, "2020-01-02", "Move", {"old.md": None, "en.md": ONE})
        commit(tmp_path, "2020-01-03", "Two", {"en.md": TWO})
        commit(tmp_path, "2020-01-04", "Translate", {"es.md": f"---\ndefault_lang_commit: {first}\n---\n{LLAVES}"})
        assert base(tmp_path) == (Way.PIN, "One")

    def test_one_that_names_nothing_is_told_and_the_history_is_asked(self, tmp_path: Path) -> None:
        start(tmp_path)
        commit(tmp_path, "2020-01-01", "One", {"en.md": ONE})
        commit(tmp_path, "2020-01-02", "Translate", {"es.md": f"---\ndefault_lang_commit: {'1' * 40}\n---\n{LLAVES}"})
        told: list[ParallintError] = []
        origin = pair(tmp_path, told).origin
        assert origin
        assert origin.way is Way.FIT
        assert "default_lang_commit: 111111111111 names no English" in str(told[0])
        assert told[0].hint

    def test_one_of_a_site_of_its_own(self, tmp_path: Path) -> None:
        start(tmp_path)
        first = commit(tmp_path, "2020-01-01", "One", {"en.md": ONE})
        commit(tmp_path, "2020-01-02", "Two", {"en.md": TWO})
        commit(tmp_path, "2020-01-03", "Translate", {"es.md": f"{DOS}\n(hecho de {first})\n"})
        found = pair(tmp_path, pins=("(hecho de {commit})",)).origin
        assert found
        assert (found.way, found.revision and found.revision.subject) == (Way.PIN, "One")

    def test_one_beside_the_translations(self, tmp_path: Path) -> None:
        start(tmp_path)
        commit(tmp_path, "2020-01-01", "One", {"en.md": ONE})
        commit(tmp_path, "2020-01-02", "Two", {"en.md": TWO})
        values = f'{{"sub/es.md": {{"original_hash": "{hashlib.md5(ONE.encode()).hexdigest()}"}}}}'
        files = {"t/fr/sub/es.md": DOS, "t/fr/.co-op-translator.json": values}
        commit(tmp_path, "2020-01-03", "Translate", files)
        origin = read_pair(known(tmp_path, "t/fr/sub/es.md")).origin
        assert origin
        assert (origin.way, origin.revision and origin.revision.subject) == (Way.PIN, "One")


class TestFit:
    def test_the_newest_at_the_time(self, tmp_path: Path) -> None:
        start(tmp_path)
        commit(tmp_path, "2020-01-01", "One", {"en.md": ONE})
        commit(tmp_path, "2020-01-02", "Two", {"en.md": TWO})
        commit(tmp_path, "2020-01-03", "Translate", {"es.md": DOS})
        commit(tmp_path, "2020-01-04", "Three", {"en.md": THREE})
        assert base(tmp_path) == (Way.FIT, "Two")

    def test_an_older_one_that_fits_better(self, tmp_path: Path) -> None:
        start(tmp_path)
        commit(tmp_path, "2020-01-01", "One", {"en.md": ONE})
        commit(tmp_path, "2020-01-02", "Two", {"en.md": TWO})
        commit(tmp_path, "2020-01-03", "Translate", {"es.md": LLAVES})
        assert base(tmp_path) == (Way.FIT, "One")

    def test_white_space_pins_and_addresses_are_no_work_on_the_translation(self, tmp_path: Path) -> None:
        start(tmp_path)
        commit(tmp_path, "2020-01-01", "One", {"en.md": ONE})
        commit(tmp_path, "2020-01-02", "Translate", {"es.md": LLAVES})
        wrapped = LLAVES.replace(" abre", "\nabre")
        commit(tmp_path, "2020-01-04", "Wrap", {"es.md": wrapped})
        commit(tmp_path, "2020-01-05", "Pin", {"es.md": f"---\nsource_sha: {'1' * 40}\n---\n{wrapped}"})
        changed = last_change(past(tmp_path), (tmp_path / "es.md").read_text("utf-8"))
        assert changed
        assert changed.words == changed.anything == past(tmp_path).translation[-1].time

    def test_a_text_that_is_not_committed_is_made_from_the_english_of_today(self, tmp_path: Path) -> None:
        start(tmp_path)
        commit(tmp_path, "2020-01-01", "One", {"en.md": ONE})
        commit(tmp_path, "2020-01-02", "Translate", {"es.md": LLAVES})
        (tmp_path / "en.md").write_text(TWO, "utf-8")
        found = pair(tmp_path).origin
        assert found
        assert [str(revision.commit) for revision in found.later] == [""]
        (tmp_path / "es.md").write_text(DOS, "utf-8")
        found = pair(tmp_path).origin
        assert found
        assert (found.later, found.revision and found.revision.commit) == ((), "")

    def test_a_shallow_clone_tells_no_base(self, tmp_path: Path) -> None:
        start(tmp_path / "x")
        commit(tmp_path / "x", "2020-01-01", "One", {"en.md": ONE})
        commit(tmp_path / "x", "2020-01-02", "Translate", {"es.md": LLAVES})
        commit(tmp_path / "x", "2020-01-03", "Two", {"en.md": TWO})
        git(tmp_path, "clone", "--quiet", "--depth=1", (tmp_path / "x").as_uri(), "clone")
        assert pair(tmp_path / "clone").base is None

    def test_a_shallow_clone_knows_a_pin_that_it_reaches(self, tmp_path: Path) -> None:
        start(tmp_path / "x")
        first = commit(tmp_path / "x", "2020-01-01", "One", {"en.md": ONE})
        commit(tmp_path / "x", "2020-01-02", "Two", {"en.md": TWO})
        commit(tmp_path / "x", "2020-01-03", "T", {"es.md": f"---\ndefault_lang_commit: {first}\n---\n{LLAVES}"})
        git(tmp_path, "clone", "--quiet", "--depth=3", (tmp_path / "x").as_uri(), "whole")
        git(tmp_path, "clone", "--quiet", "--depth=2", (tmp_path / "x").as_uri(), "cut")
        assert base(tmp_path / "whole") == (Way.PIN, "One")
        told: list[ParallintError] = []
        assert pair(tmp_path / "cut", told).base is None
        assert "git fetch --unshallow" in str(told[0])


def test_english_in_another_repository(tmp_path: Path) -> None:
    start(tmp_path / "docs")
    commit(tmp_path / "docs", "2020-01-01", "One", {"guide/en.md": ONE})
    commit(tmp_path / "docs", "2020-01-03", "Two", {"guide/en.md": TWO})
    start(tmp_path / "es")
    commit(tmp_path / "es", "2020-01-02", "Translate", {"guide/en.md": LLAVES})
    job = Job("", "guide/en.md", "guide/en.md", "es", root=str(tmp_path / "es"), source_root=str(tmp_path / "docs"))
    [job_known] = dig([job]).jobs
    assert isinstance(job_known, Job)
    found = read_pair(job_known)
    assert found.origin
    assert found.origin.revision
    assert (found.origin.way, found.origin.revision.subject) == (Way.FIT, "One")
    assert found.source.path == "../docs/guide/en.md"


def test_each_piece_is_told_by_the_commits_that_changed_it(tmp_path: Path) -> None:
    start(tmp_path)
    first = commit(tmp_path, "2020-01-01", "One", {"en.md": ONE})
    commit(tmp_path, "2020-01-02", "Two", {"en.md": TWO})
    commit(tmp_path, "2020-01-03", "Reword", {"en.md": TWO.replace("`anyone`", "`anyone` at all")})
    commit(
        tmp_path,
        "2020-01-04",
        "Drop",
        {"en.md": TWO.replace("`anyone`", "`anyone` at all").replace("A key opens the door.\n\n", "")},
    )
    commit(tmp_path, "2020-01-05", "Translate", {"es.md": f"---\ndefault_lang_commit: {first}\n---\n{LLAVES}"})
    found = pair(tmp_path)
    assert found.origin
    assert found.base
    brought = {
        found.source.segments[k].text: [revision.subject for revision in by]
        for span, by in found.origin.brought.items()
        for k, segment in enumerate(found.source.segments)
        if segment.span == span
    }
    dropped = [
        (segment.text, found.origin.dropped[segment.span].subject)
        for segment in found.base.segments
        if segment.span in found.origin.dropped
    ]
    assert brought == {"Never lend it to anyone at all.": ["Two", "Reword"]}
    assert dropped == [("A key opens the door.", "Drop")]


def test_a_pin_raised_without_the_text_keeps_the_english_of_then(tmp_path: Path) -> None:
    start(tmp_path)
    first = commit(tmp_path, "2020-01-01", "One", {"en.md": ONE})
    commit(tmp_path, "2020-01-02", "Translate", {"es.md": f"---\ndefault_lang_commit: {first}\n---\n{LLAVES}"})
    second = commit(tmp_path, "2020-01-03", "Two", {"en.md": TWO})
    commit(tmp_path, "2020-01-04", "Raise", {"es.md": f"---\ndefault_lang_commit: {second}\n---\n{LLAVES}"})
    found = pair(tmp_path).origin
    assert found
    assert found.raised
    assert found.raised.by
    assert found.raised.by.subject == "Raise"
    assert found.raised.pair.base
    assert found.raised.pair.base.text == ONE
    commit(tmp_path, "2020-01-05", "Take it up", {"es.md": f"---\ndefault_lang_commit: {second}\n---\n{DOS}"})
    found = pair(tmp_path).origin
    assert found
    assert found.raised is None


def test_past_survives_the_way_to_another_process(tmp_path: Path) -> None:
    import pickle

    start(tmp_path)
    commit(tmp_path, "2020-01-01", "One", {"en.md": ONE, "es.md": LLAVES})
    job = known(tmp_path)
    assert pickle.loads(pickle.dumps(job)) == job == replace(job)
