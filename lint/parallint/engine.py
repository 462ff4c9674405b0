"""Pairs and rules -> Problems. The rules see values only; files are read at the edge, in `check_job`."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from traceback import extract_tb
from typing import TYPE_CHECKING, NamedTuple, Protocol

from parallint.dated import read_pair
from parallint.errors import ParallintError, ReadError, RuleError
from parallint.facts import packed
from parallint.jobs import AnyJob, Job, SiblingJob
from parallint.model import Document, Finding, Noted, Pair, Place, Problem, Severity, Span
from parallint.pairs import Text, embeds_english, sibling_pairs
from parallint.read.files import read_text
from parallint.spread import parcels, workers_of
from parallint.suppress import UNUSED, Ignore, Silenced, ignores, unneeded

if TYPE_CHECKING:
    from parallint.learning import Learned, Site
    from parallint.registry import ActiveRule
    from parallint.sheet import Sheet

SILENT = 0.5
"""The part of the confidence threshold below which a finding is dropped; between the two it is a note."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What is done with every pair: the rules in their order, and the confidence (0 to 1) that a finding needs.

    `collect` says that the rules over the whole project take their facts from each pair. `known` are the ids of all
    rules that there are, and `complete` says that none of the usual ones is off. `sheets` says that pages with
    problems are laid out for reading. `apart` are the settings of those of a job's translations, by path, that have
    others.
    """

    rules: tuple[ActiveRule, ...]
    confidence: float
    collect: bool = False
    known: frozenset[str] = frozenset()
    complete: bool = True
    sheets: bool = False
    apart: Mapping[str, Settings] = field(default_factory=dict[str, "Settings"])

    def of(self, job: AnyJob | ParallintError) -> Settings:
        """The settings for a job: the same for all."""
        return self


class Judging(Protocol):
    """What knows the settings for each job."""

    def of(self, job: AnyJob | ParallintError) -> Settings:
        """The settings for a job."""
        ...


class Seen(NamedTuple):
    """A pair that was linted: its id and locale, and its English: the path, and a digest of the text."""

    pair: str
    locale: str
    source: str
    english: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one job: how many pairs were linted, their problems in the order of the places, and the errors.

    `told` is what could not be followed of their history: no error, for the texts themselves were compared. `seen` are
    the pairs; `facts` is what the rules over the whole project noted, packed (`facts.Facts`). `silenced` are the
    problems that comments of the pages silence, `sheets` the pages with problems laid out for reading, if asked for.
    """

    pairs: int = 0
    problems: tuple[Problem, ...] = ()
    errors: tuple[ParallintError, ...] = ()
    told: tuple[ParallintError, ...] = ()
    seen: tuple[Seen, ...] = ()
    facts: bytes = b""
    silenced: tuple[Silenced, ...] = ()
    sheets: tuple[Sheet, ...] = ()


def run(
    jobs: Iterable[AnyJob | ParallintError],
    settings: Judging,
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
        yield from (check_job(job, settings.of(job), learned_for(job, known or {})) for job in listed)
        return
    parts = list(parcels(listed, workers_of(executor)))
    sites = [{site_of(job): learned_for(job, known or {}) for job in part} for part in parts]
    judged = [tuple(settings.of(job) for job in part) for part in parts]
    for outcomes in executor.map(_check_parcel, parts, judged, sites):
        yield from outcomes


def _check_parcel(
    jobs: Sequence[AnyJob | ParallintError], settings: Sequence[Settings], known: Mapping[Site | None, Learned]
) -> list[Outcome]:
    from parallint.learning import site_of

    return [check_job(job, own, known[site_of(job)]) for job, own in zip(jobs, settings, strict=True)]


def check_job(job: AnyJob | ParallintError, settings: Settings, learned: Learned | None = None) -> Outcome:
    """Read, align and lint what a job names; never raises, whatever the files hold."""
    if isinstance(job, ParallintError):
        return Outcome(errors=(job,))
    errors: list[ParallintError] = []
    told: list[ParallintError] = []
    problems: list[Problem] = []
    silenced: list[Silenced] = []
    sheets: list[Sheet] = []
    try:
        pairs = _sibling_pairs(job, errors) if isinstance(job, SiblingJob) else _pairs(job, learned, told)
        for pair in pairs:
            found = sorted(_each(pair, settings, errors, silenced), key=_order)
            problems.extend(found)
            sheets.extend(_sheets(pair, found) if settings.sheets else ())
        if isinstance(job, Job) and job.past and job.past.branch is not None:
            problems = _worse(job, problems, settings, learned)
        facts = packed(_facts(pairs, settings, errors)) if settings.collect else b""
        seen = tuple(map(_seen, pairs))
        return Outcome(
            len(pairs), tuple(problems), tuple(errors), tuple(told), seen, facts, tuple(silenced), tuple(sheets)
        )
    except ParallintError as error:
        errors.append(error)
    except Exception as error:
        path = job.target if isinstance(job, Job) else job.targets[0][0]
        errors.append(ParallintError(f"could not be compared: {_told(error)}", _REPORT, path))
    return Outcome(0, tuple(problems), tuple(errors))


def _sheets(pair: Pair, problems: Sequence[Problem]) -> Iterator[Sheet]:
    """The page laid out for reading, if there is anything to be read of it."""
    if problems:
        from parallint.sheet import sheet

        yield sheet(pair, problems)


def _worse(job: Job, problems: list[Problem], settings: Settings, learned: Learned | None) -> list[Problem]:
    """The problems that the branch's changes brought."""
    from parallint.branch import made_worse, pair_before

    before = pair_before(job, learned.lexicon if learned else None)
    if before is None:
        return problems
    if learned:
        before = replace(before, conventions=learned.conventions)
    return made_worse(problems, _each(before, settings, [], []))


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
    for active in rules:
        if active.rule.check is None:
            continue
        try:
            for finding in active.rule.check(pair, active.options):
                sure = finding.confidence >= confidence * SILENT
                problem = _problem(pair, active, finding, confidence, seen) if sure else None
                yield _Said(active.rule.id, finding, problem)
        except Exception as error:
            errors.append(broken(active, pair.target.path, error))
    if errors:
        raise ExceptionGroup("rules failed", errors)


def _each(pair: Pair, settings: Settings, errors: list[ParallintError], silenced: list[Silenced]) -> Iterator[Problem]:
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
                yield _problem(pair, active, finding, settings.confidence, seen)


def _seen(pair: Pair) -> Seen:
    text = pair.source.text.encode("utf-8", "surrogatepass")
    return Seen(pair.id, pair.locale, pair.source.path, blake2b(text, digest_size=8).hexdigest())


def _facts(pairs: Iterable[Pair], settings: Settings, errors: list[ParallintError]) -> Mapping[str, tuple[Noted, ...]]:
    """By rule, what the rules over the whole project note on the pairs."""
    facts: dict[str, tuple[Noted, ...]] = {}
    for active in settings.rules:
        try:
            if noted := tuple(_noted(pairs, active)):
                facts[active.rule.id] = noted
        except Exception as error:
            errors.extend(broken(active, pair.target.path, error) for pair in pairs)
    return facts


def _noted(pairs: Iterable[Pair], active: ActiveRule) -> Iterator[Noted]:
    if active.rule.collect is None:
        return
    for pair in pairs:
        for fact in active.rule.collect(pair, active.options):
            source, target = _place(pair.source, fact.source), _place(pair.target, fact.target)
            yield Noted(pair.id, pair.locale, fact.values, source, target)


def _problem(
    pair: Pair, active: ActiveRule, finding: Finding, confidence: float, seen: Counter[tuple[str, str, str]]
) -> Problem:
    source, target = _place(pair.source, finding.source), _place(pair.target, finding.target)
    texts = (active.rule.id, normal(source), normal(target))
    fingerprint = fingerprint_of(*texts, str(seen[texts]))
    seen[texts] += 1
    severity = severity_of(active, finding.severity) if finding.confidence >= confidence else Severity.NOTE
    return Problem(
        rule=active.rule.id,
        severity=severity,
        confidence=finding.confidence,
        message=finding.message,
        pair=pair.id,
        locale=pair.locale,
        source=source,
        target=target,
        fingerprint=fingerprint,
    )


def _place(document: Document, span: Span | Place | None) -> Place | None:
    if span is None or isinstance(span, Place):
        return span
    if not 0 <= span.start <= span.end <= len(document.text):
        raise ValueError(f"{span} lies outside the document")
    return document.place(span)


def fingerprint_of(*texts: str) -> str:
    """What a finding is known by, from what may not change: never a line number."""
    return blake2b("\0".join(texts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def normal(place: Place | None) -> str:
    """A place's text as the fingerprint knows it: re-wrapping changes nothing."""
    return unicodedata.normalize("NFC", " ".join(place.text.split())) if place else ""


def severity_of(active: ActiveRule, own: Severity | None) -> Severity:
    """The configured severity is the most that a finding may reach; it can say by its `own` that it matters less."""
    if own is None:
        return active.severity or active.rule.severity
    if active.severity is None:
        return own
    return min(active.severity, own, key=lambda severity: severity.rank)


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


def broken(active: ActiveRule, path: str, error: Exception) -> RuleError:
    """The error for a rule that failed, on the page of this path or ("") on the whole project."""
    return RuleError(
        f"the rule {active.rule.id!r} of {active.bundle} failed: {_told(error)}",
        f'Tell its authors; `rules.{active.rule.id} = "off"` leaves it out',
        path,
    )


def _told(error: Exception) -> str:
    """What happened and where in the code, on one line."""
    frames = extract_tb(error.__traceback__)
    place = f" ({frames[-1].filename}, line {frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}{place}"
