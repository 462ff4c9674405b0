"""`parallint rules` and `parallint explain`."""

from __future__ import annotations

import click

from parallint.cli.speak import fail
from parallint.errors import ParallintError


@click.command()
def rules() -> None:
    """List the rules, with their severities."""
    from parallint.registry import load_rules, summary_of

    try:
        rows = [(b.rule.id, str(b.rule.severity), summary_of(b.rule)) for b in load_rules()]
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
    about = [f"severity: {found.rule.severity}", f"from: {found.bundle}"]
    about += [f"MQM: {found.rule.mqm}"] if found.rule.mqm else []
    click.echo(f"{found.rule.id} ({', '.join(about)})\n\n{found.rule.page}")
