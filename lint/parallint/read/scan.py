"""What text holds without markup: numbers, and addresses that stand as they are."""

from __future__ import annotations

from collections.abc import Iterator

from parallint.model import Span, Token, TokenKind
from parallint.patterns import pattern_of

# GFM's extended autolinks (https://github.github.com/gfm/#autolinks-extension-), and numbers outside words, those of
# scripts with blanks: in Chinese or Japanese a number stands right behind a letter. An address is kept to the
# characters of RFC 3986: in a text without blanks the words behind it are no part of it.
_URL = r"(?:https?://|ftp://|\bwww\.)[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+"
_MAIL = r"(?<![A-Za-z0-9.+_-])[A-Za-z0-9.+_-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_NUMBER = (  # begins with what a search can look for quickly; what stands before is looked at afterwards
    r"\d(?<![0-9A-Za-z\u00c0-\u052f.]\d)"
    r"(?:\d{0,2}(?:[ \u00a0\u2009\u202f'’]\d{3})+(?:[.,٫]\d+)?(?!\d)|\d*(?:[.,٫٬]\d+)*)"
)
_NUMBERS = pattern_of(f"(?P<number>{_NUMBER})")
_SCAN = pattern_of(f"(?P<url>{_URL})|(?P<mail>{_MAIL})|(?P<number>{_NUMBER})")
_ADDRESS = pattern_of(f"{_URL}|{_MAIL}")
_DIGIT = pattern_of(r"\d")
_GROUPED = pattern_of(r"\d{1,3}(?:[.,٬ \u00a0\u2009\u202f'’]\d{3})+|\d{1,2}(?:,\d\d)+,\d{3}")
_GROUPED_DECIMAL = pattern_of(r"(\d{1,3}([.,٬ \u00a0\u2009\u202f'’])\d{3}(?:\2\d{3})*)(?!\2)[.,٫](\d+)")
_SEPARATORS = pattern_of(r"[.,٬ \u00a0\u2009\u202f'’]")


def without_addresses(words: str) -> str:
    """Addresses that stand in the text are nothing to translate."""
    return _ADDRESS.sub(" ", words) if _may_hold_address(words) else words


def _may_hold_address(text: str) -> bool:
    return "://" in text or "@" in text or "www." in text


def needs_scan(content: str) -> bool:
    """Whether a text could hold a number or an address."""
    return _may_hold_address(content) or _DIGIT.search(content) is not None


def scan(content: str) -> Iterator[Token]:
    """The numbers and addresses in a text, in their order."""
    for match in (_SCAN if _may_hold_address(content) else _NUMBERS).finditer(content):
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

    `1,000`, `1.000` and `1 000` are alike, and `1,000.5`, `1.000,5` and `1 000,5`; so is `1.000` meant as one. It is
    evidence, not arithmetic.
    """
    if not written.isascii():
        written = "".join(str(int(c)) if c.isdecimal() else c for c in written)
    if _GROUPED.fullmatch(written):
        return _SEPARATORS.sub("", written)
    if decimal := _GROUPED_DECIMAL.fullmatch(written):
        return f"{_SEPARATORS.sub('', decimal[1])}.{decimal[3]}"
    return written.replace(",", ".").replace("٫", ".")
