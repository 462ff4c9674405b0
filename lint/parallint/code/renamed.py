"""Lines of code that differ in names which a translator put into the reader's language, and in nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from itertools import chain
from typing import NamedTuple

from parallint.code.lines import CODE_WORD, COMMENT
from parallint.localised import OwnWords, Translated, translated
from parallint.patterns import pattern_of

_PIECE = pattern_of(
    r"(?P<string>\"[^\"\n]*\"|'[^'\n]*'|`[^`\n]*`)|(?P<option>(?<!\S)--?[A-Za-z][\w-]*)"
    r"|(?P<blank>(?<!\$)\{[^\W\d]+(?:[- ][^\W\d]+)+\})|(?P<name>\w+(?:[.-]\w+)*)|\S"
)
_INSIDE = pattern_of(r"(?P<name>\w+(?:[.-]\w+)*)|\S")
_MOST = 300
"""Characters of a line that is looked into."""


class Renaming(NamedTuple):
    """A name that became another, surely or maybe its translation.

    `quoted` says that it stands in a string, where nothing else depends on it.
    """

    old: str
    new: str
    quoted: bool
    translated: Translated


class _Piece(NamedTuple):
    kind: str | None
    text: str


def renamings(here: Sequence[str], there: Sequence[str], own: OwnWords) -> list[Renaming] | None:
    """The names that differ between lines as written; None where something else does, or a name is no translation.

    Text in quotation marks, and what is to be filled in between braces (`{import-path}`), may differ as it likes; a
    string that is code must be the same but for translated names.
    """
    if len(here) != len(there):
        return None
    found: list[Renaming] = []
    for one, other in zip(here, there, strict=True):
        if max(len(one), len(other)) > _MOST:
            return None
        pieces = _differing(_pieces(_PIECE, one), _pieces(_PIECE, other))
        if pieces is None:
            return None
        for old, new in pieces:
            names = _of_string(old.text[1:-1], new.text[1:-1]) if old.kind == "string" else [(old, new)]
            if names is None:
                return None
            found += [Renaming(a.text, b.text, old.kind == "string", translated(a.text, b.text, own)) for a, b in names]
    if Translated.NO in [one.translated for one in found]:
        return None
    return found


def replaced(one: str, other: str) -> Iterator[tuple[str, str]]:
    """The names and strings, without their marks, that two lines built alike do not share; none where they are not."""
    if max(len(one), len(other)) <= _MOST:
        for old, new in _differing(_pieces(_PIECE, one), _pieces(_PIECE, other)) or ():
            yield (old.text[1:-1], new.text[1:-1]) if old.kind == "string" else (old.text, new.text)


def consistent(found: Sequence[Renaming], names: Callable[[], Set[str]]) -> bool:
    """Whether no name of the code that was renamed is among the `names` of the translation's sample as it was."""
    renamed = {one.old for one in found if not one.quoted}
    return not renamed or renamed.isdisjoint(names())


def names_in(lines: Iterable[str]) -> frozenset[str]:
    """The names of a sample outside its comments and strings, those with points also in their parts."""
    names = (p.text for line in lines for p in _pieces(_PIECE, line[:_MOST]) if p.kind == "name")
    return frozenset(chain.from_iterable((name, *name.split(".")) for name in names))


def _pieces(pattern: re.Pattern[str], line: str) -> list[_Piece]:
    return [_Piece(match.lastgroup, match[0]) for match in pattern.finditer(COMMENT.sub("", line))]


def _differing(here: Sequence[_Piece], there: Sequence[_Piece]) -> list[tuple[_Piece, _Piece]] | None:
    """The names and strings that differ; None where anything else does."""
    if [piece.kind or piece.text for piece in here] != [piece.kind or piece.text for piece in there]:
        return None
    pairs = [(a, b) for a, b in zip(here, there, strict=True) if a != b]
    return None if any(a.kind == "option" for a, _ in pairs) else [pair for pair in pairs if pair[0].kind != "blank"]


def _of_string(old: str, new: str) -> list[tuple[_Piece, _Piece]] | None:
    if not CODE_WORD.fullmatch(old):
        return []
    differing = _differing(_pieces(_INSIDE, old), _pieces(_INSIDE, new))
    return [(_Piece("name", old), _Piece("name", new))] if differing is None and not new.isascii() else differing
