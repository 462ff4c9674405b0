"""MyST: directives of backticks, tildes or colons (`{note} T`, with options), and roles (`{ref}` before code)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from parallint.model import Span, Token, TokenKind
from parallint.patterns import pattern_of
from parallint.read.dialects.marks import ADMONITIONS, Mark, keyword, line_at, nest, push, register
from parallint.read.dialects.parameters import Vocabulary, joined

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

_FENCE = pattern_of(r"(`{3,}|~{3,})[ \t]*\{([\w:.-]{1,60})\}([^`]*)", re.S)
_OPTION = pattern_of(r":([\w-]{1,60}):(?:[ \t]+(.*))?\Z", re.S)
_ROLE = pattern_of(r"\{([\w:.+-]{1,60})\}(`+)(?!`)([^`\n]{1,500}|[^`]{1,500}?)\2(?!`)")
_TARGET = pattern_of(r"(?P<text>.*?)\s*<(?P<target>[^<>]*)>\Z", re.S)

_PROSE = ADMONITIONS | frozenset(
    (  # noqa: SIM905
        "div tab-set tab-item grid grid-item grid-item-card card card-carousel carousel dropdown figure epigraph margin"
        " sidebar topic aside exercise exercise-start solution solution-start list-table glossary versionadded"
        " versionchanged deprecated versionremoved container rubric centered pull-quote highlights compound blockquote"
        " attention include literalinclude image only ifconfig toggle code-group"
    ).split()
)
"""Directives whose content is Markdown, or that have none; the content of any other is code."""

_TITLED = ADMONITIONS | frozenset(
    [
        "tab-item",
        "grid-item-card",
        "card",
        "dropdown",
        "sidebar",
        "topic",
        "rubric",
        "centered",
        "versionadded",
        "versionchanged",
        "deprecated",
    ]
)
"""Directives whose argument is text."""

_TEXT_ROLES = frozenset(
    [
        "guilabel",
        "menuselection",
        "abbr",
        "sub",
        "sup",
        "term",
        "index",
        "dfn",
        "emphasis",
        "strong",
        "literal-emphasis",
    ]
)
"""Roles whose content is text, but for a target in angle brackets."""

_PATHS = frozenset({"include", "literalinclude", "image", "figure"})


def directives_plugin(md: MarkdownIt, words: Vocabulary) -> None:
    """Read fences of text directives as marks with what stands in them, and roles."""

    def fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        match = _FENCE.match(line_at(state, start))
        if not match or not _is_prose(match[2]):
            return False
        if silent:
            return True
        stop = _closing(state, start, end, match[1])
        mark, inside = directive(state, start, min(stop, end), match[2], match.start(3), words)
        push(state, start, inside, mark if stop < end else mark._replace(name=mark.name + "/"))
        if inside < min(stop, end):
            nest(state, inside, min(stop, end), state.blkIndent)
        state.line = min(stop + 1, end)
        return True

    register(md, "directive", fence)
    md.inline.ruler.before("backticks", "role", _role)


def _is_prose(name: str) -> bool:
    return name.lower() in _PROSE or name.startswith("prf:")


def _closing(state: StateBlock, start: int, end: int, fence: str) -> int:
    """The line that closes the fence, or `end`; what is known not to be closed is not looked for again."""
    open_ended: dict[str, int] = state.env.setdefault("open-ended", {})
    if open_ended.get(fence, end + 1) <= start:
        return end
    for line in range(start + 1, end):
        pos, stop = state.bMarks[line] + state.tShift[line], state.eMarks[line]
        if pos < stop and state.sCount[line] < state.blkIndent:
            return end
        if state.src.startswith(fence, pos) and not state.src[pos:stop].rstrip(" \t").strip(fence[0]):
            return line
    open_ended[fence] = start
    return end


def directive(state: StateBlock, start: int, end: int, name: str, at: int, words: Vocabulary) -> tuple[Mark, int]:
    """The mark of a directive, its argument from the character `at` of its first line on, and where its content begins.

    Options (`:key: value`, a line each) belong to the mark.
    """
    low = name.lower()
    info, admonition = keyword(low)
    line = line_at(state, start)
    argument = line[at:].strip()
    first = at + len(line[at:]) - len(line[at:].lstrip())
    place = Span(first, first + len(argument)) if argument else None
    tokens: list[Token] = []
    texts: list[str] = []
    stop, offset = start + 1, len(line) + 1
    alt = ""
    while stop < end and (option := _OPTION.match(line_at(state, stop))):
        key, value = option[1], option[2] or ""
        if key == "alt" and low in _PATHS:
            alt = value
        elif value and words.is_text(low, key, value):
            texts.append(value)
        else:
            span = Span(offset, offset + len(option.group()))
            tokens.append(Token(TokenKind.PLACEHOLDER, f":{key}: {value}".strip(), span))
        offset += len(line_at(state, stop)) + 1
        stop += 1
    if place and low in _PATHS:
        kind = TokenKind.INCLUDE if "include" in low else TokenKind.IMAGE
        tokens.insert(0, Token(kind, argument, place, alt))
    elif place and low not in _TITLED:
        tokens.insert(0, Token(TokenKind.PLACEHOLDER, argument, place))
    title = place if low in _TITLED else None
    return Mark(info, admonition, title, joined(texts), tuple(tokens)), stop


def _role(state: StateInline, silent: bool) -> bool:
    match = _ROLE.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        state.push("role", "", 0).content = match.group()
    state.pos = match.end()
    return True


def role_token(written: str, start: int) -> tuple[Token, str]:
    """The token of a role that begins at `start`, and what a reader sees of it that is text."""
    span = Span(start, start + len(written))
    match = _ROLE.fullmatch(written)
    if not match:
        return Token(TokenKind.REFERENCE, written, span), ""
    name, content = match[1], " ".join(match[3].split())
    if name == "math":
        return Token(TokenKind.FORMULA, content, span), ""
    if target := _TARGET.fullmatch(content):
        return Token(TokenKind.REFERENCE, f"{{{name}}}{target['target']}", span, target["text"]), target["text"]
    if name in _TEXT_ROLES:
        return Token(TokenKind.REFERENCE, f"{{{name}}}", span, content), content
    return Token(TokenKind.REFERENCE, f"{{{name}}}{content}", span), ""
