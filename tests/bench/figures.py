"""The published figures: the whole lists, scored, by locale and beside other aligners.

    python -m pip install nltk
    python tests/bench/figures.py [--write]      --write puts the tables into README.md and docs/accuracy.md

Needs ../shared beside the checkout, and nltk for the column of Gale and Church's aligner. Takes some minutes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path

import lists
import other_aligners
import reliability

PER = 12
NAMES = {
    "delete-paragraph": "paragraph deleted",
    "delete-heading": "heading deleted",
    "delete-list-item": "list item deleted",
    "delete-table-row": "table row deleted",
    "delete-code-block": "code block deleted",
    "delete-image": "image deleted",
    "delete-section": "section deleted",
    "delete-sentence": "sentence deleted",
    "add-paragraph": "paragraph added",
    "swap-paragraphs": "paragraphs swapped",
    "untranslate-paragraph": "paragraph left in English",
    "drop-link": "link lost",
    "change-link": "link changed",
    "change-image": "image changed",
    "drop-inline-code": "inline code lost",
    "change-inline-code": "inline code changed",
    "change-code-block": "code block changed",
    "change-number": "number changed",
    "change-heading-level": "heading level changed",
    "change-admonition": "admonition changed",
    "drop-placeholder": "placeholder lost",
}
BENIGN = {
    "benign-rewrap": "lines wrapped anew",
    "benign-list-marker": "other list marker",
    "benign-emphasis": "other emphasis marker",
    "benign-split-paragraph": "paragraph split in two",
    "benign-merge-paragraphs": "two paragraphs merged",
}
DRIFT = {
    "missing-segment": "gained by English (`missing-segment`)",
    "extra-segment": "lost by English (`extra-segment`)",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="put the tables into README.md and docs/accuracy.md")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the lists and the reports there")
    options = parser.parse_args()
    lists.need_shared()
    others = other_aligners.aligners()
    if other_aligners.GALE_CHURCH not in others:
        raise SystemExit("nltk is not installed, and one column is its aligner's: python -m pip install nltk")
    with lists.scratch(options.keep) as folder:
        lists.make(folder, PER)
        known = NAMES | BENIGN
        lists.write(folder, "cases", [row for row in lists.read(folder, "cases") if row["change"] in known])
        rows = {name: lists.read(folder, name) for name in lists.LISTS}
        scored = lists.by_locale(folder, rows, {name: lists.check(folder, name) for name in lists.LISTS})
        beside = {name: others_scored(folder, rows, align) for name, align in others.items()}
        judged = list(reliability.judged(folder))
    tables = {
        "figures": figures(scored[lists.ALL], beside[other_aligners.GALE_CHURCH]),
        "changes": changes(scored[lists.ALL], beside),
        "changes-by-locale": by_locale(scored),
        "drift": drift(scored),
        "clean": clean(scored, beside),
        "reliability": "\n\n".join(reliability.tables(judged, by_locale=False)),
        "reliability-by-locale": "\n\n".join(reliability.tables(judged, by_locale=True)),
    }
    for name, text in tables.items():
        print(f"\n== {name}\n\n{text}")
        if options.write:
            lists.publish(name, text)


def others_scored(folder: Path, rows: Mapping[str, list[lists.Row]], align: other_aligners.Aligner) -> lists.Row:
    """What score.py says of another aligner on the clean list and the cases."""
    reports = {name: other_aligners.other(folder, name, rows[name], align) for name in ("clean", "cases")}
    return lists.score(folder, reports)


def figures(ours: lists.Row, theirs: lists.Row) -> str:
    """The README's table: ours, and beside it a column that is not."""
    rows = []
    for change, name in NAMES.items():
        mine = ours["cases"][change]
        gale_church = lists.recall_precision(theirs["cases"][change]) if change in other_aligners.CHANGES else ""
        rows.append([name, lists.shown(mine["recall"]), lists.shown(mine["precision"]), gale_church])
    for rule, name in DRIFT.items():
        mine = ours["drift"][rule]
        rows.append([f"real drift: {name}", lists.shown(mine["recall"]), lists.shown(mine["precision"]), ""])
    untouched = [f"{_false_alarms(scored):.2f}" for scored in (ours, theirs)]
    noise = sum(ours["cases"][change]["noise_per_case"] * ours["cases"][change]["cases"] for change in BENIGN)
    cases = sum(ours["cases"][change]["cases"] for change in BENIGN)
    note = (
        f"Blocks reported as missing, extra or moved per 100 untouched pages: {untouched[0]} "
        f"(Gale and Church: {untouched[1]}). "
        f"New findings after a change that changes nothing: {noise / cases:.3f} a case."
    )
    return f"{lists.table(['Change', 'Recall', 'Precision', 'Gale-Church: recall/precision'], rows)}\n\n{note}"


def _false_alarms(scored: lists.Row) -> float:
    rules = ("missing-segment", "extra-segment", "moved-segment")
    return float(sum(scored["clean"]["per_100_pairs"].get(rule, 0.0) for rule in rules))


def changes(ours: lists.Row, beside: Mapping[str, lists.Row]) -> str:
    """Every change: ours and the others'."""
    rows = []
    for change, name in (NAMES | BENIGN).items():
        mine = ours["cases"][change]
        theirs = [_outcome(change, one) if change in other_aligners.CHANGES else "" for one in beside.values()]
        rows.append([name, mine["cases"], _outcome(change, ours), *theirs])
    return lists.table(["Change", "cases", "parallint", *beside], rows)


def _outcome(change: str, scored: lists.Row) -> str:
    row = scored["cases"][change]
    return f"{row['noise_per_case']:.3f} new" if change in BENIGN else lists.recall_precision(row)


def by_locale(scored: Mapping[str, lists.Row]) -> str:
    """Every change, a column a locale."""
    rows = [
        [name, *(_outcome(change, one) if change in one["cases"] else "" for one in scored.values())]
        for change, name in NAMES.items()
    ]
    return lists.table(["Change", *scored], rows)


def drift(scored: Mapping[str, lists.Row]) -> str:
    """Real drift from the two texts alone, a column a locale."""
    rows = [
        [
            name,
            *(lists.recall_precision(one["drift"][rule]) if one["drift"]["pairs"] else "" for one in scored.values()),
        ]
        for rule, name in DRIFT.items()
    ]
    rows.append(["pairs", *(one["drift"]["pairs"] for one in scored.values())])
    return lists.table(["Blocks", *scored], rows)


def clean(scored: Mapping[str, lists.Row], beside: Mapping[str, lists.Row]) -> str:
    """Findings per 100 untouched pairs, a row a rule, a column a locale, and the others'."""
    columns = {**scored, **beside}
    rules = sorted({rule for one in columns.values() for rule in one["clean"]["per_100_pairs"]})
    rows = [
        [
            f"`{rule}`",
            *(f"{one['clean']['per_100_pairs'].get(rule, 0.0):.2f}" for one in scored.values()),
            *_theirs(rule, beside),
        ]
        for rule in rules
    ]
    rows.append(["pairs", *(str(one["clean"]["pairs"]) for one in columns.values())])
    return lists.table(["Findings per 100 pairs", *columns], rows)


def _theirs(rule: str, beside: Mapping[str, lists.Row]) -> Iterator[str]:
    for one in beside.values():
        yield f"{one['clean']['per_100_pairs'].get(rule, 0.0):.2f}" if rule in other_aligners.RULES else ""


if __name__ == "__main__":
    main()
