from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from parallint.config import Config
from parallint.engine import Outcome, Settings, check_job, lint, run
from parallint.errors import ManifestError, ReadError, RuleError
from parallint.jobs import Job, SiblingJob, read_manifest
from parallint.model import Finding, Pair, Place, Rule, Severity, Span
from parallint.pairs import Text, pair_of, sibling_pairs
from parallint.registry import ActiveRule, activate, load_rules

ENGLISH = "# Keys\n\nCreate a key.\n\nKeep it safe.\n"
SPANISH = "# Claves\n\nCree una clave.\n\nGuárdela bien.\n"


@dataclass(frozen=True)
class Options:
    pass


def active(check: Callable[[Pair, Any], Iterator[Finding]], severity: Severity | None = None) -> ActiveRule:
    rule = Rule("a-rule", Severity.WARNING, check, Options, "A rule.")
    return ActiveRule(rule, "acme", Options(), severity)


def yielding(*findings: Finding) -> Callable[[Pair, Any], Iterator[Finding]]:
    return lambda pair, options: iter(findings)


def pair(source: str = ENGLISH, target: str = SPANISH, locale: str = "es") -> Pair:
    return pair_of("id", Text("en.md", source), Text("es.md", target, locale))


def finding(line: str, target: str = SPANISH, **values: Any) -> Finding:
    start = target.index(line)
    return replace(Finding("said", None, Span(start, start + len(line))), **values)


def settings(*rules: ActiveRule) -> Settings:
    return Settings(rules, 0.5)


def test_a_problem_has_its_places() -> None:
    here = finding("Cree una clave.", source=Span(8, 21))
    (problem,) = lint(pair(), [active(yielding(here))], 0.5)
    assert problem.rule == "a-rule"
    assert (problem.pair, problem.locale) == ("id", "es")
    assert problem.source == Place("en.md", 3, 1, 3, 13, "Create a key.")
    assert problem.target == Place("es.md", 3, 1, 3, 15, "Cree una clave.")
    place = Place("es.md", 9, 9, 9, 9, "</span>")
    (problem,) = lint(pair(), [active(yielding(Finding("a fault", None, place)))], 0.5)
    assert (problem.source, problem.target) == (None, place)


@pytest.mark.parametrize(
    ("configured", "departing", "confidence", "severity"),
    [
        (None, None, 1.0, "warning"),
        (None, None, 0.5, "warning"),
        (None, None, 0.49, "note"),
        (None, None, 0.24, None),
        (None, Severity.ERROR, 1.0, "error"),
        (None, Severity.ERROR, 0.3, "note"),
        (Severity.ERROR, None, 1.0, "error"),
        (Severity.ERROR, Severity.NOTE, 1.0, "note"),
        (Severity.NOTE, Severity.ERROR, 1.0, "note"),
        (None, None, float("nan"), None),
    ],
)
def test_severity(
    configured: Severity | None, departing: Severity | None, confidence: float, severity: str | None
) -> None:
    said = finding("Claves", severity=departing, confidence=confidence)
    problems = list(lint(pair(), [active(yielding(said), configured)], 0.5))
    assert [problem.severity for problem in problems] == ([severity] if severity else [])


def fingerprints(target: str, *lines: str) -> list[str]:
    checks = active(yielding(*(finding(line, target) for line in lines)))
    return [problem.fingerprint for problem in lint(pair(target=target), [checks], 0.5)]


def test_a_fingerprint_knows_texts_and_no_lines() -> None:
    (first,) = fingerprints(SPANISH, "Cree una clave.")
    assert fingerprints("Nuevo.\n\n" + SPANISH, "Cree una clave.") == [first]
    assert fingerprints(SPANISH.replace("una ", "una\n"), "Cree una\nclave.") == [first]
    assert fingerprints(SPANISH, "Guárdela bien.") != [first]
    twice = fingerprints(SPANISH, "Cree una clave.", "Cree una clave.")
    assert twice[0] == first
    assert len(set(twice)) == 2
    assert fingerprints(SPANISH, "Cree una clave.", "Cree una clave.") == twice


def raising(pair: Pair, options: Any) -> Iterator[Finding]:
    yield finding("Claves")
    raise ZeroDivisionError("oops")


@pytest.mark.parametrize(
    "broken",
    [
        raising,
        yielding(Finding("out", None, Span(0, 10_000))),
        yielding(Finding("out", Span(5, 4), None)),
        lambda pair, options: iter([3]),
        lambda pair, options: None,
    ],
)
def test_a_broken_rule_stops_nothing_else(tmp_path: Path, broken: Any) -> None:
    (tmp_path / "en.md").write_text(ENGLISH)
    (tmp_path / "es.md").write_text(SPANISH)
    job = Job("id", "en.md", "es.md", "es", root=str(tmp_path))
    sound = active(yielding(finding("Guárdela bien.")))
    outcome = check_job(job, settings(active(broken), sound))
    assert [problem.target.line for problem in outcome.problems if problem.target] == (
        [1, 5] if broken is raising else [5]
    )
    (error,) = outcome.errors
    assert isinstance(error, RuleError)
    assert "the rule 'a-rule' of acme failed" in error.message
    assert error.path == "es.md"
    with pytest.raises(ExceptionGroup):
        list(lint(pair(), [active(broken)], 0.5))


def test_problems_stand_in_the_order_of_their_places(tmp_path: Path) -> None:
    (tmp_path / "en.md").write_text(ENGLISH)
    (tmp_path / "es.md").write_text(SPANISH)
    late, early, nowhere = finding("Guárdela"), finding("Claves"), Finding("all", Span(0, 1), None)
    job = Job("id", str(tmp_path / "en.md"), str(tmp_path / "es.md"), "es")
    outcome = check_job(job, settings(active(yielding(late)), active(yielding(early, nowhere))))
    assert [problem.target and problem.target.line for problem in outcome.problems] == [None, 1, 5]


def test_run_keeps_the_order_and_passes_errors_through(tmp_path: Path) -> None:
    (tmp_path / "en.md").write_text(ENGLISH)
    (tmp_path / "es.md").write_text(SPANISH)
    error = ManifestError("no JSON", path="m", line=2)
    good = Job("good", "en.md", "es.md", "es", root=str(tmp_path))
    jobs = [replace(good, source="gone.md"), error, good]
    outcomes = list(run(jobs, settings(active(yielding(finding("Claves"))))))
    assert [outcome.pairs for outcome in outcomes] == [0, 0, 1]
    assert isinstance(outcomes[0].errors[0], ReadError)
    assert outcomes[1] == Outcome(errors=(error,))
    assert [problem.pair for problem in outcomes[2].problems] == ["good"]


def test_any_executor_will_do(tmp_path: Path) -> None:
    (tmp_path / "en.md").write_text(ENGLISH)
    (tmp_path / "es.md").write_text(SPANISH.replace("Guárdela bien.", ""))
    job = Job("id", "en.md", "es.md", root=str(tmp_path))
    jobs = [job, replace(job, target="gone.md"), job]
    plan = Settings(activate(load_rules(), Config()), 0.5)
    here = list(run(jobs, plan))
    with ProcessPoolExecutor(1, get_context("spawn")) as executor:
        there = list(run(jobs, plan, executor=executor))
    assert [outcome.problems for outcome in here] == [outcome.problems for outcome in there]
    assert [str(error) for outcome in here for error in outcome.errors] == [
        str(error) for outcome in there for error in outcome.errors
    ]
    assert here[0].problems


def test_errors_survive_pickling() -> None:
    error = ReadError("no such file", "Check the path", "a.md", 3)
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again)) == (ReadError, "a.md:3: no such file. Check the path")


@pytest.mark.parametrize(
    ("path", "front", "locale"),
    [
        ("docs/es/a.md", "", "es"),
        ("docs/es/a.md", "---\nlang: es-419\n---\n", "es-419"),
        ("docs/es/a.md", "---\nms.contentlocale: es-mx\nlang: de\n---\n", "es-mx"),
        ("docs/es/a.md", "---\nlang: no locale at all\n---\n", "es"),
        ("a.md", "", ""),
    ],
)
def test_a_locale_that_is_not_given(path: str, front: str, locale: str) -> None:
    assert pair_of("x", Text("docs/en/a.md", ENGLISH), Text(path, front + SPANISH)).locale == locale
    assert pair_of("x", Text("docs/en/a.md", ENGLISH), Text(path, front + SPANISH, "fr")).locale == "fr"


def unit(id_: str, translation: str, english: str) -> str:
    beside = f'<span class="sxs-lookup"><span data-stu-id="{id_}">{english}</span></span>'
    return f'<span data-ttu-id="{id_}">{translation}</span>{beside}\n\n'


BILINGUAL = unit("a-1", "Cree una clave.", "Create a key.") + unit("a-2", "Guárdela bien.", "Keep it safe.")
SIBLING = (
    unit("b-1", "Schlüssel anlegen.", "Create a key.")
    + unit("b-2", "Teilen Sie ihn mit niemandem.", "Never share it with anybody.")
    + unit("b-3", "Verwahren Sie ihn sicher.", "Keep it safe.")
)


def test_the_english_beside_a_translation_is_its_base() -> None:
    both = pair(target=BILINGUAL)
    assert both.base is not None
    assert "Create a key." in both.base.text
    assert "span" not in both.target.text
    assert both.base_links
    assert both.source.text == ENGLISH
    assert pair().base is None


def test_a_base_that_is_given() -> None:
    then = Text("then.md", ENGLISH.replace("safe", "there"))
    given = pair_of("x", Text("en.md", ENGLISH), Text("es.md", BILINGUAL, "es"), then)
    assert given.base is not None
    assert given.base.path == "then.md"
    assert {i for link in given.base_links for i in link.source} == set(range(len(given.base.segments)))


def test_a_bilingual_file_can_be_the_source() -> None:
    english = pair(source=BILINGUAL).source
    assert "Keep it safe." in english.text
    assert "clave" not in english.text


def test_siblings() -> None:
    texts = [Text("a.es.md", BILINGUAL), Text("a.de.md", SIBLING, "de"), Text("plain.md", "# Plain\n")]
    spanish, german = sibling_pairs(texts)
    assert (spanish.id, spanish.locale, german.locale) == ("a.es.md", "es", "de")
    assert spanish.embedded
    assert spanish.source == german.source
    for english in ("Create a key.", "Keep it safe.", "Never share it with anybody."):
        assert spanish.source.text.count(english) == 1
    assert spanish.base is not None
    assert "Never" not in spanish.base.text
    assert sibling_pairs(texts[::2]) == ()


def test_a_sibling_that_cannot_be_read_leaves_the_others(tmp_path: Path) -> None:
    for name, text in {"a.es.md": BILINGUAL, "a.de.md": SIBLING, "plain.md": "# Plain\n"}.items():
        (tmp_path / name).write_text(text)
    job = SiblingJob(tuple((name, "") for name in ("a.es.md", "gone.md", "a.de.md", "plain.md")), str(tmp_path))
    outcome = check_job(job, settings())
    assert outcome.pairs == 2
    assert [error.path for error in outcome.errors] == ["gone.md", "plain.md"]
    assert check_job(replace(job, strict=False), settings()).errors[1:] == ()


def test_a_manifest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "m.jsonl").write_bytes(
        b'\xef\xbb\xbf{"id": "1", "source": "en/a.md", "target": "/es/a.md", "locale": "es", "base": null, "x": 1}\r\n'
        b"\n"
        b'{"id": "2", "source": "en/b.md", "target": "es/b.md", "base": "then/b.md"}\n'
        b"nonsense\n"
        b'{"id": "3", "source": "x"}\n'
        b'{"id": 4, "source": "x", "target": "y"}\n'
        b'{"id": "5", "source": "x", "target": "y", "locale": 3}\n'
        b"[]\n"
        b'"\xff"\n' + b" " * 2_000_000 + b"{}\n"
        b'{"id": "6", "source": "x", "target": "y"}'
    )
    monkeypatch.chdir(tmp_path.parent)
    jobs = list(read_manifest(f"{tmp_path.name}/m.jsonl"))
    folder = f"{tmp_path.name}/"
    assert jobs[:2] == [
        Job("1", f"{folder}en/a.md", "/es/a.md", "es"),
        Job("2", f"{folder}en/b.md", f"{folder}es/b.md", "", f"{folder}then/b.md"),
    ]
    assert jobs[-1] == Job("6", f"{folder}x", f"{folder}y")
    errors = [job for job in jobs if isinstance(job, ManifestError)]
    assert [error.line for error in errors] == [4, 5, 6, 7, 8, 9, 10]
    for error, said in zip(
        errors,
        [
            "not valid JSON",
            "'target' is missing",
            "'id' must be",
            "'locale' must be",
            "no JSON object",
            "UTF-8",
            "bytes",
        ],
        strict=True,
    ):
        assert said in error.message
    with pytest.raises(ReadError, match="cannot be read"):
        list(read_manifest(str(tmp_path)))
