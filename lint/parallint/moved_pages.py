"""Translations whose English page is no longer where it was: matched with the page that it became.

Git is asked first; where it knows nothing, or there is none, the page itself must tell: what survives translation (see
`resemblance`) among the English pages that the locale lacks.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from parallint.discover import Project
from parallint.errors import ParallintError
from parallint.history.git import Repository, repository_of
from parallint.history.removed import Removal, removals
from parallint.locales import fold
from parallint.model import Move, Orphan
from parallint.read.files import read_text
from parallint.read.markdown import read_markdown
from parallint.resemblance import Marks, Match, Pages, marks

# Over 553 translations of the corpus (nuget ja, otel es, fastapi de) among all English pages of their site: 77% are
# matched under another name and 86% under their own, none wrongly; the others are pages of a few sentences. With the
# English page taken away, 3 of 276 are matched with another one, as notes on a release candidate with the release's.
MOVED = 0.6
"""Likeness (a cosine, 0 to 1) from which a page was moved; NAMED is enough where the file has kept its name."""
NAMED = 0.35
LIKELY = 0.3
"""Likeness from which a page is named as the likely one."""
CLEAR = 0.8
"""The next best page must be less like it than this part."""

_MOST_CANDIDATES = 1_000
"""English pages that one translation is compared with: those of its name first, then the nearest ones."""
_NO_NAMES = frozenset({"index", "_index", "readme"})


class Found(NamedTuple):
    """The translations that belong to an English page under another path, and those that belong to none."""

    moved: tuple[Move, ...]
    orphans: tuple[Orphan, ...]


def find_moves(project: Project, root: str, history: bool = True) -> Found:
    """What became of the English of each orphan; `history` says whether git is asked. Never raises.

    Translations of a site that has no English pages at all are no orphans.
    """
    entries = sorted(_orphans(project))
    if not entries:
        return Found((), ())
    english_root = project.source_root or root
    english = {*project.pairs, *project.untranslated}
    removed = _removals(english_root, {entry.source for entry in entries}, english) if history else {}
    lacking = _Lacking(project, english_root)
    moved: list[Move] = []
    left: list[Orphan] = []
    for entry in entries:
        known = removed.get(entry.source)
        orphan = entry._replace(removed=known.revision) if known else entry
        if known and known.became:
            orphan = orphan._replace(likely=known.became, likeness=1.0)
            if lacking.take(known.became, entry.locale):
                moved.append(_move(orphan, project))
                continue
        left.append(orphan)
    orphans = [_resembling(orphan, lacking, root) if not orphan.likely else orphan for orphan in left]
    return _settled(moved, orphans, lacking, project)


def with_moves(project: Project, moves: Sequence[Move]) -> Project:
    """The project with the moved pages among its pairs, so that they are compared with today's English."""
    if not moves:
        return project
    pairs = {source: list(entries) for source, entries in project.pairs.items()}
    gone = {(move.was, move.target) for move in moves}
    for move in moves:
        pairs.setdefault(move.source, []).append((move.target, move.locale))
    orphans = {
        source: kept
        for source, entries in project.orphans.items()
        if (kept := [entry for entry in entries if (source, entry[0]) not in gone])
    }
    untranslated = [name for name in project.untranslated if name not in pairs]
    return replace(project, pairs=pairs, orphans=orphans, untranslated=untranslated)


def _orphans(project: Project) -> Iterator[Orphan]:
    """The translations without English whose layout has English pages."""
    english = [*project.pairs, *project.untranslated]
    living = [layout for layout in project.layouts if any(layout.source_path(name) is not None for name in english)]
    for source, entries in project.orphans.items():
        for target, locale in entries:
            layout = next((known for known in project.layouts if known.translation(target)), None)
            if layout in living:
                yield Orphan(source, target, locale)


def _move(orphan: Orphan, project: Project) -> Move:
    """The match of an orphan with its likely page."""
    paths = ((layout, layout.source_path(orphan.likely)) for layout in project.layouts)
    whither = next((layout.target_file(path, orphan.locale) for layout, path in paths if path is not None), "")
    return Move(orphan.likely, orphan.target, orphan.locale, orphan.source, whither, orphan.removed, orphan.likeness)


def _settled(moved: list[Move], orphans: Sequence[Orphan], lacking: _Lacking, project: Project) -> Found:
    """The best matches first; an English page is the origin of one translation in each locale."""
    left: list[Orphan] = []
    for orphan in sorted(orphans, key=lambda orphan: (-orphan.likeness, orphan)):
        sure = NAMED if _name(orphan.likely) == _name(orphan.source) else MOVED
        if orphan.likely and sure <= orphan.likeness < 1 and lacking.take(orphan.likely, orphan.locale):
            moved.append(_move(orphan, project))
        else:
            left.append(orphan)
    return Found(tuple(sorted(moved)), tuple(sorted(left, key=lambda orphan: (orphan.source, orphan.target))))


def _resembling(orphan: Orphan, lacking: _Lacking, root: str) -> Orphan:
    """The orphan with the page that it is likely to be made from, where one stands out."""
    try:
        document = read_markdown(read_text(orphan.target, root))
    except ParallintError:
        return orphan
    match = lacking.best(orphan, marks(document).within(orphan.locale))
    if match is None or match.likeness < LIKELY or match.next > CLEAR * match.likeness:
        return orphan
    return orphan._replace(likely=match.path, likeness=min(match.likeness, 0.99))


class _Lacking:
    """The English pages that each locale lacks, of which an orphan may be the translation."""

    def __init__(self, project: Project, root: str) -> None:
        self._root = root
        self._left: defaultdict[str, set[str]] = defaultdict(set)
        english = {*project.pairs, *project.untranslated}
        having: defaultdict[str, set[str]] = defaultdict(set)
        for source, entries in project.pairs.items():
            for _, locale in entries:
                having[fold(locale)].add(source)
        for _, locale in (entry for entries in project.orphans.values() for entry in entries):
            self._left[fold(locale)] = english - having[fold(locale)]
        self._pages = cache(self._read)
        self._known: dict[str, Marks | None] = {}

    def take(self, source: str, locale: str) -> bool:
        """Whether the locale lacks the page; it does not from then on."""
        left = self._left[fold(locale)]
        lacks = source in left
        left.discard(source)
        return lacks

    def best(self, orphan: Orphan, found: frozenset[str]) -> Match | None:
        """The page, of those that the locale lacks, with the most of these marks."""
        left = self._left[fold(orphan.locale)]
        if len(left) > _MOST_CANDIDATES:
            left = set(sorted(left, key=lambda name: _distance(name, orphan.source))[:_MOST_CANDIDATES])
        return self._pages(fold(orphan.locale), frozenset(left)).best(found)

    def _read(self, locale: str, names: frozenset[str]) -> Pages:
        pages: dict[str, frozenset[str]] = {}
        for name in names:
            if name not in self._known:
                self._known[name] = self._marks(name)
            if known := self._known[name]:
                pages[name] = known.within(locale)
        return Pages(pages)

    def _marks(self, name: str) -> Marks | None:
        try:
            return marks(read_markdown(read_text(name, self._root)))
        except ParallintError:
            return None


def _distance(name: str, other: str) -> tuple[bool, int, str]:
    return _name(name) != _name(other), -_shared(name.split("/"), other.split("/")), name


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many folders, from the top, two paths have in common."""
    return next((k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))


def _name(path: str) -> str:
    """A file's name without its ending, or the folder's where the file is its own page."""
    folder, _, file = path.rpartition("/")
    stem = file.partition(".")[0]
    return (folder.rpartition("/")[2] if stem.casefold() in _NO_NAMES else stem).casefold()


def _removals(root: str, paths: Collection[str], english: Collection[str]) -> Mapping[str, Removal]:
    """What git knows of pages that are no more, their paths and those of what they became as the project has them."""
    try:
        home = repository_of(root or os.curdir)
        if home is None:
            return {}
        names = {name: path for path in paths if (name := _git_name(home, root, path))}
        today = {name: path for path in english if (name := _git_name(home, root, path))}
        found = removals(home, names, today)
    except (ParallintError, ValueError, StopIteration):
        return {}
    return {names[name]: removal._replace(became=today.get(removal.became, "")) for name, removal in found.items()}


def _git_name(home: Repository, root: str, path: str) -> str | None:
    return home.name(os.path.join(root, path))
