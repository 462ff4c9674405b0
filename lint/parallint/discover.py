"""Which English file and which translations belong together: a project's files -> Jobs."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from parallint.config import EXAMPLE, FILE, Config
from parallint.detect import Detected, detect, detect_siblings
from parallint.errors import ConfigError, ParallintError, ReadError
from parallint.jobs import AnyJob, Job, SiblingJob
from parallint.layouts import MARKDOWN
from parallint.locales import is_english, is_locale, same_locale
from parallint.patterns import pattern_of
from parallint.read.files import read_text
from parallint.walk import files, matcher

if TYPE_CHECKING:
    from parallint.layouts import Layout


@dataclass(frozen=True, slots=True)
class Project:
    """What a project's tree holds.

    `pairs` maps an English file to its translations, each with its locale as written; `orphans` is the same for English
    files that do not exist, `untranslated` the English files that no locale has. `layouts` are the configured ones,
    or else those that were `detected`. `source_root` is the folder of another repository that holds the English files;
    `dialects` are the configured ones.
    """

    layouts: tuple[Layout, ...] = ()
    detected: tuple[Detected, ...] = ()
    pairs: dict[str, list[tuple[str, str]]] = field(default_factory=dict[str, list[tuple[str, str]]])
    orphans: dict[str, list[tuple[str, str]]] = field(default_factory=dict[str, list[tuple[str, str]]])
    untranslated: list[str] = field(default_factory=list[str])
    source_root: str = ""
    dialects: frozenset[str] = frozenset()

    @property
    def names(self) -> frozenset[str]:
        """All its pages, as paths from the root, or from `source_root`."""
        entries = (entry for sides in (self.pairs, self.orphans) for entries in sides.values() for entry in entries)
        return frozenset((*self.pairs, *self.untranslated, *(name for name, _ in entries)))


@dataclass(frozen=True, slots=True)
class Selection:
    """The part of a project that was asked for: file names, and folders ending with `/` ("" is the whole project)."""

    names: frozenset[str]
    folders: tuple[str, ...]

    def __contains__(self, name: object) -> bool:
        return name in self.names or (isinstance(name, str) and name.startswith(self.folders))


WHOLE = Selection(frozenset(), ("",))


def discover(config: Config, paths: Sequence[str] = ()) -> tuple[AnyJob, ...]:
    """The jobs of a project, or of the part of it that `paths` (relative to the working directory) name.

    A translation stands for its pair, an English file for all its translations, a folder for everything in it; a file
    that belongs to no layout is passed over. Raises ConfigError where no layout is configured and none is to be seen,
    and ReadError for a path that does not exist or lies outside the project.
    """
    selection = select(config.root, paths) if paths else WHOLE
    return jobs_of(survey(config, selection.names), config.root, selection)


def jobs_of(project: Project, root: str, selection: Selection = WHOLE) -> tuple[AnyJob, ...]:
    """The jobs of a surveyed project, or of a part of it."""
    return tuple(_jobs(project, selection, root))


def select(root: str, paths: Iterable[str]) -> Selection:
    """The files and folders that `paths`, relative to the working directory, mean below `root`. Raises ReadError."""
    names: set[str] = set()
    folders: list[str] = []
    for path in paths:
        name = _relative(root, path)
        if os.path.isdir(path):
            folders.append("" if name == "." else f"{name}/")
        elif os.path.lexists(path):
            names.add(name)
        else:
            raise ReadError("no such file or folder", "Check the path", path)
    return Selection(frozenset(names), tuple(folders))


def survey(config: Config, extra: Collection[str] = ()) -> Project:
    """Every English file and every translation of a project; `extra` names files that count though git ignores them.

    Without configured layouts they are found by `detect`. Raises ConfigError where there are none, or patterns that
    cannot be read.
    """
    try:
        excluded = matcher(config.exclude)
    except ValueError as error:
        raise config.error(
            f"a pattern that cannot be read: {error}", "Write it as in a .gitignore", "exclude"
        ) from None
    below = {folder for layout in config.layouts for folder in layout.folders} or {""}
    known = {name for name in (*files(config.root, below), *extra) if not excluded(name)}
    detected = () if config.layouts else _detected(known, config.root)
    elsewhere = os.path.join(config.root, config.source_repository) if config.source_repository else ""
    layouts = config.layouts or tuple(found.layout for found in detected)
    project = Project(layouts, detected, source_root=elsewhere, dialects=frozenset(config.dialects))
    if not project.layouts:
        raise no_layout(config, known)
    english = {name for name in files(elsewhere, below) if not excluded(name)} if elsewhere else known
    names = _Names(english)
    for name in sorted(known):
        for layout in project.layouts:
            if entry := _translation(config, layout, name, english):
                source, locale = entry
                source = names.meant(source)
                (project.pairs if source in english else project.orphans).setdefault(source, []).append((name, locale))
                break
    theirs = {name for entries in (*project.pairs.values(), *project.orphans.values()) for name, _ in entries}
    project.untranslated.extend(
        name
        for name in sorted(english.difference(project.pairs, () if elsewhere else theirs))
        if any(layout.source_path(name) is not None for layout in project.layouts)
    )
    return project


def _detected(known: Collection[str], root: str) -> tuple[Detected, ...]:
    from parallint.pairs import embeds_english

    found = detect(known, lambda name: _beginning(root, name))
    paired = sum(layout.paired for layout in found)
    return detect_siblings(known, lambda name: embeds_english(_beginning(root, name)), 2 * paired) or found


_BEGINNING = 20_000
"""Characters of a page from which its language is told."""


def _beginning(root: str, name: str) -> str:
    try:
        return read_text(name, root)[:_BEGINNING]
    except ParallintError:
        return ""


class _Names:
    """The names of the English files, found by what a translation's path says of them."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = names

    def meant(self, name: str) -> str:
        """The file of this name, but for its case and Unicode form, or else of this page; the name where there is none.

        A site shows `guide.md`, `guide.mdx`, `guide/index.md` and `guide/_index.md` as one page, under one address.
        """
        if name in self._names:
            return name
        return self._folded.get(_folded(name)) or self._pages.get(_page(name)) or name

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {_folded(name): name for name in self._names}

    @cached_property
    def _pages(self) -> dict[str, str]:
        """The pages that one file only stands for."""
        found: dict[str, str] = {}
        for name in sorted(self._names):
            if page := _page(name):
                found[page] = "" if page in found else name
        return found


def _folded(name: str) -> str:
    """A name as file systems that ignore case and Unicode's normal forms know it."""
    return unicodedata.normalize("NFC", name).casefold()


def _page(name: str) -> str:
    """What a site knows a page by: its path without the ending, or the folder of which it is the first page."""
    match = _ENDING.fullmatch(_folded(name))
    return match["page"] if match else ""


_ENDING = pattern_of(r"(?P<page>.+?)(?:/_?index)?\.(?:md|mdx|markdown)", re.DOTALL)


def no_layout(config: Config, names: Collection[str]) -> ConfigError:
    """The error for a project that does not say where its translations lie: what is there, and what to write."""
    pages = sum(name.lower().endswith(MARKDOWN) for name in names)
    what = f"the {pages} pages" if pages > 1 else "the one page"
    said = f"no translations beside their English were found among {what} of Markdown here" if pages else _NO_PAGES
    hint = f"Run parallint in the project's root, or write there into {FILE}, for example:\n\n{EXAMPLE}\n{_TWO_FILES}"
    others = _other_formats(names)
    return ConfigError(f"{said}, and nothing says where they lie" if pages else said, f"{others}{hint}", config.file)


_NO_PAGES = "there are no pages of Markdown here"
_TWO_FILES = "or compare two files: parallint check --source ENGLISH --target TRANSLATION"
_FORMATS = ("json", "yml", "yaml", "po", "properties", "xliff", "xlf", "arb", "strings", "resx", "rst", "adoc", "html")
"""Endings of files in which translations are often kept, and which are not read."""


def _other_formats(names: Collection[str]) -> str:
    """A sentence on translations in other formats than Markdown; "" where there are none to be seen."""
    found: dict[str, dict[str, str]] = {}
    for name in sorted(names):
        *folders, file = name.split("/")
        stem, _, ending = file.rpartition(".")
        if ending.lower() in _FORMATS:
            tags = (part for part in (stem, *reversed(folders)) if is_locale(part) and not is_english(part))
            if tag := next(tags, ""):
                found.setdefault(ending, {}).setdefault(tag, name)
    seen = max(found.items(), key=lambda entry: len(entry[1]), default=("", {}))
    if len(seen[1]) < _SEVERAL:
        return ""
    return f"Translations in .{seen[0]} files ({next(iter(seen[1].values()))}) are not read: only Markdown is. "


_SEVERAL = 2
"""Locales from which files of another format are taken for translations."""


def nothing_found(config: Config, paths: Sequence[str]) -> ParallintError:
    """What to say where no pair was found at all."""
    layouts = "; ".join(str(layout) for layout in config.layouts)
    if paths:
        return ParallintError(f"nothing to check: no pair of {layouts} has to do with the paths given")
    hint = f"Check `source` and `target`, which are relative to {config.root}, and `locales` and `exclude`"
    return config.error(f"no English file with a translation beside it fits {layouts}", hint, "source")


def _translation(config: Config, layout: Layout, name: str, known: Collection[str]) -> tuple[str, str] | None:
    """The English file that a translation belongs to, and its locale; None where the file is no translation."""
    parts = layout.translation(name)
    if parts is None:
        return None
    listed = any(same_locale(parts.locale, locale) for locale in (*config.locales, *layout.locales))
    if is_english(parts.locale) or not (
        listed if config.locales else listed or layout.locale or is_locale(parts.locale)
    ):
        return None
    source = layout.source_file(parts.path)
    if config.source_repository:
        return source, parts.locale
    if source == name:
        return None
    # An English page in a folder whose name could be a locale (`docs/to/x.md` of `docs/{path}.md`) is an English page.
    could_be_english = layout.source_path(name) is not None
    return (source, parts.locale) if source in known or listed or not could_be_english else None


def _jobs(project: Project, selection: Selection, root: str) -> Iterator[AnyJob]:
    for source in sorted({*project.pairs, *project.orphans}):
        for target, locale in project.pairs.get(source, ()):
            if source in selection or target in selection:
                yield Job(
                    target,
                    source,
                    target,
                    locale,
                    root=root,
                    source_root=project.source_root,
                    dialects=project.dialects,
                )
        siblings = project.orphans.get(source, [])
        if len(siblings) > 1 and any(target in selection for target, _ in siblings):
            yield SiblingJob(tuple(siblings), root, strict=False)


def _relative(root: str, path: str) -> str:
    """The path as seen from the root; raises ReadError where it lies outside."""
    for name in (
        os.path.relpath(os.path.abspath(path), root),
        os.path.relpath(os.path.realpath(path), os.path.realpath(root)),
    ):
        if name != os.pardir and not name.startswith(os.pardir + os.sep):
            return name.replace(os.sep, "/")
    raise ReadError("lies outside the project", f"The project's folder is {root}", path)
