"""What the commands that lint have in common: the configuration, the settings, and the run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from parallint.cli.speak import say, summed_up
from parallint.errors import ParallintError

if TYPE_CHECKING:
    from parallint.config import Config
    from parallint.engine import Settings
    from parallint.jobs import AnyJob
    from parallint.learning import Learned, Site
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


def settings_for(config: Config) -> Settings:
    """The rules that run, with their options, and the confidence asked for. Raises ParallintError."""
    from parallint.engine import Settings
    from parallint.registry import activate, load_rules

    return Settings(activate(load_rules(), config), config.confidence)


def run_project(
    config: Config,
    paths: Sequence[str],
    settings: Settings,
    means: Means,
    history: bool,
    since: str | None,
    progress: Progress = lambda _done, _all: None,
) -> Report:
    """The report on the configured project; where it has no pairs, a word on standard error.

    Without PATHS that is an error; with them, as from a hook that is given every changed file, it is not.
    """
    from parallint.discover import discover, nothing_found

    found = discover(config, paths)
    report = run_jobs(_with_past(found, config, history, since), settings, means, config, progress)
    if not report.pairs and not report.errors and not (found and since):
        if not paths:
            raise nothing_found(config, paths)
        say(nothing_found(config, paths))
    return report


def _with_past(
    jobs: Iterable[AnyJob], config: Config, history: bool, since: str | None
) -> Iterable[AnyJob | ParallintError]:
    """The jobs with what git knows of them; with `since`, those only that the branch has to do with."""
    if not history and since is None:
        return jobs
    from parallint.pasts import branch_since, dig

    branch = None if since is None else branch_since(config.root, since)
    dug = dig(jobs, config.pins, branch)
    for trouble in dug.troubles:
        say(trouble)
    if since is None:
        return dug.jobs
    from parallint.branch import touched

    return touched(dug.jobs)


def run_jobs(
    jobs: Iterable[AnyJob | ParallintError],
    settings: Settings,
    means: Means,
    project: Config | None = None,
    progress: Progress = lambda _done, _all: None,
) -> Report:
    """The report on the jobs; those of a project are judged with what all its pages teach, asked for or not."""
    from parallint.report import Report
    from parallint.runs import outcomes as worked

    jobs = list(jobs)
    outcomes = worked(jobs, settings, _known(jobs, project), means, lambda done: progress(done, len(jobs)))
    report = Report(
        sum(outcome.pairs for outcome in outcomes),
        tuple(problem for outcome in outcomes for problem in outcome.problems),
        tuple(error for outcome in outcomes for error in outcome.errors),
        tuple(active.rule for active in settings.rules),
    )
    for error in _once(report.errors):
        say(error)
    for trouble in summed_up(error for outcome in outcomes for error in outcome.told):
        say(trouble)
    return report


def _once(errors: Sequence[ParallintError]) -> Iterator[ParallintError]:
    """The errors; a rule that failed on many pages is told of once."""
    from parallint.errors import RuleError

    yield from (error for error in errors if not isinstance(error, RuleError))
    yield from summed_up(error for error in errors if isinstance(error, RuleError))


def _known(jobs: Sequence[AnyJob | ParallintError], project: Config | None) -> Mapping[Site, Learned]:
    if not jobs or (project is None and len(jobs) == 1):
        return {}
    from parallint.learning import learn_sites

    if project is None:
        return learn_sites(jobs)
    from parallint.cache import learned_cache
    from parallint.discover import discover

    return learn_sites(discover(project, ()), learned_cache(project.root))
