"""Which parameters of shortcodes, tags, macros and directives are text to translate, and which must stay.

What a reader sees is text: a title, a label, a description. Names, keys, sizes and switches are not. The tables say it
for each family; a project says it for its own with `text:name`, `text:owner.name`, `locked:name` or
`locked:owner.name`, the owner being the shortcode, tag or macro.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from parallint.patterns import pattern_of


def _names(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


TEXT = _names(
    "title alt alt-text text label description desc caption summary subtitle heading header placeholder tooltip",
    "message question answer aria-label aria-description aria-placeholder aria-roledescription aria-valuetext",
    "link-text linktext linklabel button-text buttontext cta tagline data-title data-label sidebar-label",
)
"""Names of parameters that are text wherever they stand; compared in lower case."""

TEXT_OF = _names(
    "tab.name figure.attr",  # Hugo: kubernetes.io, Docsy
    "include.content include.details",  # Jekyll: themes' notes and figures
    "card.name step.name",  # components of documentation themes that show it
)
"""`owner.name` of parameters that are text in their owner only."""

LOCKED_OF = _names("meta.content tabpane.text track.label")
"""`owner.name` of parameters that are not text although their name says so."""

# Macros of MDN, from https://github.com/mdn/rari (crates/rari-doc/src/templ/templs); shortcodes of Hugo's themes.
_SECOND = _names(
    "cssxref domxref jsxref htmlelement svgelement svgattr mathmlelement httpheader httpmethod httpstatus csp",
    "glossary webextapiref xsltelement xref rfc",
    "button",
)
_FIRST = _names("draft todo embedlivesample expand tab")
ARGUMENTS: dict[str, frozenset[int]] = {
    **dict.fromkeys(_SECOND, frozenset({1})),
    **dict.fromkeys(_FIRST, frozenset({0})),
    "interwiki": frozenset({2}),
    "livesamplelink": frozenset({0, 1}),
}
"""Positions, from 0, of arguments that are text, by the macro's or shortcode's name in lower case."""

_SWITCH = pattern_of(r"(?:true|false|none|auto|yes|no|left|right|center|[\d.,%:/#+-]*|[\d.]+(?:px|em|rem|%))\Z", re.I)


class Vocabulary(NamedTuple):
    """Which parameters are text: the tables above, and what a project says besides (`text:…`, `locked:…`)."""

    own: frozenset[str] = frozenset()

    def is_text(self, owner: str, name: str, value: str) -> bool:
        """Whether the parameter `name` of `owner` is text to translate; a switch or a size is none."""
        name, owned = name.lower(), f"{owner}.{name}".lower()
        if self.own:
            for key in (owned, name):
                if f"locked:{key}" in self.own:
                    return False
                if f"text:{key}" in self.own:
                    return True
        if owned in LOCKED_OF or (name not in TEXT and owned not in TEXT_OF):
            return False
        return not _SWITCH.match(value)

    def is_text_at(self, owner: str, position: int) -> bool:
        """Whether the argument at `position`, from 0, of `owner` is text to translate."""
        owner = owner.lower()
        if self.own:
            if f"locked:{owner}.{position}" in self.own:
                return False
            if f"text:{owner}.{position}" in self.own:
                return True
        return position in ARGUMENTS.get(owner, ())


DEFAULT = Vocabulary()


def vocabulary(said: Iterable[str]) -> Vocabulary:
    """The vocabulary with what a project says; anything but `text:…` and `locked:…` is left out."""
    own = frozenset(entry.lower() for entry in said if entry.startswith(("text:", "locked:")))
    return Vocabulary(own) if own else DEFAULT


def joined(texts: Iterable[str]) -> str:
    """Several texts of one token as one."""
    return " | ".join(text for text in (" ".join(text.split()) for text in texts) if text)
