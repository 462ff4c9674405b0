"""Template tags `{{< >}}`, `{{% %}}`, `{% %}`, `{{ }}`, `{* *}`.

They are Hugo's shortcodes, tags of Liquid and Jinja, macros and includes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from parallint.model import Span, Token, TokenKind
from parallint.patterns import pattern_of
from parallint.read.dialects.parameters import Vocabulary, joined

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

TEMPLATE = pattern_of(
    r"\{\{<.{0,2000}?>\}\}|\{\{%.{0,2000}?%\}\}|\{%.{0,2000}?%\}|\{\{.{0,2000}?\}\}|\{\*.{0,2000}?\*\}", re.S
)
"""A template tag as written."""

_QUOTED = r'"(?:[^"\\]|\\.)*+"|\'(?:[^\'\\]|\\.)*+\'|`[^`]*+`'
_PARAMETER = pattern_of(rf"(?:([\w.:-]++)\s*+=(?!=)\s*+)?({_QUOTED}|[^\s\"'`=]++)|\S", re.S)
_NAMED = pattern_of(rf"\s*(?<![\w.=!<>-])([\w.:-]++)\s*=\s*({_QUOTED})", re.S)
_CALL = pattern_of(r"\{\{\s*([\w.-]+)\s*\((.*)\)\s*\}\}\Z", re.S)
_ARGUMENT = pattern_of(rf"\s*({_QUOTED}|[^,]*?)\s*(?:,|\Z)", re.S)


def template_plugin(md: MarkdownIt) -> None:
    """Read template tags before anything else in a line: what they hold is no markup."""
    rule = matching(TEMPLATE, "template")
    md.inline.ruler.before("escape", "template", lambda state, silent: _closed(state) and rule(state, silent))


def _closed(state: StateInline) -> bool:
    return state.src.find("}", state.pos + 2, state.pos + 2_010) > 0 and state.src.startswith(
        ("{{", "{%", "{*"), state.pos
    )


def matching(pattern: re.Pattern[str], name: str) -> Callable[[StateInline, bool], bool]:
    """An inline rule for what the pattern matches: a token of type `name` with that as its content."""

    def rule(state: StateInline, silent: bool) -> bool:
        match = pattern.match(state.src, state.pos, state.posMax)
        if not match:
            return False
        if not silent:
            state.push(name, "", 0).content = match.group()
        state.pos = match.end()
        return True

    return rule


def without_templates(text: str) -> str:
    """The text with its template tags blanked out: inside raw HTML no inline rule sees them."""
    return TEMPLATE.sub(" ", text) if "{" in text else text


def template_token(written: str, start: int, words: Vocabulary) -> Token:
    """The token of a template tag that begins at `start`."""
    span = Span(start, start + len(written))
    if written.startswith("{*"):
        return Token(TokenKind.INCLUDE, " ".join(written[2:-2].split()), span)
    value, text = _normal(written, words)
    return Token(TokenKind.PLACEHOLDER, value, span, text)


def _normal(written: str, words: Vocabulary) -> tuple[str, str]:
    """The normal form of a tag, and its text."""
    if written.startswith(("{{<", "{{%")):
        return _shortcode(written, words)
    if written.startswith("{{") and (call := _CALL.match(written)):
        return _macro(call[1], call[2], words) or (" ".join(written.split()), "")
    if "=" in written:
        return _with_parameters(written, words)
    return " ".join(written.split()), ""


def _shortcode(written: str, words: Vocabulary) -> tuple[str, str]:
    """Name and positional parameters in their order, then the named ones in that of their names."""
    opening, inner, closing = written[:3], written[3:-3], written[-3:]
    positional: list[str] = []
    named: list[str] = []
    texts: list[str] = []
    for name, value in _parameters(inner):
        quoted = value[:1] in "\"'`" and len(value) > 1
        bare = value[1:-1] if quoted else value
        owner = positional[0] if positional else ""
        if name and words.is_text(owner, name, bare):
            texts.append(bare)
        elif not name and bare != "/" and owner and words.is_text_at(owner, len(positional) - 1):
            texts.append(bare)
            positional.append('""')
        elif name:
            named.append(f'{name}="{bare}"' if quoted else f"{name}={bare}")
        else:
            positional.append(f'"{bare}"' if quoted else bare)
    if positional[:1] == ["/"] and len(positional) > 1:
        positional[:2] = ["/" + positional[1]]
    if len(positional) > 1 and positional[-1] == "/":
        positional.pop()
        closing = "/" + closing
    while positional and positional[-1] == '""':
        positional.pop()
    return " ".join([opening, *positional, *sorted(named), closing]), joined(texts)


def _parameters(inner: str) -> Iterator[tuple[str, str]]:
    for match in _PARAMETER.finditer(inner):
        yield match[1] or "", match[2] or match.group()


def _with_parameters(written: str, words: Vocabulary) -> tuple[str, str]:
    """A tag of Liquid: only what is text goes, the rest stays in its order."""
    name = re.match(r"\{[{%]-?\s*([\w.-]*)", written)
    owner, texts = name[1] if name else "", []

    def keep(match: re.Match[str]) -> str:
        bare = match[2][1:-1]
        if words.is_text(owner, match[1], bare):
            texts.append(bare)
            return ""
        return f' {match[1]}="{bare}"'

    return " ".join(_NAMED.sub(keep, written).split()), joined(texts)


def _macro(name: str, inner: str, words: Vocabulary) -> tuple[str, str] | None:
    """A macro's name in lower case and its arguments, those that are text left out; None for an unknown macro."""
    name = name.lower()
    kept: list[str] = []
    texts: list[str] = []
    known = False
    for position, argument in enumerate(_arguments(inner)):
        quoted = argument[:1] in "\"'`" and len(argument) > 1
        bare = argument[1:-1] if quoted else argument
        if words.is_text_at(name, position):
            known = True
            texts.append(bare)
            kept.append('""')
        else:
            kept.append(f'"{bare}"' if quoted else argument)
    if not known and not any(words.is_text_at(name, position) for position in range(4)):
        return None
    while kept and kept[-1] in ('""', ""):
        kept.pop()
    return f"{{{{{name}({', '.join(kept)})}}}}", joined(texts)


def _arguments(inner: str) -> Iterator[str]:
    at = 0
    while at < len(inner):
        match = _ARGUMENT.match(inner, at)
        if not match or match.end() == at:
            yield inner[at:]
            return
        yield match[1]
        at = match.end()
