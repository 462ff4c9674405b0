"""A term that stays as it is has been translated, or is lost.

## What it does

Looks for terms that are not to be translated: those of the option `terms`, and those that the page lists in its
`no-loc:` field. Where the English of a piece has such a term, its translation must have it too, written with the same
capitals; an ending (`GitHubs`, `GitHub'da`) is allowed.

## Why it matters

A product or a button that has another name here cannot be found.

## Example

English:

```markdown
---
title: Harbor
no-loc: [Harbor, Quay]
---
# Harbor

Packages that Harbor has accepted are moved to Quay.

From there everybody can download them.
```

Translation (es):

```markdown
---
title: Harbor
no-loc: [Harbor, Quay]
---
# Harbor

Los paquetes que Harbor ha aceptado pasan al Muelle.

Desde allí cualquiera puede descargarlos.
```

## Options

- `terms` (default none): terms that are not to be translated, in any page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from parallint import Finding, Link, Pair, Rule, Severity, Span, quote, word_pattern

ID = "do-not-translate"

_NEAR = 1


@dataclass(frozen=True)
class Options:
    """Options of the rule; `terms` are written as they must stand."""

    terms: tuple[str, ...] = ()


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each linked piece that lacks a term of its English."""
    terms = tuple(dict.fromkeys((*options.terms, *pair.source.terms, *pair.target.terms)))
    if not terms:
        return
    pattern = _pattern(terms)
    links = [link for link in pair.links if link.source and link.target]
    for k, link in enumerate(links):
        here = [pair.source.segments[i] for i in link.source]
        there = [pair.target.segments[j] for j in link.target]
        if not all(segment.kind.prose for segment in (*here, *there)):
            continue
        lost = dict.fromkeys(m.group() for segment in here for m in pattern.finditer(segment.words))
        around = links[max(0, k - _NEAR) : k + _NEAR + 1]
        lacking = [term for term in lost if not _in_target(pair, link, term) and _over(pair, around, term)]
        if lacking and not _missing(pair, lacking, link):
            yield Finding(
                f"{_listed(lacking)} not to be translated, and the English has it here",
                Span(here[0].span.start, here[-1].span.end),
                Span(there[0].span.start, there[-1].span.end),
                0.9 * link.confidence,
            )


@lru_cache(maxsize=64)
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the terms as whole words, the longest first."""
    return re.compile("|".join(word_pattern(term) for term in sorted(terms, key=len, reverse=True)))


def _in_target(pair: Pair, link: Link, term: str) -> int:
    """How often the link's translation has the term; white space in it may be of any kind."""
    texts = (" ".join(pair.target.segments[j].text.split()) for j in link.target)
    return sum(text.count(" ".join(term.split())) for text in texts)


def _over(pair: Pair, links: list[Link], term: str) -> bool:
    """Whether the English of neighbouring links has the term more often: what is lost here may stand next to it."""
    here = sum(pair.source.segments[i].text.count(term) for link in links for i in link.source)
    return here > sum(_in_target(pair, link, term) for link in links)


def _missing(pair: Pair, terms: list[str], link: Link) -> bool:
    """Whether all of the terms stand in sentences that the translation lacks: another rule tells of those."""
    inside = [gap.source for gap in pair.sentences if any(_holds(pair, i, gap.source) for i in link.source)]
    text = " ".join(pair.source.text[span.start : span.end] for span in inside)
    return bool(text) and all(term in text for term in terms)


def _holds(pair: Pair, index: int, span: Span) -> bool:
    own = pair.source.segments[index].span
    return own.start <= span.start and span.end <= own.end


def _listed(terms: list[str]) -> str:
    return f"{quote(terms[0])} is" if len(terms) == 1 else ", ".join(map(quote, terms)) + " are"


RULE = Rule(ID, Severity.WARNING, check, Options, __doc__, mqm="do not translate")
