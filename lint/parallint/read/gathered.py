"""A block's inline content as it is gathered from left to right: visible text, and tokens, each with its place."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import NamedTuple

from parallint.model import Span, Token, TokenKind
from parallint.read.dialects.parameters import Vocabulary
from parallint.read.dialects.tags import tag_tokens
from parallint.read.scan import needs_scan, scan, without_addresses


class Inline(NamedTuple):
    """What a block's content says: visible text, the same without inline code, and tokens with spans in the content."""

    text: str
    words: str
    tokens: tuple[Token, ...]


class Gathered:
    """What is known of a content so far.

    `text` and `words` are the parts of an `Inline`'s, one of each for the same piece of content; what `masks` cover is
    no text.
    """

    __slots__ = ("content", "links", "masks", "opened", "text", "tokens", "vocabulary", "words")

    def __init__(self, content: str, vocabulary: Vocabulary) -> None:
        self.content = content
        self.vocabulary = vocabulary
        self.text: list[str] = []
        self.words: list[str] = []
        self.tokens: list[Token] = []
        self.masks: list[tuple[int, int]] = []
        self.links: list[tuple[int, int]] = []
        self.opened: list[tuple[str, int, int]] = []

    def say(self, text: str) -> None:
        """Add visible text."""
        self.text.append(text)
        self.words.append(text)

    def line_break(self) -> None:
        """Add a line's end."""
        self.text.append(" ")
        self.words.append("\n")

    def code(self, code: str, start: int, end: int) -> None:
        """Add inline code."""
        self.text.append(code)
        self.words.append(" ")
        self.note(TokenKind.CODE, code, start, end, start)

    def link(self, address: str, start: int, end: int) -> None:
        """Add a link, whose text is said next, up to `link_ends`; or an address in angle brackets, without that."""
        auto = self.content[start] == "<"
        at = max(self.content.rfind("](", start, end), self.content.rfind("][", start, end))
        mask = start if auto else at if at > 0 else end
        if not auto:
            self.opened.append(("", len(self.tokens), len(self.text)))
        kind = TokenKind.REFERENCE if auto and address.startswith("xref:") else TokenKind.LINK
        self.note(kind, address, start, end, mask)
        self.links.append((start, end))

    def link_ends(self) -> None:
        """End the text of a link in square brackets."""
        if self.opened:
            self._close("")

    def _close(self, name: str) -> None:
        """Give the link that `name` opened last its text, what has been said since; those inside it have none."""
        for k in range(len(self.opened) - 1, -1, -1):
            if self.opened[k][0] == name:
                _, token, said = self.opened[k]
                kind, value, span, _ = self.tokens[token]
                self.tokens[token] = Token(kind, value, span, " ".join("".join(self.text[said:]).split()))
                del self.opened[k:]
                return

    def image(self, address: str, texts: list[str], start: int, end: int) -> None:
        """Add an image; `texts` are the parts of its description."""
        for text in texts:
            self.say(text)
        self.masks.append((start, end))
        self.tokens.append(Token(TokenKind.IMAGE, address, Span(start, end), " ".join("".join(texts).split())))

    def tag(self, written: str, start: int, end: int) -> None:
        """Add an HTML tag or what looks like one."""
        self.masks.append((start, end))
        tokens = tag_tokens(written, start, self.vocabulary)
        if not tokens:
            return
        name = tokens[0].value.split(" ", 1)[0]
        if name == "br":
            self.say(" ")
        elif name[0] == "/":
            self._close(name[1:])
        elif not written.endswith("/>"):
            links = (k for k, token in enumerate(tokens) if token.kind is TokenKind.LINK)
            self.opened += ((name, len(self.tokens) + k, len(self.text)) for k in links)
        self.tokens += tokens

    def stands(self, token: Token) -> None:
        """Add a token that stands for something that is no text here."""
        self.say(" ")
        self.tokens.append(token)
        self.masks.append(token.span)

    def note(self, kind: TokenKind, value: str, start: int, end: int, mask: int) -> None:
        """Add a token whose characters from `mask` on are no text."""
        self.tokens.append(Token(kind, value, Span(start, end)))
        self.masks.append((mask, end))

    def inline(self) -> Inline:
        """All that was gathered, with the numbers and addresses that stand in the text."""
        tokens = self.tokens
        if needs_scan(self.content):
            found = scan(self._unmasked())
            tokens += (t for t in found if t.kind is not TokenKind.LINK or not self._in_link(t.span.start))
            tokens.sort(key=_span)
        return Inline("".join(self.text).strip(), without_addresses("".join(self.words).strip()), tuple(tokens))

    def _in_link(self, offset: int) -> bool:
        """Whether a link holds the offset: an address that stands in a link's text is no link of its own."""
        k = bisect_right(self.links, (offset, len(self.content))) - 1
        return k >= 0 and offset < self.links[k][1]

    def _unmasked(self) -> str:
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


_span = attrgetter("span")
