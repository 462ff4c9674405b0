"""parallint: finds where the translations of documentation have drifted from the English.

These names are the public API, and all that a rule may import. They are loaded when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from parallint._version import __version__

if TYPE_CHECKING:
    from parallint.addresses import Address, leads_to, read_address, same_place, site_rewrites, told_apart
    from parallint.align.similar import edits, similarity
    from parallint.anchors import SLUGS, explicit_ids, fold_anchor, names_anchor, page_anchors
    from parallint.bare import lost_marks
    from parallint.changes import Change, changed_since
    from parallint.closing import balanced_closers, unclosed, unopened
    from parallint.code import CodeChange, code_change
    from parallint.comparison import TokenChange, token_changes
    from parallint.covered import Coverage, coverage
    from parallint.fixes import address_restored, heading_restored, restored
    from parallint.glossary import Glossary, Term
    from parallint.held import held_confidences
    from parallint.lags import Lag, behind, english_then, since_when
    from parallint.language import English
    from parallint.localised import Translated, translated, words_of
    from parallint.marks import Flanks, Mark, flanks, is_python_markdown, marked_segments, shown_marks
    from parallint.model import (
        Cell,
        Conventions,
        Document,
        Evidence,
        Fact,
        Fault,
        FieldUse,
        Finding,
        Inventory,
        Kind,
        Link,
        Move,
        Noted,
        Origin,
        Orphan,
        Page,
        Pair,
        Pin,
        Place,
        Position,
        ProjectFinding,
        Raised,
        Replacement,
        Revision,
        Rewrite,
        Rule,
        Segment,
        SentenceGap,
        Severity,
        Span,
        Token,
        TokenKind,
        Unit,
        Way,
        covering,
    )
    from parallint.numbers import address_numbers, follows, lost_numbers, number_forms, stated_numbers
    from parallint.patterns import pattern_of
    from parallint.pieces import Fate, PieceChange, inline_code_changes
    from parallint.placeholders import placeholder_tokens, placeholders_in, uses_printf, without_placeholders
    from parallint.read.fields import Field, unreadable_front_matter, values_of
    from parallint.references import Defined, by_definition
    from parallint.terms import english_forms, folded, translation_pattern, word_pattern
    from parallint.unlinked import Gap, gaps, related
    from parallint.worddiff import Edit, Op, in_words, word_diff
    from parallint.wording import counted, counted_places, described, quote, quoted_apart

__all__ = [
    "SLUGS",
    "Address",
    "Cell",
    "Change",
    "CodeChange",
    "Conventions",
    "Coverage",
    "Defined",
    "Document",
    "Edit",
    "English",
    "Evidence",
    "Fact",
    "Fate",
    "Fault",
    "Field",
    "FieldUse",
    "Finding",
    "Flanks",
    "Gap",
    "Glossary",
    "Inventory",
    "Kind",
    "Lag",
    "Link",
    "Mark",
    "Move",
    "Noted",
    "Op",
    "Origin",
    "Orphan",
    "Page",
    "Pair",
    "PieceChange",
    "Pin",
    "Place",
    "Position",
    "ProjectFinding",
    "Raised",
    "Replacement",
    "Revision",
    "Rewrite",
    "Rule",
    "Segment",
    "SentenceGap",
    "Severity",
    "Span",
    "Term",
    "Token",
    "TokenChange",
    "TokenKind",
    "Translated",
    "Unit",
    "Way",
    "__version__",
    "address_numbers",
    "address_restored",
    "balanced_closers",
    "behind",
    "by_definition",
    "changed_since",
    "code_change",
    "counted",
    "counted_places",
    "coverage",
    "covering",
    "described",
    "edits",
    "english_forms",
    "english_then",
    "explicit_ids",
    "flanks",
    "fold_anchor",
    "folded",
    "follows",
    "gaps",
    "heading_restored",
    "held_confidences",
    "in_words",
    "inline_code_changes",
    "is_python_markdown",
    "leads_to",
    "lost_marks",
    "lost_numbers",
    "marked_segments",
    "names_anchor",
    "number_forms",
    "page_anchors",
    "pattern_of",
    "placeholder_tokens",
    "placeholders_in",
    "quote",
    "quoted_apart",
    "read_address",
    "related",
    "restored",
    "same_place",
    "shown_marks",
    "similarity",
    "since_when",
    "site_rewrites",
    "stated_numbers",
    "token_changes",
    "told_apart",
    "translated",
    "translation_pattern",
    "unclosed",
    "unopened",
    "unreadable_front_matter",
    "uses_printf",
    "values_of",
    "without_placeholders",
    "word_diff",
    "word_pattern",
    "words_of",
]

_ELSEWHERE = {
    "Coverage": "parallint.covered",
    "coverage": "parallint.covered",
    "unclosed": "parallint.closing",
    "unopened": "parallint.closing",
    "balanced_closers": "parallint.closing",
    "lost_marks": "parallint.bare",
    "address_numbers": "parallint.numbers",
    "held_confidences": "parallint.held",
    "Field": "parallint.read.fields",
    "values_of": "parallint.read.fields",
    "unreadable_front_matter": "parallint.read.fields",
    "Flanks": "parallint.marks",
    "Mark": "parallint.marks",
    "flanks": "parallint.marks",
    "is_python_markdown": "parallint.marks",
    "marked_segments": "parallint.marks",
    "shown_marks": "parallint.marks",
    "Glossary": "parallint.glossary",
    "Term": "parallint.glossary",
    "english_forms": "parallint.terms",
    "folded": "parallint.terms",
    "translation_pattern": "parallint.terms",
    "word_pattern": "parallint.terms",
    "counted_places": "parallint.wording",
    "without_placeholders": "parallint.placeholders",
    "uses_printf": "parallint.placeholders",
    "placeholders_in": "parallint.placeholders",
    "placeholder_tokens": "parallint.placeholders",
    "pattern_of": "parallint.patterns",
    "inline_code_changes": "parallint.pieces",
    "PieceChange": "parallint.pieces",
    "Fate": "parallint.pieces",
    "Lag": "parallint.lags",
    "behind": "parallint.lags",
    "english_then": "parallint.lags",
    "since_when": "parallint.lags",
    "Change": "parallint.changes",
    "changed_since": "parallint.changes",
    "Edit": "parallint.worddiff",
    "Op": "parallint.worddiff",
    "in_words": "parallint.worddiff",
    "word_diff": "parallint.worddiff",
    "Address": "parallint.addresses",
    "read_address": "parallint.addresses",
    "same_place": "parallint.addresses",
    "site_rewrites": "parallint.addresses",
    "leads_to": "parallint.addresses",
    "told_apart": "parallint.addresses",
    "SLUGS": "parallint.anchors",
    "page_anchors": "parallint.anchors",
    "explicit_ids": "parallint.anchors",
    "fold_anchor": "parallint.anchors",
    "names_anchor": "parallint.anchors",
    "similarity": "parallint.align.similar",
    "CodeChange": "parallint.code",
    "code_change": "parallint.code",
    "English": "parallint.language",
    "Gap": "parallint.unlinked",
    "counted": "parallint.wording",
    "described": "parallint.wording",
    "edits": "parallint.align.similar",
    "follows": "parallint.numbers",
    "Translated": "parallint.localised",
    "translated": "parallint.localised",
    "words_of": "parallint.localised",
    "lost_numbers": "parallint.numbers",
    "gaps": "parallint.unlinked",
    "number_forms": "parallint.numbers",
    "stated_numbers": "parallint.numbers",
    "quote": "parallint.wording",
    "quoted_apart": "parallint.wording",
    "address_restored": "parallint.fixes",
    "heading_restored": "parallint.fixes",
    "restored": "parallint.fixes",
    "related": "parallint.unlinked",
    "Defined": "parallint.references",
    "by_definition": "parallint.references",
    "TokenChange": "parallint.comparison",
    "token_changes": "parallint.comparison",
}


def __getattr__(name: str) -> object:
    """Load a public name's module at its first use: `parallint --version` does without it."""
    if name in __all__:
        found = globals()[name] = getattr(import_module(_ELSEWHERE.get(name, "parallint.model")), name)
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
