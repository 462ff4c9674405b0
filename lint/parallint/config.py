"""parallint.toml, or [tool.parallint] in pyproject.toml -> Config; what it does not mean is an error with its line."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from parallint.errors import ConfigError, did_you_mean
from parallint.layouts import Layout
from parallint.locales import SHAPE
from parallint.model import Severity
from parallint.tables import Key, convert, line_of

FILE = "parallint.toml"
PYPROJECT = "pyproject.toml"
OFF = "off"
CONFIDENCE = 0.5
"""How sure a finding must be, from 0 to 1, to count as more than a note."""

EXAMPLE = """\
source = "docs/en/{path}.md"
target = "docs/{locale}/{path}.md"
"""
"""The least that a configuration says."""

_KEYS: Mapping[str, Any] = {
    "source": str,
    "target": str,
    "layout": tuple[dict[str, Any], ...],
    "locales": tuple[str, ...],
    "exclude": tuple[str, ...],
    "history": bool,
    "source-repository": str,
    "pins": tuple[str, ...],
    "confidence": float,
    "rules": dict,
}
_LAYOUT_KEYS: Mapping[str, Any] = {"source": str, "target": str, "locale": str, "locales": tuple[str, ...]}
_SYNTAX_LINE = re.compile(r"\s*\(at line (\d+), column (\d+)\)|\s*\(at end of document\)")


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """What a configuration says of one rule: its severity (None: the rule's own), whether it is off, its options."""

    severity: Severity | None = None
    off: bool = False
    options: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class Config:
    """A configuration, read and checked, but for the rules' own options, which only the rules know.

    `root` is the folder that all patterns are relative to; `file` the file's path as messages name it, "" where there
    is no configuration. `locales`, where not empty, are the only ones that count. `source_repository` is the folder of
    another repository in which the English stands, relative to `root`, and `pins` names keys and patterns (with
    `{commit}` in them) by which translations say which English they were made from; `history` is whether git is asked.
    """

    root: str = ""
    file: str = ""
    layouts: tuple[Layout, ...] = ()
    locales: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    history: bool = True
    source_repository: str = ""
    pins: tuple[str, ...] = ()
    confidence: float = CONFIDENCE
    rules: Mapping[str, RuleSetting] = field(default_factory=dict[str, RuleSetting])
    table: Table | None = field(default=None, repr=False, compare=False)

    def error(self, message: str, hint: str, *keys: Key) -> ConfigError:
        """An error that names the line on which the value under `keys` stands."""
        return self.table.error(message, hint, *keys) if self.table else ConfigError(message, hint, self.file)


@dataclass(frozen=True, slots=True)
class Table:
    """A TOML file's table of ours, and the text around it, from which the lines in messages are taken."""

    file: str
    text: str
    prefix: tuple[str, ...]
    values: Mapping[str, Any]

    def error(self, message: str, hint: str, *keys: Key) -> ConfigError:
        """An error that names the line on which the value under `keys` stands."""
        return ConfigError(message, hint, self.file, line_of(self.text, (*self.prefix, *keys)))

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


def find_config(start: str) -> Config | None:
    """The nearest configuration, from the folder `start` upward to the repository's root; None where there is none."""
    for folder in upward(start):
        path = os.path.join(folder, FILE)
        if os.path.isfile(path):
            return load_config(os.path.relpath(path))
        path = os.path.join(folder, PYPROJECT)
        if os.path.isfile(path) and _is_ours(path):
            return load_config(os.path.relpath(path))
    return None


def common_folder(paths: Sequence[str]) -> str:
    """The folder, as an absolute path, that all the files and folders lie in; "" where there is none."""
    try:
        folder = os.path.commonpath([os.path.abspath(path) for path in paths])
    except ValueError:  # no paths at all, or on two drives
        return ""
    return folder if os.path.isdir(folder) else os.path.dirname(folder)


def upward(start: str) -> Iterator[str]:
    """The folder `start` and those above it, the last one the git repository's root, or the file system's."""
    folder = os.path.abspath(start)
    while True:
        yield folder
        parent = os.path.dirname(folder)
        if parent == folder or os.path.exists(os.path.join(folder, ".git")):
            return
        folder = parent


def load_config(path: str) -> Config:
    """The configuration in a file: parallint.toml, or any other name; of a pyproject.toml its [tool.parallint].

    Raises ConfigError or ReadError, with the line and what to do, for everything that is not as it should be.
    """
    table = _table(path)
    values = table.checked(table.values, _KEYS)
    confidence = values.get("confidence", CONFIDENCE)
    if not 0 <= confidence <= 1:
        raise table.error(f"'confidence' must be between 0 and 1, and is {confidence}", "", "confidence")
    locales: tuple[str, ...] = values.get("locales", ())
    for locale in locales:
        if not re.fullmatch(SHAPE, locale):
            raise table.error(f"{locale!r} is no locale tag", 'Write it as the folder is named, as "pt-br"', "locales")
    return Config(
        root=os.path.dirname(os.path.abspath(path)),
        file=table.file,
        layouts=tuple(_layouts(table, values)),
        locales=locales,
        exclude=values.get("exclude", ()),
        history=values.get("history", True),
        source_repository=_folder(table, path, values.get("source-repository", "")),
        pins=values.get("pins", ()),
        confidence=confidence,
        rules={rule: _setting(table, rule, value) for rule, value in values.get("rules", {}).items()},
        table=table,
    )


def _folder(table: Table, path: str, named: str) -> str:
    """The folder that a configuration in `path` names, which must be there."""
    if named and not os.path.isdir(os.path.join(os.path.dirname(path), named)):
        hint = "Clone the English repository there, or name the folder that it is in, relative to this file"
        raise table.error(f"no folder {named!r}", hint, "source-repository")
    return named


def _is_ours(path: str) -> bool:
    """Whether a pyproject.toml speaks of us; one that nobody can read is not ours to complain of."""
    try:
        with open(path, "rb") as file:
            return re.search(rb"^\s*\[\[?\s*tool\s*\.\s*[\"']?parallint\b", file.read(), re.MULTILINE) is not None
    except OSError:
        return False


def _table(path: str) -> Table:
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


def _layouts(table: Table, values: Mapping[str, Any]) -> Iterator[Layout]:
    if "source" in values or "target" in values:
        yield _layout(table, values)
    for i, entry in enumerate(values.get("layout", ())):
        yield _layout(table, table.checked(entry, _LAYOUT_KEYS, "layout", i), "layout", i)


def _layout(table: Table, values: Mapping[str, Any], *keys: Key) -> Layout:
    for one, other in (("source", "target"), ("target", "source")):
        if one not in values:
            raise table.error(f"{other!r} needs {one!r} beside it", f"For example:\n{EXAMPLE}", *keys, other)
    try:
        return Layout(values["source"], values["target"], values.get("locale", ""), _layout_locales(values, keys))
    except ValueError as error:
        raise table.error(str(error), f"For example:\n{EXAMPLE}", *keys, _culprit(str(error))) from None


def _layout_locales(values: Mapping[str, Any], keys: Sequence[Key]) -> tuple[str, ...]:
    """The locales of a [[layout]]; those at the top of the file are the whole project's."""
    return values.get("locales", ()) if keys else ()


def _culprit(said: str) -> str:
    return "target" if "`target` needs {locale}" in said else "source"


_SEVERITIES: Sequence[str] = (OFF, *Severity)


def _setting(table: Table, rule: str, value: object) -> RuleSetting:
    if isinstance(value, str):
        return _graded(table, value, {}, "rules", rule)
    if not isinstance(value, dict):
        raise table.error(f"{rule!r} must be a severity or a table", _severities(), "rules", rule)
    options = dict(value)
    severity = options.pop("severity", None)
    if severity is None:
        return RuleSetting(options=options)
    return _graded(table, severity, options, "rules", rule, "severity")


def _graded(table: Table, severity: object, options: Mapping[str, object], *keys: Key) -> RuleSetting:
    if severity not in _SEVERITIES:
        raise table.error(f"{severity!r} is no severity", _severities(), *keys)
    if severity == OFF:
        return RuleSetting(off=True, options=options)
    return RuleSetting(Severity(str(severity)), options=options)


def _severities() -> str:
    return "There are " + ", ".join(f'"{s}"' for s in _SEVERITIES)
