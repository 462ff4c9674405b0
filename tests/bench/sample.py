"""Draw findings from a report to be read one by one: at random, stratified over rules and locales.

usage: python -m tests.bench.sample REPORT [--count 100] [--seed 4] [--rule R …]

REPORT is what `parallint check --format json` wrote. Each stratum (rule and locale) gives as many of its findings as
the square root of their number asks for, and one at the least: a frequent rule does not hide the others. Notes are
left out. Prints a table in Markdown, to which the reader adds the verdicts.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Finding = Mapping[str, Any]
"""As in the report."""


def draw(findings: Sequence[Finding], count: int, seed: int) -> list[Finding]:
    """So many of the findings, or all where there are fewer, in the order of rules, locales and places."""
    strata: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        strata[finding["rule"], finding["locale"]].append(finding)
    rng = random.Random(seed)
    for _, stratum in sorted(strata.items()):
        rng.shuffle(stratum)
    share = count / sum(len(stratum) ** 0.5 for stratum in strata.values()) if strata else 0.0
    first, rest = list[Finding](), list[Finding]()
    for _, stratum in sorted(strata.items()):
        quota = max(1, round(share * len(stratum) ** 0.5))
        first += stratum[:quota]
        rest += stratum[quota:]
    rng.shuffle(first)
    rng.shuffle(rest)
    return sorted((first + rest)[:count], key=lambda f: (f["rule"], f["locale"], f["pair"], _line(f)))


def _line(finding: Finding) -> int:
    place = finding["target"] or finding["source"]
    return int(place["line"])


def main() -> None:
    """Print the sample."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("report", type=Path)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--rule", action="append")
    options = parser.parse_args()
    report = json.loads(options.report.read_text(encoding="utf-8"))
    told = [f for f in report["findings"] if f["severity"] != "note" and f["rule"] in (options.rule or [f["rule"]])]
    print("| place | line | rule | finding | verdict | why |\n|---|---|---|---|---|---|")
    for f in draw(told, options.count, options.seed):
        message = f["message"].partition(" (")[0].replace("|", "\\|")
        print(f"| {f['pair']} | {_line(f)} | {f['rule']} | {message[:90]} | | |")


if __name__ == "__main__":
    main()
