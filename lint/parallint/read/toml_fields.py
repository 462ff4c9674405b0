"""The values of TOML front matter, with their places: tomllib gives none, so the lines that set a key are found again.

A key is believed only where tomllib knows it, and the first line that sets it: what looks like one inside a string of
several lines is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from parallint.model import Span
from parallint.patterns import pattern_of

Path = tuple[str | int, ...]
Value = tuple[Path, str, Span, Span]
"""The keys that lead to a value, the value as text, and the spans of its last key and of itself in what was read."""

_KEY = pattern_of(
    r"""(?P<open>\[\[?)?[ \t]*(?P<keys>(?:[A-Za-z0-9_-]+|"[^"\n]{0,200}"|'[^'\n]{0,200}')"""
    r"""(?:[ \t]*\.[ \t]*(?:[A-Za-z0-9_-]+|"[^"\n]{0,200}"|'[^'\n]{0,200}')){0,20})[ \t]*(?P<close>\]\]?|=)[ \t]*""",
    re.X,
)
_ONE = pattern_of(r"""[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*'""")
_ERROR = pattern_of(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")


def read_toml(body: str) -> tuple[tuple[Value, ...], tuple[str, int] | None]:
    """Every value with its keys; instead of values, or besides, what is wrong and at which offset."""
    import tomllib

    text = body.replace("\r\n", " \n").replace("\r", "\n")  # as long as before
    try:
        data = tomllib.loads(body.replace("\r\n", "\n").replace("\r", "\n"))
    except tomllib.TOMLDecodeError as error:
        return (), (_ERROR.sub("", str(error)), _offset(text, str(error)))
    except RecursionError:
        return (), ("nested too deeply", 0)
    places = _places(text, data)
    return tuple(_fields(data, (), places, (Span(0, 0), Span(0, 0)))), None


def _offset(text: str, said: str) -> int:
    match = _ERROR.search(said)
    if not match or not match[1]:
        return len(text)
    return sum(len(line) + 1 for line in text.split("\n")[: int(match[1]) - 1]) + int(match[2]) - 1


_Places = dict[Path, tuple[Span, Span]]


def _places(text: str, data: object) -> _Places:
    """Path -> the spans of the key and of what is set there, up to the next key; inside strings nothing is a key."""
    places: _Places = {}
    table: Path = ()
    counts: dict[tuple[str, ...], int] = {}
    last: tuple[Path, Span, int] | None = None
    at, inside = 0, ""
    for line in text.split("\n"):
        match = None if inside else _KEY.match(line.lstrip(" \t"))
        lead = at + len(line) - len(line.lstrip(" \t"))
        if match and bool(match["open"]) == (match["close"] != "="):
            names = tuple(name.strip("\"'") for name in _ONE.findall(match["keys"]))
            if match["open"]:
                if match["open"] == "[[":
                    counts[names] = counts.get(names, -1) + 1
                table, path = _table(names, counts), None
            else:
                path = (*table, *names)
            if path is None or _has(data, path):
                if last:
                    places.setdefault(last[0], (last[1], _trimmed(text, last[2], lead)))
                key = Span(lead + match.start("keys"), lead + match.end("keys"))
                last = (path, key, lead + match.end()) if path else None
        inside = _still_inside(line, inside)
        at += len(line) + 1
    if last:
        places.setdefault(last[0], (last[1], _trimmed(text, last[2], len(text))))
    return places


def _still_inside(line: str, inside: str) -> str:
    """The quotation marks of the string of several lines that is open behind the line; "" for none."""
    for mark in _LONG_STRING.findall(line):
        inside = "" if inside == mark else inside or mark
    return inside


_LONG_STRING = pattern_of("\"\"\"|'''")


def _table(names: tuple[str, ...], counts: Mapping[tuple[str, ...], int]) -> Path:
    path: list[str | int] = []
    for k, name in enumerate(names, 1):
        path.append(name)
        if names[:k] in counts:
            path.append(counts[names[:k]])
    return tuple(path)


def _has(data: Any, path: Path) -> bool:
    for name in path:
        try:
            data = data[name]
        except (TypeError, KeyError, IndexError):
            return False
    return True


_STRING = pattern_of(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'')


def _trimmed(text: str, start: int, end: int) -> Span:
    """What a key is set to, without the comment and the white space behind it."""
    value = text[start:end].rstrip()
    if value[:1] not in "[{" and value[:3] not in ('"""', "'''"):
        string = _STRING.match(value)
        value = string.group() if string else value.partition("\n")[0].partition("#")[0].rstrip()
    while value.rpartition("\n")[2].lstrip().startswith("#"):
        value = value.rpartition("\n")[0].rstrip()
    return Span(start, start + len(value))


def _fields(value: object, path: Path, places: _Places, place: tuple[Span, Span]) -> Iterator[Value]:
    place = places.get(path, place)
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from _fields(inner, (*path, name), places, place)
    elif isinstance(value, list) and value:
        for k, inner in enumerate(value):
            yield from _fields(inner, (*path, k), places, place)
    elif path:
        yield path, _text(value), *place


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
