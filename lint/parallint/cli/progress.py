"""How far a long run is, on standard error: a bar with rate and time left on a terminal, elsewhere a few lines."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from parallint.cli.project import Progress

_STEPS = 5
"""Lines that a run writes where nobody watches a bar."""
_MANY = 200
"""Jobs from which on it writes any."""


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A function to be told how many more jobs are done and how many there are in all."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("parallint"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("pairs", total=None, rate="")

        def advance(done: int, all_: int) -> None:
            bar.update(task, total=all_, advance=done)
            speed = bar.tasks[0].speed
            if speed:
                bar.update(task, rate=f"{speed:.0f} pairs/s")

        yield advance


class _Lines:
    """A line for each fifth of a long run."""

    def __init__(self) -> None:
        self._done = self._told = 0

    def __call__(self, done: int, all_: int) -> None:
        self._done += done
        step = self._done * _STEPS // all_ if all_ else 0
        if step > self._told and all_ >= _MANY:
            self._told = step
            click.echo(f"parallint: {self._done} of {all_} pairs", err=True)
