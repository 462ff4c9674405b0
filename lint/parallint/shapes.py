"""Values <-> plain lists for JSON, by the types that their classes declare: what is read back has just that shape.

Known are dataclasses, named tuples, enumerations, tuples, frozen sets, sequences and mappings with string keys of such,
strings, numbers and None. A list holds the fields in their order, so that both sides must be of one version.
"""

from __future__ import annotations

import json
import types
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

Decoder = Callable[[Any], Any]

_SMALL = 400
"""Bytes up to which packing saves nothing."""
_LONGEST = 200_000_000
"""Bytes that are unpacked at the most."""


def packed(value: Any) -> bytes:
    """Lists, strings and numbers as bytes, compressed where that saves anything."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    return b"j" + text if len(text) < _SMALL else b"z" + zlib.compress(text, 1)


def unpacked(data: bytes) -> Any:
    """What was packed; None for anything else."""
    try:
        return json.loads(data[1:] if data[:1] == b"j" else zlib.decompressobj().decompress(data[1:], _LONGEST))
    except (ValueError, RecursionError, zlib.error):
        return None


def plain(value: Any) -> Any:
    """The value in lists, strings and numbers alone."""
    if value is None or isinstance(value, (str, int, float)):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, (tuple, list)):
        return [plain(part) for part in value]
    if isinstance(value, (frozenset, set)):
        return sorted(plain(part) for part in value)
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    return [plain(getattr(value, field.name)) for field in fields(value)]


@cache
def reader(type_: Any) -> Decoder:
    """A function that makes a value of a type from what `plain` gave.

    It raises ValueError or TypeError for what is of another shape; the value's own class may raise as well.
    """
    origin, arguments = get_origin(type_), get_args(type_)
    if origin in (Union, types.UnionType):
        return _optional([reader(argument) for argument in arguments if argument is not types.NoneType])
    if origin is tuple and arguments[-1:] != (...,):
        return _record(tuple, [reader(argument) for argument in arguments])
    if origin is frozenset:
        items = _items(reader(arguments[0]))
        return lambda value: frozenset(items(value))
    if origin in (tuple, Sequence):
        return _items(reader(arguments[0]))
    if origin in (dict, Mapping):
        return _table(reader(arguments[1]))
    if type_ in (str, int, float, bool):
        return _of(type_)
    if isinstance(type_, type) and issubclass(type_, Enum):
        return cast("Decoder", type_)
    hints = get_type_hints(type_)
    if is_dataclass(type_):
        return _record(lambda parts: cast("Any", type_)(*parts), [reader(hints[field.name]) for field in fields(type_)])
    return _record(type_._make, [reader(hints[name]) for name in type_._fields])


def _of(type_: type) -> Decoder:
    known = (int, float) if type_ is float else type_

    def read(value: Any) -> Any:
        if not isinstance(value, known):
            raise TypeError(f"{value!r:.80} is no {type_.__name__}")
        return value

    return read


def _optional(readers: Sequence[Decoder]) -> Decoder:
    def read(value: Any) -> Any:
        if value is None:
            return None
        for one in readers:
            try:
                return one(value)
            except (TypeError, ValueError):
                continue
        raise TypeError(f"{value!r:.80} is none of the kinds that it can be")

    if len(readers) > 1:
        return read
    [only] = readers
    return lambda value: None if value is None else only(value)


def _items(one: Decoder) -> Decoder:
    def read(value: Any) -> Any:
        if not isinstance(value, list):
            raise TypeError(f"{value!r:.80} is no list")
        return tuple(map(one, value)) if value else ()

    return read


def _table(one: Decoder) -> Decoder:
    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            raise TypeError(f"{value!r:.80} is no table")
        return {key: one(part) for key, part in value.items()}

    return read


def _record(make: Callable[[list[Any]], Any], readers: Sequence[Decoder]) -> Decoder:
    def read(value: Any) -> Any:
        if not isinstance(value, list):
            raise TypeError(f"{value!r:.80} is no list")
        return make([one(part) for one, part in zip(readers, value, strict=True)])

    return read
