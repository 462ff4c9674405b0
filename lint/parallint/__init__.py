"""parallint: finds where the translations of documentation have drifted from the English.

These names are the public API, and all that a rule may import. They are loaded when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from parallint._version import __version__

if TYPE_CHECKING:
    from parallint.align.similar import edits
    from parallint.comparison import TokenChange, token_changes
    from parallint.language import English
    from parallint.model import (
        Cell,
        Document,
        Evidence,
        Fault,
        Finding,
        Kind,
        Link,
        Pair,
        Place,
        Position,
        Rule,
        Segment,
        SentenceGap,
        Severity,
        Span,
        Token,
        TokenKind,
        Unit,
    )
    from parallint.unlinked import Gap, gaps, related
    from parallint.wording import counted, described, quote

__all__ = [
    "Cell",
    "Document",
    "English",
    "Evidence",
    "Fault",
    "Finding",
    "Gap",
    "Kind",
    "Link",
    "Pair",
    "Place",
    "Position",
    "Rule",
    "Segment",
    "SentenceGap",
    "Severity",
    "Span",
    "Token",
    "TokenChange",
    "TokenKind",
    "Unit",
    "__version__",
    "counted",
    "described",
    "edits",
    "gaps",
    "quote",
    "related",
    "token_changes",
]

_ELSEWHERE = {
    "English": "parallint.language",
    "Gap": "parallint.unlinked",
    "counted": "parallint.wording",
    "described": "parallint.wording",
    "edits": "parallint.align.similar",
    "gaps": "parallint.unlinked",
    "quote": "parallint.wording",
    "related": "parallint.unlinked",
    "TokenChange": "parallint.comparison",
    "token_changes": "parallint.comparison",
}


def __getattr__(name: str) -> object:
    """Load a public name's module at its first use: `parallint --version` does without it."""
    if name in __all__:
        return getattr(import_module(_ELSEWHERE.get(name, "parallint.model")), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
