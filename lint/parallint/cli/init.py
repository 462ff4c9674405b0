"""`parallint init`: the configuration that would say what was found without one."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from parallint._version import __version__
from parallint.cli.speak import fail
from parallint.errors import ParallintError
from parallint.keys import BASELINE

if TYPE_CHECKING:
    from parallint.discover import Project

_HEAD = """\
#:schema https://raw.githubusercontent.com/parallint/parallint/main/docs/parallint.schema.json
# What parallint checks here: https://github.com/parallint/parallint
# `parallint pairs` shows which files belong together, `parallint rules` what is looked for,
# `parallint config PAGE` what holds for a page, and where it is said.
"""
_PARTIAL = """
# Locales that are not meant to be complete: the pages that they lack are not reported.{}
# partial = [{}]
"""
_GENERAL = """
# Paths that are left alone, as in a .gitignore.
# exclude = ["docs/*/internal/"]

# How sure a finding must be, from 0 to 1, to count as more than a note.
# confidence = 0.5

# `parallint baseline` writes the findings that you will live with for now into {baseline}, to be committed as well;
# another name for it:
# baseline = "docs/{baseline}"
"""
_TAIL = """
# The severity of a rule ("error", "warning", "note", "off"), or a table with its options.
# [rules]
# extra-segment = "note"

# The same for some pages or locales only.
# [[override]]
# paths = ["docs/*/api/"]
# locales = ["ja"]
# rules.untranslated-segment = "off"

# To run it before every commit, in .pre-commit-config.yaml:
# repos:
#   - repo: https://github.com/parallint/parallint
#     rev: v{version}
#     hooks:
#       - id: parallint
"""
_FEW = 0.5
"""Part of the English pages below which a locale is taken for one that is not meant to be complete, yet."""


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
    click.echo("Next: `parallint audit` to see where you stand, `parallint baseline` to begin with what is new")


def _text(project: Project) -> Iterator[str]:
    yield _HEAD
    yield _partial(project)  # keys of the whole project come before the first table
    yield _GENERAL.format(baseline=BASELINE)
    for found in project.detected:
        layout = found.layout
        yield f"\n# {found.why}.\n[[layout]]\nsource = {_quoted(layout.source)}\ntarget = {_quoted(layout.target)}\n"
        if layout.locale:
            yield f"locale = {_quoted(layout.locale)}\n"
        else:
            yield f"locales = [{', '.join(map(_quoted, layout.locales))}]  # without this line: every locale\n"
    yield _TAIL.format(version=__version__)


def _partial(project: Project) -> str:
    """The locales with few pages, as a line to take the comment mark from."""
    english = len(project.pairs) + len(project.untranslated)
    pages = Counter(locale for entries in project.pairs.values() for _, locale in entries)
    few = sorted(locale for locale, count in pages.items() if count < _FEW * english)
    if not few:
        return _PARTIAL.format("", '"fr"')
    return _PARTIAL.format(" These have less than half of them:", ", ".join(map(_quoted, few)))


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are a part of TOML's."""
    return json.dumps(text, ensure_ascii=False)


def _write(path: str, text: str) -> None:
    try:
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise ParallintError(f"cannot be written: {error.strerror or error}", "Check the folder", path) from None
