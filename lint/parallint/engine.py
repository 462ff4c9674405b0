"""Pairs and rules -> Problems. The rules see values only; files are read at the edge, in `check_job`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from parallint.dated import read_pair
from parallint.errors import ParallintError, ReadError
from parallint.facts import packed
from parallint.jobs import AnyJob, Job, SiblingJob
from parallint.linting import lint, lint_heeding
from parallint.model import Pair, Problem
from parallint.notes import facts_of
from parallint.outcome import Judging, Outcome, Seen, Settings
from parallint.pairs import Text, embeds_english, sibling_pairs
from parallint.problems import SILENT, broken, fingerprint_of, normal, order_of, severity_of, told_of
from parallint.spread import parcels, workers_of
from parallint.suppress import Silenced

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from parallint.learning import Learned, Site
    from parallint.sheet import Sheet

__all__ = [
    "SILENT",
    "Judging",
    "Outcome",
    "Seen",
    "Settings",
    "broken",
    "check_job",
    "fingerprint_of",
    "lint",
    "normal",
    "run",
    "severity_of",
]


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
    parts = list(parcels(listed, workers_of(executor), lambda job: job.source if isinstance(job, Job) else job))
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
            found = sorted(lint_heeding(pair, settings, errors, silenced), key=order_of)
            problems.extend(found)
            sheets.extend(_sheets(pair, found) if settings.sheets else ())
        if isinstance(job, Job) and job.past and job.past.branch is not None:
            problems = _worse(job, problems, settings, learned)
        facts = packed(facts_of(pairs, settings, errors)) if settings.collect else b""
        seen = tuple(map(_seen, pairs))
        return Outcome(
            len(pairs), tuple(problems), tuple(errors), tuple(told), seen, facts, tuple(silenced), tuple(sheets)
        )
    except ParallintError as error:
        errors.append(error)
    except Exception as error:
        path = job.target if isinstance(job, Job) else job.targets[0][0]
        errors.append(ParallintError(f"could not be compared: {told_of(error)}", _REPORT, path))
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
    return made_worse(problems, lint_heeding(before, settings, [], []))


_REPORT = "This is a fault of parallint: please report it, with the file"


def _pairs(job: Job, learned: Learned | None, told: list[ParallintError]) -> tuple[Pair, ...]:
    if learned is None:
        return (read_pair(job, None, told),)
    return (replace(read_pair(job, learned.lexicon, told), conventions=learned.conventions),)


def _sibling_pairs(job: SiblingJob, errors: list[ParallintError]) -> tuple[Pair, ...]:
    """The siblings that can be read, and for the others an error each."""
    texts: list[Text] = []
    for number, (path, locale) in enumerate(job.targets):
        try:
            text = Text(path, job.text(number), locale)
        except ReadError as error:
            errors.append(error)
            continue
        texts.append(text)
        if job.strict and not embeds_english(text.text):
            errors.append(ReadError("no English stands beside the translation in this file", _NO_SIBLING, path))
    return sibling_pairs(texts)


_NO_SIBLING = "Compare it with its English file: --source ENGLISH --target TRANSLATION"


def _seen(pair: Pair) -> Seen:
    text = pair.source.text.encode("utf-8", "surrogatepass")
    return Seen(pair.id, pair.locale, pair.source.path, blake2b(text, digest_size=8).hexdigest())
