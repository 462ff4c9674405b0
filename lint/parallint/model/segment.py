"""What a document is made of: segments, and the tokens in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a segment is in its document."""

    FRONT_MATTER = "front matter"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "list item"
    ROW = "table row"
    CODE = "code block"
    IMAGE = "image"
    ADMONITION = "admonition mark"
    DIRECTIVE = "directive"
    HTML = "HTML block"
    COMMENT = "comment"
    DEFINITION = "link definition"

    @property
    def prose(self) -> bool:
        """Whether a segment of this kind is running text that a translator writes."""
        return self in _PROSE


_PROSE = frozenset({Kind.HEADING, Kind.PARAGRAPH, Kind.ITEM, Kind.ROW})


class TokenKind(StrEnum):
    """What a token is; each must survive translation in its own way."""

    LINK = "link"
    IMAGE = "image"
    CODE = "inline code"
    NUMBER = "number"
    PLACEHOLDER = "placeholder"
    TAG = "HTML tag"
    EMPHASIS = "emphasis"
    HEADING_ID = "heading id"
    FOOTNOTE = "footnote"
    INCLUDE = "include"
    COMPONENT = "component"
    REFERENCE = "cross-reference"
    FORMULA = "formula"


class Span(NamedTuple):
    """Characters `start` to `end` (one past the last) of a document's text."""

    start: int
    end: int


class Token(NamedTuple):
    """Something inside a segment that must survive translation.

    `value` is its normal form (an address, a number's digits, a tag's name): what must be the same on both sides.
    `span` is where it stands; `text` is what of it is translated (a link's text, an image's description, a shortcode's
    title), "" where there is nothing.
    """

    kind: TokenKind
    value: str
    span: Span
    text: str = ""


class Cell(NamedTuple):
    """A cell of a table row: its visible text, and its span (empty for a cell that the row lacks)."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Segment:
    """The smallest piece that a translator treats as one.

    `text` is the visible text, markup gone and inline code kept; `words` is what there is to translate of it: without
    inline code and addresses, its lines as they were wrapped. For a code block `text` is the code, for a directive or
    an admonition mark its title. `level` is a heading's level (1 to 6), else 0; `depth` counts the lists and quotes
    around the segment, and the marks that it is indented under. `info` is a code block's language, the keyword of an
    admonition (in capitals) or a directive (with a `/` before it where the mark closes one, behind it where a container
    of colons or slashes is never closed), a definition's label, or a list item's mark (`-`, `3.`). `path` holds the
    headings above the segment, outermost first.
    """

    kind: Kind
    span: Span
    text: str
    words: str
    path: tuple[str, ...] = ()
    level: int = 0
    depth: int = 0
    info: str = ""
    tokens: tuple[Token, ...] = ()
    cells: tuple[Cell, ...] = ()


def covering(segments: Sequence[Segment]) -> Span:
    """The span from where the first of some segments begins to where the last one ends."""
    return Span(min(s.span.start for s in segments), max(s.span.end for s in segments))
