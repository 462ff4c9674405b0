"""What stands outside the spans of a bilingual page, and which of it the English had too.

Whoever made the page put spans around all that was to be translated. What they left out is therefore the same on both
sides (code, addresses, markup, names, directives), or it was put in or translated afterwards: words of the
translation's language, whose English the page does not hold. Those words are kept out of the embedded English, which
must not claim them; the markup that they stand in stays, as far as the English must have had it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter

from parallint.model import Document, Kind, Segment, Span, TokenKind
from parallint.patterns import pattern_of

_MARKUP = pattern_of(
    r"`[^`\n]*+`|<[^<>\n]*+>|https?://[^\s)>\]|]++|\]\([^()\r\n]*+(?:\([^()\r\n]*+\)[^()\r\n]*+)*+\)|\]\[[^\[\]\n]*+\]"
    r"|\[!(?:[^\[\]\r\n]*+\])?|\{[^{}\n]*+\}|[\[\]!|*_~\\]++|[\r\n]++[ \t>]*+(?:(?:[-*+]|\d{1,9}[.)]|#{1,6})[ \t]++)?"
)
_WORD = pattern_of(r"(?<![\w@./\\#$%-])[^\W\d_]{3,}(?![\w@/\\(=-]|[.:]\w)")
_BEYOND_LATIN = pattern_of(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]{2}")
_FIELD = pattern_of(r"""(?<=[\r\n])["']?([\w.-]+)["']?[ \t]*[:=]""")
TABLE_RULE = pattern_of(r"(?:\r\n?|\n)[ \t>]*\|?[ \t]*+:?-+:?[ \t]*+(?:\|[^\r\n]*|(?=[\r\n])|\Z)")
"""The line under a table's head, with the line end before it."""

_LINE_END = pattern_of(r"[ \t]*(?:\r\n?|\n)")
_BLANK_LINES = pattern_of(r"((?:[ \t]*(?:\r\n?+|\n))*?)[ \t]*(?:\r\n?+|\n)(?![ \t]*[\r\n])")
_MARKER = pattern_of(r"(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?\Z")
_ANCHOR = pattern_of(r"""#+[ \t]+(<a[ \t]+name=(?:"[^"<>\n]*"|'[^'<>\n]*')[ \t]*>[ \t]*</a>)""")


def foreign(translation: Document) -> Iterator[Span]:
    """The parts of the translation outside its units that the English had not, as spans of its text.

    They are words without English beside them, the descriptions of images, and the anchors with which the bilingual
    form keeps a heading's English address.
    """
    units = [unit.span for unit in translation.units]
    ends = [span.end for span in units]
    for segment in translation.segments:
        if segment.kind is Kind.FRONT_MATTER:
            yield from _fields(translation, segment)
            continue
        first = bisect_left(ends, segment.span.start)
        last = bisect_right(units, segment.span.end, key=lambda span: span.start)
        inside = units[first:last]
        if segment.kind.prose or segment.kind is Kind.IMAGE:
            yield from _prose(translation.text, segment, inside)
        elif segment.kind is Kind.HTML:
            yield from _words(translation.text, _gaps(segment.span, inside), _beyond_latin)


def speaks(text: str, least: int = 1) -> bool:
    """Whether the text holds words to translate: `least` lower-case ones, or any beyond the Latin script."""
    return _beyond_latin(text) or sum(match.group().islower() for match in _WORD.finditer(text)) >= least


def _beyond_latin(text: str) -> bool:
    return not text.isascii() and bool(_BEYOND_LATIN.search(text))


def _prose(text: str, segment: Segment, units: Sequence[Span]) -> Iterator[Span]:
    start, end = segment.span
    if text.startswith("[!", start):
        yield from ()
    elif units or any(token.kind is TokenKind.IMAGE for token in segment.tokens):
        anchor = _ANCHOR.match(text, start, end) if segment.kind is Kind.HEADING and units else None
        if anchor:
            yield Span(*anchor.span(1))
        described = list(_descriptions(text, segment, units))
        yield from described
        yield from _words(text, _gaps(segment.span, sorted([*units, *described])), _speaks_twice)
    elif speaks(" ".join(text[run.start : run.end] for run in _runs(text, segment.span))):
        yield from _whole(text, segment)


def _speaks_twice(text: str) -> bool:
    """Two words: a single one beside translated text is a name more often than not."""
    return speaks(text, 2)


def _words(text: str, gaps: Iterable[Span], telling: Callable[[str], bool]) -> Iterator[Span]:
    for gap in gaps:
        for run in _runs(text, gap):
            if telling(text[run.start : run.end]):
                yield run


def _gaps(span: Span, inside: Sequence[Span]) -> Iterator[Span]:
    at = span.start
    for start, end in inside:
        if start > at:
            yield Span(at, min(start, span.end))
        at = max(at, end)
    if span.end > at:
        yield Span(at, span.end)


def _runs(text: str, span: Span) -> Iterator[Span]:
    """The text between the markup, white space around it left out."""
    at = span.start
    bounds = [match.span() for match in _MARKUP.finditer(text, *span)]
    for start, end in (*bounds, (span.end, span.end)):
        run = text[at:start]
        if words := run.strip():
            first = at + len(run) - len(run.lstrip())
            yield Span(first, first + len(words))
        at = end


def _descriptions(text: str, segment: Segment, units: Sequence[Span]) -> Iterator[Span]:
    """The descriptions of the images that stand outside the units."""
    for token in segment.tokens:
        start, end = token.span
        if token.kind is TokenKind.IMAGE and text.startswith("![", start):
            k = bisect_right(units, start, key=attrgetter("end"))
            close = text.rfind("](", start, end)
            if close > start + 2 and (k == len(units) or units[k].start >= end):
                yield Span(start + 2, close)


def _whole(text: str, segment: Segment) -> Iterator[Span]:
    """A block without English, with as much around it as keeps what is around it from changing its meaning."""
    start, end = segment.span
    if segment.kind is Kind.ROW:
        if not TABLE_RULE.match(text, end):
            line_end = _LINE_END.match(text, end)
            yield Span(start, line_end.end() if line_end else end)
    elif segment.kind is Kind.ITEM:
        line = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
        marker = _MARKER.search(text, line, start)
        blank = _BLANK_LINES.match(text, end)
        indent = len(text[line:start]) - len(text[line:start].lstrip(" \t"))
        if blank and text[blank.end() : blank.end() + indent + 1].isspace():
            yield Span(start, blank.end(1))  # what is nested in the item still needs its marker
        else:
            yield Span(marker.start() if marker else start, end)
    else:
        yield segment.span


def _fields(document: Document, segment: Segment) -> Iterator[Span]:
    """The front matter's fields whose values are words of the translation, each with all its lines."""
    translated = {key for key, value in document.front_matter.items() if _field_speaks(value)}
    if not translated:
        return
    fields = list(_FIELD.finditer(document.text, *segment.span))
    stop = document.text.rfind(document.text[segment.span.start : segment.span.start + 3], *segment.span)
    starts = [match.start() for match in fields]
    for match, end in zip(fields, [*starts, stop][1:], strict=True):
        if match[1] in translated:
            yield Span(match.start(), end)


def _field_speaks(value: str) -> bool:
    return _beyond_latin(value) or (" " in value.strip() and speaks(value))
