"""A piece of the English has no counterpart in the translation.

## What it does

Reports each heading, paragraph, list item, table row, code block, image or HTML block of the English that nothing in
the translation corresponds to. Neighbouring pieces are one finding: a whole missing section is named as such, with the
number of its blocks. Paragraphs that were run together or split are linked with each other and are not reported.

## Why it matters

A reader follows a procedure of which a step is gone, or never sees a warning. It happens whenever the English grows and
the translation does not. MQM calls it an omission.

## Example

English:

```markdown
# Create a key

Sign in to your account and open the settings.

Keep the key secret: whoever has it can publish in your name.

Copy the key to the clipboard.
```

Translation (es):

```markdown
# Crear una clave

Inicie sesión en su cuenta y abra la configuración.

Copie la clave en el portapapeles.
```

## Options

- `min-characters` (default 1): pieces whose visible text is shorter are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parallint import (
    Document,
    Finding,
    Gap,
    Pair,
    Rule,
    Severity,
    TokenKind,
    described,
    gaps,
    since_when,
)

ID = "missing-segment"


@dataclass(frozen=True)
class Options:
    """Options of the rule; `min_characters` counts visible characters."""

    min_characters: int = 1


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each gap on the translation's side that a reader would miss."""
    for gap in gaps(pair, "source"):
        if gap.matters(_ALONE, options.min_characters):
            where = _embedded(pair, gap.span.start, gap.span.end)
            what = f"{described(gap.segments)}{where}"
            lacking = f"one of the lines {_lines(pair.source, gap)}, perhaps " if gap.rivals else ""
            message = f"the translation lacks {lacking}the {what}"
            if gap.since:
                message = f"the English has gained the {what}{since_when(pair, (), gap.segments)}"
            yield Finding(message, gap.span, gap.point, gap.confidence)


_ALONE = frozenset({TokenKind.IMAGE, TokenKind.INCLUDE, TokenKind.HEADING_ID})
"""What is worth having without a word of text: an image, an include or a video, an anchor that links lead to."""


def _lines(document: Document, gap: Gap) -> str:
    """The lines that the like neighbours stand on, any of which may be the lost one."""
    first, last = (document.place(gap.rivals[k].span) for k in (0, -1))
    return f"{first.line} to {last.end_line}"


def _embedded(pair: Pair, start: int, end: int) -> str:
    """Where the English of a source without a file of its own is quoted from."""
    if not pair.embedded:
        return ""
    ids = [unit.id for unit in pair.source.units if unit.span.start < end and unit.span.end > start]
    if not ids:
        return ""
    return f" (English of span {ids[0]})" if len(ids) == 1 else f" (English of spans {ids[0]} to {ids[-1]})"


RULE = Rule(ID, Severity.ERROR, check, Options, __doc__, mqm="omission")
