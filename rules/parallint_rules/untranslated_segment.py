"""A piece of the translation is still in English.

## What it does

Reports each heading, paragraph, list item, table row or HTML block of the translation that still reads as English.
Inline code, addresses, names and other words with a capital count for nothing; at least three words must be left. Where
the translation's language has a script of its own the script decides; elsewhere the text's words are looked up on the
English page and among English function words. Six words or more of English that stand in the middle of a translated
piece are reported as well. Neighbouring pieces are one finding, and a page that is English
from top to bottom is one note. A piece that is a quotation, or the title of a linked page and nothing else, is left
alone; so are the entries of a glossary (`on the fly`), commands, messages of a compiler, descriptions of images that
repeat the file's name, and titles and labels in a link or in bold with text of the translation's own script beside
them.

## Why it matters

Readers who came for their own language have to guess. MQM calls it untranslated.

## Example

English:

```markdown
# Back up

Save the file before you close the window.

Then restart the service and wait for the green light.
```

Translation (es):

```markdown
# Copia de seguridad

Guarde el archivo antes de cerrar la ventana.

Then restart the service and wait for the green light.
```

## Options

- `least-words` (default 3): lower-case words that a piece must have.
- `names` (default none): terms that stay as they are, and count for nothing; so do those in the page's `no-loc:` field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from parallint import (
    English,
    Finding,
    Kind,
    Link,
    Pair,
    Rule,
    Segment,
    Severity,
    Span,
    TokenKind,
    described,
    pattern_of,
    quote,
)

ID = "untranslated-segment"

_KINDS = frozenset({Kind.HEADING, Kind.PARAGRAPH, Kind.ITEM, Kind.ROW, Kind.HTML, Kind.IMAGE})
_WHOLE_PAGE = 0.9
_PAGE_SEGMENTS = 3
_QUOTED = pattern_of(
    r"(?:[“”\"„«»「『‘’'*_]|&(?:ldquo|rdquo|quot|laquo|raquo|#822[01]|#x201[cd]);)\W{0,2}(?:\w+\W{1,3}){0,3}$", re.I
)
_COMMENT = pattern_of(r"\{[{%][<%-]?\s*comment\b")
_MESSAGE = pattern_of(r"\W{0,3}\S{0,200}[(:]\d{1,7}[,:]\d{1,7}\)?\s?:\s?(?:fatal )?(?:error|warning|note)\b", re.I)
"""A message as a compiler prints it, with the place in a file: it is looked for as it is."""
_NEAR = 60
_MOST = 40
"""Runs of English words of one piece that are looked for in it."""
_WORDS = pattern_of(r"[^\W\d_]+")
_QUOTES = ("“", '"', "„", "«", "「", "『", "”", "‘", "'")
_QUOTES_END = ("”", '"', "“", "»", "」", "』", "’", "'")


@dataclass(frozen=True)
class Options:
    """Options of the rule; `least_words` counts lower-case words."""

    least_words: int = 3
    names: tuple[str, ...] = ()


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each run of linked segments whose target reads as English."""
    if pair.locale.lower().split("-")[0].split("_")[0] == "en":
        return
    english = English(pair.source, pair.target, {*options.names, *pair.source.terms, *pair.target.terms})
    runs = list(_runs(pair, english, options))
    found = sum(len(run) for run in runs)
    prose = sum(_counts(s, english, options) for s in pair.target.segments) if found >= _PAGE_SEGMENTS else 0
    if prose and found >= _WHOLE_PAGE * prose:
        source, target = pair.source.segments, pair.target.segments
        yield Finding(
            f"this page is in English: {found} of {prose} pieces",
            Span(source[0].span.start, source[-1].span.end),
            Span(target[0].span.start, target[-1].span.end),
            0.9,
            Severity.NOTE,
        )
        return
    for run in runs:
        there = [pair.target.segments[j] for link in run for j in link.target]
        here = [pair.source.segments[i] for link in run for i in link.source]
        yield Finding(
            f"still in English: {described(there)}",
            Span(here[0].span.start, here[-1].span.end),
            Span(min(s.span.start for s in there), max(s.span.end for s in there)),
            0.95,
        )
    yield from _inside(pair, english, {j for run in runs for link in run for j in link.target})


def _inside(pair: Pair, english: English, reported: set[int]) -> Iterator[Finding]:
    """English words left in the middle of a translated piece; what stands in quotation marks is meant to be English."""
    mixed = english.with_function
    for link in pair.linked if mixed else ():
        if mixed.isdisjoint(link.target) or not reported.isdisjoint(link.target):
            continue
        source = "\n".join([pair.source.segments[i].words for i in link.source])
        for j in [j for j in link.target if j in mixed]:
            segment = pair.target.segments[j]
            if segment.kind in _KINDS and segment.kind is not Kind.HEADING:
                for run in islice(english.left_inside(segment, source), _MOST):
                    place = _quoted_span(pair.target.text, segment, run)
                    if place and not _is_meant(segment):
                        yield Finding(f"English left inside the {segment.kind}: {quote(run)}", None, place, 0.85)


def _quoted_span(text: str, segment: Segment, run: str) -> Span | None:
    """Where the run stands as written; None where it is in quotation marks, in bold or italics, or a link's text."""
    pattern = r"[\W_]+".join(map(re.escape, _WORDS.findall(run)))
    found = re.compile(pattern).search(text, segment.span.start, segment.span.end)
    if not found or _QUOTED.search(text, max(segment.span.start, found.start() - _NEAR), found.start()):
        return None
    inside = any(t.kind is TokenKind.LINK and t.span.start <= found.start() < t.span.end for t in segment.tokens)
    return None if inside else Span(*found.span())


def _runs(pair: Pair, english: English, options: Options) -> Iterator[list[Link]]:
    segments = pair.target.segments
    found = {j for j in english.suspects if _untranslated(segments[j], english, options)}
    run: list[Link] = []
    for link in pair.linked if found else ():
        if found.issuperset(link.target):
            run.append(link)
        elif run and any(segments[j].words.strip() for j in link.target):
            yield run
            run = []
    if run:
        yield run


def _untranslated(segment: Segment, english: English, options: Options) -> bool:
    if segment.kind not in _KINDS or not segment.words or not english.is_english(segment, options.least_words):
        return False
    text = segment.words.strip()
    if text.startswith(_QUOTES) and text.endswith(_QUOTES_END):
        return False
    if any(t.kind is TokenKind.LINK and t.span == segment.span for t in segment.tokens):
        return False
    return not _is_meant(segment)


def _is_meant(segment: Segment) -> bool:
    """Whether the segment is a message of a program, a template's comment that no reader sees, or a file's name."""
    comment = any(_COMMENT.match(t.value) and t.span.start == segment.span.start for t in segment.tokens)
    return comment or _MESSAGE.match(segment.words) is not None or _names_file(segment)


def _names_file(segment: Segment) -> bool:
    """Whether an image's description only repeats the name of its file."""
    if segment.kind is not Kind.IMAGE:
        return False
    words = _WORDS.findall(segment.words.lower())
    files = (t.value.rsplit("/", 1)[-1].rsplit(".", 1)[0].lower() for t in segment.tokens if t.kind is TokenKind.IMAGE)
    return any(_WORDS.findall(name) == words for name in files)


def _counts(segment: Segment, english: English, options: Options) -> bool:
    return segment.kind in _KINDS and english.is_prose(segment, options.least_words)


RULE = Rule(ID, Severity.WARNING, check, Options, __doc__, mqm="untranslated")
