"""The English of a piece has changed since it was translated.

## What it does

Where the English that the translation was made from is known (a bilingual file keeps it beside each sentence, or it is
given with `--base`), compares it with the English of today, piece by piece, and reports each piece that reads
differently, on today's lines and on those of its translation. A changed number, link, code or other token counts as
well as changed words. White space, line breaks, punctuation, capitals and a corrected letter or two are silent.

A bilingual file keeps the English of the sentences only. What stands outside its spans says nothing about the English
of then and is not compared: the descriptions of images, the anchors of headings, text that was left alone.

## Why it matters

The translation is complete and still tells the reader something that is no longer so.

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

- `letters` (default 2): letters that may differ where no token and no negation changed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parallint import Document, Finding, Link, Pair, Rule, Segment, Severity, Span, TokenKind, edits, quote

ID = "stale-segment"

_NEGATION = re.compile(r"\b(?:no|not|never|without|cannot)\b|n['’]t\b", re.IGNORECASE)
_NO_LETTER = re.compile(r"[\W_]+")
_OUTSIDE = frozenset({TokenKind.TAG, TokenKind.HEADING_ID})
"""What a bilingual file keeps outside its spans, if at all."""


@dataclass(frozen=True)
class Options:
    """Options of the rule; `letters` counts inserted, deleted and replaced characters."""

    letters: int = 2


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each piece of today's English that reads differently from what was translated."""
    if pair.base is None:
        return
    translated = {i: link for link in pair.base_links for i in link.source}
    of = "the English beside it" if pair.base.units else "the English that it was made from"
    for link in pair.changes:
        if not link.source or not link.target or not all(_known(pair.base, i) for i in link.source):
            continue
        then = [pair.base.segments[i] for i in link.source]
        now = [pair.source.segments[i] for i in link.target]
        if _changed(pair.base, then, now, options):
            yield Finding(
                f"the English has changed since this was translated; {of} reads {quote(_text(then), 90)}",
                Span(now[0].span.start, now[-1].span.end),
                _translation(pair.target, link, translated),
                0.95,
            )


def _known(base: Document, index: int) -> bool:
    """Whether the base says how a segment read: a bilingual file says it only where a unit stands."""
    span = base.segments[index].span
    return not base.units or _unit_before(base, span.end).end > span.start


def _in_unit(base: Document, span: Span) -> bool:
    """Whether one unit holds the whole span: of a link around a unit the address stands outside."""
    unit = _unit_before(base, span.end)
    return unit.start <= span.start and span.end <= unit.end


def _unit_before(base: Document, offset: int) -> Span:
    """The last unit that begins before `offset`; an empty span where there is none."""
    k = bisect_right(base.units, offset - 1, key=lambda unit: unit.span.start) - 1
    return base.units[k].span if k >= 0 else Span(0, 0)


def _translation(target: Document, link: Link, translated: dict[int, Link]) -> Span | None:
    """Where the translation of the piece stands."""
    indices = sorted(j for i in link.source if i in translated for j in translated[i].target)
    if not indices:
        return None
    return Span(target.segments[indices[0]].span.start, target.segments[indices[-1]].span.end)


def _changed(base: Document, then: Sequence[Segment], now: Sequence[Segment], options: Options) -> bool:
    old, new = _text(then), _text(now)
    if _other_tokens(base, then, now):
        return True
    if " ".join(old.split()) == " ".join(new.split()):
        return False
    if len(_NEGATION.findall(old)) != len(_NEGATION.findall(new)):
        return True
    return edits(_bare(old), _bare(new), options.letters) > options.letters


def _text(segments: Sequence[Segment]) -> str:
    return "\n".join(segment.text for segment in segments)


def _bare(text: str) -> str:
    return _NO_LETTER.sub(" ", text).strip().lower()


def _other_tokens(base: Document, then: Sequence[Segment], now: Sequence[Segment]) -> bool:
    """Whether tokens were gained, changed or lost; one outside the units of a bilingual file may stand for any."""
    left_out = _OUTSIDE if base.units else frozenset[TokenKind]()
    inside: Counter[tuple[TokenKind, str]] = Counter()
    free: Counter[TokenKind] = Counter()
    for token in (token for segment in then for token in segment.tokens if token.kind not in left_out):
        if not base.units or _in_unit(base, token.span):
            inside[token.kind, token.value] += 1
        else:
            free[token.kind] += 1
    today = Counter((t.kind, t.value) for segment in now for t in segment.tokens if t.kind not in left_out)
    gained = Counter(kind for kind, _ in (today - inside).elements())
    return bool(inside - today or gained - free)


RULE = Rule(ID, Severity.WARNING, check, Options, __doc__, mqm="")
