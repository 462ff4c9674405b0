from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest
from parallint.baseline import counted, entries, followed, moves, split, written
from parallint.errors import ConfigError, ReadError
from parallint.model import Place, Problem, Severity


def problem(fingerprint: str, path: str = "es/a.md", line: int = 1) -> Problem:
    place = Place(path, line, 1, line, 2, "x")
    return Problem("link-drift", Severity.ERROR, 1.0, "gone", path, "es", None, place, fingerprint)


def kept(tmp_path: Path, *problems: Problem) -> Counter[tuple[str, str]]:
    file = tmp_path / "baseline.json"
    file.write_text(written(problems), encoding="utf-8")
    return counted(entries(str(file)))


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
        entries("b.json", str(tmp_path))


def test_a_baseline_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ReadError):
        entries("b.json", str(tmp_path))


def problems_on(path: str, *fingerprints: str, locale: str = "es") -> list[Problem]:
    return [replace(problem(fingerprint, path), locale=locale) for fingerprint in fingerprints]


def went(old: list[Problem], new: list[Problem], gone: Collection[str] = ("es/a.md",)) -> dict[str, str]:
    return moves(new, json.loads(written(old))["findings"], lambda path: path not in gone)


def test_findings_go_where_their_page_went() -> None:
    old = problems_on("es/a.md", "aa", "bb")
    new = problems_on("es/x/b.md", "aa", "bb", "cc")
    assert went(old, new) == {"es/a.md": "es/x/b.md"}
    known = followed(counted(json.loads(written(old))["findings"]), {"es/a.md": "es/x/b.md"})
    assert [p.fingerprint for p in split(new, known)[0]] == ["cc"]


@pytest.mark.parametrize(
    ("new", "gone"),
    [
        (problems_on("es/x/b.md", "aa", "bb"), ()),  # the page is still there
        (problems_on("fr/x/b.md", "aa", "bb", locale="fr"), ("es/a.md",)),  # another locale's
        (problems_on("es/x/b.md", "cc"), ("es/a.md",)),  # nothing in common
        (problems_on("es/known.md", "kk", "aa", "bb"), ("es/a.md",)),  # a page that the baseline knew all along
        (problems_on("es/x/b.md", "aa"), ("es/a.md", "es/three.md")),  # hardly anything in common
    ],
)
def test_what_is_no_new_place(new: list[Problem], gone: tuple[str, ...]) -> None:
    old = [*problems_on("es/a.md", "aa", "bb", "b2"), *problems_on("es/known.md", "kk")]
    assert went(old, new, gone) == {}


def test_of_several_new_places_the_one_with_most_in_common_and_the_nearest() -> None:
    old = [*problems_on("es/a.md", "aa", "bb"), *problems_on("es/c.md", "cc")]
    new = [*problems_on("es/x/one.md", "aa", "cc"), *problems_on("es/x/two.md", "aa", "bb"), *problems_on("c.md", "cc")]
    assert went(old, new, ("es/a.md", "es/c.md")) == {"es/a.md": "es/x/two.md", "es/c.md": "c.md"}


def test_a_folder_that_moved_with_thousands_of_pages_is_quick() -> None:
    names = [f"{n}.md" for n in range(3_000)]
    old = [p for name in names for p in problems_on(f"es/{name}", "same", f"own {name}")]
    new = [p for name in names for p in problems_on(f"es/x/{name}", "same", f"own {name}")]
    found = went(old, new, frozenset(f"es/{name}" for name in names))
    assert found == {f"es/{name}": f"es/x/{name}" for name in names}
