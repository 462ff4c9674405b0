"""The rules over the whole project: their examples, each a small tree, and what they must not say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt
from parallint.conclusions import Roots, concluded
from parallint.config import Config, load_config
from parallint.discover import jobs_of
from parallint.inventory import take_stock
from parallint.plan import Plan
from parallint.registry import load_rules
from parallint.runs import Means, outcomes

from tests.repository import commit, start
from tests.sites import SITES

if TYPE_CHECKING:
    from parallint.model import Problem, Rule

CONFIG = 'source = "docs/en/{path}.md"\ntarget = "docs/{locale}/{path}.md"\n'
_FILE = re.compile(r"(?:English|Translation) \((.+/.+)\):")
_PAIR = re.compile(r"(?:(English)|Translation \((\w+)\)):")


def project_rules() -> list[Rule]:
    return [bundled.rule for bundled in load_rules() if bundled.bundle == "parallint" and bundled.rule.conclude]


def write(root: Path, files: Mapping[str, str], config: str = CONFIG) -> Config:
    for name, text in {**files, "parallint.toml": config}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load_config(str(root / "parallint.toml"))


def conclude(config: Config, history: bool = False, processes: int = 1) -> tuple[Problem, ...]:
    plan = Plan(config, load_rules(), collect=True)
    stock = take_stock(config, plan, history)
    found = outcomes(jobs_of(stock.project, config.root), plan, {}, Means(processes))
    outcome, _ = concluded(stock.inventory, found, plan, Roots(config.root))
    assert not outcome.errors
    return outcome.problems


def said(problems: Sequence[Problem], rule: str) -> list[tuple[str, str, str]]:
    return [(str(p.severity), p.pair, p.message) for p in problems if p.rule == rule]


def pages(*names: str, code: str = "run") -> dict[str, str]:
    """English pages and their Spanish translations, each with marks of its own."""
    files = {}
    for name in names:
        stem = name.replace("/", "-")
        files[f"docs/en/{name}.md"] = f"# The page {stem}\n\nRun `{code} --{stem} now` and wait for `{stem}.log`.\n"
        files[f"docs/es/{name}.md"] = f"# La página {stem}\n\nEjecute `{code} --{stem} now` y espere `{stem}.log`.\n"
    return files


def example(rule: Rule) -> dict[str, str]:
    files: dict[str, str] = {}
    label = ""
    for token in MarkdownIt().parse(rule.page):
        if token.type == "inline":
            label = token.content
        elif token.type == "fence" and (match := _FILE.fullmatch(label)):
            files[match[1]] = token.content
        elif token.type == "fence" and (match := _PAIR.fullmatch(label)):
            files[f"docs/{match[2] or 'en'}/page.md"] = token.content
    return files


@pytest.mark.parametrize("rule", project_rules(), ids=lambda rule: rule.id)
class TestProjectRule:
    def test_example_is_flagged_and_nothing_else_is(self, rule: Rule, tmp_path: Path) -> None:
        found = {problem.rule for problem in conclude(write(tmp_path, example(rule)))}
        assert rule.id in found
        assert found <= {rule.id, "coverage"}

    def test_speaks_in_a_site(self, rule: Rule) -> None:
        assert f" {rule.id}: " in (SITES / "whole/expected.txt").read_text("utf-8")

    def test_is_silent_on_a_complete_project(self, rule: Rule, tmp_path: Path) -> None:
        assert not [p for p in conclude(write(tmp_path, pages("a", "b", "c/d"))) if p.rule == rule.id]


def test_a_locale_that_is_partial_lacks_nothing(tmp_path: Path) -> None:
    files = pages("a", "b", "c", "d", "e")
    del files["docs/es/e.md"]
    assert [p.rule for p in conclude(write(tmp_path, files))] == ["missing-page"]
    assert conclude(write(tmp_path, files, f'partial = ["es"]\n{CONFIG}')) == ()


def test_an_empty_folder_is_one_finding(tmp_path: Path) -> None:
    files = pages(*"abcdefgh", "x/one", "x/two")
    del files["docs/es/x/one.md"], files["docs/es/x/two.md"]
    message = "none of the 2 pages in docs/en/x is translated into es"
    assert said(conclude(write(tmp_path, files)), "missing-page") == [("warning", "docs/en/x", message)]


def test_a_page_that_no_locale_has_is_one_note(tmp_path: Path) -> None:
    files = pages(*"abcdef")
    files |= {name.replace("/es/", "/fr/"): text for name, text in files.items() if "/es/" in name}
    del files["docs/es/f.md"], files["docs/fr/f.md"]
    found = said(conclude(write(tmp_path, files)), "missing-page")
    assert found == [("note", "docs/en/f.md", "no locale has this page yet")]


def test_missing_pages_have_fingerprints_of_their_own(tmp_path: Path) -> None:
    files = pages(*"abcdefghijkl")
    del files["docs/es/k.md"], files["docs/es/l.md"]
    prints = [p.fingerprint for p in conclude(write(tmp_path, files)) if p.rule == "missing-page"]
    assert len(prints) == len(set(prints)) == 2


class TestMoves:
    def test_git_tells_where_a_page_went_over_several_commits(self, tmp_path: Path) -> None:
        files = pages("a", "b", "c")
        config = write(tmp_path, files)
        start(tmp_path)
        commit(tmp_path, "2020-01-01", "Begin", {})
        english = files["docs/en/a.md"]
        commit(tmp_path, "2020-01-02", "Move", {"docs/en/a.md": None, "docs/en/x/b.md": english})
        commit(tmp_path, "2020-01-03", "Move on", {"docs/en/x/b.md": None, "docs/en/y/z.md": english})
        [problem] = conclude(config, history=True)
        assert (problem.rule, problem.pair) == ("moved-page", "docs/es/a.md")
        assert "2020-01-02" in problem.message
        assert "docs/en/y/z.md: this page belongs at docs/es/y/z.md" in problem.message

    def test_git_tells_when_a_page_was_removed(self, tmp_path: Path) -> None:
        config = write(tmp_path, pages("a", "b", "c"))
        start(tmp_path)
        commit(tmp_path, "2020-01-01", "Begin", {})
        commit(tmp_path, "2020-01-02", "Drop it", {"docs/en/a.md": None})
        [(severity, _, message)] = said(conclude(config, history=True), "orphan-page")
        assert severity == "warning"
        assert "was removed on 2020-01-02" in message

    def test_without_git_the_page_itself_tells(self, tmp_path: Path) -> None:
        files = pages("a", "b", "c", "d")
        files["docs/en/guide/renamed.md"] = files.pop("docs/en/a.md")
        problems = conclude(write(tmp_path, files))
        assert [(p.rule, p.pair) for p in problems] == [("moved-page", "docs/es/a.md")]

    def test_a_page_that_is_translated_already_is_not_taken(self, tmp_path: Path) -> None:
        files = pages("a", "b", "c")
        files["docs/es/old.md"] = files["docs/es/a.md"]
        found = conclude(write(tmp_path, files))
        assert [(p.rule, str(p.severity)) for p in found] == [("orphan-page", "note")]

    def test_a_moved_folder_is_one_finding(self, tmp_path: Path) -> None:
        files = pages("old/a", "old/b", "c")
        files = {name.replace("/en/old/", "/en/new/"): text for name, text in files.items()}
        [(_, pair, message)] = said(conclude(write(tmp_path, files)), "moved-page")
        assert pair == "docs/es/old/a.md"
        assert "2 pages was moved from docs/en/old to docs/en/new: they belong at docs/es/new" in message

    def test_a_moved_page_is_compared_with_its_english(self, tmp_path: Path) -> None:
        files = pages("a", "b")
        files["docs/en/x.md"] = files.pop("docs/en/a.md") + "\nThen close the valve, and tell the others about it.\n"
        config = write(tmp_path, files)
        plan = Plan(config, load_rules(), collect=True)
        stock = take_stock(config, plan, history=False)
        found = outcomes(jobs_of(stock.project, config.root), plan, {}, Means(1))
        assert [(p.rule, p.pair) for o in found for p in o.problems] == [("missing-segment", "docs/es/a.md")]

    def test_translations_without_any_english_are_no_orphans(self, tmp_path: Path) -> None:
        files = {name: text for name, text in pages("a", "b").items() if "/es/" in name}
        assert conclude(write(tmp_path, files)) == ()


class TestInconsistentTranslation:
    def site(self, english: str, *translations: str) -> dict[str, str]:
        files = {}
        for n, translation in enumerate(translations):
            files[f"docs/en/{n}.md"] = f"# Page {n}\n\n## {english}\n\nTurn the wheel `w{n}` to the left.\n"
            files[f"docs/es/{n}.md"] = f"# Página {n}\n\n## {translation}\n\nGire la rueda `w{n}` a la izquierda.\n"
        return files

    def found(self, folder: Path, english: str, *translations: str) -> list[tuple[str, str, str]]:
        return said(conclude(write(folder, self.site(english, *translations))), "inconsistent-translation")

    def test_tells_of_the_other_places(self, tmp_path: Path) -> None:
        found = self.found(tmp_path, "Next steps", *["Pasos siguientes"] * 6, "Qué hacer ahora", "Qué hacer ahora")
        message = (
            "the heading “Next steps” is “Qué hacer ahora” here and “Pasos siguientes” in 6 other places; "
            "so also on docs/es/7.md"
        )
        assert found == [("warning", "docs/es/6.md", message)]

    def test_few_cases_are_a_note(self, tmp_path: Path) -> None:
        [(severity, _, _)] = self.found(tmp_path, "Next steps", *["Pasos siguientes"] * 3, "Qué hacer ahora")
        assert severity == "note"

    @pytest.mark.parametrize(
        ("english", "translations"),
        [
            ("Next steps", ["Pasos siguientes", "Pasos siguientes", "Qué hacer ahora"]),
            ("Next steps", ["Pasos siguientes"] * 2 + ["Qué hacer ahora"] * 2),
            ("Next steps", ["Pasos siguientes"] * 5 + ["Siguientes pasos"]),
            ("Next steps", ["Pasos siguientes"] * 5 + ["Los pasos siguientes"]),
            ("Next steps", ["Pasos siguientes"] * 5 + ["Next steps"]),
            ("Usage", ["Uso"] * 3 + ["Empleo"]),
        ],
        ids=["too few", "no usual one", "order", "longer", "left in English", "one word"],
    )
    def test_is_silent(self, english: str, translations: list[str], tmp_path: Path) -> None:
        assert self.found(tmp_path, english, *translations) == []

    def test_names_in_bold_count_as_well(self, tmp_path: Path) -> None:
        files = {}
        for n, name in enumerate([*["Guardar copia"] * 5, "Almacenar"]):
            files[f"docs/en/{n}.md"] = f"# Page {n}\n\nPress **Save copy** and count to {n + 20}.\n"
            files[f"docs/es/{n}.md"] = f"# Página {n}\n\nPulse **{name}** y cuente hasta {n + 20}.\n"
        [(_, pair, message)] = said(conclude(write(tmp_path, files)), "inconsistent-translation")
        assert pair == "docs/es/5.md"
        assert message == "the name “Save copy” is “Almacenar” here and “Guardar copia” in 5 other places"

    def test_the_number_of_processes_changes_nothing(self, tmp_path: Path) -> None:
        config = write(tmp_path, self.site("Next steps", *["Pasos siguientes"] * 6, "Qué hacer ahora"))
        assert conclude(config, processes=2) == conclude(config)
