"""A table of the translation has lost a column, a cell, or its form.

## What it does

Compares tables row by row: the number of columns, cells that are empty where the English has text, cells that a row
has too many (they are not shown), and rows that are plain text because the line of dashes under the head, or a blank
line, was lost. What a whole column has is one finding, and so is what a whole table has.

## Why it matters

The reader finds a value under the wrong head, or not at all.

## Example

English:

```markdown
# Ports

The server listens on these ports.

| Port | Protocol | Used for |
|------|----------|----------|
| 8080 | HTTP | The console of the administrator |
| 8443 | HTTPS | Everything that clients send |
```

Translation (es):

```markdown
# Puertos

El servidor escucha en estos puertos.

| Puerto | Protocolo | Uso |
|--------|-----------|-----|
| 8080 | HTTP | La consola del administrador |
| 8443 | HTTPS | |
```

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from parallint import (
    Finding,
    Kind,
    Pair,
    Rule,
    Segment,
    Severity,
    Span,
    TokenKind,
    covering,
    held_confidences,
    quote,
)

ID = "table-shape"

_ROWS = 3


@dataclass(frozen=True)
class Options:
    """The rule has no options."""


@dataclass(frozen=True, slots=True)
class _Row:
    pair: Pair
    link: int
    source: Segment
    last: Segment
    target: Segment

    @property
    def confidence(self) -> float:
        """How sure the row's link is, counting what stands around it."""
        return held_confidences(self.pair)[self.link]


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each table, column or cell that is not as in the English."""
    if Kind.ROW not in pair.source.by_kind:
        return
    for table in _tables(pair):
        plain = [row for row in table if row.target.kind is not Kind.ROW]
        if plain:
            yield _plain(plain)
        rows = [row for row in table if row.target.kind is Kind.ROW]
        if not rows:
            continue
        here, there = len(rows[0].source.cells), len(rows[0].target.cells)
        if here != there:
            message = f"the table has {_columns(there)} here, and {_columns(here)} in the English"
            yield Finding(message, rows[0].source.span, rows[0].target.span, rows[0].confidence)
        else:
            yield from _empty(rows, here)
            yield from _cut_off(pair, rows)


def _tables(pair: Pair) -> Iterator[list[_Row]]:
    """The linked rows, those of one table of the English together."""
    table: list[_Row] = []
    before = -1
    for k, link in enumerate(pair.links):
        if not link.source or pair.source.segments[link.source[0]].kind is not Kind.ROW:
            continue
        if table and link.source[0] != before + 1:
            yield table
            table = []
        before = link.source[-1]
        if row := _row(pair, k):
            table.append(row)
    if table:
        yield table


def _row(pair: Pair, k: int) -> _Row | None:
    link = pair.links[k]
    if len(link.target) != 1:
        return None
    first, last = (pair.source.segments[link.source[at]] for at in (0, -1))
    target = pair.target.segments[link.target[0]]
    known = target.kind is Kind.PARAGRAPH if len(link.source) > 1 else target.kind in (Kind.ROW, Kind.PARAGRAPH)
    return _Row(pair, k, first, last, target) if known and last.kind is Kind.ROW else None


def _plain(rows: Sequence[_Row]) -> Finding:
    return Finding(
        f"a table of the English is plain text here, beginning with {quote(rows[0].target.text)}",
        Span(rows[0].source.span.start, rows[-1].last.span.end),
        covering([row.target for row in rows]),
        min(row.confidence for row in rows),
    )


def _code_alone(row: _Row, k: int) -> bool:
    """Whether a cell of the English is a piece of code and nothing else: `inline-code-drift` tells that it is lost."""
    span = row.source.cells[k].span
    return any(token.kind is TokenKind.CODE and token.span == span for token in row.source.tokens)


def _empty(rows: Sequence[_Row], columns: int) -> Iterator[Finding]:
    """Cells without text where the English has some: a finding a row, or one for the column where all have it."""
    lacking = [(row, k) for row in rows for k in range(columns) if _lacks(row, k)]
    by_column = {k: [row for row, column in lacking if column == k] for k in range(columns)}
    whole = {k for k, found in by_column.items() if len(found) >= max(_ROWS, len(rows) - 1)}
    for k in sorted(whole):
        first = by_column[k][0]
        message = f"column {k + 1} of the table is empty in {len(by_column[k])} rows here, and not in the English"
        yield Finding(message, first.source.cells[k].span, first.target.span, first.confidence)
    left = ((row, k) for row, k in lacking if k not in whole and not _code_alone(row, k))
    for _, group in groupby(left, lambda place: place[0].target.span):
        cells = list(group)
        row, k = cells[0]
        message = f"the cell {quote(row.source.cells[k].text)} of the English is empty here"
        if len(cells) > 1:
            message += f", and so are {len(cells) - 1} more of its row"
        yield Finding(message, row.source.cells[k].span, row.target.span, row.confidence)


def _lacks(row: _Row, column: int) -> bool:
    source, target = row.source.cells, row.target.cells
    if column >= len(source) or column >= len(target):
        return False
    here, there = source[column], target[column]
    return bool(here.text.strip()) and there.span.start == there.span.end


def _cut_off(pair: Pair, rows: Sequence[_Row]) -> Iterator[Finding]:
    """Rows with text behind the last cell that their table shows, where the English has none."""
    for row in rows:
        rest = _rest(pair.target.text, row.target)
        if rest and not _rest(pair.source.text, row.source):
            message = f"this row has more cells than its table has columns: {quote(rest)} is not shown"
            yield Finding(message, row.source.span, row.target.span, row.confidence)


def _rest(text: str, row: Segment) -> str:
    last = max((cell.span.end for cell in row.cells), default=row.span.end)
    return " ".join(text[last : row.span.end].replace("|", " ").split())


def _columns(count: int) -> str:
    return "one column" if count == 1 else f"{count} columns"


RULE = Rule(ID, Severity.WARNING, check, Options, __doc__, mqm="markup")
