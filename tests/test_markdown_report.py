"""The report in Markdown, and what reports are written besides."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from markdown_it import MarkdownIt
from parallint.cli import main
from parallint.errors import ReadError
from parallint.model import Severity
from parallint.report import Report, renderer
from parallint.report.markdown import FIRST
from parallint.report.rooted import rooted

from tests.repository import start
from tests.test_report import HOSTILE, POINT, hostile, problem, report

ENGLISH = "# Shop\n\nOrder at `shop.example`.\n\nAvailable in the US only.\n\nThe parcel comes within 7 days.\n"
SPANISH = "# Tienda\n\nPida en `shop.example`.\n\nEl paquete llega en 7 días.\n"


def shown(given: Report) -> str:
    """The report as GitHub would make HTML of it: raw HTML allowed, addresses without angle brackets linked."""
    reader = MarkdownIt("gfm-like", {"html": True, "linkify": False})
    return reader.render(renderer("markdown")(given))


def test_a_table_of_the_locales_and_one_of_the_findings() -> None:
    found = [problem(severity=Severity.NOTE), problem(), problem(locale="ja", pair="ja/a"), problem(pair="es/b")]
    lines = renderer("markdown")(report(*found, pairs=3)).splitlines()
    assert lines[0] == "## parallint"
    assert lines[2].startswith("3 errors, 1 note in 3 pairs")
    assert "| es | 2 | 0 | 1 | 2 |" in lines
    assert "| ja | 1 | 0 | 0 | 1 |" in lines
    first = next(k for k, line in enumerate(lines) if line.startswith("| Where"))
    rules = [line.split(" | ")[1] for line in lines[first + 2 :]]
    assert rules == ["missing-segment"] * 3 + ["missing-segment (note)"]


def test_without_findings_there_is_no_table() -> None:
    assert "|" not in renderer("markdown")(report(pairs=7))


def test_only_the_gravest_are_listed_and_the_rest_counted() -> None:
    found = [problem(severity=Severity.NOTE)] * FIRST + [problem()] * 2
    text = renderer("markdown")(report(*found))
    assert text.count("missing-segment") == FIRST + 1  # the summary names it, too
    assert "(note)" in text
    assert text.rstrip().endswith("and 2 more")


def test_what_was_not_read_is_listed() -> None:
    text = renderer("markdown")(report(errors=(ReadError("no such file", "Check the path", "a|b.md"),)))
    assert "- a\\|b.md: no such file. Check the path" in text


@pytest.mark.parametrize(
    "message",
    [
        "<img src=x onerror=alert(1)>",
        "a | b | c",
        "[text](javascript:alert(1)) ![x](https://example.org/x.png)",
        "`code` **strong** _em_ ~~gone~~ <!-- -->",
        "&lt;b&gt; &copy;",
        "# heading",
        "line\n\n| cell |\n\n<b>",
        "\\",
        *HOSTILE,
    ],
)
def test_nothing_in_a_message_is_markup(message: str) -> None:
    page = shown(report(problem(message=message, locale=message, target=replace(POINT, path=message))))
    plain = shown(report(problem(message="words", locale="words", target=replace(POINT, path="words"))))
    tags = [part.partition(">")[0] for part in page.split("<")[1:]]
    assert tags == [part.partition(">")[0] for part in plain.split("<")[1:]]


@pytest.mark.parametrize("address", ["https://example.org/x", "www.example.org", ":tada:", "@somebody", "$x^2$"])
def test_what_github_would_make_more_of_is_escaped(address: str) -> None:
    assert f"see {address}" not in renderer("markdown")(report(problem(message=f"see {address} there")))


def test_it_stays_small_whatever_was_found() -> None:
    found = [
        problem(message="x|" * 10_000, locale=f"l{k}" * 500, target=replace(POINT, path="a" * 9_000))
        for k in range(999)
    ]
    assert len(renderer("markdown")(report(*found)).encode()) < 1_000_000


def test_paths_from_the_root_of_the_repository() -> None:
    moved = rooted(replace(hostile(), errors=(ReadError("gone", "", "x.md", 3),)), "web/site")
    assert {p.target.path.split("/")[0] for p in moved.problems if p.target} == {"web"}
    assert str(moved.errors[0]) == "web/site/x.md:3: gone"
    assert moved.problems[0].fingerprint == hostile().problems[0].fingerprint
    absolute = report(problem(target=replace(POINT, path="/a/b.md")))
    assert rooted(absolute, "web").problems[0].target == absolute.problems[0].target
    assert rooted(absolute, ".") is absolute


def project(folder: Path) -> Path:
    for name, text in {"en/a.md": ENGLISH, "es/a.md": SPANISH}.items():
        (folder / "site/docs" / name).parent.mkdir(parents=True)
        (folder / "site/docs" / name).write_text(text, "utf-8")
    (folder / "site/parallint.toml").write_text('source = "docs/en/{path}"\ntarget = "docs/{locale}/{path}"\n')
    return folder


def run(folder: Path, *arguments: str) -> Result:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        return CliRunner().invoke(main, ["check", "--no-cache", *arguments])


def test_other_reports_are_written_beside_the_first(tmp_path: Path) -> None:
    start(project(tmp_path))
    folder = tmp_path / "site"
    result = run(folder, "--also", "sarif=a.sarif", "--also", "json=a.json")
    assert result.exit_code == 1
    assert result.stdout.startswith("docs/es/a.md:3:")
    (found,) = json.loads((folder / "a.json").read_text("utf-8"))["findings"]
    assert found["target"]["path"] == "docs/es/a.md"
    (sarif,) = json.loads((folder / "a.sarif").read_text("utf-8"))["runs"][0]["results"]
    assert sarif["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "site/docs/es/a.md"


def test_outside_of_a_repository_paths_start_at_the_project(tmp_path: Path) -> None:
    result = run(project(tmp_path) / "site", "--format", "github")
    assert "file=docs/es/a.md," in result.stdout


def test_the_one_pair_that_was_named_keeps_its_paths(tmp_path: Path) -> None:
    start(project(tmp_path))
    pair = ["--source", "docs/en/a.md", "--target", "docs/es/a.md"]
    assert "file=docs/es/a.md," in run(tmp_path / "site", "--format", "github", *pair).stdout


@pytest.mark.parametrize("value", ["a.json", "yaml=a.yaml", "json="])
def test_another_report_needs_a_format_and_a_file(tmp_path: Path, value: str) -> None:
    result = run(project(tmp_path), "--also", value)
    assert result.exit_code == 2
    assert "FORMAT=FILE" in result.output
    assert "markdown" in result.output


def test_another_report_that_cannot_be_written(tmp_path: Path) -> None:
    result = run(project(tmp_path) / "site", "--also", "json=no/such/folder.json")
    assert result.exit_code == 2
    assert "cannot be written" in result.output
