"""Code by what a lexer makes of it. Pygments (BSD) is the lexer; it is imported only where two samples differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from enum import Enum
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from parallint.code.lines import CODE_WORD, COMMENT, PLACEHOLDER, CodeChange, Stretch, spaced, stretches
from parallint.code.renamed import consistent, names_in, renamings
from parallint.localised import OwnWords, Translated
from parallint.patterns import pattern_of

if TYPE_CHECKING:
    from pygments.lexer import Lexer

_ALIASES = {
    "astro": "html",
    "azurecli": "bash",
    "azurepowershell": "powershell",
    "cmd": "batch",
    "dotnetcli": "bash",
    "json5": "json",
    "jsonc": "json",
    "ps": "powershell",
    "py3": "python",
    "svelte": "html",
    "terminal": "bash",
    "vbnet": "vb.net",
    "vue": "html",
}
"""Names that sites use for languages, and Pygments does not."""

_MARKUP = frozenset({"HTML", "XML", "XSLT"})
_ANGLED = frozenset(
    {"Bash", "Bash Session", "Batchfile", "Docker", "HTTP", "INI", "JSON", "PowerShell", "Properties", "TOML", "YAML"}
)
"""Lexers of languages in which `<name>` is no code."""

_SURE, _MEANT = 0.95, 0.4

_Type = tuple[str, ...]


class _Meant(Enum):
    """Whether somebody translated the names that differ: yes, no, or maybe, in strings or in the code."""

    YES = "translated"
    IN_STRINGS = "other words in strings"
    IN_CODE = "other words in code"
    NO = "changed"


_NEEDED = {_Meant.YES: 0, _Meant.IN_STRINGS: 1, _Meant.IN_CODE: 3, _Meant.NO: 1_000_000}
"""Lines of a sample that must surely be translated for others to be translated as well, rather than changed."""


class _Line(NamedTuple):
    """A line of a sample: its number from 1, and what on it is code."""

    number: int
    atoms: tuple[str, ...]

    @property
    def code(self) -> str:
        return "".join(self.atoms)


@cache
def _lexers() -> Mapping[str, str]:
    """Every alias, and the name of its lexer; no plug-ins of other programs."""
    from pygments.lexers import get_all_lexers

    return {alias.lower(): name for name, aliases, _, _ in get_all_lexers(plugins=False) for alias in aliases}


def has_lexer(language: str) -> bool:
    """Whether there is a lexer for a language in lower case."""
    return _ALIASES.get(language, language) in _lexers()


@cache
def _lexer(language: str) -> Lexer | None:
    from pygments.lexers import find_lexer_class

    lexer = find_lexer_class(_lexers().get(_ALIASES.get(language, language), ""))
    return lexer(stripnl=False, ensurenl=False, startinline=True) if lexer else None


def compare_lexed(source: str, target: str, language: str, own: OwnWords) -> CodeChange | None:
    """Where the code of two samples differs, in a language that has a lexer; it is loaded when first needed.

    `own` gives the words of the translation that the English has not.
    """
    bare, other = COMMENT.sub("", source), COMMENT.sub("", target)
    lexer = _lexer(language) if _spaced(bare) != _spaced(other) else None
    if lexer is None or _same(_lines(source, lexer), _lines(target, lexer)):
        return None
    # Comments that the lexer did not see: in here-documents, in configurations that are part of a command.
    ours, theirs = list(_lines(bare, lexer)), list(_lines(other, lexer))
    return None if _same(ours, theirs) else _first(ours, theirs, source.splitlines(), target.splitlines(), own)


def _spaced(code: str) -> list[str]:
    return [line for written in code.splitlines() if (line := spaced(written))]


def _same(ours: Iterable[_Line], theirs: Iterable[_Line]) -> bool:
    """Whether both hold the same code, however it is broken into lines."""
    return "".join(line.code for line in ours) == "".join(line.code for line in theirs)


def _first(
    ours: Sequence[_Line], theirs: Sequence[_Line], here: Sequence[str], there: Sequence[str], own: OwnWords
) -> CodeChange:
    """The first change; those that somebody meant only where there are no others."""
    changes = list(stretches([line.code for line in ours], [line.code for line in theirs]))
    names = cache(partial(names_in, there))
    judged = [_meant(change, ours, theirs, here, there, own, names) for change in changes]
    known = sum(change.lines for change, meant in zip(changes, judged, strict=True) if meant is _Meant.YES)
    sure = [change for change, meant in zip(changes, judged, strict=True) if known < _NEEDED[meant]]
    shown = (sure or changes)[0]
    first = ours[shown.start] if shown.start < shown.end else None
    second = theirs[shown.other_start] if shown.other_start < shown.other_end else None
    return CodeChange(
        first.number if first else 0,
        second.number if second else 0,
        _written(here, first),
        _written(there, second),
        sum(change.lines for change in sure or changes),
        _SURE if sure else _MEANT,
    )


def _meant(
    change: Stretch,
    ours: Sequence[_Line],
    theirs: Sequence[_Line],
    here: Sequence[str],
    there: Sequence[str],
    own: OwnWords,
    names: Callable[[], Set[str]],
) -> _Meant:
    """Whether somebody translated names on purpose, and everywhere in the sample."""
    one = [_written(here, line) for line in ours[change.start : change.end]]
    other = [_written(there, line) for line in theirs[change.other_start : change.other_end]]
    if len(one) == len(other) and _bare(one).isascii() and not _bare(other).isascii():
        return _Meant.YES
    found = renamings(one, other, own)
    if found is None or not consistent(found, names):
        return _Meant.NO
    unknown = [name for name in found if name.translated is not Translated.YES]
    return _Meant.YES if not unknown else _Meant.IN_STRINGS if all(name.quoted for name in unknown) else _Meant.IN_CODE


def _bare(lines: Iterable[str]) -> str:
    """The lines without comments and strings, as far as one can tell from the lines alone."""
    return " ".join(_QUOTED.sub("", COMMENT.sub("", line)) for line in lines)


_QUOTED = pattern_of(r"\"[^\"\n]*\"|'[^'\n]*'|`[^`\n]*`")


def _written(lines: Sequence[str], line: _Line | None) -> str:
    return lines[line.number - 1].strip() if line and line.number <= len(lines) else ""


def _lines(code: str, lexer: Lexer) -> Iterator[_Line]:
    """The lines of a sample that hold code."""
    number, atoms = 1, list[str]()
    if lexer.name in _ANGLED:
        code = PLACEHOLDER.sub("…", code)
    markup = lexer.name in _MARKUP
    for kind, value in _merged(lexer.get_tokens(code)):
        kept = _kept(kind, value, markup=markup)
        for k, part in enumerate(value.split("\n")):
            if k:
                if atoms:
                    yield _Line(number, tuple(atoms))
                number, atoms = number + 1, []
            if kept:
                atoms += part.split()
    if atoms:
        yield _Line(number, tuple(atoms))


def _kept(kind: _Type, value: str, *, markup: bool) -> bool:
    """Whether a token is code, and nothing that may be translated."""
    from pygments.token import Token

    if _within(kind, Token.Literal.String):
        return _is_name(value)
    if _within(kind, Token.Comment):
        return _within(kind, Token.Comment.Preproc) or _within(kind, Token.Comment.PreprocFile)
    if _within(kind, Token.Literal.Scalar) or (markup and kind == Token.Text):
        return _is_word(value)
    return not _within(kind, Token.Generic.Output)


def _within(kind: _Type, family: _Type) -> bool:
    return tuple(kind[: len(family)]) == tuple(family)


def _merged(tokens: Iterable[tuple[_Type, str]]) -> Iterator[tuple[_Type, str]]:
    """The tokens, with the words of an unquoted value put together again."""
    from pygments.token import Token

    last: tuple[_Type, str] | None = None
    for kind, value in tokens:
        more = kind == last[0] or (value.isspace() and "\n" not in value) if last else False
        if last and more and _within(last[0], Token.Literal.Scalar):
            last = (last[0], last[1] + value)
            continue
        if last:
            yield last
        last = (kind, value)
    if last:
        yield last


def _is_name(value: str) -> bool:
    """A string is code where it is a name, a path or a version; an address may lead to the translation's site."""
    bare = value.strip("\"'`,;:.!?\n")
    return bool(CODE_WORD.fullmatch(bare)) and "://" not in bare


def _is_word(value: str) -> bool:
    """A value without quotes is code where it is one word: a name, a number, a path. Several words are text."""
    bare = value.strip()
    return bare[:1] not in ('"', "'", "`") and len(bare.split()) <= 1 and bare.isascii()
