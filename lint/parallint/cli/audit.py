"""`parallint audit`: a whole project at a glance, and where to begin."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from parallint.cli.project import config_for, inside_repository, run_project, settings_for
from parallint.cli.speak import FOUND, UNREAD, fail
from parallint.errors import ParallintError
from parallint.locales import same_locale

if TYPE_CHECKING:
    from parallint.audit import LocaleAudit
    from parallint.discover import Project
    from parallint.report import Report

_FORMATS = ["text", "json", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson", "markdown"]
_SEVERITIES = ["error", "warning", "note"]


@click.command()
@click.argument("root", default=".", type=click.Path(file_okay=False))
@click.option(
    "--report",
    "html",
    metavar="FILE.html",
    help="Write a report to read in a browser as well; FOLDER/ for a large one.",
)
@click.option("--format", "format_", type=click.Choice(_FORMATS), default="text", show_default=True, help="For whom.")
@click.option("--output", metavar="FILE", help="Write what would be printed into a file.")
@click.option(
    "--fail-on", type=click.Choice(_SEVERITIES), default="warning", show_default=True, help="What fails a run."
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever was found.")
@click.option("--config", "config_file", metavar="FILE", help="The configuration; else the nearest upward from ROOT.")
@click.option("--history/--no-history", default=None, help="Whether git is asked which English pages were made from.")
@click.option("--processes", type=click.IntRange(1), metavar="N", help="So many at once; else one a processor.")
@click.option("--executor", default="", metavar="ADDRESS", help="A Dask scheduler, tcp://host:port.")
@click.option("--cache/--no-cache", default=True, help="Whether what earlier runs found of unchanged pages counts.")
@click.option("--locale", "locales", multiple=True, metavar="TAG", help="Only this locale; can be given several times.")
@click.option("--baseline/--no-baseline", default=True, help="Whether findings that the baseline knows are held back.")
@click.option("--show-silenced", is_flag=True, help="Show what comments silence, too: in SARIF as suppressions.")
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
    locales: tuple[str, ...],
    baseline: bool,
    show_silenced: bool,
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
            report = run_project(
                config,
                (),
                settings_for(config),
                means,
                asked,
                None,
                progress,
                baseline=baseline,
                sheets=bool(html),
                project=project,
            )
        pages = [page for page in _pages(project) if _asked_for(page[0], locales)]
        report = replace(_only(report, locales, len(pages)), show_silenced=show_silenced)
        if locales and not pages:
            known = sorted({locale for locale, _ in _pages(project)})
            raise ParallintError(f"no pages in {', '.join(locales)}", f"There are {', '.join(known)}")
        audits = audited(pages, _english(project), report.problems)
        nowhere = len(project.untranslated) if project.pairs else 0
        _write(_shown(report, audits, format_, inside_repository(config), nowhere), output)
        if html:
            _write_html(html, report, audits, pages)
    except ParallintError as error:
        fail(error)
    if report.errors:
        sys.exit(UNREAD)
    from parallint.model import Severity

    if report.fails(Severity(fail_on)) and not exit_zero:
        sys.exit(FOUND)


def _asked_for(locale: str, locales: tuple[str, ...]) -> bool:
    return not locales or any(same_locale(locale, known) for known in locales)


def _only(report: Report, locales: tuple[str, ...], pairs: int) -> Report:
    """The report on these locales alone, which have so many pairs; what is said of all locales is a part of it."""
    if not locales:
        return report
    return replace(
        report,
        pairs=pairs,
        problems=tuple(p for p in report.problems if not p.locale or _asked_for(p.locale, locales)),
        silenced=tuple(s for s in report.silenced if not s.problem.locale or _asked_for(s.problem.locale, locales)),
    )


def _pages(project: Project) -> list[tuple[str, str]]:
    """The locale and the path of every translation that has its English, or, without English files, holds it itself."""
    return [(locale, name) for entries in (project.pairs or project.orphans).values() for name, locale in entries]


def _english(project: Project) -> int:
    return len(project.pairs) + len(project.untranslated) if project.pairs else len(project.orphans)


def _shown(report: Report, audits: tuple[LocaleAudit, ...], format_: str, folder: str, nowhere: int) -> str:
    from parallint.report import renderer
    from parallint.report.rooted import FORMATS as FROM_THE_TOP
    from parallint.report.rooted import rooted

    if format_ != "text":
        return renderer(format_)(rooted(report, folder) if format_ in FROM_THE_TOP else report)
    from parallint.report.audit import drawn

    if not sys.stdout.isatty():
        return drawn(report, audits, nowhere=nowhere)
    from shutil import get_terminal_size

    return drawn(report, audits, get_terminal_size().columns, color=True, nowhere=nowhere)


def _write_html(path: str, report: Report, audits: tuple[LocaleAudit, ...], pages: list[tuple[str, str]]) -> None:
    if not path.endswith(("/", os.sep)) and not os.path.isdir(path):
        from parallint.report.html import render

        _write(render(report, audits, report.sheets, pages=pages), path)
        return
    from parallint.report.folder import render_folder

    try:
        os.makedirs(path, exist_ok=True)
    except (OSError, ValueError) as error:
        raise ParallintError(f"cannot be made: {error}", "Check the path", path) from None
    for name, text in render_folder(report, audits, report.sheets, pages=pages):
        _write(text, os.path.join(path, name))


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
