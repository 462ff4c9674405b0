"""A summary in Markdown, for a pull request or a job's page: a table of the locales, and the first findings.

GitHub renders what is appended to `$GITHUB_STEP_SUMMARY`, and takes a mebibyte a step:
https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from parallint.model import Problem, Severity
from parallint.patterns import pattern_of
from parallint.report import Report, visible
from parallint.report.text import summary, where

FIRST = 50
"""Findings that are listed, the gravest first; the table counts all of them."""
_LOCALES = 200
"""Rows of the table of locales: what bounds the size, whatever the pages say of themselves."""
_LONGEST = 400
"""Characters of a place or a message."""


def render(report: Report) -> str:
    """The report as Markdown; what comes from the pages is text in it, never markup."""
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    yield "## parallint"
    yield ""
    for line in summary(report).splitlines():
        yield _text(line)
    if report.problems:
        yield ""
        yield from _locales(report.problems)
        yield ""
        yield from _findings(report.problems)
    if report.errors:
        yield ""
        yield "### Not read"
        yield ""
        yield from (f"- {_text(str(error))}" for error in report.errors[:FIRST])
        yield from _more(len(report.errors))


def _locales(problems: Iterable[Problem]) -> Iterator[str]:
    yield "| Locale | Errors | Warnings | Notes | Pages |"
    yield "|--------|-------:|---------:|------:|------:|"
    found: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        found[problem.locale].append(problem)
    for locale, here in sorted(found.items())[:_LOCALES]:
        counts = [sum(problem.severity is severity for problem in here) for severity in Severity]
        cells = [_text(locale) or "–", *map(str, counts), str(len({problem.pair for problem in here}))]
        yield f"| {' | '.join(cells)} |"


def _findings(problems: Iterable[Problem]) -> Iterator[str]:
    ranked = sorted(problems, key=lambda problem: -problem.severity.rank)
    yield "| Where | Rule | What |"
    yield "|-------|------|------|"
    for problem in ranked[:FIRST]:
        grade = "" if problem.severity is Severity.ERROR else f" ({problem.severity})"
        yield f"| {_text(where(problem))} | {_text(problem.rule)}{grade} | {_text(problem.message)} |"
    yield from _more(len(ranked))


def _more(number: int) -> Iterator[str]:
    if number > FIRST:
        yield ""
        yield f"and {number - FIRST} more"


# Whatever begins markup in GitHub's Markdown: emphasis, code, links and addresses, tags, entities, formulas, mentions,
# a cell's end, a list. A backslash makes any of them text (CommonMark 2.4). An address needs its `://` or its `www.`,
# an emoji both its colons, and `install.md:100:7` is no perfect score.
_MARKUP = pattern_of(r"[\\`*_{}\[\]<>#|~&$@]|:(?!\s|\Z)|(?<=www)\.|\A[-+=]|(?<=\A\d)[.)]", re.IGNORECASE)


def _text(text: str) -> str:
    """The text on one line, no longer than is pleasant, with nothing in it that Markdown acts on."""
    shown = visible(text[:_LONGEST] + ("…" if len(text) > _LONGEST else "")).strip()
    return _MARKUP.sub(r"\\\g<0>", shown)
