from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from parallint.audit import audited, first_to_mend, harm, where_to_begin
from parallint.cache import FOLDER
from parallint.model import Place, Problem, Severity

from tests.test_cli import parallint


def problem(
    rule: str = "missing-segment", page: str = "es/a.md", text: str = "A plain sentence.", **more: Any
) -> Problem:
    known: dict[str, Any] = {"severity": Severity.ERROR, "confidence": 1.0, "path": "en/a.md", "locale": "es"}
    known |= {"message": ""} | more
    place = Place(known["path"], 3, 1, 3, 9, text)
    return Problem(
        rule, known["severity"], known["confidence"], known["message"], page, known["locale"], place, None, text
    )


def test_a_locale_in_numbers() -> None:
    problems = [
        problem(),
        problem("missing-sentence"),
        problem("stale-segment", "es/b.md"),
        problem("untranslated-segment"),
        problem("link-drift"),
        problem("merged-segment", severity=Severity.NOTE),
    ]
    pairs = [("es", "es/a.md"), ("es", "es/b.md"), ("es", "es/c.md"), ("ja", "ja/a.md")]
    es, ja = audited(pairs, 6, problems)
    assert (es.locale, es.pages, es.coverage, es.clean) == ("es", 3, 0.5, 1)
    assert (es.missing, es.stale, es.english, es.other) == (2, 1, 1, 1)
    assert [(page.path, page.findings) for page in es.worst] == [("es/a.md", 4), ("es/b.md", 1)]
    assert (ja.missing, ja.clean, ja.worst) == (0, 1, ())


def test_a_project_without_english_pages_has_no_coverage() -> None:
    (es,) = audited([("es", "es/a.md")], 0, [])
    assert es.coverage == 0


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        (problem(), problem("link-drift")),
        (problem("stale-segment"), problem("list-shape")),
        (problem(text="Run `rm -r build` first."), problem(text="Run it first.")),
        (problem(text="> [!WARNING]\n> All is lost."), problem(text="> [!TIP]\n> All is well.")),
        (problem(text="```sh\nmake\n```"), problem(text="Run `make`.")),
        (problem(text="2. Restart it."), problem(text="Restart it.")),
        (problem(), problem(confidence=0.6)),
        (problem(), problem(severity=Severity.WARNING)),
    ],
)
def test_what_hurts_a_reader_more(worse: Problem, better: Problem) -> None:
    assert harm(worse) > harm(better) > 0


def test_where_to_begin_names_no_english_page_more_than_twice_and_no_notes() -> None:
    problems = [problem(page="es/a.md", text=str(k)) for k in range(5)]
    problems += [problem("link-drift", "es/b.md", path="en/b.md"), problem(page="es/c.md", severity=Severity.NOTE)]
    assert [p.pair for p in first_to_mend(problems, 10)] == ["es/a.md", "es/a.md", "es/b.md"]
    assert len(first_to_mend(problems, 1)) == 1


def test_what_several_locales_lack_is_one_thing_to_do_and_weighs_more() -> None:
    alone = [problem(locale="es", text=text, path="en/b.md") for text in ("One.", "Two.")]
    shared = [problem(page=f"{locale}/a.md", locale=locale, text="Three.") for locale in ("ja", "de", "fr")]
    tasks = where_to_begin([*alone, *shared], 10)
    assert [task.locales for task in tasks] == [("de", "fr", "ja"), ("es",), ("es",)]
    assert where_to_begin([*shared, problem(text="```sh\nmake\n```")], 1)[0].locales == ("es",)


def test_what_is_wrong_in_each_locale_in_another_way_is_as_many_things() -> None:
    problems = [problem("code-drift", f"{tag}/a.md", locale=tag, message=f"line {tag}") for tag in ("es", "ja")]
    assert [task.locales for task in where_to_begin(problems, 10)] == [("es",), ("ja",)]


def test_a_finding_without_english_text_is_shared_with_none() -> None:
    problems = [problem("extra-segment", f"{locale}/a.md", text="", locale=locale) for locale in ("es", "ja")]
    assert [task.locales for task in where_to_begin(problems, 10)] == [("es",), ("ja",)]


@pytest.mark.parametrize(
    "text",
    [
        "::: danger\nIt is gone.",
        "!!! warning\n    It is gone.",
        "/// danger | Beware\n\nIt is gone.\n\n///",
        '<Alert type="warning">It is gone.</Alert>',
        '{{% alert title="Gone" color="warning" %}}',
        "**Warning:** it is gone.",
    ],
)
def test_warnings_of_every_dialect_weigh_more_than_prose_about_them(text: str) -> None:
    assert harm(problem(text=text)) == 2 * harm(problem(text="Colours tell a warning from a tip."))


CONFIG = 'source = "docs/en/{path}"\ntarget = "docs/{locale}/{path}"\n'
TEXTS = {
    "en": "# Taps\n\nOpen the tap for 5 minutes.\n\nClose it with `tap close` in the evening.\n",
    "es": "# Grifos\n\nAbra el grifo durante 5 minutos.\n",
    "de": "# Hähne\n\nÖffnen Sie den Hahn für 7 Minuten.\n",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One English page, of which both locales lack a paragraph; one of them has another number as well."""
    monkeypatch.setenv(FOLDER, str(tmp_path / "cache"))
    root = tmp_path / "project"
    for locale, text in TEXTS.items():
        (root / "docs" / locale).mkdir(parents=True)
        (root / "docs" / locale / "taps.md").write_text(text, "utf-8")
    (root / "parallint.toml").write_text(CONFIG)
    (root / ".git").mkdir()
    monkeypatch.chdir(root)


def audit(*args: str) -> str:
    return parallint("audit", "--no-history", "--exit-zero", *args).stdout


def test_the_audit_names_the_locales_beside_the_english(project: None) -> None:
    first, second = audit().split("Where to begin\n")[1].splitlines()[:2]
    assert first.startswith("  docs/en/taps.md:5: missing-segment in de, es: the translation lacks the paragraph")
    assert second.startswith("  docs/de/taps.md:3:25: number-drift: ")


def test_the_audit_counts_the_english_that_no_locale_has(project: None) -> None:
    assert "not translated at all" not in audit()
    Path("docs/en/law.md").write_text("# The law\n\nIt is valid in English only.\n", "utf-8")
    assert "\n1 English page is not translated at all: parallint pairs lists what no locale has\n" in audit()


def test_the_audit_of_one_locale(project: None) -> None:
    text = audit("--locale", "ES")
    assert "docs/de" not in text
    assert "  docs/es/taps.md:3:33: missing-segment: the translation lacks" in text
    assert "1 error in 1 pair." in text
    result = parallint("audit", "--no-history", "--locale", "fr")
    assert (result.exit_code, result.stderr) == (2, "parallint: no pages in fr. There are de, es\n")


def test_the_audit_holds_back_what_the_baseline_knows_unless_asked(project: None) -> None:
    everything = audit()
    parallint("baseline")
    assert "Where to begin" not in audit()
    assert audit("--no-baseline") == everything


def test_the_audit_shows_what_comments_silence_where_it_is_asked_to(project: None) -> None:
    path = Path("docs/de/taps.md")
    comment = "<!-- parallint: ignore number-drift: our taps are slow -->"
    path.write_text(path.read_text("utf-8").replace("Öffnen", f"{comment}\nÖffnen"), "utf-8")
    assert "number-drift" not in audit()
    assert "Silenced by comments\n  docs/de/taps.md:4:25: number-drift: " in audit("--show-silenced")
    (silenced,) = [
        r
        for r in json.loads(audit("--show-silenced", "--format", "sarif"))["runs"][0]["results"]
        if "suppressions" in r
    ]
    assert silenced["ruleId"] == "number-drift"


def test_translations_that_hold_their_english_have_a_row_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path / "cache"))
    span = '<span data-{}-id="1-101">{}</span>'.format
    english = f'<span class="sxs-lookup">{span("stu", "Open the file and wait for it.")}</span>'
    for locale in ("es-es", "pt-pt"):
        (tmp_path / locale).mkdir()
        (tmp_path / locale / "a.md").write_text(f"# {span('ttu', 'Abra el archivo y espere.')}{english}\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert [line.split()[:5] for line in audit().splitlines()[1:3]] == [
        ["es-es", "1", "of", "1", "100%"],
        ["pt-pt", "1", "of", "1", "100%"],
    ]
