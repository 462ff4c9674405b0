"""A heading of the translation is of another level.

## What it does

Compares the levels of headings that translate each other, and reports a heading that became plain text. Headings after
one another that are off by as much are one finding, and so is a page whose headings are all off by as much. Whether a
heading is underlined or has `#` before it makes no difference.

## Why it matters

The table of contents and the outline that screen readers offer follow the levels: a section of the wrong level stands
under another one, or takes others in.

## Example

English:

```markdown
# Backups

The server keeps the last 7 backups.

## Restore a backup

Run `vault restore`, and then start the server.

## Delete a backup

Run `vault delete`; there is no way back.
```

Translation (es):

```markdown
# Copias de seguridad

El servidor conserva las últimas 7 copias de seguridad.

### Restaurar una copia de seguridad

Ejecute `vault restore` y, después, inicie el servidor.

## Eliminar una copia de seguridad

Ejecute `vault delete`; no hay vuelta atrás.
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from parallint import (
    Finding,
    Kind,
    Link,
    Pair,
    Rule,
    Segment,
    Severity,
    TokenKind,
    heading_restored,
    held_confidences,
    quote,
)

ID = "heading-level"

_PAGE_SURE = 0.7
_TEXT = frozenset({Kind.PARAGRAPH, Kind.ITEM})


@dataclass(frozen=True)
class Options:
    """The rule has no options."""


@dataclass(frozen=True, slots=True)
class _Heading:
    source: Segment
    target: Segment
    confidence: float

    @property
    def off(self) -> int | None:
        """Levels that the translation is deeper; None where it is no heading at all."""
        return self.target.level - self.source.level if self.target.kind is Kind.HEADING else None


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each run of linked headings whose levels differ by as much."""
    headings = list(_headings(pair))
    shifts = {heading.off for heading in headings}
    if len(headings) > 1 and len(shifts) == 1 and (shift := shifts.pop()):
        first = headings[0]
        message = f"all headings of this page are {_levels(shift)} than in the English, from {_named(first)} on"
        yield Finding(message, first.source.span, first.target.span, _PAGE_SURE * first.confidence)
        return
    for off, group in groupby(headings, lambda heading: heading.off):
        run = list(group)
        if off is None:
            yield from (
                Finding(f"{_named(h)} is no heading here, but plain text", h.source.span, h.target.span, h.confidence)
                for h in run
            )
        elif off:
            message = f"{_named(run[0])} is a heading of level {run[0].target.level} here"
            if len(run) > 1:
                message += f", {_levels(off)} than in the English, and so {_next(len(run) - 1)}"
            fix = [one for h in run for one in heading_restored(pair, h.source, h.target)]
            span = run[0].target.span
            yield Finding(
                message, run[0].source.span, span, run[0].confidence, fix=tuple(fix) if len(fix) == len(run) else ()
            )


def _headings(pair: Pair) -> Iterator[_Heading]:
    """The English headings that have one counterpart; none where all levels agree."""
    if not any(_differs(pair, link) for link in pair.links):
        return
    for link, confidence in zip(pair.links, held_confidences(pair), strict=True):
        if len(link.source) == len(link.target) == 1:
            source, target = pair.source.segments[link.source[0]], pair.target.segments[link.target[0]]
            if source.kind is Kind.HEADING and (target.kind is Kind.HEADING or _was_heading(target)):
                yield _Heading(source, target, confidence)


def _was_heading(segment: Segment) -> bool:
    """Whether plain text can have been a heading: not an entry of a table of contents."""
    entry = any(t.kind is TokenKind.LINK and t.value.startswith("#") and t.text == segment.text for t in segment.tokens)
    return segment.kind in _TEXT and not entry


def _differs(pair: Pair, link: Link) -> bool:
    if len(link.source) != 1 or len(link.target) != 1:
        return False
    source, target = pair.source.segments[link.source[0]], pair.target.segments[link.target[0]]
    return source.kind is Kind.HEADING and source.level != target.level


def _named(heading: _Heading) -> str:
    return f"the heading {quote(heading.source.text)} of level {heading.source.level}"


def _next(count: int) -> str:
    return "is the next one" if count == 1 else f"are the next {count}"


def _levels(off: int) -> str:
    count = "one level" if abs(off) == 1 else f"{abs(off)} levels"
    return f"{count} {'lower' if off > 0 else 'higher'}"


RULE = Rule(ID, Severity.WARNING, check, Options, __doc__, mqm="markup")
