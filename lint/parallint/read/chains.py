"""The parser's block rules, each called only where its first character stands.

The library asks every rule at every block, and those that may end a paragraph at every line of it, though a rule's
first look is at the line's first character. One dispatching rule stands in for all of them; setext headings and
paragraphs, which go over the same lines, are one rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

BlockRule = Callable[["StateBlock", int, int, bool], bool]
Chains = Mapping[str, Mapping[str, Sequence[BlockRule]]]
"""For each chain of the parser's and each first character the rules to ask, in their order."""

TEXT = "text"
"""The type of the token of a paragraph."""

_TABLE, _CODE, _TOO_DEEP = "table", "code", "too_deep"
_ANYWHERE = frozenset({_TABLE, _CODE, _TOO_DEEP, "lheading", "paragraph"})


def dispatch_blocks(md: MarkdownIt, triggers: Mapping[str, str]) -> None:
    """Put dispatching rules in the place of the parser's; no rule may be added afterwards.

    `triggers` has the first characters of each active rule but those that may begin with any.
    """
    rules = {rule.name: rule for rule in md.block.ruler.__rules__ if rule.enabled}
    chains: dict[str, defaultdict[str, list[BlockRule]]] = {"": defaultdict(list)}
    for name, rule in rules.items():
        for chain in ("", *rule.alt) if name not in _ANYWHERE else ():
            by_char = chains.setdefault(chain, defaultdict(list))
            for char in triggers[name]:
                by_char[char].append(rule.fn)
    asked: dict[str, list[BlockRule]] = {}
    for chain in {chain for rule in rules.values() for chain in rule.alt}:
        table = rules[_TABLE].fn if chain in rules[_TABLE].alt else None
        asked[chain] = [_ending(dict(chains.get(chain, {})), table)]
    text = _text(dict(chains["paragraph"]), rules[_TABLE].fn)
    code = rules[_CODE].fn if _CODE in rules else text
    asked[""] = [_beginning(dict(chains[""]), rules[_TOO_DEEP].fn, rules[_TABLE].fn, code, text)]
    md.block.ruler.getRules = lambda chainName="": asked.get(chainName, [])  # type: ignore[method-assign]  # noqa: N803


def _beginning(
    by_char: Mapping[str, Sequence[BlockRule]], too_deep: BlockRule, table: BlockRule, code: BlockRule, text: BlockRule
) -> BlockRule:
    """The rule for the beginning of a block."""

    def begin(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if too_deep(state, start, end, silent):
            return True
        if state.is_code_block(start):
            return code(state, start, end, silent)
        if _may_be_table(state, start, end) and table(state, start, end, silent):
            return True
        for rule in by_char.get(state.src[state.bMarks[start] + state.tShift[start]], ()):
            if rule(state, start, end, silent):
                return True
        return text(state, start, end, silent)

    return begin


def _may_be_table(state: StateBlock, line: int, end: int) -> bool:
    """Whether the next line could be the one under a table's head."""
    following = line + 1
    if following >= end:
        return False
    pos = state.bMarks[following] + state.tShift[following]
    return pos < state.eMarks[following] and state.src[pos] in "|-:"


def _ending(by_char: Mapping[str, Sequence[BlockRule]], table: BlockRule | None) -> BlockRule:
    """The rule for what ends a block of the chain."""

    def end_here(state: StateBlock, line: int, end: int, silent: bool) -> bool:
        if table and _may_be_table(state, line, end) and table(state, line, end, True):
            return True
        pos = state.bMarks[line] + state.tShift[line]
        return any(rule(state, line, end, True) for rule in by_char.get(state.src[pos : pos + 1], ()))

    return end_here


def _text(by_char: Mapping[str, Sequence[BlockRule]], table: BlockRule) -> BlockRule:
    """The rule for paragraphs and setext headings; it notes their lines as `positions` does."""

    def text(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        end = state.lineMax
        parent, state.parentType = state.parentType, "paragraph"
        line, marker = start + 1, ""
        while line < end:
            pos, stop = state.bMarks[line] + state.tShift[line], state.eMarks[line]
            if pos >= stop:
                break
            shift = state.sCount[line] - state.blkIndent
            if shift <= 3:
                char = state.src[pos]
                if shift >= 0 and char in "-=" and not state.src[pos:stop].strip(" \t").strip(char):
                    marker = char
                    break
                if state.sCount[line] >= 0 and (
                    any(rule(state, line, end, True) for rule in by_char.get(char, ()))
                    or (_may_be_table(state, line, end) and table(state, line, end, True))
                ):
                    break
            line += 1
        state.parentType = parent
        state.line = line + (1 if marker else 0)
        token = state.push("heading_open", "h1" if marker == "=" else "h2", 0) if marker else state.push(TEXT, "p", 0)
        token.markup = marker
        at = [state.bMarks[k] + state.tShift[k] for k in range(start, state.line)]
        token.meta = {"at": at, "end": state.eMarks[state.line - 1]}
        return True

    return text
