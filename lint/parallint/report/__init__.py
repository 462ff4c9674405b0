"""Problems -> text for people and programs: a module for each format, imported when it is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from parallint.patterns import pattern_of

if TYPE_CHECKING:
    from parallint.errors import ParallintError
    from parallint.model import Problem, Rule, Severity
    from parallint.sheet import Sheet
    from parallint.suppress import Silenced

FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson", "markdown")
"""The formats; each is a module here with `render(report) -> str`, the whole report with a line end behind it."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a run found: how many pairs were linted, the problems in the order of pairs and places, the errors.

    `rules` are those that ran: some formats explain the rules of their findings. `told` is what could not be followed
    of the pages' history. `quiet` and `verbose` say how much people are told of each finding. `silenced` are the
    problems that comments silence, to be shown as such or only counted; `held` counts those that the baseline knows,
    and `gone` those that it knows and that are no more. `sheets` are pages laid out for reading, where a report shows
    them.
    """

    pairs: int = 0
    problems: tuple[Problem, ...] = ()
    errors: tuple[ParallintError, ...] = ()
    rules: tuple[Rule, ...] = ()
    told: tuple[ParallintError, ...] = ()
    silenced: tuple[Silenced, ...] = ()
    show_silenced: bool = False
    held: int = 0
    gone: int = 0
    sheets: tuple[Sheet, ...] = ()
    quiet: bool = False
    verbose: bool = False

    def count(self, severity: Severity) -> int:
        """How many problems are of this severity."""
        return sum(problem.severity is severity for problem in self.problems)

    def fails(self, least: Severity) -> bool:
        """Whether there is a problem of at least this severity."""
        return any(problem.severity.rank >= least.rank for problem in self.problems)


def renderer(format_: str) -> Callable[[Report], str]:
    """The function that writes a report in a format of FORMATS."""
    render: Callable[[Report], str] = import_module(f"parallint.report.{format_}").render
    return render


# Control characters, line and paragraph separators, marks that turn the direction of writing, invisible tags, lone
# surrogates: in a terminal they could write over the report, or show it other than it is (CVE-2021-42574).
_UNSAFE = pattern_of(
    "[\x00-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """The text on one line, with every character that acts on the terminal instead of showing itself as an escape."""
    return _UNSAFE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    if character in _SPACES:
        return _SPACES[character]
    return f"\\x{ord(character):02x}" if character < "\u0100" else f"\\u{ord(character):04x}"


_SPACES = {"\t": " ", "\n": " ", "\r": ""}
