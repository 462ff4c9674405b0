"""A report for reading in a browser: one file that needs nothing else, for the people who plan and do the translating.

Everything that comes from documents gets into it in two ways only: through Jinja with autoescape on, and as JSON that
the script puts on the page as text. The content security policy forbids all else, network and inline handlers included.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from parallint._version import __version__
from parallint.audit import LocaleAudit, first_to_mend
from parallint.model import Problem, Severity
from parallint.report import Report, visible
from parallint.report.listing import Entry, dumped, entries, laid_out, listing, names
from parallint.report.overview import bars, folders_of, heat_map
from parallint.report.tongue import tongue
from parallint.sheet import Sheet

if TYPE_CHECKING:
    from jinja2 import Environment

_RANKED = 12
"""Pages in the ranking on the first view; the list of all findings has them all, in the same order."""
_FIRST = 6
"""Findings that are named to begin with."""


def render(
    report: Report,
    audits: Sequence[LocaleAudit],
    sheets: Sequence[Sheet] = (),
    title: str = "Translation report",
    pages: Iterable[tuple[str, str]] = (),
    files: Mapping[str, str] | None = None,
    named: dict[tuple[str, int], str] | None = None,
    home: str = "",
) -> str:
    """The report as one HTML document.

    `pages` are the locale and the path of each translation, as `audit.audited` has them (the path is the problems'
    `pair`); without them the heat map knows only the pages that have findings. A finding whose page has no sheet is
    listed all the same. Of a report in several files, `files` are those that show the pages which this one does not,
    `named` what the permalinks end in, and `home` is the file that has the whole project. The text can be encoded in
    UTF-8 whatever the documents hold.
    """
    files = files or {}
    found = entries(report.problems)
    listed = list(pages) or [(entry.locale, entry.pair) for entry in found]
    folders = folders_of(listed)
    named = names(found) if named is None else named
    about = {rule.id: rule.page.partition("\n")[0] for rule in report.rules}
    style, script = _part("report.css"), _part("report.js")
    template = _environment().get_template("report.html")
    return template.render(
        title=visible(title),
        version=__version__,
        policy=_policy(style, script),
        style=_trusted(style),
        script=_trusted(script),
        data=_trusted(dumped(listing(found, folders, named, about, files))),
        home=home,
        sheets=[(number, _trusted(text)) for number, text in laid_out(found, sheets).items()],
        report=report,
        counts={str(severity): report.count(severity) for severity in Severity},
        clean=sum(audit.clean for audit in audits),
        locales=[(audit, tongue(audit.locale)) for audit in audits],
        bars=bars(audits),
        heat=heat_map(audits, listed, report.problems, folders),
        ranking=_ranking(found, files),
        first=_first(report.problems, found, named, files),
    )


def _ranking(found: Sequence[Entry], files: Mapping[str, str]) -> list[dict[str, Any]]:
    """The pages that hurt readers most, their harm in percent of the first one's."""
    most = max((entry.harm for entry in found), default=0.0) or 1.0
    return [
        {
            "pair": visible(entry.pair),
            "file": files.get(entry.pair, ""),
            "locale": entry.locale,
            "findings": sum(problem.severity is not Severity.NOTE for problem in entry.problems),
            "width": round(100 * entry.harm / most, 1),
        }
        for entry in found[:_RANKED]
        if entry.harm
    ]


def _first(
    problems: Sequence[Problem],
    found: Sequence[Entry],
    named: dict[tuple[str, int], str],
    files: Mapping[str, str],
) -> list[Any]:
    """What to mend first, with the permalinks."""
    links = {id(problem): named[entry.pair, k] for entry in found for k, problem in enumerate(entry.problems)}
    return [
        (problem, f"{files.get(problem.pair, '')}#finding-{links[id(problem)]}")
        for problem in first_to_mend(problems, _FIRST)
    ]


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("parallint.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["visible"] = visible
    return made


def _part(name: str) -> str:
    """A file of the report's own, the same on every system: its digest is in the policy."""
    return (files("parallint.report") / "templates" / name).read_text(encoding="utf-8")


def _trusted(text: str) -> Any:
    """What goes into the page as it is: our own style and script, and JSON that `dumped` made."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704


def _policy(style: str, script: str) -> str:
    """All that the page may do is to use this style and to run this script, which may make no markup of text."""
    allowed = {
        "default-src": "'none'",
        "script-src": _digest(script),
        "style-src": _digest(style),
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in allowed.items())


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"
