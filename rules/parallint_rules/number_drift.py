"""A number of the English is another one in the translation, or missing.

## What it does

Compares the numbers in the text of linked pieces by their value: `1,000`, `1.000`, `1 000` and `१०००` are the same, so
are `20,000` and `2万`, `2 pm` and `14:00`. Versions are compared to the letter. Reports a number that the translation
doesn't have, together with the one that it has instead, a port or a parameter of an address that differs, and a number
in the description of an image that became another.
Numbers up to twelve may be words on either side, numbers may move, and what the translation has besides is left
alone.

## Why it matters

A wrong number is the error that readers can't see: they wait 30 minutes where the English says 3, and install the
version of last year. MQM calls it a mistranslation.

## Example

English:

```markdown
# Limits

A project can hold up to 250 files of 1,000 MB each.

Ask the support team for more.
```

Translation (de):

```markdown
# Grenzen

Ein Projekt kann bis zu 200 Dateien von je 1.000 MB enthalten.

Fragen Sie das Support-Team, wenn Sie mehr brauchen.
```

## Options

- `words-up-to` (default 12): integers up to this one may be written as words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from parallint import (
    Document,
    Finding,
    Pair,
    Replacement,
    Rule,
    Segment,
    Severity,
    Span,
    Token,
    TokenChange,
    TokenKind,
    address_numbers,
    address_restored,
    follows,
    lost_numbers,
    number_forms,
    pattern_of,
    quote,
    related,
    similarity,
    stated_numbers,
    token_changes,
)

ID = "number-drift"

_KINDS = frozenset({TokenKind.NUMBER, TokenKind.LINK})
_NAMES = {
    "0": ("zero", "no", "none"),
    "1": ("one", "a", "an", "first", "once", "single", "each", "every", "another", "per", "only", "either", "any"),
    "2": ("two", "second", "twice", "both", "double", "pair", "half", "couple", "either", "halve"),
    "3": ("three", "third", "triple", "thrice"),
    "4": ("four", "fourth", "quarter"),
    "5": ("five", "fifth"),
    "6": ("six", "sixth"),
    "7": ("seven", "seventh"),
    "8": ("eight", "eighth"),
    "9": ("nine", "ninth"),
    "10": ("ten", "tenth", "decade"),
    "11": ("eleven", "eleventh"),
    "12": ("twelve", "twelfth", "dozen"),
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WORD = pattern_of(r"[a-z]+")
_IN_NAME = pattern_of(r"(?<=[A-Za-z])\d+(?![\d.]*\w)")
_MOST = 60
"""Lost numbers of one piece that are looked for in other forms."""
_VERSION = pattern_of(r"[0-9]{1,3}|v?[0-9]{1,4}(?:\.[0-9]{1,4}){2,4}")
_DESCRIBED = 0.85
"""How sure a number is a fault that became another one in an image's description."""
_INSIDE = 0.8
"""The same for one that English has inside a word."""
_LONG = 2
"""Digits that a number in a word has at the least; one digit is rather a part of the name."""
_SINGLE = 3
"""Numbers of one piece that became others and are told one by one."""
_SHOWN = 4
_ERA = pattern_of("令和|平成|昭和|民國|民国")


@dataclass(frozen=True)
class Options:
    """Options of the rule; `words_up_to` is the greatest integer that may be a word."""

    words_up_to: int = 12


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each pair of linked pieces with numbers that the translation lacks."""
    yield from _described(pair)
    changes = token_changes(pair, _KINDS, _value, _likeness)
    for (_, target), group in groupby(changes, key=lambda change: (change.source, change.target)):
        known = list(group)
        yield from _judge(pair, [c for c in known if _kind(c) is TokenKind.NUMBER], target, options)
        in_addresses = (c for c in known if _kind(c) is TokenKind.LINK)
        yield from (_in_address(pair, c.lost, c.added, c) for c in in_addresses if c.lost and c.added)


def _kind(change: TokenChange) -> TokenKind | None:
    token = change.lost or change.added
    return token.kind if token else None


def _value(token: Token, document: Document) -> str | tuple[str, tuple[str, ...]] | None:
    """A number's value; of an address that holds numbers, the address without them, and them."""
    if token.kind is TokenKind.LINK:
        rest, numbers = address_numbers(token.value)
        return (rest, numbers) if numbers else None
    return token.value.lstrip("0") or "0" if token.value.isdecimal() else token.value


def _likeness(lost: Token, added: Token) -> float:
    """Numbers of as many digits, or of the same, are likelier the same one; an address must be the same otherwise."""
    if lost.kind is TokenKind.LINK:
        return float(address_numbers(lost.value)[0] == address_numbers(added.value)[0])
    same_length = 1 / (1 + abs(len(lost.value) - len(added.value)))
    return 0.3 * same_length + 0.4 * similarity(lost.value, added.value)


def _in_address(pair: Pair, lost: Token, added: Token, change: TokenChange) -> Finding:
    here, there = address_numbers(lost.value)[1], address_numbers(added.value)[1]
    one, other = next((a, b) for a, b in zip(here, there, strict=False) if a != b)
    message = f"the address says {quote(other)} here where the English says {quote(one)}"
    sure, fix = 0.9 * (0.8 + 0.2 * change.confidence), address_restored(pair, lost, added)
    return Finding(message, change.source_span, change.target_span, sure, fix=fix)


def _described(pair: Pair) -> Iterator[Finding]:
    """The numbers in descriptions of images that became others; one that is not mentioned may well be left out."""
    held = {*pair.source.holders.get(TokenKind.IMAGE, ())}
    for link in pair.linked if held and related(pair) else ():
        if held.isdisjoint(link.source):
            continue
        here, there = _images(pair.source, link.source), _images(pair.target, link.target)
        for image, other in zip(here, there, strict=False) if len(here) == len(there) else ():
            gone, come = lost_numbers(image.text, other.text), lost_numbers(other.text, image.text)
            if gone and come:
                message = f"the image's description says {quote(come[0])} where the English says {quote(gone[0])}"
                yield Finding(message, image.span, other.span, _DESCRIBED)


def _images(document: Document, indices: Sequence[int]) -> list[Token]:
    return [token for i in indices for token in document.segments[i].tokens if token.kind is TokenKind.IMAGE]


def _judge(
    pair: Pair, changes: Sequence[TokenChange], target: Sequence[Segment], options: Options
) -> Iterator[Finding]:
    there = " ".join(pair.target.written(segment) for segment in target)
    stated = stated_numbers(there)
    lost = [change for change in changes if change.lost and not change.left][:_MOST]
    lost = [c for c in lost if c.lost and not _is_there(pair, c.lost, there, stated)]
    added = _unexplained(pair, changes)
    if not lost:
        yield from _in_name(pair, changes[0].source, added, stated, changes[0].confidence) if added else ()
        return
    known = [c.added for c in lost if c.added in added]
    free = [token for token in added if token not in known]
    replaced, gone = list[TokenChange](), list[TokenChange]()
    for change in lost:
        if change.added in added or free:
            replaced.append(change if change.added in added else replace(change, added=free.pop(0)))
        elif not _may_be_word(change.lost, options):
            gone.append(change)
    if len(replaced) > _SINGLE:
        replaced, gone = [], [*replaced, *gone]
    yield from (_replaced(pair, change) for change in replaced)
    if gone:
        yield _gone(pair, gone)


def _in_name(
    pair: Pair, source: Sequence[Segment], added: Sequence[Token], stated: frozenset[str], sure: float
) -> Iterator[Finding]:
    """The one number that became the one which English has not, though English has it inside a word: `VS2017`."""
    if len(added) != 1 or not added[0].value.isdecimal() or len(added[0].value) < _LONG:
        return
    words = " ".join(segment.words for segment in source)
    gone = [n for n in _IN_NAME.findall(words) if n not in stated and len(n) == len(added[0].value)]
    at = pair.source.text.find(gone[0], source[0].span.start, source[-1].span.end) if len(gone) == 1 else -1
    if at >= 0:
        message = f"the translation says {quote(added[0].value)} where the English says {quote(gone[0])}"
        yield Finding(message, Span(at, at + len(gone[0])), added[0].span, _INSIDE * (0.5 + 0.5 * sure))


def _is_there(pair: Pair, token: Token, there: str, stated: frozenset[str]) -> bool:
    """Whether the translation states the number in another form, or in code, in an address, as a part of a date."""
    start, end = token.span
    forms = number_forms(pair.source.text, start, end)
    if not forms.isdisjoint(stated) or follows(there, pair.source.text[start:end]):
        return True
    return _year_is_there(_small(token.value), pair.locale, there, stated)


def _year_is_there(year: int, locale: str, there: str, stated: frozenset[str]) -> bool:
    """A year of another calendar: Buddhist, Persian, Islamic (of the year's days either half), or of an era."""
    if not 1800 < year < 2200:
        return False
    language = locale.lower()[:2]
    others = {"th": (year + 543,), "fa": (year - 621, year - 622)}.get(language, ())
    if language in ("ar", "ur"):
        islamic = round((year - 621.57) * 1.03069)
        others = (islamic - 1, islamic, islamic + 1)
    return any(str(other) in stated for other in others) or bool(_ERA.search(there))


def _may_be_word(token: Token | None, options: Options) -> bool:
    return token is not None and 0 <= _small(token.value) <= options.words_up_to


def _unexplained(pair: Pair, changes: Sequence[TokenChange]) -> list[Token]:
    """The numbers that the translation has besides, but for those that the English has as a word, in code, as dates."""
    added = [change.added for change in changes if change.added]
    if not added:
        return []
    here = " ".join(pair.source.written(segment) for change in changes[:1] for segment in change.source)
    forms = [number_forms(pair.source.text, *change.lost.span) for change in changes[:_MOST] if change.lost]
    stated, words = stated_numbers(here).union(*forms), set(_WORD.findall(here.lower()))
    unknown = [token for token in added if _value(token, pair.target) not in stated and not _named(token, words)]
    return [token for token in unknown if not _date_of(token.value, stated)]


def _date_of(value: str, stated: frozenset[str]) -> bool:
    """Whether the value is a date of numbers that the English states."""
    parts = [part.lstrip("0") for part in value.split(".")]
    return len(parts) == len("dmy") and stated.issuperset(parts)


def _named(token: Token, words: set[str]) -> bool:
    value = token.value.lstrip("0") or "0"
    if any(name in words or name + "s" in words for name in _NAMES.get(value, ())):
        return True
    month = _small(value)
    return 1 <= month <= len(_MONTHS) and any(w.startswith(_MONTHS[month - 1]) for w in words)


def _small(value: str) -> int:
    """A whole number of at most nine digits; -1 for any other."""
    return int(value) if value.isdecimal() and len(value) < len("1000000000") else -1


def _replaced(pair: Pair, change: TokenChange) -> Finding:
    here, there = (
        d.text[slice(*span)] for d, span in ((pair.source, change.source_span), (pair.target, change.target_span))
    )
    message = f"the translation says {quote(there)} where the English says {quote(here)}"
    fix = (Replacement(change.target_span, here),) if _same_in_all(here) and _same_in_all(there) else ()
    return Finding(message, change.source_span, change.target_span, _sureness(pair, change, replaced=True), fix=fix)


def _gone(pair: Pair, changes: Sequence[TokenChange]) -> Finding:
    first = changes[0]
    numbers = [quote(pair.source.text[slice(*change.source_span)]) for change in changes[:_SHOWN]]
    more = f" and {len(changes) - _SHOWN} more" if len(changes) > _SHOWN else ""
    one = f"the number {numbers[0]} is missing here"
    message = one if len(changes) == 1 else f"the numbers {', '.join(numbers)}{more} are missing here"
    return Finding(message, first.source_span, _whole(first), _sureness(pair, first, replaced=False))


def _same_in_all(number: str) -> bool:
    """Whether every locale writes the number so: few digits, or a version."""
    return bool(_VERSION.fullmatch(number))


def _whole(change: TokenChange) -> Span:
    return Span(change.target[0].span.start, change.target[-1].span.end)


def _sureness(pair: Pair, change: TokenChange, *, replaced: bool) -> float:
    token = change.lost
    sure = 0.5 + 0.5 * change.confidence
    if replaced or token is None:
        return 0.95 * sure
    before = pair.source.text[max(0, token.span.start - 2) : token.span.start]
    if len(before) > 1 and before[0].isalpha() and before[1] == "-":
        return 0.45 * sure  # catch-22, Section-14: a name may be told in other words
    return (0.6 if token.value.isdecimal() and int(token.value) % 10 == 0 else 0.8) * sure


RULE = Rule(ID, Severity.ERROR, check, Options, __doc__, mqm="mistranslation")
