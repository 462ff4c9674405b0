"""A block's inline content: what is plain, and what a parser has told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from parallint.model import Span, Token, TokenKind
from parallint.patterns import pattern_of
from parallint.read.dialects.attributes import attribute_tokens
from parallint.read.dialects.directives import role_token
from parallint.read.dialects.docfx import docfx_token
from parallint.read.dialects.jsx import expression_token
from parallint.read.dialects.learn import INLINE, learn_token
from parallint.read.dialects.math import formula_token
from parallint.read.dialects.parameters import DEFAULT, Vocabulary
from parallint.read.dialects.templates import template_token
from parallint.read.gathered import Gathered, Inline
from parallint.read.scan import needs_scan, scan, without_addresses

if TYPE_CHECKING:
    from markdown_it.token import Token as Node

LIMIT = 200_000
"""Characters of one block whose inline markup is read; a longer block is plain text."""

_SPECIAL = pattern_of(r"[\\`*_\[<&~{^]")
_BRACKET = pattern_of(r"[\[\]]")
_DEPTH = 50
"""Brackets in brackets that are read."""

_FOLD = pattern_of(r"[ \t]*\n[ \t]*")


def is_plain(content: str) -> bool:
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
    if not needs_scan(content):
        return Inline(text, words, ())
    return Inline(text, without_addresses(words), tuple(scan(content)))


def read_parsed(content: str, children: Iterable[Node], words: Vocabulary = DEFAULT) -> Inline:
    """Content whose markup a parser has told apart; `words` says which parameters are text."""
    gathered = Gathered(content, words)
    for child in children:
        kind = child.type
        if kind in ("text", "text_special"):
            gathered.say(child.content)
            if child.markup.startswith("&#"):  # the digits of a character reference are no number
                gathered.masks.append(child.meta["span"])
        elif kind in ("softbreak", "hardbreak"):
            gathered.line_break()
        elif kind in _READERS:
            start, end = child.meta.get("span", (0, 0))
            _READERS[kind](gathered, child, start, end)
    return gathered.inline()


def _code(gathered: Gathered, child: Node, start: int, end: int) -> None:
    gathered.code(child.content, start, end)


def _link(gathered: Gathered, child: Node, start: int, end: int) -> None:
    gathered.link(str(child.attrGet("href") or ""), start, end)


def _link_end(gathered: Gathered, child: Node, start: int, end: int) -> None:
    if not child.markup:
        gathered.link_ends()


def _image(gathered: Gathered, child: Node, start: int, end: int) -> None:
    inside = child.children or ()
    texts = [inner.content for inner in inside if inner.type in ("text", "text_special", "code_inline")]
    gathered.image(str(child.attrGet("src") or ""), texts, start, end)


def _tag(gathered: Gathered, child: Node, start: int, end: int) -> None:
    gathered.tag(child.content, start, end)


def _template(gathered: Gathered, child: Node, start: int, end: int) -> None:
    gathered.stands(template_token(child.content, start, gathered.vocabulary))


def _docfx(gathered: Gathered, child: Node, start: int, end: int) -> None:
    gathered.stands(docfx_token(child.content, start))


def _learn(gathered: Gathered, child: Node, start: int, end: int) -> None:
    if match := INLINE.match(child.content):
        token = learn_token(match, Span(start, end), gathered.vocabulary)
        if token.kind is TokenKind.IMAGE:
            gathered.say(token.text)
        gathered.stands(token)


def _attributes(gathered: Gathered, child: Node, start: int, end: int) -> None:
    gathered.tokens += attribute_tokens(child.content, start, gathered.vocabulary)[0]
    gathered.masks.append((start, end))


def _role(gathered: Gathered, child: Node, start: int, end: int) -> None:
    token, text = role_token(child.content, start)
    gathered.stands(token)
    gathered.say(text)


def _formula(gathered: Gathered, child: Node, start: int, end: int) -> None:
    gathered.text.append(" ".join(child.content.split()))
    gathered.words.append(" ")
    gathered.tokens.append(formula_token(child.content, start))
    gathered.masks.append((start, end))


def _emoji(gathered: Gathered, child: Node, start: int, end: int) -> None:
    gathered.stands(Token(TokenKind.PLACEHOLDER, child.content, Span(start, end)))


def _expression(gathered: Gathered, child: Node, start: int, end: int) -> None:
    token, text = expression_token(child.content, start)
    gathered.masks.append((start, end))
    gathered.say(text or " ")
    if token:
        gathered.tokens.append(token)


def _footnote(gathered: Gathered, child: Node, start: int, end: int) -> None:
    gathered.note(TokenKind.FOOTNOTE, str(child.meta.get("label", "")), start, end, start)


_READERS: dict[str, Callable[[Gathered, Node, int, int], None]] = {
    "code_inline": _code,
    "link_open": _link,
    "link_close": _link_end,
    "image": _image,
    "html_inline": _tag,
    "template": _template,
    "docfx": _docfx,
    "learn": _learn,
    "attributes": _attributes,
    "role": _role,
    "formula": _formula,
    "emoji": _emoji,
    "expression": _expression,
    "footnote_ref": _footnote,
}
