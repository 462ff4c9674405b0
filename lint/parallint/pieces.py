"""What became of the pieces of inline code that a translation lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import Enum
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from parallint.code import renamed_in_code
from parallint.comparison import TokenChange, token_changes
from parallint.language import FUNCTION_WORDS
from parallint.localised import Translated, made_up, translated, words_of
from parallint.memo import once
from parallint.model import Document, Pair, Token, TokenKind
from parallint.patterns import pattern_of
from parallint.placeholders import placeholders_in, without_names, without_placeholders

_KINDS = frozenset({TokenKind.CODE})
_HARMLESS = pattern_of(r"[\s.:,;!?'\"()]+$")
_ENDING = pattern_of(r"(?:'s|es|s|en|n|e|(?<=[\dN])th)$")
_IDENTIFIER = pattern_of(r"[^\W\d]\w*(?:[.:/_$-]\w+)*\W{0,2}", re.A)
_KEYS = pattern_of(r"(?:Ctrl|Control|Shift|Alt|Option|Cmd|Command|Meta|Win)\b", re.I)
_WORD = r"(?<![A-Za-z0-9_]){}(?![A-Za-z0-9_])"
_LINK = pattern_of(r"\[[^\[\]]*\]\(([^()\s]+)\)")
_ALPHABETIC = pattern_of(r"[a-z]+(?:-[a-z]+)*")
_PLAIN = pattern_of(r"[a-z]+")
_ARTICLE = pattern_of(
    r"(?<!\w)(?:an?|the|any|each|every|this|these|those|one|its|your|some|no|of type)\s"
    r"(?:[\w-]{1,30}\s|`[^`]{1,30}`\s)?[\"“]?$",
    re.IGNORECASE,
)
_PLURAL = pattern_of(r"s\b|\s[a-z]{2,30}s\b")
_HEAD = pattern_of(
    r"[^\w\s]{0,4}(?:[.,:;!?)\]\"”|]|\s{0,3}(?:$|\n\s*\n)|s?\s{1,3}(?:an?|and|are|as|at|but|by|can|contain\w*|for|from|has"
    r"|have|if|in|inside|into|is|it|of|on|or|so|than|that|the|then|to|was|we|when|where|which|will|with|you)\b)"
)
"""Behind a noun that no other noun follows, as in “a `list` of”: in “the `sync` service” it is a name."""
_NEAR = 70
_CODE = pattern_of(r"`[^`\n]{1,200}`")
_QUOTES = pattern_of("[\"'“”„‚‘’«»‹›「」『』＂]")
_HOLE = pattern_of(
    r"(?<=[^\s|])[ \t]{2,}(?=[^\s|])|\S[ \t]$|[ \t](?=[.,\])}）、。，」』]|[:;!?](?=\s|$))"  # before it and behind it
    r"|[(\[（「『«“][ ,、)\]）」』»”]|[,、，:：(（/][ ]*[)）」』]"  # in brackets
    r"|[和与與及或や、，][ ]*[。，、]|\w/[ ]|(?<=[^\s*+-])[ ]-[^\W\d_]"  # in a list, in a compound
    r"|[ ]\*\*(?=\s|$)|\*\*\*\*"  # in bold
    r"|(?<=\s)(?:를|을|은|는|로|으로|와|의|에서)(?=\s)|(?:^|[、。\s（「])[はをが](?=[^\s])",  # before a particle
    re.MULTILINE,
)
"""What is left where a word was taken out of a sentence."""
_LEAST_ALIKE = 0.05
_BEFORE_VERB = pattern_of(r"\b(?:you|we|they|can|could|might|may|must|should|would|will)\s{1,3}$", re.I)
_REACH = 12
_MOST = 60
"""Changes of one link that are looked into; where there are more, nothing is gained by knowing what became of each."""


class Fate(Enum):
    """What became of a piece of code."""

    GONE = "neither as code nor as text"
    CHANGED = "another piece of code"
    TRANSLATED = "translated"
    REWORDED = "words for the reader, translated on purpose"
    LOCALISED = "called as in the translation's own samples of code"
    SPELLED = "the same but for a plural's ending, its case, punctuation, or a link's marks"
    PLAIN = "text"
    JOINED = "run together with its neighbour"
    INSIDE = "a part of a longer piece of code"
    PLACEHOLDER = "the same but for a placeholder"


_OTHERS = frozenset({Fate.CHANGED, Fate.TRANSLATED})


class PieceChange(NamedTuple):
    """A piece of code that the source has and the target has not: `change.lost` is there, `change.added` may be."""

    fate: Fate
    change: TokenChange


@once
def inline_code_changes(pair: Pair) -> Sequence[PieceChange]:
    """Each piece of inline code that linked segments of the source have and those of the target lack.

    A piece that the source has twice and the target once is not among them.
    """
    return tuple(_changes(pair))


def _changes(pair: Pair) -> Iterator[PieceChange]:
    changes = token_changes(pair, _KINDS, _value, _likeness)
    for _, group in groupby(changes, key=lambda change: (change.source, change.target)):
        known = _with_last(list(group))
        added = [change.added for change in known if change.added]
        for k, change in enumerate(known):
            if change.lost and not change.left:
                counted = _unless_known(change)
                fate = _fate(pair, change.lost.value, counted, added) if k < _MOST else Fate.GONE
                yield PieceChange(fate, counted)


def _with_last(changes: list[TokenChange]) -> list[TokenChange]:
    """The changes, the one word that is lost and the one that was added put together, where there are no others."""
    lost, added = ([c for c in changes if not one(c)] for one in (attrgetter("added"), attrgetter("lost")))
    if len(lost) != 1 or len(added) != 1 or not lost[0].lost or not added[0].added:
        return changes
    if not _ALPHABETIC.fullmatch(lost[0].lost.value) or not _ALPHABETIC.fullmatch(added[0].added.value):
        return changes
    both = replace(lost[0], added=added[0].added)
    return [both if change is lost[0] else change for change in changes if change is not added[0]]


def _value(token: Token, document: Document) -> str:
    return " ".join(token.value.split())


def _likeness(lost: Token, added: Token) -> float:
    """A phrase, or a piece in the translation's own script, translates some piece, for want of a likelier one."""
    from parallint.align.similar import similarity

    alike = similarity(lost.value, added.value)
    if not added.value.isascii() or (" " in lost.value and " " in added.value):
        sizes = sorted((len(lost.value), len(added.value)))
        return max(alike, _LEAST_ALIKE + 0.02 * sizes[0] / max(1, sizes[1]))
    if " " in added.value and " " not in lost.value:
        alike *= 0.9
    return alike if alike >= 1 / 3 or lost.value[:1] == added.value[:1] else 0.0


def _unless_known(change: TokenChange) -> TokenChange:
    """The change without a counterpart that the English has as a plain word: the translator only marked it as code."""
    added = change.added.value if change.added else ""
    same_words = change.lost and len(change.lost.value.split()) == len(added.split())
    if change.lost and same_words and _spelled(change.lost.value) == _spelled(added):
        return change
    if added and any(_count(segment.words, added) for segment in change.source):
        return replace(change, added=None)
    return change


def _fate(pair: Pair, lost: str, change: TokenChange, added: Iterable[Token]) -> Fate:
    if any(lost in token.value.split("``") for token in added if "``" in token.value):
        return Fate.JOINED
    if _as_in_samples(pair, lost, change):
        return Fate.LOCALISED
    if change.added is not None:
        fate = _became(lost, change.added.value)
        ordinary = fate in _OTHERS and _ordinary(pair, lost, change.added.value)
        return Fate.REWORDED if ordinary else fate
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
    if _QUOTES.search(bare) and _unquoted(bare) in _unquoted(there):
        return Fate.PLAIN
    if 0 < _count(here, bare) <= _count(there, bare):
        return Fate.PLAIN if bare == lost else Fate.REWORDED  # a string in quotation marks is one without backticks
    if 0 < _count(here.casefold(), bare.casefold()) <= _count(there.casefold(), bare.casefold()):
        return Fate.SPELLED
    worded = _phrase(lost) or _verb(pair, change) or _in_words(pair, lost, change)
    return Fate.REWORDED if worded else Fate.GONE


def _as_in_samples(pair: Pair, lost: str, change: TokenChange) -> bool:
    """Whether the translation calls it, in the same place, as its samples of code do."""
    new = renamed_in_code(pair).get(_called(lost))
    tokens = (token for segment in change.target for token in segment.tokens if new and token.kind is TokenKind.CODE)
    return any(_called(token.value) == new for token in tokens)


def _called(value: str) -> str:
    return value.strip("\"'").removesuffix("()")


def _in_words(pair: Pair, lost: str, change: TokenChange) -> bool:
    """Whether the sentence seems to say a common noun itself, as the “list” in “is a `list` of names”.

    English must have it with an article or before a plural, and the translation no hole in its place.
    """
    if not change.lost or not _PLAIN.fullmatch(lost):
        return False
    start, end = change.lost.span
    text = pair.source.text
    article = _HEAD.match(text, end) and _ARTICLE.search(text, max(0, start - _NEAR), start)
    common = article or _PLURAL.match(text, end)
    if not common or _HOLE.search(_CODE.sub("`", _written(pair, change))):
        return False
    at = change.target[0].span.start
    return pair.target.text[max(0, at - 2) : at] != "\n "  # where the sentence began with it


def _unquoted(text: str) -> str:
    """The text without quotation marks and white space."""
    return "".join(_QUOTES.sub("", text).split())


def _verb(pair: Pair, change: TokenChange) -> bool:
    """Whether the code is the verb of its sentence, as in “that you might `raise`”: a translator conjugates it."""
    if not change.lost or not _ALPHABETIC.fullmatch(change.lost.value):
        return False
    start = change.lost.span.start
    return bool(_BEFORE_VERB.search(pair.source.text, max(0, start - _REACH), start))


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


def _ordinary(pair: Pair, lost: str, added: str) -> bool:
    """Whether the names of a sample are translated; a name with capitals, or of one plain word, is of the code."""
    capitals = lost != lost.lower() and not added.isascii()
    if capitals or (_PLAIN.fullmatch(lost) and not made_up(lost)):
        return False
    return translated(lost, added, words_of(pair)) is Translated.YES


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
