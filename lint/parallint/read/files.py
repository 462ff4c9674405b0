"""Bytes on disk -> text, or one clear error: the only place where documents are opened."""

from __future__ import annotations

import os
import stat
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from parallint.errors import ReadError
from parallint.patterns import pattern_of

MAX_BYTES = 10_000_000
"""Bytes of a file that is read; a larger one is an error."""

MAX_LINE = 1_000_000
"""Characters of a line that is read; a longer one is an error."""

_LINE_END = pattern_of(r"\r\n?|\n")
_NOT_UTF8 = "Save it as UTF-8"
_TOO_BIG = "Leave it out with `exclude` in the configuration, or split it"


def read_text(path: str, root: str = "") -> str:
    """The text of a UTF-8 file; its byte order mark is gone, its line ends are as they are.

    `path` is relative to `root`, and a path that leads out of `root`, by `..` or by a link, is refused; without `root`
    it is taken as it is. Raises ReadError, which names `path` and the line, where there is no such file, where it is no
    regular file, cannot be opened, is larger than MAX_BYTES, has a line longer than MAX_LINE, or is not UTF-8 text.
    """
    data = _read_bytes(path, os.path.join(root, path) if root else path, root).removeprefix(BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _undecodable(path, data, error.start) from None
    if (nul := text.find("\0")) >= 0:
        raise ReadError(
            "a NUL character, so this is no text file", "Remove it, or save the file as UTF-8", path, line_at(text, nul)
        )
    if len(text) > MAX_LINE:
        _check_lines(path, text)
    return text


def line_at(text: str, offset: int) -> int:
    """The line, from 1, on which the character at `offset` stands."""
    return sum(1 for _ in _LINE_END.finditer(text, 0, offset)) + 1


def _read_bytes(path: str, place: str, root: str) -> bytes:
    try:
        if root and not inside(place, root):
            raise ReadError(
                "leads out of the project", "Replace the link by the file itself, or leave it out with `exclude`", path
            )
        status = os.stat(place)
        if not stat.S_ISREG(status.st_mode):
            raise _no_file(path, status.st_mode)
        if status.st_size > MAX_BYTES:
            raise ReadError(f"{status.st_size:,} bytes; the limit is {MAX_BYTES:,}", _TOO_BIG, path)
        with open(place, "rb", buffering=0) as file:
            return file.readall()
    except FileNotFoundError:
        raise ReadError("no such file", "Check the path", path) from None
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror or error}", "", path) from None
    except ValueError:
        raise ReadError("no file can have this name", "Check the path", path) from None


def inside(place: str, root: str) -> bool:
    """Whether `place`, all links followed, lies in the folder `root`."""
    real, top = os.path.realpath(place), os.path.realpath(root)
    return real == top or real.startswith(top.rstrip(os.sep) + os.sep)


def _no_file(path: str, mode: int) -> ReadError:
    if stat.S_ISDIR(mode):
        return ReadError("is a folder, and a file is needed here", "Name a file in it", path)
    return ReadError("is no regular file", "Name a file on disk", path)


def _undecodable(path: str, data: bytes, start: int) -> ReadError:
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return ReadError("is UTF-16, not UTF-8", _NOT_UTF8, path, 1)
    line = line_at(data[:start].decode("utf-8"), start)
    if data[start] == 0xED and data[start + 1 : start + 2] >= b"\xa0":
        return ReadError(
            "half of a surrogate pair, which UTF-8 has not", "Remove it or write the character anew", path, line
        )
    return ReadError(f"not UTF-8 (byte 0x{data[start]:02x})", _NOT_UTF8, path, line)


def _check_lines(path: str, text: str) -> None:
    for number, line in enumerate(_LINE_END.split(text), 1):
        if len(line) > MAX_LINE:
            raise ReadError(f"a line of {len(line):,} characters; the limit is {MAX_LINE:,}", _TOO_BIG, path, number)
