"""Characters that a wrong encoding, a merge or a copy left behind.

## What it does

Looks in the translation for replacement characters (U+FFFD), text that was read in a wrong encoding (`Ã©` for `é`),
control characters, a byte order mark inside the text, marks of a git conflict, characters that reverse the direction of
the text, and characters without width inside words, code and addresses. What the English has as well is left alone, and
so are the joiners of Persian, Hindi and other scripts, those of emoji, and the breaks of scripts without blanks. A kind
of character is one finding a page.

## Why it matters

Readers see debris; code and addresses with a character that nobody sees do not work and nobody finds out why.

## Example

English:

```markdown
# Coffee

The café opens at eight and closes at six.

It is closed on Mondays.
```

Translation (es):

```markdown
# CafÃ©

La cafetería abre a las ocho y cierra a las seis.

Cierra los lunes.
```

## Options

None.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from parallint import (
    Finding,
    Kind,
    Pair,
    Replacement,
    Rule,
    Severity,
    Span,
    TokenKind,
    counted_places,
    pattern_of,
    quote,
)

ID = "encoding"

_CP1252 = "".join(bytes([b]).decode("cp1252", "replace").replace("�", chr(b)) for b in range(0x80, 0xC0))
_TAIL = f"[{re.escape(_CP1252)}]"
# UTF-8 that was read as Windows-1252, as sequences of two, three and four bytes. A capital letter before a closing
# quotation mark, or a letter before a guillemet and an ellipsis, looks the same: what decodes to no text is none.
_MOJIBAKE = pattern_of(f"(?:[Â-ß]{_TAIL}|[à-ï]{_TAIL}{{2}}|[ð-ô]{_TAIL}{{3}})+")
_CLOSING = frozenset("”’»“‘…–—\u00a0")
_PLAIN_SCRIPTS = pattern_of(
    "[\u00a0-\u024f\u0370-\u07bf\u0900-\u0eff\u1100-\u11ff\u1e00-\u206f\u20a0-\u20bf\u2100-\u27bf\u3000-\u30ff"
    "\u3130-\u318f\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef\U0001f300-\U0001faff]+"
)
_CONFLICT = pattern_of(r"^<{7} .*$(?=(?s:.{0,100000}?)^={7}$(?s:.{0,100000}?)^>{7} )", re.M)
_CONFLICT_HINT = "\n<<<<<<< "
_CONTROLS = "\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff"
_CONTROL = pattern_of(f"[{_CONTROLS}]")
_MARK = pattern_of("\ufeff")
_REPLACEMENT = pattern_of("\ufffd+")
_DIRECTIONS = "\u202a-\u202e\u2066-\u2069"
_BIDI = pattern_of(f"[{_DIRECTIONS}]")
_OVERRIDE = pattern_of("[\u202d\u202e]")
_RIGHT_TO_LEFT_WORDS = "ar arc azb ckb dv fa he iw ks ku ps sd syr ug ur yi"
_RIGHT_TO_LEFT = frozenset(_RIGHT_TO_LEFT_WORDS.split())
_NO_WIDTH = "\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\u180e\u00ad"
# Between letters of the Latin, Greek or Cyrillic script none of these has a meaning; a soft hyphen has one.
_IN_WORD = pattern_of("(?<=[A-Za-z\u00c0-\u052f0-9])[\u200b-\u200d\u2060-\u2064\u180e]+(?=[A-Za-z\u00c0-\u052f0-9])")
_HIDDEN = pattern_of(f"[{_NO_WIDTH}]")
# Two scans that nearly every page is done with; what they find is looked into by all the others.
_PLAIN = pattern_of(f"[^{_CONTROLS}{_DIRECTIONS}{_NO_WIDTH}\ufeff\ufffd]*+")
_TWO_OF_MOJIBAKE = pattern_of(f"[Â-ô]{_TAIL}")
_NEAR = 12

Places = Iterator[Span]


@dataclass(frozen=True)
class Options:
    """The rule has no options."""


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each kind of debris that the translation has and the English has not."""
    text = pair.target.text
    if _PLAIN.fullmatch(text) and not _TWO_OF_MOJIBAKE.search(text) and not _may_conflict(text):
        return
    for find, message in _KINDS:
        spans = list(find(pair))
        if not spans:
            continue
        english = Counter(pair.source.text[start:end] for start, end in find(_mirrored(pair)))
        spans = [span for span in spans if not english[text[span.start : span.end]]]
        if spans:
            start, end = spans[0]
            shown = message.format(_named(text[start:end]), _repaired(text[start:end]) or "", _around(text, spans[0]))
            fix = tuple(Replacement(span, new) for span in spans if (new := _instead(find, text, span)) is not None)
            complete = fix if len(fix) == len(spans) else ()
            yield Finding(shown + counted_places(len(spans)), None, spans[0], 0.95, fix=complete)


def _instead(find: Callable[[Pair], Places], text: str, span: Span) -> str | None:
    """What must stand there: what was read in a wrong encoding, nothing for what nobody sees; None for all others."""
    if find is _mojibake:
        return _repaired(text[slice(*span)])
    return "" if find is _no_width or text[slice(*span)] == "\ufeff" else None


def _may_conflict(text: str) -> bool:
    return _CONFLICT_HINT in text or text.startswith("<<<<<<< ")


def _mirrored(pair: Pair) -> Pair:
    """The English as if it were a translation, for a look at what it has itself."""
    return Pair(pair.id, pair.target, pair.source)


def _matches(pattern: re.Pattern[str]) -> Callable[[Pair], Places]:
    return lambda pair: (Span(*match.span()) for match in pattern.finditer(pair.target.text))


def _conflicts(pair: Pair) -> Places:
    text = pair.target.text
    if _may_conflict(text):
        yield from (Span(*match.span()) for match in _CONFLICT.finditer(text))


def _mojibake(pair: Pair) -> Places:
    text = pair.target.text
    for match in _MOJIBAKE.finditer(text):
        run = match.group()
        before = text[match.start() - 1 : match.start()]
        ends_word = len(run) == len("Ü”") and run[1] in _CLOSING and (before.isalpha() or not before)
        if not ends_word and _repaired(run):
            yield Span(*match.span())


def _repaired(run: str) -> str | None:
    """What the run was before it was read in the wrong encoding; None where it is no such run.

    A single character of a dense script would stand alone among Latin letters: that is chance.
    """
    try:
        raw = b"".join(bytes([0x80 + _CP1252.index(c)]) if c in _CP1252 else c.encode("latin-1") for c in run)
        text = raw.decode("utf-8")
    except (UnicodeError, ValueError):
        return None
    if not _PLAIN_SCRIPTS.fullmatch(text) or (len(text) == 1 and text >= "\u0370" and not "\u2000" <= text < "\u2c00"):
        return None
    return text


def _bidi(pair: Pair) -> Places:
    right_to_left = re.split("[-_]", pair.locale.lower())[0] in _RIGHT_TO_LEFT
    yield from _matches(_OVERRIDE if right_to_left else _BIDI)(pair)


def _no_width(pair: Pair) -> Places:
    """Characters without width inside words, code and addresses."""
    text = pair.target.text
    if not _HIDDEN.search(text):
        return
    found = {Span(*match.span()) for match in _IN_WORD.finditer(text)}
    for segment in pair.target.segments:
        code = [segment.span] if segment.kind is Kind.CODE else []
        code += [token.span for token in segment.tokens if token.kind is TokenKind.CODE]
        code += [_address(text, token.span) for token in segment.tokens if token.kind in _ADDRESSES]
        for start, end in code:
            found.update(Span(*m.span()) for m in _HIDDEN.finditer(text, start, end) if not _joins(text, m.start()))
    yield from sorted(found)


_ADDRESSES = frozenset({TokenKind.LINK, TokenKind.IMAGE})


def _address(text: str, span: Span) -> Span:
    """The address of a link: its text may hold what it likes."""
    at = text.rfind("](", span.start, span.end)
    return Span(at, span.end) if at >= 0 else Span(span.end, span.end)


def _joins(text: str, offset: int) -> bool:
    """Whether a joiner stands between letters beyond Latin, or in an emoji."""
    around = text[max(0, offset - 1) : offset] + text[offset + 1 : offset + 2]
    return text[offset] in "\u200c\u200d" and any(c > "\u0530" for c in around)


def _named(run: str) -> str:
    shown = [f"U+{ord(c):04X}" for c in run[:3]]
    return quote(run) if run.isprintable() and run.strip() and "\ufffd" not in run else " ".join(shown)


def _around(text: str, span: Span) -> str:
    return quote("".join(c if c.isprintable() else " " for c in text[max(0, span.start - _NEAR) : span.end + _NEAR]))


_KINDS: tuple[tuple[Callable[[Pair], Places], str], ...] = (
    (_conflicts, "a git conflict was not resolved here: {0}"),
    (_matches(_REPLACEMENT), "{0} stands for a character that was lost in a conversion: {2}"),
    (_mojibake, "{0} is “{1}”, read in a wrong encoding: {2}"),
    (_matches(_CONTROL), "a control character, {0}, stands in the text: {2}"),
    (_matches(_MARK), "a byte order mark, {0}, stands inside the text: {2}"),
    (_bidi, "{0} changes the direction of the text and is not in the English: {2}"),
    (_no_width, "a character without width, {0}, stands inside: {2}"),
)

RULE = Rule(ID, Severity.WARNING, check, Options, __doc__, mqm="character encoding")
