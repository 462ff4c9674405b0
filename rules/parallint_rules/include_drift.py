"""An include of the English is lost in the translation, or takes in something else.

## What it does

Compares the files that linked pieces of both pages take in: `[!INCLUDE [x](y.md)]`, `[!code-csharp[](x.cs)]`,
`{* ../x.py hl[6:7] *}`, `--8<-- "x"`, `<<< @/x.js`. The file must be the same one, from the translation's own folder or
under the locale's name, and so must be the lines that are chosen or marked. The title of an include may be translated.

## Why it matters

What is taken in is part of the page: a sample, a warning, a table. With a wrong path the page does not build or lacks
it, and with other lines it explains what is not there. MQM calls it an omission.

## Example

English:

```markdown
# Start

Create the file, and run it.

{* ../samples/start.py hl[3:5] *}

The marked lines open the connection.
```

Translation (es):

```markdown
# Inicio

Cree el archivo y ejecútelo.

{* ../samples/start.py hl[1:2] *}

Las líneas marcadas abren la conexión.
```

## Options

- `rewrites` (default none): a table of paths as in English and as in the translations, each for all that begin so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from parallint import (
    Document,
    Finding,
    Pair,
    Rule,
    Severity,
    Token,
    TokenKind,
    lost_marks,
    pattern_of,
    quote,
    read_address,
    restored,
    same_place,
    similarity,
    site_rewrites,
    token_changes,
)

ID = "include-drift"

_INCLUDES = frozenset({TokenKind.INCLUDE})


@dataclass(frozen=True)
class Options:
    """Options of the rule, see its page."""

    rewrites: Mapping[str, str] = field(default_factory=dict[str, str])


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each include that linked pieces do not share."""
    if TokenKind.INCLUDE not in pair.source.holders:
        return
    rewrites = site_rewrites(pair, options.rewrites)
    known = _unneeded(pair)
    for gap, tokens in lost_marks(pair, _INCLUDES, known):
        yield Finding(f"the include of {quote(_path(tokens[0]))} is missing here", gap.span, gap.point, 0.9)

    def same(lost: Token, added: Token) -> bool:
        one, other = (read_address(_path(token), pair.locale) for token in (lost, added))
        return same_place(one, other, rewrites)

    def key(token: Token, document: Document) -> tuple[str, str]:
        return read_address(_path(token), pair.locale).place, _rest(token)

    def likeness(lost: Token, added: Token) -> float:
        return 2.0 if same(lost, added) else 0.05 + similarity(_path(lost), _path(added))

    for change in token_changes(pair, _INCLUDES, key, likeness):
        lost, added = change.lost, change.added
        sure = 0.95 * (0.8 + 0.2 * change.confidence)
        if lost and added and same(lost, added):
            if _rest(lost) == _rest(added) or _same_components(pair, lost, added):
                continue
            here, there = quote(_rest(lost) or "no more"), quote(_rest(added) or "no more")
            message = f"the include of {quote(_path(lost))} says {there} where the English says {here}"
        elif lost and added:
            message = f"the translation includes {quote(_path(added))} where the English includes {quote(_path(lost))}"
        elif lost and lost.value not in known:
            message = f"the include of {quote(_path(lost))} is missing here"
        else:
            continue
        fix = restored(pair, lost, added) if lost and added and same(lost, added) else ()
        yield Finding(message, change.source_span, change.target_span, sure, fix=fix)


def _unneeded(pair: Pair) -> frozenset[str]:
    """What the site's translations do without, and imports of components that the translation does not use.

    Where a component is lost with its import, `placeholder-drift` tells of it.
    """
    tokens = [t for k in pair.source.holders[TokenKind.INCLUDE] for t in pair.source.segments[k].tokens]
    left_out = {t.value for t in tokens if pair.conventions.leaves_out(t.value)}
    imports = [t for t in tokens if _components(pair.source, t)]
    used = _used(pair) if imports else frozenset[str]()
    return frozenset(left_out.union(t.value for t in imports if used.isdisjoint(_components(pair.source, t))))


def _used(pair: Pair) -> frozenset[str]:
    """The components that the translation uses."""
    segments = (pair.target.segments[k] for kind in _USING for k in pair.target.holders.get(kind, ()))
    return frozenset(name for s in segments for t in s.tokens for name in t.value.split(maxsplit=1)[:1])


def _components(document: Document, token: Token) -> frozenset[str]:
    """The components that an import names; none of any other include."""
    named = _rest(token) if document.text.startswith("import", token.span.start) else ""
    return frozenset(_COMPONENT.findall(named))


def _same_components(pair: Pair, lost: Token, added: Token) -> bool:
    """Whether imports differ only in components that the translation does not use, or uses besides."""
    here, there = _components(pair.source, lost), _components(pair.target, added)
    return bool(here and there) and _used(pair).isdisjoint(here - there)


_USING = frozenset({TokenKind.COMPONENT, TokenKind.PLACEHOLDER, TokenKind.TAG})
_COMPONENT = pattern_of(r"\b[A-Z]\w*")


def _path(token: Token) -> str:
    return token.value.split(maxsplit=1)[0] if token.value.split() else ""


def _rest(token: Token) -> str:
    """What stands behind the path: lines, marks, the language."""
    return " ".join(token.value.split()[1:])


RULE = Rule(ID, Severity.ERROR, check, Options, __doc__, mqm="omission")
