"""Draws docs/picture.svg for the README: what the tool prints on a terminal in fixtures/sites/quickstart."""

from __future__ import annotations

import os
import re
from html import unescape
from io import StringIO
from pathlib import Path

from parallint.config import load_config
from parallint.discover import discover
from parallint.engine import Settings, run
from parallint.learning import learn_sites
from parallint.registry import activate, load_rules
from parallint.report import Report
from parallint.report.terminal import drawn
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[1]
WIDTH = 100


def report() -> Report:
    """The report on the site; paths in it are relative to the working directory, hence the change of it."""
    os.chdir(ROOT / "fixtures/sites/quickstart")
    config = load_config("parallint.toml")
    jobs = discover(config, ())
    settings = Settings(activate(load_rules(), config), config.confidence)
    outcomes = list(run(jobs, settings, learn_sites(jobs)))
    return Report(sum(outcome.pairs for outcome in outcomes), tuple(p for o in outcomes for p in o.problems))


def picture() -> str:
    """The picture as SVG. Its names come from its content, so that it is the same each time."""
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True)
    found = report()
    console.print(
        Text.from_ansi(drawn(found, WIDTH, color=True, read=lambda path: Path(path).read_text("utf-8")).rstrip())
    )
    return _TEXT.sub(_widened, console.export_svg(title="parallint check"))


_TEXT = re.compile(r'(<text [^>]*textLength=")([\d.]+)("[^>]*>)([^<]*)(?=</text>)')


def _widened(match: re.Match[str]) -> str:
    """A text of the picture as long as a terminal shows it: the export counts a Chinese character for one column."""
    head, length, middle, text = match.groups()
    shown = unescape(text)
    return f"{head}{float(length) / len(shown) * cell_len(shown):.1f}{middle}{text}" if shown else match.group()


if __name__ == "__main__":
    (ROOT / "docs/picture.svg").write_text(picture(), "utf-8")
