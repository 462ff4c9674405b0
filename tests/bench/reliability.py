"""Does a confidence mean what it says? Findings by confidence and locale, and how many of them are right.

    python tests/bench/reliability.py [--per 12] [--drift-step 1] [--by-locale]
    python tests/bench/reliability.py --data DIR      lists that are there already, with their reports if they are, too

Needs ../shared beside the checkout. On the changed translations a finding that the untouched pair does not have is
right if it names the change; on real drift it is right if it stands on a block that English has gained, lost or
changed (findings on trivial changes are left out, as in the score). Findings that came out as notes, because they are
below the threshold, are counted as well: their confidence must mean what it says, too.
"""

from __future__ import annotations

import argparse
import json
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import lists

RULES = ("missing-segment", "missing-sentence", "extra-segment", "moved-segment")
KINDS = ("One change", "Real drift")
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)

Findings = Mapping[str, list[dict[str, Any]]]


class Judged(NamedTuple):
    """A finding: where it was made, by which rule, how sure it said it was, and whether it is right."""

    kind: str
    rule: str
    locale: str
    confidence: float
    right: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, metavar="DIR", help="lists to take instead of making some")
    parser.add_argument("--per", type=int, default=12, help="cases for each change, corpus and locale")
    parser.add_argument("--drift-step", type=int, default=1, metavar="N", help="take every Nth drifted pair")
    parser.add_argument("--by-locale", action="store_true", help="a table for each rule, with a column a locale")
    options = parser.parse_args()
    lists.need_shared()
    with lists.scratch(options.data) as folder:
        if not options.data:
            lists.make(folder / "whole", options.per)
            lists.sample(folder / "whole", folder, options.drift_step)
        print("\n\n".join(tables(list(judged(folder)), options.by_locale)))


def judged(folder: Path) -> Iterator[Judged]:
    """Every finding of the four rules on the cases and on the drifted pairs."""
    found = {name: _findings(folder, name) for name in lists.LISTS}
    functions = lists.score_functions()
    yield from _on_cases(lists.read(folder, "cases"), found["clean"], found["cases"], functions)
    yield from _on_drift(lists.read(folder, "drift"), found["drift"], functions)


def _findings(folder: Path, name: str) -> Findings:
    report = folder / f"{name}.report.json"
    if not report.exists():
        report = lists.check(folder, name)
    by_pair: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for finding in json.loads(report.read_text("utf-8"))["findings"]:
        if finding["rule"] in RULES:
            by_pair[finding["pair"]].append(finding)
    return by_pair


def _on_cases(cases: list[lists.Row], clean: Findings, found: Findings, functions: Any) -> Iterator[Judged]:
    for case in cases:
        before = Counter(functions.key(finding) for finding in clean.get(lists.clean_id(case), ()))
        for finding in found.get(case["id"], ()):
            key = functions.key(finding)
            if before[key]:
                before[key] -= 1
                continue
            yield _judged(KINDS[0], case, finding, any(functions.hits(finding, t) for t in case["truth"]))


def _on_drift(pairs: list[lists.Row], found: Findings, functions: Any) -> Iterator[Judged]:
    for pair in pairs:
        for finding in found.get(pair["id"], ()):
            if finding["rule"] == "moved-segment":
                continue  # the list does not tell what has moved
            fair = {finding["rule"], "stale-segment", finding["rule"].replace("sentence", "segment")}
            on = {truth["rule"] for truth in pair["truth"] if functions.touches(finding, truth)}
            if fair & on or "trivial" not in on:
                yield _judged(KINDS[1], pair, finding, bool(fair & on))


def _judged(kind: str, row: lists.Row, finding: dict[str, Any], right: bool) -> Judged:
    return Judged(kind, finding["rule"], row["locale"], finding["confidence"], right)


def tables(findings: list[Judged], by_locale: bool) -> Iterator[str]:
    """A table for each list, a column a rule; or one for each list and rule, a column a locale."""
    locales = sorted({finding.locale for finding in findings})
    for kind in KINDS:
        here = [finding for finding in findings if finding.kind == kind]
        rules = [rule for rule in RULES if any(finding.rule == rule for finding in here)]
        if not by_locale:
            yield f"{kind}: right of found, and the mean confidence"
            yield lists.table(["confidence", *rules], _rows(here, rules, "rule"))
        for rule in rules if by_locale else ():
            yield f"{kind}, `{rule}`"
            mine = [finding for finding in here if finding.rule == rule]
            yield lists.table(["confidence", *locales], _rows(mine, locales, "locale"))


def _rows(findings: list[Judged], columns: list[str], attribute: str) -> Iterator[list[str]]:
    bins: defaultdict[tuple[int, str], list[Judged]] = defaultdict(list)
    for finding in findings:
        for place in (bisect_right(BINS, finding.confidence) - 1, len(BINS)):
            bins[place, getattr(finding, attribute)].append(finding)
    for k, low in enumerate(BINS):
        high = BINS[k + 1] if k + 1 < len(BINS) else 1.0
        if any((k, column) in bins for column in columns):
            yield [f"{low:.2f} to {high:.2f}", *(_cell(bins[k, column]) for column in columns)]
    yield [lists.ALL, *(_cell(bins[len(BINS), column]) for column in columns)]


def _cell(findings: list[Judged]) -> str:
    if not findings:
        return ""
    right, said = sum(f.right for f in findings), sum(f.confidence for f in findings)
    many = len(findings)
    return f"{right}/{many} = {right / many:.2f} ({said / many:.2f})"


if __name__ == "__main__":
    main()
