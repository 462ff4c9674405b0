"""A configuration and those that it builds on, in the order in which they count."""

from __future__ import annotations

import os
from collections.abc import Iterator

from parallint.keys import PROJECT, types
from parallint.tables import Key, Table, read_table

DEEPEST = 20
"""Files that may extend one another in a row."""


def upward(start: str) -> Iterator[str]:
    """The folder `start` and those above it, the last one the git repository's root, or the file system's."""
    folder = os.path.abspath(start)
    while True:
        yield folder
        parent = os.path.dirname(folder)
        if parent == folder or os.path.exists(os.path.join(folder, ".git")):
            return
        folder = parent


def top_of(folder: str) -> str:
    """The root of the git repository that a folder is in; the folder itself where it is in none."""
    *_, last = upward(folder)
    return last if os.path.exists(os.path.join(last, ".git")) else os.path.abspath(folder)


def chain(path: str) -> tuple[Table, ...]:
    """The tables of a configuration file: first those that it extends, in their order, and it at last.

    One that is reached on several ways counts once, where it is reached first. Raises ReadError or ConfigError, with
    the line, for one that is not there, leads out of the repository or extends itself.
    """
    top = top_of(os.path.dirname(os.path.abspath(path)))
    found: dict[str, Table] = {}
    _collect(path, top, (), found)
    return tuple(found.values())


def _collect(path: str, top: str, above: tuple[str, ...], found: dict[str, Table]) -> None:
    real = os.path.realpath(path)
    if real in found:
        return
    table = read_table(path)
    for key, named in _named(table):
        wanted = os.path.normpath(os.path.join(os.path.dirname(path), named))
        _check(table, key, named, wanted, top)
        if os.path.realpath(wanted) in (*above, real):
            raise table.error(f"{named!r} extends this file in its turn", "Take one of the two out", *key)
        if len(above) >= DEEPEST:
            raise table.error(f"more than {DEEPEST} files extend one another", "Join some of them", *key)
        _collect(wanted, top, (*above, real), found)
    found[real] = table


def _named(table: Table) -> Iterator[tuple[tuple[Key, ...], str]]:
    """What a table extends, each with the keys under which it stands. Raises ConfigError."""
    if "extends" not in table.values:
        return
    said = table.checked({"extends": table.values["extends"]}, types(PROJECT))["extends"]
    for named in (said,) if isinstance(said, str) else said:
        yield ("extends",), named


def _check(table: Table, key: tuple[Key, ...], named: str, wanted: str, top: str) -> None:
    from parallint.read.files import inside

    try:
        if not inside(wanted, top):
            hint = "A configuration extends files of its own repository only, or, outside of git, of its own folder"
            raise table.error(f"{named!r} leads out of {top}", hint, *key)
        there = os.path.isfile(wanted)
    except ValueError:  # a NUL character
        there = False
    if not there:
        raise table.error(f"no file {named!r}", "It is looked for from the folder of this file", *key)
