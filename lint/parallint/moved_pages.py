"""Translations whose English page is no longer where it was: matched with the page that it became.

Git is asked first; where it knows nothing, or there is none, the page itself must tell: what survives translation (see
`resemblance`) among the English pages that the locale lacks.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple, cast

from parallint._version import __version__
from parallint.digests import code_state
from parallint.discover import Project
from parallint.errors import ParallintError
from parallint.history.blobs import blobs_of
from parallint.history.git import Repository, repository_of
from parallint.history.removed import Removal, removals
from parallint.locales import fold
from parallint.model import Move, Orphan
from parallint.read.files import read_text
from parallint.resemblance import Match, Pages, marks
from parallint.shapes import packed, plain, reader, unpacked

if TYPE_CHECKING:
    from parallint.cache import Cache
    from parallint.digests import Digests

# Over 618 translations of the corpus (nuget ja, otel es, fastapi de) among all English pages of today: 68% are matched
# under another name and 84% under their own, none wrongly; the others are pages of a few sentences. With the English
# page taken away, 8 of 309 are matched with another one, as notes on a release candidate with the release's.
MOVED = 0.7
"""Likeness (a cosine, 0 to 1) from which a page was moved; NAMED is enough where the file has kept its name."""
NAMED = 0.35
LIKELY = 0.3
"""Likeness from which a page is named as the likely one."""
CLEAR = 0.8
"""The next best page must be less like it than this part."""

_MOST_CANDIDATES = 5_000
"""English pages that a locale's translations are compared with: those of their names first, then the nearest ones."""
_NO_NAMES = frozenset({"index", "_index", "readme"})


class Found(NamedTuple):
    """The translations that belong to an English page under another path, and those that belong to none."""

    moved: tuple[Move, ...]
    orphans: tuple[Orphan, ...]


def find_moves(project: Project, root: str, history: bool = True, cache: Cache | None = None) -> Found:
    """What became of the English of each orphan; `history` says whether git is asked. Never raises.

    Translations of a site that has no English pages at all are no orphans. What was found is kept in the `cache`.
    """
    entries = sorted(_orphans(project))
    if not entries:
        return Found((), ())
    home = _home(project.source_root or root) if history else None
    if cache is None or (key := _key(project, root, entries, home, cache.digests)) is None:
        return _found(project, root, entries, home)
    if (known := _known(cache.store.get([key]).get(key, b""))) is None:
        known = _found(project, root, entries, home)
        cache.store.put([(key, packed(plain(known)))])
    return known


def _key(
    project: Project, root: str, entries: Sequence[Orphan], home: Repository | None, digests: Digests
) -> bytes | None:
    """What the matches depend on, in short: the pages, and what git has checked out; None where one cannot be read."""
    try:
        head = blobs_of(home).commit("HEAD") if home else None
    except ParallintError:
        return None
    said = (__version__, code_state(), home, head, entries, sorted(project.untranslated), sorted(project.pairs.items()))
    digest = blake2b(repr((*said, project.layouts)).encode("utf-8", "backslashreplace"), digest_size=20)
    files = [(entry.target, root) for entry in entries]
    files += [(name, project.source_root or root) for name in sorted({*project.pairs, *project.untranslated})]
    for path, top in files:
        digest.update(digests.of(path, top) or b"?")
    return digest.digest()


def _known(data: bytes) -> Found | None:
    try:
        return cast("Found", reader(Found)(unpacked(data)))
    except (TypeError, ValueError):
        return None


def _found(project: Project, root: str, entries: Sequence[Orphan], home: Repository | None) -> Found:
    english_root = project.source_root or root
    english = {*project.pairs, *project.untranslated}
    removed = _removals(home, english_root, {entry.source for entry in entries}, english) if home else {}
    lacking = _Lacking(project, english_root, entries)
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
        found = marks(read_text(orphan.target, root))
    except ParallintError:
        return orphan
    match = lacking.best(orphan, found)
    if match is None or match.likeness < LIKELY or match.next > CLEAR * match.likeness:
        return orphan
    return orphan._replace(likely=match.path, likeness=min(match.likeness, 0.99))


class _Lacking:
    """The English pages that each locale lacks, of which an orphan may be the translation."""

    def __init__(self, project: Project, root: str, orphans: Sequence[Orphan]) -> None:
        self._root = root
        self._left: dict[str, set[str]] = {}
        self._pages: dict[str, Pages] = {}
        self._known: dict[str, frozenset[str]] = {}
        english = {*project.pairs, *project.untranslated}
        having: defaultdict[str, set[str]] = defaultdict(set)
        for source, entries in project.pairs.items():
            for _, locale in entries:
                having[fold(locale)].add(source)
        self._orphans: defaultdict[str, list[str]] = defaultdict(list)
        for orphan in orphans:
            self._orphans[fold(orphan.locale)].append(orphan.source)
        for locale in self._orphans:
            self._left[locale] = english - having[locale]

    def take(self, source: str, locale: str) -> bool:
        """Whether the locale lacks the page; it does not from then on."""
        left = self._left[fold(locale)]
        lacks = source in left
        left.discard(source)
        return lacks

    def best(self, orphan: Orphan, found: frozenset[str]) -> Match | None:
        """The page, of those that the locale lacked when it was first asked, with the most of these marks."""
        locale = fold(orphan.locale)
        if locale not in self._pages:
            names = _nearest(self._left[locale], self._orphans[locale])
            self._pages[locale] = Pages({name: known for name in names if (known := self._marks(name))})
        return self._pages[locale].best(found)

    def _marks(self, name: str) -> frozenset[str]:
        if name not in self._known:
            try:
                self._known[name] = marks(read_text(name, self._root))
            except ParallintError:
                self._known[name] = frozenset()
        return self._known[name]


def _nearest(names: Collection[str], orphans: Iterable[str]) -> list[str]:
    """The names, or of too many the likeliest: first those that an orphan had, then those in or near its folder."""
    if len(names) <= _MOST_CANDIDATES:
        return sorted(names)
    known = {_name(path) for path in orphans}
    above = {folder for path in orphans for folder in _folders(path)}

    def distance(path: str) -> tuple[bool, int, str]:
        near = sum(folder in above for folder in _folders(path))
        return _name(path) not in known, -near, path

    return sorted(sorted(names, key=distance)[:_MOST_CANDIDATES])


def _folders(path: str) -> Iterator[str]:
    """The folders that a path lies in, as paths."""
    for match in re.finditer("/", path):
        yield path[: match.start()]


def _name(path: str) -> str:
    """A file's name without its ending, or the folder's where the file is its own page."""
    folder, _, file = path.rpartition("/")
    stem = file.partition(".")[0]
    return (folder.rpartition("/")[2] if stem.casefold() in _NO_NAMES else stem).casefold()


def _home(root: str) -> Repository | None:
    try:
        return repository_of(root or os.curdir)
    except (ParallintError, ValueError):
        return None


def _removals(home: Repository, root: str, paths: Collection[str], english: Collection[str]) -> Mapping[str, Removal]:
    """What git knows of pages that are no more, their paths and those of what they became as the project has them."""
    try:
        names = {name: path for path in paths if (name := _git_name(home, root, path))}
        today = {name: path for path in english if (name := _git_name(home, root, path))}
        found = removals(home, names, today)
    except (ParallintError, ValueError, StopIteration):
        return {}
    return {names[name]: removal._replace(became=today.get(removal.became, "")) for name, removal in found.items()}


def _git_name(home: Repository, root: str, path: str) -> str | None:
    return home.name(os.path.join(root, path))
