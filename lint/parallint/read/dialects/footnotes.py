"""Footnotes as GFM has them, each where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref

from parallint.patterns import pattern_of

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_FOOTNOTE = pattern_of(r"\[\^[^\] \n]{1,999}\]")


def footnotes_plugin(md: MarkdownIt) -> None:
    """Footnotes by the library's plugin; its search for the end of a reference's label gets a bound."""
    md.use(footnote_plugin, inline=False, move_to_end=False)
    md.inline.ruler.at(
        "footnote_ref",
        lambda state, silent: bool(_FOOTNOTE.match(state.src, state.pos)) and footnote_ref(state, silent),
    )
