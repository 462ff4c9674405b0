"""The parser's block rules, each called only where its first character stands.

The library asks every rule at every block, and those that may end a paragraph at every line of it, though a rule's
first look is at the line's first character. One dispatching rule stands in for all of them; setext headings and
paragraphs, which go over the same lines, are one rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from parallint.read.commonest import HEADING

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
    begin = _beginning(dict(chains[""]), rules[_TOO_DEEP].fn, rules[_TABLE].fn, code, text)
    asked[""] = [begin]
    md.block.tokenize = _blocks(begin, md.options.maxNesting)  # type: ignore[method-assign, assignment]
    md.block.ruler.getRules = lambda chainName="": asked.get(chainName, [])  # type: ignore[method-assign]  # noqa: N803


def _blocks(begin: BlockRule, most: int) -> Callable[[StateBlock, int, int], None]:
    """The library's way from block to block (`ParserBlock.tokenize`), with the one rule for all beginnings."""

    def tokenize(state: StateBlock, line: int, end: int) -> None:
        begins, shifts, ends, counts = state.bMarks, state.tShift, state.eMarks, state.sCount
        blank, last = False, state.lineMax
        while line < end:
            while line < last and begins[line] + shifts[line] >= ends[line]:
                line += 1
            state.line = line
            if line >= end or counts[line] < state.blkIndent:
                return
            if state.level >= most:
                state.line = end
                return
            if not begin(state, line, end, False) or state.line <= line:
                raise RuntimeError("a block rule has not gone on")
            state.tight = not blank
            line = state.line
            if line <= end and begins[line - 1] + shifts[line - 1] >= ends[line - 1]:
                blank = True
            if line < end and begins[line] + shifts[line] >= ends[line]:
                blank = True
                line += 1
                state.line = line

    return tokenize


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
    if pos + 1 >= state.eMarks[following] or state.src[pos] not in "|-:":
        return False
    char = state.src[pos + 1]
    return char in "|-:" or (char in " \t" and state.src[pos] != "-")


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
        end, src = state.lineMax, state.src
        begins, shifts, ends, counts = state.bMarks, state.tShift, state.eMarks, state.sCount
        parent, state.parentType = state.parentType, "paragraph"
        line, marker = start + 1, ""
        at = [begins[start] + shifts[start]]
        while line < end:
            pos, stop = begins[line] + shifts[line], ends[line]
            if pos >= stop:
                break
            shift = counts[line] - state.blkIndent
            if shift <= 3:
                char = src[pos]
                if shift >= 0 and char in "-=" and not src[pos:stop].strip(" \t").strip(char):
                    marker = char
                    break
                if counts[line] >= 0 and (
                    (char in by_char and any(rule(state, line, end, True) for rule in by_char[char]))
                    or (_may_be_table(state, line, end) and table(state, line, end, True))
                ):
                    break
            at.append(pos)
            line += 1
        state.parentType = parent
        if marker:
            at.append(begins[line] + shifts[line])
            line += 1
        state.line = line
        token = state.push(HEADING, "h1" if marker == "=" else "h2", 0) if marker else state.push(TEXT, "p", 0)
        token.markup = marker
        token.meta = {"at": at, "end": ends[line - 1]}
        return True

    return text
