"""A note, tip or warning has become another one, or none.

## What it does

Compares the marks that make a piece of text a note, a tip or a warning (`> [!NOTE]`, `:::tip`, `!!! note`,
`/// warning`, `{{% alert %}}`). The keyword must be the English one: it is a command and not a word to translate.
Reports a keyword that was changed or translated, and a mark that is lost while the text under it is there. The title
behind the keyword is the translator's.

## Why it matters

A warning that is shown as a tip is not taken seriously, and with a keyword that the site does not know the reader sees
the mark itself.

## Example

English:

```markdown
# Delete a project

You can delete a project that nobody uses any more.

> [!WARNING]
> Deleted projects cannot be restored.

Projects of other people stay as they are.
```

Translation (es):

```markdown
# Eliminar un proyecto

Puede eliminar un proyecto que ya nadie usa.

> [!NOTE]
> Los proyectos eliminados no se pueden restaurar.

Los proyectos de otras personas no cambian.
```

## Options

- `same` (default none): keywords that a site uses for another, as `{ "NOTA" = "NOTE" }`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from parallint import (
    Document,
    Finding,
    Kind,
    Pair,
    Rule,
    Segment,
    Severity,
    Span,
    counted_places,
    held_confidences,
    quote,
)

ID = "admonition-drift"

# https://docs.github.com/get-started/writing-on-github (alerts) and the DocFX Flavored Markdown reference.
_ALERTS = frozenset({"NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"})
_UNREAD = re.compile(r"\s*(\[!\s?[^\]\n]{1,40}\]|:::+ ?[^\s:]{1,40}|!!! ?[^\s!]{1,40}|/// ?[^\s/]{1,40})")
_BOX = re.compile(
    r":::|!!! ?\w|\?\?\?\+? ?\w|/// ?\w"
    r"|\{\{[%<][ \t]*(?:alert|admonition|callout|note|tip|hint|caution|warning|important)\b"
    r"|<(?:alert|admonition|callout|aside|note|tip|hint|caution|warning|important|details)\b"
    r"|\{%-?[ \t]*(?:note|tip|hint|caution|warning|important|alert)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Options:
    """Options of the rule; `same` maps a site's own keyword to the English one."""

    same: Mapping[str, str] = field(default_factory=dict[str, str])


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each mark whose keyword differs, and for each that is lost although its text is there."""
    yield from _in_text(pair)
    if not any(s.kind is Kind.ADMONITION for d in (pair.source, pair.target) for s in d.segments):
        return
    place = _Places(pair)
    seen: set[int] = set()
    other: list[tuple[Segment, Segment]] = []
    for i, mark in enumerate(pair.source.segments):
        if mark.kind is not Kind.ADMONITION or mark.info.startswith("/"):
            continue
        found = place.counterpart(i)
        if found is not None:
            j, confidence = found
            seen.add(j)
            there = pair.target.segments[j]
            if _notation(pair.target, there) != _notation(pair.source, mark):
                other.append((mark, there))
            elif _keyword(there, options) != _keyword(mark, options):
                yield Finding(_changed(pair, mark, there), mark.span, there.span, confidence)
        elif (content := place.content(i)) is not None:
            j, confidence = content
            if box := _otherwise(pair.target, j):
                other.append((mark, box))
            else:
                yield Finding(_lost(pair, mark, j), mark.span, _opening(pair.target, j), confidence)
    if other:
        mark, there = other[0]
        said = f"{_changed(pair, mark, there)}, which is another notation{counted_places(len(other))}"
        yield Finding(said, mark.span, there.span, 0.9, Severity.NOTE)
    yield from _unknown(pair, options, seen)


def _unknown(pair: Pair, options: Options, seen: set[int]) -> Iterator[Finding]:
    """Marks of the translation's own whose keyword nobody knows."""
    known = {segment.info for segment in pair.source.segments if segment.kind is Kind.ADMONITION} | _ALERTS
    for j, mark in enumerate(pair.target.segments):
        if mark.kind is not Kind.ADMONITION or j in seen or mark.info in known or mark.info in options.same:
            continue
        if _notation(pair.target, mark) == "[!":
            yield Finding(f"{_written(pair.target, mark)} is no mark that is known: {_KNOWN}", None, mark.span, 0.8)


def _in_text(pair: Pair) -> Iterator[Finding]:
    """Marks that no dialect of the page reads, as one with a title: the same must stand on both sides."""
    if not any(_UNREAD.match(segment.text) for segment in pair.source.segments if segment.kind.prose):
        return
    for link, sure in zip(pair.links, held_confidences(pair), strict=True):
        if not link.source or not link.target:
            continue
        source, target = pair.source.segments[link.source[0]], pair.target.segments[link.target[0]]
        mark = _UNREAD.match(source.text) if source.kind.prose else None
        there = _UNREAD.match(target.text) if mark and target.kind.prose else None
        if mark and there and "".join(mark[1].split()).casefold() != "".join(there[1].split()).casefold():
            message = f"the mark is {quote(there[1])} here, and {quote(mark[1])} in the English"
            yield Finding(message, source.span, target.span, sure)


_KNOWN = "there are " + ", ".join(f"[!{name}]" for name in sorted(_ALERTS))


class _Places:
    """Which segment of the translation belongs to which of the English."""

    def __init__(self, pair: Pair) -> None:
        self._pair = pair
        held = zip(pair.links, held_confidences(pair), strict=True)
        self._links = {i: (link, sure) for link, sure in held if link.source and link.target for i in link.source}
        self._gaps = {i: link.confidence for link in pair.links if not link.target for i in link.source}

    def counterpart(self, index: int) -> tuple[int, float] | None:
        """The mark of the translation that stands for the mark: the one linked, or the one above the same text."""
        segments = self._pair.target.segments
        if index in self._links:
            link, sure = self._links[index]
            return next(((j, sure) for j in link.target if segments[j].kind is Kind.ADMONITION), None)
        content = self.content(index)
        if content is None:
            return None
        j, confidence = content
        return (j - 1, confidence) if j and segments[j - 1].kind is Kind.ADMONITION else None

    def content(self, index: int) -> tuple[int, float] | None:
        """Where the text under the mark stands in the translation."""
        if index in self._links:
            link, sure = self._links[index]
            return link.target[0], sure
        if index + 1 not in self._links or self._pair.source.segments[index + 1].kind is Kind.ADMONITION:
            return None
        link, sure = self._links[index + 1]
        return link.target[0], min(sure, self._gaps.get(index, 1.0))


def _otherwise(document: Document, index: int) -> Segment | None:
    """The segment at or before the text under a mark that opens a box in another notation."""
    near = (document.segments[k] for k in (index, index - 1) if k >= 0)
    return next((segment for segment in near if _BOX.match(document.written(segment))), None)


def _keyword(mark: Segment, options: Options) -> str:
    return options.same.get(mark.info, mark.info).casefold()


def _written(document: Document, mark: Segment) -> str:
    return document.written(mark).partition("\n")[0].strip().lstrip("> \t")


def _notation(document: Document, mark: Segment) -> str:
    """What a mark begins with: `[!`, `::`, `!!`, `//`, `{{`, `<A`."""
    return _written(document, mark)[:2]


def _changed(pair: Pair, mark: Segment, there: Segment) -> str:
    here, english = _written(pair.target, there), _written(pair.source, mark)
    return f"the mark is {quote(here, 40)} here, and {quote(english, 40)} in the English"


def _lost(pair: Pair, mark: Segment, index: int) -> str:
    english = quote(_written(pair.source, mark), 40)
    if found := _UNREAD.match(pair.target.segments[index].text):
        return f"{quote(found[1])} is no mark and is shown as text; the English has {english}"
    return f"the mark {english} of the English is lost here, and its text stands without it"


def _opening(document: Document, index: int) -> Span:
    """The first line of the text that lost its mark."""
    start, end = document.segments[index].span
    line = document.text[start:end].splitlines()[:1]
    return Span(start, start + len(line[0])) if line else Span(start, end)


RULE = Rule(ID, Severity.ERROR, check, Options, __doc__, mqm="markup")
