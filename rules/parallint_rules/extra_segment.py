"""A piece of the translation has no counterpart in the English.

## What it does

Reports each heading, paragraph, list item, table row, code block, image or HTML block of the translation that nothing
in the English corresponds to. Neighbouring pieces are one finding. HTML comments are never reported: translators keep
their own directives there. A piece that says that it is a translator's note is left alone.

## Why it matters

Usually the English was shortened: the reader is told of an option, a step or a product that is gone. Sometimes an
English paragraph was left standing beside its translation. MQM calls it an addition.

## Example

English:

```markdown
# Install

Download the installer.

Start the program from the menu.
```

Translation (es):

```markdown
# Instalar

Descargue el instalador.

Instale también el paquete de compatibilidad de 32 bits que se distribuye por separado.

Inicie el programa desde el menú.
```

## Options

- `min-characters` (default 1): pieces whose visible text is shorter are left alone.
- `notes` (default: the words for "translator's note" in several languages): a piece that begins with one of them is
  the translator's own and is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parallint import (
    Finding,
    Gap,
    Pair,
    Rule,
    Severity,
    TokenKind,
    described,
    english_then,
    gaps,
    since_when,
)

ID = "extra-segment"

NOTES = (
    "translator's note",
    "translator’s note",
    "nota del traductor",
    "nota de traducción",
    "nota do tradutor",
    "nota della traduzione",
    "note du traducteur",
    "ndt",
    "anm. d. ü",
    "anmerkung des übersetzers",
    "примечание переводчика",
    "译者注",
    "譯者註",
    "訳注",
    "訳者注",
    "역주",
    "역자 주",
)


@dataclass(frozen=True)
class Options:
    """Options of the rule; `min_characters` counts visible characters, `notes` are beginnings in any case."""

    min_characters: int = 1
    notes: tuple[str, ...] = NOTES


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each gap on the English side that is no note of the translator's."""
    for gap in gaps(pair, "target"):
        if gap.matters(_ALONE, options.min_characters) and not _note(gap, options):
            english = "no longer has what was" if gap.since else "has nothing that corresponds to"
            when = since_when(pair, english_then(pair, gap.segments), ()) if gap.since else ""
            message = f"the English {english} the {described(gap.segments)}{when and f', dropped{when}'}"
            yield Finding(message, gap.point, gap.span, gap.confidence)


_ALONE = frozenset({TokenKind.IMAGE, TokenKind.INCLUDE})
"""What is worth a word though it has no text of its own: an image, an include or a video."""


def _note(gap: Gap, options: Options) -> bool:
    text = gap.segments[0].text.lower().lstrip("*_([{（【〔《 ")
    return text.startswith(tuple(note.lower() for note in options.notes))


RULE = Rule(ID, Severity.WARNING, check, Options, __doc__, mqm="addition")
