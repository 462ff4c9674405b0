"""Includes on lines of their own: `--8<-- "x"` (pymdown), `<<< @/x.js{2}` (VitePress)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from parallint.model import Span, Token, TokenKind
from parallint.patterns import pattern_of
from parallint.read.dialects.marks import Mark, line_at, push, register

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

_SNIPPET = pattern_of(r"-+8<-+(?:[ \t]+([\"'])(?P<path>[^\"'\n]+)\1)?", re.S)
_CODE = pattern_of(
    r"<<<[ \t]*(?P<path>[@./~\w][^\s\[\]{}<>]*\.[\w#-]+)[ \t]*(?P<more>\{[^{}\n]*\})?[ \t]*"
    r"(?:\[(?P<title>[^\[\]\n]*)\])?"
)
_MOST = 50

COMMENT = pattern_of(r"<!--\s*@?include:?\s+(?P<path>[^\s<>]+(?:\{[^{}\n]*\})?)\s*-->\s*\Z", re.I)
"""An include in the form of a comment, as VitePress and others have it."""


def snippets_plugin(md: MarkdownIt) -> None:
    """Read includes as marks."""
    register(md, "snippet", _snippet)


def _snippet(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    line = line_at(state, start)
    if match := _CODE.fullmatch(line):
        if not silent:
            value = match["path"] + (f" {match['more']}" if match["more"] else "")
            token = Token(TokenKind.INCLUDE, value, Span(0, len(line)), match["title"] or "")
            push(state, start, start + 1, Mark("include", text=match["title"] or "", tokens=(token,)))
        return True
    match = _SNIPPET.fullmatch(line)
    if not match:
        return False
    if match["path"]:
        if not silent:
            token = Token(TokenKind.INCLUDE, match["path"], Span(0, len(line)))
            push(state, start, start + 1, Mark("include", tokens=(token,)))
        return True
    return _list(state, start, end, silent, line)


def _list(state: StateBlock, start: int, end: int, silent: bool, mark: str) -> bool:
    """Paths between two marks, a line each."""
    paths: list[str] = []
    for line in range(start + 1, min(end, start + _MOST)):
        said = line_at(state, line)
        if said == mark:
            if not silent:
                push(state, start, line + 1, Mark("include", tokens=tuple(_includes(len(mark) + 1, paths))))
            return True
        paths.append(said)
    return False


def _includes(offset: int, paths: list[str]) -> list[Token]:
    tokens = []
    for path in paths:
        if path:
            tokens.append(Token(TokenKind.INCLUDE, path, Span(offset, offset + len(path))))
        offset += len(path) + 1
    return tokens
