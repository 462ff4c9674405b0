from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parallint.config import Config, Override, RuleSetting, common_folder, find_config, load_config
from parallint.errors import ConfigError, ParallintError
from parallint.layouts import Layout
from parallint.model import Severity
from parallint.tables import convert, line_of

LAYOUT = 'source = "docs/en/{path}.md"\ntarget = "docs/{locale}/{path}.md"\n'


def load(folder: Path, text: str, name: str = "parallint.toml") -> Config:
    path = folder / name
    path.write_text(text, "utf-8")
    return load_config(str(path))


def error(folder: Path, text: str, name: str = "parallint.toml") -> ParallintError:
    with pytest.raises(ParallintError) as caught:
        load(folder, text, name)
    assert caught.value.path == str(folder / name)
    return caught.value


def test_everything_that_can_be_said(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        LAYOUT
        + """
locales = ["de", "zh_CN"]
exclude = ["docs/*/drafts/"]
confidence = 0.75

[[layout]]
source = "README.md"
target = "README.{locale}.md"

[rules]
missing-segment = "note"
extra-segment = "off"

[rules.untranslated-segment]
severity = "error"
least-words = 5
""",
    )
    assert config.root == str(tmp_path)
    assert config.layouts == (
        Layout("docs/en/{path}.md", "docs/{locale}/{path}.md"),
        Layout("README.md", "README.{locale}.md"),
    )
    assert config.locales == ("de", "zh_CN")
    assert config.exclude == ("docs/*/drafts/",)
    assert config.confidence == 0.75
    assert config.rules == {
        "missing-segment": RuleSetting(Severity.NOTE),
        "extra-segment": RuleSetting(off=True),
        "untranslated-segment": RuleSetting(Severity.ERROR, options={"least-words": 5}),
    }


def test_an_empty_file_says_nothing(tmp_path: Path) -> None:
    config = load(tmp_path, "\ufeff# nothing\r\n")
    assert (config.layouts, config.rules, config.confidence) == ((), {}, 0.5)


def test_pyproject(tmp_path: Path) -> None:
    text = f'[project]\nname = "x"\n\n[tool.parallint]\n{LAYOUT}'
    assert len(load(tmp_path, text, "pyproject.toml").layouts) == 1
    assert error(tmp_path, f'{text}\nsuorce = "x"\n', "pyproject.toml").line == 8
    assert error(tmp_path, "[tool]\nparallint = 3\n", "pyproject.toml").line == 2


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (f"{LAYOUT}loacles = []\n", 3, "unknown key 'loacles'. Did you mean 'locales'?"),
        (
            f"{LAYOUT}zzz = 1\n",
            3,
            "Known here: baseline, confidence, dialects, exclude, extends, history, layout, locales, override, "
            "partial, pins, rules, source, source-repository, target",
        ),
        (f"{LAYOUT}'loc ales' = []\n", 3, "unknown key 'loc ales'"),
        ("source = 3\n", 1, "'source' must be a string"),
        (f"{LAYOUT}\nlocales = [\n  'de',\n  3,\n]\n", 4, "'locales' must be a string"),
        (f"{LAYOUT}locales = ['deutsch!']\n", 3, "'deutsch!' is no locale tag"),
        (f"{LAYOUT}confidence = true\n", 3, "'confidence' must be a number"),
        (f"{LAYOUT}confidence = 1.5\n", 3, "between 0 and 1"),
        (f"{LAYOUT}confidence = nan\n", 3, "'confidence' must be a number"),
        (f"{LAYOUT}[rules]\nx = 'fatal'\n", 4, "'fatal' is no severity"),
        (f"{LAYOUT}[rules]\nx = 3\n", 4, "severity or a table"),
        (f"{LAYOUT}rules = 3\n", 3, "'rules' must be a table"),
        (f"{LAYOUT}rules.x = 'fatal'\n", 3, "'fatal' is no severity"),
        (f"{LAYOUT}rules = {{x = 'fatal'}}\n", 3, "'fatal' is no severity"),
        (f"{LAYOUT}[rules.x]\n\nseverity = ['off']\n", 5, "is no severity"),
        ("source = 'a/{path}'\n", 1, "'source' needs 'target' beside it"),
        ("\ntarget = '{locale}/{path}'\n", 2, "'target' needs 'source' beside it"),
        ("source = 'a/{path}'\ntarget = 'b/{path}'\n", 2, "{locale}"),
        ("source = '{locale}/{path}'\ntarget = '{locale}/{path}'\n", 1, "English side"),
        ("source = 'a'\ntarget = '{locale}/{path}'\n", 1, "{path} once each"),
        ("source = 'a/{pth}'\ntarget = '{locale}/{path}'\n", 1, "{pth}"),
        ("source = 'a/{path'\ntarget = '{locale}/{path}'\n", 1, "brace"),
        ("source = '/a/{path}'\ntarget = '{locale}/{path}'\n", 1, "relative"),
        ("source = '../a/{path}'\ntarget = '{locale}/{path}'\n", 1, "straight down"),
        ("source = ''\ntarget = '{locale}/{path}'\n", 1, "straight down"),
        (f"[[layout]]\n{LAYOUT}[[layout]]\nsource = 'a/{{path}}'\n", 5, "needs 'target'"),
        (f"[[layout]]\n{LAYOUT}[[layout]]\nsource = 'a'\ntargt = 'b'\n", 6, "Did you mean 'target'?"),
        (f"{LAYOUT}partial = true\n", 3, "'partial' must be a list, each item a string"),
        (f"{LAYOUT}partial = ['!']\n", 3, "'!' is no locale tag"),
        (f"{LAYOUT}[[override]]\npaths = ['a']\npartial = ['fr']\n", 5, "'partial' must be true or false"),
        (f"{LAYOUT}[[override]]\nrules = {{}}\n", 3, "needs 'paths' or 'locales'"),
        (f"{LAYOUT}[[override]]\npaths = 'a'\n", 4, "'paths' must be a list"),
        (f"{LAYOUT}[[override]]\npaths = ['a']\n\n[[override]]\npath = ['a']\n", 7, "Did you mean 'paths'?"),
        (f"{LAYOUT}[[override]]\nlocales = ['a!']\n", 4, "is no locale tag"),
        (f"{LAYOUT}[[override]]\npaths = ['a']\nconfidence = 7\n", 5, "between 0 and 1"),
        (f"{LAYOUT}[[override]]\npaths = ['a']\n[override.rules]\n\nx = 'fatal'\n", 7, "is no severity"),
        (f"{LAYOUT}override = 3\n", 3, "'override' must be a list, each item a table"),
        (f"{LAYOUT}extends = 3\n", 3, "'extends' must be a string or a list, each item a string"),
        (f"{LAYOUT}extends = 'gone.toml'\n", 3, "no file 'gone.toml'"),
        (f"{LAYOUT}extends = 'a\\u0000b'\n".replace("'", '"'), 3, "no file 'a"),
        (f"{LAYOUT}extends = ['../../x.toml']\n", 3, "leads out of"),
        (f"{LAYOUT}extends = '/etc/passwd'\n", 3, "leads out of"),
        (f"{LAYOUT}extends = 'parallint.toml'\n", 3, "'parallint.toml' extends this file in its turn"),
        (f"{LAYOUT}= 3\n", 3, "not valid TOML"),
        ("source = '''\n\n", 3, "not valid TOML"),
        ("source = 1\nsource = 2\n", 2, "not valid TOML"),
    ],
)
def test_what_it_does_not_mean_is_an_error_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    caught = error(tmp_path, text)
    assert said in str(caught)
    assert caught.line == line


def test_overrides(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        LAYOUT
        + """
partial = ["fr"]
baseline = "known.json"

[[override]]
paths = ["docs/*/api/"]
locales = ["ja"]
confidence = 0.7
partial = true
rules = { a = "off", b = { severity = "note", words = 3 } }

[[override]]
locales = ["de"]
""",
    )
    assert (config.partial, config.baseline) == (("fr",), "known.json")
    rules = {"a": RuleSetting(off=True), "b": RuleSetting(Severity.NOTE, options={"words": 3})}
    assert config.overrides == (
        Override(("docs/*/api/",), ("ja",), 0.7, partial=True, rules=rules),
        Override(locales=("de",)),
    )


def test_what_is_extended_counts_less(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    inner = tmp_path / "site"
    inner.mkdir()
    (tmp_path / "all.toml").write_text(
        "confidence = 0.2\nexclude = ['a']\n[rules]\nx = 'off'\ny = {severity = 'note', one = 1, two = 2}\n"
        "[[override]]\nlocales = ['ja']\n"
    )
    (tmp_path / "more.toml").write_text(f"extends = 'all.toml'\nconfidence = 0.3\n{LAYOUT}[rules.y]\ntwo = 3\n")
    config = load(
        inner,
        "extends = ['../all.toml', '../more.toml']\nexclude = ['b']\n[rules]\nx = 'error'\n"
        "[[override]]\nlocales = ['de']\n",
    )
    assert [Path(table.file).name for table in config.tables] == ["all.toml", "more.toml", "parallint.toml"]
    assert config.root == str(inner)
    assert (config.confidence, config.exclude) == (0.3, ("b",))
    assert config.layouts == (Layout("docs/en/{path}.md", "docs/{locale}/{path}.md"),)
    assert config.rules == {
        "x": RuleSetting(Severity.ERROR),
        "y": RuleSetting(Severity.NOTE, options={"one": 1, "two": 3}),
    }
    assert [override.locales for override in config.overrides] == [("ja",), ("de",)]
    assert str(config.where("confidence")) == f"{tmp_path / 'more.toml'}:2"
    assert str(config.where("rules", "y", "one")) == f"{tmp_path / 'all.toml'}:5"
    assert str(config.where("rules", "y", "two")) == f"{tmp_path / 'more.toml'}:6"
    assert config.where("pins") is None


def test_an_extended_file_is_checked_in_its_own_lines(tmp_path: Path) -> None:
    (tmp_path / "shared.toml").write_text("\nconfidnce = 1\n")
    with pytest.raises(ConfigError, match="Did you mean 'confidence'") as caught:
        load(tmp_path, "extends = 'shared.toml'\n")
    assert (caught.value.path, caught.value.line) == (str(tmp_path / "shared.toml"), 2)


def test_a_circle_of_files_is_an_error_where_it_closes(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("extends = 'b.toml'\n")
    (tmp_path / "b.toml").write_text("\nextends = ['./a.toml']\n")
    with pytest.raises(ConfigError, match="extends this file in its turn") as caught:
        load(tmp_path, "extends = 'a.toml'\n")
    assert (caught.value.path, caught.value.line) == (str(tmp_path / "b.toml"), 2)


def test_a_long_row_of_files_has_an_end(tmp_path: Path) -> None:
    for number in range(2_000):
        (tmp_path / f"{number}.toml").write_text(f"extends = '{number + 1}.toml'\n")
    with pytest.raises(ConfigError, match="files extend one another"):
        load(tmp_path, "extends = '0.toml'\n")


def test_a_link_that_leads_out_of_the_repository_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.toml").write_text("confidence = 1\n")
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    (repository / "shared.toml").symlink_to(tmp_path / "secret.toml")
    with pytest.raises(ConfigError, match="leads out of"):
        load(repository, "extends = 'shared.toml'\n")


def test_who_says_where_the_files_lie_says_it_all(tmp_path: Path) -> None:
    (tmp_path / "shared.toml").write_text(f"{LAYOUT}[[layout]]\nsource = 'R.md'\ntarget = 'R.{{locale}}.md'\n")
    config = load(tmp_path, "extends = 'shared.toml'\nsource = 'en/{path}'\ntarget = '{locale}/{path}'\n")
    assert config.layouts == (Layout("en/{path}", "{locale}/{path}"),)
    assert len(load(tmp_path, "extends = 'shared.toml'\n").layouts) == 2


def test_hostile_files(tmp_path: Path) -> None:
    assert "nested" in error(tmp_path, "a = " + "[" * 5_000 + "]" * 5_000).message
    assert "Known here" in str(error(tmp_path, f"{'k' * 900_000} = 1\n"))
    (tmp_path / "parallint.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ParallintError, match="UTF-16"):
        load_config(str(tmp_path / "parallint.toml"))


def test_found_upward_to_the_repositorys_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = tmp_path / "repo" / "docs" / "en"
    inner.mkdir(parents=True)
    (tmp_path / "parallint.toml").write_text(LAYOUT)
    monkeypatch.chdir(inner)
    found = find_config(os.curdir)
    assert found is not None
    assert found.root == str(tmp_path)
    (tmp_path / "repo" / ".git").mkdir()
    assert find_config(os.curdir) is None
    (tmp_path / "repo" / "docs" / "pyproject.toml").write_text("[tool.ruff]\n")
    (tmp_path / "repo" / "pyproject.toml").write_text(f"[tool.parallint]\n{LAYOUT}")
    found = find_config(os.curdir)
    assert found is not None
    assert found.root == str(tmp_path / "repo")
    assert found.file == str(Path("..", "..", "pyproject.toml"))
    (tmp_path / "repo" / "parallint.toml").write_text("locales = ['de']\n")
    found = find_config(os.curdir)
    assert found is not None
    assert found.locales == ("de",)


def test_the_folder_that_paths_have_in_common(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docs" / "es").mkdir(parents=True)
    (tmp_path / "docs" / "es" / "a.md").write_text("")
    monkeypatch.chdir(tmp_path)
    assert common_folder(["docs"]) == str(tmp_path / "docs")
    assert common_folder(["docs/es/a.md"]) == str(tmp_path / "docs" / "es")
    assert common_folder(["docs/es/a.md", str(tmp_path / "docs")]) == str(tmp_path / "docs")
    assert common_folder(["docs/es/a.md", "docs/esperanto"]) == str(tmp_path / "docs")
    assert common_folder(["docs/gone/b.md"]) == str(tmp_path / "docs" / "gone")
    assert common_folder([]) == ""


def test_a_pyproject_that_nobody_can_read_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "pyproject.toml").write_bytes(b"= broken \xff")
    assert find_config(str(tmp_path)) is None
    (tmp_path / "pyproject.toml").write_bytes(b"[tool.parallint]\n= broken")
    with pytest.raises(ConfigError, match="not valid TOML"):
        find_config(str(tmp_path))


@given(st.text(alphabet='ab[]."\n=# ', max_size=60), st.lists(st.sampled_from(["a", "b", "ab"]), max_size=3))
def test_line_of_never_fails(text: str, keys: list[str]) -> None:
    line = line_of(text, keys)
    assert line is None or 1 <= line <= text.count("\n") + 1


class Colour(StrEnum):
    RED = "red"


@pytest.mark.parametrize(
    ("value", "hint", "converted"),
    [
        (3, int, 3),
        (3, float, 3.0),
        ("x", str | None, "x"),
        (["a", "b"], tuple[str, ...], ("a", "b")),
        (["a", "a"], frozenset[str], frozenset({"a"})),
        ([1], Sequence[int], (1,)),
        ({"a": [1]}, Mapping[str, tuple[int, ...]], {"a": (1,)}),
        ("red", Colour, Colour.RED),
        ("x", Literal["x", "y"], "x"),
        (2, str | int, 2),
    ],
)
def test_convert(value: object, hint: Any, converted: object) -> None:
    result = convert(value, hint)
    assert result == converted
    assert type(result) is type(converted)


@pytest.mark.parametrize(
    ("value", "hint", "said"),
    [
        (True, int, "a whole number"),
        (1.5, int, "a whole number"),
        (float("inf"), float, "a number"),
        (1, bool, "true or false"),
        ("a", tuple[str, ...], "a list, each item a string"),
        ("z", Literal["x", "y"], 'one of "x", "y"'),
        ("blue", Colour, 'one of "red"'),
        ([1], str | None, "a string"),
        ({"a": 1}, Mapping[str, str], "a string"),
        ([["a"]], tuple[str, ...], "a string"),
    ],
)
def test_a_value_of_another_type(value: object, hint: Any, said: str) -> None:
    with pytest.raises(TypeError) as caught:
        convert(value, hint)
    assert str(caught.value) == said
