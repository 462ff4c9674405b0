"""Attribute lists: `{ #id .class key="value" }`, `{: .class }`: Python-Markdown, kramdown, Pandoc, Docusaurus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parallint.model import Span, Token, TokenKind
from parallint.patterns import pattern_of
from parallint.read.dialects.parameters import Vocabulary, joined

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

_VALUE = r'"[^"\n]{0,300}"|\'[^\'\n]{0,300}\'|[^\s{}"\'=]{1,300}'
_PART = pattern_of(rf"#(?P<id>[\w:.-]+)|\.(?P<class>[\w:-]+)|(?P<key>[A-Za-z_@][\w:.@-]*)(?:=(?P<value>{_VALUE}))?")
_LIST = pattern_of(
    r"\{(?::(?![A-Za-z])|(?=[ \t]*[.#]|[ \t]*[\w:-]+=))[ \t]*"
    rf"(?:(?:[.#][\w:-]{{1,100}}|[\w:@-]{{1,100}}=(?:{_VALUE}))[ \t]*){{1,20}}\}}"
)


def attributes_plugin(md: MarkdownIt) -> None:
    """Read attribute lists; one without a class or an id only right behind what it is about."""

    def attribute_list(state: StateInline, silent: bool) -> bool:
        match = _LIST.match(state.src, state.pos, state.posMax)
        if not match:
            return False
        if not _stands(match.group(), state.src, state.pos, match.end()):
            return False
        if not silent:
            state.push("attributes", "", 0).content = match.group()
        state.pos = match.end()
        return True

    md.inline.ruler.before("backticks", "attributes", attribute_list)


def _stands(written: str, src: str, start: int, end: int) -> bool:
    """Whether braces are an attribute list and no text: by a class, an id or a quoted value, or by their place."""
    if written.lstrip("{: \t")[:1] in ".#" or written[1] == ":" or '"' in written:
        return True
    if src[max(0, start - 1) : start] in (")", "]", "`", "*", "_"):
        return True
    return src[max(0, start - 1) : start] in ("", "\n") and src[end : end + 1] in ("", "\n")


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
