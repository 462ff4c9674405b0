"""DocFX and Microsoft Learn: `[!INCLUDE [x](y)]`, `[!code-csharp[](x)]`, `[!Video url]`, `[!div class="x"]`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from parallint.model import Span, Token, TokenKind
from parallint.patterns import pattern_of
from parallint.read.dialects.templates import matching

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_MARK = pattern_of(
    r"\[!(?:include|code|video|div)\b[^\[\]\n]{0,300}(?:\[[^\[\]\n]{0,300}\](?:\([^()\n]{0,500}\))?[^\[\]\n]{0,300})?\]"
    r"(?:\([^()\n]{0,500}\))?",
    re.I,
)
_INCLUDE = pattern_of(
    r"\[!(include|code(?:-[\w#+-]+)?)[ \t]*\[([^\[\]\n]*)\][ \t]*\([ \t]*([^()\n]*?)[ \t]*\)[ \t]*\]", re.I
)

_VIDEO = pattern_of(r"\[!video[ \t]+([^\s\[\]]+)[ \t]*\]", re.I)


def docfx_plugin(md: MarkdownIt) -> None:
    """Read the marks before links, which they look like."""
    md.inline.ruler.before("link", "docfx", matching(_MARK, "docfx"))


def docfx_token(written: str, start: int) -> Token:
    """The token of a mark that begins at `start`.

    An include's value is its path, a blank and the mark's language, if it has one, or `video`; its text the title in
    brackets.
    """
    span = Span(start, start + len(written))
    if match := _INCLUDE.fullmatch(written):
        keyword, path = match[1].lower(), " ".join(match[3].split())
        return Token(TokenKind.INCLUDE, path if keyword == "include" else f"{path} {keyword}", span, match[2].strip())
    if video := _VIDEO.fullmatch(written):
        return Token(TokenKind.INCLUDE, f"{video[1]} video", span)
    return Token(TokenKind.PLACEHOLDER, " ".join(written.split()), span)
