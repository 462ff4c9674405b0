"""Numbers by value: which ones a text states, in whatever digits, grouping and units of ten thousands it writes them.

It is evidence for silence, not arithmetic: where a form can be read in two ways, both count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from parallint.patterns import pattern_of

_NUMBER = pattern_of(r"\d{1,3}(?:[ \u00a0\u202f'’_]\d{3})+(?!\d)|\d+(?:\\?[.,٫٬·]\d+)*")
_GROUPED = pattern_of(r"\d{1,3}(?:[.,٬·]\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}|\d{1,3}(?:[^\d.,]\d{3})+")
_NOT_DIGIT = pattern_of(r"\D")
_DATE = pattern_of(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_CJK = pattern_of(r"\s?([十百千백천]*)([万萬億亿兆만억조])?")
_CJK_UNITS = {
    **dict.fromkeys("十", 10),
    **dict.fromkeys("百백", 100),
    **dict.fromkeys("千천", 1000),
    **dict.fromkeys("万萬만", 10**4),
    **dict.fromkeys("億亿억", 10**8),
    **dict.fromkeys("兆조", 10**12),
}

# How languages name the powers of a thousand (CLDR's compact forms, long and short), and India's lakh and crore.
_POWERS = {
    3: r"k|thousand|mil(?!l)|mille|tausend|tsd|tys|тыс\w*|duizend|tusen|tuhat|bin|nghìn|ribu|rb"
    r"|พัน|हज़ार|ألف|آلاف|هزار|אלף",
    5: r"lakhs?|लाख|লাখ",
    6: r"m|mn|million\w*|millón|millones|milhão|milhões|milion\w*|milij\w*|mio|mln|млн|миллион\w*|мільйон\w*|milyon"
    r"|triệu|juta|jt|ล้าน|مليون|ملايين|میلیون|מיליון",
    7: r"crores?|करोड़|কোটি",
    9: r"bn|billion\w*|milliard\w*|miliard\w*|mrd|mld|млрд|миллиард\w*|мільярд\w*|milyar|tỷ|miliar|bilhão|bilhões|مليار"
    r"|میلیارد|מיליארד",
    12: r"trillion\w*|billón|billones|bilion\w*|trilhão|trilhões|трлн|триллион\w*|trilyon|triliun|تريليون|تریلیون",
}
_POWER = pattern_of(
    r"[\s\u00a0-]?(?:" + "|".join(f"(?P<p{p}>(?:{words}))" for p, words in _POWERS.items()) + r")(?!\w)", re.I
)
_RANGE = pattern_of(r"\s?(?:[-–—~〜]|to|and|or)\s?\d[\d.,]*")
_HOUR = pattern_of(r"(?::?\d\d)?\s?([ap])\.?m\b", re.I)
_DAY_BEFORE = pattern_of(r"\b\d{1,2}([/.-])\d{1,2}\1$")
"""Day and month before a year of two digits."""
_HOURS = pattern_of(r"\d:$")
_HAN_DIGITS = {c: k for k, digits in enumerate(("〇零", "一壹", "二两兩", *"三四五六七八九")) for c in digits}
_HAN = pattern_of("[〇零一壹二两兩三四五六七八九十百千]+")
_ALONE = pattern_of(r"(?<![\w./-])\d+(?![\w.-])")
_AFTER = 40
"""Characters behind a number that are looked at for its unit."""


def number_forms(text: str, start: int, end: int) -> frozenset[str]:
    """The values that the number at `start` to `end` of an English text may have in a translation.

    `10 million` is 10000000 as well as 10, `2 pm` 14 as well as 2, and `OAuth 2.0` OAuth2.
    """
    written, after = text[start:end], text[end : end + _AFTER]
    found = {*_readings(written)}
    found.update(_multiplied(written, after[len(m[0]) :] if (m := _RANGE.match(after)) else after))
    found.update(_multiplied(written, after))
    if len(written) == len("22") and _DAY_BEFORE.search(text, max(0, start - len("31/12/")), start):
        found.update({f"19{written}", f"20{written}"})
    if _HOUR.match(after) and written.isdecimal() and len(written) <= len("12"):
        hour = int(written) % 12
        found.update({str(hour), str(hour + 12)})
    if written.endswith(".0"):
        found.add(written.removesuffix(".0"))
    if len(written) == len("0600") and written.isdecimal() and written.startswith("0"):
        found.add(str(int(written[:2])))
    return frozenset(found)


def stated_numbers(text: str) -> frozenset[str]:
    """The values of all numbers in a text, with its code and addresses, in digits of any script, as 十二 or 10 万."""
    found: set[str] = set()
    for match in _NUMBER.finditer(text):
        written = match[0]
        if written == "00" and _HOURS.search(text, max(0, match.start() - 2), match.start()):
            continue  # no minutes: not the hour of midnight
        found.update(_readings(written))
        found.update(_multiplied(written, text[match.end() : match.end() + _AFTER]))
        if not written.isdecimal() and ("\\" in written or _DATE.fullmatch(written) or not _GROUPED.fullmatch(written)):
            found.update(_plain(part) for part in _NOT_DIGIT.split(written) if part)
    found.update(str(_han(match[0])) for match in _HAN.finditer(text))
    return frozenset(found)


def lost_numbers(text: str, other: str) -> list[str]:
    """The numbers of a short English text that its translation states in no form, as written."""
    if text == other or not any(c.isdecimal() for c in text):
        return []
    stated = stated_numbers(other)
    found = [match.span() for match in _NUMBER.finditer(text)]
    return [
        text[start:end]
        for start, end in found
        if number_forms(text, start, end).isdisjoint(stated) and not follows(other, text[start:end])
    ]


def follows(text: str, written: str) -> bool:
    """Whether the parts of a number such as `498,5` or `4.3` stand one behind the other in a text, however divided."""
    parts = [part for part in _NOT_DIGIT.split(_ascii(written)) if part]
    return len(parts) > 1 and bool(re.search(r"(?<!\d)" + r"\D{1,3}".join(parts) + r"(?!\d)", _ascii(text)))


def address_numbers(address: str) -> tuple[str, tuple[str, ...]]:
    """An address without the numbers in it that stand alone (a port, a parameter's value), and these numbers."""
    return _ALONE.sub("0", address), tuple(_ALONE.findall(address))


def _ascii(written: str) -> str:
    if written.isascii():
        return written
    return "".join(str(int(c)) if c.isdecimal() else c for c in written)


def _plain(digits: str) -> str:
    return digits.lstrip("0") or "0"


def _readings(written: str) -> Iterator[str]:
    """`1.000` is a thousand, and one."""
    written = _ascii(written).replace("\\", "")
    if written.isdecimal():
        yield _plain(written)
        return
    if _GROUPED.fullmatch(written):
        yield _plain(_NOT_DIGIT.sub("", written))
    yield re.sub(r"[,٫٬·]", ".", written)


def _multiplied(written: str, after: str) -> Iterator[str]:
    """The number times the unit behind it: ten thousands, millions, …"""
    factor = 1
    if (match := _CJK.match(after)) and match[0].strip():
        for unit in match[1] + (match[2] or ""):
            factor *= _CJK_UNITS[unit]
    elif match := _POWER.match(after):
        factor = 10 ** int((match.lastgroup or "p0")[1:])
    if factor > 1:
        for reading in _readings(written):
            if reading.count(".") <= 1 and len(reading) < len("1" * 30):
                value = Fraction(reading) * factor
                if value.denominator == 1:
                    yield str(value.numerator)


def _han(numeral: str) -> int:
    """`十二` is 12, `二〇二四` is 2024."""
    if not any(c in _CJK_UNITS for c in numeral):
        return int("".join(str(_HAN_DIGITS[c]) for c in numeral[:30]))
    total, digit = 0, 1
    for c in numeral[:30]:
        if c in _CJK_UNITS:
            total, digit = total + digit * _CJK_UNITS[c], 1
            continue
        digit = _HAN_DIGITS[c]
    return total + (digit if numeral[-1] in _HAN_DIGITS else 0)
