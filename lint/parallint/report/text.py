"""The report for people, plain: a line for each problem, the English quoted below it, and a last line that sums up."""

from __future__ import annotations

from collections.abc import Iterator

from parallint.model import Place, Problem, Severity
from parallint.report import Report, visible

QUOTE = 300
"""Characters of a segment that are quoted."""


def render(report: Report) -> str:
    """The report as plain text; nothing in it acts on a terminal, whatever stands in the documents."""
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    for problem in report.problems:
        yield f"{where(problem)}: {problem.severity} {problem.rule}: {visible(problem.message)}"
        yield from () if report.quiet else _texts(problem, report.verbose)
    if report.show_silenced:
        for problem, reason in report.silenced:
            yield f"{where(problem)}: silenced {problem.rule}: {visible(problem.message)} ({visible(reason)})"
    if report.problems or (report.show_silenced and report.silenced):
        yield ""
    yield summary(report)


def _texts(problem: Problem, verbose: bool) -> Iterator[str]:
    if problem.source and problem.source.text.strip():
        yield f"    English, {at(problem.source)}: {quoted(problem.source)}"
    elif problem.target and problem.target.text.strip():
        yield f"    {quoted(problem.target)}"
    if told := advice(problem):
        yield f"    {told}"
    if verbose and problem.evidence:
        yield f"    Evidence: {visible(problem.evidence)}"


_ADVICE = 100
"""Characters of a replacement that are shown."""


def advice(problem: Problem) -> str:
    """What can be written instead, as a sentence without its full stop; "" where the finding has no fix."""
    if not problem.fix:
        return ""
    first, more = problem.fix[0], len(problem.fix) - 1
    old, new = (visible(_short(text)) for text in (first.place.text, first.text))
    if not first.text:
        told = f"Take out {old}"
    elif not first.place.text:
        told = f"Put in {new.strip()}"
    else:
        told = f"Write {new} instead of {old}"
    return told + (f", and so in {_many(more, 'more place')}" if more else "")


def _short(text: str) -> str:
    return text if len(text) <= _ADVICE else f"{text[: _ADVICE - 1]}…"


def where(problem: Problem) -> str:
    """The place in the translation, or in the English where the translation has none: `path:line:column`."""
    place = problem.target or problem.source
    return f"{visible(place.path)}:{place.line}:{place.column}" if place else visible(problem.pair)


def at(place: Place) -> str:
    """The place's file and lines: `path:17` or `path:17-23`."""
    lines = f"{place.line}-{place.end_line}" if place.end_line > place.line else f"{place.line}"
    return f"{visible(place.path)}:{lines}"


def quoted(place: Place) -> str:
    """The beginning of the place's text, its lines joined, in quotation marks."""
    text = " ".join(place.text[: 4 * QUOTE].split())
    return f'"{visible(text)}"' if len(text) <= QUOTE else f'"{visible(text[:QUOTE].rstrip())}…"'


def summary(report: Report) -> str:
    """What was found, in one line, and what to do next; where the baseline is out of date, a second line says so."""
    pairs = _many(report.pairs, "pair")
    unread = f"; {_many(len(report.errors), 'error')} above: mend, and run again" if report.errors else ""
    held = _held(report)
    if not report.problems:
        return f"No {'new ' if report.held else ''}findings in {pairs}{held}{unread}{_gone(report)}"
    counts = ", ".join(_many(report.count(s), s) for s in sorted(Severity, key=lambda s: -s.rank) if report.count(s))
    return f"{counts} in {pairs}{held}{unread or _next(report)}{_gone(report)}"


def _held(report: Report) -> str:
    """What was found and is not reported."""
    counts = ((report.held, "held back by the baseline"), (len(report.silenced), "silenced by comments"))
    told = [f"{count} {how}" for count, how in counts if count]
    return f"; {', '.join(told)}" if told else ""


def _gone(report: Report) -> str:
    if not report.gone:
        return ""
    verb = "is" if report.gone == 1 else "are"
    return f"\n{_many(report.gone, 'finding')} of the baseline {verb} gone: parallint baseline writes it anew"


def _next(report: Report) -> str:
    rule = max(report.problems, key=lambda problem: problem.severity.rank).rule
    return f". What a rule means: parallint explain {rule}"


def _many(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
