"""`parallint status`: which English each page was made from, and how far it is behind."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from parallint.cli.speak import UNREAD, fail, say, summed_up
from parallint.errors import ParallintError

if TYPE_CHECKING:
    from parallint.jobs import Job
    from parallint.model import Revision
    from parallint.standing import Standing

_DAY = 86_400
_MANY = 40
"""Pages from which on more than one processor is worth its start."""
_WORKERS = 4


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATHS]...")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--all", "everything", is_flag=True, help="List the pages that are up to date as well.")
@click.option("--config", "config_file", metavar="FILE", help="The configuration; else the nearest upward from here.")
def status(paths: tuple[str, ...], format_: str, everything: bool, config_file: str | None) -> None:
    """Show which English each page was made from, and how far it is behind.

    PATHS are files or folders, translations or English files; by default the whole project.
    """
    try:
        pages = list(_standings(_jobs(paths, config_file)))
    except ParallintError as error:
        fail(error)
    today = time.time()
    if format_ == "json":
        values = [_value(page, today) for page in pages]
        click.echo(json.dumps({"schema": 1, "pages": values}, ensure_ascii=False, indent=1))
    else:
        for line in _lines(pages, today, everything):
            click.echo(line)
    for trouble in summed_up([trouble for page in pages for trouble in page.told]):
        say(trouble)
    if any(page.state == "unread" for page in pages):
        sys.exit(UNREAD)


def _jobs(paths: Sequence[str], config_file: str | None) -> list[Job]:
    """The jobs asked for, with what git knows of them; says what it does not. Raises ParallintError."""
    from parallint.cli.project import config_for
    from parallint.discover import discover, nothing_found
    from parallint.jobs import Job
    from parallint.pasts import dig, untold

    config = config_for(config_file, paths)
    jobs = discover(config, paths)
    if not jobs:
        raise nothing_found(config, paths)
    dug = dig(jobs, config.pins)
    found = [job for job in dug.jobs if isinstance(job, Job)]
    for trouble in dug.troubles or untold(found, config.root):
        say(trouble)
    return found


def _standings(jobs: Sequence[Job]) -> Iterator[Standing]:
    """Where the pages stand, in the order of the jobs, on as many processors as are worth it."""
    from parallint.standing import standing

    workers = min(_WORKERS, os.cpu_count() or 1)
    if workers < len(("one", "other")) or len(jobs) < _MANY:
        yield from map(standing, jobs)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(workers) as executor:
        yield from executor.map(standing, jobs, chunksize=8)


def _lines(pages: Sequence[Standing], today: float, everything: bool) -> Iterator[str]:
    """For each locale a summary, and a line for each of its pages that is behind."""
    from parallint.report import visible

    ordered = sorted(pages, key=lambda page: (page.locale, -page.segments, page.path))
    for locale, group in groupby(ordered, key=lambda page: page.locale):
        here = list(group)
        yield click.style(f"{visible(locale) or 'no locale'}: {_summary(here)}", bold=True)
        shown = [page for page in here if everything or page.state != "up to date"]
        if shown:
            yield click.style(f"{'segments':>11}  commits   days  {'made from':<40}  page", dim=True)
        yield from (visible(_row(page, today)) for page in shown)
        yield ""


def _summary(pages: Sequence[Standing]) -> str:
    counts = {state: sum(page.state == state for page in pages) for state in ("up to date", "behind", "unread")}
    late = sum(page.segments for page in pages)
    parts = [f"{len(pages)} {'page' if len(pages) == 1 else 'pages'}", f"{counts['up to date']} up to date"]
    if counts["behind"]:
        parts.append(f"{counts['behind']} behind ({late} {'segment' if late == 1 else 'segments'})")
    if unknown := sum(page.state == "unknown" for page in pages):
        parts.append(f"{unknown} made from an English that is not known")
    if counts["unread"]:
        parts.append(f"{counts['unread']} not read")
    return ", ".join(parts)


def _row(page: Standing, today: float) -> str:
    behind = f"{page.segments} of {page.of}" if page.origin else "?"
    commits = str(page.commits) if page.origin else "?"
    days = _days(page.since, today)
    return f"{behind:>11}  {commits:>7}  {'' if days is None else days:>5}  {_made_from(page):<40}  {page.path}"


def _made_from(page: Standing) -> str:
    if page.origin is None:
        return "unread" if page.state == "unread" else "unknown"
    revision = page.origin.revision
    if revision is None:
        return str(page.origin.way)
    return f"{revision.date} {revision.short} ({page.origin.way})"


def _days(since: Revision | None, today: float) -> int | None:
    """Whole days since the first change that the page has not; None where there is none, or it is not committed."""
    return max(0, int((today - since.time) // _DAY)) if since and since.commit else None


def _value(page: Standing, today: float) -> dict[str, Any]:
    origin = page.origin
    return {
        "path": page.path,
        "source": page.source,
        "locale": page.locale,
        "state": str(page.state),
        "base": None
        if origin is None
        else {
            "how": str(origin.way),
            "confidence": round(origin.confidence, 2),
            "pin": None if origin.pin is None else {"key": origin.pin.key, "value": origin.pin.value},
            "commit": _revision(origin.revision),
        },
        "segments": page.segments,
        "of": page.of,
        "commits": page.commits,
        "days": _days(page.since, today),
        "since": _revision(page.since),
    }


def _revision(revision: Revision | None) -> dict[str, str] | None:
    if revision is None:
        return None
    return {"hash": revision.commit, "date": revision.date, "subject": revision.subject, "path": revision.path}
