"""Blocks of slashes (pymdown's): `/// note | T` … `///`, `//// tab | T` … `////`, options on indented lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from parallint.model import Span, Token, TokenKind
from parallint.patterns import pattern_of
from parallint.read.dialects.marks import Event, Mark, keyword, line_at, push, register

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

_LINE = pattern_of(r"(/{3,20})(?:[ \t]*([A-Za-z][\w-]{0,60})[ \t]*(?:\|(.*))?)?", re.S)
_OPTION = pattern_of(r"[\w-]+:(?:[ \t].*)?\Z", re.S)
_TITLED = frozenset({"tab", "tabs"})


def slashes_plugin(md: MarkdownIt) -> None:
    """Read lines of slashes as marks."""
    register(md, "slashes", _slashes)


def _slashes(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if not state.src.startswith("///", state.bMarks[start] + state.tShift[start]):
        return False
    line = line_at(state, start)
    match = _LINE.fullmatch(line)
    if not match:
        return False
    if silent:
        return True
    if not match[2]:
        push(state, start, start + 1, Mark("/", events=(Event(match[1], False),), quiet=True))
        return True
    name, admonition = keyword(match[2])
    tokens: list[Token] = []
    title = None
    if said := (match[3] or "").strip():
        first = match.start(3) + len(match[3]) - len(match[3].lstrip())
        place = Span(first, first + len(said))
        if admonition or name in _TITLED:
            title = place
        else:
            tokens.append(Token(TokenKind.PLACEHOLDER, said, place))
    stop, offset = start + 1, len(line) + 1
    while (
        stop < end and state.sCount[stop] - state.sCount[start] >= 4 and _OPTION.match(option := line_at(state, stop))
    ):
        tokens.append(Token(TokenKind.PLACEHOLDER, " ".join(option.split()), Span(offset, offset + len(option))))
        offset += len(option) + 1
        stop += 1
    push(state, start, stop, Mark(name, admonition, title, "", tuple(tokens), (Event(match[1], True),)))
    return True
