"""`parallint diff`: what a page is behind by, side by side with its English."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper

import click

from parallint.cli.speak import fail, say
from parallint.errors import ParallintError


@click.command()
@click.argument("page", type=click.Path())
@click.option("--config", "config_file", metavar="FILE", help="The configuration; else the nearest upward from here.")
@click.option("--color/--no-color", default=None, help="Colours; else on a terminal, and not where NO_COLOR is set.")
def diff(page: str, config_file: str | None, color: bool | None) -> None:
    """Show what changed in the English of PAGE since it was translated: the English then, now, and the translation.

    PAGE is a translation, or an English file: then all its translations are shown.
    """
    from parallint.cli.project import config_for
    from parallint.dated import read_pair
    from parallint.discover import discover, nothing_found
    from parallint.jobs import Job
    from parallint.lags import behind
    from parallint.pasts import dig, untold
    from parallint.report.drift import draw

    try:
        config = config_for(config_file, [page])
        dug = dig(discover(config, [page]), config.pins)
        jobs = [job for job in dug.jobs if isinstance(job, Job)]
        if not jobs:
            raise nothing_found(config, [page])
        for trouble in dug.troubles or untold(jobs, config.root):
            say(trouble)
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")
        for job in jobs:
            told: list[ParallintError] = []
            pair = read_pair(job, None, told)
            for trouble in told:
                say(trouble)
            draw(pair, list(behind(pair)), sys.stdout, _colored(color))
    except ParallintError as error:
        fail(error)


def _colored(color: bool | None) -> bool:
    if color is None:
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return color
