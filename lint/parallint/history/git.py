"""The git program: found, hardened against the repository it looks into, and asked. No shell, no work tree, no network.

A repository's own configuration can name programs (pagers, hooks, file monitors, external diffs, text converters,
signature checkers) and servers to fetch missing objects from. None of them is run or reached from here.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from shutil import which
from typing import TYPE_CHECKING

from parallint.errors import ParallintError

if TYPE_CHECKING:
    import subprocess


class HistoryError(ParallintError):
    """Something that git cannot tell here; everything else goes on without it."""


_HARDENED = (
    "--no-pager",
    "--no-optional-locks",
    "--no-replace-objects",
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.quotePath=false"),
    *("-c", "log.showSignature=false"),
    *("-c", "protocol.allow=never"),
)
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_KEPT = ("GIT_CONFIG", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_EXEC_PATH")
"""What the user may say of git in the environment; all else (GIT_DIR and GIT_INDEX_FILE of a hook) means one place."""

ANSWER = 600
"""Seconds after which git is given up."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository: its git directory, its top folder ("" for a bare one), and what was left out when it was cloned.

    `shallow` says that its history was cut off, `partial` that contents are to be fetched when they are asked for.
    """

    directory: str
    top: str
    shallow: bool
    partial: bool = False

    def name(self, path: str) -> str | None:
        """A file's path as git has it, relative to the top folder; None where it lies outside."""
        if not self.top:
            return None
        real = os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))
        name = os.path.relpath(real, os.path.realpath(self.top))
        return None if name == os.pardir or name.startswith(os.pardir + os.sep) else name.replace(os.sep, "/")

    def run(self, *arguments: str, literal: bool = True) -> bytes:
        """What `git` with these arguments prints; raises HistoryError with the first line that it says otherwise.

        `literal` says that paths are names, whatever characters are in them, and no patterns.
        """
        done = _run(self.directory, ("--literal-pathspecs", *arguments) if literal else arguments)
        if done.returncode:
            raise HistoryError(f"git {arguments[0]} failed: {_first_line(done.stderr)}", "", self.top or self.directory)
        return done.stdout


def repository_of(folder: str) -> Repository | None:
    """The repository that a folder belongs to, or that it is; None where it is in none.

    Raises HistoryError, with what to do, where git is not installed or will not look into the repository.
    """
    if not in_repository(folder):
        return None
    asked = ("rev-parse", "--is-shallow-repository", "--is-bare-repository", "--absolute-git-dir", *_PACKS)
    done = _run(folder, asked, as_directory=False)
    if done.returncode and b"not a git repository" in done.stderr:
        return None
    if done.returncode:
        raise _refused(folder, _first_line(done.stderr))
    shallow, bare, directory, packs = _text(done.stdout).split("\n")[:4]
    top = "" if bare == "true" else _text(_run(folder, ("rev-parse", "--show-toplevel"), as_directory=False).stdout)
    partial = any(name.endswith(".promisor") for name in _names(os.path.join(folder, packs)))
    return Repository(directory, top.removesuffix("\n"), shallow == "true", partial)


_PACKS = ("--git-path", "objects/pack")


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def in_repository(folder: str) -> bool:
    """Whether the folder looks as if it were in a repository or were a bare one; git itself is not asked."""
    here = os.path.abspath(folder)
    if os.path.isfile(os.path.join(here, "HEAD")) and os.path.isdir(os.path.join(here, "objects")):
        return True
    while not os.path.exists(os.path.join(here, ".git")):
        here, below = os.path.dirname(here), here
        if here == below:
            return False
    return True


def _refused(folder: str, said: str) -> HistoryError:
    if "dubious ownership" in said or "safe.directory" in said:
        return HistoryError(
            "git does not read this repository, which belongs to another user",
            f"Allow it: git config --global --add safe.directory {os.path.abspath(folder)}",
            folder,
        )
    return HistoryError(f"git cannot read this repository: {said}", "", folder)


def _run(folder: str, arguments: Sequence[str], as_directory: bool = True) -> subprocess.CompletedProcess[bytes]:
    import subprocess

    try:
        return subprocess.run(
            command(folder, arguments, as_directory),
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=ANSWER,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise HistoryError(f"git {arguments[0]} gave no answer in {ANSWER} seconds", "", folder) from None
    except (OSError, ValueError) as error:
        raise HistoryError(f"git cannot be run: {error}", "", folder) from None


def command(folder: str, arguments: Sequence[str], as_directory: bool) -> list[str]:
    """The command line that asks git there: in a git directory, or else in a folder that may be in a repository."""
    place = (f"--git-dir={folder}",) if as_directory else ("-C", folder)
    return [_program(), *_HARDENED, *place, *arguments]


@cache
def _program() -> str:
    found = which("git")
    if not found:
        raise HistoryError("git is not installed", "Install it to see which English a translation was made from")
    return os.path.abspath(found)


def environment() -> dict[str, str]:
    """The environment in which git runs: what the user says of git in general, and nothing that means another place."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name.startswith(_KEPT)}
    return kept | _ENVIRONMENT


def _first_line(said: bytes) -> str:
    lines = [line for line in _text(said).splitlines() if line.strip()]
    return lines[0].removeprefix("fatal: ")[:200] if lines else "it said nothing"


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def split(data: bytes) -> Iterator[str]:
    """The fields of what git prints with `-z`."""
    return iter(data.decode("utf-8", "surrogateescape").split("\0"))
