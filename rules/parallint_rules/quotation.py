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

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from parallint import (
    Document,
    Finding,
    Pair,
    Rule,
    Segment,
    Severity,
    Span,
    TokenKind,
    counted_places,
    pattern_of,
    quote,
)

ID = "quotation"

# CLDR 45, delimiters (https://github.com/unicode-org/cldr-json/tree/45.0.0/cldr-json/cldr-misc-full/main): quotation
# and alternate quotation, each opening and closing.
_CLDR = {
    "“” ‘’": "aa ab af ak an as az ba bal bn bo brx ce ceb co cy da doi dv dz ee en eo es fil fo fy ga gd gl gn gu ha "
    "haw hi id ig io jv km kn ko kok ks ku kw la ln lo lv mai mi ml mn mni mr ms mt my ne ny om or pa ps pt qu rif sa "
    "sat scn sd si smj so ss st su sw ta te th tn to tpi tr ts tt vec vi wa wo xh yo za zh zu",
    "«» “”": "ast br ca el es-us eu it kab kk lij mg pt-pt sc sq ti",
    "«» ‹›": "am fa fr-ch gsw rm",
    "«» „“": "be cv ky os ru sah uk",
    "«» «»": "fr hy oc",
    "«» ‘’": "nb nn no rw",
    "«» ”“": "fr-ca",
    "„“ ‚‘": "cs de dsb et hr hsb is lb mk nds sk sl",
    "„“ „“": "bg lt",
    "„“ ‘‘": "sr",
    "„“ «»": "ka",
    "„” ‘’": "bs",
    "„” «»": "pl ro",
    "„” »«": "hu",
    "”” ’’": "fi he sv yi",
    "”“ ’‘": "ar ur",
    "‘’": "nl",
    "‘’ “”": "fur ia",
    "“” ’‘": "uz",
    "“” “”": "tk",
    "»« ‘’": "tg",
    "»« ›‹": "ug",
    "「」 『』": "ja yue zh-hant zh-tw zh-hk zh-mo",
}
# What style guides and books of the language have besides.
_BESIDES = {
    "“”": "fr fr-ch fr-ca fa he ar ur nl ca gl pt-pt nb nn no it el ja zh-hant zh-tw zh-hk zh-mo tk tg ug",
    "‘’": "fa he ar ur fr it es-us pt-pt tk",
    "«»": "es gl pt de et lv lt bg da ar ur tr az uz hr sr sl mk is sq",
    "»« ›‹": "de da hr sl sk cs sr pl",
    "‹›": "fr it es ca",
    "„“": "lv da kk ky nb nn hr sr sl bs ro pl",
    "„”": "nl he hr sr bs bg lt et",
    "‚’": "nl pl ro hu hr bs sr",
    "‚‘": "sr bs bg",
    "”” ’’": "da nb nn no hr sr bs",
    "「」 『』 《》 〈〉": "ko zh",
    "《》 〈〉": "zh-hant zh-tw zh-hk zh-mo",
}
_ALL = "“”‘’„‚«»‹›「」『』"
_OPENING = pattern_of(r"(?<![\w])([“”‘„‚«»‹›「『])(?=[\w*_`\[(])([^“”„«»‹›「」『』\n]{1,200}?)([“”’«»‹›」』])")
_HIDING = frozenset({TokenKind.CODE, TokenKind.PLACEHOLDER, TokenKind.TAG, TokenKind.INCLUDE, TokenKind.FORMULA})
_STRAIGHT = pattern_of(r"(?<!\w)(\")(?=\w)([^\"\n]{1,200}?)(\")(?!\w)")


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
        if found := _marks(_CLDR, name):
            return found | _marks(_BESIDES, name)
    return frozenset()


def _marks(table: Mapping[str, str], name: str) -> frozenset[str]:
    return frozenset(pair for marks, locales in table.items() if name in locales.split() for pair in marks.split())


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
