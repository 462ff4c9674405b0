"""A page and the English that it was made from, side by side: English then, English now, translation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from parallint.lags import Lag, on_days
from parallint.model import Document, Pair, Segment
from parallint.report import visible
from parallint.worddiff import Edit, Op, word_diff

NARROW = 100
"""Columns of a terminal below which the three texts stand one below the other."""
LINES = 12
"""Lines of a translation that are shown."""
_AROUND = 3
"""Lines shown before and after a change."""

_THEN, _NOW = "red", "green"


def draw(pair: Pair, lags: Sequence[Lag], stream: IO[str], color: bool, width: int | None = None) -> None:
    """Draw what a page is behind by; changed words are coloured, and in brackets where there are no colours."""
    console = Console(
        file=stream, width=width, no_color=not color, force_terminal=color or None, highlight=False, emoji=False
    )
    console.print(Text(heading(pair, lags), style="bold"), soft_wrap=True)
    for lag in lags:
        console.print()
        console.print(Text(_about(pair, lag), style="cyan"), soft_wrap=True)
        sides = _sides(pair, lag, marked=not color)
        console.print(_beside(sides) if console.width >= NARROW else _below(sides))


def heading(pair: Pair, lags: Sequence[Lag]) -> str:
    """Where the page comes from and how far it is behind, in a line."""
    path, origin = visible(pair.target.path), pair.origin
    if pair.base is None or origin is None:
        return f"{path}: nothing tells which English it was made from"
    made = f"made from the English of {origin.revision} ({origin.way})" if origin.revision else f"{origin.way}"
    count = sum(max(len(lag.now), 1) for lag in lags)
    if not count:
        return f"{path}: {visible(made)}, and nothing that matters has changed since"
    commits = f", {origin.behind} {'commit' if origin.behind == 1 else 'commits'} ago" if origin.behind else ""
    return f"{path}: {visible(made)}{commits}; {count} {'piece' if count == 1 else 'pieces'} behind"


def _about(pair: Pair, lag: Lag) -> str:
    """What became of a piece, and by which commit."""
    what = "changed" if lag.then and lag.now else "came" if lag.now else "went"
    place = f"line {_line(pair.target, lag.target)}" if lag.target else "not here"
    kind = (lag.now or lag.then)[0].kind
    return visible(f"{place}: the {kind} {what}{on_days(lag.by)}")


def _line(document: Document, segments: Sequence[Segment]) -> int:
    return document.place(segments[0].span).line


def _sides(pair: Pair, lag: Lag, marked: bool) -> list[tuple[str, Text]]:
    """The three texts as written, with their headings."""
    edits = word_diff(_written(pair.base or pair.source, lag.then), _written(pair.source, lag.now))
    sides = []
    if lag.then:
        sides.append(("English then", _marked(edits, "then", _THEN, "[-]" if marked else "")))
    if lag.now:
        line = _line(pair.source, lag.now)
        sides.append((f"English now, line {line}", _marked(edits, "now", _NOW, "{+}" if marked else "")))
    if lag.target:
        sides.append((pair.locale or "translation", Text(_beginning(_shown(_written(pair.target, lag.target))))))
    return sides


def _written(document: Document, segments: Iterable[Segment]) -> str:
    return "\n".join(document.written(segment) for segment in segments)


def _beginning(text: str) -> str:
    lines = text.split("\n")
    return text if len(lines) <= LINES + 1 else "\n".join((*lines[:LINES], f"⋯ {len(lines) - LINES} lines more"))


def _marked(edits: Sequence[Edit], side: str, style: str, marks: str) -> Text:
    """One wording, its own words in colour or between marks."""
    out = Text(overflow="fold")
    for k, edit in enumerate(edits):
        text = _shown(edit.then if side == "then" else edit.now)
        if edit.op is Op.SAME or not text.strip():
            out.append(_cut(text, _AROUND if k else 0, _AROUND if k < len(edits) - 1 else 0))
        elif marks:
            bare = text.rstrip()
            out.append(f"{marks[:2]}{bare}{marks[1:]}{text[len(bare) :]}")
        else:
            out.append(text, style=f"bold {style}")
    return out


def _cut(text: str, head: int, tail: int) -> str:
    """What is the same on both sides, cut down to the lines next to the changes."""
    lines = text.split("\n")
    left_out = len(lines) - head - tail
    if left_out <= _AROUND:
        return text
    return "\n".join((*lines[:head], f"⋯ {left_out} lines", *lines[len(lines) - tail :]))


def _shown(text: str) -> str:
    return "\n".join(visible(line) for line in text.split("\n"))


def _beside(sides: Sequence[tuple[str, Text]]) -> Table:
    table = Table(expand=True, box=None, padding=(0, 2, 0, 0), header_style="dim")
    for title, _ in sides:
        table.add_column(title, ratio=1, overflow="fold")
    table.add_row(*(text for _, text in sides))
    return table


def _below(sides: Sequence[tuple[str, Text]]) -> Group:
    parts = []
    for title, text in sides:
        parts += [Text(f"  {title}", style="dim"), Text.assemble("    ", Text("\n    ").join(text.split("\n")))]
    return Group(*parts)
