"""The git program: found, hardened against the repository it looks into, and asked. No shell, no work tree, no network.

A repository's own configuration can name programs (pagers, hooks, file monitors, external diffs, text converters,
signature checkers) and servers to fetch missing objects from. None of them is run or reached from here.
"""

from __future__ import annotations

import os
import subprocess
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from shutil import which

from parallint.errors import ParallintError
from parallint.read.files import MAX_BYTES


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

_ANSWER = 600
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
    try:
        return subprocess.run(
            _command(folder, arguments, as_directory),
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_ANSWER,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise HistoryError(f"git {arguments[0]} gave no answer in {_ANSWER} seconds", "", folder) from None
    except (OSError, ValueError) as error:
        raise HistoryError(f"git cannot be run: {error}", "", folder) from None


def _command(folder: str, arguments: Sequence[str], as_directory: bool) -> list[str]:
    place = (f"--git-dir={folder}",) if as_directory else ("-C", folder)
    return [_program(), *_HARDENED, *place, *arguments]


@cache
def _program() -> str:
    found = which("git")
    if not found:
        raise HistoryError("git is not installed", "Install it to see which English a translation was made from")
    return os.path.abspath(found)


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name.startswith(_KEPT)}
    return kept | _ENVIRONMENT


def _first_line(said: bytes) -> str:
    lines = [line for line in _text(said).splitlines() if line.strip()]
    return lines[0].removeprefix("fatal: ")[:200] if lines else "it said nothing"


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


class Blobs:
    """Contents of a repository, read by one `git cat-file --batch` that stays for the whole run."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._process: subprocess.Popen[bytes] | None = None
        self._end: Callable[[], object] | None = None

    def blob(self, name: str) -> bytes | None:
        """The content of a blob, named by its hash or, as `<commit>:<path>`, by its place; None where there is none.

        None as well for what is no blob (a submodule, a folder) and for one larger than MAX_BYTES.
        """
        found = self._ask(name)
        return found[2] if found and found[1] == b"blob" else None

    def place(self, commit: str, path: str) -> tuple[str, bytes] | None:
        """The hash and the content of the file at a path of a commit."""
        found = self._ask(f"{commit}:{path}")
        return (found[0], found[2]) if found and found[1] == b"blob" and found[2] is not None else None

    def commit(self, name: str) -> tuple[str, int] | None:
        """The full hash of a commit and its time; None where the repository has no such commit."""
        found = self._ask(f"{name}^{{commit}}")
        if not found or found[1] != b"commit" or found[2] is None:
            return None
        for line in found[2].split(b"\n"):
            if line.startswith(b"committer "):
                with suppress(ValueError, IndexError):
                    return found[0], int(line.rsplit(b" ", 2)[1])
            if not line:
                break
        return found[0], 0

    def close(self) -> None:
        """End the process; the next question starts another one."""
        if self._end:
            self._end()
        self._process = self._end = None

    def _ask(self, name: str) -> tuple[str, bytes, bytes | None] | None:
        """Hash, type and content (None where it is too large) of an object; None where there is none."""
        if "\n" in name or "\0" in name or name.startswith("-"):
            return None
        process = self._started()
        if process.stdin is None or process.stdout is None:
            return None
        try:
            process.stdin.write(name.encode("utf-8", "surrogateescape") + b"\n")
            process.stdin.flush()
            head = process.stdout.readline()
            if not head:  # git gave up: a content that it would have to fetch
                self.close()
            fields = head.rstrip(b"\n").rsplit(b" ", 2)
            if len(fields) != len(("hash", "type", "size")) or not fields[2].isdigit():
                return None
            size = int(fields[2])
            content = process.stdout.read(size) if size <= MAX_BYTES else None
            if content is None:
                _skip(process, size)
            process.stdout.read(1)
        except (OSError, ValueError):
            self.close()
            return None
        return fields[0].decode("ascii", "replace"), fields[1], content

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        self._process = subprocess.Popen(
            _command(self._repository.directory, ("cat-file", "--batch"), as_directory=True),
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._end = weakref.finalize(self, _ended, self._process)
        return self._process


def _ended(process: subprocess.Popen[bytes]) -> None:
    """Close the pipes, at which git ends, and wait for it."""
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with suppress(OSError):
                pipe.close()
    with suppress(subprocess.TimeoutExpired):
        process.wait(_ANSWER)


def _skip(process: subprocess.Popen[bytes], size: int) -> None:
    while size and process.stdout and (read := process.stdout.read(min(size, 1 << 20))):
        size -= len(read)


def blobs_of(repository: Repository) -> Blobs:
    """The reader of a repository that this process uses: one for all its pages."""
    return _blobs_of(repository, os.getpid())


@lru_cache(maxsize=4)
def _blobs_of(repository: Repository, _process: int) -> Blobs:
    return Blobs(repository)


def split(data: bytes) -> Iterator[str]:
    """The fields of what git prints with `-z`."""
    return iter(data.decode("utf-8", "surrogateescape").split("\0"))
