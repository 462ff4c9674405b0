r"""Formulas: `$…$`, `$$…$$`, `\(…\)`, `\[…\]`, only where they are clearly some: prices and variables are none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from parallint.model import Span, Token, TokenKind
from parallint.patterns import pattern_of
from parallint.read.dialects.marks import line_at, register
from parallint.read.dialects.parameters import joined

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

FORMULA = "formula"
"""The type of a formula's token."""

# Pandoc's rule (https://pandoc.org/MANUAL.html#math): no blank inside the marks, no digit behind; and no letter.
_DOLLAR = pattern_of(
    r"\$\$(?=\S)((?:[^$\\]|\\.){1,1000}?)\$\$|\$(?![\s$`])((?:[^$\\\n]|\\.|\n(?!\n)){1,500}?)(?<![\s\\])\$(?![\w${])",
    re.S,
)
_BACKSLASH = pattern_of(r"\\{1,2}(?:\((.{1,500}?)\\{1,2}\)|\[(.{1,500}?)\\{1,2}\])", re.S)
_TELLING = pattern_of(
    r"\\[A-Za-z]{2,}|[A-Za-z0-9)}]\s*[\^_]\s*[A-Za-z0-9{(\\]|[A-Za-z0-9)}]\s*[=<>+*/-]\s*[A-Za-z0-9({\\]"
)
_SYMBOL = pattern_of(r"[A-Za-z]'*|[A-Za-z]\([A-Za-z0-9, ]{1,20}\)|[A-Za-z](?:,\s*[A-Za-z])+")
_NAME = pattern_of(r"[A-Za-z]{4,}")
_COMMAND = pattern_of(r"\\[A-Za-z]+|\{[A-Za-z_]+\}")
_TEXT = pattern_of(r"\\(?:text|textrm|textbf|textit|mbox|mathrm\{~\})\s*\{([^{}]*)\}")
_LABEL = pattern_of(r"[ \t]+\([\w:.-]+\)\Z")
_MOST_LINES = 60


def math_plugin(md: MarkdownIt) -> None:
    """Read formulas in lines and on lines of their own."""
    register(md, "formula_block", _block)
    md.inline.ruler.before("escape", "formula", _inline)


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    r"""`$$` or `\[` that begins a line, up to its counterpart at the end of one."""
    first = line_at(state, start)
    closing = "$$" if first.startswith("$$") else "\\]" if first in ("\\[", "\\\\[") else ""
    if not closing:
        return False
    line, text = start, first[2:]
    if state.src.find(closing, state.bMarks[start] + state.tShift[start] + 2) < 0:
        return False
    while not _LABEL.sub("", text).endswith(closing):
        line += 1
        if line >= min(end, start + _MOST_LINES) or closing in text or (closing == "\\]" and state.isEmpty(line)):
            return False
        text = line_at(state, line)
    if not silent:
        state.line = line + 1
        at = [state.bMarks[k] + state.tShift[k] for k in range(start, line + 1)]
        state.push(FORMULA, "", 0).meta = {"at": at, "end": state.eMarks[line]}
    return True


def _inline(state: StateInline, silent: bool) -> bool:
    pattern = _DOLLAR if state.src[state.pos] == "$" else _BACKSLASH
    match = pattern.match(state.src, state.pos, state.posMax)
    if not match or not (match.group().startswith("$$") or _is_math(match)):
        return False
    if not silent:
        state.push(FORMULA, "", 0).content = match.group()
    state.pos = match.end()
    return True


def _is_math(match: re.Match[str]) -> bool:
    """Whether it can be nothing but a formula: a sign, a command or a symbol, and no words of a language."""
    content = match[1] or match[2]
    if match.group()[0] == "$" and _SYMBOL.fullmatch(content):
        return True
    if not _TELLING.search(content):
        return False
    return "\\" in content or not _NAME.search(_COMMAND.sub(" ", content))


def formula_token(written: str, start: int) -> Token:
    """The token of a formula that begins at `start`: without its marks and white space, its words apart."""
    content = _LABEL.sub("", written.strip())
    for opening, closing in (
        ("$$", "$$"),
        ("$", "$"),
        ("\\\\(", "\\\\)"),
        ("\\\\[", "\\\\]"),
        ("\\(", "\\)"),
        ("\\[", "\\]"),
    ):
        if content.startswith(opening) and content.endswith(closing):
            content = content[len(opening) : -len(closing)]
            break
    texts = _TEXT.findall(content)
    value = "".join(_TEXT.sub(r"\\text{}", content).split())
    return Token(TokenKind.FORMULA, value, Span(start, start + len(written)), joined(texts))
