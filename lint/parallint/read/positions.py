"""markdown-it-py rules that remember where in the text each block and each inline token stands.

The library gives lines for blocks and nothing for inline tokens; its parser states know better while they run. So its
own rules are wrapped: what they accept is theirs, where it was is noted in the first token's `meta`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

BlockRule = Callable[[StateBlock, int, int, bool], bool]
InlineRule = Callable[[StateInline, bool], bool]

_BLOCKS = ("code", "fence", "reference", "html_block")


def remember_blocks(md: MarkdownIt) -> None:
    """Make every leaf block's first token hold `meta["at"]` and `meta["end"]`; the project's own rules do so anyway.

    `at` has for each of the block's lines the offset behind the indentation and the containers' marks, `end` is the
    offset at which its last line ends.
    """
    for rule in list(md.block.ruler.__rules__):
        if rule.name in _BLOCKS:
            md.block.ruler.at(rule.name, _noting_lines(rule.fn), {"alt": rule.alt})


def _noting_lines(rule: BlockRule) -> BlockRule:
    def noting(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if silent:
            return rule(state, start, end, True)
        count = len(state.tokens)
        if not rule(state, start, end, False):
            return False
        if len(state.tokens) > count:
            begins, shifts = state.bMarks, state.tShift
            at = [begins[i] + shifts[i] for i in range(start, state.line)]
            meta = state.tokens[count].meta
            state.tokens[count].meta = {**meta, "at": at, "end": state.eMarks[state.line - 1]}
        return True

    return noting


def remember_inlines(md: MarkdownIt, triggers: dict[str, str]) -> None:
    """Make inline tokens hold `meta["span"]`, offsets into the content parsed.

    `triggers` tells for every active rule but `text` the characters that it can begin at. One dispatching rule stands
    in for all of them, which also spares calling each rule at each special character.
    """
    names = md.get_active_rules()["inline"]
    rules = dict(zip(names, md.inline.ruler.getRules(""), strict=True))
    table: defaultdict[str, list[InlineRule]] = defaultdict(list)
    for name in names:
        for char in triggers.get(name, ""):
            table[char].append(rules[name])
    md.inline.ruler.push("dispatch", _dispatch(dict(table)))
    md.inline.ruler.enableOnly(["text", "dispatch"])


def _dispatch(table: dict[str, list[InlineRule]]) -> InlineRule:
    def dispatch(state: StateInline, silent: bool) -> bool:
        start = state.pos
        for rule in table.get(state.src[start], ()):
            count = len(state.tokens)
            if rule(state, silent):
                if not silent:
                    _note_span(state, count, start)
                return True
        return False

    return dispatch


def _note_span(state: StateInline, count: int, start: int) -> None:
    for token in state.tokens[count : count + 2]:
        if token.type != "text":
            token.meta = {**token.meta, "span": (start, state.pos)}
            return
