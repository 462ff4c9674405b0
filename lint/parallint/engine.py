"""Pairs and rules -> Problems. The rules see values only; files are read at the edge, in `check_job`."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from hashlib import blake2b
from traceback import extract_tb
from typing import TYPE_CHECKING

from parallint.dated import read_pair
from parallint.errors import ParallintError, ReadError, RuleError
from parallint.jobs import AnyJob, Job, SiblingJob
from parallint.model import Document, Finding, Pair, Place, Problem, Severity, Span
from parallint.pairs import Text, embeds_english, sibling_pairs
from parallint.read.files import read_text
from parallint.spread import parcels, workers_of

if TYPE_CHECKING:
    from parallint.learning import Learned, Site
    from parallint.registry import ActiveRule

SILENT = 0.5
"""The part of the confidence threshold below which a finding is dropped; between the two it is a note."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What is done with every pair: the rules in their order, and the confidence (0 to 1) that a finding needs."""

    rules: tuple[ActiveRule, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one job: how many pairs were linted, their problems in the order of the places, and the errors.

    `told` is what could not be followed of their history: no error, for the texts themselves were compared.
    """

    pairs: int = 0
    problems: tuple[Problem, ...] = ()
    errors: tuple[ParallintError, ...] = ()
    told: tuple[ParallintError, ...] = ()


def run(
    jobs: Iterable[AnyJob | ParallintError],
    settings: Settings,
    known: Mapping[Site, Learned] | None = None,
    executor: Executor | None = None,
) -> Iterator[Outcome]:
    """The outcome of every job, in order; an error among the jobs is passed through.

    `known` is by site, as `learning.learn_sites` gives it. Every job stands for itself, so any executor will do:
    processes on this machine or workers on others.
    """
    from parallint.learning import learned_for, site_of

    listed = list(jobs)
    if executor is None:
        yield from (check_job(job, settings, learned_for(job, known or {})) for job in listed)
        return
    parts = list(parcels(listed, workers_of(executor)))
    sites = [{site_of(job): learned_for(job, known or {}) for job in part} for part in parts]
    for outcomes in executor.map(_check_parcel, parts, [settings] * len(parts), sites):
        yield from outcomes


def _check_parcel(
    jobs: Sequence[AnyJob | ParallintError], settings: Settings, known: Mapping[Site | None, Learned]
) -> list[Outcome]:
    from parallint.learning import site_of

    return [check_job(job, settings, known[site_of(job)]) for job in jobs]


def check_job(job: AnyJob | ParallintError, settings: Settings, learned: Learned | None = None) -> Outcome:
    """Read, align and lint what a job names; never raises, whatever the files hold."""
    if isinstance(job, ParallintError):
        return Outcome(errors=(job,))
    errors: list[ParallintError] = []
    told: list[ParallintError] = []
    problems: list[Problem] = []
    try:
        pairs = _sibling_pairs(job, errors) if isinstance(job, SiblingJob) else _pairs(job, learned, told)
        for pair in pairs:
            problems.extend(sorted(_each(pair, settings, errors), key=_order))
        if isinstance(job, Job) and job.past and job.past.branch is not None:
            problems = _worse(job, problems, settings, learned)
        return Outcome(len(pairs), tuple(problems), tuple(errors), tuple(told))
    except ParallintError as error:
        errors.append(error)
    except Exception as error:
        path = job.target if isinstance(job, Job) else job.targets[0][0]
        errors.append(ParallintError(f"could not be compared: {_told(error)}", _REPORT, path))
    return Outcome(0, tuple(problems), tuple(errors))


def _worse(job: Job, problems: list[Problem], settings: Settings, learned: Learned | None) -> list[Problem]:
    """The problems that the branch's changes brought."""
    from parallint.branch import made_worse, pair_before

    before = pair_before(job, learned.lexicon if learned else None)
    if before is None:
        return problems
    if learned:
        before = replace(before, conventions=learned.conventions)
    return made_worse(problems, _each(before, settings, []))


_REPORT = "This is a fault of parallint: please report it, with the file"


def _pairs(job: Job, learned: Learned | None, told: list[ParallintError]) -> tuple[Pair, ...]:
    if learned is None:
        return (read_pair(job, None, told),)
    return (replace(read_pair(job, learned.lexicon, told), conventions=learned.conventions),)


def _sibling_pairs(job: SiblingJob, errors: list[ParallintError]) -> tuple[Pair, ...]:
    """The siblings that can be read, and for the others an error each."""
    texts: list[Text] = []
    for path, locale in job.targets:
        try:
            text = Text(path, read_text(path, job.root), locale)
        except ReadError as error:
            errors.append(error)
            continue
        texts.append(text)
        if job.strict and not embeds_english(text.text):
            errors.append(ReadError("no English stands beside the translation in this file", _NO_SIBLING, path))
    return sibling_pairs(texts)


_NO_SIBLING = "Compare it with its English file: --source ENGLISH --target TRANSLATION"


def lint(pair: Pair, rules: Sequence[ActiveRule], confidence: float) -> Iterator[Problem]:
    """What the rules say of a pair, rule by rule.

    Raises an ExceptionGroup of RuleErrors, after all rules had their say, where some of them failed.
    """
    errors: list[RuleError] = []
    seen: Counter[tuple[str, str, str]] = Counter()
    for active in rules:
        try:
            for finding in active.rule.check(pair, active.options):
                if finding.confidence >= confidence * SILENT:
                    yield _problem(pair, active, finding, confidence, seen)
        except Exception as error:
            errors.append(_broken(active, pair, error))
    if errors:
        raise ExceptionGroup("rules failed", errors)


def _each(pair: Pair, settings: Settings, errors: list[ParallintError]) -> Iterator[Problem]:
    """As `lint`, the errors of the rules put aside."""
    try:
        yield from lint(pair, settings.rules, settings.confidence)
    except* RuleError as group:
        errors.extend(error for error in group.exceptions if isinstance(error, RuleError))


def _problem(
    pair: Pair, active: ActiveRule, finding: Finding, confidence: float, seen: Counter[tuple[str, str, str]]
) -> Problem:
    source, target = _place(pair.source, finding.source), _place(pair.target, finding.target)
    texts = (active.rule.id, _normal(source), _normal(target))
    fingerprint = blake2b("\0".join((*texts, str(seen[texts]))).encode("utf-8", "surrogatepass"), digest_size=16)
    seen[texts] += 1
    severity = _severity(active, finding) if finding.confidence >= confidence else Severity.NOTE
    return Problem(
        rule=active.rule.id,
        severity=severity,
        confidence=finding.confidence,
        message=finding.message,
        pair=pair.id,
        locale=pair.locale,
        source=source,
        target=target,
        fingerprint=fingerprint.hexdigest(),
    )


def _place(document: Document, span: Span | Place | None) -> Place | None:
    if span is None or isinstance(span, Place):
        return span
    if not 0 <= span.start <= span.end <= len(document.text):
        raise ValueError(f"{span} lies outside the document")
    return document.place(span)


def _normal(place: Place | None) -> str:
    """A place's text as the fingerprint knows it: re-wrapping changes nothing."""
    return unicodedata.normalize("NFC", " ".join(place.text.split())) if place else ""


def _severity(active: ActiveRule, finding: Finding) -> Severity:
    """The configured severity is the most that a finding may reach; a rule can still say that one matters less."""
    if finding.severity is None:
        return active.severity or active.rule.severity
    if active.severity is None:
        return finding.severity
    return min(active.severity, finding.severity, key=lambda severity: severity.rank)


def _order(problem: Problem) -> tuple[int, int, int, int, str]:
    """By place in the translation, then in the English."""
    target, source = problem.target, problem.source
    return (
        target.line if target else 0,
        target.column if target else 0,
        source.line if source else 0,
        source.column if source else 0,
        problem.rule,
    )


def _broken(active: ActiveRule, pair: Pair, error: Exception) -> RuleError:
    return RuleError(
        f"the rule {active.rule.id!r} of {active.bundle} failed: {_told(error)}",
        f'Tell its authors; `rules.{active.rule.id} = "off"` leaves it out',
        pair.target.path,
    )


def _told(error: Exception) -> str:
    """What happened and where in the code, on one line."""
    frames = extract_tb(error.__traceback__)
    place = f" ({frames[-1].filename}, line {frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}{place}"
