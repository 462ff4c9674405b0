"""A run over many jobs: what earlier runs found, and the rest on all processors, in the order of the jobs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from parallint.cache import Cache
from parallint.errors import ParallintError, ReadError
from parallint.history.git import HistoryError
from parallint.jobs import AnyJob, Job, SiblingJob
from parallint.learning import Learned, Site, Sites, learned_for, site_of
from parallint.outcome import Judging, Outcome
from parallint.read.files import read_text
from parallint.results import keep_outcomes, known_outcomes
from parallint.sameness import Keys, Stamps, files_of
from parallint.spread import collect_seldom, executor_for, shared

Progress = Callable[[int], None]
"""Told how many more jobs are done."""


@dataclass(frozen=True, slots=True)
class Means:
    """With what a run is done: so many processes (None: as many as are worth it), or the Dask scheduler at `address`.

    `cached` says that outcomes of earlier runs count.
    """

    processes: int | None = None
    address: str = ""
    cached: bool = False


def outcomes(
    jobs: Sequence[AnyJob | ParallintError],
    settings: Judging,
    known: Mapping[Site, Learned],
    means: Means,
    progress: Progress = lambda _: None,
    cache: Cache | None = None,
) -> list[Outcome]:
    """The outcome of every job, in their order, the same whatever the means.

    `cache` is the one that the run has, if it has any. Raises ParallintError where the cluster asked for cannot be had.
    """
    if not means.cached:
        return list(_worked(jobs, settings, known, means, progress))
    if cache is not None:
        return _remembered(jobs, settings, known, means, progress, cache)
    with Cache("") as own:
        return _remembered(jobs, settings, known, means, progress, own)


def _remembered(
    jobs: Sequence[AnyJob | ParallintError],
    settings: Judging,
    known: Mapping[Site, Learned],
    means: Means,
    progress: Progress,
    cache: Cache,
) -> list[Outcome]:
    stamps = Stamps()
    make = Keys(cache.digests)
    keys = [make.of(job, _signature(job, known), stamps.of(settings.of(job))) for job in jobs]
    known_by = [(key, *make.told(job, key)) if key else () for job, key in zip(jobs, keys, strict=True)]
    found = known_outcomes(cache.store, chain.from_iterable(known_by))
    done = [next((found[key] for key in own if key in found), None) for own in known_by]
    todo = [k for k, outcome in enumerate(done) if outcome is None]
    progress(len(jobs) - len(todo))
    keeping = _Keeping(cache)
    try:
        for k, outcome in zip(todo, _worked([jobs[k] for k in todo], settings, known, means, progress), strict=True):
            done[k] = outcome
            keeping.take(jobs[k], known_by[k], outcome)
    finally:
        keeping.end()
    return [outcome for outcome in done if outcome is not None]


class _Keeping:
    """Keeps outcomes a good many at a time, so that a run that is broken off has not worked for nothing."""

    def __init__(self, cache: Cache) -> None:
        self._cache, self._fresh = cache, dict[bytes, Outcome]()

    def take(self, job: AnyJob | ParallintError, keys: Sequence[bytes], outcome: Outcome) -> None:
        """Keep an outcome, if it will hold and the files still read as they did when its keys were made.

        What git could not tell holds until something is fetched: the second key is made of that as well.
        """
        lost = all(isinstance(error, HistoryError) for error in outcome.told)
        if outcome.errors or not lost or not isinstance(job, Job) or not (key := keys[1:] if outcome.told else keys):
            return
        if all(self._cache.digests.unchanged(path, root) for path, root in files_of(job) if path):
            self._fresh[key[0]] = outcome
        if len(self._fresh) >= _AT_ONCE:
            self.end()

    def end(self) -> None:
        """Keep what has come together."""
        keep_outcomes(self._cache.store, self._fresh)
        self._fresh = {}


_AT_ONCE = 500


def _worked(
    jobs: Sequence[AnyJob | ParallintError],
    settings: Judging,
    known: Mapping[Site, Learned],
    means: Means,
    progress: Progress,
) -> Iterator[Outcome]:
    if not jobs:
        return
    from parallint.engine import run

    collect_seldom()
    here = _needed(jobs, known, means)
    with executor_for(len(jobs), means.processes, means.address, here) as executor:
        local = executor is not None and not means.address
        there = {site: _Sent(site, learned) for site, learned in here.items()} if local else here
        for part in _batches(jobs) if means.address else (jobs,):
            sent = map(with_texts, part) if means.address else part
            for outcome in run(sent, settings, there, executor):
                yield outcome
                progress(1)


def _batches(jobs: Sequence[AnyJob | ParallintError]) -> Iterator[Sequence[AnyJob | ParallintError]]:
    """The jobs in portions whose texts can all be in memory."""
    yield from (jobs[k : k + _AT_HAND] for k in range(0, len(jobs), _AT_HAND))


_AT_HAND = 4_000


def _needed(
    jobs: Sequence[AnyJob | ParallintError], known: Mapping[Site, Learned], means: Means
) -> Mapping[Site, Learned]:
    """What is known of the jobs' sites; what is yet to be learned is learned in several processes."""
    sites = {site for job in jobs if (site := site_of(job)) in known} if known else set[Site]()
    if isinstance(known, Sites) and sites:
        with executor_for(known.unlearned(sites), means.processes) as executor:
            known.learn(sites, executor)
    return {site: known[site] for site in sites if site}


class _Sent(Learned):
    """What is known of a site, for workers that were started with all of it: by the site's name alone."""

    def __new__(cls, site: Site, learned: Learned) -> _Sent:
        made = super().__new__(cls, *learned)
        made.site = site
        return made

    site: Site

    def __reduce__(self) -> tuple[Any, ...]:
        return _known_here, (self.site,)


def _known_here(site: Site) -> object:
    return shared()[site]


def with_texts(job: AnyJob | ParallintError) -> AnyJob | ParallintError:
    """The job with its documents and what git knows of them, for workers that share no disk.

    One that cannot be read becomes the error that tells so.
    """
    if isinstance(job, ParallintError):
        return job
    if isinstance(job, SiblingJob):
        return replace(job, texts=tuple(_text_or_error(path, job.root) for path, _ in job.targets))
    try:
        source, target, base = (read_text(path, root) if path else None for path, root in files_of(job))
    except ParallintError as error:
        return error
    past = job.past
    if past:
        from parallint.history.shipped import shipped
        from parallint.pairs import embeds_english

        past = shipped(past, source or "", target or "", embeds_english(f"{source}{target}"))
    return replace(job, texts=(source or "", target or "", base), past=past)


def _text_or_error(path: str, root: str) -> str | ReadError:
    try:
        return read_text(path, root)
    except ReadError as error:
        return error


def _signature(job: AnyJob | ParallintError, known: Mapping[Site, Learned]) -> str:
    """What tells one state of what is known of the job's site from another."""
    return known.signature(site_of(job)) if isinstance(known, Sites) else learned_for(job, known).signature
