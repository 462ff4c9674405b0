"""`parallint check`. Everything slow is imported when it is needed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from io import TextIOWrapper
from typing import TYPE_CHECKING

import click

from parallint.cli.project import config_for, inside_repository, run_jobs, run_project, settings_for
from parallint.cli.speak import FOUND, UNREAD, fail
from parallint.errors import ParallintError

if TYPE_CHECKING:
    from parallint.jobs import AnyJob
    from parallint.report import Report

_SEVERITIES = ["error", "warning", "note"]
_FORMATS = ["text", "json", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson", "markdown"]


def _other_reports(_context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> list[tuple[str, str]]:
    """The formats and files of `--also`; raises click's BadParameter for what names none."""
    found: list[tuple[str, str]] = []
    for value in values:
        format_, _, file = value.partition("=")
        if format_ not in _FORMATS or not file:
            known = ", ".join(_FORMATS)
            raise click.BadParameter(f"{value!r} is no FORMAT=FILE. Formats: {known}.", param=option)
        found.append((format_, file))
    return found


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATHS]...")
@click.option("--source", metavar="EN", help="The English file of one pair; needs --target, and no configuration.")
@click.option("--target", metavar="FILE", help="The translation of one pair.")
@click.option(
    "--locale", default="", metavar="TAG", help="The translation's locale; else its front matter or path says."
)
@click.option("--base", metavar="EN_THEN", help="The English file that the translation was made from.")
@click.option("--siblings", is_flag=True, help="Compare the PATHS, one document in several languages, without English.")
@click.option("--pairs", metavar="MANIFEST", help="Check the pairs of a file: JSON lines with id, source and target.")
@click.option("--since", metavar="REV", help="Only what got worse since a revision: a branch, a tag, a commit.")
@click.option("--history/--no-history", default=None, help="Ask git which English a page was made from; on by default.")
@click.option("--format", "format_", type=click.Choice(_FORMATS), default="text", show_default=True, help="For whom.")
@click.option("--output", metavar="FILE", help="Write the report into a file.")
@click.option(
    "--also",
    multiple=True,
    metavar="FORMAT=FILE",
    callback=_other_reports,
    help="Write the report in another format into a file as well; can be given several times.",
)
@click.option(
    "--fail-on", type=click.Choice(_SEVERITIES), default="warning", show_default=True, help="What fails a run."
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever was found.")
@click.option(
    "--config",
    "config_file",
    metavar="FILE",
    help="The configuration; else the nearest upward from here, or from PATHS.",
)
@click.option("--color/--no-color", default=None, help="Colours; else on a terminal, and not where NO_COLOR is set.")
@click.option("--processes", type=click.IntRange(1), metavar="N", help="So many at once; else one a processor.")
@click.option("--executor", default="", metavar="ADDRESS", help="A Dask scheduler, tcp://host:port.")
@click.option("--cache/--no-cache", default=True, help="Whether a project's pages that have not changed are done anew.")
@click.option("--baseline/--no-baseline", default=True, help="Whether findings that the baseline knows are held back.")
@click.option("--quiet", "-q", is_flag=True, help="A line for each finding, without the texts.")
@click.option("--verbose", "-v", is_flag=True, help="Tell for each finding what the alignment rests on there.")
@click.option(
    "--show-silenced",
    is_flag=True,
    help="Show what comments silence, too: in SARIF as suppressions, in text by itself.",
)
def check(
    paths: tuple[str, ...],
    source: str | None,
    target: str | None,
    locale: str,
    base: str | None,
    siblings: bool,
    pairs: str | None,
    since: str | None,
    history: bool | None,
    format_: str,
    output: str | None,
    also: list[tuple[str, str]],
    fail_on: str,
    exit_zero: bool,
    config_file: str | None,
    color: bool | None,
    processes: int | None,
    executor: str,
    cache: bool,
    baseline: bool,
    quiet: bool,
    verbose: bool,
    show_silenced: bool,
) -> None:
    """Lint translations.

    PATHS are files or folders, a translation or an English file (then: all its translations); by default the whole
    project, as the configuration lays it out.

    Exit status: 0 nothing at or over --fail-on, 1 findings, 2 something could not be read.
    """
    from parallint.report.rooted import FORMATS as FROM_THE_TOP
    from parallint.report.rooted import rooted
    from parallint.runs import Means

    _check_usage(paths, source, target, locale, base, siblings, pairs)
    try:
        if since and (source or target or pairs or siblings):
            raise click.UsageError("--since goes with PATHS, or with the whole project.")
        config = config_for(config_file, paths)
        settings = settings_for(config)
        jobs = _one_pair(source, target, locale, base) or _listed(pairs) or _siblings(paths, siblings)
        asked = config.history if history is None else history
        means = Means(processes, executor, cached=not jobs and cache)
        if jobs:
            report = run_jobs(jobs, settings, means)
        else:
            report = run_project(config, paths, settings, means, asked, since, baseline=baseline)
        report = replace(report, show_silenced=show_silenced, quiet=quiet, verbose=verbose)
        folder = "" if jobs else inside_repository(config)
        for one, file in ((format_, output), *also):
            shown = rooted(report, folder) if one in FROM_THE_TOP else report
            _write(shown, one, file, color, "" if jobs else config.root)
    except ParallintError as error:
        fail(error)
    if report.errors:
        sys.exit(UNREAD)
    from parallint.model import Severity

    if report.fails(Severity(fail_on)) and not exit_zero:
        sys.exit(FOUND)


def _check_usage(
    paths: tuple[str, ...],
    source: str | None,
    target: str | None,
    locale: str,
    base: str | None,
    siblings: bool,
    pairs: str | None,
) -> None:
    """Raise click's UsageError where the arguments ask for two things at once, or for half of one."""
    one = bool(source or target)
    if one and not (source and target):
        raise click.UsageError("--source and --target need each other.")
    if (locale or base) and not one:
        raise click.UsageError("--locale and --base go with --source and --target.")
    if sum((one, bool(pairs), siblings or bool(paths))) > 1:
        raise click.UsageError("--source with --target, --pairs, --siblings and PATHS exclude each other.")
    if siblings and len(paths) < len(("one", "other")):
        raise click.UsageError("--siblings needs two files or more.")


def _one_pair(source: str | None, target: str | None, locale: str, base: str | None) -> Iterable[AnyJob] | None:
    from parallint.jobs import Job

    return (Job(target, source, target, locale, base or None),) if source and target else None


def _listed(manifest: str | None) -> Iterable[AnyJob | ParallintError] | None:
    from parallint.jobs import read_manifest

    return read_manifest(manifest) if manifest else None


def _siblings(paths: tuple[str, ...], siblings: bool) -> Iterable[AnyJob] | None:
    from parallint.jobs import SiblingJob

    return (SiblingJob(tuple((path, "") for path in paths)),) if siblings else None


def _write(report: Report, format_: str, output: str | None, color: bool | None, root: str) -> None:
    """The report into the file, or on standard output: drawn where that is a terminal and the format is for people.

    `root` is the folder that the paths in the report start at, "" for the working directory.
    """
    from parallint.report import renderer

    if output:
        try:
            with open(output, "w", encoding="utf-8", newline="\n") as file:
                file.write(renderer(format_)(report))
        except (OSError, ValueError) as error:
            said = getattr(error, "strerror", None) or error
            raise ParallintError(f"cannot be written: {said}", "Check the path", output) from None
    elif format_ == "text" and (color or _is_terminal()):
        from parallint.report.terminal import draw

        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")
        draw(report, sys.stdout, color=_colored(color), read=partial(_text, root))
    else:
        click.echo(renderer(format_)(report).encode("utf-8"), nl=False)


def _text(root: str, path: str) -> str:
    from parallint.read.files import read_text

    try:
        return read_text(path, root)
    except ParallintError:
        return ""


def _is_terminal() -> bool:
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _colored(color: bool | None) -> bool:
    return not os.environ.get("NO_COLOR") if color is None else color
