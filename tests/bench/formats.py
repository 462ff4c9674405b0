"""Every machine format on the findings of whole lists of pairs, and on hostile ones, read back as its readers do.

usage: formats.py --schemas FOLDER [--pairs MANIFEST]... [--write]

FOLDER holds sarif.json (OASIS, sarif-schema-2.1.0.json), junit.xsd (Jenkins' xUnit plugin, junit-10.xsd),
DiagnosticResult.json (reviewdog's proto/rdf/jsonschema) and codeclimate.json (GitLab's app/validators/json_schemas).
Needs jsonschema. Prints the tables of docs/formats.md, and with --write puts them there.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree
from parallint.config import Config
from parallint.engine import Settings, run
from parallint.errors import ReadError
from parallint.jobs import read_manifest
from parallint.learning import learn_sites
from parallint.model import Correction, Place, Problem, Severity
from parallint.registry import activate, load_rules
from parallint.report import Report, renderer, visible

PAGE = Path(__file__).parents[2] / "docs/formats.md"

HOSTILE = {
    "terminal escapes, bell": "\x1b[31mred\x1b[0m \x07",
    "other control characters": "\x00\x08\x7f\x9b2J",
    "a new line with a command": "x\r\n::set-output name=x::y",
    "an escaped new line": "%0A::error::injected %25",
    "an old command": "##[error]x ##[add-mask]y",
    "separators": "../../etc/passwd, with: a, comma; ]",
    "markup": "a]]>b<script>alert(1)</script>&amp;<!--",
    "Markdown": "[x](javascript:1) **b** `c` | @all #1 :smile:",
    "marks of direction": "\u202eright to left\u2066 \u200f",
    "invisible characters": "a\u200b\ufeff\U000e0041b",
    "lone surrogate, no characters": "\ud800 \ufffe \uffff",
    "a very long line": "x" * 100_000,
}
"""What is put in every message, path, text, replacement and locale."""

READ_BACK = ("json", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson")


class Read(NamedTuple):
    """What a reader of a format takes from one finding: its message, path and line."""

    message: str
    path: str
    line: int


def hostile(text: str) -> Report:
    """A finding and an error whose every text is hostile."""
    place = Place(text, 3, 1, 4, 9, text)
    fix = (Correction(Place(text, 3, 2, 3, 5, text), text, 2, 6),)
    told = Problem("link-drift", Severity.ERROR, 1.0, text, text, text, place, Place(text, 3, 2, 3, 5, text), "00", fix)
    return Report(1, (told,), (ReadError(text, text, text, 1),))


def whole(manifest: str) -> Report:
    """What parallint says of all the pairs of a list."""
    jobs = list(read_manifest(manifest))
    settings = Settings(activate(load_rules(), Config()), 0.5)
    outcomes = list(run(jobs, settings, learn_sites(jobs)))
    problems = tuple(problem for outcome in outcomes for problem in outcome.problems)
    return Report(len(jobs), problems, (), tuple(active.rule for active in settings.rules))


def valid(format_: str, text: str, schemas: Path) -> str:
    """By what the text is valid; raises where it is not."""
    import jsonschema

    text.encode("utf-8")
    files = {"sarif": "sarif.json", "rdjson": "DiagnosticResult.json", "gitlab": "codeclimate.json"}
    if format_ in files:
        schema: dict[str, Any] = json.loads((schemas / files[format_]).read_text(encoding="utf-8"))
        validator = jsonschema.validators.validator_for(schema)(schema)
        values = json.loads(text)
        for value in values if format_ == "gitlab" else [values]:
            validator.validate(value)
    if format_ == "junit":
        etree.XMLSchema(etree.parse(schemas / "junit.xsd")).assertValid(etree.fromstring(text.encode(), _HUGE))
    if format_ == "gitlab":
        prints = [issue["fingerprint"] for issue in json.loads(text)]
        assert len(set(prints)) == len(prints)
    return {
        "json": "",
        "sarif": "OASIS's schema",
        "github": "the runner's rules",
        "gitlab": "GitLab's own schema; fingerprints unique",
        "junit": "Jenkins' junit-10.xsd",
        "checkstyle": "no schema is published; well-formed",
        "rdjson": "reviewdog's schema",
    }[format_]


_HUGE = etree.XMLParser(huge_tree=True)


def read(format_: str, text: str) -> list[Read]:
    """What a reader takes from a report, finding by finding."""
    return list(_READERS[format_](text))


def _json(text: str) -> Iterator[Read]:
    for finding in json.loads(text)["findings"]:
        place = finding["target"] or finding["source"]
        yield Read(finding["message"], place["path"], place["line"])


def _sarif(text: str) -> Iterator[Read]:
    from urllib.parse import unquote_to_bytes

    for result in json.loads(text)["runs"][0]["results"]:
        place = result["locations"][0]["physicalLocation"]
        path = unquote_to_bytes(place["artifactLocation"]["uri"].removeprefix("file://"))
        yield Read(result["message"]["text"], path.decode("utf-8", "surrogatepass"), place["region"]["startLine"])


def command(line: str) -> tuple[str, dict[str, str], str] | None:
    """A line as the runner takes it (actions/runner, ActionCommand.TryParseV2): command, properties, text."""
    line = line.lstrip()
    end = line.find("::", 2)
    if not line.startswith("::") or end < 0:
        return None
    name, _, given = line[2:end].partition(" ")
    parts = [part.split("=", 1) for part in given.strip().split(",") if part]
    escapes = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
    properties = {part[0]: _unescaped(part[1], escapes) for part in parts if len(part) == len(("name", "value"))}
    data = _unescaped(line[end + 2 :], {key: value for key, value in escapes.items() if value not in ":,"})
    return name, properties, data


def _unescaped(text: str, escapes: dict[str, str]) -> str:
    for token, character in escapes.items():
        text = text.replace(token, character)
    return text


def _github(text: str) -> Iterator[Read]:
    lines = text.splitlines()
    commands = [command(line) for line in lines]
    assert all(found is None or found[0] in ("error", "warning", "notice") for found in commands)
    assert not [line for line, found in zip(lines, commands, strict=True) if found is None and "##[" in line]
    for found in commands:
        if found and found[1].get("title", "").startswith("parallint "):
            yield Read(found[2].partition("\n")[0], found[1]["file"], int(found[1]["line"]))


def _gitlab(text: str) -> Iterator[Read]:
    for issue in json.loads(text):
        told = re.sub(r"\. (Write|Put in|Take out) .*", "", issue["description"], flags=re.DOTALL)
        yield Read(told, issue["location"]["path"], issue["location"]["lines"]["begin"])


def _junit(text: str) -> Iterator[Read]:
    for case in etree.fromstring(text.encode(), _HUGE).iter("testcase"):
        told = case.find("failure")
        if told is not None:
            yield Read(told.get("message"), case.get("classname"), int(case.get("name").rpartition(":")[2]))
        elif case.find("system-out") is not None:
            at = f"{case.get('classname')}:"
            line, _, message = case.findtext("system-out").removeprefix(at).partition(": ")
            yield Read(re.sub(r" \(English, .*", "", message), case.get("classname"), int(line))


def _checkstyle(text: str) -> Iterator[Read]:
    for file in etree.fromstring(text.encode(), _HUGE):
        for error in file:
            assert error.get("severity") in ("error", "warning", "info")
            if error.get("source") != "parallint":
                yield Read(error.get("message"), file.get("name"), int(error.get("line")))


def _rdjson(text: str) -> Iterator[Read]:
    for diagnostic in json.loads(text)["diagnostics"]:
        place = diagnostic["location"]
        yield Read(diagnostic["message"], place["path"], place["range"]["start"]["line"])


_READERS = {
    "json": _json,
    "sarif": _sarif,
    "github": _github,
    "gitlab": _gitlab,
    "junit": _junit,
    "checkstyle": _checkstyle,
    "rdjson": _rdjson,
}


def figures(reports: list[Report], schemas: Path) -> Iterator[str]:
    """The table of the formats: findings written and read back, and bytes."""
    yield "| Format | Valid by | Findings written | Read back alike | With a fix | Bytes | Compressed |"
    yield "|--------|----------|-----------------:|----------------:|-----------:|------:|-----------:|"
    problems = tuple(problem for report in reports for problem in report.problems)
    report = Report(sum(report.pairs for report in reports), problems, (), reports[0].rules)
    for format_ in READ_BACK:
        text = renderer(format_)(report)
        by = valid(format_, text, schemas) or "what the contract names"
        found = read(format_, text)
        alike = _alike(found, problems)
        fixes = text.count('"suggestions"') + text.count('"fixes"') + (text.count('"fix"') if format_ == "json" else 0)
        size = len(text.encode())
        packed = len(gzip.compress(text.encode()))
        yield f"| `{format_}` | {by} | {len(found):,} | {alike:,} | {fixes or '–'} | {size:,} | {packed:,} |"


def _alike(found: list[Read], problems: tuple[Problem, ...]) -> int:
    """How many of the findings read back are those that were written, with message, path and line."""
    wanted: dict[Read, int] = {}
    for problem in problems:
        places = {one.place.line for one in problem.fix} | {
            place.line for place in [problem.target or problem.source] if place
        }
        place = problem.target or problem.source
        for line in places:
            key = Read(visible(problem.message), place.path if place else problem.pair, line)
            wanted[key] = wanted.get(key, 0) + 1
    count = 0
    for one in found:
        key = one._replace(message=visible(one.message))
        if wanted.get(key):
            wanted[key] -= 1
            count += 1
    return count


def tried(schemas: Path) -> Iterator[str]:
    """The table of the hostile texts: what was put in, and what the readers got as the message."""
    yield "| Tried | Put in | The JSON report holds | Every other reader gets |"
    yield "|-------|--------|-----------------------|-------------------------|"
    for name, text in HOSTILE.items():
        got: dict[str, str] = {}
        for format_ in READ_BACK:
            written = renderer(format_)(hostile(text))
            valid(format_, written, schemas)
            assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", written), (name, format_)
            found = read(format_, written)
            assert len(found) == 1, (name, format_, found)
            assert found[0].path in (text, visible(text), _xml(visible(text)), text.replace("\\", "/")), (name, format_)
            got[format_] = found[0].message
        assert got.pop("json") == text, name
        shown = set(got.values())
        assert shown <= {visible(text), _xml(visible(text))}, (name, shown)
        yield f"| {name} | {_code(text)} | the same | {_code(visible(text))} |"


def _xml(text: str) -> str:
    """What XML can hold of a text."""
    return text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


def _code(text: str) -> str:
    """A text as a code span in a cell; what nobody sees, or what acts, is named by its number."""
    shown = text if len(text) <= _LONG else f"{text[:30]}… ({len(text):,} characters)"
    shown = "".join(c if c.isprintable() else f"⟨{ord(c):02X}⟩" for c in shown)
    return f"`` {shown.replace('|', chr(92) + '|')} ``"


_LONG = 100


def put(page: str, name: str, lines: list[str]) -> str:
    """The page with a table between the marks of this name."""
    match = re.search(f"<!-- begin {name}: .*? -->", page)
    if match is None:
        raise ValueError(f"the page has no place for {name}")
    begin, end = match.group(), f"<!-- end {name} -->"
    head, _, rest = page.partition(begin)
    return f"{head}{begin}\n\n" + "\n".join(lines) + f"\n\n{end}{rest.partition(end)[2]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--schemas", type=Path, required=True)
    parser.add_argument("--pairs", action="append", default=[])
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    reports = [whole(manifest) for manifest in given.pairs]
    tables = {"hostile": list(tried(given.schemas))}
    if reports:
        pairs = sum(report.pairs for report in reports)
        tables["formats"] = [*figures(reports, given.schemas), "", f"{pairs:,} pairs."]
    page = PAGE.read_text("utf-8") if given.write else ""
    for name, lines in tables.items():
        print("\n".join(lines), end="\n\n")
        page = put(page, name, lines)
    if given.write:
        PAGE.write_text(page, "utf-8")


if __name__ == "__main__":
    main()
