"""`parallint pairs`: which English file and which translations belong together."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from parallint.cli.speak import fail
from parallint.errors import ParallintError

if TYPE_CHECKING:
    from parallint.discover import Project, Selection


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[PATHS]...")
@click.option("--config", "config_file", metavar="FILE", help="The configuration; else the nearest upward from here.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def pairs(paths: tuple[str, ...], config_file: str | None, format_: str) -> None:
    """Show which English file and which translations belong together, and why.

    PATHS are files or folders; by default the whole project.
    """
    from parallint.cli.project import config_for
    from parallint.discover import WHOLE, select, survey

    try:
        config = config_for(config_file, paths)
        selection = select(config.root, paths) if paths else WHOLE
        project = survey(config, selection.names)
    except ParallintError as error:
        fail(error)
    if format_ == "json":
        click.echo(json.dumps(_values(project, selection, os.path.relpath(config.root)), ensure_ascii=False, indent=1))
    else:
        for line in _lines(project, selection):
            click.echo(line)


def _values(project: Project, selection: Selection, root: str) -> dict[str, Any]:
    why = {found.layout: found.why for found in project.detected}
    return {
        "root": root,
        "layouts": [
            {"source": a.source, "target": a.target, "locales": list(a.locales), "why": why.get(a, "configured")}
            for a in project.layouts
        ],
        "pairs": [
            {"source": source, "target": target, "locale": locale}
            for source, target, locale in _entries(project.pairs, selection)
        ],
        "orphans": [
            {"source": source, "target": target, "locale": locale}
            for source, target, locale in _entries(project.orphans, selection)
        ],
        "untranslated": [name for name in project.untranslated if name in selection],
    }


def _lines(project: Project, selection: Selection) -> Iterator[str]:
    from parallint.report import visible

    why = {found.layout: found.why for found in project.detected}
    for layout in project.layouts:
        yield visible(f"{layout}   ({why.get(layout, 'configured')})")
    alone = "Translations without their English" if project.pairs else "Translations that hold their English"
    for title, group in (("Pairs", project.pairs), (alone, project.orphans)):
        if entries := list(_entries(group, selection)):
            yield f"\n{title}: {len(entries)}"
            yield from (visible(f"  {target}  [{locale}]  {source}") for source, target, locale in entries)
    if untranslated := [name for name in project.untranslated if name in selection]:
        yield f"\nEnglish that no locale has: {len(untranslated)}"
        yield from (visible(f"  {name}") for name in untranslated)


def _entries(group: dict[str, list[tuple[str, str]]], selection: Selection) -> Iterator[tuple[str, str, str]]:
    for source in sorted(group):
        for target, locale in group[source]:
            if source in selection or target in selection:
                yield source, target, locale
