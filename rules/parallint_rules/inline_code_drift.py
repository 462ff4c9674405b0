"""A piece of inline code of the English is another one in the translation, or missing.

## What it does

Compares the `inline code` of linked pieces as sets: it may move, and what the English says twice may be said once.
Reports code that the translation lacks: changed, translated, run together with its neighbour, no longer marked as code,
or gone. Plural endings and closing punctuation may differ, and so may names that the translation's own code blocks
have in its language. Names for the reader to replace (`<your name>`), keys (`Ctrl+Space`), running English that
somebody translated, and common nouns that the sentence says itself (“a `list` of names”) are notes.

## Why it matters

Code is what readers type, and look for on their screen. Changed by a letter it does not work; without its marks it is
translated by the next tool on the way. MQM calls it a mistranslation or an omission.

## Example

English:

```markdown
# Retry

Set `max_retries` in `settings.toml`, and run `sync --now`.

The command ends when all files are there.
```

Translation (es):

```markdown
# Reintentar

Defina `max_retry` en `settings.toml` y ejecute `sync --now`.

El comando termina cuando están todos los archivos.
```

## Options

- `ignore` (default none): pieces of code that may be left out or changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from parallint import (
    Fate,
    Finding,
    Pair,
    PieceChange,
    Rule,
    Severity,
    TokenKind,
    inline_code_changes,
    quote,
    restored,
    similarity,
)

ID = "inline-code-drift"

_SURE = {
    Fate.CHANGED: 0.95,
    Fate.JOINED: 0.9,
    Fate.PLAIN: 0.75,
    Fate.TRANSLATED: 0.7,
    Fate.GONE: 0.7,
    Fate.INSIDE: 0.35,
    Fate.REWORDED: 0.35,
}
_LOST = frozenset({Fate.GONE, Fate.CHANGED})
_FEW = 3
_UNSURE = 0.5
_STRANGERS = 0.6
"""What is left of the confidence where an unsure link lacks several pieces: they may not belong together at all."""
_SAME_MEANT = 0.5
"""Likeness from which the one piece was meant to be the other."""
_QUOTES = "\"'“”„‚‘’«»‹›「」『』＂"


@dataclass(frozen=True)
class Options:
    """Options of the rule; `ignore` holds pieces of code without their marks."""

    ignore: tuple[str, ...] = ()


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each piece of code that a linked piece lacks; one for all where it lacks many."""
    changes = [
        piece
        for piece in inline_code_changes(pair)
        if piece.fate in _SURE and piece.change.lost and piece.change.lost.value not in options.ignore
    ]
    unmarked = [piece for piece in changes if piece.fate is Fate.PLAIN]
    if len(unmarked) > _FEW and TokenKind.CODE not in pair.target.holders:
        yield _plain(pair, unmarked, "nothing is marked as code on this page: ")
        changes = [piece for piece in changes if piece.fate is not Fate.PLAIN]
    for _, group in groupby(changes, key=lambda piece: (piece.change.source, piece.change.target)):
        yield from _of_link(pair, list(group))


def _of_link(pair: Pair, pieces: Sequence[PieceChange]) -> Iterator[Finding]:
    """The findings of one link."""
    by_fate: dict[Fate, list[PieceChange]] = {}
    for piece in pieces:
        by_fate.setdefault(piece.fate, []).append(piece)
    joined, gone, plain = (by_fate.get(fate, []) for fate in (Fate.JOINED, Fate.GONE, Fate.PLAIN))
    unsure = pieces[0].change.confidence < _UNSURE and sum(piece.fate in _LOST for piece in pieces) > 1
    doubt = _STRANGERS if unsure else 1.0
    together = {Fate.JOINED} if joined else set[Fate]()
    if joined:
        yield _together(joined, 1.0, "is run together with the code beside it", "are run together")
    if len(gone) > _FEW:
        together.add(Fate.GONE)
        yield _together(gone, doubt, "is missing here", "are missing here")
    if len(plain) > 1:
        together.add(Fate.PLAIN)
        yield _plain(pair, plain)
    for piece in pieces:
        if piece.fate not in together:
            yield _finding(pair, piece, doubt if piece.fate in _LOST else 1.0)


def _plain(pair: Pair, pieces: Sequence[PieceChange], before: str = "") -> Finding:
    """One finding for pieces that are no longer marked as code."""
    first = pieces[0]
    named = list(dict.fromkeys(quote(piece.change.lost.value) for piece in pieces if piece.change.lost))
    shown = ", ".join(named[:_FEW]) + (" and others" if len(named) > _FEW else "")
    is_code = "is" if len(named) == 1 else "are"
    message = f"{before}{shown} {is_code} code in the English, and {_told(pair, first)} here"
    return Finding(message, first.change.source_span, first.change.target_span, _sureness(first), Severity.WARNING)


def _together(pieces: Sequence[PieceChange], doubt: float, one: str, many: str) -> Finding:
    named = [quote(piece.change.lost.value) for piece in pieces if piece.change.lost]
    first = next((piece for piece in pieces if piece.change.added), pieces[0])
    shown = ", ".join(named[:_FEW]) + (" and others" if len(named) > _FEW else "")
    message = f"the code {shown} {one if len(named) == 1 else many}"
    span = pieces[0].change.source_span
    return Finding(message, span, first.change.target_span, doubt * _sureness(first), Severity.WARNING)


def _finding(pair: Pair, piece: PieceChange, doubt: float) -> Finding:
    lost, added = piece.change.lost, piece.change.added
    value = quote(lost.value) if lost else ""
    severity = None if piece.fate in (Fate.CHANGED, Fate.GONE) else Severity.WARNING
    if piece.fate is Fate.PLAIN:
        return _plain(pair, [piece])
    if added:
        message = f"the translation has the code {quote(added.value)} where the English has {value}"
    else:
        message = f"the code {value} is missing here"
    slip = piece.fate is Fate.CHANGED and lost and added and similarity(lost.value, added.value) >= _SAME_MEANT
    fix = restored(pair, lost, added) if slip else ()
    return Finding(message, piece.change.source_span, piece.change.target_span, doubt * _sureness(piece), severity, fix)


def _told(pair: Pair, piece: PieceChange) -> str:
    value = re.escape(piece.change.lost.value.strip("\"'")) if piece.change.lost else ""
    there = " ".join(pair.target.written(segment) for segment in piece.change.target)
    if re.search(f"[{_QUOTES}]{value}[{_QUOTES}]", there):
        return "only in quotation marks"
    return "only bold or italic" if re.search(f"[*_]{value}[*_]", there) else "plain text"


def _sureness(piece: PieceChange) -> float:
    return _SURE[piece.fate] * (0.8 + 0.2 * piece.change.confidence)


RULE = Rule(ID, Severity.ERROR, check, Options, __doc__, mqm="mistranslation")
