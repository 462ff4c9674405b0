"""A sentence of the English has no counterpart in the translated paragraph.

## What it does

Looks into each paragraph, list item and table row that has a translation, and reports the sentences of the English that
nothing in it corresponds to; neighbouring ones are one finding. It stands in the translation at the point where the
sentence belongs. A paragraph that breaks off in the middle of a sentence is reported, too. Sentences that were run
together, split or put in another order are not, nor is one that went into a neighbouring paragraph.

What is compared is the length, the code, links and numbers, names, and the words by what was learned from the project's
own pages. With a single pair of pages there is less to go by, and less is reported.

## Why it matters

The paragraph looks translated, and nobody compares it again; what is gone is often the sentence that was added last.
MQM calls it an omission.

## Example

English:

```markdown
# Create a key

Sign in and open the settings. Select **Create** under `API keys`. Copy the key at once, because it is shown only one
time. Keep it in a safe place.
```

Translation (es):

```markdown
# Crear una clave

Inicie sesión y abra la configuración. Seleccione **Crear** en `API keys`. Guárdela en un lugar seguro.
```

## Options

- `least-words` (default 4): sentences with fewer words are left alone, such as “Yes.” and “For example:”. Each word of
  inline code counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parallint import Finding, Pair, Rule, SentenceGap, Severity, Span, quote, related

ID = "missing-sentence"


@dataclass(frozen=True)
class Options:
    """Options of the rule; `least_words` counts the words of the longest sentence that is lacking."""

    least_words: int = 4


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each run of sentences that a linked segment lacks.

    What has changed in English since it was translated is stale, and not said twice.
    """
    if not pair.sentences or not related(pair):
        return
    changed = list(_changed(pair))
    for gap in pair.sentences:
        stale = any(span.start <= gap.source.start < span.end for span in changed)
        if gap.words >= options.least_words and not stale:
            yield Finding(_message(pair, gap), gap.source, gap.target, gap.confidence)


def _message(pair: Pair, gap: SentenceGap) -> str:
    shown = quote(pair.source.text[gap.source.start : gap.source.end])
    if gap.cut:
        return f"the translation breaks off in the sentence {shown}"
    if gap.sentences == 1:
        return f"the translation lacks the sentence {shown}"
    return f"the translation lacks {gap.sentences} sentences, the first {shown}"


def _changed(pair: Pair) -> Iterator[Span]:
    """Where the English of today reads differently from the English that was translated."""
    for link in pair.changes if pair.base else ():
        then = [pair.base.segments[i].text for i in link.source] if pair.base else []
        now = [pair.source.segments[i] for i in link.target]
        if then and now and then != [segment.text for segment in now]:
            yield Span(now[0].span.start, now[-1].span.end)


RULE = Rule(ID, Severity.WARNING, check, Options, __doc__, mqm="omission")
