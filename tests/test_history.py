"""The whole way, from a repository to the report: a site of our own, the two seeds, and what a branch made worse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from parallint.cli import main

from tests.repository import commit, git, start

if TYPE_CHECKING:
    from collections.abc import Mapping

SITE = Path(__file__).parents[1] / "fixtures" / "sites" / "lagging"
SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
CONFIG = 'source = "docs/en/{path}.md"\ntarget = "docs/{locale}/{path}.md"\n'


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARALLINT_CACHE", str(tmp_path_factory.mktemp("cache")))


def site(folder: Path) -> Path:
    """The site, a commit for each of its folders, which say the day and the subject."""
    start(folder)
    for step in sorted(SITE.iterdir()):
        day, subject = step.name.split(".")
        files = {str(path.relative_to(step)): path.read_text("utf-8") for path in step.rglob("*") if path.is_file()}
        commit(folder, day, subject.replace("-", " ").capitalize(), files)
    return folder


def run(folder: Path, *arguments: str, status: int | None = None) -> Result:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert status is None or result.exit_code == status, result.output
    return result


def findings(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(folder, "check", "--format", "json", *arguments).stdout)["findings"]
    return found


def told(folder: Path, *arguments: str) -> list[tuple[str, int, str]]:
    """Of each finding that is no note the rule, the line in the English, and what is told of commits."""
    return [
        (f["rule"], f["source"]["line"], f["message"].partition(" on 20")[2][:8])
        for f in findings(folder, *arguments)
        if f["severity"] != "note"
    ]


class TestSite:
    def test_every_change_stands_on_its_lines_with_its_commit(self, tmp_path: Path) -> None:
        stale, missing = findings(site(tmp_path))
        assert (stale["rule"], stale["source"]["line"], stale["target"]["line"]) == ("stale-segment", 7, 7)
        assert "2022-02-02" in stale["message"]
        assert "“Report every ten minutes”" in stale["message"]
        assert "“30” became “10”" in stale["message"]
        assert (missing["rule"], missing["source"]["line"], missing["target"]["line"]) == ("missing-segment", 16, 14)
        assert "on 2021-09-10" in missing["message"]
        assert "“Warn about frost”" in missing["message"]

    def test_without_history_the_two_texts_must_do(self, tmp_path: Path) -> None:
        found = findings(site(tmp_path), "--no-history")
        assert not [f for f in found if f["rule"] == "stale-segment" or "2022" in f["message"]]
        assert "missing-segment" in {f["rule"] for f in found}
        (tmp_path / "parallint.toml").write_text(f"history = false\n{CONFIG}", "utf-8")
        assert findings(tmp_path) == found

    def test_status(self, tmp_path: Path) -> None:
        [page] = json.loads(run(site(tmp_path), "status", "--format", "json", status=0).stdout)["pages"]
        assert (page["path"], page["locale"], page["state"]) == ("docs/es/gauge.md", "es", "behind")
        assert (page["segments"], page["commits"], page["since"]["date"]) == (2, 3, "2021-09-10")
        assert page["base"]["how"] == "best fit"
        assert page["base"]["commit"]["date"] == "2021-03-01"
        text = run(tmp_path, "status", status=0).stdout
        assert "es: 1 page, 0 up to date, 1 behind (2 segments)" in text
        assert "2021-03-01" in text

    def test_status_of_a_page_that_is_up_to_date(self, tmp_path: Path) -> None:
        site(tmp_path)
        git(tmp_path, "checkout", "--quiet", ":/Translate")
        assert "1 page, 1 up to date" in run(tmp_path, "status", status=0).stdout
        [page] = json.loads(run(tmp_path, "status", "--format", "json").stdout)["pages"]
        assert (page["state"], page["segments"], page["of"], page["days"]) == ("up to date", 0, 8, None)

    def test_diff_marks_the_words(self, tmp_path: Path) -> None:
        text = run(site(tmp_path), "diff", "--no-color", "docs/es/gauge.md", status=0).stdout
        assert "made from the English of 2021-03-01" in text
        assert "every [-30-] minutes" in " ".join(text.split())
        assert "every {+10+} minutes" in " ".join(text.split())
        assert "cada 30 minutos" in " ".join(text.split())
        assert "“Warn about frost”" in text
        assert "\x1b" not in text
        assert "\x1b" in run(tmp_path, "diff", "--color", "docs/en/gauge.md", status=0).stdout

    @pytest.mark.parametrize("command", ["status", "diff docs/es/gauge.md"])
    def test_without_a_repository_it_is_told(self, tmp_path: Path, command: str) -> None:
        site(tmp_path / "x")
        (tmp_path / "x" / ".git").rename(tmp_path / "away")
        result = run(tmp_path / "x", *command.split(), status=0)
        assert "no git repository" in result.stderr
        assert result.stderr.count("\n") == 1
        assert run(tmp_path / "x", "check").stderr == ""

    def test_a_shallow_clone_is_told_in_one_line(self, tmp_path: Path) -> None:
        site(tmp_path / "x")
        git(tmp_path, "clone", "--quiet", "--depth=1", (tmp_path / "x").as_uri(), "clone")
        result = run(tmp_path / "clone", "check", status=1)
        assert result.stderr.count("\n") == 1
        assert "fetch-depth: 0" in result.stderr
        assert "missing-segment" in result.stdout

    def test_many_pins_that_name_nothing_are_told_once(self, tmp_path: Path) -> None:
        start(tmp_path)
        files = {f"docs/en/{n}.md": f"# Page {n}\n\nWords.\n" for n in range(3)}
        files |= {f"docs/es/{n}.md": f"---\nsource_sha: {'1' * 40}\n---\n# Página {n}\n\nPalabras.\n" for n in range(3)}
        commit(tmp_path, "2020-01-01", "One", {**files, "parallint.toml": CONFIG})
        result = run(tmp_path, "check", status=0)
        assert "(and 2 more like it)" in result.stderr
        assert result.stderr.count("\n") == 1


class TestConfiguration:
    def repositories(self, folder: Path) -> Path:
        """English in one repository, its translation under the same name in another."""
        start(folder / "docs")
        commit(folder / "docs", "2020-01-01", "Write", {"guide/a.md": "# Key\n\nTurn it 3 times.\n"})
        commit(folder / "docs", "2020-01-03", "Correct", {"guide/a.md": "# Key\n\nTurn it 4 times.\n"})
        start(folder / "es")
        layout = '[[layout]]\nsource = "guide/{path}.md"\ntarget = "guide/{path}.md"\nlocale = "es"\n'
        config = f'source-repository = "../docs"\n{layout}'
        files = {"guide/a.md": "# Llave\n\nGírela 3 veces.\n", "parallint.toml": config}
        commit(folder / "es", "2020-01-02", "Translate", files)
        return folder / "es"

    def test_english_in_another_repository(self, tmp_path: Path) -> None:
        found = findings(self.repositories(tmp_path))
        [stale] = [f for f in found if f["rule"] == "stale-segment"]
        assert (stale["source"]["path"], stale["target"]["path"]) == ("../docs/guide/a.md", "guide/a.md")
        assert "2020-01-03" in stale["message"]
        assert "es: 1 page" in run(tmp_path / "es", "status", status=0).stdout

    def test_a_repository_that_is_not_there(self, tmp_path: Path) -> None:
        self.repositories(tmp_path)
        (tmp_path / "docs").rename(tmp_path / "away")
        result = run(tmp_path / "es", "check", status=2)
        assert "parallint.toml:1: no folder '../docs'" in result.stderr

    def test_a_pin_of_its_own(self, tmp_path: Path) -> None:
        start(tmp_path)
        first = commit(tmp_path, "2020-01-01", "Write", {"docs/en/a.md": "# Key\n\nTurn it 3 times.\n"})
        commit(tmp_path, "2020-01-02", "Correct", {"docs/en/a.md": "# Key\n\nTurn it 4 times.\n"})
        page = f"---\nmade_from: {first}\n---\n# Llave\n\nGírela 3 veces.\n"
        config = f'pins = ["made_from"]\n{CONFIG}'
        commit(tmp_path, "2020-01-03", "Translate", {"docs/es/a.md": page, "parallint.toml": config})
        [page_known] = json.loads(run(tmp_path, "status", "--format", "json", status=0).stdout)["pages"]
        assert page_known["base"]["pin"] == {"key": "made_from", "value": first}
        assert page_known["state"] == "behind"


class TestSince:
    def at(self, folder: Path, name: str) -> Path:
        """The site on a branch that leads off after a commit, named by the beginning of its subject."""
        site(folder)
        git(folder, "checkout", "--quiet", "-b", "side", f":/{name}")
        return folder

    def change(self, folder: Path, files: Mapping[str, tuple[str, str]]) -> None:
        texts = {name: (folder / name).read_text("utf-8").replace(*words) for name, words in files.items()}
        commit(folder, "2023-01-01", "Mine", dict(texts))

    def test_who_changes_english_sees_what_falls_behind_by_it(self, tmp_path: Path) -> None:
        self.at(tmp_path, "Warn")
        self.change(tmp_path, {"docs/en/gauge.md": ("seven days", "nine weeks")})
        assert [rule for rule, *_ in told(tmp_path)] == ["stale-segment", "missing-segment"]
        assert [(rule, line) for rule, line, _ in told(tmp_path, "--since", "HEAD~1")] == [("stale-segment", 7)]

    def test_who_translates_sees_his_own_page_and_not_what_was_wrong_before(self, tmp_path: Path) -> None:
        self.at(tmp_path, "Report")
        self.change(tmp_path, {"docs/es/gauge.md": ("1. Elija **Historial**.\n", "")})
        assert [(rule, line) for rule, line, _ in told(tmp_path, "--since", "HEAD~1")] == [("missing-segment", 10)]

    def test_other_work_brings_nothing(self, tmp_path: Path) -> None:
        self.at(tmp_path, "Report")
        commit(tmp_path, "2023-01-01", "Mine", {"README.md": "Hello\n"})
        run(tmp_path, "check", "--since", "HEAD~1", status=0)

    def test_what_is_not_committed_counts(self, tmp_path: Path) -> None:
        self.at(tmp_path, "Report")
        page = tmp_path / "docs/es/gauge.md"
        page.write_text(page.read_text("utf-8").replace("1. Elija **Historial**.\n", ""), "utf-8")
        assert [(rule, line) for rule, line, _ in told(tmp_path, "--since", "HEAD")] == [("missing-segment", 10)]

    def test_work_that_went_on_elsewhere_is_not_this_branchs(self, tmp_path: Path) -> None:
        self.at(tmp_path, "Translate")
        commit(tmp_path, "2023-01-01", "Mine", {"README.md": "Hello\n"})
        run(tmp_path, "check", "--since", "main", status=0)

    def test_a_new_page_is_all_new(self, tmp_path: Path) -> None:
        self.at(tmp_path, "Translate")
        commit(
            tmp_path,
            "2023-01-01",
            "New",
            {"docs/en/a.md": "# A\n\nB c d.\n\nE f g.\n", "docs/es/a.md": "# A\n\nB c d e.\n"},
        )
        assert "missing-segment" in {f["rule"] for f in findings(tmp_path, "--since", "main")}

    def test_a_revision_that_is_not_there(self, tmp_path: Path) -> None:
        result = run(site(tmp_path), "check", "--since", "nowhere", status=2)
        assert "git knows no revision 'nowhere'" in result.stderr


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the two seed documents are not at hand")
class TestSeeds:
    """The third way into them: the history of the English file."""

    def seeds(self, folder: Path, last: str = "9999") -> Path:
        start(folder)
        for path in sorted((SEEDS / "english").iterdir()):
            day, name, _ = path.name.split(".")
            if day <= last:
                commit(folder, day, f"Was {name}", {"docs/en/key.md": path.read_text("utf-8")})
        texts = {
            f"docs/{locale}/key.md": (SEEDS / f"{locale}.publish-api-key.md").read_text("utf-8")
            for locale in ("es-es", "zh-cn")
        }
        commit(folder, "2026-05-01", "Translations", {**texts, "parallint.toml": CONFIG})
        return folder

    def bases(self, folder: Path) -> dict[str, tuple[str, str]]:
        pages = json.loads(run(folder, "status", "--format", "json", status=0).stdout)["pages"]
        return {page["locale"]: (page["base"]["how"], page["base"]["commit"]["date"]) for page in pages}

    @pytest.mark.parametrize("last", ["2019-07-22", "9999"])
    def test_which_english_they_were_made_from(self, tmp_path: Path, last: str) -> None:
        found = self.bases(self.seeds(tmp_path, last))
        assert found == {
            "es-es": ("embedded English", "2018-02-02"),
            "zh-cn": ("embedded English", "2019-07-22"),
        }

    def test_the_commits_that_the_spanish_has_not(self, tmp_path: Path) -> None:
        found = [
            (f["rule"], f["source"]["line"], "20" + f["message"].partition(" on 20")[2][:8])
            for f in findings(self.seeds(tmp_path, "2019-07-22"), "docs/es-es")
            if f["rule"] in ("missing-segment", "stale-segment")
        ]
        assert found == [
            ("missing-segment", 3, "2019-07-22"),
            ("stale-segment", 7, "2018-03-19"),
            ("missing-segment", 15, "2018-03-19"),
        ]

    def test_the_chinese_is_in_step(self, tmp_path: Path) -> None:
        self.seeds(tmp_path, "2019-07-22")
        assert "zh-cn: 1 page, 1 up to date" in run(tmp_path, "status", status=0).stdout
        rules = {f["rule"] for f in findings(tmp_path, "docs/zh-cn")}
        assert not rules & {"missing-segment", "stale-segment", "extra-segment"}

    def test_today_the_scope_paragraph_is_still_the_one_of_2018(self, tmp_path: Path) -> None:
        messages = [
            f["message"] for f in findings(self.seeds(tmp_path), "docs/es-es") if f["rule"] == "missing-segment"
        ]
        assert any("Scoping provides" in message and "on 2018-03-19" in message for message in messages)
