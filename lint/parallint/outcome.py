"""What the engine is told to do with a job, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from parallint.errors import ParallintError
from parallint.jobs import AnyJob
from parallint.model import Problem
from parallint.suppress import Silenced

if TYPE_CHECKING:
    from parallint.registry import ActiveRule
    from parallint.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Settings:
    """What is done with every pair: the rules in their order, and the confidence (0 to 1) that a finding needs.

    `collect` says that the rules over the whole project take their facts from each pair. `known` are the ids of all
    rules that there are, and `complete` says that none of the usual ones is off. `sheets` says that pages with
    problems are laid out for reading. `apart` are the settings of those of a job's translations, by path, that have
    others.
    """

    rules: tuple[ActiveRule, ...]
    confidence: float
    collect: bool = False
    known: frozenset[str] = frozenset()
    complete: bool = True
    sheets: bool = False
    apart: Mapping[str, Settings] = field(default_factory=dict[str, "Settings"])

    def of(self, job: AnyJob | ParallintError) -> Settings:
        """The settings for a job: the same for all."""
        return self

    def at(self, locale: str, *paths: str) -> Settings:
        """The settings for a page: the same for all."""
        return self


class Judging(Protocol):
    """What knows the settings for each job."""

    def of(self, job: AnyJob | ParallintError) -> Settings:
        """The settings for a job."""
        ...

    def at(self, locale: str, *paths: str) -> Settings:
        """The settings for a page, in a locale, that has one of these paths, as seen from the project's root."""
        ...


class Seen(NamedTuple):
    """A pair that was linted: its id and locale, and its English: the path, and a digest of the text."""

    pair: str
    locale: str
    source: str
    english: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one job: how many pairs were linted, their problems in the order of the places, and the errors.

    `told` is what could not be followed of their history: no error, for the texts themselves were compared. `seen` are
    the pairs; `facts` is what the rules over the whole project noted, packed (`facts.Facts`). `silenced` are the
    problems that comments of the pages silence, `sheets` the pages with problems laid out for reading, if asked for.
    """

    pairs: int = 0
    problems: tuple[Problem, ...] = ()
    errors: tuple[ParallintError, ...] = ()
    told: tuple[ParallintError, ...] = ()
    seen: tuple[Seen, ...] = ()
    facts: bytes = b""
    silenced: tuple[Silenced, ...] = ()
    sheets: tuple[Sheet, ...] = ()
