"""How time and memory of aligning grow with a page's length.

    python tests/bench/growth.py [--blocks 100 1000 10000] [--locale es-es] [--write]

Needs ../shared beside the checkout. A page of so many blocks is made of the corpus's English pages, one after the
other, and its translation of theirs; then one block is taken out of the translation, and, in a second series, every
fiftieth. Only aligning is measured, without a lexicon and with one, not reading: processor time, and the peak of what
Python allocates meanwhile, in a run of its own.
"""

from __future__ import annotations

import argparse
import tracemalloc
from collections.abc import Sequence
from dataclasses import replace
from math import log
from typing import TYPE_CHECKING

import lists
from parallint.align import align
from parallint.align.profile import GROUPS
from parallint.jobs import Job
from parallint.learning import learn_sites
from parallint.model import Document, Link, Segment
from parallint.read.files import read_text
from parallint.read.markdown import read_markdown

if TYPE_CHECKING:
    from parallint.align.lexicon import Lexicon

EDITS = {"one block": None, "every 50th": 50}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--blocks", type=int, nargs="+", default=[100, 1_000, 10_000])
    parser.add_argument("--locale", default="es-es")
    parser.add_argument("--write", action="store_true", help="put the table into docs/accuracy.md")
    options = parser.parse_args()
    lists.need_shared()
    with lists.scratch() as folder:
        lists.make(folder, 1, lists=("clean",))
        rows = [row for row in lists.read(folder, "clean") if row["locale"] == options.locale]
    jobs = [Job(row["id"], row["source"], row["target"], row["locale"]) for row in rows]
    lexicon = next((known.lexicon for known in learn_sites(jobs).values() if known.lexicon), None)
    source, target = pages(jobs, max(options.blocks))
    rows_of_table = []
    for name, step in EDITS.items():
        for known in (None, lexicon):
            rows_of_table += series(source, target, options.blocks, name, step, known)
    head = ["taken out", "lexicon", "blocks", "found", "seconds", "µs / n log2 n", "peak MB", "peak kB / block"]
    text = lists.table(head, rows_of_table)
    print(text)
    if options.write:
        lists.publish("growth", text)


def pages(jobs: Sequence[Job], most: int) -> tuple[list[Segment], list[Segment]]:
    """The blocks of pages that have as many on both sides, one after the other, up to `most`."""
    source: list[Segment] = []
    target: list[Segment] = []
    for job in jobs:
        if len(source) >= most:
            break
        one, other = (_blocks(path) for path in (job.source, job.target))
        if [s.kind for s in one] == [t.kind for t in other]:
            source += one
            target += other
    return source[:most], target[:most]


def _blocks(path: str) -> list[Segment]:
    return [s for s in read_markdown(read_text(path), path).segments if s.kind in GROUPS]


def series(
    source: Sequence[Segment],
    target: Sequence[Segment],
    sizes: Sequence[int],
    name: str,
    step: int | None,
    lexicon: Lexicon | None,
) -> list[list[object]]:
    """A row of the table for each size."""
    rows = []
    for size in sizes:
        n = min(size, len(source))
        gone = set(range(step // 2, n, step)) if step else {n // 2}
        here = Document("source", "", tuple(source[:n]))
        there = Document("target", "", tuple(t for k, t in enumerate(target[:n]) if k not in gone))
        seconds, links = lists.timed(lambda here=here, there=there: align(here, there, lexicon))  # type: ignore[misc]
        peak = _peak(here, there, lexicon)
        each = 1e6 * seconds / (n * log(n, 2))
        found = f"{len(_found(links, gone))}/{len(gone)}"
        known = "yes" if lexicon else "no"
        rows.append(
            [name, known, n, found, f"{seconds:.2f}", f"{each:.1f}", f"{peak / 1e6:.1f}", f"{peak / 1e3 / n:.1f}"]
        )
    return rows


def _found(links: Sequence[Link], gone: set[int]) -> set[int]:
    return {i for link in links if not link.target for i in link.source} & gone


def _peak(source: Document, target: Document, lexicon: Lexicon | None) -> int:
    """What is allocated at the most, in bytes, while two documents are aligned that nothing was worked out for yet."""
    source, target = replace(source), replace(target)
    tracemalloc.start()
    try:
        align(source, target, lexicon)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


if __name__ == "__main__":
    main()
