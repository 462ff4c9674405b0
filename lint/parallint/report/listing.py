"""The findings and the sheets as values that the HTML report's script reads: lists rather than objects, to be small."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

from parallint.audit import harm
from parallint.model import Place, Problem, Severity
from parallint.passages import Mark, Run
from parallint.report import visible
from parallint.report.text import advice
from parallint.report.tongue import tongue
from parallint.sheet import Row, Sheet
from parallint.worddiff import Edit, Op

ROOM = 12_000_000
"""Characters of JSON for the sheets; where they need more, rows without findings are left out, and at last pages."""
_AROUND = (None, 4, 1, 0)
"""Rows that are kept around each finding, None for all: the first that fits is taken."""
_EXCERPT = 160


class Entry(NamedTuple):
    """A page with findings: its pair's id, the locale, its problems in order and their harm together."""

    pair: str
    locale: str
    problems: tuple[Problem, ...]
    harm: float


def entries(problems: Sequence[Problem]) -> list[Entry]:
    """The pages with findings, the one that does most harm first."""
    by_pair: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_pair[problem.pair].append(problem)
    found = [
        Entry(pair, here[0].locale, tuple(here), sum(harm(p) for p in here if p.severity is not Severity.NOTE))
        for pair, here in by_pair.items()
    ]
    return sorted(found, key=lambda entry: (-entry.harm, entry.pair))


def names(pages: Sequence[Entry]) -> dict[tuple[str, int], str]:
    """What each finding's permalink ends in, by the pair and the number of the problem in it.

    That is its fingerprint; where two pages have the same, all but the first have a digest of the page behind it.
    """
    seen: Counter[str] = Counter()
    out = {}
    for entry in sorted(pages, key=lambda entry: entry.pair):
        for number, problem in enumerate(entry.problems):
            name = "".join(c for c in problem.fingerprint if c.isascii() and c.isalnum())
            if seen[name]:
                page = blake2b(entry.pair.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
                name = f"{name}-{page}"
            seen[name] += 1
            out[entry.pair, number] = name if seen[name] == 1 else f"{name}-{seen[name]}"
    return out


def listing(
    pages: Sequence[Entry],
    folders: Mapping[str, str],
    named: Mapping[tuple[str, int], str],
    about: Mapping[str, str],
    files: Mapping[str, str],
) -> dict[str, Any]:
    """All findings and the pages that they are on; what repeats is named once and counted from 0.

    `about` says in a sentence what a rule finds. `files` are those that show the pages which are not in this one.
    """
    rules = sorted({problem.rule for entry in pages for problem in entry.problems})
    locales = sorted({entry.locale for entry in pages})
    listed = sorted({folders[entry.pair] for entry in pages if entry.pair in folders})
    return {
        "rules": [[visible(rule), visible(about.get(rule, ""))] for rule in rules],
        "locales": [[visible(locale), *tongue(locale)] for locale in locales],
        "folders": [visible(folder) for folder in listed],
        "severities": [str(severity) for severity in Severity],
        "pages": [
            [
                visible(entry.pair),
                visible(_path(entry)),
                locales.index(entry.locale),
                listed.index(folders[entry.pair]) if entry.pair in folders else -1,
                files.get(entry.pair, ""),
            ]
            for entry in pages
        ],
        "findings": [
            _finding(problem, page, rules.index(problem.rule), named[entry.pair, number])
            for page, entry in enumerate(pages)
            for number, problem in enumerate(entry.problems)
        ],
    }


def _path(entry: Entry) -> str:
    """The translation's path, or where no finding has a place in it, the pair's id."""
    return next((problem.target.path for problem in entry.problems if problem.target), entry.pair)


def _finding(problem: Problem, page: int, rule: int, name: str) -> list[Any]:
    severity = [*Severity].index(problem.severity)
    message, confidence = visible(problem.message), round(problem.confidence, 2)
    places = (*_excerpt(problem.source), *_excerpt(problem.target))
    told = advice(problem)
    return [page, rule, severity, confidence, message, name, *places, *([told] if told else [])]


def _excerpt(place: Place | None) -> tuple[int, str]:
    """The line of a place, 0 where there is none, and the beginning of what is written there."""
    return (place.line, visible(place.text[:_EXCERPT])) if place else (0, "")


def laid_out(pages: Sequence[Entry], sheets: Sequence[Sheet]) -> dict[int, str]:
    """The sheets of the pages that fit, as JSON by the number of the page."""
    known = {sheet.pair: sheet for sheet in sheets}
    around = next((n for n in _AROUND if sum(weight(sheet, n) for sheet in known.values()) <= ROOM), _AROUND[-1])
    out: dict[int, str] = {}
    room = ROOM
    for page, number in _firsts(pages):
        if pages[page].pair in known:
            text = dumped(_sheet(known[pages[page].pair], pages[page], number, around))
            room -= len(text)
            if room < 0:
                break
            out[page] = text
    return out


def weight(sheet: Sheet, around: int | None = None) -> float:
    """About how many characters of JSON a sheet will take, with so many rows around each finding; None: with all."""
    near = _near([bool(row.problems) for row in sheet.rows], around)
    kept = [row for row, here in zip(sheet.rows, near, strict=True) if here]
    texts = sum(len(run.text) for row in kept for side in (row.source, row.target) if side for run in side.runs)
    return _MARK_UP * (texts + sum(len(edit.then) + len(edit.now) for row in kept for edit in row.edits)) + 60 * len(
        kept
    )


_MARK_UP = 1.15
"""What escapes and quotes add to a text."""


def _firsts(pages: Sequence[Entry]) -> Iterator[tuple[int, int]]:
    """Each page, and the number of its first finding in the listing."""
    first = 0
    for page, entry in enumerate(pages):
        yield page, first
        first += len(entry.problems)


def _sheet(sheet: Sheet, entry: Entry, first: int, around: int | None) -> dict[str, Any]:
    """A sheet with the findings as they are numbered in the listing; what is not in the report any more is left out."""
    number = {problem.fingerprint: first + k for k, problem in enumerate(entry.problems)}
    found = [number.get(fingerprint) for fingerprint in sheet.problems]
    here = [[n for k in row.problems if (n := found[k]) is not None] for row in sheet.rows]
    placed = {n for numbers in here for n in numbers}
    loose = [first + k for k in range(len(entry.problems)) if first + k not in placed]
    return {"source": visible(sheet.source), "rows": [*_rows(sheet.rows, here, around)], "loose": loose}


def _rows(rows: Sequence[Row], found: Sequence[Sequence[int]], around: int | None) -> Iterator[list[Any] | int]:
    """The rows; in the place of some that are left out, their number."""
    near = _near([bool(numbers) for numbers in found], around)
    skipped = 0
    for row, numbers, kept in zip(rows, found, near, strict=True):
        if not kept:
            skipped += 1
            continue
        if skipped:
            yield skipped
            skipped = 0
        yield _row(row, numbers)
    if skipped:
        yield skipped


def _near(found: Sequence[bool], around: int | None) -> list[bool]:
    if around is None:
        return [True] * len(found)
    kept = [False] * len(found)
    for k, here in enumerate(found):
        if here:
            kept[max(0, k - around) : k + around + 1] = [True] * (min(len(found), k + around + 1) - max(0, k - around))
    return kept


def _row(row: Row, found: Sequence[int]) -> list[Any]:
    sides: list[Any] = []
    for passage in (row.source, row.target):
        sides += [passage.line, [*_runs(passage.runs)]] if passage else [0, []]
    out: list[Any] = [row.kind, *sides]
    if found or row.moved:
        out += [list(found), [*_edits(row.edits)] if found else [], int(row.moved)]
    return out


def _runs(runs: Sequence[Run]) -> Iterator[Any]:
    """A plain run is a string, any other a pair of its mark's first letter and its text."""
    for run in runs:
        yield shown(run.text) if run.mark is Mark.PLAIN else [run.mark[0], shown(run.text)]


def _edits(edits: Sequence[Edit]) -> Iterator[Any]:
    """What is the same is a string, a change a pair of then and now; the blank that only then had goes with it."""
    blank = ""
    for edit in edits:
        if edit.op is Op.SAME:
            yield shown(edit.now)
            blank = " " if edit.then[-1:].isspace() and not edit.now[-1:].isspace() else ""
        else:
            yield [shown(blank + edit.then if edit.then else ""), shown(edit.now)]
            blank = ""


def shown(text: str) -> str:
    """The text in its lines; what would act on the reader's screen instead of showing itself is an escape."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).split("\n")
    return "\n".join(map(visible, lines))


def dumped(value: object) -> str:
    """JSON that can stand in a script element, whatever it holds: nothing in it ends the element or opens a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
