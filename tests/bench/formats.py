"""Every machine format on the findings of a whole list of pairs, and on hostile ones, against the published schemas.

usage: formats.py --schemas FOLDER [--pairs MANIFEST]

FOLDER holds sarif.json (OASIS, sarif-schema-2.1.0.json), junit.xsd (Jenkins' xUnit plugin, junit-10.xsd) and
DiagnosticResult.json (reviewdog's proto/rdf/jsonschema). Needs jsonschema. Prints, for each format, how many findings
were written, the bytes, and what a validator says.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from lxml import etree
from parallint.config import Config
from parallint.engine import Settings, run
from parallint.errors import ReadError
from parallint.jobs import read_manifest
from parallint.model import Place, Problem, Severity
from parallint.registry import activate, load_rules
from parallint.report import FORMATS, Report, renderer

HOSTILE = (
    "\x1b[31mred\x1b[0m \x07",
    "%0A::error::injected",
    "::set-output name=x::y\r\n::add-mask::z",
    "a]]>b<script>alert(1)</script>&amp;<!--",
    "\u202eright to left\u2066 \u200b\ufeff",
    "\ud800 lone, \x00 nul, \uffff \ufffe no character",
    "../../etc/passwd, with: a, comma % and spaces",
)


def hostile() -> Report:
    """Findings and errors whose every text is hostile."""
    problems = []
    for text in HOSTILE:
        place = Place(text, 3, 1, 4, 9, text)
        problems.append(
            Problem("link-drift", Severity.ERROR, 1.0, text, text, text, place, Place(text, 3, 2, 3, 2, ""), text)
        )
    return Report(1, tuple(problems), tuple(ReadError(text, text, text, 1) for text in HOSTILE))


def whole(manifest: str) -> Report:
    """What parallint says of all the pairs of a list."""
    jobs = list(read_manifest(manifest))
    settings = Settings(activate(load_rules(), Config()), 0.5)
    outcomes = list(run(jobs, settings))
    problems = tuple(problem for outcome in outcomes for problem in outcome.problems)
    return Report(len(jobs), problems, (), tuple(active.rule for active in settings.rules))


def judged(format_: str, text: str, schemas: Path) -> str:
    """What the format's own validator says."""
    import jsonschema

    text.encode("utf-8")
    files = {"sarif": "sarif.json", "rdjson": "DiagnosticResult.json"}
    if format_ in files:
        schema: dict[str, Any] = json.loads((schemas / files[format_]).read_text(encoding="utf-8"))
        jsonschema.validate(json.loads(text), schema)
        return f"valid by {files[format_]}"
    if format_ == "junit":
        etree.XMLSchema(etree.parse(schemas / "junit.xsd")).assertValid(etree.fromstring(text.encode()))
        return "valid by junit.xsd"
    if format_ == "checkstyle":
        return f"well-formed, {len(etree.fromstring(text.encode()))} files"
    if format_ == "gitlab":
        prints = [issue["fingerprint"] for issue in json.loads(text)]
        assert len(set(prints)) == len(prints)
        return "JSON, fingerprints unique"
    if format_ == "github":
        lines = text.splitlines()
        assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines[:-1])
        return f"{len(lines) - 1} commands, one a line"
    return "-"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--schemas", type=Path, required=True)
    parser.add_argument("--pairs")
    given = parser.parse_args()
    reports = {"hostile": hostile()} | ({"whole list": whole(given.pairs)} if given.pairs else {})
    for name, report in reports.items():
        print(f"{name}: {len(report.problems)} findings, {len(report.errors)} errors")
        for format_ in FORMATS:
            text = renderer(format_)(report)
            print(f"   {format_:12} {len(text.encode()):10,} bytes   {judged(format_, text, given.schemas)}")


if __name__ == "__main__":
    main()
