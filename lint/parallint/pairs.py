"""Texts -> Pairs: reads both sides, whichever form they are in, and aligns them. Pure: no file is opened here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from parallint.align import align
from parallint.model import Document, Link, Pair
from parallint.read.markdown import read_markdown
from parallint.tags import SHAPE, locale_from_path

Lexicon = object
"""What an aligner may have learned from other pairs of the locale; only `align` looks into it."""

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
    if embeds_english(target.text):
        translation, embedded, links = _bilingual(target, source.path)
    else:
        translation, embedded, links = _located(_plain(*target), target, source.path), None, ()
    if base:
        embedded = _english(base)
        links = align(embedded, translation, lexicon)
    changes = align(embedded, english) if embedded else ()
    return Pair(id_, english, translation, align(english, translation, lexicon), embedded, links, changes)


def sibling_pairs(texts: Sequence[Text], lexicon: Lexicon | None = None) -> tuple[Pair, ...]:
    """A pair for each translation of a document that has no English file; its source is the English that all embed.

    Texts without embedded English are left out; nothing comes of fewer than two others: there is nothing to compare.
    """
    known = [_bilingual(text) for text in texts if embeds_english(text.text)]
    if len(known) < len(("one", "other")):
        return ()
    from parallint.read.siblings import merge_embedded

    source = merge_embedded([english for _, english, _ in known], align)
    return tuple(
        Pair(
            id=target.path,
            source=source,
            target=target,
            links=align(source, target, lexicon),
            base=english,
            base_links=links,
            changes=align(english, source),
            embedded=True,
        )
        for target, english, links in known
    )


def embeds_english(text: str) -> bool:
    """As `bilingual.is_bilingual`, which is imported (lxml is slow) only for a text that could be bilingual."""
    if "data-ttu-id" not in text and "data-stu-id" not in text:
        return False
    from parallint.read.bilingual import is_bilingual

    return is_bilingual(text)


@lru_cache(maxsize=8)
def _plain(path: str, text: str, locale: str) -> Document:
    """An English page is compared with its translations one after the other, and read once."""
    return read_markdown(text, path, locale)


def _english(source: Text) -> Document:
    if embeds_english(source.text):
        return _bilingual(source)[1]
    document = _plain(*source)
    return document if document.locale else replace(document, locale=_declared(document) or ENGLISH)


def _bilingual(text: Text, source: str = "") -> tuple[Document, Document, tuple[Link, ...]]:
    """The translation, its embedded English, and the links from this to that."""
    from parallint.read.bilingual import read_bilingual

    both = read_bilingual(text.text, text.path, text.locale)
    return _located(both.translation, text, source), both.english, tuple(both.links)


def _located(document: Document, text: Text, source: str) -> Document:
    """The document with a locale, where its front matter or its path names one."""
    if text.locale:
        return document
    return replace(document, locale=_declared(document) or locale_from_path(text.path, source))


def _declared(document: Document) -> str:
    values = (document.front_matter.get(name, "") for name in _LOCALE_FIELDS)
    return next((value for value in values if re.fullmatch(SHAPE, value)), "")
