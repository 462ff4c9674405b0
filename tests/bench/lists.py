"""What the benchmarks here share: where ../shared lies, its lists, and how parallint and its score.py are run on them.

The corpus and the programs that make the lists and score them are no part of this repository: they lie beside the
checkout, in ../shared. Every script here stops with a word where they do not.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
BENCH, CORPUS = SHARED / "bench", SHARED / "corpus"
LISTS = ("clean", "cases", "drift")

PARALLINT = (sys.executable, "-P", "-m", "parallint")
"""The parallint of the interpreter that runs the benchmark, never one that happens to be on the path."""

ALL = "all"
"""What stands for all locales together."""

Row = dict[str, Any]
Result = TypeVar("Result")


def need_shared() -> None:
    """Stop where ../shared is not there."""
    if not (BENCH / "score.py").is_file() or not (CORPUS / "pairs.jsonl").is_file():
        raise SystemExit(f"skipped: this needs the corpus and the benchmarks in {SHARED}, which are not there")


def make(folder: Path, per: int, seed: int = 7, lists: Sequence[str] = LISTS) -> None:
    """Write the benchmark's lists into the folder: `per` cases for each change, corpus and locale."""
    if "clean" in lists or "cases" in lists:
        _run(sys.executable, BENCH / "mutate.py", CORPUS, folder, "--per", per, "--seed", seed)
    if "drift" in lists:
        _run(sys.executable, BENCH / "drift.py", CORPUS, folder)


def read(folder: Path, name: str) -> list[Row]:
    """A list's rows; none where there is no such list."""
    path = folder / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def write(folder: Path, name: str, rows: Iterable[Row]) -> None:
    """Write a list's rows."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / f"{name}.jsonl").write_text("".join(lines), "utf-8")


def clean_id(row: Row) -> str:
    """The id of the untouched pair that a case was made from."""
    return str(row["id"]).split("/", 1)[1]


def every(rows: Iterable[Row], step: int, by: Callable[[Row], object]) -> list[Row]:
    """Every `step`th row of each group, so that no group goes without; in the order of the rows."""
    seen: dict[object, int] = {}
    out = []
    for row in rows:
        at = seen.get(key := by(row), 0)
        if at % step == 0:
            out.append(row)
        seen[key] = at + 1
    return out


def sample(
    whole: Path, part: Path, drift_step: int, changes: Callable[[str], bool] = lambda change: True
) -> dict[str, list[Row]]:
    """Write a part of the lists into another folder: some changes, the untouched pairs of their cases, some drift."""
    cases = [row for row in read(whole, "cases") if changes(row["change"])]
    used = {clean_id(row) for row in cases}
    rows = {
        "clean": [row for row in read(whole, "clean") if row["id"] in used],
        "cases": cases,
        "drift": every(read(whole, "drift"), drift_step, lambda row: row["locale"]),
    }
    for name in LISTS:
        write(part, name, rows[name])
    return rows


def check(folder: Path, name: str) -> Path:
    """Run parallint over a list, of each pair the two texts alone; the path of its report, in the same folder."""
    report, manifest = folder / f"{name}.report.json", folder / f"{name}.pairs.jsonl"
    kept = ("id", "locale", "source", "target")
    rows = ({key: row[key] for key in kept} for row in read(folder, name))
    manifest.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    _run(*PARALLINT, "check", "--pairs", manifest, "--format", "json", "--output", report, "--exit-zero")
    return report


def score(folder: Path, reports: Mapping[str, Path]) -> Row:
    """What score.py says of reports on the lists of a folder, as the JSON that it writes."""
    found = [f"--found={name}={path}" for name, path in reports.items()]
    out = folder / "score.json"
    _run(sys.executable, BENCH / "score.py", folder, *found, "--json", out)
    return dict(json.loads(out.read_text("utf-8")))


def by_locale(folder: Path, rows: Mapping[str, list[Row]], reports: Mapping[str, Path]) -> dict[str, Row]:
    """What score.py says of reports: on all rows of the lists in the folder, then on those of each locale."""
    scored = {ALL: score(folder, reports)}
    for locale in sorted({row["locale"] for row in rows["clean"]}):
        here = folder / f"only-{locale}"
        for name in LISTS:
            write(here, name, (row for row in rows[name] if row["locale"] == locale))
        scored[locale] = score(here, reports)
    return scored


def _run(*command: object) -> None:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\nended with {done.returncode}\n{done.stdout}{done.stderr}")


@contextmanager
def scratch(kept: Path | None = None) -> Iterator[Path]:
    """A temporary folder, or the one that is to be kept."""
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    folder = Path(tempfile.mkdtemp(prefix="parallint-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def score_functions() -> Any:
    """score.py as a module, for its functions."""
    sys.path.insert(0, str(BENCH))
    try:
        import score as functions  # type: ignore[import-not-found,unused-ignore]
    finally:
        sys.path.remove(str(BENCH))
    return functions


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """What a piece of work took of this process's processor time, in seconds, and what came of it."""
    begin = time.process_time()
    result = work()
    return time.process_time() - begin, result


def command_time(command: Sequence[str]) -> tuple[float, float, int]:
    """Wall time and processor time of a command in seconds, and the most memory that it held, in bytes."""
    begin = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)}\nended with {child.returncode}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _MAXRSS_UNIT


_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024


def peak() -> int:
    """The most memory that this process has held so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _MAXRSS_UNIT


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown, its columns in line, numbers to the right."""
    text = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(cells[k]) for cells in [list(head), *text]) for k in range(len(head))]
    line = "| " + " | ".join(name.ljust(width) for name, width in zip(head, widths, strict=True)) + " |"
    rule = "|" + "|".join("-" * (width + 1) + ("-" if k == 0 else ":") for k, width in enumerate(widths)) + "|"
    body = [
        "| "
        + " | ".join(c.ljust(w) if k == 0 else c.rjust(w) for k, (c, w) in enumerate(zip(row, widths, strict=True)))
        + " |"
        for row in text
    ]
    return "\n".join([line, rule, *body])


def publish(name: str, text: str) -> None:
    """Put a text between the marks `<!-- begin NAME: how -->` and `<!-- end NAME -->` of the pages that have them."""
    marks = re.compile(rf"(<!-- begin {name}:[^\n]*-->\n).*?(<!-- end {name} -->)", re.DOTALL)
    for page in (ROOT / "README.md", ROOT / "docs" / "accuracy.md"):
        before = page.read_text("utf-8")
        after = marks.sub(lambda match: f"{match[1]}\n{text.strip()}\n\n{match[2]}", before)
        if after != before:
            page.write_text(after, "utf-8")
            print(f"{name}: written into {page.relative_to(ROOT)}")


def recall_precision(row: Mapping[str, float | None]) -> str:
    """Both in one cell."""
    return f"{shown(row['recall'])}/{shown(row['precision'])}"


def shown(value: float | None) -> str:
    """A percentage, or a dash where there is nothing to take it of."""
    return "-" if value is None else f"{value:.1f}"
