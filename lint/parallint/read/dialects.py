"""markdown-it-py plugins for what documentation adds to Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

_TEMPLATE = re.compile(
    r"\{\{<.{0,2000}?>\}\}|\{\{%.{0,2000}?%\}\}|\{%.{0,2000}?%\}|\{\{.{0,2000}?\}\}|\{\*.{0,2000}?\*\}", re.S
)
_DOCFX = re.compile(
    r"\[!(?:include|code|video|div)\b[^\[\]\n]{0,300}(?:\[[^\[\]\n]{0,300}\](?:\([^()\n]{0,500}\))?[^\[\]\n]{0,300})?\]"
    r"(?:\([^()\n]{0,500}\))?",
    re.I,
)

_FOOTNOTE = re.compile(r"\[\^[^\] \n]{1,999}\]")


def footnotes_plugin(md: MarkdownIt) -> None:
    """Footnotes as GFM has them, each where it stands.

    The library's search for the end of a reference's label gets a bound.
    """
    md.use(footnote_plugin, inline=False, move_to_end=False)
    md.inline.ruler.at(
        "footnote_ref",
        lambda state, silent: bool(_FOOTNOTE.match(state.src, state.pos)) and footnote_ref(state, silent),
    )


def template_plugin(md: MarkdownIt) -> None:
    """Shortcodes, Liquid tags, macros and includes: `{{< >}}`, `{{% %}}`, `{% %}`, `{{ }}`, `{* *}`."""
    md.inline.ruler.before("escape", "template", lambda state, silent: _template(_TEMPLATE, state, silent))


def without_templates(text: str) -> str:
    """The text with its template tags blanked out: inside raw HTML no inline rule sees them."""
    return _TEMPLATE.sub(" ", text) if "{" in text else text


def docfx_plugin(md: MarkdownIt) -> None:
    """DocFX: `[!INCLUDE [x](y)]`, `[!code-csharp[](x)]`, `[!Video url]`, `[!div class="x"]`."""
    md.inline.ruler.before("link", "docfx", lambda state, silent: _template(_DOCFX, state, silent))


def _template(pattern: re.Pattern[str], state: StateInline, silent: bool) -> bool:
    match = pattern.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        token = state.push("template", "", 0)
        token.content = match.group()
    state.pos = match.end()
    return True
