"""A placeholder, shortcode, template tag or component of the English is another one in the translation, or missing.

## What it does

Compares what a program or the site's generator fills in: shortcodes (`{{< figure >}}`), Liquid and Jinja tags, macros,
components, and forms with braces or percent signs (`{name}`, `${HOME}`, `%s`), in text, in code and in addresses.
Keyword and parameters must be as in the English; parameters that are text may be translated. What opens something must
be closed as often as in the English. `{{< x >}}` that became `{{% x %}}` is a warning, a translated name in single
braces a note. Percent signs are placeholders only where the page shows such forms in code.

## Why it matters

What the generator doesn't know, it prints as it is, or the site doesn't build any more. MQM calls it a mistranslation.

## Example

English:

```markdown
# Download

The current version is {{< version "stable" >}}, made for {{< param system >}}.

Unpack it and run the installer.
```

Translation (es):

```markdown
# Descarga

La versión actual es {{< versión "stable" >}}, hecha para {{< param system >}}.

Descomprímala y ejecute el instalador.
```

## Options

- `ignore` (default none): placeholders that may be left out or changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from parallint import (
    Document,
    Fate,
    Finding,
    Kind,
    Pair,
    Rule,
    Segment,
    Severity,
    Span,
    Token,
    TokenChange,
    TokenKind,
    balanced_closers,
    inline_code_changes,
    lost_marks,
    placeholder_tokens,
    placeholders_in,
    quote,
    similarity,
    token_changes,
    unclosed,
    uses_printf,
)

ID = "placeholder-drift"

_KINDS = frozenset({TokenKind.PLACEHOLDER, TokenKind.COMPONENT})
_LEFT_OUT = frozenset({Kind.CODE, Kind.COMMENT, Kind.FRONT_MATTER})
_NAME = re.compile(r"\{[^\W\d]\w*\}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|“[^”]*”")
_TEXT = re.compile(r"[\"'](?=[A-Z]|[^\"'/=]* [^\"'/=]*[\"'])[^\"'/=<>{}\\]*[\"']")
_CLOSING = re.compile(r"\{\{([<%])\s*/\s*([^\s%<>]+)")
_SHORTCODE = re.compile(r"\{\{[<%]\s*(.*?)\s*[%>]\}\}", re.S)


@dataclass(frozen=True)
class Options:
    """Options of the rule; `ignore` holds placeholders as they are written in the English."""

    ignore: tuple[str, ...] = ()


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each placeholder that a linked piece lacks or has changed."""
    yield from _in_code(pair, options)
    marked = _with_placeholders(pair)
    if not any(_has_any(side) for side in (pair.source, pair.target, marked.source, marked.target)):
        return
    closers = balanced_closers(pair, _KINDS)
    for gap, tokens in lost_marks(pair, _KINDS, closers):
        named = [quote(token.value) for token in tokens if token.value not in options.ignore]
        if named:
            yield Finding(f"{_are_missing(named)} here", gap.span, gap.point, 0.9)
    told: set[Span] = set()
    swapped: list[TokenChange] = []
    changes = token_changes(marked, _KINDS, _value, _likeness)
    for _, group in groupby(changes, key=lambda change: (change.source, change.target)):
        lost = [c for c in group if c.lost and c.lost.value not in options.ignore and not _translated(c)]
        gone = [c for c in lost if c.added is None and c.lost and c.lost.value not in closers]
        told.update(change.lost.span for change in lost if change.added and change.lost)
        if gone:
            yield _missing(gone)
        swapped += (change for change in lost if _swapped(change) and not _as_opened(pair.target, change.added))
        yield from (_changed(change) for change in lost if change.added and not _swapped(change))
    if swapped:
        yield _swaps(swapped)
    for mark in unclosed(pair, _KINDS):
        if mark.source not in told and mark.token.value not in options.ignore:
            yield Finding(f"{quote(mark.token.value)} is missing here", mark.source, mark.target, 0.95)


def _has_any(document: Document) -> bool:
    return not _KINDS.isdisjoint(document.holders)


def _in_code(pair: Pair, options: Options) -> Iterator[Finding]:
    """Pieces of inline code that differ in a placeholder, and in nothing else."""
    for piece in inline_code_changes(pair):
        lost, added = piece.change.lost, piece.change.added
        if piece.fate is not Fate.PLACEHOLDER or lost is None:
            continue
        there = [value for value, _ in placeholders_in(added.value, printf=True)] if added else []
        gone = [v for v, _ in placeholders_in(lost.value, printf=True) if v not in there and v not in options.ignore]
        if gone:
            meant = len(there) >= len(gone) and all(_NAME.fullmatch(value) for value in gone)
            message = f"the placeholder {quote(gone[0])} of the code {quote(lost.value)} is missing here"
            if added and there:
                message = f"the translation has the code {quote(added.value)} where the English has {quote(lost.value)}"
            yield Finding(message, piece.change.source_span, piece.change.target_span, 0.35 if meant else 0.95)


def _with_placeholders(pair: Pair) -> Pair:
    """The pair with the placeholders as its tokens, wherever they stand."""
    printf = uses_printf(pair.source)
    source, target = _marked(pair.source, printf), _marked(pair.target, printf)
    base = _marked(pair.base, printf) if pair.base else None
    if source is pair.source and target is pair.target and base is pair.base:
        return pair
    return replace(pair, source=source, target=target, base=base)


def _marked(document: Document, printf: bool) -> Document:
    def marked(segment: Segment) -> Segment:
        start, end = segment.span
        if segment.kind in _LEFT_OUT or (document.text.find("{", start, end) < 0 and not printf):
            return segment
        return replace(segment, tokens=tuple(placeholder_tokens(document, segment, printf=printf)))

    if "{" not in document.text and not printf:
        return document
    segments = tuple(map(marked, document.segments))
    same = all(one is other for one, other in zip(segments, document.segments, strict=True))
    return document if same else replace(document, segments=segments)


def _value(token: Token, document: Document) -> str:
    return " ".join(token.value.split())


def _likeness(lost: Token, added: Token) -> float:
    alike = similarity(lost.value.casefold(), added.value.casefold())
    if _NAME.fullmatch(lost.value) and _NAME.fullmatch(added.value):
        return max(alike, 0.05)
    return alike if alike >= 1 / 2 else 0.0


def _translated(change: TokenChange) -> bool:
    """Whether only text differs: parameters in quotation marks that are words, as in `title="Two words"`."""
    lost, added = change.lost, change.added
    if lost is None or added is None:
        return False
    here, there = _TEXT.sub('""', lost.value), _QUOTED.sub('""', added.value)
    return here != lost.value and _QUOTED.sub('""', lost.value) == there and _codes(lost.value) <= _codes(added.value)


def _codes(value: str) -> set[str]:
    """The quoted parameters that are no text."""
    return {match[0] for match in _QUOTED.finditer(value) if not _TEXT.fullmatch(match[0])}


def _missing(changes: Sequence[TokenChange]) -> Finding:
    first = changes[0]
    message = f"{_are_missing([quote(change.lost.value) for change in changes if change.lost])} here"
    return Finding(message, first.source_span, first.target_span, _sureness(first))


def _are_missing(named: Sequence[str]) -> str:
    return f"{', '.join(named[:3])} {'is' if len(named) == 1 else 'are'} missing"


def _changed(change: TokenChange) -> Finding:
    lost, added = (token.value if token else "" for token in (change.lost, change.added))
    message = f"the translation has {quote(added)} where the English has {quote(lost)}"
    meant = bool(_NAME.fullmatch(lost) and _NAME.fullmatch(added))
    return Finding(message, change.source_span, change.target_span, 0.35 if meant else _sureness(change))


def _swapped(change: TokenChange) -> bool:
    """Whether the two are one shortcode with different marks."""
    lost, added = change.lost, change.added
    return bool(lost and added and _bare(lost.value) == _bare(added.value))


def _as_opened(target: Document, token: Token | None) -> bool:
    """Whether a closing mark is of the kind that opens the shortcode in the translation: the English is at fault."""
    match = _CLOSING.match(token.value) if token else None
    return bool(match and re.search(rf"\{{\{{{match[1]}\s*{re.escape(match[2])}[\s%>]", target.text))


def _swaps(changes: Sequence[TokenChange]) -> Finding:
    """One finding for a page's swaps: they were made by one search and replace."""
    first = changes[0]
    message = _changed(first).message + (f", and {len(changes) - 1} more such marks" if len(changes) > 1 else "")
    return Finding(message, first.source_span, first.target_span, _sureness(first), Severity.WARNING)


def _sureness(change: TokenChange) -> float:
    return 0.95 * (0.8 + 0.2 * change.confidence)


def _bare(value: str) -> str:
    """A shortcode without its marks, of which there are two kinds."""
    match = _SHORTCODE.fullmatch(value)
    return match[1] if match else value


RULE = Rule(ID, Severity.ERROR, check, Options, __doc__, mqm="mistranslation")
