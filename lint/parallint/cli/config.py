"""`parallint config`: what the configuration says for a page, and where it says so."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import fields
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from parallint.cli.speak import fail
from parallint.errors import ParallintError

if TYPE_CHECKING:
    from parallint.config import Config
    from parallint.jobs import Job
    from parallint.plan import Plan
    from parallint.registry import Bundled
    from parallint.tables import Where

DEFAULT = "default"
"""Stands in the place of a file and line for what holds without any."""


class Row(NamedTuple):
    """A value: its key, the value as a configuration would say it, and where it comes from."""

    key: str
    value: Any
    origin: str


@click.command()
@click.argument("path", required=False, type=click.Path())
@click.option("--config", "config_file", metavar="FILE", help="The configuration; else the nearest upward from here.")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--all", "everything", is_flag=True, help="Show what nobody has set as well.")
def config(path: str | None, config_file: str | None, format_: str, everything: bool) -> None:
    """Show what the configuration says for a page, and where it says so.

    PATH is a translation; an English file stands for all its translations, one after the other. Without it, what holds
    for the project as a whole.
    """
    from parallint.cli.project import config_for, settings_for

    try:
        project = config_for(config_file, [path] if path else [])
        plan = settings_for(project)
        jobs = _jobs(project, path)
    except ParallintError as error:
        fail(error)
    if format_ == "json":
        values = [_values(project, plan, job) for job in jobs]
        click.echo(json.dumps({"schema": 1, "pages": values}, ensure_ascii=False, indent=1))
        return
    for number, job in enumerate(jobs):
        if number:
            click.echo()
        for line in _lines(project, plan, job, everything):
            click.echo(line)


def _jobs(project: Config, path: str | None) -> list[Job | None]:
    """The pairs that a path stands for; one None for the project. Raises ParallintError."""
    if path is None:
        return [None]
    from parallint.discover import discover, nothing_found
    from parallint.jobs import Job

    found: list[Job | None] = []
    for job in discover(project, [path]):
        if isinstance(job, Job):
            found.append(job)
        else:
            found += (Job(name, "", name, locale, root=job.root) for name, locale in job.targets)
    if not found:
        raise nothing_found(project, [path])
    return found


def _lines(project: Config, plan: Plan, job: Job | None, everything: bool) -> Iterator[str]:
    from parallint.report import visible

    if job is None:
        yield click.style(", ".join(visible(table.file) for table in project.tables) or "no configuration", bold=True)
    else:
        yield click.style(f"{visible(job.target)}  [{visible(job.locale)}]  {visible(job.source)}", bold=True)
    general, rules = _general(project, plan, job), _rules(project, plan, job)
    shown = [row for row in (*general, *rules) if everything or row.origin != DEFAULT]
    width = max((len(f"{row.key} = {_written(row.value)}") for row in shown), default=0)
    for row in shown:
        yield f"  {visible(f'{row.key} = {_written(row.value)}'):<{min(width, _WIDEST)}}  # {visible(row.origin)}"
    left = len(general) + len(rules) - len(shown)
    if left:
        yield click.style(f"  {left} values that nobody has set: --all shows them", dim=True)


_WIDEST = 70


def _written(value: object) -> str:
    """A value as TOML says it."""
    if isinstance(value, dict):
        inner = ", ".join(f"{_key(str(key))} = {_written(item)}" for key, item in value.items())
        return f"{{{inner}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    return json.dumps(value, ensure_ascii=False)


def _key(key: str) -> str:
    return key if key.replace("-", "").replace("_", "").isalnum() and key.isascii() else json.dumps(key)


def _general(project: Config, plan: Plan, job: Job | None) -> list[Row]:
    from parallint.keys import BASELINE

    own = _own(project, plan, job)
    partial: Any = list(own.partial)
    if job is not None:
        partial = plan.partial(job.locale, job.target, job.source)
    rows = [Row("layout", [str(layout) for layout in own.layouts], _origin(own.where("source")))] if own.layouts else []
    values = {
        "locales": list(own.locales),
        "partial": partial,
        "exclude": list(own.exclude),
        "history": own.history,
        "source-repository": own.source_repository,
        "pins": list(own.pins),
        "baseline": own.baseline or BASELINE,
        "confidence": own.confidence,
    }
    return rows + [Row(key, value, _origin(own.where(key))) for key, value in values.items()]


def _own(project: Config, plan: Plan, job: Job | None) -> Config:
    return project if job is None else plan.config_for(job.locale, job.target, job.source)


def _rules(project: Config, plan: Plan, job: Job | None) -> list[Row]:
    own = _own(project, plan, job)
    return [row for bundled in plan.bundled for row in _rule(own, bundled)]


def _rule(own: Config, bundled: Bundled) -> Iterator[Row]:
    from parallint.config import RuleSetting
    from parallint.keys import OFF

    rule = bundled.rule
    setting = own.rules.get(rule.id, RuleSetting())
    off = setting.off or (not rule.default and setting.severity is None)
    severity = OFF if off else str(setting.severity or rule.severity)
    yield Row(f"rules.{rule.id}.severity", severity, _origin(setting.places.get("severity")))
    default = rule.options()
    for field in fields(rule.options):
        name = field.name.replace("_", "-")
        value = setting.options.get(name, _plain(getattr(default, field.name)))
        yield Row(f"rules.{rule.id}.{name}", value, _origin(setting.places.get(name)))


def _plain(value: object) -> Any:
    """A default as a configuration would say it."""
    from parallint.schema import plain

    return plain(value)


def _origin(where: Where | None) -> str:
    return str(where) if where else DEFAULT


def _values(project: Config, plan: Plan, job: Job | None) -> dict[str, Any]:
    rows = (*_general(project, plan, job), *_rules(project, plan, job))
    values = {row.key: {"value": row.value, "from": row.origin} for row in rows}
    page = {"target": job.target, "source": job.source, "locale": job.locale} if job else {}
    return {**page, "root": os.path.relpath(project.root), "values": values}
