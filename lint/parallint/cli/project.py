"""What the commands that lint have in common: the configuration, the settings, and the run."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from parallint.cli.speak import say, summed_up
from parallint.errors import ParallintError

if TYPE_CHECKING:
    from parallint.cache import Cache
    from parallint.conclusions import Roots
    from parallint.config import Config
    from parallint.discover import Project
    from parallint.jobs import AnyJob
    from parallint.learning import Learned, Site
    from parallint.model import Inventory
    from parallint.plan import Plan
    from parallint.report import Report
    from parallint.runs import Means

Progress = Callable[[int, int], None]
"""Told how many more jobs are done, and how many there are in all."""


def config_for(file: str | None, paths: Sequence[str]) -> Config:
    """The configuration asked for, or the nearest upward from here, else from the folder that all `paths` lie in."""
    from parallint.config import Config, common_folder, find_config, load_config

    if file:
        return load_config(file)
    found = find_config(os.curdir)
    if not found and (folder := common_folder(paths)):
        found = find_config(folder)
    return found or Config(root=os.path.abspath(os.curdir))


def inside_repository(config: Config) -> str:
    """The way from the git repository's root to the project's, "." where they are the same."""
    from parallint.config import repository_of

    return os.path.relpath(config.root or os.curdir, repository_of(config))


def settings_for(config: Config) -> Plan:
    """The rules that run on each page, with their options, and the confidence asked for. Raises ParallintError."""
    from parallint.plan import Plan
    from parallint.registry import load_rules

    return Plan(config, load_rules())


def pages_of(config: Config, paths: Sequence[str]) -> set[str] | None:
    """The translations that `paths` stand for, as paths from the project's root; None for the whole project."""
    if not paths:
        return None
    from parallint.discover import discover

    return set(_pages(discover(config, paths)))


def _pages(jobs: Iterable[AnyJob | ParallintError]) -> Iterator[str]:
    from parallint.jobs import Job

    for job in jobs:
        if isinstance(job, Job):
            yield job.target
        elif not isinstance(job, ParallintError):
            yield from (path for path, _ in job.targets)


def run_project(
    config: Config,
    paths: Sequence[str],
    settings: Plan,
    means: Means,
    history: bool,
    since: str | None,
    progress: Progress = lambda _done, _all: None,
    baseline: bool = True,
    sheets: bool = False,
    project: Project | None = None,
) -> Report:
    """The report on the configured project; where it has no pairs, a word on standard error.

    Without PATHS that is an error; with them, as from a hook that is given every changed file, it is not. What its
    `baseline` knows is held back, if that is to count. With `sheets`, pages with problems are laid out for reading.
    A whole `project` that was surveyed already need not be surveyed again.
    """
    from parallint.cache import Cache
    from parallint.cli.held import held_back
    from parallint.discover import jobs_of, nothing_found, survey
    from parallint.plan import Plan

    settings = Plan(config, settings.bundled, collect=True, sheets=sheets)
    troubles: list[ParallintError] = []
    with Cache(config.root, means.cached) as cache:
        project = project or survey(config)
        whole = None if paths or since else _stock(config, settings, history, project, cache)
        found = _selected(project, config, paths) if whole is None else whole[0]
        every = jobs_of(project, config.root)
        jobs = _with_past(found, config, history, since, troubles, cache)
        report = run_jobs(jobs, settings, means, config, progress, whole[1] if whole else None, every, cache)
    if not report.pairs and not report.errors and not (found and since):
        if not paths:
            raise nothing_found(config, paths)
        say(nothing_found(config, paths))
    if not baseline:
        return report
    alike = since is None and history == config.history and not report.told and not troubles
    return held_back(report, config, set(_pages(found)) if paths else None, alike)


def _stock(
    config: Config, settings: Plan, history: bool, project: Project, cache: Cache
) -> tuple[tuple[AnyJob, ...], Inventory]:
    """The jobs of the whole project, moved pages among them, and what its rules over the whole project look at."""
    from parallint.discover import jobs_of
    from parallint.inventory import take_stock

    stock = take_stock(config, settings, history, project, cache)
    return jobs_of(stock.project, config.root), stock.inventory


def _selected(project: Project, config: Config, paths: Sequence[str]) -> tuple[AnyJob, ...]:
    """The jobs of the part of a project that `paths` name, all of them without any; ignored files as well."""
    from parallint.discover import WHOLE, jobs_of, select, survey

    selection = select(config.root, paths) if paths else WHOLE
    if not selection.names <= project.names:
        project = survey(config, selection.names)
    return jobs_of(project, config.root, selection)


def _with_past(
    jobs: Iterable[AnyJob],
    config: Config,
    history: bool,
    since: str | None,
    troubles: list[ParallintError],
    cache: Cache,
) -> Iterable[AnyJob | ParallintError]:
    """The jobs with what git knows of them; with `since`, those only that the branch has to do with.

    What stands in the way of that is said, and added to the `troubles`.
    """
    if not history and since is None:
        return jobs
    from parallint.history.kept import kept_histories
    from parallint.pasts import branch_since, dig

    branch = None if since is None else branch_since(config.root, since)
    dug = dig(jobs, config.pins, branch, kept_histories(cache.store))
    troubles.extend(dug.troubles)
    for trouble in dug.troubles:
        say(trouble)
    if since is None:
        return dug.jobs
    from parallint.branch import touched

    return touched(dug.jobs)


def run_jobs(
    jobs: Iterable[AnyJob | ParallintError],
    settings: Plan,
    means: Means,
    project: Config | None = None,
    progress: Progress = lambda _done, _all: None,
    whole: Inventory | None = None,
    every: Sequence[AnyJob] = (),
    cache: Cache | None = None,
) -> Report:
    """The report on the jobs; those of a project are judged with what all its pages teach, asked for or not.

    `every` are all jobs of the project, and `cache` is its cache. Where the jobs are the whole project, `whole` is what
    the rules over it look at.
    """
    from parallint.cli.held import once
    from parallint.conclusions import concluded, unjudged, without
    from parallint.consensus import agreed
    from parallint.report import Report
    from parallint.runs import outcomes as worked

    jobs = list(jobs)
    known = _known(jobs, every, cache)
    outcomes = worked(jobs, settings, known, means, lambda done: progress(done, len(jobs)), cache)
    outcomes = agreed(outcomes, settings.project)
    conclusion = concluded(whole, outcomes, settings, _roots(project)) if whole else None
    said = without(
        (problem for outcome in outcomes for problem in outcome.problems),
        conclusion.used if conclusion else unjudged(outcomes),
    )
    problems = once(list(said), lambda: _translations(every or jobs))
    if conclusion:
        outcomes.append(conclusion.outcome)
        problems += conclusion.outcome.problems
    report = Report(
        sum(outcome.pairs for outcome in outcomes),
        problems,
        tuple(error for outcome in outcomes for error in outcome.errors),
        settings.rules,
        silenced=tuple(silenced for outcome in outcomes for silenced in outcome.silenced),
        told=tuple(told for outcome in outcomes for told in outcome.told),
        sheets=tuple(sheet for outcome in outcomes for sheet in outcome.sheets),
    )
    for error in _once(report.errors):
        say(error)
    for trouble in summed_up(report.told):
        say(trouble)
    return report


def _roots(project: Config | None) -> Roots:
    """Where the project's pages lie, and the English ones."""
    from parallint.conclusions import Roots

    if project is None:
        return Roots()
    return Roots(project.root, project.source_repository and os.path.join(project.root, project.source_repository))


def _translations(jobs: Iterable[AnyJob | ParallintError]) -> Counter[str]:
    """How many translations each English page has."""
    from parallint.jobs import Job

    return Counter(job.source for job in jobs if isinstance(job, Job))


def _once(errors: Sequence[ParallintError]) -> Iterator[ParallintError]:
    """The errors; a rule that failed on many pages is told of once."""
    from parallint.errors import RuleError

    yield from (error for error in errors if not isinstance(error, RuleError))
    yield from summed_up(error for error in errors if isinstance(error, RuleError))


def _known(
    jobs: Sequence[AnyJob | ParallintError], every: Sequence[AnyJob], cache: Cache | None
) -> Mapping[Site, Learned]:
    if not jobs or (cache is None and len(jobs) == 1):
        return {}
    from parallint.learning import Sites

    return Sites(jobs) if cache is None else Sites(every, cache.learned, cache.digests.of)
