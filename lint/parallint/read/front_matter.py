"""Front matter: the YAML or TOML fields above a page's text, read only when somebody asks for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from parallint.patterns import pattern_of

BLOCK = pattern_of(
    r"(?P<mark>---|\+\+\+)[ \t]*(?:\r\n?|\n)(?P<body>.*?)(?<=[\r\n])(?P=mark)(?P<tail>[ \t]*(?:\r\n?|\n|\Z))", re.S
)

LIMIT = 100_000
"""Characters of front matter that are read; a longer one is left alone, its page is still linted."""

DEPTH = 50
"""Flow collections open at once that are read: libyaml recurses once for each."""


class FrontMatter(NamedTuple):
    """Where a page's front matter stands: its kind, its fields' text and offsets, in characters.

    `end` is where the page's own text begins; `stop` one past the closing mark.
    """

    kind: str
    body: str
    stop: int
    end: int


def find(text: str) -> FrontMatter | None:
    """The front matter at the very beginning of `text`, or None."""
    if not text.startswith(("---", "+++")):
        return None
    match = BLOCK.match(text)
    if not match:
        return None
    return FrontMatter("yaml" if match["mark"] == "---" else "toml", match["body"], match.start("tail"), match.end())


class Fields(Mapping[str, str]):
    """The top-level fields of a front matter that are plain text, parsed at the first look.

    Aliases and tags of YAML are not followed, so that neither a bomb nor a constructor has anything to work on.
    Front matter that is no valid YAML or TOML has no fields.
    """

    def __init__(self, kind: str, body: str) -> None:
        self._kind, self._body = kind, body

    @cached_property
    def _fields(self) -> dict[str, str]:
        if len(self._body) > LIMIT:
            return {}
        return _yaml(self._body) if self._kind == "yaml" else _toml(self._body)

    def __getitem__(self, key: str) -> str:
        return self._fields[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)


def _toml(body: str) -> dict[str, str]:
    import tomllib

    body = body.replace("\r\n", "\n").replace("\r", "\n")
    try:
        return {k: v for k, v in tomllib.loads(body).items() if isinstance(v, str)}
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


TERMS = "no-loc"
"""The field of DocFX in which a page lists terms that are not to be translated."""


def terms(front: FrontMatter) -> tuple[str, ...]:
    """The terms that a page declares not to be translated; read only where the field is there."""
    if TERMS not in front.body or front.kind != "yaml" or len(front.body) > LIMIT:
        return ()
    import yaml

    found: list[str] = []
    key, inside = None, False
    try:
        for event in yaml.parse(front.body, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if isinstance(event, yaml.ScalarEvent) and inside:
                found.append(event.value)
            elif inside:
                break
            else:
                inside = key == TERMS and isinstance(event, yaml.SequenceStartEvent)
                key = event.value if isinstance(event, yaml.ScalarEvent) else None
    except (yaml.YAMLError, RecursionError, UnicodeError):
        return ()
    return tuple(term for term in found if term)


def _yaml(body: str) -> dict[str, str]:
    """Scalars of the top-level mapping, straight from the parser's events: nothing is constructed."""
    import yaml

    fields: dict[str, str] = {}
    depth, key = 0, None
    try:
        for event in yaml.parse(body, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > DEPTH or (depth == 1 and not isinstance(event, yaml.MappingStartEvent)):
                    return fields
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
                key = None if depth == 1 else key
            elif depth == 1 and isinstance(event, yaml.ScalarEvent):
                if key is None:
                    key = event.value
                else:
                    fields[key], key = event.value, None
            elif depth == 1:
                key = None if key is not None else ""
    except (yaml.YAMLError, RecursionError, UnicodeError):
        return fields
    return fields
