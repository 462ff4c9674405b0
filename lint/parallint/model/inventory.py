"""What a whole project holds, for the rules that look at all of it at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from parallint.model.document import Place
from parallint.model.origin import Revision


class Page(NamedTuple):
    """An English page and its translation into a locale; in a list of missing pages, where the translation would be."""

    source: str
    target: str
    locale: str


class Orphan(NamedTuple):
    """A translation whose English page, `source`, is not there.

    `likely` is the English page that it seems to be made from, "" where none is like it, and `likeness` (0 to 1) how
    sure that is. `removed` is the commit that took the English page away or moved it, where git knows one.
    """

    source: str
    target: str
    locale: str
    likely: str = ""
    likeness: float = 0.0
    removed: Revision | None = None


class Move(NamedTuple):
    """A translation that stands where its English page stood before it was moved from `was` to `source`.

    `whither` is the path that the translation would have beside it, "" where no layout tells. `by` is the commit that
    moved it, None where its content alone shows it; `likeness` (0 to 1) is how sure it is.
    """

    source: str
    target: str
    locale: str
    was: str
    whither: str = ""
    by: Revision | None = None
    likeness: float = 1.0


@dataclass(frozen=True, slots=True)
class Inventory:
    """All pages of a project, as paths relative to its root; locales are written as the project writes them.

    `pairs` holds every English page with a translation, those that were `moved` included, `missing` every English page
    that a locale lacks. `partial` holds the locales, of those that occur, that are not meant to be complete, `excused`
    what a rule is not to report: a comment or the configuration says so. Each rule has its own.
    """

    pairs: tuple[Page, ...] = ()
    missing: tuple[Page, ...] = ()
    moved: tuple[Move, ...] = ()
    orphans: tuple[Orphan, ...] = ()
    partial: frozenset[str] = frozenset()
    excused: frozenset[Page | Move | Orphan] = frozenset()


class Noted(NamedTuple):
    """A fact as the rule's conclusion gets it: from which pair and locale, and with the places in the files."""

    pair: str
    locale: str
    values: tuple[str | int | float, ...]
    source: Place | None
    target: Place | None
