"""A pair and rules -> what the rules say of it, and what comments of its pages make of that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from parallint.around import Around
from parallint.errors import ParallintError, RuleError
from parallint.model import Finding, Pair, Problem
from parallint.outcome import Settings
from parallint.problems import SILENT, broken, problem_of
from parallint.suppress import UNUSED, Ignore, Silenced, ignores, unneeded

if TYPE_CHECKING:
    from parallint.registry import ActiveRule


def lint(pair: Pair, rules: Sequence[ActiveRule], confidence: float) -> Iterator[Problem]:
    """What the rules say of a pair, rule by rule, whatever its comments silence.

    Raises an ExceptionGroup of RuleErrors, after all rules had their say, where some of them failed.
    """
    yield from (said.problem for said in _said(pair, rules, confidence) if said.problem)


class _Said(NamedTuple):
    """A finding of a rule, and the problem that it makes, None where it is too unsure."""

    rule: str
    finding: Finding
    problem: Problem | None


def _said(pair: Pair, rules: Sequence[ActiveRule], confidence: float) -> Iterator[_Said]:
    errors: list[RuleError] = []
    seen: Counter[tuple[str, str, str]] = Counter()
    around = Around(pair)
    for active in rules:
        if active.rule.check is None:
            continue
        try:
            for finding in active.rule.check(pair, active.options):
                sure = finding.confidence >= confidence * SILENT
                problem = problem_of(pair, active, finding, confidence, seen, around) if sure else None
                yield _Said(active.rule.id, finding, problem)
        except Exception as error:
            errors.append(broken(active, pair.target.path, error))
    if errors:
        raise ExceptionGroup("rules failed", errors)


def lint_heeding(
    pair: Pair, settings: Settings, errors: list[ParallintError], silenced: list[Silenced]
) -> Iterator[Problem]:
    """As `lint`, the errors of the rules and what comments silence put aside, and what is wrong with the comments."""
    settings = settings.apart.get(pair.target.path, settings)
    comments = ignores(pair, settings.known or {active.rule.id for active in settings.rules})
    used: set[tuple[Ignore, str]] = set()
    failed = False
    try:
        for rule, finding, problem in _said(pair, settings.rules, settings.confidence):
            covering = [comment for comment in comments if comment.covers(pair, rule, finding)]
            used.update((comment, rule) for comment in covering)
            if problem and covering:
                silenced.append(Silenced(problem, covering[0].reason))
            elif problem and not any(comment.holds(finding) for comment in comments):
                yield problem
    except* RuleError as group:
        failed = True
        errors.extend(error for error in group.exceptions if isinstance(error, RuleError))
    if comments and not failed:
        yield from _on_comments(pair, comments, used, settings)


def _on_comments(
    pair: Pair, comments: Sequence[Ignore], used: Collection[tuple[Ignore, str]], settings: Settings
) -> Iterator[Problem]:
    """The problems with the comments themselves."""
    ran = {active.rule.id for active in settings.rules if active.rule.check}
    seen: Counter[tuple[str, str, str]] = Counter()
    for active in settings.rules:
        if active.rule.id == UNUSED:
            for finding in unneeded(pair, comments, used, ran, settings.complete):
                yield problem_of(pair, active, finding, settings.confidence, seen, Around(pair))
