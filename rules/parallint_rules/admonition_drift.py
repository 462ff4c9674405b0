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
    Replacement,
    Rule,
    Segment,
    Severity,
    Span,
    TokenKind,
    counted_places,
    held_confidences,
    pattern_of,
    quote,
    unopened,
)

ID = "admonition-drift"

# https://docs.github.com/get-started/writing-on-github (alerts) and the DocFX Flavored Markdown reference.
_ALERTS = frozenset({"NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"})
_TEMPLATES = frozenset({TokenKind.PLACEHOLDER, TokenKind.COMPONENT})
_UNREAD = pattern_of(r"\s*(\[!\s?[^\]\n]{1,40}\]|:::+ ?[^\s:]{1,40}|!!! ?[^\s!]{1,40}|/// ?[^\s/]{1,40})")
_KEYWORD = pattern_of(r"(\[!|:{3,10} ?|!!! |\?\?\?\+? |/{3,10} )\s?([^\W_][^\s\]{}\[|]{0,39})(?=[\]\s{\[|]|$)")
_BOX = pattern_of(
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
    if Kind.ADMONITION not in pair.source.by_kind and Kind.ADMONITION not in pair.target.by_kind:
        return
    place = _Places(pair)
    unbalanced = {mark.token.span for mark in unopened(pair, _TEMPLATES)}
    seen: set[int] = set()
    other: list[tuple[Segment, Segment]] = []
    for i in pair.source.by_kind.get(Kind.ADMONITION, ()):
        mark = pair.source.segments[i]
        if mark.info.startswith("/"):
            continue
        if unbalanced and any(token.span in unbalanced for token in mark.tokens):
            continue  # the page is broken without it: `placeholder-drift` says so
        found = place.counterpart(i)
        if found is not None:
            seen.add(found)
            there = pair.target.segments[found]
            if _notation(pair.target, there) != _notation(pair.source, mark):
                other.append((mark, there))
            elif _keyword(there, options) != _keyword(mark, options):
                fix = _fix(pair, mark, there)
                yield Finding(_changed(pair, mark, there), mark.span, there.span, place.confidence(i), fix=fix)
        elif (j := place.content(i)) is not None:
            if box := _otherwise(pair.target, j):
                other.append((mark, box))
            else:
                yield Finding(_lost(pair, mark, j), mark.span, _opening(pair.target, j), place.confidence(i))
    if other:
        mark, there = other[0]
        said = f"{_changed(pair, mark, there)}, which is another notation{counted_places(len(other))}"
        yield Finding(said, mark.span, there.span, 0.9, Severity.NOTE)
    yield from _unknown(pair, options, seen)


def _unknown(pair: Pair, options: Options, seen: set[int]) -> Iterator[Finding]:
    """Marks of the translation's own whose keyword nobody knows."""
    known = {pair.source.segments[i].info for i in pair.source.by_kind.get(Kind.ADMONITION, ())} | _ALERTS
    for j in pair.target.by_kind.get(Kind.ADMONITION, ()):
        mark = pair.target.segments[j]
        if j in seen or mark.info in known or mark.info in options.same:
            continue
        if _notation(pair.target, mark) == "[!":
            yield Finding(f"{_written(pair.target, mark)} is no mark that is known: {_KNOWN}", None, mark.span, 0.8)


def _in_text(pair: Pair) -> Iterator[Finding]:
    """Marks that no dialect of the page reads, as one with a title: the same must stand on both sides."""
    if not any(_UNREAD.match(segment.text) for segment in pair.source.segments if segment.kind.prose):
        return
    for k, link in enumerate(pair.links):
        if not link.source or not link.target:
            continue
        source, target = pair.source.segments[link.source[0]], pair.target.segments[link.target[0]]
        mark = _UNREAD.match(source.text) if source.kind.prose else None
        there = _UNREAD.match(target.text) if mark and target.kind.prose else None
        if mark and there and "".join(mark[1].split()).casefold() != "".join(there[1].split()).casefold():
            message = f"the mark is {quote(there[1])} here, and {quote(mark[1])} in the English"
            sure = held_confidences(pair)[k]
            yield Finding(message, source.span, target.span, sure, fix=_fix(pair, source, target))


_KNOWN = "there are " + ", ".join(f"[!{name}]" for name in sorted(_ALERTS))


class _Places:
    """Which segment of the translation belongs to which of the English."""

    def __init__(self, pair: Pair) -> None:
        self._pair = pair
        self._links = {i: k for k, link in enumerate(pair.links) for i in link.source}

    def _target(self, index: int) -> tuple[int, ...]:
        """The segments of the translation that are linked with one of the English."""
        return self._pair.links[self._links[index]].target if index in self._links else ()

    def counterpart(self, index: int) -> int | None:
        """The mark of the translation that stands for the mark: the one linked, or the one above the same text."""
        segments = self._pair.target.segments
        if linked := self._target(index):
            return next((j for j in linked if segments[j].kind is Kind.ADMONITION), None)
        content = self.content(index)
        return content - 1 if content and segments[content - 1].kind is Kind.ADMONITION else None

    def content(self, index: int) -> int | None:
        """Where the text under the mark stands in the translation."""
        if linked := self._target(index):
            return linked[0]
        below = self._target(index + 1)
        return below[0] if below and self._pair.source.segments[index + 1].kind is not Kind.ADMONITION else None

    def confidence(self, index: int) -> float:
        """How sure both are."""
        held = held_confidences(self._pair)
        if self._target(index):
            return held[self._links[index]]
        gap = self._pair.links[self._links[index]].confidence if index in self._links else 1.0
        return min(held[self._links[index + 1]], gap)


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


def _fix(pair: Pair, mark: Segment, there: Segment) -> tuple[Replacement, ...]:
    """The keyword as the English has it, in the place of the translation's."""
    here, other = _KEYWORD.match(pair.source.written(mark)), _KEYWORD.match(pair.target.written(there))
    if not here or not other or here[1] != other[1]:
        return ()
    start, end = (there.span.start + offset for offset in other.span(2))
    return (Replacement(Span(start, end), here[2]),)


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
