"""A rule's finding -> the Problem that is reported: its places, its severity, and what it is known by."""

from __future__ import annotations

import unicodedata
from collections import Counter
from hashlib import blake2b
from traceback import extract_tb
from typing import TYPE_CHECKING

from parallint.around import Around
from parallint.errors import RuleError
from parallint.fixes import SURE, corrections
from parallint.model import Document, Finding, Pair, Place, Problem, Severity, Span

if TYPE_CHECKING:
    from parallint.registry import ActiveRule

SILENT = 0.5
"""The part of the confidence threshold below which a finding is dropped; between the two it is a note."""


def problem_of(
    pair: Pair,
    active: ActiveRule,
    finding: Finding,
    confidence: float,
    seen: Counter[tuple[str, str, str]],
    around: Around,
) -> Problem:
    """The problem that a finding makes; `seen` counts those of the same rule and texts, to tell them apart."""
    source, target = place_of(pair.source, finding.source), place_of(pair.target, finding.target)
    texts = (active.rule.id, normal(source), normal(target))
    fingerprint = fingerprint_of(*texts, str(seen[texts]))
    seen[texts] += 1
    severity = severity_of(active, finding.severity) if finding.confidence >= confidence else Severity.NOTE
    return Problem(
        rule=active.rule.id,
        severity=severity,
        confidence=finding.confidence,
        message=finding.message,
        pair=pair.id,
        locale=pair.locale,
        source=source,
        target=target,
        fingerprint=fingerprint,
        fix=corrections(pair.target, finding.fix) if finding.confidence >= max(confidence, SURE) else (),
        evidence=around.evidence(finding),
        then=finding.then,
    )


def place_of(document: Document, span: Span | Place | None) -> Place | None:
    """Where a finding stands in its file. Raises ValueError for a span beyond the text."""
    if span is None or isinstance(span, Place):
        return span
    if not 0 <= span.start <= span.end <= len(document.text):
        raise ValueError(f"{span} lies outside the document")
    return document.place(span)


def fingerprint_of(*texts: str) -> str:
    """What a finding is known by, from what may not change: never a line number."""
    return blake2b("\0".join(texts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def normal(place: Place | None) -> str:
    """A place's text as the fingerprint knows it: re-wrapping changes nothing."""
    return unicodedata.normalize("NFC", " ".join(place.text.split())) if place else ""


def severity_of(active: ActiveRule, own: Severity | None) -> Severity:
    """The configured severity is the most that a finding may reach; it can say by its `own` that it matters less."""
    if own is None:
        return active.severity or active.rule.severity
    if active.severity is None:
        return own
    return min(active.severity, own, key=lambda severity: severity.rank)


def order_of(problem: Problem) -> tuple[int, int, int, int, str]:
    """By place in the translation, then in the English."""
    target, source = problem.target, problem.source
    return (
        target.line if target else 0,
        target.column if target else 0,
        source.line if source else 0,
        source.column if source else 0,
        problem.rule,
    )


def broken(active: ActiveRule, path: str, error: Exception) -> RuleError:
    """The error for a rule that failed, on the page of this path or ("") on the whole project."""
    return RuleError(
        f"the rule {active.rule.id!r} of {active.bundle} failed: {told_of(error)}",
        f'Tell its authors; `rules.{active.rule.id} = "off"` leaves it out',
        path,
    )


def told_of(error: Exception) -> str:
    """What happened and where in the code, on one line."""
    frames = extract_tb(error.__traceback__)
    place = f" ({frames[-1].filename}, line {frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}{place}"
