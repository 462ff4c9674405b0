"""The files of a project: one walk over its tree, what git ignores and what only came with the tools left out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from parallint.extends import upward
from parallint.read.files import inside

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

VENDORED = frozenset({"node_modules", "bower_components", "vendor", "venv", "site-packages", "__pycache__"})
"""Folders whose pages are other people's; hidden folders are left out as well."""

IGNORE = ".gitignore"


class _Ignore(NamedTuple):
    """A .gitignore's rules; its folder's part of a path, `skip` characters, is left off, or `prefix` set before it."""

    skip: int
    prefix: str
    spec: GitIgnoreSpec


class _Folder(NamedTuple):
    """A folder on the way: its name relative to the root ("" or ending with `/`), the rules so far, and its links."""

    name: str
    ignores: tuple[_Ignore, ...]
    linked: bool


def files(root: str, below: Iterable[str] = ("",)) -> Iterator[str]:
    """All files below `root` that lie in one of the folders `below`, relative to `root`, with `/` between folders.

    Ignored, hidden and vendored ones are left out. A link to a folder is followed where it stays in `root`, and not
    from inside another such link, so that a loop of links has an end; a link to a file is a file like any other.
    """
    tops = [f"{folder}/" if folder else "" for folder in below]
    todo = [_Folder("", _ignores_above(root), linked=False)]
    while todo:
        folder = todo.pop()
        entries = _entries(os.path.join(root, folder.name))
        if any(entry.name == IGNORE for entry in entries):
            folder = folder._replace(ignores=(*folder.ignores, *_read_ignore(root, folder.name)))
        for entry in entries:
            name = folder.name + entry.name
            if not _is_folder(entry):
                if any(name.startswith(top) for top in tops) and not _ignored(name, folder.ignores):
                    yield name
            elif _open(root, folder, entry, tops) and not _ignored(f"{name}/", folder.ignores):
                todo.append(_Folder(f"{name}/", folder.ignores, folder.linked or entry.is_symlink()))


def matcher(patterns: Sequence[str]) -> Callable[[str], bool]:
    """Whether a path matches one of the patterns, written as in a .gitignore. Raises ValueError for a broken one."""
    if not patterns:
        return lambda _: False
    spec = _spec(patterns)
    return lambda path: bool(spec.check_file(path).include)


def _entries(path: str) -> list[os.DirEntry[str]]:
    """A folder's entries; none where it may not be read, as for git."""
    try:
        with os.scandir(path) as entries:
            return list(entries)
    except OSError:
        return []


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _open(root: str, folder: _Folder, entry: os.DirEntry[str], tops: Sequence[str]) -> bool:
    """Whether the walk goes into a folder."""
    name = f"{folder.name}{entry.name}/"
    if entry.name.startswith(".") or entry.name in VENDORED:
        return False
    if not any(name.startswith(top) or top.startswith(name) for top in tops):
        return False
    if not entry.is_symlink():
        return True
    leads_upward = inside(os.path.dirname(entry.path), entry.path)
    return not folder.linked and not leads_upward and inside(entry.path, root)


def _ignored(name: str, ignores: tuple[_Ignore, ...]) -> bool:
    """As git has it: the .gitignore nearest to the path has the last word, the path's folders are asked before."""
    for ignore in reversed(ignores):
        verdict = ignore.spec.check_file(ignore.prefix + name[ignore.skip :]).include
        if verdict is not None:
            return verdict
    return False


def _read_ignore(root: str, folder: str, prefix: str = "") -> Iterator[_Ignore]:
    try:
        with open(os.path.join(root, folder, IGNORE), encoding="utf-8", errors="replace") as file:
            lines = file.read(1_000_000).splitlines()
        yield _Ignore(len(folder), prefix, _spec(lines))
    except (OSError, ValueError):
        return


def _ignores_above(root: str) -> tuple[_Ignore, ...]:
    """The rules of the folders above the root, up to the git repository's."""
    folders = list(upward(root))
    if not os.path.exists(os.path.join(folders[-1], ".git")):
        return ()
    found: list[_Ignore] = []
    for folder in reversed(folders[1:]):
        prefix = os.path.relpath(root, folder).replace(os.sep, "/") + "/"
        found.extend(_read_ignore(folder, "", prefix))
    return tuple(found)


def _spec(patterns: Iterable[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(patterns)
