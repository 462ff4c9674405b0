"""What a configuration can say: each key's type, what it means, and what holds without it.

The same tables check a configuration, make the schema for editors, and write docs/configuration.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

BASELINE = "parallint-baseline.json"
"""The baseline's file, in the project's folder, where the configuration names no other."""

CONFIDENCE = 0.5
"""How sure a finding must be, from 0 to 1, to count as more than a note."""

OFF = "off"
"""Stands in the place of a severity for a rule that is not to run."""


class Entry(NamedTuple):
    """A key: its type, what it means in a sentence or two, and the value that holds without it (None: none)."""

    type: Any
    about: str
    default: Any = None


_SOURCE = Entry(
    str,
    "Where the English files lie: a path below the project's folder, in which `{path}` stands for any part of a path, "
    "folders included.",
)
_TARGET = Entry(str, "Where the translations lie: the same with `{locale}` in it, which stands for the language.")
_CONFIDENCE = Entry(
    float,
    "How sure a finding must be, from 0 to 1, to count as more than a note; what is less than half as sure is not "
    "reported.",
    CONFIDENCE,
)
_RULES = Entry(
    dict,
    "Rules by name: a severity (`error`, `warning`, `note`, or `off`), or a table with `severity` and the rule's own "
    "options.",
)

PROJECT: Mapping[str, Entry] = {
    "extends": Entry(
        str | tuple[str, ...],
        "A configuration that this one builds on, or several of which the later win; what stands here wins over all of "
        "them. Relative to this file, and inside the repository.",
    ),
    "source": _SOURCE,
    "target": _TARGET,
    "layout": Entry(
        tuple[dict[str, Any], ...],
        "Tables with `source` and `target`, where there are several layouts. Without any, layouts are found by "
        "themselves.",
    ),
    "locales": Entry(tuple[str, ...], "The only locales that count. Without this key every one that is found counts."),
    "partial": Entry(
        tuple[str, ...],
        "Locales that are not meant to be complete: the pages that they lack are not reported. A language stands for "
        "all its regions.",
    ),
    "exclude": Entry(tuple[str, ...], "Paths that are left alone, written as in a .gitignore."),
    "history": Entry(bool, "Whether git is asked which English a page was made from.", default=True),
    "source-repository": Entry(
        str, "The folder of another repository in which the English stands, relative to the project's folder."
    ),
    "pins": Entry(
        tuple[str, ...],
        "Front matter keys, or patterns with `{commit}` in them, by which translations say which English they were "
        "made from, besides the usual ones.",
    ),
    "dialects": Entry(
        tuple[str, ...],
        "What Markdown is extended by here, besides what a page shows by itself: `mdx` reads it on every page, `-math` "
        "on none. `text:name` and `text:owner.name` say that a parameter of a shortcode or component is text to "
        "translate, `locked:name` that it is none.",
    ),
    "baseline": Entry(
        str, "The file with the findings that the project has chosen to live with for now, in its folder.", BASELINE
    ),
    "confidence": _CONFIDENCE,
    "rules": _RULES,
    "override": Entry(
        tuple[dict[str, Any], ...],
        "Tables of settings for some paths or locales only. All that match a page count, and of two that say "
        "different things the later one.",
    ),
}
"""The keys of a configuration."""

LAYOUT: Mapping[str, Entry] = {
    "source": _SOURCE,
    "target": _TARGET,
    "locale": Entry(str, "The locale of a layout for one language, whose `target` has no `{locale}`."),
    "locales": Entry(tuple[str, ...], "The only folders that are locales of this layout."),
}
"""The keys of a [[layout]]."""

OVERRIDE: Mapping[str, Entry] = {
    "paths": Entry(
        tuple[str, ...],
        "Which pages it is for, written as in a .gitignore: the translation's path or that of its English matches.",
    ),
    "locales": Entry(
        tuple[str, ...], "Which locales it is for. A language stands for all its regions: `zh` is `zh-tw` too."
    ),
    "confidence": _CONFIDENCE._replace(default=None),
    "partial": Entry(bool, "Whether these pages are not meant to be complete."),
    "rules": _RULES,
}
"""The keys of an [[override]]."""


def types(entries: Mapping[str, Entry]) -> dict[str, Any]:
    """The types of the keys."""
    return {name: entry.type for name, entry in entries.items()}
