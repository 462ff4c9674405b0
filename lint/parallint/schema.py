"""The JSON schema of a configuration, for editors: from the tables that check it and the rules' own options."""

from __future__ import annotations

import re
import types
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from parallint.keys import LAYOUT, OFF, OVERRIDE, PROJECT, Entry
from parallint.model import Rule, Severity
from parallint.patterns import pattern_of

DIALECT = "http://json-schema.org/draft-07/schema#"
"""Draft 7, which the editors' TOML extensions know."""

HOME = "https://github.com/parallint/parallint/blob/main/docs"

_PLAIN = {bool: "boolean", int: "integer", float: "number", str: "string", dict: "object"}
_OPTION = pattern_of(r"^- `(?P<name>[\w-]+)`(?: \([^)]*\))?: (?P<about>.*(?:\n  .*)*)", re.MULTILINE)
_FIRST = pattern_of(r"^.*?\.(?=\s|$)", re.DOTALL)


def schema(rules: Iterable[Rule]) -> dict[str, Any]:
    """The schema of a parallint.toml, and of [tool.parallint], with these rules."""
    project = _table(PROJECT)
    project["layout"] = {**project["layout"], "items": _closed(_table(LAYOUT), ["source", "target"])}
    override = _closed({**_table(OVERRIDE), "rules": _REF})
    override["anyOf"] = [{"required": ["paths"]}, {"required": ["locales"]}]
    project["override"] = {**project["override"], "items": override}
    project["rules"] = _REF
    return {
        "$schema": DIALECT,
        "$id": f"{HOME}/parallint.schema.json",
        "title": "parallint",
        **_closed(project),
        "dependencies": {"source": ["target"], "target": ["source"]},
        "definitions": {
            "severity": {"enum": [*map(str, Severity), OFF]},
            "rules": {"description": PROJECT["rules"].about, **_closed({rule.id: _rule(rule) for rule in rules})},
        },
    }


_REF = {"$ref": "#/definitions/rules"}


def _table(entries: Mapping[str, Entry]) -> dict[str, Any]:
    return {name: _entry(entry) for name, entry in entries.items()}


def _entry(entry: Entry) -> dict[str, Any]:
    described = {"description": entry.about, **of_type(entry.type)}
    if entry.type is float:
        described |= {"minimum": 0, "maximum": 1}
    return described if entry.default is None else {**described, "default": entry.default}


def _closed(properties: Mapping[str, Any], required: Sequence[str] = ()) -> dict[str, Any]:
    values = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    return {**values, "required": list(required)} if required else values


def _rule(rule: Rule) -> dict[str, Any]:
    about = _FIRST.search(rule.page)
    off = "" if rule.default else " Off, unless a severity is given."
    severity = {"$ref": "#/definitions/severity"}
    options = {"severity": severity, **options_schema(rule)}
    return {
        "description": f"{about.group() if about else rule.id}{off} The rule's own severity: {rule.severity}.",
        "anyOf": [severity, _closed(options)],
    }


def options_schema(rule: Rule) -> dict[str, Any]:
    """The schema of each option of a rule, by the name that it has in a configuration."""
    hints, told = get_type_hints(rule.options), options_told(rule)
    default = rule.options()
    found: dict[str, Any] = {}
    for field in fields(rule.options):
        name = field.name.replace("_", "-")
        found[name] = {**({"description": told[name]} if name in told else {}), **of_type(hints[field.name])}
        value = plain(getattr(default, field.name))
        if value is not None:
            found[name]["default"] = value
    return found


def options_told(rule: Rule) -> dict[str, str]:
    """What a rule's page says of its options, by name, each on one line."""
    section = rule.page.partition("\n## Options\n")[2].partition("\n## ")[0]
    return {match["name"]: " ".join(match["about"].split()) for match in _OPTION.finditer(section)}


def of_type(hint: Any) -> dict[str, Any]:
    """The schema of the values that `tables.convert` takes for a type."""
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return {"anyOf": [of_type(arg) for arg in args if arg is not types.NoneType]}
    if origin is Literal:
        return {"enum": list(args)}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    if origin in (tuple, frozenset, Sequence):
        return {"type": "array", "items": of_type(args[0])}
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": of_type(args[1])}
    if hasattr(hint, "from_text"):
        return {"type": "string"}
    return {"type": _PLAIN[hint]} if hint in _PLAIN else {}


def plain(value: object) -> Any:
    """A default as a configuration would say it; None where it cannot."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return None
