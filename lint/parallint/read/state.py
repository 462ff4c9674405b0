"""The parser's state at the beginning of a page, and its tokens: the library's own, made in a fraction of the time."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any, Literal

from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


class Node(Token):
    """A token of the library's, without what its constructor does besides."""

    __slots__ = ()

    def __init__(self, kind: str, tag: str, nesting: Literal[-1, 0, 1]) -> None:
        self.type = kind
        self.tag = tag
        self.nesting = nesting
        self.attrs = {}
        self.map = None
        self.level = 0
        self.children = None
        self.content = self.markup = self.info = ""
        self.meta = {}
        self.block = True
        self.hidden = False


class PageState(StateBlock):
    r"""A page as the parser goes over it; `text` has no line end but `\n`."""

    def __init__(self, text: str, md: MarkdownIt, env: dict[str, Any], tokens: list[Token]) -> None:
        super().__init__("", md, env, tokens)
        self.src = text
        lines = text.split("\n")
        if not lines[-1].strip(" \t"):
            lines.pop()
        begins = [0, *accumulate(len(line) + 1 for line in lines)]
        shifts, counts = [0] * len(begins), [0] * len(begins)
        for k, line in enumerate(lines):
            if line[:1] in (" ", "\t"):
                shifts[k], counts[k] = _indent(line)
        begins[-1] = len(text)
        self.bMarks, self.tShift, self.sCount = begins, shifts, counts
        self.eMarks = [*(begin + len(line) for begin, line in zip(begins, lines, strict=False)), len(text)]
        self.bsCount = [0] * len(begins)
        self.lineMax = len(lines)

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Add a token to the stream."""
        token = Node(ttype, tag, nesting)
        if nesting < 0:
            self.level -= 1
        token.level = self.level
        if nesting > 0:
            self.level += 1
        self.tokens.append(token)
        return token


def _indent(line: str) -> tuple[int, int]:
    """The blanks and tabs before a line's text: how many, and how wide with tab stops every four columns."""
    blanks = line[: len(line) - len(line.lstrip(" \t"))]
    return len(blanks), len(blanks.expandtabs(4))
