from __future__ import annotations

from pathlib import Path

import pytest
from parallint.config import Config
from parallint.consensus import agreed
from parallint.engine import Outcome, Seen, Settings, check_job
from parallint.jobs import Job
from parallint.model import Place, Problem, Severity
from parallint.registry import activate, load_rules

SETTINGS = Settings(activate(load_rules(), Config()), 0.5)
OTHERS = ["es", "de", "ja"]


def problem(
    locale: str,
    rule: str = "missing-segment",
    lines: tuple[int, int] = (5, 5),
    confidence: float = 0.9,
    severity: Severity = Severity.ERROR,
) -> Problem:
    source = Place("en/a.md", lines[0], 1, lines[1], 9, "It floats.")
    return Problem(rule, severity, confidence, "it is gone", f"{locale}/a.md", locale, source, None, locale)


def outcomes(*locales: str, problems: list[Problem], english: str = "e") -> list[Outcome]:
    return [
        Outcome(
            1,
            tuple(p for p in problems if p.locale == locale),
            seen=(Seen(f"{locale}/a.md", locale, "en/a.md", english),),
        )
        for locale in locales
    ]


def told(*locales: str, problems: list[Problem]) -> list[str]:
    judged = agreed(outcomes(*locales, problems=problems), SETTINGS)
    return [p.message.removeprefix("it is gone") for outcome in judged for p in outcome.problems]


def test_a_locale_alone_is_told_that_the_others_have_it() -> None:
    assert told("fr", *OTHERS, problems=[problem("fr")]) == [" (the 3 other locales have it)"]


def test_some_others_are_counted() -> None:
    assert told("fr", *OTHERS, problems=[problem("fr"), problem("ja")]) == [" (2 of 3 other locales have it)"] * 2
    three = [problem(locale) for locale in OTHERS]
    assert told("fr", *OTHERS, problems=three) == [" (1 of 3 other locales has it)"] * 3


def test_all_of_them_say_that_the_english_is_newer() -> None:
    problems = [problem(locale) for locale in ("fr", *OTHERS)]
    expected = [" (no locale has it yet: the English is newer)"] * 4
    assert told("fr", *OTHERS, problems=problems) == expected


def test_of_a_rule_that_nobody_knows_only_agreement_is_told() -> None:
    assert told("fr", *OTHERS, problems=[problem("fr", "tone")]) == [""]
    problems = [problem(locale, "tone") for locale in ("fr", *OTHERS)]
    assert told("fr", *OTHERS, problems=problems) == [" (it is so in every locale)"] * 4


def test_other_lines_and_other_rules_are_other_findings() -> None:
    problems = [problem("fr"), problem("es", lines=(6, 9)), problem("de", "link-drift")]
    assert told("fr", *OTHERS, problems=problems)[0] == " (the 3 other locales have it)"


def test_overlapping_lines_are_the_same_finding() -> None:
    problems = [problem("fr", lines=(3, 8)), problem("es", lines=(8, 12))]
    assert told("fr", *OTHERS, problems=problems) == [" (2 of 3 other locales have it)"] * 2


@pytest.mark.parametrize("locales", [("fr",), ("fr", "es"), ("fr", "es", "ES")])
def test_fewer_than_three_locales_say_nothing(locales: tuple[str, ...]) -> None:
    assert told(*locales, problems=[problem("fr")]) == [""]


def test_another_english_is_another_page() -> None:
    here = outcomes("fr", "es", problems=[problem("fr")]) + outcomes("de", "ja", problems=[], english="other")
    assert agreed(here, SETTINGS) == here


def test_a_page_that_is_unrelated_does_not_have_it() -> None:
    problems = [problem("fr"), problem("es", "unrelated-page")]
    assert told("fr", *OTHERS, problems=problems) == [" (the 2 other locales have it)", ""]


def test_a_finding_without_a_place_in_the_english_is_left_alone() -> None:
    one = Problem("encoding", Severity.ERROR, 0.9, "it is gone", "fr/a.md", "fr", None, None, "")
    assert told("fr", *OTHERS, problems=[one]) == [""]


class TestConfidence:
    def judged(self, *problems: Problem) -> list[Problem]:
        judged = agreed(outcomes("fr", *OTHERS, problems=[*problems]), SETTINGS)
        return [p for outcome in judged for p in outcome.problems]

    def test_rises_where_all_agree(self) -> None:
        found = self.judged(*(problem(locale, confidence=0.8) for locale in ("fr", *OTHERS)))
        assert all(0.9 < p.confidence < 1 for p in found)

    def test_lifts_a_doubtful_finding_over_the_threshold(self) -> None:
        notes = [problem(locale, confidence=0.4, severity=Severity.NOTE) for locale in ("fr", *OTHERS)]
        assert {p.severity for p in self.judged(*notes)} == {Severity.ERROR}

    def test_leaves_notes_of_other_rules_as_they_are(self) -> None:
        notes = [problem(locale, "list-shape", (5, 5), 0.4, Severity.NOTE) for locale in ("fr", *OTHERS)]
        assert {(p.severity, p.confidence) for p in self.judged(*notes)} == {(Severity.NOTE, 0.4)}

    def test_leaves_a_note_that_is_sure_a_note(self) -> None:
        notes = [problem(locale, severity=Severity.NOTE) for locale in ("fr", *OTHERS)]
        assert {p.severity for p in self.judged(*notes)} == {Severity.NOTE}

    @pytest.mark.parametrize("others", [[], ["es"]])
    def test_stays_where_not_all_agree(self, others: list[str]) -> None:
        assert {p.confidence for p in self.judged(*(problem(locale) for locale in ("fr", *others)))} == {0.9}


@pytest.mark.parametrize(
    ("lacking", "words"), [("es", "(the 2 other locales have it)"), ("es de fr", "(no locale has it yet: ")]
)
def test_the_pairs_of_a_manifest_have_the_same_english_by_its_text(tmp_path: Path, lacking: str, words: str) -> None:
    """Each locale has a copy of the English of its own, as in a list of pairs from anywhere."""
    english = "# Boats\n\nA boat floats with `float 10`.\n\nNever stand up in it.\n\nIt has `two oars`.\n"
    warning = {"es": "Nunca se ponga de pie en él.", "de": "Stehen Sie nie darin auf.", "fr": "Ne vous y levez jamais."}
    texts = {
        "es": "# Barcos\n\nUn barco flota con `float 10`.\n\n{}\n\nTiene `two oars`.\n",
        "de": "# Boote\n\nEin Boot schwimmt mit `float 10`.\n\n{}\n\nEs hat `two oars`.\n",
        "fr": "# Bateaux\n\nUn bateau flotte avec `float 10`.\n\n{}\n\nIl a `two oars`.\n",
    }
    found = []
    for locale, text in texts.items():
        source, target = tmp_path / f"en-{locale}.md", tmp_path / f"{locale}.md"
        source.write_text(english, encoding="utf-8")
        target.write_text(text.format("" if locale in lacking else warning[locale]), encoding="utf-8")
        found.append(check_job(Job(locale, str(source), str(target), locale), SETTINGS))
    messages = [p.message for outcome in agreed(found, SETTINGS) for p in outcome.problems]
    assert len(messages) == len(lacking.split())
    assert all(f"“Never stand up in it.” {words}" in message for message in messages)
