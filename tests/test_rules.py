"""Every fixture and every example of a docstring, linted with all rules on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from markdown_it import MarkdownIt
from parallint.config import CONFIDENCE, Config, RuleSetting
from parallint.engine import Settings, check_job
from parallint.history.pins import pins
from parallint.jobs import AnyJob, Job, SiblingJob
from parallint.pasts import dig
from parallint.registry import Bundled, activate, load_rules, summary_of

from tests.fixture import ROOT, Expectation, Fixture, every, read
from tests.repository import commit, start

if TYPE_CHECKING:
    from parallint import Problem, Rule

SECTIONS = ["What it does", "Why it matters", "Example", "Options"]

_TEXT = re.compile(r"(?:(English|Base|Before)|Translation \((.+)\)):")


@cache
def rules() -> tuple[Bundled, ...]:
    return tuple(bundled for bundled in load_rules() if bundled.bundle == "parallint")


def lint(
    fixture: Fixture, folder: Path, also: Iterable[Bundled] = (), options: Mapping[str, Mapping[str, Any]] | None = None
) -> tuple[Problem, ...]:
    """The problems of a case, whose texts are written into a folder as the bytes that they are."""
    texts = {"en": fixture.english, "base": fixture.base, fixture.locale: fixture.translation, **fixture.siblings}
    paths = {name: folder / f"page.{name}.md" for name in texts}
    for name, text in texts.items():
        paths[name].write_bytes((text or "").encode())
    config = Config(str(fixture.path.parent), rules=settings(fixture, options or fixture.options))
    outcome = check_job(job(fixture, paths, folder), Settings(activate((*rules(), *also), config), CONFIDENCE))
    assert not outcome.errors
    assert outcome.pairs == 1 + len(fixture.siblings)
    target = str(paths[fixture.locale])
    assert all(problem.target for problem in outcome.problems), "a finding without a place in the translation"
    return tuple(problem for problem in outcome.problems if problem.target and problem.target.path == target)


def settings(fixture: Fixture, options: Mapping[str, Mapping[str, Any]]) -> dict[str, RuleSetting]:
    """The options of a case; a rule that is off by default is on in its own folder, and where it has options."""
    found = {rule: RuleSetting(options=values) for rule, values in options.items()}
    for rule in (bundled.rule for bundled in rules()):
        if not rule.default and (rule.id in found or rule.id == fixture.path.parent.name):
            found[rule.id] = RuleSetting(rule.severity, options=found.get(rule.id, RuleSetting()).options)
    return found


def job(fixture: Fixture, paths: Mapping[str, Path], folder: Path) -> AnyJob:
    if fixture.before is not None:
        return with_raised_pin(fixture, folder)
    if fixture.english is None:
        return SiblingJob(tuple((str(paths[locale]), locale) for locale in (fixture.locale, *fixture.siblings)))
    base = str(paths["base"]) if fixture.base else None
    return Job("case", str(paths["en"]), str(paths[fixture.locale]), fixture.locale, base)


def with_raised_pin(fixture: Fixture, folder: Path) -> AnyJob:
    """The case in a repository: the text is written under a pin, which is raised, and the English goes on."""
    english, page = "page.en.md", f"page.{fixture.locale}.md"
    [pin] = pins(fixture.translation)
    start(folder)
    (folder / page).unlink()
    for k, text in enumerate((fixture.before, fixture.base)):
        named = commit(folder, f"2020-0{k + 1}-01", "Write the English", {english: text})
        translation = fixture.translation.replace(pin.value, named)
        commit(folder, f"2020-0{k + 1}-02", "Name the English", {page: translation})
    commit(folder, "2020-03-01", "Change the English", {english: fixture.english})
    [known] = dig([Job("case", str(folder / english), str(folder / page), fixture.locale)]).jobs
    assert isinstance(known, Job)
    return known


def agrees(expected: Expectation, problem: Problem, also: Iterable[Bundled] = ()) -> bool:
    """Whether a problem is the one announced; an announcement without a severity means the rule's own."""
    severity = expected.severity or next(b.rule.severity for b in (*rules(), *also) if b.rule.id == expected.rule)
    english = (problem.source.line, problem.source.end_line) if problem.source else None
    return (
        (problem.rule, problem.severity, problem.target and problem.target.line)
        == (expected.rule, severity, expected.line)
        and expected.english in (None, english)
        and expected.words in problem.message
    )


def differences(fixture: Fixture, found: Iterable[Problem], also: Iterable[Bundled] = ()) -> list[str]:
    """What was announced and not found, and what was found and not announced."""
    left = list(found)
    lines = []
    for expected in fixture.expected:
        match = next((problem for problem in left if agrees(expected, problem, also)), None)
        if match:
            left.remove(match)
        else:
            lines.append(f"announced and not found: {expected}")
    return lines + [f"found and not announced: {told(problem)}" for problem in left]


def told(problem: Problem) -> str:
    source, target = problem.source, problem.target
    places = f"line {target and target.line}, English {source and (source.line, source.end_line)}"
    return f"{problem.severity} {problem.rule} {places}: {problem.message} ({problem.confidence:.2f})"


@pytest.mark.parametrize("path", every(), ids=lambda path: str(path.relative_to(ROOT)))
def test_fixture(path: Path, tmp_path: Path) -> None:
    fixture = read(path)
    assert differences(fixture, lint(fixture, tmp_path)) == []


@pytest.mark.parametrize("path", every(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_case_is_named_for_what_it_shows(path: Path) -> None:
    announced = {expected.rule for expected in read(path).expected}
    assert path.parent.name in {bundled.rule.id for bundled in rules()}
    assert not announced if path.name.startswith("silent-") else path.parent.name in announced


@pytest.mark.parametrize("rule", [bundled.rule for bundled in rules()], ids=lambda rule: rule.id)
class TestRule:
    def test_has_cases_of_both_kinds(self, rule: Rule) -> None:
        if rule.check is None:
            pytest.skip("a rule over the whole project has its cases in test_project_rules.py and in a site")
        silent = [path.name.startswith("silent-") for path in every() if path.parent.name == rule.id]
        assert set(silent) == {True, False}

    def test_page_has_its_sections(self, rule: Rule) -> None:
        tokens = MarkdownIt().parse(rule.page)
        assert tokens[0].type == "paragraph_open"
        assert summary_of(rule).endswith(".")
        assert tokens[1].content == summary_of(rule)
        headings = [text.content for token, text in pairwise(tokens) if token.tag == "h2"]
        assert [heading for heading in headings if heading in SECTIONS] == SECTIONS

    def test_example_is_flagged(self, rule: Rule, tmp_path: Path) -> None:
        if rule.check is None:
            pytest.skip("the example is a tree: see test_project_rules.py")
        assert rule.id in {problem.rule for problem in lint(example(rule), tmp_path)}


def example(rule: Rule) -> Fixture:
    """The example of a page as a case."""
    texts: dict[str, str] = {}
    options: dict[str, dict[str, Any]] = {}
    label = ""
    for token in MarkdownIt().parse(rule.page):
        if token.type == "inline":
            label = token.content
        elif token.type == "fence" and (match := _TEXT.fullmatch(label)):
            texts[match[1] or match[2]] = token.content
        elif token.type == "fence" and label == "Configuration:":
            options = tomllib.loads(token.content)["rules"]
    english, base, before = texts.pop("English"), texts.pop("Base", None), texts.pop("Before", None)
    [(locale, translation)] = texts.items()
    path = ROOT / rule.id / "example.md"
    return Fixture(path, summary_of(rule), locale, translation, english, base, before, options=options)
