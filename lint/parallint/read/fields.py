"""All values of a page's front matter, YAML or TOML, with the places of their keys and of themselves."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from parallint.memo import once
from parallint.model import Document, Kind, Span
from parallint.patterns import pattern_of
from parallint.read.front_matter import BLOCK, DEPTH, LIMIT
from parallint.read.toml_fields import read_toml


class Field(NamedTuple):
    """A value of the front matter, however deeply nested: the keys that lead to it, and where it stands.

    Items of a list are counted from 0. `value` is what is written, quotation marks and escapes undone; an empty list or
    table is a value of its own, `[]` or `{}`. The spans are of the last key (of the list's, for an item) and of the
    value, in the document's text; in TOML an item of a list or an inline table stands for the whole of it.
    """

    path: tuple[str | int, ...]
    value: str
    key: Span
    span: Span


class Unreadable(NamedTuple):
    """Why front matter cannot be read, in the parser's words, and where."""

    message: str
    span: Span


def fields_of(document: Document) -> tuple[Field, ...]:
    """All values of the document's front matter, in their order; none where it cannot be read, or is too long."""
    found = _body(document)
    if not found:
        return ()
    return _read(*found)[0]


@once
def values_of(document: Document) -> dict[str, list[Field]]:
    """The values by their keys with points between them (`menu.main.weight`), those of a list together."""
    found: dict[str, list[Field]] = {}
    for field in fields_of(document):
        keys = field.path[: next((k for k, part in enumerate(field.path) if isinstance(part, int)), None)]
        found.setdefault(".".join(map(str, keys)), []).append(field)
    return found


def unreadable_front_matter(document: Document) -> Unreadable | None:
    """Why the document's front matter cannot be read; None where it can, or where there is none."""
    found = _body(document)
    if not found:
        return None
    kind, body, start = found
    fault = _read(kind, body, start)[1]
    if fault is None:
        return None
    at = start + min(fault[1], max(0, len(body) - 1))
    return Unreadable(fault[0], Span(at, at + 1))


@once
def _body(document: Document) -> tuple[str, str, int] | None:
    """Kind and text of the front matter, and where its text begins."""
    first = document.segments[0] if document.segments else None
    if first is None or first.kind is not Kind.FRONT_MATTER or len(first.text) > LIMIT:
        return None
    match = BLOCK.match(document.text[first.span.start : first.span.end])
    return (first.info, match["body"], first.span.start + match.start("body")) if match else None


_Read = tuple[tuple[Field, ...], tuple[str, int] | None]


@lru_cache(maxsize=64)
def _read(kind: str, body: str, start: int) -> _Read:
    """The fields of a front matter whose text begins at `start`, and what is wrong with it, counted from there."""
    if kind == "yaml" and (plain := _read_plain(body, start)):
        return plain, None
    fields, fault = _read_yaml(body) if kind == "yaml" else read_toml(body)
    return tuple(
        [Field(path, value, _moved(key, start), _moved(span, start)) for path, value, key, span in fields]
    ), fault


def _moved(span: tuple[int, int], by: int) -> Span:
    return Span(span[0] + by, span[1] + by)


_VALUE = r"""(?:"[^"\\\n]*"|'[^'\n]*'|[\w/.][^:#\n]*+(?:(?::(?=[^ \n])|(?<! )\#)[^:#\n]*+)*+(?<! ))"""
_PLAIN = pattern_of(
    rf"(?P<key>[A-Za-z_](?:[\w.:-]{{0,80}}\w)?):(?: +(?P<value>{_VALUE}) *\n"
    rf"| *\n(?P<items>(?P<dent> *)- +{_VALUE} *\n(?:(?P=dent)- +{_VALUE} *\n)*+))|\#[^\n]*\n|\n"
)
"""A line that needs no parser: one key and one value, a comment, nothing; or a key and the list below it."""
_ITEM = pattern_of(rf" *- +({_VALUE})")


def _read_plain(body: str, start: int) -> tuple[Field, ...]:
    """All fields of a YAML front matter whose lines are plain, as on most pages; else none, and a parser has to see."""
    if not body.replace("\n", "").isprintable():
        return ()
    fields, at = list[Field](), 0
    while at < len(body):
        line = _PLAIN.match(body, at)
        if line is None:
            return ()
        if name := line["key"]:
            key = _moved(line.span("key"), start)
            if line["items"]:
                items = _ITEM.finditer(body, *line.span("items"))
                fields += [Field((name, k), *_plain(item, 1, start, key)) for k, item in enumerate(items)]
            else:
                fields.append(Field((name,), *_plain(line, "value", start, key)))
        at = line.end()
    return tuple(fields)


def _plain(match: re.Match[str], group: int | str, start: int, key: Span) -> tuple[str, Span, Span]:
    """The value that a group holds, its key and its place."""
    written = match[group]
    value = written[1:-1] if written[0] in "\"'" else written
    return value, key, _moved(match.span(group), start)


class _Open:
    """A collection that the events are inside of."""

    def __init__(self, path: tuple[str | int, ...], key: Span, *, listed: bool) -> None:
        self.path, self.key, self.listed = path, key, listed
        self.count = 0
        self.name: str | None = None

    def next(self, event: Any) -> tuple[tuple[str | int, ...], Span] | None:
        """The path of the value that an event begins, and its key; None where the event is a key itself."""
        if self.listed:
            self.count += 1
            return (*self.path, self.count - 1), self.key
        if self.name is None:
            self.name, self.key = str(getattr(event, "value", "")), _marked(event)
            return None
        name, self.name = self.name, None
        return (*self.path, name), self.key


def _marked(event: Any) -> Span:
    return Span(event.start_mark.index, event.end_mark.index)


def _read_yaml(body: str) -> _Read:
    """Every scalar with its keys, straight from the parser's events; an alias is a value and is not followed."""
    import yaml

    fields: list[Field] = []
    opened: list[_Open] = []
    try:
        for event in yaml.parse(body, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if isinstance(event, yaml.CollectionEndEvent):
                _closed(body, opened.pop(), fields)
            elif isinstance(event, yaml.NodeEvent):
                if not opened and not isinstance(event, yaml.MappingStartEvent):
                    return (), ("this is no table of keys and values", 0)
                place = opened[-1].next(event) if opened else ((), Span(0, 0))
                if isinstance(event, yaml.CollectionStartEvent):
                    if len(opened) >= DEPTH:
                        return tuple(fields), None
                    path, key = place or ((*opened[-1].path, ""), _marked(event))
                    opened.append(_Open(path, key, listed=isinstance(event, yaml.SequenceStartEvent)))
                elif place:
                    fields.append(_field(body, event, *place))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = [str(part) for part in (error.context, error.problem) if part] or ["no valid YAML"]
        return tuple(fields), (", ".join(said), mark.index if mark else 0)
    except (yaml.YAMLError, RecursionError, UnicodeError) as error:
        return tuple(fields), (str(error).partition("\n")[0] or "no valid YAML", 0)
    return tuple(fields), None


def _field(body: str, event: Any, path: tuple[str | int, ...], key: Span) -> Field:
    start, end = _marked(event)
    end = start + len(body[start:end].rstrip())
    value = event.value if hasattr(event, "value") else body[start:end]
    return Field(path, value, key, Span(start, end))


def _closed(body: str, collection: _Open, fields: list[Field]) -> None:
    """Note an empty collection, which holds no value that could be noted."""
    start, end = collection.key
    last = fields[-1].path[: len(collection.path)] if fields else None
    if collection.path and last != collection.path:
        empty = "[]" if collection.listed else "{}"
        at = body.find(empty, end)
        place = Span(at, at + len(empty)) if 0 <= at < end + len(" : []  ") else Span(start, end)
        fields.append(Field(collection.path, empty, collection.key, place))
