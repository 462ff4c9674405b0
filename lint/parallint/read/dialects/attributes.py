"""Attribute lists: `{ #id .class key="value" }`, `{: .class }`: Python-Markdown, kramdown, Pandoc, Docusaurus."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from parallint.model import Span, Token, TokenKind
from parallint.read.dialects.parameters import Vocabulary, joined

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

_VALUE = r'"[^"\n]{0,300}"|\'[^\'\n]{0,300}\'|[^\s{}"\'=]{1,300}'
_PART = re.compile(rf"#(?P<id>[\w:.-]+)|\.(?P<class>[\w:-]+)|(?P<key>[\w:.@-]+)(?:=(?P<value>{_VALUE}))?")
_LIST = re.compile(
    rf"\{{(?::(?![A-Za-z])|(?=[ \t]*[.#]|[\w:-]+=))[ \t]*(?:(?:[.#][\w:-]{{1,100}}|[\w:@-]{{1,100}}=(?:{_VALUE}))[ \t]*){{1,20}}\}}"
)


def attributes_plugin(md: MarkdownIt) -> None:
    """Read attribute lists; one without a class or an id only right behind what it is about."""

    def attribute_list(state: StateInline, silent: bool) -> bool:
        match = _LIST.match(state.src, state.pos, state.posMax)
        if not match:
            return False
        first = match.group().lstrip("{: \t")[:1]
        if first not in ".#" and state.src[max(0, state.pos - 1) : state.pos] not in (")", "]", "`", "*", "_"):
            return False
        if not silent:
            state.push("attributes", "", 0).content = match.group()
        state.pos = match.end()
        return True

    md.inline.ruler.after("template", "attributes", attribute_list)


def attribute_tokens(written: str, start: int, words: Vocabulary, without: str = "") -> tuple[list[Token], str]:
    """The tokens of a list that begins at `start`, its id apart from the rest, and what of it is text.

    The part written as `without` is left out.
    """
    span = Span(start, start + len(written))
    kept: list[str] = []
    texts: list[str] = []
    tokens: list[Token] = []
    for match in _PART.finditer(written):
        if match.group() == without:
            without = ""
        elif match["id"]:
            tokens.append(Token(TokenKind.HEADING_ID, match["id"], span))
        elif match["class"]:
            kept.append("." + match["class"])
        else:
            value = (match["value"] or "").strip("\"'")
            if words.is_text("", match["key"], value) and value:
                texts.append(value)
            elif match["key"] not in ("lang", "dir"):
                kept.append(f'{match["key"]}="{value}"' if match["value"] else match["key"])
    text = joined(texts)
    if kept or text:
        tokens.append(Token(TokenKind.PLACEHOLDER, f"{{{' '.join(sorted(kept))}}}", span, text))
    return tokens, text
