"""A block's sentences: its text as a reader sees it, cut where sentences end, each with its place in the document.

The only module that imports sentencex, and only when a block is looked into. The library knows each language's
abbreviations; what it cannot know is markup. So it is given the text without markup, a letter for each piece of code,
and no full stop inside a link's text; the places are kept beside.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from parallint.model import Document, Kind, Segment, Span, Token, TokenKind
from parallint.patterns import pattern_of

LIMIT = 20_000
"""Characters of a block beyond which it is not cut into sentences."""

# Stands for code, addresses, templates and images. A letter, for a sentence may begin with code, and a capital, for the
# library takes what goes on in lower case for the same sentence; from a block that no document's words are written in.
_OBJECT = "\uff38"
_OBJECTS = frozenset(
    {
        *(TokenKind.CODE, TokenKind.PLACEHOLDER, TokenKind.IMAGE),
        *(TokenKind.INCLUDE, TokenKind.REFERENCE, TokenKind.FORMULA),
    }
)
_DROPPED = frozenset({TokenKind.TAG, TokenKind.COMPONENT, TokenKind.FOOTNOTE, TokenKind.HEADING_ID})
_ENDS = ".!?…。！？｡．؟।۔"
_INSIDE_LINK = str.maketrans(dict.fromkeys(_ENDS, "·"))
_MARKUP = pattern_of(
    r"(?P<blank>(?<![ \t])[ \t]*+(?:\r\n?|\n)[ \t]*+(?:>[ \t]?)*+)"
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<mark>\*+|~~+|(?<!\w)_+|_+(?!\w))"
)
_BEFORE_BRACKET = pattern_of(rf"[{_ENDS}][ \t\n]+(?=[(\[（])|[。！？｡](?=[(\[（])")
_BRACKETED_END = pattern_of(rf"[{_ENDS}][)\]）」』”»\"]+(?:[ \t\n]+|(?<=[）」』]))(?=[^\W\d_])")
_PLAIN_END = pattern_of(rf"(?<=[^\W\d_]{{5}})[{_ENDS}][\"”’»]*[ \t\n]+(?=[^\W\d_])")
_WIDE_END = pattern_of(rf"[。！？｡](?=[0-9A-Za-z{_OBJECT}])")
_PERHAPS_END = pattern_of(r"(?:(?<=[^\W\d_]{3})\.|\.\.\.|…)[\"”’»)]*[ \t\n]+(?=\S)")
_NO_END = pattern_of(r"(?:^|\s)[\"'“„«(（]*\.[\"'”“»)]*\s*$")
_SHORTENED = pattern_of(r"(?:^|[\s(（])[^\W\d_]{1,2}\.\s*$")
_LETTER = pattern_of(r"[^\W\d_]")


class Sentence(NamedTuple):
    """A sentence as a segment of its own.

    `sure` says that the one before it really ends where this one begins: a shortened word or three dots may end a
    sentence or not.
    """

    segment: Segment
    sure: bool


@dataclass(slots=True)
class Visible:
    """Visible text, gathered; the character at k stands at `starts[k]` to `ends[k]`, markup at its edges included."""

    parts: list[str] = field(default_factory=list[str])
    starts: list[int] = field(default_factory=list[int])
    ends: list[int] = field(default_factory=list[int])
    opened: int = -1

    def say(self, text: str, start: int) -> None:
        """Text as it stands at `start`."""
        if not text:
            return
        self.parts.append(text)
        self.starts.append(start if self.opened < 0 else self.opened)
        self.starts.extend(range(start + 1, start + len(text)))
        self.ends.extend(range(start + 1, start + len(text) + 1))
        self.opened = -1

    def stand_in(self, char: str, start: int, end: int) -> None:
        """One character for what stands there."""
        self.say(char, start)
        self.ends[-1] = end

    def drop(self, start: int, end: int, opening: bool) -> None:
        """Markup, which belongs to what follows it or to what it follows."""
        if opening:
            self.opened = start if self.opened < 0 else self.opened
        elif self.ends:
            self.ends[-1] = end


def sentences(document: Document, segment: Segment) -> list[Sentence]:
    """The segment's sentences in order; each of a table row's cells is one at least.

    Nothing comes of a segment longer than `LIMIT`.
    """
    if segment.span.end - segment.span.start > LIMIT:
        return []
    areas = [cell.span for cell in segment.cells if cell.text] if segment.kind is Kind.ROW else [segment.span]
    locale = re.split("[-_]", document.locale or "en")[0].lower()
    return [sentence for area in areas for sentence in _sentences(document, segment, area, locale)]


def _sentences(document: Document, segment: Segment, area: Span, locale: str) -> Iterator[Sentence]:
    inner = (t for t in segment.tokens if area.start <= t.span.start and t.span.end <= area.end)
    tokens = sorted(inner, key=_place)
    places = [token.span.start for token in tokens]
    seen = _read(document.text, area, tokens)
    text = "".join(seen.parts)
    for start, end, sure in _bounds(text, locale):
        span = Span(seen.starts[start], max(seen.ends[start:end]))
        words = text[start:end].replace(_OBJECT, " ").strip()
        inside = tuple(tokens[bisect_left(places, span.start) : bisect_left(places, span.end)])
        yield Sentence(Segment(segment.kind, span, words, words, segment.path, 0, segment.depth, "", inside), sure)


def _place(token: Token) -> Span:
    return token.span


def _bounds(text: str, locale: str) -> Iterator[tuple[int, int, bool]]:
    """Where the sentences begin and end, blanks around them left out, and whether they surely begin there."""
    start, sure = 0, True
    for end, following in [*_ends(text, locale), (len(text), True)]:
        if not _LETTER.search(text, start, end) and end < len(text):
            continue  # a number or a sign alone goes with what follows
        piece = text[start:end]
        first = start + len(piece) - len(piece.lstrip())
        last = start + len(piece.rstrip())
        if first < last:
            yield first, last, sure
        start, sure = end, following


def _ends(text: str, locale: str) -> list[tuple[int, bool]]:
    """Where, before the end of the text, one sentence ends and another begins, and whether that is sure."""
    from sentencex import get_sentence_boundaries  # type: ignore[import-untyped]

    found = {int(b["start_index"]) for b in get_sentence_boundaries(locale, text)}
    found |= {m.end() for m in _BRACKETED_END.finditer(text) if not text[m.end()].islower()}
    found |= {m.end() for m in _PLAIN_END.finditer(text) if text[m.end()].isupper()}
    found |= {m.end() for m in _WIDE_END.finditer(text)}
    found |= {m.end() for m in _BEFORE_BRACKET.finditer(text)}
    perhaps = {m.end() for m in _PERHAPS_END.finditer(text)} - found
    return [(k, k in found) for k in sorted(found | perhaps) if 0 < k < len(text) and not _goes_on(text, k)]


def _goes_on(text: str, at: int) -> bool:
    """Whether a full stop is the inside of a name, is itself what is spoken of, or only shortens a word."""
    if (text[at - 1] in ".!?" and not text[at].isspace()) or _NO_END.search(text, max(0, at - 8), at):
        return True
    return text[at].islower() and _SHORTENED.search(text, max(0, at - 8), at) is not None


def _read(text: str, area: Span, tokens: Sequence[Token]) -> Visible:
    """The visible text of an area of the document."""
    seen = Visible()
    at = quiet_until = area.start
    for start, end, kind, whole in sorted(_cuts(text, tokens)):
        if end <= at:
            continue
        start = max(start, at)
        _say(seen, text, at, start, quiet_until)
        if kind == _AS_OBJECT:
            seen.stand_in(_OBJECT, start, end)
        elif kind == _AS_BLANK:
            seen.stand_in(" ", start, end)
        else:
            seen.drop(start, end, opening=kind == _OPENING)
        at, quiet_until = end, max(quiet_until, whole)
    _say(seen, text, at, area.end, quiet_until)
    return seen


_OPENING, _CLOSING, _AS_OBJECT, _AS_BLANK = range(4)


def _cuts(text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int, int, int]]:
    """What is not read as it stands: from where to where, as what, and how far no sentence ends thereafter."""
    for token in tokens:
        start, end = token.span
        if token.kind is TokenKind.LINK and text[start : start + 1] == "[":
            behind = max(text.rfind("](", start, end), text.rfind("][", start, end))
            yield start, start + 1, _OPENING, end
            yield behind if behind > start else end - 1, end, _CLOSING, end
        elif token.kind in _OBJECTS or token.kind is TokenKind.LINK:
            yield start, end, _AS_OBJECT, end
        elif token.kind is TokenKind.TAG and token.value.split(" ", 1)[0] == "br":
            yield start, end, _AS_BLANK, end
        elif token.kind in _DROPPED:
            closes = token.value.startswith("/") or token.kind is TokenKind.FOOTNOTE
            yield start, end, _CLOSING if closes else _OPENING, end


def _say(seen: Visible, text: str, start: int, end: int, quiet_until: int) -> None:
    """Plain text, its inline marks and line breaks taken out; before `quiet_until` no sentence ends."""
    if start < quiet_until < end:
        _say(seen, text, start, quiet_until, quiet_until)
        start = quiet_until
    quiet = end <= quiet_until
    at = start
    for match in _MARKUP.finditer(text, start, end):
        _put(seen, text[at : match.start()], at, quiet)
        at = match.end()
        if match["blank"] is not None:
            seen.stand_in(" ", match.start(), at)
        elif match["escaped"]:
            seen.drop(match.start(), at - 1, opening=True)
            _put(seen, match["escaped"], at - 1, quiet)
        else:
            seen.drop(match.start(), at, opening=_opens(text, match.start(), at))
    _put(seen, text[at:end], at, quiet)


def _opens(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return (not before or before.isspace() or before in "([（「") and not after.isspace()


def _put(seen: Visible, text: str, start: int, quiet: bool) -> None:
    seen.say(text.translate(_INSIDE_LINK) if quiet else text, start)
