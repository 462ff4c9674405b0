"""What became of the pieces of inline code that a translation lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import Enum
from itertools import groupby
from typing import NamedTuple

from parallint.comparison import TokenChange, token_changes
from parallint.language import FUNCTION_WORDS
from parallint.model import Document, Pair, Token, TokenKind
from parallint.placeholders import placeholders_in, without_names, without_placeholders

_KINDS = frozenset({TokenKind.CODE})
_HARMLESS = re.compile(r"[\s.:,;!?'\"()]+$")
_ENDING = re.compile(r"(?:'s|es|s|en|n|e|(?<=[\dN])th)$")
_IDENTIFIER = re.compile(r"[^\W\d]\w*(?:[.:/_$-]\w+)*\W{0,2}", re.A)
_KEYS = re.compile(r"(?:Ctrl|Control|Shift|Alt|Option|Cmd|Command|Meta|Win)\b", re.I)
_WORD = r"(?<![A-Za-z0-9_]){}(?![A-Za-z0-9_])"
_LINK = re.compile(r"\[[^\[\]]*\]\(([^()\s]+)\)")
_ALPHABETIC = re.compile(r"[a-z]+(?:-[a-z]+)*")
_LEAST_ALIKE = 0.05
_MOST = 60
"""Changes of one link that are looked into; where there are more, nothing is gained by knowing what became of each."""


class Fate(Enum):
    """What became of a piece of code."""

    GONE = "neither as code nor as text"
    CHANGED = "another piece of code"
    TRANSLATED = "translated"
    REWORDED = "words for the reader, translated on purpose"
    SPELLED = "the same but for a plural's ending, its case, punctuation, or a link's marks"
    PLAIN = "text"
    JOINED = "run together with its neighbour"
    INSIDE = "a part of a longer piece of code"
    PLACEHOLDER = "the same but for a placeholder"


class PieceChange(NamedTuple):
    """A piece of code that the source has and the target has not: `change.lost` is there, `change.added` may be."""

    fate: Fate
    change: TokenChange


def inline_code_changes(pair: Pair) -> Iterator[PieceChange]:
    """Each piece of inline code that linked segments of the source have and those of the target lack.

    A piece that the source has twice and the target once is not among them.
    """
    changes = token_changes(pair, _KINDS, _value, _likeness)
    for _, group in groupby(changes, key=lambda change: (change.source, change.target)):
        known = list(group)
        added = [change.added for change in known if change.added]
        for k, change in enumerate(known):
            if change.lost and not change.left:
                counted = _unless_known(change)
                fate = _fate(pair, change.lost.value, counted, added) if k < _MOST else Fate.GONE
                yield PieceChange(fate, counted)


def _value(token: Token, document: Document) -> str:
    return " ".join(token.value.split())


def _likeness(lost: Token, added: Token) -> float:
    """A phrase, or a piece in the translation's own script, translates some piece, for want of a likelier one."""
    from parallint.align.similar import similarity

    alike = similarity(lost.value, added.value)
    if not added.value.isascii() or (" " in lost.value and " " in added.value):
        return max(alike, _LEAST_ALIKE)
    if " " in added.value and " " not in lost.value:
        alike *= 0.9
    return alike if alike >= 1 / 3 or lost.value[:1] == added.value[:1] else 0.0


def _unless_known(change: TokenChange) -> TokenChange:
    """The change without a counterpart that the English has as a plain word: the translator only marked it as code."""
    added = change.added.value if change.added else ""
    if change.lost and _spelled(change.lost.value) == _spelled(added):
        return change
    if added and any(_count(segment.words, added) for segment in change.source):
        return replace(change, added=None)
    return change


def _fate(pair: Pair, lost: str, change: TokenChange, added: Iterable[Token]) -> Fate:
    if any(lost in token.value.split("``") for token in added if "``" in token.value):
        return Fate.JOINED
    if change.added is not None:
        return _became(lost, change.added.value)
    if any(lost.casefold() == token.value.casefold() for token in added):
        return Fate.SPELLED
    if any(placeholders_in(lost)) and not without_placeholders(lost) and "``" in _written(pair, change):
        return Fate.PLACEHOLDER
    if any(_count(token.value, lost) for token in added):
        return Fate.INSIDE
    if (link := _LINK.fullmatch(lost)) and link[1] in _written(pair, change):
        return Fate.SPELLED
    bare = lost.strip("\"'")
    here, there = (" ".join(segment.text for segment in side) for side in (change.source, change.target))
    if 0 < _count(here, bare) <= _count(there, bare):
        return Fate.PLAIN if bare == lost else Fate.REWORDED  # a string in quotation marks is one without backticks
    if 0 < _count(here.casefold(), bare.casefold()) <= _count(there.casefold(), bare.casefold()):
        return Fate.SPELLED
    return Fate.REWORDED if _phrase(lost) else Fate.GONE


def _written(pair: Pair, change: TokenChange) -> str:
    return " ".join(pair.target.written(segment) for segment in change.target)


def _count(text: str, value: str) -> int:
    """How often a text holds the value, not as a part of a word."""
    return len(re.findall(_WORD.format(re.escape(value)), text)) if value and value in text else 0


def _became(lost: str, added: str) -> Fate:
    if _spelled(lost) == _spelled(added):
        return Fate.SPELLED
    if any(placeholders_in(lost)) and without_placeholders(lost) == without_placeholders(added):
        return Fate.PLACEHOLDER
    if without_names(lost) == without_names(added):
        return Fate.REWORDED
    if _phrase(lost):
        return Fate.REWORDED
    if lost.isascii() and not added.isascii():
        return Fate.TRANSLATED if _IDENTIFIER.fullmatch(lost) else Fate.REWORDED
    if _KEYS.match(lost) or _several(lost, added):
        return Fate.REWORDED
    if _count(added, lost) or {*added.split()} < {*lost.split()}:
        return Fate.INSIDE
    return Fate.TRANSLATED if _ALPHABETIC.fullmatch(lost) and _other_word(lost, added) else Fate.CHANGED


def _phrase(value: str) -> bool:
    """Whether the piece is running English: text of a screen, or words that nobody types."""
    words = value.lower().split()
    return len(words) > 1 and not FUNCTION_WORDS.isdisjoint(words) and all(map(_ALPHABETIC.fullmatch, words))


def _several(lost: str, added: str) -> bool:
    """Whether several words are others: a command is changed in one of its words, a sample phrase is translated."""
    here, there = lost.split(), added.split()
    return len(here) > 1 and len([word for word in here if word not in there]) > 1


def _other_word(lost: str, added: str) -> bool:
    """Whether a word became a word, rather than the same one with a slip in it."""
    from parallint.align.similar import edits

    return bool(_ALPHABETIC.fullmatch(added)) and edits(lost, added, _SLIP) > _SLIP


_SLIP = 2


def _spelled(value: str) -> str:
    """The piece without what differs between languages: plural endings, closing punctuation, blanks."""
    bare = _HARMLESS.sub("", value)
    return "".join(_ENDING.sub("", bare).split()).casefold()
