"""parallint.toml, or [tool.parallint] in pyproject.toml -> Config; what it does not mean is an error with its line."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from parallint.errors import ConfigError
from parallint.extends import chain, top_of, upward
from parallint.keys import CONFIDENCE, LAYOUT, OFF, OVERRIDE, PROJECT, types
from parallint.layouts import Layout
from parallint.locales import SHAPE
from parallint.model import Severity
from parallint.tables import PYPROJECT, Key, Table, Where

FILE = "parallint.toml"

EXAMPLE = """\
source = "docs/en/{path}.md"
target = "docs/{locale}/{path}.md"
"""
"""The least that a configuration says."""

_LAYOUTS = ("source", "target", "layout")
"""The keys that say where the files lie: who says one of them says them all."""


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """What a configuration says of one rule: its severity (None: the rule's own), whether it is off, its options.

    `places` says where each was set, by the option's name, the severity's being "severity" and the rule's own "".
    """

    severity: Severity | None = None
    off: bool = False
    options: Mapping[str, object] = field(default_factory=dict[str, object])
    places: Mapping[str, Where] = field(default_factory=dict[str, Where], repr=False, compare=False)

    @property
    def graded(self) -> bool:
        """Whether it says a severity, or that the rule is off."""
        return self.off or self.severity is not None

    def then(self, later: RuleSetting) -> RuleSetting:
        """The setting with what a later one changes of it."""
        grade = later if later.graded else self
        options, places = {**self.options, **later.options}, {**self.places, **later.places}
        return RuleSetting(grade.severity, grade.off, options, places)


@dataclass(frozen=True, slots=True)
class Override:
    """What holds for some pages only: those that `paths` match, in those `locales`; either, where empty, means all.

    `confidence` and `partial` are None where it does not speak of them; `places` says where each key was set.
    """

    paths: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    confidence: float | None = None
    partial: bool | None = None
    rules: Mapping[str, RuleSetting] = field(default_factory=dict[str, RuleSetting])
    places: Mapping[str, Where] = field(default_factory=dict[str, Where], repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Config:
    """A configuration, read and checked, but for the rules' own options, which only the rules know.

    `root` is the folder that all patterns are relative to; `file` the file's path as messages name it, "" where there
    is no configuration. `locales`, where not empty, are the only ones that count, and the `partial` ones are not meant
    to be complete. `source_repository` is the folder of another repository in which the English stands, relative to
    `root`, and `pins` names keys and patterns (with `{commit}` in them) by which translations say which English they
    were made from; `history` is whether git is asked. `dialects` are as `read_markdown` takes them. `baseline` names a
    file in `root`, "" the usual one. `places` says where each key was set; `tables` are the files that were read, the
    ones that were extended first.
    """

    root: str = ""
    file: str = ""
    layouts: tuple[Layout, ...] = ()
    locales: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    history: bool = True
    source_repository: str = ""
    pins: tuple[str, ...] = ()
    dialects: tuple[str, ...] = ()
    confidence: float = CONFIDENCE
    rules: Mapping[str, RuleSetting] = field(default_factory=dict[str, RuleSetting])
    partial: tuple[str, ...] = ()
    baseline: str = ""
    overrides: tuple[Override, ...] = ()
    places: Mapping[str, Where] = field(default_factory=dict[str, Where], repr=False, compare=False)
    tables: tuple[Table, ...] = field(default=(), repr=False, compare=False)

    def error(self, message: str, hint: str, *keys: Key) -> ConfigError:
        """An error that names the line on which the value under `keys` stands."""
        where = self.where(*keys)
        return where.error(message, hint) if where else ConfigError(message, hint, self.file)

    def where(self, *keys: Key) -> Where | None:
        """Where the value under `keys` was set; None for what is as it is without a configuration."""
        first, *rest = keys or ("",)
        if first == "rules" and rest and (setting := self.rules.get(str(rest[0]))):
            last = str(rest[-1]) if len(rest) > 1 else ""
            return setting.places.get(last) or setting.places.get("")
        return self.places.get(str(first)) or self.places.get("layout" if first in _LAYOUTS else "")

    def folder_of(self, *keys: Key) -> str:
        """The folder of the file that the value under `keys` was set in, an absolute path."""
        where = self.where(*keys)
        return os.path.dirname(os.path.abspath(where.table.file)) if where else os.path.abspath(self.root)


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


def _is_ours(path: str) -> bool:
    """Whether a pyproject.toml speaks of us; one that nobody can read is not ours to complain of."""
    try:
        with open(path, "rb") as file:
            return re.search(rb"^\s*\[\[?\s*tool\s*\.\s*[\"']?parallint\b", file.read(), re.MULTILINE) is not None
    except OSError:
        return False


def load_config(path: str) -> Config:
    """The configuration in a file and those that it extends; of a pyproject.toml its [tool.parallint] counts.

    Raises ConfigError or ReadError, with the line and what to do, for everything that is not as it should be.
    """
    tables = chain(path)
    values: dict[str, Any] = {}
    places: dict[str, Where] = {}
    layouts: tuple[Layout, ...] = ()
    rules: dict[str, RuleSetting] = {}
    overrides: list[Override] = []
    for table in tables:
        said = table.checked(table.values, types(PROJECT))
        _check_values(table, said)
        if found := tuple(_layouts(table, said)):
            layouts = found
            places = {key: where for key, where in places.items() if key not in _LAYOUTS}
        rules = merged(rules, _settings(table, said.get("rules", {}), "rules"))
        overrides += (_override(table, entry, k) for k, entry in enumerate(said.get("override", ())))
        values.update(said)
        places.update({key: Where(table, (key,)) for key in said})
    root = os.path.dirname(os.path.abspath(path))
    return Config(
        root=root,
        file=tables[-1].file,
        layouts=layouts,
        locales=values.get("locales", ()),
        exclude=values.get("exclude", ()),
        history=values.get("history", True),
        source_repository=_folder(root, values.get("source-repository", ""), places),
        pins=values.get("pins", ()),
        dialects=values.get("dialects", ()),
        confidence=values.get("confidence", CONFIDENCE),
        rules=rules,
        partial=values.get("partial", ()),
        baseline=values.get("baseline", ""),
        overrides=tuple(overrides),
        places=places,
        tables=tables,
    )


def merged(rules: Mapping[str, RuleSetting], later: Mapping[str, RuleSetting]) -> dict[str, RuleSetting]:
    """The settings with what later ones change of them."""
    return {**rules, **{id_: rules.get(id_, RuleSetting()).then(setting) for id_, setting in later.items()}}


def repository_of(config: Config) -> str:
    """The folder that no file which a configuration names may lie outside of."""
    return top_of(config.root or os.curdir)


def _check_values(table: Table, values: Mapping[str, Any], *keys: Key) -> None:
    """Raise ConfigError for a confidence that is no part of one, and for locales that are none."""
    confidence = values.get("confidence", CONFIDENCE)
    if not 0 <= confidence <= 1:
        raise table.error(f"'confidence' must be between 0 and 1, and is {confidence}", "", *keys, "confidence")
    for key in ("locales", "partial"):
        said: object = values.get(key, ())
        for locale in said if isinstance(said, tuple) else ():
            if not re.fullmatch(SHAPE, locale):
                hint = 'Write it as the folder is named, as "pt-br"'
                raise table.error(f"{locale!r} is no locale tag", hint, *keys, key)


def _folder(root: str, named: str, places: Mapping[str, Where]) -> str:
    """The folder that a configuration names, which must be there."""
    if named and not os.path.isdir(os.path.join(root, named)):
        hint = "Clone the English repository there, or name the folder that it is in, relative to the project's"
        raise places["source-repository"].error(f"no folder {named!r}", hint)
    return named


def _layouts(table: Table, values: Mapping[str, Any]) -> Iterator[Layout]:
    if "source" in values or "target" in values:
        yield _layout(table, values)
    for i, entry in enumerate(values.get("layout", ())):
        yield _layout(table, table.checked(entry, types(LAYOUT), "layout", i), "layout", i)


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


def _override(table: Table, entry: Mapping[str, Any], number: int) -> Override:
    keys = ("override", number)
    said = table.checked(entry, types(OVERRIDE), *keys)
    _check_values(table, said, *keys)
    if not said.get("paths") and not said.get("locales"):
        raise table.error(
            "an [[override]] needs 'paths' or 'locales'", "What is for all pages stands outside of it", *keys
        )
    return Override(
        paths=said.get("paths", ()),
        locales=said.get("locales", ()),
        confidence=said.get("confidence"),
        partial=said.get("partial"),
        rules=_settings(table, said.get("rules", {}), *keys, "rules"),
        places={key: Where(table, (*keys, key)) for key in said},
    )


_SEVERITIES: Sequence[str] = (OFF, *Severity)


def _settings(table: Table, values: Mapping[str, object], *keys: Key) -> dict[str, RuleSetting]:
    return {rule: _setting(table, value, *keys, rule) for rule, value in values.items()}


def _setting(table: Table, value: object, *keys: Key) -> RuleSetting:
    """What stands under the name of a rule, the last of the keys."""
    if isinstance(value, str):
        return _graded(table, value, {}, {"": Where(table, keys), "severity": Where(table, keys)})
    if not isinstance(value, dict):
        raise table.error(f"{keys[-1]!r} must be a severity or a table", _severities(), *keys)
    places = {"": Where(table, keys), **{name: Where(table, (*keys, name)) for name in value}}
    options = {name: option for name, option in value.items() if name != "severity"}
    if "severity" not in value:
        return RuleSetting(options=options, places=places)
    return _graded(table, value["severity"], options, places)


def _graded(table: Table, severity: object, options: Mapping[str, object], places: Mapping[str, Where]) -> RuleSetting:
    if severity not in _SEVERITIES:
        raise places["severity"].error(f"{severity!r} is no severity", _severities())
    if severity == OFF:
        return RuleSetting(off=True, options=options, places=places)
    return RuleSetting(Severity(str(severity)), options=options, places=places)


def _severities() -> str:
    return "There are " + ", ".join(f'"{s}"' for s in _SEVERITIES)
