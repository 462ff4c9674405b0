"""Glossaries, from CSV or TBX: what an English term is called in each locale, and what it must not be called.

CSV: a head names the columns. `en` (or `source`, `term`) holds the English; a column named by a locale the translation
there, several of them with `|` between; `<locale> forbidden` what must not be used; `target` (with a column `locale`,
if there are several) does for files that have one translation a row; `case` says `yes` where capitals count. TBX
(ISO 30042): a term that is deprecated or superseded is a forbidden one.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from parallint.locales import fold, is_locale, locale_from_path
from parallint.patterns import pattern_of

if TYPE_CHECKING:
    from lxml.etree import _Element

ANY = ""
"""The locale of a translation that holds for every locale."""

_ENGLISH = ("en", "en-us", "en-gb", "english", "source", "term", "source term")
_TARGET = ("target", "translation", "target term")
_LOCALE = ("locale", "target_lang", "target_language", "language", "lang")
_CASE = ("case", "case-sensitive", "case_sensitive", "case sensitive")
_FORBIDDEN = pattern_of(r"(.*?)[ :_]?(?:forbidden|deprecated)")
_BRACKETED = pattern_of(r"term \[([\w-]+)\]")
_YES = frozenset({"yes", "true", "1", "x", "y", "sensitive"})
_SEVERAL = pattern_of(r"[|\n]")
_LONGEST = 200
"""Characters of a term; a longer cell is no term."""
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_STATUS = ("administrativeStatus", "normativeAuthorization")
_WRONG = ("deprecated", "superseded")


class GlossaryError(ValueError):
    """A text that is no glossary; it says why."""


class Term(NamedTuple):
    """An English term, its translations in one locale, and what it must not be called there.

    Any of `allowed` will do; none is needed where it is empty. `case` says that capitals count.
    """

    english: str
    allowed: tuple[str, ...]
    forbidden: tuple[str, ...] = ()
    case: bool = False


@dataclass(frozen=True)
class Glossary:
    """Folded locale tag -> its terms; those of `ANY` hold everywhere."""

    entries: Mapping[str, tuple[Term, ...]] = field(default_factory=dict[str, tuple[Term, ...]])

    def terms(self, locale: str) -> tuple[Term, ...]:
        """The terms for a locale: its own, its language's where it has none, and those for any."""
        tag = fold(locale)
        own = self.entries.get(tag) or self.entries.get(tag.split("-")[0]) or self._relative(tag.split("-")[0])
        return (*own, *self.entries.get(ANY, ()))

    def _relative(self, language: str) -> tuple[Term, ...]:
        """The terms of the one locale of the language that the glossary has."""
        found = [terms for tag, terms in self.entries.items() if tag.split("-")[0] == language]
        return found[0] if len(found) == 1 else ()

    @classmethod
    def from_text(cls, text: str, path: str) -> Self:
        """Read a glossary; `path` tells its form (`.csv`, `.tsv`, `.tbx`, `.xml`). Raises GlossaryError."""
        rows = _tbx(text) if path.lower().endswith((".tbx", ".xml")) else _csv(text, path)
        found: dict[str, list[Term]] = {}
        for locale, term in rows:
            found.setdefault(locale, []).append(term)
        return cls({locale: tuple(terms) for locale, terms in found.items()})


def _csv(text: str, path: str) -> Iterator[tuple[str, Term]]:
    head = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = max("\t;,", key=head.count)
    lines = csv.reader(text.lstrip("\ufeff").splitlines(keepends=True), delimiter=delimiter)
    try:
        names = [name.strip().casefold() for name in next(lines, [])]
        columns = _columns(names, path)
        for row in lines:
            yield from _row(columns, row)
    except csv.Error as error:
        raise GlossaryError(f"line {lines.line_num}: {error}") from None


class _Columns(NamedTuple):
    english: int
    case: int | None
    locale: int | None
    target: int | None
    forbidden: int | None
    locales: Mapping[str, tuple[int | None, int | None]]
    file_locale: str


def _columns(names: Sequence[str], path: str) -> _Columns:
    names = [match[1] if (match := _BRACKETED.fullmatch(name)) else name for name in names]
    english = _first(names, _ENGLISH)
    if english is None:
        raise GlossaryError("the head names no column of English terms (en, source or term)")
    wrong = {match[1]: k for k, name in enumerate(names) if (match := _FORBIDDEN.fullmatch(name))}
    right = {name: k for k, name in enumerate(names) if k != english and is_locale(name)}
    tags = {*right, *(name for name in wrong if is_locale(name))}
    target = _first(names, _TARGET)
    if not tags and target is None and not wrong:
        raise GlossaryError("the head names no column of translations (a locale such as es, or target)")
    locales = {fold(tag): (right.get(tag), wrong.get(tag)) for tag in tags}
    own = fold(locale_from_path(path))
    own = ANY if own == "en" else own
    return _Columns(english, _first(names, _CASE), _first(names, _LOCALE), target, wrong.get(""), locales, own)


def _first(names: Sequence[str], known: Sequence[str]) -> int | None:
    return next((names.index(name) for name in known if name in names), None)


def _row(columns: _Columns, row: Sequence[str]) -> Iterator[tuple[str, Term]]:
    english = _cell(row, columns.english)
    if not english or len(english) > _LONGEST:
        return
    case = _cell(row, columns.case).casefold() in _YES
    if columns.target is not None or columns.forbidden is not None:
        term = Term(english, _several(_cell(row, columns.target)), _several(_cell(row, columns.forbidden)), case)
        if term.allowed or term.forbidden:
            yield fold(_cell(row, columns.locale)) or columns.file_locale, term
    for locale, (right, wrong) in columns.locales.items():
        term = Term(english, _several(_cell(row, right)), _several(_cell(row, wrong)), case)
        if term.allowed or term.forbidden:
            yield locale, term


def _cell(row: Sequence[str], column: int | None) -> str:
    return row[column].strip() if column is not None and column < len(row) else ""


def _several(cell: str) -> tuple[str, ...]:
    return tuple(term for part in _SEVERAL.split(cell) if (term := part.strip()) and len(term) <= _LONGEST)


def _tbx(text: str) -> Iterator[tuple[str, Term]]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise GlossaryError(f"no valid XML: {error.msg}") from None
    for entry in root.iter("{*}termEntry", "{*}conceptEntry"):
        terms = dict(_languages(entry))
        for english in terms.pop("en", {}).get(True, ()):
            for locale, found in terms.items():
                yield locale, Term(english, tuple(found.get(True, ())), tuple(found.get(False, ())))


def _languages(entry: _Element) -> Iterator[tuple[str, dict[bool, list[str]]]]:
    """The entry's locales, English as `en`, each with its terms: those to be used (True) and the others."""
    for part in entry.iterchildren("{*}langSet", "{*}langSec"):
        locale = fold(str(part.get(_LANG) or part.get("lang") or ""))
        found: dict[bool, list[str]] = {}
        for group in part.iter("{*}tig", "{*}ntig", "{*}termSec"):
            words = " ".join("".join(map(str, node.itertext("{*}*"))) for node in group.iter("{*}term")).strip()
            if words and len(words) <= _LONGEST:
                found.setdefault(_approved(group), []).append(words)
        if locale:
            yield ("en" if locale.split("-")[0] == "en" else locale), found


def _approved(group: Any) -> bool:
    notes = (note for note in group.iter("{*}termNote") if note.get("type") in _STATUS)
    return not any((note.text or "").strip().startswith(_WRONG) for note in notes)
