from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from parallint.baseline import load, split, written
from parallint.errors import ConfigError, ReadError
from parallint.model import Place, Problem, Severity


def problem(fingerprint: str, path: str = "es/a.md", line: int = 1) -> Problem:
    place = Place(path, line, 1, line, 2, "x")
    return Problem("link-drift", Severity.ERROR, 1.0, "gone", path, "es", None, place, fingerprint)


def kept(tmp_path: Path, *problems: Problem) -> Counter[tuple[str, str]]:
    file = tmp_path / "baseline.json"
    file.write_text(written(problems), encoding="utf-8")
    return load(str(file))


def test_what_is_known_is_left_out_wherever_it_stands_on_its_page(tmp_path: Path) -> None:
    known = kept(tmp_path, problem("aa", line=3), problem("bb"))
    new, old = split([problem("aa", line=90), problem("cc")], known)
    assert ([p.fingerprint for p in new], old) == (["cc"], 1)


def test_the_same_on_another_page_is_new(tmp_path: Path) -> None:
    new, old = split([problem("aa", "fr/a.md")], kept(tmp_path, problem("aa")))
    assert (len(new), old) == (1, 0)


def test_a_finding_that_comes_twice_is_new_the_second_time(tmp_path: Path) -> None:
    new, old = split([problem("aa"), problem("aa")], kept(tmp_path, problem("aa")))
    assert (len(new), old) == (1, 1)


def test_it_is_the_same_in_whatever_order_the_findings_come() -> None:
    problems = [problem("bb"), problem("aa"), problem("aa", "de\\x.md")]
    assert written(problems) == written(problems[::-1])
    assert json.loads(written(problems))["findings"][0]["path"] == "de/x.md"
    assert json.loads(written([]))["findings"] == []


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"schema": 9, "findings": []}', '{"schema": 1, "findings": [1]}', "[" * 9999]
)
def test_what_is_no_baseline_says_what_to_do(tmp_path: Path, text: str) -> None:
    (tmp_path / "b.json").write_text(text)
    with pytest.raises(ConfigError, match="parallint baseline"):
        load("b.json", str(tmp_path))


def test_a_baseline_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ReadError):
        load("b.json", str(tmp_path))
