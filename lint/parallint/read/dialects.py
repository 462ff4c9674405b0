"""markdown-it-py plugins for what documentation adds to Markdown."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

_TEMPLATE = re.compile(
    r"\{\{<.{0,2000}?>\}\}|\{\{%.{0,2000}?%\}\}|\{%.{0,2000}?%\}|\{\{.{0,2000}?\}\}|\{\*.{0,2000}?\*\}", re.S
)


def template_plugin(md: MarkdownIt) -> None:
    """Shortcodes, Liquid tags, macros and includes: `{{< >}}`, `{{% %}}`, `{% %}`, `{{ }}`, `{* *}`."""
    md.inline.ruler.before("escape", "template", _template)


def _template(state: StateInline, silent: bool) -> bool:
    match = _TEMPLATE.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        token = state.push("template", "", 0)
        token.content = match.group()
    state.pos = match.end()
    return True
