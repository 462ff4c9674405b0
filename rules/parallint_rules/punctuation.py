"""A piece ends with another kind of punctuation.

## What it does

Compares what linked pieces end with: a question mark, a colon, or anything else; on request also a full stop, an
exclamation mark, an ellipsis and nothing. The marks of other scripts count as what they stand for (`。`, `؟`, `।`),
brackets and quotation marks behind them for nothing. A colon may be added; a Japanese question may end with `か。`, and
a Japanese list may follow a full stop. What a page does throughout is its way and no finding. Switched off by default.

## Why it matters

A question that became a statement is a mistranslation; a colon that is lost cuts a list off from what it belongs to.

## Example

English:

```markdown
# Start

Is the server running?

Wait until the light is green.
```

Translation (es):

```markdown
# Inicio

El servidor está en marcha.

Espere hasta que la luz esté verde.
```

## Options

- `strict` (default false): full stops, exclamation marks, ellipses and nothing at the end count as well.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from parallint import Finding, Kind, Link, Pair, Rule, Segment, Severity, pattern_of

ID = "punctuation"

_ENDS = {
    "a full stop": ".。．।۔።։။។༎׃",
    "a question mark": "?？؟\u037e⸮՞፧",
    "an exclamation mark": "!！՜",
    "a colon": ":：፡",
    "an ellipsis": "…⋯",
}
_CLASS = {character: name for name, characters in _ENDS.items() for character in characters} | {
    "\u037e": "a question mark"
}
_NOTHING = "no punctuation"
_BEHIND = pattern_of(r"[\s\"'”’»«“„‟‹›」』）)\]】》〉}*_~\u200b-\u200f]+$")
_NO_FULL_STOP_WORDS = "th lo km my dz bo"
_NO_FULL_STOP = frozenset(_NO_FULL_STOP_WORDS.split())
_WAY = 0.3
"""Share of a page's pieces of one kind from which on a change of the ending is the page's way."""
_FEW = 3


@dataclass(frozen=True)
class Options:
    """Options of the rule; `strict` tells all kinds of endings apart."""

    strict: bool = False


class _Ends(NamedTuple):
    link: Link
    kind: Kind
    english: str
    here: str


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each linked piece that ends otherwise, unless many of the page do so."""
    ends = list(_ends(pair, options))
    of_kind = Counter((end.kind, end.english) for end in ends)
    alike = Counter((end.kind, end.english, end.here) for end in ends)
    for link, kind, english, here in ends:
        if english == here or alike[kind, english, here] >= max(_FEW, _WAY * of_kind[kind, english]):
            continue
        source, target = pair.source.segments[link.source[-1]], pair.target.segments[link.target[-1]]
        yield Finding(
            f"this {target.kind} ends with {here}, and the English with {english}",
            source.span,
            target.span,
            0.8 * link.confidence,
        )


def _ends(pair: Pair, options: Options) -> Iterator[_Ends]:
    language = re.split("[-_]", pair.locale.lower())[0]
    for link in pair.links:
        if len(link.source) != 1 or len(link.target) != 1:
            continue
        source, target = pair.source.segments[link.source[0]], pair.target.segments[link.target[0]]
        if source.kind in _KINDS and target.kind is source.kind and source.words.strip() and target.words.strip():
            english, here = _end(source), _end(target)
            telling = options.strict or english in _TELLING or here == "a question mark"
            if not telling or _custom(language, english, here, target):
                here = english
            yield _Ends(link, source.kind, english, here)


_KINDS = frozenset({Kind.PARAGRAPH, Kind.ITEM, Kind.HEADING})
_TELLING = frozenset({"a question mark", "a colon"})


def _end(segment: Segment) -> str:
    text = _BEHIND.sub("", segment.text)
    if text.endswith(("...", "。。。")):
        return "an ellipsis"
    return _CLASS.get(text[-1:], _NOTHING)


def _custom(language: str, english: str, here: str, target: Segment) -> bool:
    """Whether the language ends such a piece so: no full stops, questions with a particle, no colons."""
    if language in _NO_FULL_STOP and {english, here} == {"a full stop", _NOTHING}:
        return True
    if language != "ja" or here not in ("a full stop", _NOTHING):
        return False
    asks = _BEHIND.sub("", target.text).rstrip("。").endswith("か")
    return english == "a colon" or (english == "a question mark" and asks)


RULE = Rule(ID, Severity.WARNING, check, Options, __doc__, mqm="punctuation", default=False)
