"""Which piece of evidence buys what: the benchmarks with each piece left out, in one process.

    python tests/bench/ablation.py [--per 6] [--drift-step 5] [--only tokens --only moves …] [--write]

Needs ../shared beside the checkout. A piece is left out by putting something that says nothing in the place of the
function that computes it, for the whole run; nothing else is tuned anew. The lexicons are learned once for each list,
with all evidence, and are the same in every row but their own. Only rules that the aligner feeds are counted:
missing-segment, missing-sentence, extra-segment, moved-segment, unrelated-page.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import lists
from parallint import learning, pairs
from parallint.align import blocks, joins, profile, prose, score, words
from parallint.config import Config
from parallint.engine import Settings, run
from parallint.jobs import Job
from parallint.registry import activate, load_rules
from parallint.report import Report
from parallint.report.json import render

if TYPE_CHECKING:
    from parallint.learning import Learned, Site
    from parallint.model import Document, Segment

    Lexicons = Mapping[Site, Learned]

Patch = tuple[object, str, Any]

DELETED = re.compile("delete-(?!sentence)")
COLUMNS = ("blocks deleted", "sentence deleted", "block added", "blocks swapped", "nothing changed")
"""What the changes are taken together as; the last are the benign ones, where whatever is said is noise."""
RULES = frozenset({"missing-segment", "missing-sentence", "extra-segment", "moved-segment", "unrelated-page"})


def without_tokens(segment: Segment, dense: bool) -> profile.Profile:
    """The profile of a segment with no features but those of code and admonition marks."""
    made = _PROFILE(segment, dense)
    return made if made.group in ("code", "admonition") else replace(made, features=frozenset())


def profiles_without_tokens(document: Document, dense: bool) -> dict[int, profile.Profile]:
    """As `profile.profiles`, which keeps what it made, with no tokens."""
    found = ((i, s) for i, s in enumerate(document.segments) if s.kind in profile.GROUPS)
    return {i: without_tokens(s, dense) for i, s in found}


_PROFILE = profile.profile


def _nothing(*_: object, **__: object) -> float:
    return 0.0


def _as_found(found: Sequence[Any], *_: object, **__: object) -> list[Any]:
    return list(found)


EVERYTHING = "nothing"
PIECES: dict[str, tuple[Patch, ...]] = {
    EVERYTHING: (),
    "length": ((score.Scorer, "length", _nothing),),
    "tokens": (
        (blocks, "profiles", profiles_without_tokens),
        (prose, "profiles", profiles_without_tokens),
        (prose, "profile", without_tokens),
    ),
    "lexicon": (),
    "names and cognates": ((words, "_names", _nothing),),
    "lexicon, names and cognates": ((words.Words, "_together", _nothing),),
    "sentence counts": ((score, "_sentences", _nothing),),
    "kind": ((score, "_kind", lambda *_: 1.0),),
    "joins (n-1, 1-n)": ((joins.Joins, "possible", ()),),
    "anchors of the whole page": ((blocks, "anchors", lambda *_, **__: []),),
    "likelier gaps on drifted pages": ((blocks, "_DRIFTED", inf),),
    "links doubted on drifted pages": ((blocks, "undoubted", _as_found),),
    "gaps slid to sections": ((blocks, "slid", _as_found),),
    "moves": ((blocks, "with_moves", _as_found),),
}
NO_LEXICON = frozenset({"lexicon", "lexicon, names and cognates"})


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--per", type=int, default=6, help="cases for each change, corpus and locale")
    parser.add_argument("--drift-step", type=int, default=5, metavar="N", help="take every Nth drifted pair")
    parser.add_argument("--only", action="append", choices=list(PIECES), help="leave out this piece only")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the lists and the reports there")
    parser.add_argument("--write", action="store_true", help="put the table into docs/accuracy.md")
    options = parser.parse_args()
    lists.need_shared()
    with lists.scratch(options.keep) as folder:
        jobs = prepare(folder, options.per, options.drift_step)
        # Every page is read once for all rows: reading is not what is looked at here.
        with patch.object(pairs, "_plain", cache(pairs._plain.__wrapped__)):
            lexicons = {kind: learning.learn_sites(jobs[kind]) for kind in lists.LISTS}
            figures(folder, jobs, EVERYTHING, lexicons)
            rows = [figures(folder, jobs, name, lexicons) for name in options.only or PIECES]
    counts = (
        f"{len(jobs['cases'])} cases, their {len(jobs['clean'])} untouched pairs and {len(jobs['drift'])} drifted ones"
    )
    text = f"{counts}: recall/precision; where nothing changed, new findings a case; processor time in seconds.\n\n"
    text += lists.table(["left out", *COLUMNS, "drift: missing", "drift: extra", "s"], rows)
    print(text)
    if options.write:
        lists.publish("ablation", text)


def prepare(folder: Path, per: int, drift_step: int) -> dict[str, list[Job]]:
    """Write the sample, its changes renamed to what they are taken together as; its jobs by list."""
    lists.make(folder / "whole", per)
    rows = lists.sample(folder / "whole", folder, drift_step, lambda change: _together(change) is not None)
    lists.write(folder, "cases", (row | {"change": _together(row["change"])} for row in rows["cases"]))
    return {
        name: [Job(row["id"], row["source"], row["target"], row["locale"]) for row in rows[name]]
        for name in lists.LISTS
    }


def _together(change: str) -> str | None:
    deleted, sentence, added, swapped, nothing = COLUMNS
    if DELETED.match(change):
        return deleted
    named = {"delete-sentence": sentence, "add-paragraph": added, "swap-paragraphs": swapped}
    return named.get(change) or (nothing if change.startswith("benign-") else None)


def figures(folder: Path, jobs: Mapping[str, list[Job]], name: str, lexicons: Mapping[str, Lexicons]) -> list[str]:
    """A row of the table: everything linted and scored with a piece left out."""

    def lint() -> dict[str, Path]:
        return {k: linted(folder, k, jobs[k], {} if name in NO_LEXICON else lexicons[k]) for k in lists.LISTS}

    with ExitStack() as stack:
        for place, attribute, instead in PIECES[name]:
            stack.enter_context(patch.object(place, attribute, instead))
        seconds, reports = lists.timed(lint)
    scored = lists.score(folder, reports)
    cells = []
    for column in COLUMNS:
        row = scored["cases"][column]
        nothing = column == COLUMNS[-1]
        cells.append(f"{row['noise_per_case']:.3f}" if nothing else lists.recall_precision(row))
    drift = [lists.recall_precision(scored["drift"][rule]) for rule in ("missing-segment", "extra-segment")]
    return [name, *cells, *drift, f"{seconds:.0f}"]


def linted(folder: Path, kind: str, jobs: Sequence[Job], lexicons: Lexicons) -> Path:
    """The report on a list's jobs, as `parallint check --pairs` would write it."""
    config = Config(root="")
    rules = tuple(active for active in activate(load_rules(), config) if active.rule.id in RULES)
    outcomes = list(run(jobs, Settings(rules, config.confidence), lexicons))
    problems = tuple(problem for outcome in outcomes for problem in outcome.problems)
    errors = tuple(error for outcome in outcomes for error in outcome.errors)
    if errors:
        raise SystemExit(f"{errors[0]}")
    path = folder / f"{kind}.report.json"
    path.write_text(render(Report(len(outcomes), problems, errors)), "utf-8")
    return path


if __name__ == "__main__":
    main()
