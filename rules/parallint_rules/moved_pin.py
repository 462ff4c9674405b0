"""A page says that it was made from a newer English than it was.

## What it does

Where a page names the English that it was made from (`default_lang_commit`, `l10n.sourceCommit` and the like), looks
into its history. When that name was raised while the text stayed as it was, the changes between the two revisions of
the English are compared with the text: those that it has not taken up are told, once for the page.

A name that was raised past changes that ask nothing of a translation, or that the text had taken up before, is silent,
and so is one raised past other words only: whoever raised it may have looked, and found nothing to do.

## Why it matters

The page counts as up to date from then on, and nobody will look at those changes again.

## Example

Before:

```markdown
# Create a key

Enter a name of up to 20 characters for the key.
```

Base:

```markdown
# Create a key

Enter a name of up to 64 characters for the key.

Keys without a date never expire.
```

English:

```markdown
# Create a key

Enter a name of up to 64 characters for the key.

Keys without a date never expire.
```

Translation (es):

```markdown
---
default_lang_commit: 4f2d1c0b9a8877665544332211ffeeddccbbaa99
---

# Crear una clave

Escriba un nombre de hasta 20 caracteres para la clave.
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parallint import Finding, Lag, Pair, Rule, Segment, Severity, behind, in_words, quote, related, word_diff

ID = "moved-pin"


@dataclass(frozen=True)
class Options:
    """The rule has no options."""


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield one finding where the pin was raised past changes that the text has not taken up."""
    origin = pair.origin
    if origin is None or origin.raised is None or origin.pin is None or not related(origin.raised.pair):
        return
    late = [lag for lag in behind(origin.raised.pair) if lag.seen]
    if not late:
        return
    by = f" on {origin.raised.by}" if origin.raised.by else ""
    many = "a change" if len(late) == 1 else f"{len(late)} changes"
    yield Finding(
        f"`{origin.pin.key}` was raised{by}, past {many} of the English that the text has not taken up: {_told(late)}",
        None,
        origin.pin.span,
        0.9,
    )


def _told(late: list[Lag]) -> str:
    """The first change in words."""
    first, more = late[0], "; …" if len(late) > 1 else ""
    if not first.now:
        return f"{quote(_shown(first.then))} went{more}"
    if not first.then:
        return f"{quote(_shown(first.now))} came{more}"
    change = in_words(word_diff(_text(first.then), _text(first.now)), most=2)
    return f"{change or f'other links or code in {quote(_shown(first.now))}'}{more}"


def _text(segments: Sequence[Segment]) -> str:
    return "\n".join(segment.text for segment in segments)


def _shown(segments: Sequence[Segment]) -> str:
    """The text, or where there is none what stands in its place."""
    return _text(segments).strip() or ", ".join(token.value for segment in segments for token in segment.tokens)


RULE = Rule(ID, Severity.WARNING, check, Options, __doc__)
