"""Comments as the rules over the whole project heed them: noted with each page, and weighed once all pages are known.

What such a rule says is about pages, or about pieces of several. A comment in a translation is about this page, one in
the English about all its translations, those that are missing included: `ignore missing-page` in an English page that a
locale lacks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from parallint.model import Document, Noted, Pair, Place, ProjectFinding
from parallint.suppress import ALL, Ignore, Side, comments_of, folded

Piece = tuple[int, int, int, int]
"""The lines and columns at which a piece of a page begins and ends, from 1, ends included."""

_WHOLE: Piece = (0, 0, 0, 0)


class Excuse(NamedTuple):
    """A comment that silences rules: where it stands, if in an English page or else in which locale, and what it says.

    `piece` is None where it is about the whole page. `quoted` says that the page, or its English, still holds the words
    that it quotes; `fault` is what is wrong with it.
    """

    place: Place
    english: bool
    locale: str
    rules: tuple[str, ...]
    quote: str
    reason: str
    piece: Piece | None
    quoted: bool
    fault: str = ""

    @property
    def path(self) -> str:
        """The page that holds the comment."""
        return self.place.path

    def names(self, rule: str) -> bool:
        """Whether it speaks of a rule, or of all of them."""
        return not self.fault and (rule in self.rules or ALL in self.rules)

    def excuses_page(self, rule: str, path: str, *, english: bool) -> bool:
        """Whether it silences what a rule says of a page as a whole: the one that holds it."""
        if not self.names(rule) or english != self.english or path != self.path or (self.quote and not self.quoted):
            return False
        return self.piece is None or rule in self.rules

    def excuses_place(self, rule: str, place: Place, message: str, *, english: bool) -> bool:
        """Whether it silences what a rule says, in these words, of a place in the English or in a translation."""
        if _is_page(place):
            return self.excuses_page(rule, place.path, english=english)
        if not self.names(rule) or english != self.english or place.path != self.path:
            return False
        if self.quote and not any(_says(text, self.quote) for text in (place.text, message)):
            return False
        return self.piece is None or _overlap(self.piece, place)


class Excuses:
    """All comments of a project; `english` leads from a translation's path to that of its English."""

    def __init__(self, comments: Iterable[Excuse], english: Mapping[str, str]) -> None:
        self.all = tuple({(comment.place, comment.english): comment for comment in comments}.values())
        self._english = english
        self._by_page: defaultdict[tuple[str, bool], list[Excuse]] = defaultdict(list)
        for comment in self.all:
            self._by_page[comment.path, comment.english].append(comment)

    def about(self, rules: Iterable[str]) -> Excuses:
        """Those that speak of one of the rules."""
        named = tuple(rules)
        return Excuses((comment for comment in self.all if any(map(comment.names, named))), self._english)

    def of_page(self, rules: Sequence[str], source: str, target: str) -> Iterator[Excuse]:
        """Those that silence what one of the rules says of a translation as a whole, be it there or not."""
        for path, english in ((source, True), (target, False)):
            for comment in self._by_page.get((path, english), ()):
                if any(comment.excuses_page(rule, path, english=english) for rule in rules):
                    yield comment

    def of_fact(self, rule: str, noted: Noted) -> bool:
        """Whether one silences what a rule says of the piece that a fact was noted on."""
        words = " ".join(map(str, noted.values))
        return any(any(self._of_place(rule, *place, words)) for place in ((noted.source, True), (noted.target, False)))

    def of_finding(self, rule: str, finding: ProjectFinding) -> Iterator[Excuse]:
        """Those that silence a finding, or a part of what it is about."""
        further = ((place, finding.target is None) for place in finding.also)
        for place, english in ((finding.source, True), (finding.target, False), *further):
            yield from self._of_place(rule, place, english, finding.message)

    def _of_place(self, rule: str, place: Place | None, english: bool, words: str) -> Iterator[Excuse]:
        if place is None:
            return
        for comment in self._by_page.get((place.path, english), ()):
            if comment.excuses_place(rule, place, words, english=english):
                yield comment
        source = "" if english else self._english.get(place.path, "")
        for comment in self._by_page.get((source, True), ()):  # in the English it counts for every locale
            if comment.piece is None and comment.excuses_page(rule, source, english=True):
                yield comment


def noted(pair: Pair, comments: Iterable[Ignore]) -> Iterator[Noted]:
    """The comments of a pair, as facts."""
    for comment in comments:
        if comment.side is Side.SOURCE and pair.embedded:
            continue
        english = comment.side is Side.SOURCE
        document = pair.source if english else pair.target
        locale = "" if english else pair.locale
        yield _noted(_excuse(document, comment, english, locale, (pair.source, pair.target)))


def excuse_of(fact: Noted) -> Excuse:
    """The comment that a fact stands for."""
    rules, quote, reason, quoted, fault, *piece = fact.values
    lines, place = tuple(int(value) for value in piece), fact.source or fact.target
    if place is None or len(lines) != len(_WHOLE):
        raise ValueError("no comment")
    where = None if lines == _WHOLE else (lines[0], lines[1], lines[2], lines[3])
    names = tuple(str(rules).split(",")) if rules else ()
    return Excuse(
        place, fact.source is not None, fact.locale, names, str(quote), str(reason), where, bool(quoted), str(fault)
    )


def excuses_in(document: Document, english: bool, locale: str, known: Collection[str]) -> Iterator[Excuse]:
    """The comments of a page that is in no pair: an English one without translations, or an orphan."""
    for comment in comments_of(document, Side.SOURCE if english else Side.TARGET, known):
        yield _excuse(document, comment, english, locale, (document,))


def _excuse(document: Document, comment: Ignore, english: bool, locale: str, documents: Sequence[Document]) -> Excuse:
    piece = comment.piece and document.place(comment.piece)
    lines = (piece.line, piece.column, piece.end_line, piece.end_column) if piece else None
    quoted = bool(comment.quote) and any(_says(_without(one, comment, document), comment.quote) for one in documents)
    place = document.place(comment.span)
    return Excuse(place, english, locale, comment.rules, comment.quote, comment.reason, lines, quoted, comment.fault)


def _noted(excuse: Excuse) -> Noted:
    piece = excuse.piece or _WHOLE
    values = (",".join(excuse.rules), excuse.quote, excuse.reason, int(excuse.quoted), excuse.fault, *piece)
    source, target = (excuse.place, None) if excuse.english else (None, excuse.place)
    return Noted(excuse.path, excuse.locale, values, source, target)


def _without(document: Document, comment: Ignore, holder: Document) -> str:
    """A page's text without the comment that stands in it."""
    if document is not holder:
        return document.text
    return document.text[: comment.span.start] + document.text[comment.span.end :]


def _says(text: str, quote: str) -> bool:
    return folded(quote.rstrip("…. ")) in folded(text)


def _is_page(place: Place) -> bool:
    """Whether a place stands for its whole page."""
    return place.line == place.column == 1 and not place.text


def _overlap(piece: Piece, place: Place) -> bool:
    return piece[:2] <= (place.end_line, place.end_column) and (place.line, place.column) <= piece[2:]
