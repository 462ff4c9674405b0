"""What the rules over the whole project say, once all its pairs are linted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from parallint.engine import SILENT, Outcome, Settings, broken, fingerprint_of, normal, severity_of
from parallint.errors import ParallintError
from parallint.facts import Facts
from parallint.model import Inventory, Problem, ProjectFinding, Severity

if TYPE_CHECKING:
    from parallint.registry import ActiveRule


def concluded(project: Inventory, outcomes: Sequence[Outcome], settings: Settings) -> Outcome:
    """The problems of the project as a whole, rule by rule, as an outcome of no pairs; never raises."""
    problems: list[Problem] = []
    errors: list[ParallintError] = []
    pages = [outcome.facts for outcome in outcomes if outcome.facts]
    for active in settings.rules:
        if active.rule.conclude is None:
            continue
        facts = Facts(active.rule.id, pages)
        try:
            problems.extend(
                _problems(active.rule.conclude(project, facts, active.options), active, settings.confidence)
            )
        except Exception as error:
            errors.append(broken(active, "", error))
    return Outcome(0, tuple(problems), tuple(errors))


def _problems(findings: Iterator[ProjectFinding], active: ActiveRule, confidence: float) -> Iterator[Problem]:
    for finding in sorted(findings, key=lambda finding: (finding.about, finding.locale)):
        if finding.confidence < confidence * SILENT:
            continue
        known_by = (active.rule.id, finding.about, finding.locale, normal(finding.source), normal(finding.target))
        yield Problem(
            rule=active.rule.id,
            severity=severity_of(active, finding.severity) if finding.confidence >= confidence else Severity.NOTE,
            confidence=finding.confidence,
            message=finding.message,
            pair=finding.about,
            locale=finding.locale,
            source=finding.source,
            target=finding.target,
            fingerprint=fingerprint_of(*known_by),
        )
