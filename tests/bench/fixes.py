"""Whether a page is again what it was once its fixes are made: on pages with one known change each.

usage: python -m tests.bench.fixes DATA [--write]

DATA is the folder of the generated lists, with cases.jsonl. Only the findings that the change made new count. With
--write the table goes into docs/formats.md.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from parallint.config import CONFIDENCE, Config
from parallint.engine import Settings, check_job
from parallint.jobs import Job
from parallint.model import Correction, SourceFile
from parallint.registry import activate, load_rules

from tests.bench.formats import PAGE, put


def mended(text: str, fix: Sequence[Correction]) -> str:
    """The text with the corrections made, by the lines and columns that the report has."""
    starts = SourceFile("", text).line_starts
    for one in sorted(fix, key=lambda one: (one.place.line, one.place.column), reverse=True):
        at = starts[one.place.line - 1] + one.place.column - 1
        assert text.startswith(one.place.text, at)
        text = text[:at] + one.text + text[at + len(one.place.text) :]
    return text


def judged(case: dict[str, Any], settings: Settings) -> Iterator[str]:
    """`finding` for each new one, `fix` for each that has one, and `again` where that makes the page what it was."""
    found, before = (
        check_job(Job(case["id"], case["source"], case[side], case["locale"]), settings).problems
        for side in ("target", "clean")
    )
    known = {problem.fingerprint for problem in before}
    target, clean = (Path(case[side]).read_bytes().decode().removeprefix("\ufeff") for side in ("target", "clean"))
    for problem in found:
        if problem.fingerprint not in known:
            yield "finding"
            yield from ["fix"] if problem.fix else []
            yield from ["again"] if problem.fix and mended(target, problem.fix) == clean else []


def rows(cases: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The table's lines; a change none of whose findings had a fix has no line of its own."""
    settings = Settings(activate(load_rules(), Config()), CONFIDENCE)
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for case in cases:
        counts[case["change"]].update(["case", *judged(case, settings)])
    yield "| Change | Pages | New findings | With a fix | Page as before |"
    yield "|--------|------:|-------------:|-----------:|---------------:|"
    others = [change for change, count in counts.items() if not count["fix"]]
    shown = [(change, count) for change, count in sorted(counts.items()) if count["fix"]]
    rest = sum((counts[change] for change in others), Counter[str]())
    for name, count in [*shown, (f"{len(others)} other kinds", rest)]:
        cells = [count[key] for key in ("case", "finding", "fix", "again")]
        yield f"| {name} | {' | '.join(f'{cell:,}' for cell in cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    cases = [json.loads(line) for line in (given.data / "cases.jsonl").read_text("utf-8").splitlines()]
    lines = list(rows(cases))
    print("\n".join(lines))
    if given.write:
        PAGE.write_text(put(PAGE.read_text("utf-8"), "fixes", lines), "utf-8")


if __name__ == "__main__":
    main()
