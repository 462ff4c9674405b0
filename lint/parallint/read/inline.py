"""A block's inline content: its visible text and its tokens, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from parallint.model import Span, Token, TokenKind
from parallint.read.dialects.attributes import attribute_tokens
from parallint.read.dialects.directives import role_token
from parallint.read.dialects.docfx import docfx_token
from parallint.read.dialects.jsx import expression_token
from parallint.read.dialects.learn import INLINE, learn_token
from parallint.read.dialects.math import formula_token
from parallint.read.dialects.parameters import DEFAULT, Vocabulary
from parallint.read.dialects.tags import tag_tokens
from parallint.read.dialects.templates import template_token
from parallint.read.scan import SCAN_NEEDED, scan, without_addresses

if TYPE_CHECKING:
    from markdown_it.token import Token as Node

LIMIT = 200_000
"""Characters of one block whose inline markup is read; a longer block is plain text."""

_SPECIAL = re.compile(r"[\\`*_\[<&~{^]")
_BRACKET = re.compile(r"[\[\]]")
_DEPTH = 50
"""Brackets in brackets that are read."""

_FOLD = re.compile(r"[ \t]*\n[ \t]*")


class Inline(NamedTuple):
    """What a block's content says: visible text, the same without inline code, and tokens with spans in the content."""

    text: str
    words: str
    tokens: tuple[Token, ...]


def plain(content: str) -> bool:
    """Whether the content holds no character that begins markup, so that it needs no parser, or is not to be read."""
    return len(content) > LIMIT or not _SPECIAL.search(content) or _too_deep(content)


def _too_deep(content: str) -> bool:
    """Whether brackets are nested so deep that nobody means links by them: each costs all that are around it."""
    if content.count("[") <= _DEPTH:
        return False
    depth = 0
    for char in _BRACKET.findall(content):
        depth = depth + 1 if char == "[" else max(0, depth - 1)
        if depth > _DEPTH:
            return True
    return False


def read_plain(content: str) -> Inline:
    """Content without markup."""
    text, words = (_FOLD.sub(" ", content), _FOLD.sub("\n", content)) if "\n" in content else (content, content)
    if not SCAN_NEEDED.search(content):
        return Inline(text, words, ())
    return Inline(text, without_addresses(words), tuple(scan(content)))


def read_parsed(content: str, children: Iterable[Node], words: Vocabulary = DEFAULT) -> Inline:
    """Content whose markup a parser has told apart; `words` says which parameters are text."""
    walk = _Walk(content, words)
    walk.over(children)
    tokens = walk.tokens
    if SCAN_NEEDED.search(content):
        tokens += (t for t in scan(walk.unmasked()) if t.kind is not TokenKind.LINK or not walk.in_link(t.span.start))
        tokens.sort(key=_place)
    return Inline("".join(walk.text).strip(), without_addresses("".join(walk.words).strip()), tuple(tokens))


def _place(token: Token) -> Span:
    return token.span


class _Walk:
    """One pass over a block's inline tokens."""

    def __init__(self, content: str, words: Vocabulary) -> None:
        self.content = content
        self.vocabulary = words
        self.text: list[str] = []
        self.words: list[str] = []
        self.tokens: list[Token] = []
        self.masks: list[tuple[int, int]] = []
        self.links: list[tuple[int, int]] = []
        self.opened: list[tuple[str, int, int]] = []

    def over(self, children: Iterable[Node]) -> None:
        for child in children:
            kind = child.type
            if kind in ("text", "text_special"):
                self._say(child.content)
                if child.markup.startswith("&#"):  # the digits of a character reference are no number
                    self.masks.append(child.meta["span"])
            elif kind in ("softbreak", "hardbreak"):
                self.text.append(" ")
                self.words.append("\n")
            elif kind in _HANDLERS:
                start, end = child.meta.get("span", (0, 0))
                _HANDLERS[kind](self, child, start, end)

    def _say(self, text: str) -> None:
        self.text.append(text)
        self.words.append(text)

    def code(self, child: Node, start: int, end: int) -> None:
        self.text.append(child.content)
        self.words.append(" ")
        self._note(TokenKind.CODE, child.content, start, end, start)

    def link(self, child: Node, start: int, end: int) -> None:
        at = max(self.content.rfind("](", start, end), self.content.rfind("][", start, end))
        auto = self.content[start] == "<"
        mask = start if auto else at if at > 0 else end
        address = str(child.attrGet("href") or "")
        if not auto:
            self.opened.append(("", len(self.tokens), len(self.text)))
        kind = TokenKind.REFERENCE if auto and address.startswith("xref:") else TokenKind.LINK
        self._note(kind, address, start, end, mask)
        self.links.append((start, end))

    def link_end(self, child: Node, start: int, end: int) -> None:
        if self.opened and not child.markup:
            self._close("")

    def _close(self, name: str) -> None:
        """Give the link that `name` opened last its text, what has been said since; those inside it have none."""
        for k in range(len(self.opened) - 1, -1, -1):
            if self.opened[k][0] == name:
                _, token, said = self.opened[k]
                self.tokens[token] = self.tokens[token]._replace(text=" ".join("".join(self.text[said:]).split()))
                del self.opened[k:]
                return

    def image(self, child: Node, start: int, end: int) -> None:
        said = len(self.text)
        for inner in child.children or ():
            if inner.content and inner.type in ("text", "text_special", "code_inline"):
                self._say(inner.content)
        self.masks.append((start, end))
        text = " ".join("".join(self.text[said:]).split())
        self.tokens.append(Token(TokenKind.IMAGE, str(child.attrGet("src") or ""), Span(start, end), text))

    def tag(self, child: Node, start: int, end: int) -> None:
        self.masks.append((start, end))
        tokens = tag_tokens(child.content, start, self.vocabulary)
        if not tokens:
            return
        name = tokens[0].value.split(" ", 1)[0]
        if name == "br":
            self._say(" ")
        elif name[0] == "/":
            self._close(name[1:])
        elif not child.content.endswith("/>"):
            links = (k for k, token in enumerate(tokens) if token.kind is TokenKind.LINK)
            self.opened += ((name, len(self.tokens) + k, len(self.text)) for k in links)
        self.tokens += tokens

    def template(self, child: Node, start: int, end: int) -> None:
        self._object(template_token(child.content, start, self.vocabulary))

    def docfx(self, child: Node, start: int, end: int) -> None:
        self._object(docfx_token(child.content, start))

    def learn(self, child: Node, start: int, end: int) -> None:
        if match := INLINE.match(child.content):
            token = learn_token(match, Span(start, end), self.vocabulary)
            if token.kind is TokenKind.IMAGE:
                self._say(token.text)
            self._object(token)

    def attributes(self, child: Node, start: int, end: int) -> None:
        self.tokens += attribute_tokens(child.content, start, self.vocabulary)[0]
        self.masks.append((start, end))

    def role(self, child: Node, start: int, end: int) -> None:
        token, text = role_token(child.content, start)
        self._object(token)
        self._say(text)

    def formula(self, child: Node, start: int, end: int) -> None:
        self.text.append(" ".join(child.content.split()))
        self.words.append(" ")
        self.tokens.append(formula_token(child.content, start))
        self.masks.append((start, end))

    def emoji(self, child: Node, start: int, end: int) -> None:
        self._object(Token(TokenKind.PLACEHOLDER, child.content, Span(start, end)))

    def expression(self, child: Node, start: int, end: int) -> None:
        token, text = expression_token(child.content, start)
        self.masks.append((start, end))
        self._say(text or " ")
        if token:
            self.tokens.append(token)

    def _object(self, token: Token) -> None:
        self._say(" ")
        self.tokens.append(token)
        self.masks.append(token.span)

    def footnote(self, child: Node, start: int, end: int) -> None:
        self._note(TokenKind.FOOTNOTE, str(child.meta.get("label", "")), start, end, start)

    def _note(self, kind: TokenKind, value: str, start: int, end: int, mask: int) -> None:
        self.tokens.append(Token(kind, value, Span(start, end)))
        self.masks.append((mask, end))

    def in_link(self, offset: int) -> bool:
        """Whether a link holds the offset: an address that stands in a link's text is no link of its own."""
        k = bisect_right(self.links, (offset, len(self.content))) - 1
        return k >= 0 and offset < self.links[k][1]

    def unmasked(self) -> str:
        """The content with everything that is no text blanked out, each character in its place."""
        parts, at = [], 0
        for start, end in sorted(self.masks):
            if end > at:
                start = max(start, at)
                parts.append(self.content[at:start])
                parts.append(" " * (end - start))
                at = end
        parts.append(self.content[at:])
        return "".join(parts)


_HANDLERS = {
    "code_inline": _Walk.code,
    "link_open": _Walk.link,
    "link_close": _Walk.link_end,
    "image": _Walk.image,
    "html_inline": _Walk.tag,
    "template": _Walk.template,
    "docfx": _Walk.docfx,
    "learn": _Walk.learn,
    "attributes": _Walk.attributes,
    "role": _Walk.role,
    "formula": _Walk.formula,
    "emoji": _Walk.emoji,
    "expression": _Walk.expression,
    "footnote_ref": _Walk.footnote,
}
