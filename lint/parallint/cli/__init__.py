"""The command line: reads the arguments, calls, prints, exits. Each command is a module, imported when it is called."""

from __future__ import annotations

from importlib import import_module

import click

from parallint._version import __version__

STOPPED = 130
"""Exit status after Ctrl-C, as shells have it: 128 and the signal's number."""

_COMMANDS = {
    "check": ("check", "Lint translations."),
    "status": ("status", "Show which English each page was made from, and how far it is behind."),
    "diff": ("diff", "Show what changed in a page's English since it was translated, side by side."),
    "audit": ("audit", "Look at a whole project: coverage and drift by locale, and where to begin."),
    "pairs": ("pairs", "Show which English file and which translations belong together, and why."),
    "init": ("init", "Write a configuration with what was found."),
    "config": ("config", "Show what the configuration says for a page, and where."),
    "baseline": ("baseline", "Write down the findings of today, so that only new ones are reported."),
    "rules": ("rules", "List the rules, with their severities."),
    "explain": ("rules", "Show the page of a rule."),
}
"""Name -> the module that it stands in, and its line in the help: listing the commands imports none of them."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        found = getattr(import_module(f"parallint.cli.{_COMMANDS[cmd_name][0]}"), cmd_name)
        return found if isinstance(found, click.Command) else None

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            import signal

            signal.signal(signal.SIGINT, signal.SIG_IGN)
            click.echo("\nparallint: stopped", err=True)
            ctx.exit(STOPPED)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in _COMMANDS.items()])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", prog_name="parallint", message="%(prog)s %(version)s")
def main() -> None:
    """Find where the translations of your documentation have drifted from the English."""
