"""SARIF 2.1.0, for GitHub's code scanning and every viewer that knows the standard.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/; what of it GitHub reads, and its limits:
https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from parallint._version import __version__
from parallint.report import Report, visible
from parallint.report.json import dumped
from parallint.report.text import advice

if TYPE_CHECKING:
    from parallint.errors import ParallintError
    from parallint.model import Place, Problem, Rule

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
HOME = "https://github.com/parallint/parallint"
MOST = 5_000
"""Results that GitHub keeps of a run; the ones that matter most are written, and what was cut is said in the file."""

_SNIPPET, _SNIPPETS = 1_000, 2_000_000
"""Characters of a place's text that are quoted, and of all of them: GitHub takes 10 MB, compressed."""


def render(report: Report) -> str:
    """The report as one SARIF log with one run."""
    kept = _kept(report.problems)
    silenced = report.silenced[: MOST - len(kept)] if report.show_silenced else ()
    ids = list(dict.fromkeys(problem.rule for problem in (*kept, *(one.problem for one in silenced))))
    known = {rule.id: rule for rule in report.rules}
    numbers = {id_: k for k, id_ in enumerate(ids)}
    quoted = min(_SNIPPET, _SNIPPETS // (2 * (len(kept) + len(silenced)) or 1))
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "parallint",
                "semanticVersion": __version__,
                "informationUri": HOME,
                "rules": [_rule(id_, known.get(id_)) for id_ in ids],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not report.errors,
                "toolExecutionNotifications": [*_cut(len(report.problems) - len(kept)), *map(_error, report.errors)],
            }
        ],
        "results": [
            *(_result(problem, numbers[problem.rule], quoted) for problem in kept),
            *(_suppressed(_result(one.problem, numbers[one.problem.rule], quoted), one.reason) for one in silenced),
        ],
    }
    return dumped({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _kept(problems: Sequence[Problem]) -> Sequence[Problem]:
    """All problems, or the most severe and surest ones, in their order."""
    if len(problems) <= MOST:
        return problems
    ranked = sorted(range(len(problems)), key=lambda k: (-problems[k].severity.rank, -problems[k].confidence, k))
    return [problems[k] for k in sorted(ranked[:MOST])]


def _cut(count: int) -> Iterator[dict[str, Any]]:
    if count:
        text = f"{count} findings were left out: no more than {MOST} are kept, the most severe and surest ones first."
        yield {"level": "warning", "message": {"text": text}}


def _error(error: ParallintError) -> dict[str, Any]:
    told: dict[str, Any] = {"level": "error", "message": {"text": visible(str(error))}}
    if error.path:
        told["locations"] = [{"physicalLocation": {"artifactLocation": _artifact(error.path)}}]
    return told


def _rule(id_: str, rule: Rule | None) -> dict[str, Any]:
    if rule is None:
        return {"id": id_}
    return {
        "id": id_,
        "name": id_.title().replace("-", ""),
        "shortDescription": {"text": rule.page.partition("\n")[0]},
        "fullDescription": {"text": rule.page.partition("\n")[0]},
        "help": {"text": rule.page, "markdown": rule.page},
        "helpUri": f"{HOME}/blob/main/docs/rules/{id_}.md",
        "defaultConfiguration": {"level": str(rule.severity)},
        "properties": {"tags": ["translation", *([f"mqm/{rule.mqm}"] if rule.mqm else [])]},
    }


def _result(problem: Problem, index: int, quoted: int) -> dict[str, Any]:
    primary = problem.target or problem.source
    result: dict[str, Any] = {
        "ruleId": problem.rule,
        "ruleIndex": index,
        "level": str(problem.severity),
        "message": {"text": visible(problem.message)},
        "locations": [{"physicalLocation": _physical(primary, quoted)}] if primary else [],
        "partialFingerprints": {"parallint/v1": problem.fingerprint},
        "properties": {
            "confidence": round(problem.confidence, 4),
            "locale": visible(problem.locale),
            "pair": visible(problem.pair),
        },
    }
    if primary and problem.source and primary is not problem.source:
        result["relatedLocations"] = [
            {"id": 1, "physicalLocation": _physical(problem.source, quoted), "message": {"text": "the English"}}
        ]
    if problem.fix:
        result["fixes"] = [_fix(problem)]
    return result


def _suppressed(result: dict[str, Any], reason: str) -> dict[str, Any]:
    """A result that a comment silences (SARIF 2.1.0, 3.35); GitHub's code scanning takes it for one that is open."""
    return {**result, "suppressions": [{"kind": "inSource", "justification": visible(reason)}]}


def _fix(problem: Problem) -> dict[str, Any]:
    """What to write instead (3.55): all replacements in the translation's file together."""
    replacements = [{"deletedRegion": _region(one.place), "insertedContent": {"text": one.text}} for one in problem.fix]
    change = {"artifactLocation": _artifact(problem.fix[0].place.path), "replacements": replacements}
    return {"description": {"text": advice(problem)}, "artifactChanges": [change]}


def _physical(place: Place, quoted: int) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": place.line, "startColumn": place.column}
    if place.text:
        region = {**_region(place), "snippet": {"text": place.text[:quoted]}}
    return {"artifactLocation": _artifact(place.path), "region": region}


def _region(place: Place) -> dict[str, Any]:
    """The place; its end is one past the last character, and for a point the point itself."""
    end = place.end_column + bool(place.text)
    return {"startLine": place.line, "startColumn": place.column, "endLine": place.end_line, "endColumn": end}


def _artifact(path: str) -> dict[str, str]:
    """A relative path is one below the repository's root, as GitHub takes it; an absolute one is a file URI."""
    path = path.replace("\\", "/")
    uri = quote(path.encode("utf-8", "surrogatepass"))
    if path.startswith("/"):
        return {"uri": f"file://{uri}"}
    return {"uri": uri, "uriBaseId": "%SRCROOT%"}
