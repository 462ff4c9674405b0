"""A project's files -> what the rules over the whole project look at: pairs, gaps, orphans, moved pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from parallint.config import Config
from parallint.discover import Project, survey
from parallint.locales import fold
from parallint.model import Inventory, Page
from parallint.moved_pages import find_moves, with_moves
from parallint.plan import Plan

if TYPE_CHECKING:
    from parallint.cache import Cache


class Stock(NamedTuple):
    """A surveyed project whose moved pages are among its pairs, and its inventory."""

    project: Project
    inventory: Inventory


def take_stock(
    config: Config, plan: Plan, history: bool = True, project: Project | None = None, cache: Cache | None = None
) -> Stock:
    """Survey the whole project; `history` says whether git is asked where pages went. Raises as `discover.survey`.

    What the plan calls partial is not missing. A `project` that was surveyed already is taken as it is.
    """
    project = project or survey(config)
    found = find_moves(project, config.root, history, cache)
    project = with_moves(project, found.moved)
    pairs = [Page(source, *entry) for source in sorted(project.pairs) for entry in project.pairs[source]]
    missing = tuple(p for p in _missing(project, config) if not plan.partial(p.locale, p.target, p.source))
    known = {page.locale for page in (*pairs, *missing)} | {orphan.locale for orphan in found.orphans}
    off = frozenset(filter(plan.partial, known))
    return Stock(project, Inventory(tuple(pairs), missing, found.moved, found.orphans, off))


def _missing(project: Project, config: Config) -> Iterator[Page]:
    """Every English page that a locale lacks, with the path that its translation would have."""
    having = {(source, fold(locale)) for source, entries in project.pairs.items() for _, locale in entries}
    locales = _locales(project, config)
    for source in sorted({*project.pairs, *project.untranslated}):
        for layout in project.layouts:
            path = layout.source_path(source)
            if path is None:
                continue
            for locale in locales[layout.target]:
                if (source, fold(locale)) not in having:
                    having.add((source, fold(locale)))
                    yield Page(source, layout.target_file(path, locale), locale)


def _locales(project: Project, config: Config) -> dict[str, list[str]]:
    """By layout (its target) the locales that it has, each in the spelling that is met first."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for entries in project.pairs.values():
        for target, locale in entries:
            layout = next((known for known in project.layouts if known.translation(target)), None)
            if layout:
                found[layout.target].setdefault(fold(locale), locale)
    for layout in project.layouts:
        if not layout.locale:
            for locale in (*layout.locales, *config.locales):
                found[layout.target].setdefault(fold(locale), locale)
    return {layout.target: sorted(found[layout.target].values()) for layout in project.layouts}
