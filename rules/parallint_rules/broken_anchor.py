"""A link leads to a place on the page that the translated page does not have.

## What it does

Looks for each `#fragment` that the translation links to on its own page: among its explicit ids (`{#id}`, `<a name>`,
`id=`) and among the ids that the site's renderer makes of its headings. By which rule it makes them, the fragments of
the English pages tell; unless they do, one that fits any rule in use (GitHub, Hugo, Docusaurus, DocFX, MkDocs,
VitePress, kramdown, Sphinx) is good. Where the English fragment leads nowhere either, nothing is said, and neither is
where the piece that it leads to is missing in the translation: that is reported, and not each link to it.

## Why it matters

A translated heading has another id than the English one, so that the link that was kept does nothing when it is
followed.

## Example

English:

```markdown
# Keys

The number of addresses is [limited](#limits).

## Limits

A key may be used from five addresses at a time.
```

Translation (es):

```markdown
# Claves

El número de direcciones está [limitado](#limits).

## Límites

Una clave puede usarse desde cinco direcciones a la vez.
```

## Options

- `slugs` (default none): the names of the rules by which the site makes ids, instead of finding them out: `github`,
  `python-markdown`, `python-markdown-unicode`, `vitepress`, `kramdown`, `docutils`, `markdown-it-anchor`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote

from parallint import (
    SLUGS,
    Finding,
    Pair,
    Rule,
    Segment,
    Severity,
    Token,
    TokenKind,
    explicit_ids,
    fold_anchor,
    names_anchor,
    page_anchors,
    quote,
    related,
)

ID = "broken-anchor"
_SELDOM = 0.5
"""Share of the anchors that a site's translated pages have, below which the site must have a way of its own."""


@dataclass(frozen=True)
class Options:
    """Options of the rule, see its page."""

    slugs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raise ValueError for a slug rule that is not known."""
        for name in self.slugs:
            if name not in SLUGS:
                raise ValueError(f"no slug rule is named {name!r}; known are {', '.join(SLUGS)}")


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each fragment that is found on the English page and not on the translated one."""
    linking = [pair.target.segments[k] for k in pair.target.holders.get(TokenKind.LINK, ())]
    wanted = [(t, s) for s in linking for t in s.tokens if t.kind is TokenKind.LINK and names_anchor(t.value)]
    explicit = explicit_ids(pair.target) if wanted else frozenset[str]()
    wanted = [(t, segment) for t, segment in wanted if _id(t) not in explicit]
    if not wanted or not related(pair):
        return
    slugs = options.slugs or pair.conventions.slugs or _calibrated(pair)
    there = page_anchors(pair.target, slugs)
    broken = [(token, segment) for token, segment in wanted if _id(token) not in there]
    if not broken:
        return
    here = page_anchors(pair.source, slugs)
    lacking = _lacking(pair, slugs)
    sources, instead = _sources(pair), _translated(pair, slugs)
    found = pair.conventions.anchors_found
    sure = 0.4 if found is not None and found < _SELDOM else 0.9
    for token, segment in broken:
        english = sources.get(segment.span.start, [])
        if any(_id(other) not in here for other in english) or (_id(token) not in here and not english):
            continue
        if any(_id(other) in lacking for other in (*english, token)):
            continue
        source = next((other for other in english if _id(other) == _id(token)), english[0] if english else None)
        message = f"no heading and no id of this page is {quote(token.value)}{instead.get(_id(token), '')}"
        yield Finding(message, source.span if source else None, token.span, sure)


def _lacking(pair: Pair, slugs: Collection[str]) -> Collection[str]:
    """The ids of pieces that the translation lacks altogether: that these are missing is said elsewhere."""
    gone = {i for link in pair.links if not link.target for i in link.source}
    segments = tuple(segment for i, segment in enumerate(pair.source.segments) if i in gone)
    return page_anchors(replace(pair.source, segments=segments), slugs) if segments else frozenset()


def _fragments(segment: Segment) -> Iterator[Token]:
    return (t for t in segment.tokens if t.kind is TokenKind.LINK and names_anchor(t.value))


def _id(token: Token) -> str:
    return fold_anchor(unquote(token.value[1:]))


def _sources(pair: Pair) -> dict[int, list[Token]]:
    """Where a segment of the translation begins -> the fragments that its English links to."""
    return {
        pair.target.segments[j].span.start: [t for i in link.source for t in _fragments(pair.source.segments[i])]
        for link in pair.links
        for j in link.target
    }


def _calibrated(pair: Pair) -> Collection[str]:
    """The slug rules under which most of the English page's fragments are found; all where it has none."""
    ids = explicit_ids(pair.source)
    wanted = [id_ for segment in pair.source.segments for t in _fragments(segment) if (id_ := _id(t)) not in ids]
    if not wanted:
        return list(SLUGS)
    found = {}
    for name in SLUGS:
        ids = page_anchors(pair.source, (name,))
        found[name] = sum(id_ in ids for id_ in wanted)
    best = max(found.values())
    return [name for name in SLUGS if found[name] == best]


def _translated(pair: Pair, slugs: Collection[str]) -> dict[str, str]:
    """The id of an English heading -> how its translation reads and is linked to."""
    headings: dict[str, str] = {}
    first = SLUGS[next(iter(slugs))]
    for link in pair.links:
        if len(link.source) == len(link.target) == 1:
            source, target = pair.source.segments[link.source[0]], pair.target.segments[link.target[0]]
            if source.level and target.level:
                shown = f"; the heading {quote(target.text)} is #{first(target.text)}"
                headings.update((fold_anchor(SLUGS[name](source.text)), shown) for name in slugs)
    return headings


RULE = Rule(ID, Severity.WARNING, check, Options, __doc__, mqm="mistranslation")
