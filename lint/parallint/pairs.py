"""Texts -> Pairs: reads both sides, whichever form they are in, and aligns them. Pure: no file is opened here."""

from __future__ import annotations

import re
from collections.abc import Container, Hashable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from parallint.align import align
from parallint.align.compose import composed, with_crossings
from parallint.align.directives import same_mark, with_directives
from parallint.align.revisions import align_revisions, front_matter
from parallint.align.sentences import lost_sentences
from parallint.align.uptake import uptake
from parallint.locales import SHAPE, locale_from_path
from parallint.model import LEAST_REVISED, SINCE, Document, Kind, Link, Pair
from parallint.read.grouping import in_order
from parallint.read.markdown import read_markdown
from parallint.unlinked import related

if TYPE_CHECKING:
    from parallint.align.lexicon import Lexicon

ENGLISH = "en"
"""The locale of a source that names none."""

_LOCALE_FIELDS = ("ms.contentlocale", "lang")


class Text(NamedTuple):
    """A file's text, the path that reports name, and the locale ("": from its front matter, then from its path).

    `dialects` are as `read_markdown` takes them.
    """

    path: str
    text: str
    locale: str = ""
    dialects: frozenset[str] = frozenset()


def pair_of(id_: str, source: Text, target: Text, base: Text | None = None, lexicon: Lexicon | None = None) -> Pair:
    """The pair of an English text and its translation.

    Of a bilingual translation the English that it embeds is the pair's base, unless `base` is given; of a bilingual
    source it is the source. `lexicon` goes to the aligner as it is.
    """
    english = _english(source)
    if embeds_english(target.text):
        pair = _by_way_of_base(_bilingual_pair(id_, english, target), lexicon)
        return _with_base(pair, _english(base), lexicon) if base else pair
    pair = Pair(id_, english, _located(_plain(*target), target, source.path))
    if base:
        pair = _with_base(pair, _english(base), lexicon)
        if _believed(pair):
            pair = _by_way_of_base(pair, lexicon)
    if not pair.links or not related(pair):
        pair = replace(pair, links=align(english, pair.target, lexicon))
    return replace(pair, sentences=lost_sentences(english, pair.target, pair.links, lexicon))


def _with_base(pair: Pair, base: Document, lexicon: Lexicon | None) -> Pair:
    """The pair with the English that the translation says it was made from, and what it has taken up of today's."""
    base_links = with_directives(base, pair.target, align(base, pair.target, lexicon))
    changes = align_revisions(base, pair.source)
    taken = uptake(base, pair.source, pair.target, changes, base_links, lexicon)
    return replace(pair, base=base, base_links=base_links, changes=changes, uptake=taken)


def _believed(pair: Pair) -> bool:
    """Whether the base can be what the translation was made from, and today's English be made from it."""
    if pair.base is None or (pair.uptake and pair.uptake.followed):
        return False
    translated, revised = (
        Pair("", pair.base, pair.target, pair.base_links),
        Pair("", pair.base, pair.source, pair.changes),
    )
    return related(translated) and revised.relatedness >= LEAST_REVISED


def sibling_pairs(texts: Sequence[Text], lexicon: Lexicon | None = None) -> tuple[Pair, ...]:
    """A pair for each translation of a document that has no English file; its source is the English that all embed.

    Texts without embedded English are left out; nothing comes of fewer than two others: there is nothing to compare.
    """
    known = [_bilingual_pair(text.path, None, text) for text in texts if embeds_english(text.text)]
    if len(known) < len(("one", "other")):
        return ()
    from parallint.read.siblings import merge_embedded

    source = merge_embedded([pair.source for pair in known], align_revisions)
    return tuple(_by_way_of_base(replace(pair, source=source, embedded=True), lexicon) for pair in known)


def embeds_english(text: str) -> bool:
    """As `bilingual.is_bilingual`, which is imported (lxml is slow) only for a text that could be bilingual."""
    if "data-ttu-id" not in text and "data-stu-id" not in text:
        return False
    from parallint.read.bilingual import is_bilingual

    return is_bilingual(text)


def _unlinked(pair: Pair, gap: Link, there: Container[Hashable]) -> bool:
    """Whether the gap is of a kind that aligners leave out: it has no counterpart to lack.

    A directive that came or went is none, unless the translation has that directive already (`there`).
    """
    segments = [pair.source.segments[k] for k in gap.source] + [pair.target.segments[k] for k in gap.target]
    if any(evidence.name == SINCE for evidence in gap.evidence):
        return all(segment.kind in _NO_TEXT or same_mark(segment) in there for segment in segments)
    return all(segment.kind in _NEVER_LACKING for segment in segments)


_NO_TEXT = frozenset({Kind.FRONT_MATTER, Kind.COMMENT, Kind.DEFINITION})
_NEVER_LACKING = _NO_TEXT | {Kind.DIRECTIVE}


@lru_cache(maxsize=8)
def _plain(
    path: str, text: str, locale: str, dialects: frozenset[str] = frozenset(), *, often: bool = False
) -> Document:
    """An English page is compared with its translations one after the other, and what is known of it stays with it."""
    return read_markdown(text, path, locale, dialects, often=often)


def _english(source: Text) -> Document:
    if embeds_english(source.text):
        return _bilingual_pair("", None, source).source
    return _plain(source.path, source.text, source.locale or ENGLISH, source.dialects, often=True)


def _bilingual_pair(id_: str, source: Document | None, text: Text) -> Pair:
    """A bilingual file as a pair whose base is its embedded English, and its source as well where none is given."""
    from parallint.read.bilingual import read_bilingual

    both = read_bilingual(text.text, text.path, text.locale)
    translation = _located(both.translation, text, source.path if source else "")
    return Pair(id_, source or both.english, translation, base=both.english, base_links=tuple(both.links))


def _by_way_of_base(pair: Pair, lexicon: Lexicon | None) -> Pair:
    """The pair with links that lead from the source over the English then: English is easier to tell from English.

    Where that leaves something of the source over, it is looked for in what of the translation is as free.
    """
    if pair.base is None:
        return pair
    changes = pair.changes or align_revisions(pair.base, pair.source)
    known = composed(changes, pair.base_links)
    bound = {k for link in pair.base_links if link.source and link.confidence >= _BOUND for k in link.target}
    bound_marks = {k for link in pair.base_links if link.source for k in link.target}
    free = [s for k, s in enumerate(pair.target.segments) if s.kind is Kind.DIRECTIVE and k not in bound_marks]
    there = {same_mark(segment) for segment in free}
    links = [link for link in front_matter(pair.source, pair.target) if link.source not in {k.source for k in known}]
    for both, run in groupby(known, lambda link: bool(link.source and link.target)):
        stretch = [link for link in run if both or not _unlinked(pair, link, there)]
        links.extend(stretch if both else _filled(pair, stretch, bound, lexicon))
    return replace(pair, links=with_crossings(links), changes=changes)


_BOUND = 0.5
"""Confidence of a link from the English then that holds its target: no other English is looked for there."""


def _filled(pair: Pair, gaps: Sequence[Link], bound: Container[int], lexicon: Lexicon | None) -> Iterable[Link]:
    """The gaps between two links; what the translation has taken up since is linked with the English that came."""
    here = [k for link in gaps for k in link.source]
    there = [k for link in gaps for k in link.target if k not in bound]
    if not here or not there:
        return gaps
    source = replace(pair.source, segments=tuple(pair.source.segments[k] for k in here))
    target = replace(pair.target, segments=tuple(pair.target.segments[k] for k in there))
    found = [
        replace(link, source=tuple(here[k] for k in link.source), target=tuple(there[k] for k in link.target))
        for link in align(source, target, lexicon)
    ]
    taken = [link for link in found if link.source and link.target and link.confidence >= _BOUND]
    linked = {k for link in taken for k in link.source}, {k for link in taken for k in link.target}
    rest = [link for link in gaps if not (linked[0].intersection(link.source) or linked[1].intersection(link.target))]
    return in_order([*taken, *rest])


def _located(document: Document, text: Text, source: str) -> Document:
    """The document with a locale, where its front matter or its path names one."""
    if text.locale:
        return document
    return replace(document, locale=_declared(document) or locale_from_path(text.path, source))


def _declared(document: Document) -> str:
    values = (document.front_matter.get(name, "") for name in _LOCALE_FIELDS)
    return next((value for value in values if re.fullmatch(SHAPE, value)), "")
