"""Containers of colons: VitePress, VuePress, Docusaurus, markdown-it, Pandoc, MyST, DocFX.

`:::tip T`, `::: details T {open}`, `:::note[T]{#id}`, `::: {.callout-note}`, `:::{note} T`, `:::`; and DocFX's
`:::zone pivot="x"` … `:::zone-end`, `:::row:::`, `:::image … :::`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from parallint.model import Span, Token
from parallint.patterns import pattern_of
from parallint.read.dialects import learn
from parallint.read.dialects.attributes import attribute_tokens
from parallint.read.dialects.directives import directive
from parallint.read.dialects.marks import Event, Mark, keyword, line_at, push, register
from parallint.read.dialects.parameters import Vocabulary
from parallint.read.dialects.tags import RAW

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

_LINE = pattern_of(r"(:{3,20})[ \t]*(?:(?P<brace>\{[^{}]{0,500}\})|(?P<name>[A-Za-z][\w:+-]{0,60}))?(?P<rest>.*)", re.S)
_TITLE = pattern_of(r"\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]")
_ATTRIBUTES = pattern_of(r"\{[^{}]{0,500}\}\s*\Z")
_DIRECTIVE = pattern_of(r"\{([\w:.-]+)\}\Z")
_CLASS = pattern_of(r"\.([\w-]+)")
_END = pattern_of(r":::+[ \t]*$|///+[ \t]*$", re.M)
_CLOSING = pattern_of(r"^[ \t>]*:{3,20}[ \t]*$", re.M)

CONTAINERS = frozenset(
    {
        *("code-group", "raw", "v-pre", "tabs", "tab", "tab-item", "tab-set", "steps", "step", "cards", "card", "grid"),
        *("card-grid", "columns", "column", "row", "center", "left", "right", "demo", "playground", "vue", "filetree"),
    }
)
"""Containers that are no admonitions, and are taken for one though nobody closes them."""


def colons_plugin(md: MarkdownIt, words: Vocabulary) -> None:
    """Read lines of colons as marks."""

    def colons(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if not state.src.startswith(":::", state.bMarks[start] + state.tShift[start]):
            return False
        line = line_at(state, start)
        if learned := learn.is_learn(line):
            if silent:
                return not learn.stands_in_line(learned)
            learn.push_learn(state, start, learned, words)
            return True
        if learn.opens(line):
            return False
        match = _LINE.fullmatch(line)
        found = _mark(state, start, end, match, words) if match else None
        if found and not silent:
            push(state, start, found[1], found[0])
        return bool(found)

    register(md, "colons", colons)
    _end_html(md)


def _end_html(md: MarkdownIt) -> None:
    """Let raw HTML end before a line of colons or slashes: whoever reads containers finds their ends first."""
    html = next(rule for rule in md.block.ruler.__rules__ if rule.name == "html_block")

    def ending(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if not html_rule(state, start, end, silent):
            return False
        if not silent and not RAW.match(state.src, state.bMarks[start] + state.tShift[start]):
            for line in range(start + 1, state.line):
                if _END.match(state.src, state.bMarks[line] + state.tShift[line]):
                    state.line = line
                    break
        return True

    html_rule = html.fn
    md.block.ruler.at("html_block", ending, {"alt": html.alt})


def _mark(state: StateBlock, start: int, end: int, match: re.Match[str], words: Vocabulary) -> tuple[Mark, int] | None:
    """The line's mark, and the line that follows the mark."""
    fence = match[1]
    if not match["brace"] and not match["name"]:
        return None if match["rest"].strip() else (Mark("/", events=(Event(fence, False),), quiet=True), start + 1)
    if match["brace"] and (named := _DIRECTIVE.match(match["brace"])):
        mark, stop = directive(state, start, end, named[1], match.start("rest"), words)
        return mark._replace(events=(Event(fence, True),)), stop
    container = _container(match, words)
    if container is None or not (_known(match) or _closed_later(state, start)):
        return None
    return container._replace(events=(Event(fence, True),)), start + 1


def _known(match: re.Match[str]) -> bool:
    """Whether the name is one that needs no closing to be believed."""
    name = match["name"]
    return bool(match["brace"]) or (keyword(name)[1] and _plausible(match["rest"])) or name.lower() in CONTAINERS


def _plausible(rest: str) -> bool:
    """Whether what follows the name can be a title: in prose the sentence goes on."""
    return len(rest) < 150


def _closed_later(state: StateBlock, start: int) -> bool:
    """Whether a line of nothing but colons follows somewhere on the page."""
    if "colons" not in state.env:
        closings = [match.start() for match in _CLOSING.finditer(state.src)]
        state.env["colons"] = closings[-1] if closings else -1
    return bool(state.env["colons"] > state.bMarks[start])


def _container(match: re.Match[str], words: Vocabulary) -> Mark | None:
    tokens: list[Token] = []
    texts = ""
    name, rest, at = match["name"] or "", match["rest"], match.start("rest")
    if brace := match["brace"]:
        named = _CLASS.search(brace)
        name = named[1] if named else "div"
        tokens, texts = attribute_tokens(brace, match.start("brace"), words, without=named[0] if named else "")
    if rest[:1] not in ("", " ", "\t", "[", "{", '"', "|"):
        return None
    info, admonition = keyword(name)
    if attributes := _ATTRIBUTES.search(rest):
        more, said = attribute_tokens(attributes.group().rstrip(), at + attributes.start(), words)
        tokens += more
        texts = " | ".join(filter(None, (texts, said)))
        rest = rest[: attributes.start()]
    title = _TITLE.match(rest)
    span = title.span(1) if title else (len(rest) - len(rest.lstrip(' \t"|')), len(rest.rstrip(' \t"')))
    place = Span(at + span[0], at + span[1]) if span[0] < span[1] else None
    if info in ("raw", "v-pre"):
        place = None
    return Mark(info, admonition, place, texts, tuple(tokens))
