"""A cross-check from outside: what other ways of aligning find on the same pages, scored by the same program.

    python -m pip install nltk        (optional: without it the column of Gale and Church is left out, and said so)
    python tests/bench/other_aligners.py [--per 12]

Needs ../shared beside the checkout. Three columns: parallint; Gale and Church's aligner as nltk has it
(`nltk.translate.gale_church.align_blocks`), given the lengths of the blocks in characters; and difflib's longest
matching runs over the kinds of the blocks (heading and its level, paragraph, item, row, …). All get the same blocks,
those that parallint's reader finds, and all say the same thing: which run of blocks has no counterpart on the other
side.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

import lists
from parallint.align.profile import GROUPS
from parallint.model import Document, Segment
from parallint.read.files import read_text
from parallint.read.markdown import read_markdown

Beads = list[tuple[list[int], list[int]]]
"""Indices of source and target blocks that belong together, either side empty for a gap; in order."""

Aligner = Callable[[Sequence[Segment], Sequence[Segment]], Beads]

CHANGES = (
    "delete-paragraph",
    "delete-heading",
    "delete-list-item",
    "delete-table-row",
    "delete-code-block",
    "delete-image",
    "delete-section",
    "add-paragraph",
    "benign-merge-paragraphs",
    "benign-split-paragraph",
)
RULES = ("missing-segment", "extra-segment")
OURS, GALE_CHURCH, KINDS = "parallint", "Gale-Church (nltk)", "difflib on kinds"
_SCORED = ("clean", "cases")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--per", type=int, default=12, help="cases for each change, corpus and locale")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the lists and the reports there")
    options = parser.parse_args()
    lists.need_shared()
    others = aligners()
    if GALE_CHURCH not in others:
        print("nltk is not installed: Gale and Church's aligner is left out (python -m pip install nltk)\n")
    with lists.scratch(options.keep) as folder:
        lists.make(folder / "whole", options.per, lists=_SCORED)
        rows = lists.sample(folder / "whole", folder, 1, CHANGES.__contains__)
        scored = {OURS: lists.score(folder, {name: _own(folder, name) for name in _SCORED})}
        for aligner, align in others.items():
            scored[aligner] = lists.score(folder, {name: other(folder, name, rows[name], align) for name in _SCORED})
    report(scored, len(rows["clean"]), len(rows["cases"]))


def aligners() -> dict[str, Aligner]:
    """The other aligners that can be run here, by the names that tables give them."""
    lengths = by_lengths()
    return {**({GALE_CHURCH: lengths} if lengths else {}), KINDS: by_kinds}


def report(scored: dict[str, lists.Row], clean: int, cases: int) -> None:
    """Print the table."""
    print(f"{cases} cases on {clean} pairs: recall/precision; where nothing changed, new findings a case\n")
    rows = []
    for change in CHANGES:
        cells = (result["cases"][change] for result in scored.values())
        rows.append([change, *(_cell(change, cell) for cell in cells)])
    flagged = (result["clean"] for result in scored.values())
    rows.append(["untouched pairs: findings per 100", *(f"{sum(c['per_100_pairs'].values()):.1f}" for c in flagged)])
    print(lists.table(["", *scored], rows))


def _cell(change: str, row: lists.Row) -> str:
    if change.startswith("benign-"):
        return f"{row['noise_per_case']:.3f}"
    return lists.recall_precision(row)


def _own(folder: Path, name: str) -> Path:
    """parallint's report, of which only what the others could say, too, is kept."""
    path = lists.check(folder, name)
    values = json.loads(path.read_text("utf-8"))
    values["findings"] = [f for f in values["findings"] if f["rule"] in RULES]
    path.write_text(json.dumps(values), "utf-8")
    return path


def other(folder: Path, name: str, rows: Iterable[lists.Row], align: Aligner) -> Path:
    """A report in the same form as parallint's, of what another aligner leaves without counterpart."""
    findings = [finding for row in rows for finding in _findings(row, align)]
    path = folder / f"{name}.other.json"
    path.write_text(json.dumps({"findings": findings}), "utf-8")
    return path


def _findings(row: lists.Row, align: Aligner) -> Iterator[dict[str, Any]]:
    """A finding for each run of blocks that only one side has."""
    documents = _document(row["source"]), _document(row["target"])
    blocks = [[s for s in document.segments if s.kind in GROUPS] for document in documents]
    found = align(*blocks)
    for side, rule in enumerate(RULES):
        run: list[int] = []
        for bead in [*found, ([0], [0])]:
            ours, theirs = bead[side], bead[1 - side]
            if ours and not theirs:
                run += ours
            elif ours and run:
                yield {
                    "pair": row["id"],
                    "rule": rule,
                    "source" if side == 0 else "target": _place(documents[side], [blocks[side][k] for k in run]),
                }
                run = []


@cache
def _document(path: str) -> Document:
    return read_markdown(read_text(path), path)


def _place(document: Document, run: Sequence[Segment]) -> dict[str, Any]:
    first, last = document.place(run[0].span), document.place(run[-1].span)
    return {"line": first.line, "end_line": last.end_line, "text": first.text}


def by_lengths() -> Aligner | None:
    """Gale and Church's aligner, or None where nltk is not installed."""
    try:
        from nltk.translate.gale_church import align_blocks  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        return None

    def align(source: Sequence[Segment], target: Sequence[Segment]) -> Beads:
        pairs = align_blocks(*([max(1, len(s.text)) for s in side] for side in (source, target)))
        return _beads(len(source), len(target), pairs)

    return align


def _beads(n: int, m: int, pairs: Iterable[tuple[int, int]]) -> Beads:
    """Beads of index pairs: only what is in no pair matters to us, so every pair may be a bead of its own."""
    here: dict[int, list[int]] = {}
    there: set[int] = set()
    for i, j in pairs:
        here.setdefault(i, []).append(j)
        there.add(j)
    beads: Beads = []
    at = 0
    for i in range(n):
        linked = sorted(here.get(i, ()))
        while at < m and at not in there and linked and at < linked[0]:
            beads.append(([], [at]))
            at += 1
        beads.append(([i], linked))
        at = max(at, linked[-1] + 1) if linked else at
    beads.extend(([], [j]) for j in range(at, m) if j not in there)
    return beads


def by_kinds(source: Sequence[Segment], target: Sequence[Segment]) -> Beads:
    """difflib over kinds, levels and depths; a hole of as many blocks on both sides counts as linked."""
    matcher = SequenceMatcher(None, [_kind(s) for s in source], [_kind(t) for t in target], autojunk=False)
    beads: Beads = []
    for _, i, i2, j, j2 in matcher.get_opcodes():
        if i2 - i == j2 - j:
            beads.extend(([i + k], [j + k]) for k in range(i2 - i))
        else:
            beads.extend(([k], []) for k in range(i, i2))
            beads.extend(([], [k]) for k in range(j, j2))
    return beads


def _kind(segment: Segment) -> tuple[str, int, int]:
    return segment.kind.value, segment.level, segment.depth


if __name__ == "__main__":
    main()
