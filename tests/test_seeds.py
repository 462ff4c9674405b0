"""The two documents that the project started from, if they are at hand: what is known of them, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from parallint.config import CONFIDENCE, Config
from parallint.engine import Settings, check_job
from parallint.jobs import AnyJob, Job, SiblingJob
from parallint.registry import activate, load_rules

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
ENGLISH = SEEDS / "english" / "2019-07-22.f3f2383e.md"
SPANISH, CHINESE = (SEEDS / f"{locale}.publish-api-key.md" for locale in ("es-es", "zh-cn"))

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the two seed documents are not at hand")


def findings(job: AnyJob) -> list[tuple[str, int, str]]:
    """Of each problem the rule, the line in the English, and how the English begins; those of sentences apart."""
    outcome = check_job(job, Settings(activate(load_rules(), Config()), CONFIDENCE))
    assert not outcome.errors
    return [
        (problem.rule, problem.source.line, problem.source.text[:24])
        for problem in outcome.problems
        if problem.source and problem.rule != "missing-sentence"
    ]


def test_the_spanish_lags_behind_the_english_of_2019() -> None:
    assert findings(Job("es", str(ENGLISH), str(SPANISH))) == [
        ("missing-segment", 3, "For more information on "),
        ("stale-segment", 7, "Select **Create**, provi"),
        ("missing-segment", 15, "Scoping allows you to cr"),
    ]


def test_the_chinese_is_as_the_english_of_2019() -> None:
    assert findings(Job("zh", str(ENGLISH), str(CHINESE))) == []


def test_the_siblings_tell_as_much_without_an_english_file() -> None:
    assert findings(SiblingJob(((str(SPANISH), ""), (str(CHINESE), "")))) == [
        ("missing-segment", 11, "For more information on "),
        ("stale-segment", 15, "Select **Create**, provi"),
        ("missing-segment", 23, "Scoping allows you to cr"),
    ]
