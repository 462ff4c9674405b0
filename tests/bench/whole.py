"""What a whole project costs: cold, warm, with one page changed; time by size, memory, and one process against several.

    python tests/bench/whole.py [--project FOLDER] [--pairs 1000 2000 4000] [--shortest 300] [--processes 2] [--write]

With `--project`, a checkout of any documentation; else projects of so many pairs are made in a temporary folder, of the
corpus's pages, copied many times under new names (needs ../shared beside the checkout; `--shortest` takes only its
shortest pages, for sizes that would take hours otherwise). Each run is a `parallint audit --no-history` of its own.
Seconds are processor time, of the run and all its processes: wall time on a shared machine says more of the others. The
least time that a run can take on idle processors is that of the first process, plus a share of the rest for each.
Memory is looked at ten times a second: the peak of the first process, and that of all together, where what they share
counts once (Linux's PSS; elsewhere no memory is measured).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import lists

_STEP = 0.1
_TOLD = """
import resource, sys
from parallint.__main__ import main
try:
    main()
except SystemExit:
    pass
own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print("cost", own.ru_utime + own.ru_stime, others.ru_utime + others.ru_stime, file=sys.stderr)
"""


class Run(NamedTuple):
    """Seconds on the clock, of the first process and of the others; megabytes of the first and of all at their peak."""

    clock: float
    first: float
    others: float
    memory: float
    together: float
    output: bytes

    def cells(self, processes: int) -> list[object]:
        idle = self.first + self.others / processes
        return [f"{x:.1f}" for x in (self.clock, self.first + self.others, idle)] + [
            f"{self.memory:.0f}",
            f"{self.together:.0f}",
        ]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--project", type=Path)
    parser.add_argument("--pairs", type=int, nargs="+", default=[1_000, 2_000, 4_000])
    parser.add_argument("--shortest", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="put the table into docs/accuracy.md")
    options = parser.parse_args()
    rows: list[list[object]] = []
    with lists.scratch() as folder:
        if options.project:
            work = folder / "project"
            shutil.copytree(options.project, work, symlinks=True, ignore=shutil.ignore_patterns(".git"))
            rows += measured(options.project.name, work, folder, options.processes, alone=True)
        else:
            lists.need_shared()
            for count in options.pairs:
                work = folder / f"project-{count}"
                made(work, count, options.shortest)
                rows += measured(f"{count:,}", work, folder, options.processes, alone=count == min(options.pairs))
                shutil.rmtree(work)
    head = ["pairs", "run", "clock, s", "processors, s", "at best, s", "first process, MB", "all, MB"]
    text = lists.table(head, rows)
    print(text)
    if options.write:
        lists.publish("whole", text)


def made(root: Path, count: int, shortest: int) -> None:
    """A project of so many pairs: `docs/en/<copy>/<path>` and `docs/<locale>/<copy>/<path>`."""
    with (lists.CORPUS / "pairs.jsonl").open(encoding="utf-8") as file:
        known = [json.loads(line) for line in file]
    if shortest:
        known.sort(key=lambda row: ((lists.CORPUS / row["source"]).stat().st_size, row["id"]))
        known = known[:shortest]
    for k in range(count):
        row, copy = known[k % len(known)], k // len(known)
        name = f"{row['corpus']}{copy}/{row['path']}"
        locale = row["locale"].partition("-")[0]
        for folder, side in (("en", "now"), (locale, "target")):
            place = root / "docs" / folder / name
            if not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(lists.CORPUS / (row[side] or row["source"]), place)
    (root / "parallint.toml").write_text('source = "docs/en/{path}.md"\ntarget = "docs/{locale}/{path}.md"\n')


def measured(name: str, root: Path, folder: Path, processes: int, alone: bool) -> Iterator[list[object]]:
    """The rows of a project; `alone` says that it is also looked at by one process, without a cache."""
    time.sleep(3)  # what was written just now is not trusted by its times
    if alone:
        one = timed(root, folder / "cache-alone", 1)
        yield [name, "cold, 1 process", *one.cells(1)]
    cache = folder / f"cache-{name}"
    cold = timed(root, cache, processes)
    yield [name, f"cold, {processes} processes", *cold.cells(processes)]
    if alone and cold.output != one.output:
        sys.exit("the number of processes changed what was found")
    warm = timed(root, cache, processes)
    yield [name, "warm", *warm.cells(1)]
    if warm.output != cold.output:
        sys.exit("the cache changed what was found")
    page = next(path for path in sorted(root.rglob("*.md")) if "/en/" not in path.as_posix() and path.stat().st_size)
    with page.open("a", encoding="utf-8") as file:
        file.write("\n\nAlso `one more`.\n")
    yield [name, "one page changed", *timed(root, cache, processes).cells(1)]


def timed(root: Path, cache: Path, processes: int) -> Run:
    """One audit, in a process of its own."""
    environment = {**os.environ, "PARALLINT_CACHE": str(cache)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-P", "-c", _TOLD, "audit", "--no-history", "--exit-zero", "--format", "json"]
    out, told = root.parent / "out.json", root.parent / "told.txt"
    begun = time.monotonic()
    first = together = 0.0
    with told.open("wb") as errors:
        process = subprocess.Popen(
            [*command, "--output", str(out), "--processes", str(processes)], cwd=root, env=environment, stderr=errors
        )
        while process.poll() is None:
            time.sleep(_STEP)
            own, all_ = _memory(process.pid)
            first, together = max(first, own), max(together, all_)
    clock = time.monotonic() - begun
    if process.returncode:
        sys.exit(told.read_text(encoding="utf-8"))
    *_, mine, others = told.read_text(encoding="utf-8").splitlines()[-1].split()
    return Run(clock, float(mine), float(others), first, together, out.read_bytes())


def _memory(process: int) -> tuple[float, float]:
    """Megabytes of a process, and of it and its children together."""
    children = Path(f"/proc/{process}/task/{process}/children")
    try:
        below = [int(child) for child in children.read_text().split()]
    except OSError:
        return 0.0, 0.0
    own = _share(process)
    return own, own + sum(map(_share, below))


def _share(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("Pss:")), 0.0)


if __name__ == "__main__":
    main()
