"""A link of the English is lost, leads elsewhere or shows nothing in the translation.

## What it does

Compares the addresses in linked pieces of both pages. The order is free, and a link may be written in any way: inline,
by reference, as an autolink or as HTML. The same place may be written as a translation writes it: with the language's
tag in the host, the path or a parameter (`/en/` and `/fr/`), relative to another folder, with or without `.md` or a
slash at the end, and as the project's own pages rewrite addresses, which is learned from them. A fragment of another
page counts where the site's translations keep fragments. Where a definition leads elsewhere (`[label]: /address`), it
is told once, at the definition. Links into the page itself are for `broken-anchor`.

## Why it matters

The reader ends up somewhere else, or nowhere. Machine translation empties links, and hands drop them.

## Example

English:

```markdown
# Limits

A key may be used from [five addresses](../reference/limits.md) at a time.
```

Translation (es):

```markdown
# Límites

Una clave puede usarse desde [cinco direcciones](../reference/limites-old.md) a la vez.
```

## Options

- `rewrites` (default none): a table of addresses as in English and as in the translations, each for all that begin so,
  such as `{"https://example.org/docs" = "https://example.org/ayuda"}`.
- `fragments` (default `"learned"`): `"kept"` where the translations keep the fragments of links to other pages,
  `"localised"` where they need not.
- `additions` (default false): report links that only the translation has, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Literal

from parallint import (
    Address,
    Document,
    Finding,
    Link,
    Pair,
    Rewrite,
    Rule,
    Severity,
    Span,
    Token,
    TokenChange,
    TokenKind,
    address_numbers,
    address_restored,
    by_definition,
    leads_to,
    quote,
    read_address,
    related,
    same_place,
    similarity,
    site_rewrites,
    token_changes,
    told_apart,
    without_placeholders,
)

ID = "link-drift"
_LINKS = frozenset({TokenKind.LINK})
_SURE = 0.9
_STILL_THERE = 0.3
"""How sure a lost link is a fault where the translation of the piece still has one like it."""
_ANOTHER_VIEW = 0.4
"""The same where one address has parameters that the other one lacks: mostly another view of the same page."""
_MOVED = 0.4
"""The same where a page seems to have moved within its site: it is mostly found at its old address, too."""
_DEPTH_KEPT = 0.98
"""Share of a site's relative addresses that climb as in English from which one that climbs otherwise is a fault."""
_SELDOM = 0.5
"""Share of the fragments that a site keeps below which every one may be localised."""
_ALIKE, _SLIP = 0.75, 0.7
"""How much a changed fragment must be like the English one to be a slip, and how sure that is."""
_SAME_MEANT = 0.75
"""Likeness from which the one address was meant to be the other, and no newer one that somebody put in its place."""
_SEARCHED = 20_000
"""Characters of a translated piece in which an address is looked for as text."""
_SHOWN = 3
"""Lost links of one piece that the message names."""


@dataclass(frozen=True)
class Options:
    """Options of the rule, see its page."""

    rewrites: Mapping[str, str] = field(default_factory=dict[str, str])
    fragments: Literal["learned", "kept", "localised"] = "learned"
    additions: bool = False


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each link that linked pieces do not share."""
    if not related(pair):
        return
    yield from _empty(pair)
    rewrites = site_rewrites(pair, options.rewrites)
    depth = _depth_counts(pair)

    def key(token: Token, document: Document) -> tuple[Address, bool] | None:
        address = read_address(token.value, pair.locale)
        if address.nowhere:
            return None
        return address.bare._replace(climb=address.climb) if depth else address.bare, _bare(document, token)

    def likeness(lost: Token, added: Token) -> float:
        one, other = read_address(lost.value, pair.locale), read_address(added.value, pair.locale)
        same = same_place(one, other, rewrites)
        return 2.0 + (one.fragment == other.fragment) if same else 0.05 + similarity(lost.value, added.value)

    changes = list(token_changes(pair, _LINKS, key, likeness))
    for change, uses in by_definition(pair, changes):
        if finding := _finding(pair, change, rewrites, options):
            shared = f", in a definition that {uses} links use" if uses > 1 else ""
            yield replace(finding, message=finding.message + shared)
    gone = (
        change
        for change in changes
        if change.lost and not change.added and without_placeholders(change.lost.value) and not _written(pair, change)
    )
    for _, lost in groupby(gone, lambda change: change.source):
        yield _lost(list(lost))


def _finding(pair: Pair, change: TokenChange, rewrites: Sequence[Rewrite], options: Options) -> Finding | None:
    lost, added = change.lost, change.added
    if lost and added and _bared(pair, lost, added):
        sure = 0.8
        message = f"{quote(added.value)} is a bare address here and a link in English; not every site makes it one"
    elif lost and added and address_numbers(lost.value)[0] == address_numbers(added.value)[0]:
        return None  # only a port or a parameter's number differs, of which `number-drift` tells
    elif lost and added and _filled(pair.source, lost, added):
        return None  # and of a placeholder `placeholder-drift` does
    elif lost and added:
        # Addresses that are alike say themselves that they belong together.
        sure = _sure(pair, lost, added, rewrites, options) * change.confidence_with(similarity(lost.value, added.value))
        there, here = told_apart(added.value, lost.value)
        message = f"the translation links to {quote(there, 100)} where the English links to {quote(here, 100)}"
    elif added and options.additions:
        sure = 0.8 * change.confidence
        message = f"the translation links to {quote(added.value)} here, and the English does not"
    else:
        return None
    slip = lost and added and similarity(lost.value, added.value) >= _SAME_MEANT
    fix = address_restored(pair, lost, added) if slip else ()
    return Finding(message, change.source_span, change.target_span, sure, fix=fix) if sure else None


def _filled(source: Document, lost: Token, added: Token) -> bool:
    """Whether only a placeholder differs: inside the address, or right behind what is read of it."""
    if without_placeholders(lost.value) == without_placeholders(added.value):
        return True
    return source.text.startswith(("{{", "{%"), lost.span.end) and added.value.startswith(lost.value)


def _bare(document: Document, token: Token) -> bool:
    """Whether the link is an address in the text, without any mark that makes it a link."""
    return document.text[token.span.start : token.span.start + 1].isalnum()


def _bared(pair: Pair, lost: Token, added: Token) -> bool:
    """Whether a link became a bare address on a site whose English does without them."""
    one, other = read_address(lost.value, pair.locale), read_address(added.value, pair.locale)
    if not same_place(one, other) or not _bare(pair.target, added) or _bare(pair.source, lost):
        return False
    tokens = (token for segment in pair.source.segments for token in segment.tokens)
    return not any(token.kind is TokenKind.LINK and _bare(pair.source, token) for token in tokens)


def _written(pair: Pair, change: TokenChange) -> bool:
    """Whether an address that English has in its text stands in the translation's, where nothing makes it a link."""
    if not change.lost or not _bare(pair.source, change.lost):
        return False
    address = pair.source.text[change.lost.span.start : change.lost.span.end]
    spans = (segment.span for segment in change.target)
    return any(pair.target.text.find(address, start, min(end, start + _SEARCHED)) >= 0 for start, end in spans)


def _lost(changes: Sequence[TokenChange]) -> Finding:
    """The links that one piece has lost, as one finding."""
    first = changes[0]
    names = list(dict.fromkeys(change.lost.value for change in changes if change.lost))
    shown, more = ", ".join(quote(name, 100) for name in names[:_SHOWN]), len(names) - _SHOWN
    message = f"the link to {shown} is missing here" if len(names) == 1 else f"the links to {shown} are missing here"
    message += f", and {more} more" if more > 0 else ""
    sure = max((_STILL_THERE if change.left else _SURE) * change.confidence for change in changes)
    return Finding(message, first.source_span, first.target_span, sure)


def _sure(pair: Pair, lost: Token, added: Token, rewrites: Sequence[Rewrite], options: Options) -> float:
    """How sure it is that the one link leads elsewhere than the other."""
    one, other = read_address(lost.value, pair.locale), read_address(added.value, pair.locale)
    if one.own_page != other.own_page and leads_to(one, pair.source.path) and leads_to(other, pair.target.path):
        return 0.0
    if one.own_page and other.own_page:
        return 0.0
    if one.place == other.place and not (one.query and other.query) and one.query != other.query:
        return _ANOTHER_VIEW
    if not same_place(one, other, rewrites):
        return _MOVED if _moved(one, other) else _SURE
    if one.place == other.place and one.climb != other.climb and _depth_counts(pair):
        return _SURE
    if one.fragment == other.fragment or (one.host and other.tag != one.tag):
        return 0.0
    if one.host and one.bare == other.bare._replace(fragment=one.fragment):
        return _SURE  # another site's page is the same page for everybody
    return _fragment_sure(pair, one, other, options)


def _moved(one: Address, other: Address) -> bool:
    """Whether one address has a folder more than the other: the page has moved, and one side knows it already.

    The same where what is a section of a page for the one is a page of its own for the other.
    """
    if one.host == other.host and ((one.fragment,) == other.parts[-1:] or (other.fragment,) == one.parts[-1:]):
        return True
    short, long = sorted((one.parts, other.parts), key=len)
    if (one.host, one.query) != (other.host, other.query) or short == long or len(short) < 2:
        return False
    if (short[0], short[-1]) != (long[0], long[-1]):
        return False
    rest = iter(long)
    return all(part in rest for part in short)


def _depth_counts(pair: Pair) -> bool:
    return (pair.conventions.depth_kept or 0.0) >= _DEPTH_KEPT


def _fragment_sure(pair: Pair, one: Address, other: Address, options: Options) -> float:
    if options.fragments != "learned":
        return _SURE if options.fragments == "kept" else 0.0
    kept = pair.conventions.fragments_kept
    if kept is not None and not _SELDOM <= kept < _SURE:
        return _SURE if kept >= _SURE else 0.0
    # Where sites and single pairs do both: a slip of the pen looks like the fragment that it was, a translated one not.
    short, long = sorted((one.fragment, other.fragment), key=len)
    slip = short and (long.startswith(short) or similarity(short, long) >= _ALIKE)
    return _SLIP if slip else _STILL_THERE


def _empty(pair: Pair) -> Iterator[Finding]:
    """The links of the translation that show nothing, a finding for each piece, unless English has such ones too."""
    if _TEXTLESS not in pair.target.text:
        return
    for link in pair.links:
        here = [token for i in link.source for token in pair.source.segments[i].tokens if _textless(pair.source, token)]
        there = [
            token
            for j in link.target
            for token in pair.target.segments[j].tokens
            if _textless(pair.target, token) and not _of_code(pair, link, token)
        ]
        if len(there) <= len(here):
            continue
        first = f"the link to {quote(there[0].value)} has no text, so that nobody sees it"
        more = f"; {len(there) - 1} more links here have none" if len(there) > 1 else ""
        yield Finding(first + more, _counterpart(pair, link, there[0]), there[0].span, 0.95)


_TEXTLESS = "[]"


def _textless(document: Document, token: Token) -> bool:
    return token.kind is TokenKind.LINK and document.text.startswith(_TEXTLESS, token.span.start)


def _of_code(pair: Pair, link: Link, token: Token) -> bool:
    """Whether the English link shows code and nothing else: that the code is lost, `inline-code-drift` tells.

    It does not where the same code stands elsewhere in the translation's piece.
    """
    span = _counterpart(pair, link, token)
    left = {
        other.value for j in link.target for other in pair.target.segments[j].tokens if other.kind is TokenKind.CODE
    }
    inside = (
        other
        for i in link.source
        for other in pair.source.segments[i].tokens
        if span and other.kind is TokenKind.CODE and span.start < other.span.start and other.span.end < span.end
        if other.value not in left
    )
    return any(pair.source.text[span.start + 1 : other.span.start] == "" for other in inside) if span else False


def _counterpart(pair: Pair, link: Link, token: Token) -> Span | None:
    """Where the English of a piece has the link."""
    address = read_address(token.value, pair.locale)
    tokens = (token for i in link.source for token in pair.source.segments[i].tokens if token.kind is TokenKind.LINK)
    return next((other.span for other in tokens if read_address(other.value, pair.locale).bare == address.bare), None)


RULE = Rule(ID, Severity.ERROR, check, Options, __doc__, mqm="omission")
