"""What comments and overrides say to the rules over the whole project: missing and moved pages, orphans, and more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from parallint.cache import FOLDER

from tests.repository import commit, start
from tests.test_cli import parallint, report
from tests.test_project_rules import CONFIG, pages

IGNORE = "<!-- parallint: ignore {}: so we have decided -->\n"
Project = Callable[..., None]
Found = list[tuple[str, str]]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Writes files and a configuration into an empty project, which is the working directory."""
    monkeypatch.setenv(FOLDER, str(tmp_path / "cache"))
    root = tmp_path / "project"
    root.mkdir()
    start(root)
    monkeypatch.chdir(root)

    def write(files: Mapping[str, str], config: str = "") -> None:
        for name, text in {**files, "parallint.toml": CONFIG + config}.items():
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(text, "utf-8")

    return write


def run(*args: str) -> Any:
    return report(parallint("check", "--format", "json", "--no-history", *args))


def found(*args: str) -> Found:
    return [(f["pair"], f["rule"]) for f in run(*args)["findings"]]


def silenced() -> Found:
    return [(f["pair"], f["rule"]) for f in run()["silenced"]]


def lacking(*names: str, of: Mapping[str, str] | None = None) -> dict[str, str]:
    """A project of eight pages and these, which the Spanish lacks."""
    files = dict(of or pages(*"abcdefgh", *names))
    for name in names:
        del files[f"docs/es/{name}.md"]
    return files


MISSING = ("docs/es/law.md", "missing-page")


@pytest.mark.parametrize(
    "comment",
    [
        IGNORE.format("missing-page"),
        IGNORE.format("missing-page").replace("ignore", "ignore-page"),
        IGNORE.format("number-drift, missing-page"),
        IGNORE.format("all").replace("ignore", "ignore-page"),
        IGNORE.format('missing-page "The page law"'),
        "{/* parallint: ignore missing-page: so we have decided */}\n",
        "{{/* parallint: ignore missing-page: so we have decided */}}\n",
        "---\nlayout: page\n# parallint: ignore missing-page: so we have decided\n---\n",
    ],
)
def test_a_page_that_needs_no_translation_says_so_in_the_english(project: Project, comment: str) -> None:
    files = lacking("law")
    project(files)
    assert found() == [MISSING]
    project({"docs/en/law.md": f"{comment}\n{files['docs/en/law.md']}"})
    assert found() == []
    assert silenced() == [MISSING]
    shown = parallint("check", "--show-silenced", "--no-history").stdout
    assert "silenced missing-page" in shown
    assert "so we have decided" in shown


@pytest.mark.parametrize("what", ["orphan-page", 'missing-page "Another title"', "all"])
def test_what_does_not_speak_of_the_finding_silences_nothing(project: Project, what: str) -> None:
    files = lacking("law")
    files["docs/en/law.md"] += f"\n{IGNORE.format(what)}"
    project(files)
    assert MISSING in found()


def test_pages_that_excuse_themselves_are_not_counted_with_their_folder(project: Project) -> None:
    files = lacking("x/one", "x/two", "x/law")
    files["docs/en/x/law.md"] = IGNORE.format("missing-page") + files["docs/en/x/law.md"]
    project(files)
    (finding,) = run()["findings"]
    assert finding["message"] == "none of the 2 pages in docs/en/x is translated into es"


def test_a_comment_on_a_page_that_every_locale_has_is_unused_and_told_of_once(project: Project) -> None:
    files = pages(*"abcdef")
    files |= {name.replace("/es/", "/fr/"): text for name, text in files.items() if "/es/" in name}
    files["docs/en/a.md"] = IGNORE.format("missing-page") + files["docs/en/a.md"]
    project(files)
    (finding,) = [f for f in run()["findings"] if f["rule"] != "untranslated-segment"]
    assert (finding["rule"], finding["severity"], finding["source"]["path"]) == (
        "unused-ignore",
        "warning",
        "docs/en/a.md",
    )
    assert finding["message"] == "this comment silences nothing: missing-page finds nothing here"


def test_of_a_part_of_the_project_nobody_knows_what_its_rules_would_say(project: Project) -> None:
    files = pages(*"abcdef")
    files["docs/en/a.md"] = IGNORE.format("missing-page") + files["docs/en/a.md"]
    files["docs/en/b.md"] = IGNORE.format("all").replace("ignore", "ignore-page") + files["docs/en/b.md"]
    project(files)
    assert sorted(found()) == [("docs/en/a.md", "unused-ignore"), ("docs/es/b.md", "unused-ignore")]
    assert found("docs/en/a.md") == found("docs/en/b.md") == []


def test_a_page_of_the_locales_own_says_so_itself(project: Project) -> None:
    files = pages(*"abcdef") | {"docs/es/equipo.md": f"# El equipo\n\n{IGNORE.format('orphan-page')}\nSomos tres.\n"}
    project(files)
    assert found() == []
    assert silenced() == [("docs/es/equipo.md", "orphan-page")]


def test_a_comment_with_a_fault_on_a_page_in_no_pair_says_what_is_wrong(project: Project) -> None:
    files = lacking("law")
    files["docs/en/law.md"] = "<!-- parallint: ignore missing-page -->\n" + files["docs/en/law.md"]
    project(files)
    told = {f["rule"]: f["message"] for f in run()["findings"]}
    assert set(told) == {"missing-page", "unused-ignore"}
    assert "it gives no reason" in told["unused-ignore"]


@pytest.mark.parametrize("holder", ["docs/es/backup.md", "docs/en/guides/backup.md"])
def test_a_translation_that_is_to_stay_where_it_is(project: Project, holder: str) -> None:
    files = pages(*"abcdef", "backup")
    files["docs/en/guides/backup.md"] = files.pop("docs/en/backup.md")
    project(files)
    start(Path())
    assert ("docs/es/backup.md", "moved-page") in found()
    project({holder: IGNORE.format("moved-page").replace("ignore", "ignore-page") + files[holder]})
    assert found() == []
    assert silenced() == [("docs/es/backup.md", "moved-page")]


def commands(before: str, page: str = "Comandos") -> str:
    names = ("backup", "restore", "move", "check", "list")
    translated = ["Antes de empezar"] * 4 + [before]
    texts = (
        f"## vault {name}\n\n### {text}\n\nEjecute `vault {name}`.\n"
        for name, text in zip(names, translated, strict=True)
    )
    return f"# {page}\n\n" + "\n".join(texts)


def test_one_heading_that_is_translated_in_another_way_for_a_reason(project: Project) -> None:
    english = commands("Before you begin").replace("Antes de empezar", "Before you begin")
    english = english.replace("Ejecute", "Run").replace("Comandos", "Commands")
    spanish = commands("Requisitos previos")
    files = {"docs/en/vault.md": english, "docs/es/vault.md": spanish}
    project(files)
    assert found() == [("docs/es/vault.md", "inconsistent-translation")]
    comment = IGNORE.format("inconsistent-translation")
    project({"docs/es/vault.md": spanish.replace("### Requisitos", f"{comment}\n### Requisitos")})
    assert found() == []
    project({"docs/es/vault.md": spanish.replace("## vault list", f"{comment}\n## vault list")})
    assert found() == [("docs/es/vault.md", "inconsistent-translation"), ("docs/es/vault.md", "unused-ignore")]
    project({"docs/es/vault.md": spanish, "docs/en/vault.md": comment.replace("ignore", "ignore-page") + english})
    assert found() == []


OVERRIDE = "\n[[override]]\n{}\n"


@pytest.mark.parametrize(
    "holds",
    [
        'paths = ["law.md"]\nrules.missing-page = "off"',
        'paths = ["docs/es/law.md"]\nrules.missing-page = "off"',
        'locales = ["es"]\nrules.missing-page = "off"',
        'locales = ["es"]\nrules.missing-page.ignore = ["*/law.md"]',
        'locales = ["es"]\nrules.missing-page.complete = 0.99',
    ],
)
def test_overrides_hold_for_pages_that_are_not_there(project: Project, holds: str) -> None:
    files = lacking("law")
    project(files, '[rules]\ncoverage = "off"\n' + OVERRIDE.format(holds))
    assert found() == []


def test_an_override_of_other_pages_changes_nothing(project: Project) -> None:
    override = OVERRIDE.format('locales = ["fr"]\nrules.missing-page = "off"')
    project(lacking("law"), override)
    assert found() == [MISSING]


def test_severities_of_overrides_hold_for_the_project(project: Project) -> None:
    files = lacking("law") | {"docs/es/equipo.md": "# El equipo\n\nSomos tres.\n"}
    override = OVERRIDE.format('paths = ["docs/es/", "docs/en/law.md"]\nrules.missing-page = "error"')
    project(files, override)
    severities = {f["rule"]: f["severity"] for f in run()["findings"]}
    assert severities == {"missing-page": "error", "orphan-page": "note"}


def test_a_rule_that_is_off_for_a_folder_does_not_count_its_pages(project: Project) -> None:
    override = OVERRIDE.format('paths = ["old/"]\nrules.missing-page = "off"')
    project(lacking("x/one", "x/two", "x/old/law"), f'[rules]\ncoverage = "off"\n{override}')
    (finding,) = run()["findings"]
    assert finding["message"] == "none of the 2 pages in docs/en/x is translated into es"


def test_a_locale_that_is_left_out_does_not_speak_for_the_others(project: Project) -> None:
    files = pages(*"abcdefgh")
    for locale in ("de", "fr"):
        files |= {n.replace("/es/", f"/{locale}/"): t for n, t in files.items() if n.startswith("docs/es/")}
    del files["docs/es/a.md"], files["docs/fr/a.md"]
    project(files, '[rules]\nuntranslated-segment = "off"\n')
    told = "this page is not translated into {}; 1 of 2 other locales has it"
    assert {f["message"] for f in run()["findings"]} == {told.format("es"), told.format("fr")}
    override = OVERRIDE.format('locales = ["fr"]\nrules.missing-page = "off"')
    project({}, f'[rules]\nuntranslated-segment = "off"\n{override}')
    assert [f["message"] for f in run()["findings"]] == ["this page is not translated into es; the other locale has it"]


def test_coverage_can_be_off_for_a_locale(project: Project) -> None:
    files = lacking(*"ab", of=pages(*"abc"))
    project(files)
    assert ("docs/es", "coverage") in found()
    project(files, OVERRIDE.format('locales = ["es"]\nrules.coverage = "off"'))
    assert found() == []


def test_history_and_comments_together(project: Project) -> None:
    files = pages("a", "b", "c")
    project(files)
    commit(Path(), "2020-01-01", "Begin", {})
    moved = files["docs/en/a.md"]
    commit(Path(), "2020-01-02", "Move", {"docs/en/a.md": None, "docs/en/y/z.md": moved})
    text = IGNORE.format("moved-page").replace("ignore", "ignore-page") + files["docs/es/a.md"]
    project({"docs/es/a.md": text})
    assert [f["rule"] for f in report(parallint("check", "--format", "json"))["findings"]] == []
    assert "unused-ignore" not in {rule for _, rule in found()}
