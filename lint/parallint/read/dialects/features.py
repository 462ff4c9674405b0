"""Which dialects a page is read in: told by the page, by its name, or by the project."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from parallint.patterns import pattern_of
from parallint.read.dialects import (
    attributes,
    colons,
    directives,
    docfx,
    emoji,
    indented,
    jsx,
    learn,
    math,
    shortcodes,
    slashes,
    snippets,
    templates,
)
from parallint.read.dialects.parameters import Vocabulary
from parallint.read.literal import fences, within

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_ALWAYS: dict[str, Callable[[MarkdownIt, Vocabulary], None]] = {
    "templates": lambda md, words: templates.template_plugin(md),
    "shortcodes": shortcodes.shortcodes_plugin,
    "docfx": lambda md, words: docfx.docfx_plugin(md),
    "learn": lambda md, words: learn.learn_plugin(md),
    "colons": colons.colons_plugin,
    "slashes": lambda md, words: slashes.slashes_plugin(md),
    "admonitions": lambda md, words: indented.admonitions_plugin(md),
    "snippets": lambda md, words: snippets.snippets_plugin(md),
    "myst": directives.directives_plugin,
    "attributes": lambda md, words: attributes.attributes_plugin(md),
}
"""Dialects whose marks are nobody else's: read on every page."""

_TOLD: dict[str, Callable[[MarkdownIt, Vocabulary], None]] = {
    "mdx": jsx.jsx_plugin,
    "definitions": lambda md, words: indented.definitions_plugin(md),
    "math": lambda md, words: math.math_plugin(md),
    "emoji": lambda md, words: emoji.emoji_plugin(md),
}
"""Dialects whose marks mean something else on other pages."""

NAMES = (*_ALWAYS, *_TOLD)
"""The names by which a project switches dialects on (`mdx`) or off (`-math`)."""

DEFAULT = frozenset(_ALWAYS)

_ESM = pattern_of(
    r"""\n(?:import\s[^\n"']{0,200}["'][^"'\n]+["'];?[ \t]*$|export\s+(?:const|default|function)\s|<>[^\S\n]*$)""", re.M
)
_JSX_COMMENT = pattern_of(r"(?<!`)\{/\*")
_DEFINITION = pattern_of(r"\n(?:[ \t>]*+|[ \t]*+[-*+][ \t]++):[ \t]{1,7}\S")

BLOCK_TRIGGERS = {
    "shortcodes": "{",
    "colons": ":",
    "slashes": "/",
    "admonition": "!?",
    "content_tab": "=",
    "snippet": "-<",
    "directive": "`~",
    "definition_item": ":",
    "formula_block": "$\\",
    "jsx": "<",
    "esm": "ie",
    "jsx_comment": "{",
}
"""The characters that a block of each dialect can begin with, by the name of its rule."""

INLINE_TRIGGERS = {
    "template": "{",
    "docfx": "[",
    "learn": ":",
    "attributes": "{",
    "role": "{",
    "formula": "$\\",
    "emoji": ":",
    "jsx_tag": "<",
    "expression": "{",
}
"""The same for what stands in a line."""


def plug(md: MarkdownIt, names: Iterable[str], words: Vocabulary) -> None:
    """Let the parser read the dialects named."""
    wanted = frozenset(names)
    for table in (_ALWAYS, _TOLD):
        for name, plugin in table.items():
            if name in wanted:
                plugin(md, words)


def dialects_of(text: str, path: str = "", said: frozenset[str] = frozenset()) -> frozenset[str]:
    """The dialects to read a page in.

    `said` has names of dialects that the project is written in (`mdx`) and of those that it is not (`-math`); anything
    else in it is for `parameters.vocabulary`. Of the path only its ending counts.
    """
    found = set(DEFAULT)
    if path.lower().endswith((".mdx", ".jsx")) or _is_mdx(text):
        found.add("mdx")
    if ": " in text and _DEFINITION.search("\n" + text):
        found.add("definitions")
    if "$" in text or "\\(" in text or "\\[" in text:
        found.add("math")
    if ":" in text and emoji.SHORTCODE.search(text):
        found.add("emoji")
    if said:
        found |= said.intersection(NAMES)
        found -= {name for name in NAMES if f"-{name}" in said}
    return frozenset(found)


def _is_mdx(text: str) -> bool:
    """Whether the page holds, outside its code, what only MDX gives a meaning to."""
    found: list[int] = []
    if "import " in text or "export " in text or "<>" in text:
        found += (match.start() for match in _ESM.finditer("\n" + text))
    if "{/*" in text:
        found += (match.start() for match in _JSX_COMMENT.finditer(text))
    if not found:
        return False
    code = list(fences(text))
    return any(not within(code, start) for start in found)
