"""`parallint baseline`: the findings of today, to be lived with for now."""

from __future__ import annotations

import sys

import click

from parallint.cli.speak import UNREAD, fail
from parallint.errors import ParallintError


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATHS]...")
@click.option("--config", "config_file", metavar="FILE", help="The configuration; else the nearest upward from here.")
@click.option("--processes", type=click.IntRange(1), metavar="N", help="So many at once; else one a processor.")
@click.option("--cache/--no-cache", default=True, help="Whether what earlier runs found of unchanged pages counts.")
def baseline(paths: tuple[str, ...], config_file: str | None, processes: int | None, cache: bool) -> None:
    """Write down the findings of today, so that only new ones are reported.

    The file, parallint-baseline.json in the project's folder unless the configuration names another, belongs in the
    repository. A finding is known by its page and the texts, so it stays known while the page changes elsewhere, and is
    new again when its own English or its translation changes. With PATHS, what the file holds of other pages stays.
    """
    from parallint.cli.held import baseline_of, write_baseline
    from parallint.cli.project import config_for, pages_of, run_project, settings_for
    from parallint.report import visible
    from parallint.runs import Means

    try:
        config = config_for(config_file, paths)
        means = Means(processes, cached=cache)
        report = run_project(config, paths, settings_for(config), means, config.history, None, baseline=False)
        count = write_baseline(config, report, pages_of(config, paths))
    except ParallintError as error:
        fail(error)
    findings = "1 finding" if count == 1 else f"{count} findings"
    click.echo(visible(f"{baseline_of(config)}: {findings}. `parallint check` reports what is new from now on"))
    if report.errors:
        sys.exit(UNREAD)
