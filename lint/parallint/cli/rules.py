"""`parallint rules` and `parallint explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from parallint.cli.speak import fail
from parallint.errors import ParallintError

if TYPE_CHECKING:
    from parallint.model import Rule


@click.command()
def rules() -> None:
    """List the rules, with their severities; `off (warning)` is one that `rules.NAME = "warning"` switches on."""
    from parallint.registry import load_rules, summary_of

    try:
        rows = [(b.rule.id, _severity(b.rule), summary_of(b.rule)) for b in load_rules()]
    except ParallintError as error:
        fail(error)
    widths = [max(len(row[i]) for row in rows) for i in range(2)]
    for id_, severity, line in rows:
        click.echo(f"{id_:<{widths[0]}}  {severity:<{widths[1]}}  {line}")


@click.command()
@click.argument("rule")
def explain(rule: str) -> None:
    """Show the page of a rule: what it does, why it matters, an example, its options."""
    from parallint.registry import find_rule, load_rules

    try:
        found = find_rule(load_rules(), rule)
    except ParallintError as error:
        fail(error)
    about = [f"severity: {_severity(found.rule)}", f"from: {found.bundle}"]
    about += [f"MQM: {found.rule.mqm}"] if found.rule.mqm else []
    click.echo(f"{found.rule.id} ({', '.join(about)})\n\n{found.rule.page}")


def _severity(rule: Rule) -> str:
    """The severity of a rule as listed; where it is off, that it has to be switched on."""
    return str(rule.severity) if rule.default else f"off ({rule.severity})"
