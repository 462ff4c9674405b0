"""What parallint costs: against the bare parse of the same files, at the start, and in memory.

    python tests/bench/speed.py [--rounds 3] [--starts 15] [--every 1] [--write]
    python tests/bench/speed.py --rules [--rounds 3] [--every 8]

Needs ../shared beside the checkout. The clean list, every pair of it, in one process: markdown-it-py's parse of both
sides, then learning the lexicons, then reading, aligning and linting all pairs, in turn and `--rounds` times; medians
of this process's processor time, since wall time on a shared machine says more of the others. Files are read from the
disk in all of them. Memory is the peak of a `parallint check --pairs` of its own.

With `--rules` what each rule costs instead, and all of the linting that is done once a pair is read and aligned: of
each pair the least of the rounds, each on a fresh pair about which nothing is known yet.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import lists
from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin
from parallint.config import Config
from parallint.dated import read_pair
from parallint.engine import Settings, run
from parallint.jobs import Job
from parallint.learning import Learned, learn_sites, learned_for
from parallint.linting import lint_heeding
from parallint.read.files import read_text
from parallint.registry import activate, load_rules

if TYPE_CHECKING:
    from parallint.model import Pair

PARSE, LEARN, LINT = "bare parse", "learning the lexicons", "reading, aligning, linting"
LINT_ONLY = "linting of what is read and aligned"
IMPORTS = "import markdown_it, lxml.etree, click, rapidfuzz"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--starts", type=int, default=15, help="how often a command is started")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take every Nth pair")
    parser.add_argument("--rules", action="store_true", help="what each rule costs, and nothing else")
    parser.add_argument("--write", action="store_true", help="put the tables into README.md and docs/accuracy.md")
    options = parser.parse_args()
    lists.need_shared()
    with lists.scratch() as folder:
        lists.make(folder, 1, lists=("clean",))
        rows = lists.read(folder, "clean")[:: options.every]
        lists.write(folder, "clean", rows)
        jobs = [Job(row["id"], row["source"], row["target"], row["locale"]) for row in rows]
        if options.rules:
            print(rule_times(jobs, options.rounds))
            return
        text = list_times(jobs, options.rounds)
        text += whole_command(folder, options.rounds)
        text += starts(jobs[0], options.starts)
    print(text)
    if options.write:
        lists.publish("speed", text)


def list_times(jobs: Sequence[Job], rounds: int) -> str:
    """The list in this process, part by part."""
    config = Config(root="")
    settings = Settings(activate(load_rules(), config), config.confidence)
    times: dict[str, list[float]] = {PARSE: [], LEARN: [], LINT: []}
    for _ in range(rounds):
        times[PARSE].append(lists.timed(lambda: parse(jobs))[0])
        seconds, lexicons = lists.timed(lambda: learn_sites(jobs))
        times[LEARN].append(seconds)
        times[LINT].append(lists.timed(lambda known=lexicons: list(run(jobs, settings, known)))[0])  # type: ignore[misc]
    bare = median(times[PARSE])
    together = median(learn + lint for learn, lint in zip(times[LEARN], times[LINT], strict=True))
    rows = [(part, median(took)) for part, took in times.items()] + [("learning and linting", together)]
    title = f"{len(jobs)} pairs in one process, processor time, median of {rounds}.\n\n"
    table = [(part, f"{took:.2f}", f"{len(jobs) / took:.0f}", f"{took / bare:.2f}") for part, took in rows]
    return title + lists.table(["", "seconds", "pairs a second", "times the bare parse"], table)


def rule_times(jobs: Sequence[Job], rounds: int) -> str:
    """Each rule, in times of the bare parse of both sides."""
    config = Config(root="")
    settings = Settings(activate(load_rules(), config), config.confidence)
    known = learn_sites(jobs)
    pairs = [read(job, learned_for(job, known)) for job in jobs]
    least: list[dict[str, float]] = [{} for _ in jobs]
    for _ in range(rounds):
        for job, pair, best in zip(jobs, pairs, least, strict=True):
            for part, seconds in linting_times(job, pair, settings).items():
                best[part] = min(seconds, best.get(part, seconds))
    took = sum(map(Counter, least), Counter[str]())
    table = [
        (part, f"{1000 * seconds / len(jobs):.3f}", f"{seconds / took[PARSE]:.4f}")
        for part, seconds in took.most_common()
    ]
    title = f"{len(jobs)} pairs, processor time, the least of {rounds} of each pair.\n\n"
    return title + lists.table(["", "ms a pair", "times the bare parse"], table)


def read(job: Job, learned: Learned) -> Pair:
    """The pair of a job, read and aligned."""
    return replace(read_pair(job, learned.lexicon), conventions=learned.conventions)


def linting_times(job: Job, pair: Pair, settings: Settings) -> dict[str, float]:
    """What the parse of a pair's files takes, its linting as a whole, and each of the rules, in seconds."""
    times = {PARSE: lists.timed(partial(parse, [job]))[0]}
    work = partial(lint_heeding, fresh(pair), settings, [], [])
    times[LINT_ONLY] = lists.timed(partial(exhaust, work))[0]
    pair = fresh(pair)
    for active in settings.rules:
        if active.rule.check:
            check = partial(active.rule.check, pair, active.options)
            times[active.rule.id] = lists.timed(partial(exhaust, check))[0]
    return times


def exhaust(findings: Callable[[], Iterable[object]]) -> None:
    """Go through all findings."""
    for _ in findings():
        pass


def fresh(pair: Pair) -> Pair:
    """The pair without anything that was found out about it."""
    return replace(pair, source=replace(pair.source), target=replace(pair.target))


def parse(jobs: Sequence[Job]) -> None:
    """markdown-it-py by itself over both sides of every pair."""
    md = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(front_matter_plugin)
    for job in jobs:
        for path in (job.source, job.target):
            md.parse(read_text(path))


def whole_command(folder: Path, rounds: int) -> str:
    """`parallint check` over the list, start and report included."""
    command = [
        *lists.PARALLINT,
        "check",
        "--pairs",
        str(folder / "clean.jsonl"),
        "--format",
        "json",
        "--processes",
        "1",
    ]
    command += ["--output", str(folder / "report.json"), "--exit-zero"]
    runs = [lists.command_time(command) for _ in range(rounds)]
    cpu, wall = median(run[1] for run in runs), median(run[0] for run in runs)
    most = max(run[2] for run in runs) / 1e6
    return (
        f"\n\n`parallint check --pairs --processes 1` over the same list, start and report included: {cpu:.1f} s of "
        f"processor time, {wall:.1f} s by the clock, {most:.0f} MB of memory at the most.\n\n"
    )


def starts(job: Job, times: int) -> str:
    """Commands that do little, against an interpreter that imports what they stand on; in turn, medians."""
    one = ("check", "--source", job.source, "--target", job.target, "--locale", job.locale, "--exit-zero")
    commands = {
        f'`python -c "{IMPORTS}"`': (sys.executable, "-c", IMPORTS),
        "`parallint --version`": (*lists.PARALLINT, "--version"),
        "`parallint check --source … --target …`": (*lists.PARALLINT, *one),
    }
    taken: dict[str, list[tuple[float, float, int]]] = {name: [] for name in commands}
    for _ in range(times):
        for name, command in commands.items():
            taken[name].append(lists.command_time(command))
    rows = []
    bare = median(cpu for _, cpu, _ in next(iter(taken.values())))
    for name, runs in taken.items():
        wall, cpu = median(run[0] for run in runs), median(run[1] for run in runs)
        rows.append([name, f"{1000 * cpu:.0f}", f"{1000 * wall:.0f}", f"{cpu / bare:.2f}"])
    title = f"Starting, median of {times}.\n\n"
    return title + lists.table(["", "processor ms", "clock ms", "times the imports"], rows)


if __name__ == "__main__":
    main()
