r"""Where the cells of a table row stand: split as the parser does, which says nothing of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from parallint.model import Span, Token
from parallint.patterns import pattern_of
from parallint.read.places import TRIMMED, Body, placed, shifted

_BORDER = pattern_of(r"(?<!\\)\|")
_ESCAPED = pattern_of(r"\\\|")


def cell_spans(row: str) -> Iterator[Span]:
    """The spans of a row's cells in it, white space around their content left out."""
    start = len(row) - len(row.lstrip(TRIMMED))
    end = len(row.rstrip(TRIMMED))
    bounds = [start - 1, *(m.start() for m in _BORDER.finditer(row)), end]
    last = len(bounds) - 2
    for k in range(last + 1):
        left, right = bounds[k] + 1, bounds[k + 1]
        if left >= right and k in (0, last):
            continue
        content = row[left:right].strip(TRIMMED)
        first = left + len(row[left:right]) - len(row[left:right].lstrip(TRIMMED)) if content else left
        yield Span(first, first + len(content))


def cell_tokens(tokens: Sequence[Token], body: Body, start: int, cell: str) -> tuple[Token, ...]:
    r"""Tokens of the content of the cell at `start` with their spans in the page: it has lost the backslash of `\|`."""
    if "\\|" not in cell and (shift := body.shift(start, start + len(cell))) is not None:
        return shifted(tokens, shift + start)
    escapes = [m.start() - k for k, m in enumerate(_ESCAPED.finditer(cell))]
    return placed(tokens, lambda offset: body.offset(start + offset + bisect_right(escapes, offset)))
