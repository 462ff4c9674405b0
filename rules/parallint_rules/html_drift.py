"""An HTML tag of the English is lost, changed or not closed in the translation.

## What it does

Compares the HTML tags of linked pieces, with those of their attributes that are neither text nor an address: `class`,
`data-…`, `width`. Reports a tag that the translation lacks, one whose attributes differ, and one that the translation
does not close, or closes without having opened it, where the English is in balance. What Markdown can say as well
counts for nothing (`<b>`, `<em>`, `<code>`, `<br>`, `<p>`), and neither do anchors (`<a name>`) or tags that the
translation has besides. Links are for `link-drift`, images for `image-drift`, components for `placeholder-drift`.

## Why it matters

A tag that is not closed takes the rest of the page with it; a lost class takes the looks or the script. MQM calls it a
markup error.

## Example

English:

```markdown
# Levels

<details class="wide">
<summary>All levels</summary>

There are five of them.

</details>
```

Translation (es):

```markdown
# Niveles

<details class="ancho">
<summary>Todos los niveles</summary>

Hay cinco.

</details>
```

## Options

- `ignore` (default none): names of tags that are not compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import groupby

from parallint import (
    Document,
    Finding,
    Pair,
    Rule,
    Severity,
    Token,
    TokenChange,
    TokenKind,
    balanced_closers,
    lost_marks,
    quote,
    quoted_apart,
    similarity,
    token_changes,
    unclosed,
)

ID = "html-drift"

_TAGS = frozenset({TokenKind.TAG})
_MARKDOWN = frozenset({"a", "b", "strong", "i", "em", "u", "s", "del", "code", "tt", "br", "wbr", "p", "hr", "font"})
_UNPAIRED = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
    | {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "option"}
)
"""Tags that need no closing one (HTML's void elements, and those whose end tag may be left out)."""


@dataclass(frozen=True)
class Options:
    """Options of the rule; `ignore` holds names of tags in lower case."""

    ignore: tuple[str, ...] = ()


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each linked piece that lacks tags or has other ones."""
    if TokenKind.TAG not in pair.source.holders and TokenKind.TAG not in pair.target.holders:
        return

    def key(token: Token, document: Document) -> str | None:
        name = _name(token)
        return None if name in _MARKDOWN or name in options.ignore or token.value in closers else token.value

    closers = balanced_closers(pair, _TAGS)
    for mark in unclosed(pair, _TAGS):
        name = _name(mark.token)
        if name not in _UNPAIRED and name not in _MARKDOWN and name not in options.ignore:
            message = f"{quote(f'<{mark.token.value}>')} is missing here: the page opens it and does not close it"
            yield Finding(message, mark.source, mark.target, 0.95)
    for gap, tokens in lost_marks(pair, _TAGS, closers):
        tags = [token for token in tokens if _name(token) not in _MARKDOWN and _name(token) not in options.ignore]
        if tags:
            shown = ", ".join([quote(f"<{token.value}>") for token in tags[:3]])
            yield Finding(f"{shown} {'are' if len(tags) > 1 else 'is'} missing here", gap.span, gap.point, 0.85)
    changes = list(token_changes(pair, _TAGS, key, _likeness))
    if not changes:
        return
    uneven = _unbalanced(pair)
    known = {_name(token) for segment in pair.source.segments for token in segment.tokens if token.kind in _TAGS}
    for _, group in groupby(changes, key=lambda change: (change.source, change.target)):
        yield from _judge(list(group), uneven, known)


def _name(token: Token) -> str:
    return token.value.split(maxsplit=1)[0].lstrip("/") if token.value else ""


def _likeness(lost: Token, added: Token) -> float:
    same = _name(lost) == _name(added) and lost.value.startswith("/") == added.value.startswith("/")
    return 0.05 + similarity(lost.value, added.value) if same else 0.0


def _unbalanced(pair: Pair) -> Mapping[str, int]:
    """Names of tags that are opened as often as closed in the English, and in the translation not: by how many."""
    here, there = _balance(pair.source), _balance(pair.target)
    return {name: count for name, count in there.items() if count and not here[name]}


def _balance(document: Document) -> Counter[str]:
    balance: Counter[str] = Counter()
    for segment in document.segments:
        for token in segment.tokens:
            if token.kind is TokenKind.TAG and (name := _name(token)) not in _UNPAIRED:
                closed = document.text.endswith("/>", token.span.start, token.span.end)
                balance[name] += 0 if closed else -1 if token.value.startswith("/") else 1
    return balance


def _judge(changes: Sequence[TokenChange], uneven: Mapping[str, int], names: Set[str]) -> Iterator[Finding]:
    gone: list[TokenChange] = []
    for change in changes:
        lost, added = change.lost, change.added
        name = _name(one) if (one := lost or added) else ""
        if lost and added:
            here, english = quoted_apart(f"<{added.value}>", f"<{lost.value}>")
            message = f"the tag is {here} where the English has {english}"
            yield _finding(message, change, 0.85)
        elif uneven.get(name):
            yield _finding(_unbalanced_message(name, lost, uneven[name], known=name in names), change, 0.95)
        elif lost and name != "img":
            gone.append(change)
    tags = list(dict.fromkeys(f"<{_name(change.lost)}>" for change in gone if change.lost and not change.left))
    if tags:
        shown = ", ".join(quote(tag) for tag in tags[:3])
        message = f"the tag{'s' if len(tags) > 1 else ''} {shown} {'are' if len(tags) > 1 else 'is'} missing here"
        yield _finding(message, gone[0], 0.7)


def _unbalanced_message(name: str, lost: Token | None, count: int, *, known: bool) -> str:
    if not lost and not known:
        return f"{quote(f'<{name}>')} is read as an HTML tag here and does not show; the English has it as text"
    mark = quote(f"<{lost.value}>") + " is missing here" if lost else f"there is one {quote(f'<{name}>')} more here"
    return f"{mark}: the page {'opens it and does not close it' if count > 0 else 'closes it and does not open it'}"


def _finding(message: str, change: TokenChange, sure: float) -> Finding:
    return Finding(message, change.source_span, change.target_span, sure * (0.8 + 0.2 * change.confidence))


RULE = Rule(ID, Severity.WARNING, check, Options, __doc__, mqm="markup")
