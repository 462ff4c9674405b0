"""A number of the English is another one in the translation, or missing.

## What it does

Compares the numbers in the text of linked pieces by their value: `1,000`, `1.000`, `1 000` and `१०००` are the same, so
are `20,000` and `2万`, `2 pm` and `14:00`. Versions are compared to the letter. Reports a number that the translation
doesn't have, together with the one that it has instead, and a port or a parameter of an address that differs.
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

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from parallint import (
    Document,
    Finding,
    Pair,
    Rule,
    Segment,
    Severity,
    Span,
    Token,
    TokenChange,
    TokenKind,
    address_numbers,
    follows,
    number_forms,
    quote,
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
_WORD = re.compile(r"[a-z]+")
_MOST = 60
"""Lost numbers of one piece that are looked for in other forms."""
_ERA = re.compile("令和|平成|昭和|民國|民国")


@dataclass(frozen=True)
class Options:
    """Options of the rule; `words_up_to` is the greatest integer that may be a word."""

    words_up_to: int = 12


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each pair of linked pieces with numbers that the translation lacks."""
    changes = token_changes(pair, _KINDS, _value, _likeness)
    for (_, target), group in groupby(changes, key=lambda change: (change.source, change.target)):
        known = list(group)
        yield from _judge(pair, [c for c in known if _kind(c) is TokenKind.NUMBER], target, options)
        yield from (_in_address(c.lost, c.added, c) for c in known if c.lost and c.added and _kind(c) is TokenKind.LINK)


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
    """Numbers of as many digits are likelier the same one, but any could be; an address must be the same otherwise."""
    if lost.kind is TokenKind.LINK:
        return float(address_numbers(lost.value)[0] == address_numbers(added.value)[0])
    return 1 / (1 + abs(len(lost.value) - len(added.value)))


def _in_address(lost: Token, added: Token, change: TokenChange) -> Finding:
    here, there = address_numbers(lost.value)[1], address_numbers(added.value)[1]
    one, other = next((a, b) for a, b in zip(here, there, strict=False) if a != b)
    message = f"the address says {quote(other)} here where the English says {quote(one)}"
    return Finding(message, change.source_span, change.target_span, 0.9 * (0.8 + 0.2 * change.confidence))


def _judge(
    pair: Pair, changes: Sequence[TokenChange], target: Sequence[Segment], options: Options
) -> Iterator[Finding]:
    lost = [change for change in changes if change.lost and not change.left][:_MOST]
    if not lost:
        return
    there = " ".join(pair.target.written(segment) for segment in target)
    stated = stated_numbers(there)
    lost = [c for c in lost if c.lost and not _is_there(pair, c.lost, there, stated)]
    if not lost:
        return
    added = _unexplained(pair, changes)
    wrong = [c for c in lost if added or not _may_be_word(c.lost, options)]
    wrong = [c for c in wrong if c.added in added or not _may_be_word(c.lost, options)]
    if wrong:
        yield _finding(pair, wrong, added)


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
    """The numbers that the translation has besides, but for those that the English has as a word or in code."""
    added = [change.added for change in changes if change.added]
    if not added:
        return []
    here = " ".join(pair.source.written(segment) for change in changes[:1] for segment in change.source)
    stated, words = stated_numbers(here), set(_WORD.findall(here.lower()))
    return [token for token in added if _value(token, pair.target) not in stated and not _named(token, words)]


def _named(token: Token, words: set[str]) -> bool:
    value = token.value.lstrip("0") or "0"
    if any(name in words or name + "s" in words for name in _NAMES.get(value, ())):
        return True
    month = _small(value)
    return 1 <= month <= len(_MONTHS) and any(w.startswith(_MONTHS[month - 1]) for w in words)


def _small(value: str) -> int:
    """A whole number of at most nine digits; -1 for any other."""
    return int(value) if value.isdecimal() and len(value) < len("1000000000") else -1


def _finding(pair: Pair, wrong: Sequence[TokenChange], added: Sequence[Token]) -> Finding:
    first = wrong[0]
    became = first.added if first.added in added else None
    target = became.span if became else first.target_span if not first.added else _whole(first)
    numbers = [pair.source.text[slice(*change.lost.span)] for change in wrong if change.lost]
    if became and len(wrong) == 1:
        there = pair.target.text[slice(*became.span)]
        message = f"the translation says {quote(there)} where the English says {quote(numbers[0])}"
    elif len(numbers) == 1:
        message = f"the number {quote(numbers[0])} is missing here"
    else:
        message = f"the numbers {', '.join(quote(n) for n in numbers[:4])} are missing here"
    return Finding(message, first.source_span, target, _sureness(pair, first, bool(became)))


def _whole(change: TokenChange) -> Span:
    return Span(change.target[0].span.start, change.target[-1].span.end)


def _sureness(pair: Pair, change: TokenChange, replaced: bool) -> float:
    token = change.lost
    sure = 0.5 + 0.5 * change.confidence
    if replaced or token is None:
        return 0.95 * sure
    before = pair.source.text[max(0, token.span.start - 2) : token.span.start]
    if len(before) > 1 and before[0].isalpha() and before[1] == "-":
        return 0.45 * sure  # catch-22, Section-14: a name may be told in other words
    return (0.6 if token.value.isdecimal() and int(token.value) % 10 == 0 else 0.8) * sure


RULE = Rule(ID, Severity.ERROR, check, Options, __doc__, mqm="mistranslation")
