"""A markdown-it-py plugin that leaves out what is nested too deep, and says so.

The library's own bound (`maxNesting`) drops the rest of the page without a word: a container's end is only known when
its content has been read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

TOO_DEEP = "too_deep"
"""The type of the token that stands for the lines left out; its `meta` is as `positions.remember_blocks` has it."""


def depth_plugin(md: MarkdownIt, most: int) -> None:
    """Read no block inside `most` levels of others; a quote or a footnote is one level, a list with its item two.

    Python's own stack bounds `most`: a level takes about four calls.
    """

    def too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if silent or state.level < most:
            return False
        _leave_out(state, start, end)
        return True

    md.options["maxNesting"] = most + 2  # a list that begins below the bound ends above it
    md.block.ruler.before("table", TOO_DEEP, too_deep)


def _leave_out(state: StateBlock, start: int, end: int) -> None:
    """Pass over the lines that belong to the innermost container."""
    line = last = start
    while line < end and (state.isEmpty(line) or state.sCount[line] >= state.blkIndent):
        last = last if state.isEmpty(line) else line
        line += 1
    state.line = last + 1
    token = state.push(TOO_DEEP, "", 0)
    token.map = [start, state.line]
    at = [state.bMarks[k] + state.tShift[k] for k in range(start, state.line)]
    token.meta = {"at": at, "end": state.eMarks[last]}
