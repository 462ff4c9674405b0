"""Contents of a repository: one `git cat-file --batch` for a whole run."""

from __future__ import annotations

import os
import subprocess
import weakref
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache

from parallint.history.git import ANSWER, Repository, command, environment
from parallint.read.files import MAX_BYTES

Answer = tuple[str, bytes, bytes | None]
"""Hash, type and content of an object; None for a content that is too large."""


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

    def asked(self, name: str) -> Answer | None:
        """An object under any name that git knows it by; None where there is none."""
        return self._ask(name)

    def _ask(self, name: str) -> Answer | None:
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
            command(self._repository.directory, ("cat-file", "--batch"), as_directory=True),
            env=environment(),
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
        process.wait(ANSWER)


def _skip(process: subprocess.Popen[bytes], size: int) -> None:
    while size and process.stdout and (read := process.stdout.read(min(size, 1 << 20))):
        size -= len(read)


def blobs_of(repository: Repository) -> Blobs:
    """The reader of a repository that this process uses: one for all its pages, unless it brings its own."""
    own = getattr(repository, "blobs", None)
    return own if isinstance(own, Blobs) else _blobs_of(repository, os.getpid())


@lru_cache(maxsize=4)
def _blobs_of(repository: Repository, _process: int) -> Blobs:
    return Blobs(repository)
