from __future__ import annotations

from typing import Any

import pytest
from parallint.audit import audited, first_to_mend, harm
from parallint.model import Place, Problem, Severity


def problem(
    rule: str = "missing-segment", page: str = "es/a.md", text: str = "A plain sentence.", **more: Any
) -> Problem:
    place = Place("en/a.md", 3, 1, 3, 9, text)
    known: dict[str, Any] = {"severity": Severity.ERROR, "confidence": 1.0} | more
    return Problem(rule, known["severity"], known["confidence"], "", page, "es", place, None, text)


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


def test_where_to_begin_names_no_page_more_than_twice_and_no_notes() -> None:
    problems = [problem(page="es/a.md", text=str(k)) for k in range(5)]
    problems += [problem("link-drift", "es/b.md"), problem(page="es/c.md", severity=Severity.NOTE)]
    assert [p.pair for p in first_to_mend(problems, 10)] == ["es/a.md", "es/a.md", "es/b.md"]
    assert len(first_to_mend(problems, 1)) == 1
