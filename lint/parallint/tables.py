"""TOML tables read strictly: which line a key stands on, and whether a value is of the type that is asked for."""

from __future__ import annotations

import os
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import Enum
from math import isfinite
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from parallint.errors import ConfigError, did_you_mean
from parallint.patterns import pattern_of

PYPROJECT = "pyproject.toml"

type_name = {bool: "true or false", int: "a whole number", float: "a number", str: "a string", dict: "a table"}

_KEY = r"""(?:[A-Za-z0-9_-]+|"[^"\n]{0,200}"|'[^'\n]{0,200}')"""
_DOTTED = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY}){{0,20}}"
_HEADER = pattern_of(rf"[ \t]*(\[\[?)[ \t]*({_DOTTED})[ \t]*\]")
_ASSIGNED = pattern_of(rf"[ \t]*({_DOTTED})[ \t]*=")
_ONE = pattern_of(_KEY)

Key = str | int
_SYNTAX_LINE = pattern_of(r"\s*\(at line (\d+), column (\d+)\)|\s*\(at end of document\)")


@dataclass(frozen=True, slots=True)
class Table:
    """A TOML file's table of ours, and the text around it, from which the lines in messages are taken."""

    file: str
    text: str
    prefix: tuple[str, ...]
    values: Mapping[str, Any]

    def line(self, *keys: Key) -> int | None:
        """The line on which the value under `keys` stands."""
        return line_of(self.text, (*self.prefix, *keys))

    def error(self, message: str, hint: str, *keys: Key) -> ConfigError:
        """An error that names the line on which the value under `keys` stands."""
        return ConfigError(message, hint, self.file, self.line(*keys))

    def checked(self, values: Mapping[str, Any], known: Mapping[str, Any], *keys: Key) -> dict[str, Any]:
        """The values under `keys`, each of the type that `known` says; raises ConfigError for anything else."""
        result: dict[str, Any] = {}
        for name, value in values.items():
            if name not in known:
                raise self.error(f"unknown key {name!r}", did_you_mean(name, known), *keys, name)
            try:
                result[name] = convert(value, known[name])
            except TypeError as error:
                raise self.error(f"{name!r} must be {error}", "", *keys, name) from None
        return result


@dataclass(frozen=True, slots=True)
class Where:
    """Where a value was set: the table of a file, and the keys that lead to it there."""

    table: Table
    keys: tuple[Key, ...]

    def error(self, message: str, hint: str, *keys: Key) -> ConfigError:
        """An error that names the line of the value, or of what stands under `keys` in it."""
        return self.table.error(message, hint, *self.keys, *keys)

    def __str__(self) -> str:
        line = self.table.line(*self.keys)
        return f"{self.table.file}:{line}" if line else self.table.file


def read_table(path: str) -> Table:
    """The table in a TOML file: all of it, of a pyproject.toml its [tool.parallint].

    Raises ReadError where the file cannot be read, ConfigError where it is no TOML or `tool.parallint` no table.
    """
    import tomllib

    from parallint.read.files import read_text

    text = read_text(path)
    try:
        values: Mapping[str, Any] = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(path, text, str(error)) from None
    except RecursionError:
        raise ConfigError("nested too deeply", "A configuration needs no more than three levels", path) from None
    if os.path.basename(path) != PYPROJECT:
        return Table(path, text, (), values)
    prefix = ("tool", "parallint")
    for key in prefix:
        values = values.get(key, {})
        if not isinstance(values, dict):
            raise ConfigError(f"{key!r} must be a table", "", path, line_of(text, prefix))
    return Table(path, text, prefix, values)


def _syntax_error(name: str, text: str, said: str) -> ConfigError:
    match = _SYNTAX_LINE.search(said)
    line = int(match[1]) if match and match[1] else text.count("\n") + 1
    return ConfigError(f"not valid TOML: {_SYNTAX_LINE.sub('', said)}", "See https://toml.io", name, line)


def line_of(text: str, keys: Sequence[Key]) -> int | None:
    """The line, from 1, of a TOML text on which the value under `keys` is set, or the nearest table around it.

    An integer counts the tables of an array. The search reads keys at the beginnings of lines: tomllib gives no places.
    """
    wanted, best, deepest = tuple(keys), None, 0
    for number, path in _keys(text):
        common = _common(path, wanted)
        if common == len(wanted):
            return number
        if common == len(path) and common > deepest:
            best, deepest = number, common
    return best


def _keys(text: str) -> Iterator[tuple[int, tuple[Key, ...]]]:
    """Every line that opens a table or sets a key, with the full path of it."""
    table: tuple[Key, ...] = ()
    counts: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.match(line):
            names = _names(header[2])
            if header[1] == "[[":
                counts[names] = counts.get(names, -1) + 1
            table = _indexed(names, counts)
            yield number, table
        elif assigned := _ASSIGNED.match(line):
            yield number, table + _names(assigned[1])


def _indexed(names: tuple[str, ...], counts: Mapping[tuple[str, ...], int]) -> tuple[Key, ...]:
    path: list[Key] = []
    for i, name in enumerate(names, 1):
        path.append(name)
        if names[:i] in counts:
            path.append(counts[names[:i]])
    return tuple(path)


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(name.strip("\"'") for name in _ONE.findall(dotted))


def _common(one: Sequence[Key], other: Sequence[Key]) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def convert(value: object, hint: Any) -> Any:
    """`value`, as TOML gives it, as an instance of the type `hint`; lists become tuples or frozen sets.

    Known are bool, int, float, str, enumerations, Literal, unions, tuple[X, ...], frozenset[X], Sequence[X] and
    Mapping[str, X]. Raises TypeError, whose text reads on from "must be", where the value is not of the type.
    """
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _first(value, get_args(hint))
    if hint is Any or (origin is Literal and value in get_args(hint)) or (hint is None and value is None):
        return value
    if isinstance(hint, type) and issubclass(hint, Enum) and value in [member.value for member in hint]:
        return hint(value)
    if origin in (tuple, frozenset, Sequence) and isinstance(value, list):
        items = [convert(item, get_args(hint)[0]) for item in value]
        return frozenset(items) if origin is frozenset else tuple(items)
    if origin in (dict, Mapping) and isinstance(value, dict):
        return {key: convert(item, get_args(hint)[1]) for key, item in value.items()}
    if _plain(value, hint):
        return float(value) if hint is float else value  # type: ignore[arg-type]
    raise TypeError(describe(hint))


def _first(value: object, hints: Sequence[Any]) -> Any:
    for hint in hints:
        try:
            return convert(value, hint)
        except TypeError:
            continue
    raise TypeError(" or ".join(describe(hint) for hint in hints if hint is not types.NoneType))


def _plain(value: object, hint: Any) -> bool:
    """Whether the value is of the plain type; a truth value is no number, and a number must be finite."""
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    return hint in (bool, int, str, dict) and type(value) is hint


def describe(hint: Any) -> str:
    """What a value of the type looks like in a configuration, in words."""
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal or (isinstance(hint, type) and issubclass(hint, Enum)):
        choices = args or [member.value for member in hint]
        return "one of " + ", ".join(f'"{choice}"' if isinstance(choice, str) else str(choice) for choice in choices)
    if origin in (Union, types.UnionType):
        return " or ".join(describe(arg) for arg in args if arg is not types.NoneType)
    if origin in (tuple, frozenset, Sequence):
        return f"a list, each item {describe(args[0])}"
    if origin in (dict, Mapping):
        return "a table" if args[1] is Any else f"a table, each value {describe(args[1])}"
    return type_name.get(hint, str(hint))


def options_of(options: type[Any]) -> Mapping[str, Any]:
    """The options that a dataclass stands for: name -> type, the names as in a configuration, with hyphens.

    Raises TypeError for anything but a dataclass.
    """
    hints = get_type_hints(options)
    return {field.name.replace("_", "-"): hints[field.name] for field in fields(options)}
