"""The reader sees the marks of bold, code or a link, because they do not take effect.

## What it does

Reports `**`, `*`, `_`, `` ` `` and `](` that stand in the visible text of the translation while the English shows none.
For bold and italics it says which character is the cause: after a letter `**` does not open before punctuation, and
before a letter it does not close behind punctuation, so that `**“文字”**文` is not bold in CommonMark. Python-Markdown
(MkDocs) knows no such rule; on pages with its marks only blanks beside a mark are a fault.

## Why it matters

The text is not bold, the link cannot be followed, and the page shows what nobody was to see.

## Example

English:

```markdown
# Deliveries

A delivery is called **"late"** when it arrives a day after the date.

The date can be changed until the parcel has left the warehouse.
```

Translation (zh):

```markdown
# 配送

晚于约定日期一天到达的配送称为**“延迟”**配送。

在包裹离开仓库之前，可以更改日期。
```

## Options

- `renderer` (default `auto`): `commonmark` or `python-markdown`; by default the marks of the page tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from parallint import (
    Document,
    Finding,
    Flanks,
    Kind,
    Mark,
    Pair,
    Rule,
    Segment,
    Severity,
    Span,
    TokenKind,
    flanks,
    is_python_markdown,
    marked_segments,
    pattern_of,
    quote,
    shown_marks,
)

ID = "literal-markup"

_DIGITS = pattern_of(r"[0-9]+")
_NEAR = 12


@dataclass(frozen=True)
class Options:
    """Options of the rule; `renderer` says whose rules hold for emphasis."""

    renderer: Literal["auto", "commonmark", "python-markdown"] = "auto"


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each kind of mark that shows in a linked piece of the translation and not in its English."""
    marked = marked_segments(pair.target)
    for link in pair.linked if marked else ():
        if marked.isdisjoint(link.target):
            continue
        marks = _shown(pair.target, [pair.target.segments[j] for j in link.target if j in marked])
        if not marks:
            continue
        here = [pair.source.segments[i] for i in link.source]
        there = [pair.target.segments[j] for j in link.target]
        expected = Counter(mark.sign[0] for mark in _shown(pair.source, here))
        for kind in (TokenKind.EMPHASIS, TokenKind.CODE, TokenKind.LINK):
            found = [mark for mark in marks if mark.kind is kind and not expected[mark.sign[0]]]
            if kind is TokenKind.LINK and found and _definitions_went(pair):
                continue
            if (
                found
                and not _told_of_token(pair, here, there, found[0])
                and (told := _told(pair, here, found, options))
            ):
                message, mark = told
                yield Finding(message, Span(here[0].span.start, here[-1].span.end), mark.span, 0.9 * link.confidence)


def _told_of_token(pair: Pair, here: Sequence[Segment], there: Sequence[Segment], mark: Mark) -> bool:
    """Whether the mark shows because of code that is lost, or a number that is another: their rules tell of it."""
    english = " ".join(pair.source.written(segment) for segment in here)
    if mark.kind is TokenKind.EMPHASIS:
        beside = f"`{mark.sign}" in english or f"{mark.sign}`" in english
        return beside and _codes(there) < _codes(here)
    start = pair.target.text.rfind("[", there[0].span.start, mark.span.start)
    label = pair.target.text[start : mark.span.start + 1] if start >= 0 else ""
    return label not in english and bool(_DIGITS.search(label)) and _DIGITS.sub("0", label) in _DIGITS.sub("0", english)


def _codes(segments: Sequence[Segment]) -> int:
    return sum(token.kind is TokenKind.CODE for segment in segments for token in segment.tokens)


def _definitions_went(pair: Pair) -> bool:
    """Whether definitions of links stood right behind a piece that is missing: then they went with it."""
    gone = {i for link in pair.links if not link.target for i in link.source}
    above = -1
    for i, segment in enumerate(pair.source.segments):
        if segment.kind is not Kind.DEFINITION:
            above = i
        elif above in gone:
            return True
    return False


def _shown(document: Document, segments: Sequence[Segment]) -> list[Mark]:
    return [mark for segment in segments if segment.kind.prose for mark in shown_marks(document, segment)]


def _told(pair: Pair, here: Sequence[Segment], marks: Sequence[Mark], options: Options) -> tuple[str, Mark] | None:
    """The message and the mark that it is about; None where the mark is none."""
    first = marks[0]
    if first.kind is TokenKind.LINK:
        return f"the link shows as text: {_excerpt(pair.target, first)} {_LINK_CAUSES.get(first.sign[1:], '')}", first
    if first.kind is TokenKind.CODE:
        return f"a ` shows in the text, as it has no counterpart: {_excerpt(pair.target, first)}", first
    return _emphasis(pair, here, marks, _python_markdown(pair, options))


_LINK_CAUSES = {
    "(": "is no link: a blank or an open parenthesis stands in its address",
    "[": "refers to a definition that the page has not",
    " (": "has a blank between “]” and “(”",
    "（": "has a full-width “（” in place of “(”",
}


def _emphasis(
    pair: Pair, here: Sequence[Segment], marks: Sequence[Mark], python_markdown: bool
) -> tuple[str, Mark] | None:
    signs = {mark.sign[0] for mark in marks}
    double = [mark for mark in marks if len(mark.sign) > 1]
    if not double and (len(marks) < len("**") or not _emphasised(pair.source, here, signs)):
        return None  # a single * is a footnote's mark, a product of numbers, …
    opened = False
    for mark in double or marks:
        around = flanks(pair.target, mark)
        works = around.closes if opened else around.opens
        if not works and not (python_markdown and not _blank(around, opened)):
            return f"{quote(mark.sign)} shows in the text: {_cause(mark, around, opened)}", mark
        opened = not opened
    if python_markdown and len(double) % len("**") == 0:
        return None
    mark = (double or marks)[-1]
    return f"{quote(mark.sign)} shows in the text, as it has no counterpart: {_excerpt(pair.target, mark)}", mark


def _blank(around: Flanks, closing: bool) -> bool:
    return (around.before if closing else around.after).isspace()


def _cause(mark: Mark, around: Flanks, closing: bool) -> str:
    """Why a mark does not open or close, and what to do."""
    if _blank(around, closing):
        where = "before" if closing else "behind"
        return f"a blank stands {where} it; remove the blank"
    inner, outer = (around.before, around.after) if closing else (around.after, around.before)
    verb, side, other = ("close", "behind", "before") if closing else ("open", "before", "behind")
    return (
        f"it does not {verb} {side} the punctuation “{inner}” and {other} the letter “{outer}”; move “{inner}” out of "
        f"the marked text, put a blank {'behind' if closing else 'before'} the mark, or use <strong>"
    )


def _emphasised(document: Document, segments: Sequence[Segment], signs: set[str]) -> bool:
    return any(document.written(segment).count(sign) > 1 for segment in segments for sign in signs)


def _python_markdown(pair: Pair, options: Options) -> bool:
    if options.renderer != "auto":
        return options.renderer == "python-markdown"
    return pair.conventions.python_markdown or is_python_markdown(pair.source.text)


def _excerpt(document: Document, mark: Mark) -> str:
    start, end = mark.span
    return quote(document.text[max(0, start - _NEAR) : end + _NEAR].strip())


RULE = Rule(ID, Severity.WARNING, check, Options, __doc__, mqm="markup")
