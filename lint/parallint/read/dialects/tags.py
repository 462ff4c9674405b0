"""HTML tags and components as tokens: which of their attributes are addresses, ids or text, and which must stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from parallint.model import Span, Token, TokenKind
from parallint.patterns import pattern_of
from parallint.read.dialects.parameters import Vocabulary, joined

BRACES = r"\{(?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+\}"
_NAME = pattern_of(r"<(/?)([A-Za-z][\w.:-]*)")
_ATTRIBUTE = pattern_of(
    rf"""(?P<spread>{BRACES})|(?P<name>[^\s"'<>/={{}}]+)(?:\s*=\s*(?P<value>"[^"]*+"|'[^']*+'|{BRACES}|[^\s"'=<>`]+))?"""
)
_EXPRESSION = pattern_of(r"""\{\s*(?:"([^"\\{}]*)"|'([^'\\{}]*)'|`([^`\\{}$]*)`)\s*\}\Z""")

TAG = pattern_of(rf"""</?[A-Za-z](?:[^<>"'{{}}]++|"[^"]*+"|'[^']*+'|{BRACES})*+>|</?[A-Za-z][^<>]*+>""")
"""A tag as written; quotes that do not fit are passed over."""

RAW = pattern_of(r"<(?:!|\?|(?:script|style|pre|textarea)\b)", re.I)
"""What begins raw HTML that does not end with a blank line."""

_LINKS = frozenset({"href", "to", "cite"})
_SOURCES = frozenset({"src", "poster"})
_PICTURES = frozenset({"img", "image", "source", "picture", "figure", "video"})
_LOCALE = frozenset({"lang", "xml:lang", "hreflang", "dir", "translate"})
"""Attributes that say which language something is in: a translation's are its own."""


class Attribute(NamedTuple):
    """An attribute of a tag: its name as written, its value without quotes, and the value as written ("" for none)."""

    name: str
    value: str
    written: str


def attributes(tag: str, start: int = 0) -> Iterator[Attribute]:
    """The attributes of a tag as written, from the character `start` of it on."""
    for match in _ATTRIBUTE.finditer(tag, start):
        value = match["value"] or ""
        if match["spread"]:
            yield Attribute("", "", match["spread"])
        elif value[:1] in ('"', "'"):
            yield Attribute(match["name"], value[1:-1], value)
        elif value[:1] == "{" and (said := _EXPRESSION.match(value)):
            yield Attribute(match["name"], said[1] or said[2] or said[3] or "", value)
        else:
            yield Attribute(match["name"], value, value)


def is_component(name: str) -> bool:
    """Whether a tag of this name is a component: it has a dot, a hyphen, or a capital before small letters."""
    return "-" in name or "." in name or (name[0].isupper() and not name.isupper())


def tag_tokens(written: str, start: int, words: Vocabulary) -> list[Token]:
    """The tokens of a tag that begins at `start`, all with the tag's span: the tag, and its ids and addresses.

    The tag's value is its name and its locked attributes in the order of their names; what is an address, an id or the
    mark of a language is not among them. Empty for what is no tag.
    """
    match = _NAME.match(written)
    if not match:
        return []
    span = Span(start, start + len(written))
    component = is_component(match[2])
    name = match[2] if component else match[2].lower()
    kind = TokenKind.COMPONENT if component else TokenKind.TAG
    if match[1]:
        return [Token(kind, "/" + name, span)]
    body = written[: -2 if written.endswith("/>") else -1]
    if len(body) == match.end():
        return [Token(kind, name, span)]
    locked: list[str] = []
    texts: list[str] = []
    more: list[Token] = []
    alt = ""
    for attribute in attributes(body, match.end()):
        key = attribute.name if component else attribute.name.lower()
        if token := _own_token(name, key, attribute, span):
            more.append(token)
        elif key == "alt" and not _is_code(attribute):
            alt = attribute.value
        elif words.is_text(name, key, attribute.value) and not _is_code(attribute):
            texts.append(attribute.value)
        elif key not in _LOCALE:
            locked.append(_said(key, attribute))
    if alt:
        image = next((k for k, token in enumerate(more) if token.kind is TokenKind.IMAGE), None)
        if image is None:
            texts.append(alt)
        else:
            more[image] = more[image]._replace(text=joined([alt]))
    return [Token(kind, " ".join([name, *sorted(locked)]), span, joined(texts)), *more]


def _is_code(attribute: Attribute) -> bool:
    return attribute.written.startswith("{") and attribute.value == attribute.written


def _own_token(tag: str, key: str, attribute: Attribute, span: Span) -> Token | None:
    """The token that an attribute is by itself: an address or an id."""
    if not attribute.written or _is_code(attribute):
        return None
    low = tag.lower()
    if key in _LINKS and (key != "to" or low != tag):
        return Token(TokenKind.LINK, attribute.value, span)
    if key in _SOURCES:
        return Token(TokenKind.IMAGE if low in _PICTURES else TokenKind.LINK, attribute.value, span)
    if attribute.value and (key == "id" or (key == "name" and tag == "a")) and low == tag:
        return Token(TokenKind.HEADING_ID, attribute.value, span)
    return None


def _said(key: str, attribute: Attribute) -> str:
    if not attribute.written:
        return key
    if not key or _is_code(attribute):
        value = " ".join(attribute.written.split())
        return f"{key}={value}" if key else value
    return f'{key}="{" ".join(attribute.value.split())}"'
