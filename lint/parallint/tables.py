"""TOML tables read strictly: which line a key stands on, and whether a value is of the type that is asked for."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from enum import Enum
from math import isfinite
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

type_name = {bool: "true or false", int: "a whole number", float: "a number", str: "a string", dict: "a table"}

_KEY = r"""(?:[A-Za-z0-9_-]+|"[^"\n]{0,200}"|'[^'\n]{0,200}')"""
_DOTTED = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY}){{0,20}}"
_HEADER = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_DOTTED})[ \t]*\]")
_ASSIGNED = re.compile(rf"[ \t]*({_DOTTED})[ \t]*=")
_ONE = re.compile(_KEY)

Key = str | int


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
        return f"a table, each value {describe(args[1])}"
    return type_name.get(hint, str(hint))


def options_of(options: type[Any]) -> Mapping[str, Any]:
    """The options that a dataclass stands for: name -> type, the names as in a configuration, with hyphens.

    Raises TypeError for anything but a dataclass.
    """
    hints = get_type_hints(options)
    return {field.name.replace("_", "-"): hints[field.name] for field in fields(options)}
