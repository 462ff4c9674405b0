"""Emoji by name: `:tada:`, `:material-account:`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parallint.patterns import pattern_of
from parallint.read.dialects.templates import matching

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

SHORTCODE = pattern_of(r":(?<![\w:/.\\@-]:)(?:\+1|-1|100|[a-z][a-z0-9_+-]{1,60}):(?![\w:])")
"""An emoji's name between colons, no time of day and no option of a program."""


def emoji_plugin(md: MarkdownIt) -> None:
    """Read names between colons as tokens."""
    md.inline.ruler.before("escape", "emoji", matching(SHORTCODE, "emoji"))
