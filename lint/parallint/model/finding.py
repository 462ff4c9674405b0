"""What rules say, and the rules themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from parallint.model.document import Place
from parallint.model.pair import Pair
from parallint.model.segment import Span


class Severity(StrEnum):
    """How much a problem matters; `--fail-on` names the least that fails a run."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """2 for an error, 1 for a warning, 0 for a note."""
        return {"error": 2, "warning": 1, "note": 0}[self.value]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says: a message, where, and how sure.

    `source` and `target` are spans in the two documents, either may be None; an empty span is the point where something
    is lacking, and a Place stands for what is in the file but not in the document's text (a fault's). `severity` stands
    only where a rule departs from its own.
    """

    message: str
    source: Span | Place | None
    target: Span | Place | None
    confidence: float = 1.0
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding as it is reported: with its rule, severity, pair and places."""

    rule: str
    severity: Severity
    confidence: float
    message: str
    pair: str
    locale: str
    source: Place | None
    target: Place | None
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as a value.

    `options` is a frozen dataclass with a default for every field; `check` gets the pair and one of its instances.
    `doc` is the docstring of the rule's module, `__doc__` as it is, and `mqm` the error type in MQM's typology. A rule
    that is not `default` runs only where the configuration names a severity for it.
    """

    id: str
    severity: Severity
    check: Callable[[Pair, Any], Iterator[Finding]]
    options: type[Any]
    doc: str | None
    mqm: str = ""
    default: bool = True

    @property
    def page(self) -> str:
        """The rule's page: its docstring without the white space around it."""
        return (self.doc or "").strip()
