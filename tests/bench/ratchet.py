"""Scores a fixed sample of the benchmarks and fails where a figure has fallen under its floor in floor.json.

    python tests/bench/ratchet.py                                 the table; exit 1 where something has fallen
    python tests/bench/ratchet.py --write                         raise the floors to what is reached now
    python tests/bench/ratchet.py --write --lower-with-reason "…" set them to it, down as well, and keep the reason

Needs ../shared beside the checkout. The sample is the same every time and so is what parallint says of it: a floor is
the figure reached, and nothing less. Recall and precision must not fall; what is said of untouched pairs and after
changes that change nothing must not rise.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import lists

FLOOR = Path(__file__).with_name("floor.json")
SEED, PER, DRIFT_STEP = 7, 4, 4
_NEAR = 0.049
"""score.py rounds to a tenth."""

Figures = dict[str, float]
"""`list/what/locale/measure` -> percent, or findings (a case, or 100 pairs)."""


class Fall(NamedTuple):
    """A figure that is worse than its floor; `now` is None where there is no such figure any more."""

    name: str
    floor: float
    now: float | None


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="raise the floors to the figures reached")
    parser.add_argument("--lower-with-reason", metavar="REASON", help="with --write: lower them, too, and say why")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the lists and the reports there")
    options = parser.parse_args()
    if options.lower_with_reason is not None and not (options.write and options.lower_with_reason.strip()):
        parser.error("--lower-with-reason needs --write, and a reason")
    lists.need_shared()
    with lists.scratch(options.keep) as folder:
        figures, sample = measure(folder)
    kept: dict[str, Any] = json.loads(FLOOR.read_text("utf-8")) if FLOOR.exists() else {}
    floors: Figures = kept.get("figures", {})
    print(report(figures))
    if kept and kept["sample"] != sample:
        print(
            "\nThe sample is not the one of floor.json: ../shared has changed. The figures are compared all the same."
        )
    fallen = list(falls(figures, floors))
    print_falls(fallen)
    if options.write:
        write(kept, figures, sample, fallen, options.lower_with_reason)
        return 0 if options.lower_with_reason or not fallen else 1
    if not kept:
        print("\nThere is no floor.json yet: --write makes it.")
    return 1 if fallen or not kept else 0


def measure(folder: Path) -> tuple[Figures, dict[str, Any]]:
    """The figures on the sample, and what tells the sample from any other."""
    lists.make(folder / "whole", PER, SEED)
    part = folder / "part"
    rows = lists.sample(folder / "whole", part, DRIFT_STEP)
    with ThreadPoolExecutor(2) as pool:
        reports = dict(zip(lists.LISTS, pool.map(lambda name: lists.check(part, name), lists.LISTS), strict=True))
    scored = lists.by_locale(part, rows, reports)
    figures = {name: value for locale, one in scored.items() for name, value in _figures(one, locale)}
    return figures, _sample(rows)


def _sample(rows: Mapping[str, list[lists.Row]]) -> dict[str, Any]:
    digest = blake2b(digest_size=8)
    for name in lists.LISTS:
        for row in rows[name]:
            truth = [[t["rule"], t["line"], t["end_line"], t["text"]] for t in row.get("truth", ())]
            digest.update(json.dumps([row["id"], truth]).encode())
    counts = {name: len(rows[name]) for name in lists.LISTS}
    return {"seed": SEED, "per": PER, "drift_step": DRIFT_STEP, **counts, "digest": digest.hexdigest()}


def _figures(scored: lists.Row, locale: str) -> Iterator[tuple[str, float]]:
    per_100 = scored["clean"]["per_100_pairs"]
    for rule in sorted({*per_100, *_accusing()}):
        yield f"clean/{rule}/{locale}/per 100", float(per_100.get(rule, 0.0))
    for change, row in scored["cases"].items():
        if not isinstance(row, dict):
            continue
        for measure in ("recall", "precision"):
            if row.get(measure) is not None:
                yield f"cases/{change}/{locale}/{measure}", float(row[measure])
        if change.startswith("benign-"):
            yield f"cases/{change}/{locale}/noise", float(row["noise_per_case"])
    for rule in ("missing-segment", "extra-segment"):
        for measure in ("recall", "precision"):
            value = scored["drift"][rule][measure]
            if value is not None:
                yield f"drift/{rule}/{locale}/{measure}", float(value)


def _accusing() -> Iterator[str]:
    """The rules that say more than a note: one that is silent on untouched pairs has a floor of nothing, too."""
    from parallint.model import Severity
    from parallint.registry import load_rules

    return (bundled.rule.id for bundled in load_rules() if bundled.rule.severity is not Severity.NOTE)


def falls(figures: Figures, floors: Figures) -> Iterator[Fall]:
    """What is worse than its floor. A precision of nothing reported has fallen only where the recall has, too."""
    for name, floor in floors.items():
        measure = name.rpartition("/")[2]
        if name not in figures:
            if measure != "precision":
                yield Fall(name, floor, None)
            continue
        worse = figures[name] - floor if measure in ("per 100", "noise") else floor - figures[name]
        if worse > (_NEAR if measure in ("recall", "precision") else 0.0):
            yield Fall(name, floor, figures[name])


def write(
    kept: dict[str, Any], figures: Figures, sample: dict[str, Any], fallen: list[Fall], reason: str | None
) -> None:
    """Write the floors: the better of old and new, or the new ones where there is a reason."""
    lowered = list(kept.get("lowered", ()))
    floors: Figures = {**kept.get("figures", {}), **figures}
    if fallen and reason:
        floors = {name: floor for name, floor in floors.items() if name in figures}
        lowered.append({"why": reason, "figures": {fall.name: [fall.floor, fall.now] for fall in fallen}})
    elif fallen:
        floors.update({fall.name: fall.floor for fall in fallen})
        print("\nThese floors were left as they are: --lower-with-reason lowers them.")
    values = {"sample": sample, "lowered": lowered, "figures": dict(sorted(floors.items()))}
    FLOOR.write_text(json.dumps(values, indent=1, ensure_ascii=False) + "\n", "utf-8")


def report(figures: Figures) -> str:
    """The figures as tables: a row a change or rule, a column a locale."""
    locales = [lists.ALL, *sorted({name.split("/")[2] for name in figures} - {lists.ALL})]
    parts = []
    for title, group, shape in (
        ("Cases: recall/precision, or new findings a case", "cases", ("recall", "precision", "noise")),
        ("Drift, from the two texts alone: recall/precision", "drift", ("recall", "precision")),
        ("Untouched pairs: findings per 100", "clean", ("per 100",)),
    ):
        names = dict.fromkeys(name.split("/")[1] for name in figures if name.startswith(f"{group}/"))
        rows = [[what, *(_cell(figures, f"{group}/{what}/{locale}", shape) for locale in locales)] for what in names]
        parts.append(f"{title}\n\n{lists.table([group, *locales], rows)}")
    return "\n\n".join(parts)


def _cell(figures: Figures, prefix: str, measures: tuple[str, ...]) -> str:
    values = [figures.get(f"{prefix}/{measure}") for measure in measures]
    if measures[-1] == "noise":
        values = [values[-1]] if values[-1] is not None else values[:2]
    if all(value is None for value in values):
        return ""
    return "/".join("-" if value is None else f"{value:g}" for value in values)


def print_falls(fallen: list[Fall]) -> None:
    """Say what has fallen."""
    if fallen:
        rows = [(fall.name, f"{fall.floor:g}", "gone" if fall.now is None else f"{fall.now:g}") for fall in fallen]
        print(
            f"\n{len(fallen)} figures are worse than their floors:\n\n{lists.table(['figure', 'floor', 'now'], rows)}"
        )


if __name__ == "__main__":
    raise SystemExit(main())
