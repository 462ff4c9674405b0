"""Texts -> Pairs: reads both sides, whichever form they are in, and aligns them. Pure: no file is opened here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from parallint.align import align
from parallint.align.revisions import align_revisions
from parallint.align.sentences import lost_sentences
from parallint.locales import SHAPE, locale_from_path
from parallint.model import Document, Kind, Link, Pair
from parallint.read.markdown import read_markdown

if TYPE_CHECKING:
    from parallint.align.lexicon import Lexicon

ENGLISH = "en"
"""The locale of a source that names none."""

_LOCALE_FIELDS = ("ms.contentlocale", "lang")


class Text(NamedTuple):
    """A file's text, the path that reports name, and the locale ("": from its front matter, then from its path)."""

    path: str
    text: str
    locale: str = ""


def pair_of(id_: str, source: Text, target: Text, base: Text | None = None, lexicon: Lexicon | None = None) -> Pair:
    """The pair of an English text and its translation.

    Of a bilingual translation the English that it embeds is the pair's base, unless `base` is given; of a bilingual
    source it is the source. `lexicon` goes to the aligner as it is.
    """
    english = _english(source)
    if not embeds_english(target.text):
        translation = _located(_plain(*target), target, source.path)
        links = align(english, translation, lexicon)
        lost = lost_sentences(english, translation, links, lexicon)
        pair = Pair(id_, english, translation, links, sentences=lost)
    else:
        pair = _by_way_of_base(_bilingual_pair(id_, english, target), lexicon)
    if base:
        then = _english(base)
        base_links = align(then, pair.target, lexicon)
        pair = replace(pair, base=then, base_links=base_links, changes=align_revisions(then, english))
    return pair


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


def _unlinked(pair: Pair, gap: Link) -> bool:
    """Whether the gap is of a kind that aligners leave out: it has no counterpart to lack."""
    segments = [pair.source.segments[k] for k in gap.source] + [pair.target.segments[k] for k in gap.target]
    return all(segment.kind in _NEVER_LACKING for segment in segments)


_NEVER_LACKING = frozenset({Kind.FRONT_MATTER, Kind.COMMENT, Kind.DEFINITION})


@lru_cache(maxsize=8)
def _plain(path: str, text: str, locale: str) -> Document:
    """An English page is compared with its translations one after the other, and read once."""
    return read_markdown(text, path, locale)


def _english(source: Text) -> Document:
    if embeds_english(source.text):
        return _bilingual_pair("", None, source).source
    return _plain(source.path, source.text, source.locale or ENGLISH)


def _bilingual_pair(id_: str, source: Document | None, text: Text) -> Pair:
    """A bilingual file as a pair whose base is its embedded English, and its source as well where none is given."""
    from parallint.read.bilingual import read_bilingual

    both = read_bilingual(text.text, text.path, text.locale)
    translation = _located(both.translation, text, source.path if source else "")
    return Pair(id_, source or both.english, translation, base=both.english, base_links=tuple(both.links))


def _by_way_of_base(pair: Pair, lexicon: Lexicon | None) -> Pair:
    """The pair with links that lead from the source over the embedded English: English is easier to tell from English.

    Where that leaves something over on both sides, as what has no English beside it, the two are aligned themselves.
    """
    from parallint.read.siblings import link_merged

    if pair.base is None:
        return pair
    links: list[Link] = []
    known = link_merged(pair.source, pair.base, pair.base_links, align_revisions)
    for both, run in groupby(known, lambda link: bool(link.source and link.target)):
        stretch = list(run)
        links.extend(stretch if both else _filled(pair, stretch, lexicon))
    return replace(pair, links=tuple(links), changes=align_revisions(pair.base, pair.source))


def _filled(pair: Pair, gaps: Sequence[Link], lexicon: Lexicon | None) -> Iterable[Link]:
    """The gaps between two links; where both sides have some, what the aligner makes of them."""
    gaps = [link for link in gaps if not _unlinked(pair, link)]
    here = [k for link in gaps for k in link.source]
    there = [k for link in gaps for k in link.target]
    if not here or not there:
        return gaps
    source = replace(pair.source, segments=tuple(pair.source.segments[k] for k in here))
    target = replace(pair.target, segments=tuple(pair.target.segments[k] for k in there))
    return (
        replace(link, source=tuple(here[k] for k in link.source), target=tuple(there[k] for k in link.target))
        for link in align(source, target, lexicon)
    )


def _located(document: Document, text: Text, source: str) -> Document:
    """The document with a locale, where its front matter or its path names one."""
    if text.locale:
        return document
    return replace(document, locale=_declared(document) or locale_from_path(text.path, source))


def _declared(document: Document) -> str:
    values = (document.front_matter.get(name, "") for name in _LOCALE_FIELDS)
    return next((value for value in values if re.fullmatch(SHAPE, value)), "")
