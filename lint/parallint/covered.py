"""How much of the English each locale has, in pages, as a whole and by folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import chain
from posixpath import commonpath, dirname
from typing import NamedTuple

from parallint.model import Inventory


class Coverage(NamedTuple):
    """Of the `of` English pages in a folder ("": of all), a locale has `pages`."""

    locale: str
    folder: str
    pages: int
    of: int

    @property
    def share(self) -> float:
        """The part of the pages that the locale has, from 0 to 1."""
        return self.pages / self.of if self.of else 1.0


def coverage(project: Inventory) -> tuple[Coverage, ...]:
    """For each locale the whole and then its folders, those right below the one that all English pages lie in.

    What is excused counts for nothing.
    """
    sources = {page.source for page in chain(project.pairs, project.missing)}
    above = _common_folder(sources)
    of: Counter[tuple[str, str]] = Counter()
    pages: Counter[tuple[str, str]] = Counter()
    # Two pages of a locale may have the same English: it counts once.
    having = {(page.source, page.locale) for page in project.pairs}
    lacking = {(page.source, page.locale) for page in project.missing if page not in project.excused}
    for entries, counters in ((having, (of, pages)), (lacking, (of,))):
        for source, locale in entries:
            for counter in counters:
                counter[locale, ""] += 1
                if folder := _folder(source, above):
                    counter[locale, folder] += 1
    return tuple(Coverage(locale, folder, pages[locale, folder], of[locale, folder]) for locale, folder in sorted(of))


def _common_folder(paths: Iterable[str]) -> str:
    """The folder that all lie in, with its `/`; "" for the root."""
    folders = {dirname(path) for path in paths}
    common = commonpath(folders) if folders else ""
    return f"{common}/" if common else ""


def _folder(path: str, above: str) -> str:
    """The folder right below `above` that a page lies in; "" for a page that lies in `above` itself."""
    first, slash, _ = path.removeprefix(above).partition("/")
    return f"{above}{first}" if slash else ""
