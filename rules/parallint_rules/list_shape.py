"""A list of the translation is nested or numbered otherwise.

## What it does

Compares the list items that translate each other: whether the list is numbered or has bullets, how deep each item is
nested, whether it is an item at all, and with which number a numbered list begins. Items after one another that are off
in the same way are one finding. The sign used for bullets, and the numbers after the first, make no difference.

## Why it matters

"See step 4" leads to another step, and an item that slipped out of its list reads as something else.

## Example

English:

```markdown
# Restore a backup

1. Stop the server.
2. Run `vault restore`.
3. Start the server.

Then sign in again.
```

Translation (es):

```markdown
# Restaurar una copia de seguridad

- Detenga el servidor.
- Ejecute `vault restore`.
- Inicie el servidor.

Después, vuelva a iniciar sesión.
```

## Options

None.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from parallint import Document, Finding, Kind, Pair, Rule, Segment, Severity, covering, held_confidences, quote

ID = "list-shape"

_WHOLE = 0.75
"""Share of both lists' items that must be linked with each other: a list that was rewritten may have another shape."""
_REWRITTEN = 0.4


@dataclass(frozen=True)
class Options:
    """The rule has no options."""


class _Place(NamedTuple):
    """Where an item stands: in which list of its page, in how many lists, and whether it is the first of its own."""

    list: int
    level: int
    first: bool


class _Item(NamedTuple):
    source: Segment
    target: Segment
    link: int
    level: int
    fault: str
    weight: float


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each run of linked items whose list is otherwise in the same way; deeper ones may differ."""
    opened: list[list[_Item]] = []
    for item in _items(pair):
        for run in [run for run in opened if run[0].level >= item.level and run[0].fault != item.fault]:
            opened.remove(run)
            yield _finding(pair, run)
        if item.fault:
            run = next((run for run in opened if run[0].fault == item.fault), [])
            opened += [] if run else [run]
            run.append(item)
    for run in opened:
        yield _finding(pair, run)


def _finding(pair: Pair, run: Sequence[_Item]) -> Finding:
    subject = f"the list item {quote(run[0].source.text, 40)}"
    subject += f" and {_next(len(run) - 1)} are" if len(run) > 1 else " is"
    return Finding(
        f"{subject} {run[0].fault}",
        covering([item.source for item in run]),
        covering([item.target for item in run]),
        min(held_confidences(pair)[item.link] * item.weight for item in run),
    )


def _items(pair: Pair) -> Iterator[_Item]:
    """The items of the English that have one counterpart; none where all of these stand as in the English."""
    if Kind.ITEM not in pair.source.by_kind:
        return
    here, there = _places(pair.source), _places(pair.target)
    linked = [
        (link.source[0], link.target[0], k)
        for k, link in enumerate(pair.links)
        if len(link.source) == len(link.target) == 1 and link.source[0] in here
    ]
    if all(_alike(pair, here[i], there.get(j), i, j) for i, j, _ in linked):
        return
    partners = Counter((here[i].list, there[j].list) for i, j, _ in linked if j in there)
    sizes = [Counter(place.list for place in side.values()) for side in (here, there)]
    left = Counter(here[i].list for i, j, _ in linked if j in there)
    for i, j, link in linked:
        source, target = pair.source.segments[i], pair.target.segments[j]
        if j in there:
            both = here[i].list, there[j].list
            share = partners[both] / max(sizes[0][both[0]], sizes[1][both[1]])
            fault = _fault(source, target, here[i], there[j])
        elif target.kind is Kind.PARAGRAPH:
            share = (left[here[i].list] + 1) / sizes[0][here[i].list]
            fault = "no list item here, but plain text" if left[here[i].list] else ""
        else:
            continue
        yield _Item(source, target, link, here[i].level, fault, 1 if share >= _WHOLE else _REWRITTEN)


def _alike(pair: Pair, here: _Place, there: _Place | None, i: int, j: int) -> bool:
    same = there is not None and here.level == there.level
    return same and pair.source.segments[i].info == pair.target.segments[j].info


def _fault(source: Segment, target: Segment, here: _Place, there: _Place) -> str:
    """What is otherwise, as the end of a sentence; "" where nothing is."""
    if _numbered(source) != _numbered(target):
        return f"{_list(target)} here, and {_list(source)} in the English"
    if here.level != there.level:
        return f"{_levels(there.level - here.level)} here than in the English"
    if here.first and there.first and _numbered(source) and _number(source) != _number(target):
        return f"numbered {target.info} here, and {source.info} in the English"
    return ""


def _places(document: Document) -> dict[int, _Place]:
    """Index of an item -> where it stands, told by the depths of the items and of what is between them."""
    found: dict[int, _Place] = {}
    opened: list[tuple[int, bool, int]] = []  # depth, whether numbered, number of the list
    count = 0
    for k, segment in enumerate(document.segments):
        item = segment.kind is Kind.ITEM
        depth = segment.depth
        if (opened or item) and depth > item:  # an item of no more than its own list is in no quote
            depth -= _quotes(document, segment)
        while opened and (opened[-1][0] > depth or (item and opened[-1][:2] == (depth, not _numbered(segment)))):
            opened.pop()
        if not item:
            continue
        first = not opened or opened[-1][0] < depth
        if first:
            count += 1
            opened.append((depth, _numbered(segment), count))
        found[k] = _Place(opened[-1][2], len(opened), first)
    return found


def _quotes(document: Document, segment: Segment) -> int:
    """How many of the segment's levels are quotes: their marks stand before it on its line."""
    start = segment.span.start
    line = document.text.rfind("\n", 0, start) + 1
    line = max(line, document.text.rfind("\r", line, start) + 1)
    return document.text.count(">", line, start)


def _numbered(item: Segment) -> bool:
    return item.info[:1].isdigit()


def _number(item: Segment) -> int:
    return int(item.info[:-1])


def _list(item: Segment) -> str:
    return "numbered" if _numbered(item) else "bulleted"


def _levels(off: int) -> str:
    count = "one level" if abs(off) == 1 else f"{abs(off)} levels"
    return f"nested {count} {'deeper' if off > 0 else 'less deep'}"


def _next(count: int) -> str:
    return "the next one" if count == 1 else f"the next {count}"


RULE = Rule(ID, Severity.WARNING, check, Options, __doc__, mqm="markup")
