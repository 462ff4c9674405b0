"""What rules say, and the rules themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from parallint.model.document import Place
from parallint.model.inventory import Inventory, Noted
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


class Replacement(NamedTuple):
    """`text` in the place of what stands at `span` of the translation's text; an empty span is a point to put it in."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says: a message, where, and how sure.

    `source` and `target` are spans in the two documents, either may be None; an empty span is the point where something
    is lacking, and a Place stands for what is in the file but not in the document's text (a fault's). `severity` stands
    only where a rule departs from its own. `fix` is what to write instead, only where nothing is left to be judged:
    replacements that do not overlap, all to be made or none. `then` is what the English said when the piece was
    translated, as written, where it has changed.
    """

    message: str
    source: Span | Place | None
    target: Span | Place | None
    confidence: float = 1.0
    severity: Severity | None = None
    fix: tuple[Replacement, ...] = ()
    then: str = ""


class Fact(NamedTuple):
    """What a rule over the whole project notes on one page, for its conclusion.

    The facts of all pages are kept until then: `values` are few and short. The spans are in the pair's documents.
    """

    values: tuple[str | int | float, ...]
    source: Span | None = None
    target: Span | None = None


@dataclass(frozen=True, slots=True)
class ProjectFinding:
    """What a rule says of the project as a whole: a message, where (either place may be None), and how sure.

    `about` names the page or folder that it is about; together with the locale and the places' texts it tells one such
    finding from another. `locale` is "" for all of them. `severity` is as for a Finding. `also` are further places that
    it is about, in translations where `target` is one, else in the English.
    """

    message: str
    about: str
    locale: str
    source: Place | None = None
    target: Place | None = None
    confidence: float = 1.0
    severity: Severity | None = None
    also: tuple[Place, ...] = ()


class Correction(NamedTuple):
    """A replacement as it is reported: the place in the translation's file, and what is to be written there.

    `byte_column` is the place's column, and `byte_end` the one behind its last character (on the line that follows
    where it ends with a line end), counted from 1 in bytes of UTF-8: what some readers count instead of characters.
    """

    place: Place
    text: str
    byte_column: int
    byte_end: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding as it is reported: with its rule, severity, pair and places.

    `fix` is what can be written instead, in the order of the places; `evidence` says between what the alignment has
    the piece, in words, "" where nothing stands around it; `then` is the English as it was when it was translated, ""
    where it has not changed, or where nobody knows.
    """

    rule: str
    severity: Severity
    confidence: float
    message: str
    pair: str
    locale: str
    source: Place | None
    target: Place | None
    fingerprint: str
    fix: tuple[Correction, ...] = ()
    evidence: str = ""
    then: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as a value.

    `options` is a frozen dataclass with a default for every field; `check` gets the pair and one of its instances.
    A rule over the whole project has `conclude` instead, or besides: it runs once, after all pairs, and gets what the
    project holds and the facts that `collect`, which runs where the pairs are linted, took from each of them; these can
    be gone through several times, and are best not all kept.
    `doc` is the docstring of the rule's module, `__doc__` as it is, and `mqm` the error type in MQM's typology. A rule
    that is not `default` runs only where the configuration names a severity for it. `heeds` are the rules whose
    comments on a page count for it as well, where it looks at the whole project.
    """

    id: str
    severity: Severity
    check: Callable[[Pair, Any], Iterator[Finding]] | None
    options: type[Any]
    doc: str | None
    mqm: str = ""
    default: bool = True
    conclude: Callable[[Inventory, Iterable[Noted], Any], Iterator[ProjectFinding]] | None = None
    collect: Callable[[Pair, Any], Iterator[Fact]] | None = None
    heeds: tuple[str, ...] = ()

    @property
    def page(self) -> str:
        """The rule's page: its docstring without the white space around it."""
        return (self.doc or "").strip()
