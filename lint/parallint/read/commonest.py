"""Block rules for the commonest blocks: what the library's say of the same lines, in fewer steps and tokens.

A heading and a table are one token each. Every token has `meta` as `positions.remember_blocks` has it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from parallint.model import Span
from parallint.patterns import pattern_of
from parallint.read.places import TRIMMED
from parallint.read.rows import cell_spans

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token as Node

    BlockRule = Callable[[StateBlock, int, int, bool], bool]

TABLE = "table"
"""The type of a table's token; `meta["cells"]` has for each line but the second the spans of the cells in it."""

HEADING = "heading_open"
"""The type of a heading's token; its `tag` is `h1` to `h6`, its `markup` the mark."""

_HEADING = pattern_of("(#{1,6})(?![^ \t\n])")
_RULE = pattern_of(r"([-*_])[ \t]*+(?:\1[ \t]*+){2,}")
_MOST_EMPTY = 65_536
"""Cells that a table's rows may lack together, as in the library: a short text must not become a huge table."""


def commonest_plugin(md: MarkdownIt) -> None:
    """Put these rules in the place of the library's."""
    ruler = md.block.ruler
    library = next(rule for rule in ruler.__rules__ if rule.name == "table")
    for name, rule in (("hr", _hr), ("heading", _heading), ("table", _table(library.fn))):
        alt = next(known.alt for known in ruler.__rules__ if known.name == name)
        ruler.at(name, rule, {"alt": alt})


def _note(state: StateBlock, token: Node, start: int) -> Node:
    at = [state.bMarks[k] + state.tShift[k] for k in range(start, state.line)]
    token.map = [start, state.line]
    token.meta = {"at": at, "end": state.eMarks[state.line - 1]}
    return token


def _hr(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    pos, stop = state.bMarks[start] + state.tShift[start], state.eMarks[start]
    if state.is_code_block(start) or not _RULE.fullmatch(state.src, pos, stop):
        return False
    if not silent:
        state.line = start + 1
        state.push("hr", "hr", 0)
    return True


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    pos, stop = state.bMarks[start] + state.tShift[start], state.eMarks[start]
    match = None if state.is_code_block(start) else _HEADING.match(state.src, pos, stop)
    if not match:
        return False
    if not silent:
        state.line = start + 1
        token = _note(state, state.push(HEADING, f"h{len(match[1])}", 0), start)
        token.markup = match[1]
        content = state.src[match.end() : stop].rstrip(" \t")
        if (bare := content.rstrip("#"))[-1:] in (" ", "\t"):
            content = bare
        token.content = content.strip(TRIMMED)
    return True


def _table(library: BlockRule) -> BlockRule:
    """The rule for tables; the library's says whether there is one."""

    def table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if not library(state, start, end, True):
            return False
        if silent:
            return True
        cells = [list(cell_spans(_row(state, start)))]
        state.line = _read_rows(state, start + 2, end, cells)
        _note(state, state.push(TABLE, "table", 0), start).meta["cells"] = cells
        return True

    return table


def _row(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _read_rows(state: StateBlock, line: int, end: int, cells: list[list[Span]]) -> int:
    """Add the cells of the rows that follow the head's, from `line` on, up to the line behind the last, returned."""
    parent, state.parentType = state.parentType, "table"
    ends = state.md.block.ruler.getRules("blockquote")
    width, empty = len(cells[0]), 0
    while line < end and state.sCount[line] >= state.blkIndent:
        if any(rule(state, line, end, True) for rule in ends):
            break
        row = _row(state, line)
        if not row.strip(TRIMMED) or state.is_code_block(line):
            break
        spans = list(cell_spans(row))
        empty += width - len(spans)
        if empty > _MOST_EMPTY:
            break
        cells.append(spans[:width])
        line += 1
    state.parentType = parent
    return line
