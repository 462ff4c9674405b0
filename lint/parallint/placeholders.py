"""Placeholders: what a program, a template engine or the reader fills in, in text, in code and in addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from parallint.model import Document, Kind, Segment, Span, Token, TokenKind
from parallint.patterns import pattern_of

# Shortcodes, Liquid, macros and expressions; then braces and printf. A lone `%` is a percent sign: `10% of`.
_TEMPLATE = pattern_of(
    r"\{\{<[^{}\n]{1,300}>\}\}|\{\{%[^{}\n]{1,300}%\}\}|\{%[^{}\n]{1,300}%\}|\{\{[^{}\n]{1,300}\}\}|\{\*[^{}\n]{1,300}\*\}"
)
_BRACES = pattern_of(r"[$#]?\\?\{ ?[^\W\d][\w.:$-]{0,60}\\?\}|\{\d{1,2}\}")
_PRINTF = pattern_of(r"%\(\w{1,40}\)[sdifr]|(?<![%\w])%(?:\d{1,2}\$)?(?:[sdfi@]|l?[du])(?![\w%])")
_PATTERNS = ((_TEMPLATE, "{"), (_BRACES, "{"), (_PRINTF, "%"))
"""In the order in which they are looked for, each with a character that all of its matches hold."""
_NAMED = pattern_of(
    r"<[^<>\n]{1,80}>|\{[^{}\n]{1,80}\}|\[[^\[\]\n]{1,80}\]|\b(?:YOUR|MY|TU|SU|MEIN|IHR|VOTRE|SEU)[_-]\w{1,60}"
)
_ATTRIBUTES = ("{.", "{#", "{:")
"""What begins a list of attributes: it says how something looks, and fills in nothing."""
_MASKED = frozenset({TokenKind.CODE, TokenKind.INCLUDE, TokenKind.HEADING_ID, TokenKind.FORMULA, TokenKind.REFERENCE})
_HOLDERS = frozenset({TokenKind.LINK, TokenKind.IMAGE, TokenKind.TAG})


def placeholders_in(text: str, *, printf: bool = False) -> Iterator[tuple[str, Span]]:
    """The placeholders of a text, white space in one form, and where they stand; `printf` adds `%s` and its like."""
    rest = text
    for pattern, sign in _PATTERNS if printf else _PATTERNS[:-1]:
        if sign in rest:
            for match in pattern.finditer(rest):
                yield _normal(match[0]), Span(*match.span())
            rest = pattern.sub(lambda match: " " * len(match[0]), rest)


def _normal(written: str) -> str:
    """One form for a placeholder: braces escaped or not, blanks inside simple ones or not."""
    return " ".join(written.split()) if written[:2] in ("{{", "{%", "{*") else re.sub(r"[\\ ]", "", written)


def without_placeholders(text: str) -> str:
    """The text without its placeholders and without white space, for comparing what is left."""
    for pattern in (_TEMPLATE, _BRACES, _PRINTF):
        text = pattern.sub("", text)
    return "".join(text.split())


def without_names(text: str) -> str:
    """The text without what the reader is to put something else for: `<name>`, `{verb}`, `[options]`, `YOUR_ID`."""
    return "".join(_NAMED.sub("", text).split())


def uses_printf(document: Document) -> bool:
    """Whether the page itself shows printf's placeholders in code, so that one in its text is no percent sign."""
    return "%" in document.text and any(
        "%" in text and _PRINTF.search(text)
        for segment in document.segments
        for text in ((segment.text,) if segment.kind is Kind.CODE else _codes(segment))
    )


def _codes(segment: Segment) -> Iterator[str]:
    return (token.value for token in segment.tokens if token.kind is TokenKind.CODE)


def placeholder_tokens(document: Document, segment: Segment, *, printf: bool) -> Iterator[Token]:
    """The placeholders of a segment outside code: its tokens, those in addresses and tags, and those in its text."""
    start, end = segment.span
    known: list[Span] = []
    for token in segment.tokens:
        if token.kind in (TokenKind.PLACEHOLDER, TokenKind.COMPONENT):
            known.append(token.span)
            if not token.value.startswith(_ATTRIBUTES):
                yield token
        elif token.kind in _HOLDERS:
            known.append(token.span)
            for value, _ in placeholders_in(token.value):
                yield Token(TokenKind.PLACEHOLDER, value, token.span)
        elif token.kind in _MASKED:
            known.append(token.span)
    written = document.text[start:end]
    if "{" not in written and not (printf and "%" in written):
        return
    for value, span in placeholders_in(_blanked(written, start, known), printf=printf):
        yield Token(TokenKind.PLACEHOLDER, value, Span(start + span.start, start + span.end))


def _blanked(written: str, start: int, spans: Iterable[Span]) -> str:
    """What is written from `start` on, with blanks in the spans, each character in its place."""
    parts, at = list[str](), 0
    for first, last in sorted((span.start - start, span.end - start) for span in spans):
        if last > at:
            parts += (written[at : max(first, at)], " " * (last - max(first, at)))
            at = last
    return "".join((*parts, written[at:]))
