"""The English of a piece has changed since it was translated.

## What it does

Where the English that the translation was made from is known (a bilingual file keeps it beside each sentence, git has
it, or it is given with `--base`), compares it with the English of today, piece by piece, and reports each piece that
reads differently, on today's lines and on those of its translation, and says which words changed. Where a link, code,
a number or another token changed it is an error, where only words did a warning. What came is reported by
`missing-segment` and what went by `extra-segment`; a piece that only moved is neither.

Silent are white space, line breaks, punctuation, capitals, emphasis, and a corrected letter or two. So is what the
translation has already: if it fits the new wording clearly better than the old one, somebody has brought it up to date,
whatever the page says that it was made from. A changed title or description in the front matter is a note.

A bilingual file keeps the English of the sentences only. What stands outside its spans says nothing about the English
of then and is not compared: the descriptions of images, the anchors of headings, text that was left alone.

## Why it matters

The translation is complete and still tells the reader something that is no longer so. A list of the pages whose English
was touched since does not help: most of those changes ask nothing of the translator, and the ones that do have to be
looked for.

## Example

Base:

```markdown
# Create a key

Open the menu and select **Keys**.

Enter a name of up to 20 characters for the key.
```

English:

```markdown
# Create a key

Open the menu and select **Keys**.

Enter a name of up to 64 characters for the key and choose when it expires.
```

Translation (es):

```markdown
# Crear una clave

Abra el menú y seleccione **Claves**.

Escriba un nombre de hasta 20 caracteres para la clave.
```

## Options

- `letters` (default 2): letters that may differ where no token, number or negation changed.
- `fields` (default: the usual names of titles and descriptions): fields of the front matter that are compared, where
  the translation has translated them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parallint import (
    Change,
    Finding,
    Pair,
    Rule,
    Segment,
    Severity,
    Span,
    changed_since,
    described,
    in_words,
    quote,
    since_when,
    word_diff,
)

ID = "stale-segment"

FIELDS = ("title", "description", "summary", "subtitle", "linkTitle", "sidebar_label", "excerpt")


@dataclass(frozen=True)
class Options:
    """Options of the rule; `letters` counts inserted, deleted and replaced characters, `fields` are names."""

    letters: int = 2
    fields: tuple[str, ...] = FIELDS


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each piece of today's English that reads differently from what was translated."""
    if pair.base is None:
        return
    yield from _front_matter(pair, options)
    for change in changed_since(pair, options.letters):
        severity = Severity.ERROR if change.hard else Severity.WARNING
        when = since_when(pair, change.then, change.now)
        message = f"the English has changed since this was translated{when and f',{when}'}: {_told(change)}"
        target = _covered(change.target) if change.target else None
        then = "\n\n".join(pair.base.written(segment) for segment in change.then)
        yield Finding(message, _covered(change.now), target, _SURE * change.confidence, severity, then=then)


_SURE = 0.95


def _told(change: Change) -> str:
    """What changed, in words; of tokens that are not seen, their values."""
    if told := in_words(change.edits):
        return told
    if change.turned:
        return f"the {change.then[0].kind} became the {described(change.now)}"
    then, now = ("\n".join(value for _, value in values) for values in (change.dropped, change.gained))
    return in_words(word_diff(then, now)) or quote("\n".join(segment.text for segment in change.now))


def _front_matter(pair: Pair, options: Options) -> Iterator[Finding]:
    """A note for fields that are translated and read differently now; dates and authors change with every revision."""
    if pair.base is None or not pair.source.segments or not pair.target.segments:
        return
    then, now, there = (document.front_matter for document in (pair.base, pair.source, pair.target))
    changed = [
        f"{name}: {told}"
        for name in options.fields
        if name in then and name in now and there.get(name) not in (None, then[name], now[name])
        if (told := in_words(word_diff(then[name], now[name])))
    ]
    if changed:
        message = f"the English front matter has changed since this was translated: {'; '.join(changed)}"
        source, target = _covered(pair.source.segments[:1]), _covered(pair.target.segments[:1])
        yield Finding(message, source, target, _SURE, Severity.NOTE)


def _covered(segments: Sequence[Segment]) -> Span:
    return Span(segments[0].span.start, segments[-1].span.end)


RULE = Rule(ID, Severity.WARNING, check, Options, __doc__, mqm="")
