"""The values that everything else passes around: frozen, comparable, free of I/O.

Offsets are characters into `Document.text`, half-open. Lines and columns count from 1 and columns count characters
(code points), the end included, as in the JSON report. A byte order mark belongs to the encoding and is no character.
"""

from __future__ import annotations

from parallint.model.conventions import Conventions, FieldUse, Rewrite, mark_name
from parallint.model.document import Document, Fault, Piece, Place, Position, SourceFile, Unit
from parallint.model.finding import (
    Correction,
    Fact,
    Finding,
    Problem,
    ProjectFinding,
    Replacement,
    Rule,
    Severity,
)
from parallint.model.inventory import Inventory, Move, Noted, Orphan, Page
from parallint.model.origin import Origin, Pin, Raised, Revision, Way
from parallint.model.pair import LEAST_REVISED, SINCE, Evidence, Link, Pair, SentenceGap, Uptake
from parallint.model.segment import Cell, Kind, Segment, Span, Token, TokenKind, covering

__all__ = [
    "LEAST_REVISED",
    "SINCE",
    "Cell",
    "Conventions",
    "Correction",
    "Document",
    "Evidence",
    "Fact",
    "Fault",
    "FieldUse",
    "Finding",
    "Inventory",
    "Kind",
    "Link",
    "Move",
    "Noted",
    "Origin",
    "Orphan",
    "Page",
    "Pair",
    "Piece",
    "Pin",
    "Place",
    "Position",
    "Problem",
    "ProjectFinding",
    "Raised",
    "Replacement",
    "Revision",
    "Rewrite",
    "Rule",
    "Segment",
    "SentenceGap",
    "Severity",
    "SourceFile",
    "Span",
    "Token",
    "TokenKind",
    "Unit",
    "Uptake",
    "Way",
    "covering",
    "mark_name",
]
