"""What belongs together by its indentation: `!!! note "T"`, `???+ tip`, `=== "Tab"` (Python-Markdown), and definitions.

Their content is Markdown, which is indented by four, and no code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parallint.model import Span, Token, TokenKind
from parallint.patterns import pattern_of
from parallint.read.dialects.marks import INDENTED, Mark, keyword, line_at, nest, push, register

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

_MARK = pattern_of(
    r"(?:!!!|\?\?\?\+?)[ \t]*(?P<name>[A-Za-z][\w-]{0,60})(?P<more>(?:[ \t]+[A-Za-z][\w-]{0,60}){0,5})"
    r'(?:[ \t]+"(?P<title>.*)")?'
)
_TAB = pattern_of(r'===[!+]*[ \t]+(?:"(?P<title>.+)"|\'(?P<single>.+)\')')
_DEFINITION = pattern_of(r":([ \t]{1,7})(?=\S)")
_WIDTH = 4


def admonitions_plugin(md: MarkdownIt) -> None:
    """Read admonitions and tabs by indentation."""
    register(md, "admonition", _admonition)
    register(md, "content_tab", _tab)


def _admonition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    match = _MARK.fullmatch(line_at(state, start))
    if not match or not (match["title"] is not None or _indented(state, start + 1, end)):
        return False
    if silent:
        return True
    name, admonition = keyword(match["name"])
    more = match["more"].strip()
    first = match.end("more") - len(more)
    tokens = (Token(TokenKind.PLACEHOLDER, " ".join(more.split()), Span(first, first + len(more))),) if more else ()
    _read(state, start, end, Mark(name, admonition, Span(*match.span("title")) if match["title"] else None, "", tokens))
    return True


def _tab(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    match = _TAB.fullmatch(line_at(state, start))
    if not match:
        return False
    if not silent:
        span = match.span("title" if match["title"] else "single")
        _read(state, start, end, Mark("tab", title=Span(*span)))
    return True


def _indented(state: StateBlock, line: int, end: int) -> bool:
    """Whether the first line with something on it, from `line` on, is indented enough to stand inside."""
    line = state.skipEmptyLines(line)
    return line < end and state.sCount[line] >= state.blkIndent + _WIDTH


def _read(state: StateBlock, start: int, end: int, mark: Mark) -> None:
    indent = state.blkIndent + _WIDTH
    push(state, start, start + 1, mark)
    stop = start + 1
    while stop < end and (state.isEmpty(stop) or state.sCount[stop] >= indent):
        stop += 1
    if stop > start + 1 and _indented(state, start + 1, stop):
        nest(state, start + 1, stop, indent)


def definitions_plugin(md: MarkdownIt) -> None:
    """Read definitions: a line that begins with a colon, below the paragraph of its term."""
    register(md, "definition_item", _definition)


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    pos = state.bMarks[start] + state.tShift[start]
    match = _DEFINITION.match(state.src, pos, state.eMarks[start])
    if not match or "\t" in match[1]:
        return False
    if silent:
        return True
    indent = state.sCount[start] + len(match.group())
    shift, count, blocks, level = state.tShift[start], state.sCount[start], state.blkIndent, state.listIndent
    parent = state.parentType
    state.push(INDENTED + "_open", "", 1).info = ":"
    state.tShift[start], state.sCount[start] = match.end() - state.bMarks[start], indent
    state.listIndent, state.blkIndent, state.parentType = state.blkIndent, indent, "list"
    state.md.block.tokenize(state, start, end)
    state.tShift[start], state.sCount[start], state.blkIndent, state.listIndent = shift, count, blocks, level
    state.parentType = parent
    state.push(INDENTED + "_close", "", -1)
    return True
