"""A placeholder, shortcode, template tag or component of the English is another one in the translation, or missing.

## What it does

Compares what a program or the site's generator fills in: shortcodes (`{{< figure >}}`), Liquid and Jinja tags, macros,
components, and forms with braces or percent signs (`{name}`, `${HOME}`, `%s`), in text, in code and in addresses.
Keyword and parameters must be as in the English; parameters that are text may be translated. What opens something must
be closed as often as in the English. `{{< x >}}` that became `{{% x %}}` is a warning; a translated name in single
braces, or a translated word without quotation marks, is a note. Percent signs are placeholders only where the page
shows such forms in code.

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
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import groupby

from parallint import (
    Document,
    Fate,
    Finding,
    Kind,
    Pair,
    Rule,
    Severity,
    Span,
    Token,
    TokenChange,
    TokenKind,
    Translated,
    balanced_closers,
    inline_code_changes,
    lost_marks,
    pattern_of,
    placeholder_tokens,
    placeholders_in,
    quote,
    quoted_apart,
    restored,
    similarity,
    token_changes,
    translated,
    unclosed,
    unopened,
    uses_printf,
    words_of,
)

ID = "placeholder-drift"

_KINDS = frozenset({TokenKind.PLACEHOLDER, TokenKind.COMPONENT})
_LEFT_OUT = frozenset({Kind.CODE, Kind.COMMENT, Kind.FRONT_MATTER})
_NAME = pattern_of(r"\{[^\W\d]\w*\}")
_QUOTED = pattern_of(r"\"[^\"]*\"|'[^']*'|“[^”]*”")
_TEXT = pattern_of(r"[\"'](?=[A-Z]|[^\"'/=]* [^\"'/=]*[\"'])[^\"'/=<>{}\\]*[\"']")
_CLOSING = pattern_of(r"\{\{([<%])\s*/\s*([^\s%<>]+)")
_SHORTCODE = pattern_of(r"\{\{[<%]\s*(.*?)\s*[%>]\}\}", re.S)


@dataclass(frozen=True)
class Options:
    """Options of the rule; `ignore` holds placeholders as they are written in the English."""

    ignore: tuple[str, ...] = ()


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each placeholder that a linked piece lacks or has changed."""
    yield from _in_code(pair, options)
    closers = balanced_closers(pair, _KINDS)
    known = closers | _left_out(pair)
    gone_marks = list(lost_marks(pair, _KINDS, known))
    changes = list(_changes(pair))
    strayed = {_normal(token) for _, tokens in gone_marks for token in tokens}
    strayed |= {_normal(change.lost) for change in changes if change.lost and not change.added}
    strayed &= {_normal(change.added) for change in changes if change.lost and change.added}
    told: set[Span] = set()
    opened = {_opened(token.value) for _, tokens in gone_marks for token in tokens}
    for gap, tokens in gone_marks:
        lacking = [t.value for t in tokens if t.value not in options.ignore and _normal(t) not in strayed]
        named = [quote(value) for value in lacking if _closed(value) not in opened]
        told.update(token.span for token in tokens)
        if named:
            yield Finding(f"{_are_missing(named)} here", gap.span, gap.point, 0.9)
    swapped: list[TokenChange] = []
    if strayed:
        changes = list(_apart(pair, changes, strayed))
    for _, group in groupby(changes, key=lambda change: (change.source, change.target)):
        lost = [c for c in group if c.lost and c.lost.value not in options.ignore and not _translated(pair, c)]
        gone = [c for c in lost if c.added is None and c.lost and c.lost.value not in known]
        told.update(change.lost.span for change in (*gone, *lost) if change.lost and (change.added or change in gone))
        if gone:
            yield _missing(gone)
        swapped += (change for change in lost if _swapped(change) and not _as_opened(pair.target, change.added))
        yield from (_changed(pair, change) for change in lost if change.added and not _swapped(change))
    if swapped:
        yield _swaps(pair, swapped)
    yield from _unbalanced(pair, options, told)


def _left_out(pair: Pair) -> frozenset[str]:
    """The values of what the site's translations do without."""
    site = pair.conventions
    holding = {k for kind in _KINDS for k in pair.source.holders.get(kind, ())} if site.left_out else ()
    tokens = (token for k in holding for token in pair.source.segments[k].tokens)
    return frozenset(token.value for token in tokens if token.kind in _KINDS and site.leaves_out(token.value))


def _opened(value: str) -> str:
    """The name of what a mark opens; of one that closes it begins with a slash."""
    words = value.split(maxsplit=2)
    return "".join(words[1:2] if value.startswith("{") else words[:1])


def _closed(value: str) -> str | None:
    """The name of what a mark closes; None for any other."""
    name = _opened(value)
    closing = _CLOSING.match(value)
    return closing[2] if closing else name[1:] if name.startswith("/") else None


def _apart(pair: Pair, changes: Iterable[TokenChange], strayed: Set[str]) -> Iterator[TokenChange]:
    """The changes; those whose counterpart is a placeholder that is lost where it belongs are without it.

    What is lacking to open something is left out of them: it is told where it belongs.
    """
    unbalanced = {opener.token.span for opener in unopened(pair, _KINDS)}
    for change in changes:
        if change.lost and change.added and _normal(change.added) in strayed:
            if change.lost.span not in unbalanced:
                yield replace(change, added=None)
        elif not change.lost or change.added or _normal(change.lost) not in strayed:
            yield change


def _unbalanced(pair: Pair, options: Options, told: Set[Span]) -> Iterator[Finding]:
    """What opens something without closing it, or closes it unopened, unless that was told already."""
    for opener in unopened(pair, _KINDS):
        if opener.token.span not in told and opener.token.value not in options.ignore:
            here, left = quote(opener.token.value), quote(opener.closer.value)
            yield Finding(f"{here} is missing here, and {left} closes nothing", opener.token.span, opener.target, 0.95)
    for mark in unclosed(pair, _KINDS):
        if mark.source not in told and mark.token.value not in options.ignore:
            yield Finding(f"{quote(mark.token.value)} is missing here", mark.source, mark.target, 0.95)


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
                here, english = quoted_apart(added.value, lost.value)
                message = f"the translation has the code {here} where the English has {english}"
            fix = restored(pair, lost, added)
            span = piece.change.target_span
            yield Finding(message, piece.change.source_span, span, 0.35 if meant else 0.95, fix=fix)


def _changes(pair: Pair) -> Iterator[TokenChange]:
    """As `token_changes`, of the placeholders wherever they stand."""
    printf = uses_printf(pair.source)
    here, there = _placeholders(pair.source, printf), _placeholders(pair.target, printf)
    if not here and not there:
        return
    if all(_values(here, link.source) == _values(there, link.target) for link in pair.linked):
        return
    base = _marked(pair.base, _placeholders(pair.base, printf)) if pair.base else None
    source, target = _marked(pair.source, here), _marked(pair.target, there)
    yield from token_changes(replace(pair, source=source, target=target, base=base), _KINDS, _value, _likeness)


_Found = Mapping[int, Sequence[Token]]


def _placeholders(document: Document, printf: bool) -> _Found:
    """The placeholders by the index of their segment."""
    text, found = document.text, dict[int, Sequence[Token]]()
    holders = {k for kind in _KINDS for k in document.holders.get(kind, ())}
    for k, segment in enumerate(document.segments if "{" in text or printf else ()):
        if segment.kind not in _LEFT_OUT and (printf or text.find("{", *segment.span) >= 0):
            found[k] = tuple(placeholder_tokens(document, segment, printf=printf))
    found.update({k: document.segments[k].tokens for k in holders if k not in found})
    return found


def _values(found: _Found, indices: Sequence[int]) -> Sequence[str]:
    if len(indices) == 1 and indices[0] not in found:
        return ()
    return sorted([_normal(t) for k in indices for t in found.get(k, ()) if t.kind in _KINDS])


def _marked(document: Document, found: _Found) -> Document:
    """The document with the placeholders for its tokens."""
    segments = list(document.segments)
    for k, tokens in found.items():
        segments[k] = replace(segments[k], tokens=tuple(tokens))
    return replace(document, segments=tuple(segments))


def _value(token: Token, document: Document) -> str:
    return _normal(token)


def _normal(token: Token) -> str:
    return " ".join(token.value.split())


def _likeness(lost: Token, added: Token) -> float:
    alike = similarity(lost.value.casefold(), added.value.casefold())
    if _NAME.fullmatch(lost.value) and _NAME.fullmatch(added.value):
        return max(alike, 0.05)
    return alike if alike >= 1 / 2 else 0.0


def _translated(pair: Pair, change: TokenChange) -> bool:
    """Whether only text differs: parameters that are words, as in `title="Two words"` and `tab Results`."""
    lost, added = change.lost, change.added
    if lost is None or added is None:
        return False
    if words := _words_changed(pair, lost.value, added.value):
        return all(word[:1].isupper() for word, _ in words)
    here, there = _TEXT.sub('""', lost.value), _QUOTED.sub('""', added.value)
    return here != lost.value and _QUOTED.sub('""', lost.value) == there and _codes(lost.value) <= _codes(added.value)


def _words_changed(pair: Pair, here: str, there: str) -> list[tuple[str, str]]:
    """The parameters without quotation marks that became their translations, if nothing else differs."""
    ours, theirs = here.split(), there.split()
    if len(ours) != len(theirs) or ours[:2] != theirs[:2] or not here.startswith(("{{<", "{{%")):
        return []
    words = [(one, other) for one, other in zip(ours, theirs, strict=True) if one != other]
    return words if all(_word_changed(pair, *word) for word in words) else []


def _word_changed(pair: Pair, word: str, other: str) -> bool:
    if not word.isalpha() or not other.isalpha():
        return False
    return other == word + "s" or translated(word, other, words_of(pair)) is Translated.YES


def _codes(value: str) -> set[str]:
    """The quoted parameters that are no text."""
    return {match[0] for match in _QUOTED.finditer(value) if not _TEXT.fullmatch(match[0])}


def _missing(changes: Sequence[TokenChange]) -> Finding:
    first = changes[0]
    message = f"{_are_missing([quote(change.lost.value) for change in changes if change.lost])} here"
    return Finding(message, first.source_span, first.target_span, _sureness(first))


def _are_missing(named: Sequence[str]) -> str:
    return f"{', '.join(named[:3])} {'is' if len(named) == 1 else 'are'} missing"


def _changed(pair: Pair, change: TokenChange) -> Finding:
    lost, added = (token.value if token else "" for token in (change.lost, change.added))
    here, english = quoted_apart(added, lost)
    message = f"the translation has {here} where the English has {english}"
    meant = bool(_NAME.fullmatch(lost) and _NAME.fullmatch(added)) or bool(_words_changed(pair, lost, added))
    fix = () if _QUOTED.search(lost) else restored(pair, change.lost, change.added)
    return Finding(message, change.source_span, change.target_span, 0.35 if meant else _sureness(change), fix=fix)


def _swapped(change: TokenChange) -> bool:
    """Whether the two are one shortcode with different marks."""
    lost, added = change.lost, change.added
    return bool(lost and added and _bare(lost.value) == _bare(added.value))


def _as_opened(target: Document, token: Token | None) -> bool:
    """Whether a closing mark is of the kind that opens the shortcode in the translation: the English is at fault."""
    match = _CLOSING.match(token.value) if token else None
    return bool(match and re.search(rf"\{{\{{{match[1]}\s*{re.escape(match[2])}[\s%>]", target.text))


def _swaps(pair: Pair, changes: Sequence[TokenChange]) -> Finding:
    """One finding for a page's swaps: they were made by one search and replace."""
    first = changes[0]
    message = _changed(pair, first).message + (f", and {len(changes) - 1} more such marks" if len(changes) > 1 else "")
    fix = tuple(one for change in changes for one in restored(pair, change.lost, change.added))
    return Finding(message, first.source_span, first.target_span, _sureness(first), Severity.WARNING, fix)


def _sureness(change: TokenChange) -> float:
    return 0.95 * (0.8 + 0.2 * change.confidence)


def _bare(value: str) -> str:
    """A shortcode without its marks, of which there are two kinds."""
    match = _SHORTCODE.fullmatch(value)
    return match[1] if match else value


RULE = Rule(ID, Severity.ERROR, check, Options, __doc__, mqm="mistranslation")
