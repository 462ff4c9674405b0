from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from parallint.cache import FOLDER
from parallint.config import Config, load_config
from parallint.engine import Settings, check_job
from parallint.errors import ConfigError, ReadError
from parallint.jobs import Job, SiblingJob
from parallint.plan import Plan
from parallint.registry import load_rules
from parallint.runs import Means, outcomes

OVERRIDES = """
partial = ["fr"]

[rules]
number-drift = "note"

[[override]]
paths = ["docs/*/api/"]
confidence = 0.7
partial = true
rules.number-drift = "error"

[[override]]
paths = ["/docs/en/old.md"]
rules.link-drift = "off"

[[override]]
locales = ["zh"]
partial = false
rules = { number-drift = { words-up-to = 3 }, french-spacing = "warning" }
"""


def plan(folder: Path, text: str) -> Plan:
    (folder / "parallint.toml").write_text(text)
    return Plan(load_config(str(folder / "parallint.toml")), load_rules())


def job(target: str, locale: str, source: str = "docs/en/a.md", root: str = "/somewhere") -> Job:
    return Job(target, source, target, locale, root=root)


def told(settings: Settings) -> tuple[str | None, int, bool, bool, float]:
    """Of number-drift the severity and the option, whether link-drift and french-spacing run, and the confidence."""
    rules = {active.rule.id: active for active in settings.rules}
    drift = rules["number-drift"]
    named = ("link-drift" in rules, "french-spacing" in rules)
    return drift.severity, drift.options.words_up_to, *named, settings.confidence


def test_all_overrides_that_match_count_and_the_later_one_wins(tmp_path: Path) -> None:
    made = plan(tmp_path, OVERRIDES)
    assert told(made.of(job("docs/es/a.md", "es"))) == ("note", 12, True, False, 0.5)
    assert told(made.of(job("docs/es/api/a.md", "es"))) == ("error", 12, True, False, 0.7)
    assert told(made.of(job("docs/es/old.md", "es", "docs/en/old.md"))) == ("note", 12, False, False, 0.5)
    assert told(made.of(job("docs/zh_TW/api/a.md", "zh_TW"))) == ("error", 3, True, True, 0.7)


def test_the_rules_are_made_ready_once_for_each_combination(tmp_path: Path) -> None:
    made = plan(tmp_path, OVERRIDES)
    first = made.of(job("docs/es/api/a.md", "es"))
    assert made.of(job("docs/de/api/b/c.md", "de")) is first
    assert made.of(job("docs/es/a.md", "es")) is made.of(ReadError("gone")) is made.project
    assert told(pickle.loads(pickle.dumps(first))) == told(first)
    assert "french-spacing" in {rule.id for rule in made.rules}


def test_a_path_from_the_command_line_is_seen_from_the_projects_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = plan(tmp_path, OVERRIDES)
    (tmp_path / "docs").mkdir()
    monkeypatch.chdir(tmp_path / "docs")
    assert made.of(job("es/api/a.md", "", "en/a.md", root="")).confidence == 0.7
    assert made.of(job(str(tmp_path / "docs/es/api/a.md"), "", "en/a.md", root="")).confidence == 0.7
    assert made.of(job("../../docs/es/api/a.md", "es", "en/a.md", root="")).confidence == 0.5
    assert told(made.of(job("zh/a.md", "", "en/a.md", root="")))[1] == 3


def test_translations_of_one_document_have_each_their_own(tmp_path: Path) -> None:
    made = plan(tmp_path, OVERRIDES)
    same = SiblingJob((("docs/es/a.md", "es"), ("docs/de/a.md", "de")), "/somewhere")
    assert made.of(same) is made.project
    mixed = made.of(SiblingJob((("docs/es/a.md", "es"), ("docs/zh/a.md", "zh")), "/somewhere"))
    assert {path: told(own)[1] for path, own in mixed.apart.items()} == {"docs/es/a.md": 12, "docs/zh/a.md": 3}


def test_partial(tmp_path: Path) -> None:
    made = plan(tmp_path, OVERRIDES)
    assert [made.partial(locale) for locale in ("fr", "fr_CA", "frr", "es")] == [True, True, False, False]
    assert made.partial("es", "docs/es/api/a.md", "docs/en/a.md")
    assert not made.partial("zh-cn", "docs/zh-cn/api/a.md", "docs/en/a.md")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("rules.number-drif = 'off'", 3, "unknown rule 'number-drif'. Did you mean 'number-drift'?"),
        ("rules.number-drift.word = 3", 3, "number-drift has no option 'word'"),
        ("[override.rules.number-drift]\n\nwords-up-to = 'x'", 5, "'words-up-to' must be a whole number"),
    ],
)
def test_an_override_that_matches_nothing_is_checked_too(tmp_path: Path, text: str, line: int, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        plan(tmp_path, f"[[override]]\npaths = ['nowhere']\n{text}\n")
    assert said in str(caught.value)
    assert caught.value.line == line


def test_an_error_names_the_place_that_said_it(tmp_path: Path) -> None:
    (tmp_path / "shared.toml").write_text("\n[rules]\nnumber-drift = {words = 3}\n")
    with pytest.raises(ConfigError, match="no option 'words'") as caught:
        plan(tmp_path, "extends = 'shared.toml'\n[rules.number-drift]\nwords-up-to = 3\n")
    assert (caught.value.path, caught.value.line) == (str(tmp_path / "shared.toml"), 3)


def test_a_file_is_looked_for_beside_the_configuration_that_names_it(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/terms.csv").write_text("en,es\npackage,paquete\n")
    (tmp_path / "shared/all.toml").write_text("[rules.glossary]\nfile = 'terms.csv'\n")
    (tmp_path / "site").mkdir()
    made = plan(tmp_path / "site", "extends = '../shared/all.toml'\n")
    [glossary] = [active for active in made.project.rules if active.rule.id == "glossary"]
    assert [term.english for term in glossary.options.file.terms("es")] == ["package"]
    with pytest.raises(ConfigError, match="leads out of the project"):
        plan(tmp_path / "site", "[rules.glossary]\nfile = '../../terms.csv'\n")


ENGLISH = "# Keys\n\nKeep the key for 30 days.\n\nThen throw it away.\n"
SPANISH = "# Claves\n\nConserve la clave durante 40 días.\n\nDespués tírela.\n"


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    monkeypatch.setenv(FOLDER, str(tmp_path / "cache"))
    for name, text in (("en/a.md", ENGLISH), ("es/a.md", SPANISH), ("en/api/a.md", ENGLISH), ("es/api/a.md", SPANISH)):
        (tmp_path / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs" / name).write_text(text)
    return [
        Job(f"docs/es/{name}", f"docs/en/{name}", f"docs/es/{name}", "es", root=str(tmp_path))
        for name in ("a.md", "api/a.md")
    ]


@pytest.mark.parametrize("processes", [1, 2])
def test_each_page_is_judged_by_its_own_settings(tmp_path: Path, pages: list[Job], processes: int) -> None:
    made = plan(tmp_path, OVERRIDES)
    found = outcomes(pages, made, {}, Means(processes))
    assert [[str(problem.severity) for problem in outcome.problems] for outcome in found] == [["note"], ["error"]]


def test_other_settings_for_some_pages_are_another_run_for_these_only(tmp_path: Path, pages: list[Job]) -> None:
    steps: list[int] = []
    outcomes(pages, plan(tmp_path, ""), {}, Means(1, cached=True))
    off = plan(tmp_path, "[[override]]\npaths = ['api/']\nrules.number-drift = 'off'\n")
    found = outcomes(pages, off, {}, Means(1, cached=True), steps.append)
    assert [len(outcome.problems) for outcome in found] == [1, 0]
    assert steps[0] == 1


def test_without_a_configuration_the_defaults_hold(pages: list[Job]) -> None:
    made = Plan(Config(), load_rules())
    assert made.of(pages[0]) is made.project
    assert check_job(pages[0], made.project).problems
