"""`parallint audit`: a whole project at a glance, and where to begin."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from parallint.cli.project import config_for, inside_repository, run_project, settings_for
from parallint.cli.speak import FOUND, UNREAD, fail
from parallint.errors import ParallintError

if TYPE_CHECKING:
    from parallint.audit import LocaleAudit
    from parallint.discover import Project
    from parallint.report import Report

_FORMATS = ["text", "json", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson", "markdown"]
_SEVERITIES = ["error", "warning", "note"]


@click.command()
@click.argument("root", default=".", type=click.Path(file_okay=False))
@click.option("--report", "html", metavar="FILE.html", help="Write a report to read in a browser as well.")
@click.option("--format", "format_", type=click.Choice(_FORMATS), default="text", show_default=True, help="For whom.")
@click.option("--output", metavar="FILE", help="Write what would be printed into a file.")
@click.option(
    "--fail-on", type=click.Choice(_SEVERITIES), default="warning", show_default=True, help="What fails a run."
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever was found.")
@click.option("--config", "config_file", metavar="FILE", help="The configuration; else the nearest upward from ROOT.")
@click.option("--history/--no-history", default=None, help="Whether git is asked which English pages were made from.")
@click.option("--processes", type=click.IntRange(1), metavar="N", help="So many at once; else one a processor.")
@click.option("--executor", default="", metavar="ADDRESS", help="A Dask scheduler, tcp://host:port; without history.")
@click.option("--cache/--no-cache", default=True, help="Whether what earlier runs found of unchanged pages counts.")
def audit(
    root: str,
    html: str | None,
    format_: str,
    output: str | None,
    fail_on: str,
    exit_zero: bool,
    config_file: str | None,
    history: bool | None,
    processes: int | None,
    executor: str,
    cache: bool,
) -> None:
    """Look at a whole project: each locale's coverage and drift, and the findings that hurt readers most.

    Exit status: 0 nothing at or over --fail-on, 1 findings, 2 something could not be read.
    """
    from parallint.audit import audited
    from parallint.cli.progress import progress_bar
    from parallint.discover import survey
    from parallint.runs import Means

    try:
        if not os.path.isdir(root):
            raise ParallintError("no such folder", "Check the path", root)
        config = config_for(config_file, [root])
        project = survey(config)
        means = Means(processes, executor, cached=cache and not html)
        asked = config.history if history is None else history
        with progress_bar() as progress:
            report = run_project(config, (), settings_for(config), means, asked, None, progress, sheets=bool(html))
        audits = audited(_pages(project), _english(project), report.problems)
        _write(_shown(report, audits, format_, inside_repository(config)), output)
        if html:
            _write_html(html, report, audits, _pages(project))
    except ParallintError as error:
        fail(error)
    if report.errors:
        sys.exit(UNREAD)
    from parallint.model import Severity

    if report.fails(Severity(fail_on)) and not exit_zero:
        sys.exit(FOUND)


def _pages(project: Project) -> list[tuple[str, str]]:
    """The locale and the path of every translation that has its English."""
    return [(locale, name) for entries in project.pairs.values() for name, locale in entries]


def _english(project: Project) -> int:
    return len(project.pairs) + len(project.untranslated)


def _shown(report: Report, audits: tuple[LocaleAudit, ...], format_: str, folder: str) -> str:
    from parallint.report import renderer
    from parallint.report.rooted import FORMATS as FROM_THE_TOP
    from parallint.report.rooted import rooted

    if format_ != "text":
        return renderer(format_)(rooted(report, folder) if format_ in FROM_THE_TOP else report)
    from parallint.report.audit import drawn

    if not sys.stdout.isatty():
        return drawn(report, audits)
    from shutil import get_terminal_size

    return drawn(report, audits, get_terminal_size().columns, color=True)


def _write_html(path: str, report: Report, audits: tuple[LocaleAudit, ...], pages: list[tuple[str, str]]) -> None:
    from parallint.report.html import render

    _write(render(report, audits, report.sheets, pages=pages), path)


def _write(text: str, output: str | None) -> None:
    if not output:
        click.echo(text.encode("utf-8"), nl=False)
        return
    try:
        with open(output, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or error
        raise ParallintError(f"cannot be written: {said}", "Check the path", output) from None
