"""`parallint init`: the configuration that would say what was found without one."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from parallint.cli.speak import fail
from parallint.errors import ParallintError

if TYPE_CHECKING:
    from parallint.discover import Project

_HEAD = """\
# What parallint checks here: https://github.com/parallint/parallint
# `parallint pairs` shows which files belong together, `parallint rules` what is looked for.
"""
_TAIL = """
# Paths that are left alone, as in a .gitignore.
# exclude = ["docs/*/internal/"]

# How sure a finding must be, from 0 to 1, to count as more than a note.
# confidence = 0.5

# The severity of a rule ("error", "warning", "note", "off"), or a table with its options.
# [rules]
# extra-segment = "note"
"""


@click.command()
@click.option("--force", is_flag=True, help="Write over a configuration that is there.")
def init(force: bool) -> None:
    """Write a parallint.toml with the layouts that were found, with comments."""
    from parallint.config import FILE, Config
    from parallint.discover import survey

    try:
        if os.path.lexists(FILE) and not force:
            raise ParallintError("is there already", "Use --force to write over it", FILE)
        project = survey(Config(root=os.path.abspath(os.curdir)))
        _write(FILE, "".join(_text(project)))
    except ParallintError as error:
        fail(error)
    pages = sum(map(len, project.pairs.values()))
    click.echo(f"{FILE}: {len(project.layouts)} layout{'s'[: len(project.layouts) != 1]}, {pages} pairs")


def _text(project: Project) -> Iterator[str]:
    yield _HEAD
    for found in project.detected:
        layout = found.layout
        yield f"\n# {found.why}.\n[[layout]]\nsource = {_quoted(layout.source)}\ntarget = {_quoted(layout.target)}\n"
        if layout.locale:
            yield f"locale = {_quoted(layout.locale)}\n"
        else:
            yield f"locales = [{', '.join(map(_quoted, layout.locales))}]  # without this line: every locale\n"
    yield _TAIL


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are a part of TOML's."""
    return json.dumps(text, ensure_ascii=False)


def _write(path: str, text: str) -> None:
    try:
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise ParallintError(f"cannot be written: {error.strerror or error}", "Check the folder", path) from None
