"""Jobs: what is to be compared with what, as paths; from a manifest or from the command line."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from parallint.errors import ManifestError, ParallintError, ReadError
from parallint.read.files import read_text

if TYPE_CHECKING:
    from parallint.history.past import Past

MAX_LINE = 1_000_000
"""Bytes of a manifest's line that is read."""


@dataclass(frozen=True, slots=True)
class Job:
    """A translation and the English to compare it with.

    The paths are those that reports name; unless `root` is "", they are relative to it and must not lead out of it.
    `locale` is "" where it is to be found out; `base` is the English that the translation was made from, and `past`
    what git knows of the two files, from which a base is found where none is given. `source_root` stands for `root` for
    an English file in another repository. `texts` are those of source, target and base, for workers that do not share
    the disk with whoever sends them. `dialects` are as `read_markdown` takes them.
    """

    id: str
    source: str
    target: str
    locale: str = ""
    base: str | None = None
    root: str = ""
    source_root: str = ""
    past: Past | None = None
    texts: tuple[str, str, str | None] | None = None
    dialects: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SiblingJob:
    """Translations of one document that has no English file, to be compared through the English they embed.

    `targets` are paths with their locale ("" where it is to be found out). `strict` says that a file without embedded
    English is an error; otherwise it is left out. `texts` are those of the targets, for workers that do not share the
    disk, with an error in the place of one that cannot be read.
    """

    targets: tuple[tuple[str, str], ...]
    root: str = ""
    strict: bool = True
    texts: tuple[str | ReadError, ...] = ()

    def text(self, number: int) -> str:
        """The text of one of the targets. Raises ReadError."""
        if not self.texts:
            return read_text(self.targets[number][0], self.root)
        found = self.texts[number]
        if isinstance(found, ReadError):
            raise found
        return found


AnyJob = Job | SiblingJob


def read_manifest(path: str) -> Iterator[Job | ParallintError]:
    """The jobs of a manifest, a JSON object a line, in order; an error in the place of each line that names none.

    Relative paths in it are relative to its folder. Raises ReadError where the manifest itself cannot be read.
    """
    folder = os.path.dirname(path)
    try:
        with open(path, "rb") as file:
            number = 0
            while line := file.readline(MAX_LINE + 1):
                number += 1
                if len(line) > MAX_LINE:
                    yield ManifestError(f"a line of more than {MAX_LINE:,} bytes", _EXAMPLE, path, number)
                    while line and not line.endswith(b"\n"):
                        line = file.readline(MAX_LINE)
                elif line.strip():
                    yield _entry(path, number, line, folder)
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror or error}", "Check the path", path) from None
    except ValueError:
        raise ReadError("no file can have this name", "Check the path", path) from None


def _entry(path: str, number: int, line: bytes, folder: str) -> Job | ParallintError:
    try:
        values = json.loads(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
        return _job(values, folder)
    except json.JSONDecodeError as error:
        return ManifestError(f"not valid JSON: {error.msg} (column {error.colno})", _EXAMPLE, path, number)
    except UnicodeDecodeError:
        return ManifestError("not UTF-8", "Save the manifest as UTF-8", path, number)
    except RecursionError:
        return ManifestError("nested too deeply", _EXAMPLE, path, number)
    except ValueError as error:
        return ManifestError(str(error), _EXAMPLE, path, number)


_EXAMPLE = 'A line looks like {"id": "a", "source": "en/a.md", "target": "es/a.md", "locale": "es"}'


def _job(values: Any, folder: str) -> Job:
    if not isinstance(values, dict):
        raise ValueError("no JSON object")
    for key in ("id", "source", "target"):
        if key not in values:
            raise ValueError(f"the key {key!r} is missing")
    for key in ("id", "source", "target", "locale", "base"):
        if not isinstance(values.get(key), str) and (key in _NEEDED or values.get(key) is not None):
            raise ValueError(f"{key!r} must be a string")
    base = values.get("base")
    return Job(
        id=values["id"],
        source=os.path.join(folder, values["source"]),
        target=os.path.join(folder, values["target"]),
        locale=values.get("locale") or "",
        base=os.path.join(folder, base) if base else None,
    )


_NEEDED = frozenset({"id", "source", "target"})
