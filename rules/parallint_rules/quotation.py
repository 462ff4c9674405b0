"""The quotation marks are not those of the language.

## What it does

Compares the quotation marks of the translation's text with those that CLDR has for its locale: `„ “` in German, `« »`
in French, `「 」` in Japanese, and so on. Both those for a quotation and those inside one are right, and straight ones
(`"`) are right unless `straight` says otherwise. Code, HTML and addresses are left out. A page is one finding a kind of
mark. Switched off by default.

## Why it matters

Marks of another language look foreign, and a page with several kinds of them careless.

## Example

English:

```markdown
# Words

A “segment” is what a translator treats as one.

The rest is markup.
```

Translation (de):

```markdown
# Wörter

Ein “Segment” ist, was beim Übersetzen als Einheit gilt.

Der Rest ist Auszeichnung.
```

## Options

- `straight` (default true): straight quotation marks will do.
- `marks` (default: those of CLDR): the pairs that are right, as `["„“", "‚‘"]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parallint import Document, Finding, Pair, Rule, Segment, Severity, Span, TokenKind, counted_places, quote

ID = "quotation"

# CLDR 45, delimiters (https://github.com/unicode-org/cldr/tree/main/common/main): quotation and alternate quotation,
# each opening and closing. Several pairs: what style guides of the language have besides.
_MARKS = {
    "“” ‘’": "en zh zh-hans es-419 pt pt-br hi bn ta te ml kn gu mr pa si th vi id ms fil ko tr he ar fa ur sw zu af "
    "ga cy ne lo my gd mt",
    "„“ ‚‘": "de lb cs sk sl hr sr bs mk is",
    "„” ‚’": "nl",
    "‘’ “”": "nl ti",
    "«» ‹› “”": "fr es it pt-pt ca gl eu el nb no nn sq hy",
    "«» „“": "ru uk be bg et lv lt ka kk ky",
    "»« ›‹ „“": "da hr sl de",
    "”” ’’": "fi sv da",
    "„” «» ‚’ »«": "pl ro hu",
    "„“": "bg lt ka",
    "「」 『』 “”": "ja zh-hant zh-tw zh-hk",
    "‘’ “” 「」 『』 《》 〈〉": "ko zh",
}
_ALL = "“”‘’„‚«»‹›「」『』"
_OPENING = re.compile(r"(?<![\w])([“”‘„‚«»‹›「『])(?=[\w*_`\[(])([^“”„«»‹›「」『』\n]{1,200}?)([“”’«»‹›」』])")
_HIDING = frozenset({TokenKind.CODE, TokenKind.PLACEHOLDER, TokenKind.TAG, TokenKind.INCLUDE, TokenKind.FORMULA})
_STRAIGHT = re.compile(r"(?<!\w)(\")(?=\w)([^\"\n]{1,200}?)(\")(?!\w)")


@dataclass(frozen=True)
class Options:
    """Options of the rule; `marks` are pairs of characters."""

    straight: bool = True
    marks: tuple[str, ...] = ()


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each kind of quotation marks on the page that its language does not have."""
    right = frozenset(options.marks) or _right(pair.locale)
    if not right:
        return
    found: dict[str, list[Span]] = {}
    for segment in pair.target.segments:
        if segment.kind.prose:
            for marks, span in _quotations(pair.target, segment, options.straight):
                if marks not in right:
                    found.setdefault(marks, []).append(span)
    for spans in found.values():
        shown = quote(pair.target.text[spans[0].start : spans[0].end], 40)
        usual = " or ".join(f"{mark[0]}…{mark[1]}" for mark in sorted(right))
        yield Finding(
            f"the quotation marks of {shown} are not those of the language, {usual}{counted_places(len(spans))}",
            None,
            spans[0],
            0.8,
        )


def _right(locale: str) -> frozenset[str]:
    """The pairs of marks for a locale, or for its language; none where it is not known."""
    tag = locale.lower().replace("_", "-")
    for name in (tag, tag.split("-")[0]):
        found = [pair for marks, locales in _MARKS.items() if name in locales.split() for pair in marks.split()]
        if found:
            return frozenset(found)
    return frozenset()


def _quotations(document: Document, segment: Segment, straight: bool) -> Iterator[tuple[str, Span]]:
    start, end = segment.span
    text = document.text[start:end]
    if straight and not any(mark in text for mark in _ALL):
        return
    hidden = [token.span for token in segment.tokens if token.kind in _HIDING]
    for pattern in (_OPENING,) if straight else (_OPENING, _STRAIGHT):
        for match in pattern.finditer(text):
            place = Span(start + match.start(), start + match.end())
            if not any(span.start < place.start < span.end for span in hidden):
                yield match[1] + match[3], place


RULE = Rule(ID, Severity.WARNING, check, Options, __doc__, mqm="quote marks", default=False)
