"""A block's inline content: its visible text and its tokens, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from parallint.model import Span, Token, TokenKind

if TYPE_CHECKING:
    from markdown_it.token import Token as Node

LIMIT = 200_000
"""Characters of one block whose inline markup is read; a longer block is plain text."""

_SPECIAL = re.compile(r"[\\`*_\[<&~{^]")
_FOLD = re.compile(r"[ \t]*\n[ \t]*")

# GFM's extended autolinks (https://github.github.com/gfm/#autolinks-extension-), and numbers outside words, those of
# scripts with blanks: in Chinese or Japanese a number stands right behind a letter. An address is kept to the
# characters of RFC 3986: in a text without blanks the words behind it are no part of it.
_SCAN = re.compile(
    r"(?P<url>(?:https?://|ftp://|\bwww\.)[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+)"
    r"|(?P<mail>[A-Za-z0-9.+_-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
    r"|(?<![0-9A-Za-z\u00c0-\u052f.])(?P<number>\d{1,3}(?:[   ]\d{3})+(?!\d)|\d+(?:[.,٫٬]\d+)*)"
)
_ADDRESS = re.compile(
    r"(?:https?://|ftp://|\bwww\.)[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+|[A-Za-z0-9.+_-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)
_SCAN_NEEDED = re.compile(r"\d|://|www\.|@")
_GROUPED = re.compile(r"\d{1,3}([.,٬   ]\d{3})+")
_SEPARATORS = re.compile(r"[.,٬   ]")
_TAG = re.compile(r"<(/?)([A-Za-z][\w.:-]*)")
_ID = re.compile(r"""\b(?:name|id)\s*=\s*["']?([^"'\s>]+)""")


class Inline(NamedTuple):
    """What a block's content says: visible text, the same without inline code, and tokens with spans in the content."""

    text: str
    words: str
    tokens: tuple[Token, ...]


def plain(content: str) -> bool:
    """Whether the content holds no character that begins markup, so that it needs no parser."""
    return len(content) > LIMIT or not _SPECIAL.search(content)


def read_plain(content: str) -> Inline:
    """Content without markup."""
    text, words = (_FOLD.sub(" ", content), _FOLD.sub("\n", content)) if "\n" in content else (content, content)
    if not _SCAN_NEEDED.search(content):
        return Inline(text, words, ())
    return Inline(text, _without_addresses(words), tuple(_scan(content)))


def read_parsed(content: str, children: Iterable[Node]) -> Inline:
    """Content whose markup a parser has told apart."""
    walk = _Walk(content)
    walk.over(children)
    tokens = walk.tokens
    if _SCAN_NEEDED.search(content):
        tokens += (t for t in _scan(walk.unmasked()) if t.kind is not TokenKind.LINK or not walk.in_link(t.span.start))
        tokens.sort(key=_place)
    return Inline("".join(walk.text).strip(), _without_addresses("".join(walk.words).strip()), tuple(tokens))


def _without_addresses(words: str) -> str:
    """Addresses that stand in the text are nothing to translate."""
    return _ADDRESS.sub(" ", words) if "://" in words or "www." in words or "@" in words else words


def _place(token: Token) -> Span:
    return token.span


def _scan(content: str) -> Iterator[Token]:
    for match in _SCAN.finditer(content):
        kind, value = match.lastgroup, match.group()
        if kind == "number":
            yield Token(TokenKind.NUMBER, number_value(value), Span(*match.span()))
        elif kind == "mail":
            yield Token(TokenKind.LINK, "mailto:" + value, Span(*match.span()))
        else:
            value = _trim_address(value)
            address = value if "://" in value else "http://" + value
            yield Token(TokenKind.LINK, address, Span(match.start(), match.start() + len(value)))


def _trim_address(value: str) -> str:
    """An address without the punctuation that belongs to the sentence (GFM's rule for trailing characters)."""
    while value:
        if value[-1] in "?!.,:;*_~'\"[]" or (value[-1] == ")" and value.count(")") > value.count("(")):
            value = value[:-1]
        else:
            break
    return value


def number_value(written: str) -> str:
    """A number's digits in one form for all locales: ASCII digits, grouping gone, a point before decimals.

    `1,000`, `1.000` and `1 000` are alike; so is `1.000` meant as one. It is evidence, not arithmetic.
    """
    if not written.isascii():
        written = "".join(str(int(c)) if c.isdecimal() else c for c in written)
    if _GROUPED.fullmatch(written):
        return _SEPARATORS.sub("", written)
    return written.replace(",", ".").replace("٫", ".")


class _Walk:
    """One pass over a block's inline tokens."""

    def __init__(self, content: str) -> None:
        self.content = content
        self.text: list[str] = []
        self.words: list[str] = []
        self.tokens: list[Token] = []
        self.masks: list[tuple[int, int]] = []
        self.links: list[tuple[int, int]] = []

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
        mask = start if self.content[start] == "<" else at if at > 0 else end
        self._note(TokenKind.LINK, str(child.attrGet("href") or ""), start, end, mask)
        self.links.append((start, end))

    def image(self, child: Node, start: int, end: int) -> None:
        for inner in child.children or ():
            if inner.content and inner.type in ("text", "text_special", "code_inline"):
                self._say(inner.content)
        self._note(TokenKind.IMAGE, str(child.attrGet("src") or ""), start, end, start)

    def tag(self, child: Node, start: int, end: int) -> None:
        self.masks.append((start, end))
        match = _TAG.match(child.content)
        if not match:
            return
        name = match[2].lower()
        self._note(TokenKind.TAG, match[1] + name, start, end, start)
        if name == "br":
            self._say(" ")
        elif named := _ID.search(child.content):
            self._note(TokenKind.HEADING_ID, named[1], start, end, start)

    def template(self, child: Node, start: int, end: int) -> None:
        self._say(" ")
        self._note(TokenKind.PLACEHOLDER, " ".join(child.content.split()), start, end, start)

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
    "image": _Walk.image,
    "html_inline": _Walk.tag,
    "template": _Walk.template,
    "footnote_ref": _Walk.footnote,
}
