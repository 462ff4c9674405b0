"""What every command does with an error, and the exit statuses."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import NoReturn

import click

from parallint.errors import ParallintError

FOUND, UNREAD = 1, 2
"""Exit statuses: findings at or over --fail-on; usage, configuration or input that could not be read."""


def say(error: ParallintError) -> None:
    """An error on standard error, on as many lines as it has."""
    from parallint.report import visible

    lines = str(error).split("\n")
    click.echo("\n".join(visible(line) for line in (f"parallint: {lines[0]}", *lines[1:])), err=True)


def summed_up(errors: Iterable[ParallintError]) -> Iterator[ParallintError]:
    """The first of those that call for the same, with how many there are."""
    kinds: dict[str, list[ParallintError]] = {}
    for error in errors:
        kinds.setdefault(error.hint, []).append(error)
    for first, *others in kinds.values():
        more = f" (and {len(others)} more like it)" if others else ""
        yield ParallintError(f"{first.message}{more}", first.hint, first.path, first.line)


def fail(error: ParallintError) -> NoReturn:
    """Say the error, and exit with 2."""
    say(error)
    sys.exit(UNREAD)
