"""Where a `#fragment` may lead on a page: explicit ids, and what a site's renderer makes of a heading.

A slug rule is a function from a heading's visible text to its id. Which one a site follows, its English pages tell.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from parallint.memo import once
from parallint.model import Document, Kind, Segment, TokenKind
from parallint.patterns import pattern_of

_NOT_WORD = pattern_of(r"[^\w\- ]")
_NOT_WORD_OR_SPACE = pattern_of(r"[^\w\s-]")
_RUN = pattern_of(r"[-\s]+")
_NOT_LETTER_FIRST = pattern_of(r"^[^a-zA-Z]+")
_ACCENTS = pattern_of(r"[\u0300-\u036f]")
_VITEPRESS = pattern_of(r"""[\x00-\x1f\s~`!@#$%^&*()\-_+=[\]{}|\\;:"'“”‘’<>,.?/]+""")
_DOCUTILS = pattern_of(r"[^a-z0-9]+")
_VALUE = pattern_of(r"""=\s{0,3}\\?["']?([^"'\s<>=\\]{1,200})""")
_NAME = pattern_of(r"\b(?:id|name)\s{0,3}\Z", re.IGNORECASE)
_BRACED = pattern_of(r"\{(?::?[ \t]{0,3}#([^\s{}#]{1,200})|/\*[ \t]*([\w.:-]{1,200})[ \t]*\*/\})")
_TARGET = pattern_of(r"^\(([\w.:-]{1,200})\)=[ \t]*$", re.M)


def github(text: str) -> str:
    """GitHub, and with it Docusaurus, Astro, Goldmark (Hugo) and Markdig (DocFX): github-slugger's rule."""
    return _words(text.strip().lower()).replace(" ", "-")


def _words(text: str) -> str:
    """Letters with their marks, digits, underscores, hyphens and blanks: what is left of a heading."""
    if text.isascii():
        return _NOT_WORD.sub("", text)
    return "".join(c for c in text if c in "_- " or c.isalnum() or unicodedata.category(c)[0] in "MN")


def python_markdown(text: str) -> str:
    """MkDocs: `slugify` of Python-Markdown's extension toc, which keeps ASCII only."""
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _RUN.sub("-", _NOT_WORD_OR_SPACE.sub("", text).strip().lower())


def python_markdown_unicode(text: str) -> str:
    """MkDocs with `slugify_unicode`, or with pymdownx's slugs in lower case."""
    text = unicodedata.normalize("NFKC", text)
    return _RUN.sub("-", _NOT_WORD_OR_SPACE.sub("", text).strip().lower())


def vitepress(text: str) -> str:
    """VitePress: @mdit-vue/shared."""
    slug = _VITEPRESS.sub("-", _ACCENTS.sub("", unicodedata.normalize("NFKD", text))).strip("-").lower()
    return "_" + slug if slug[:1].isdecimal() else slug


def kramdown(text: str) -> str:
    """Jekyll: kramdown's `auto_ids`."""
    return _words(_NOT_LETTER_FIRST.sub("", text)).replace(" ", "-").lower()


def docutils(text: str) -> str:
    """Sphinx: docutils' `make_id`."""
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_LETTER_FIRST.sub("", _DOCUTILS.sub("-", text)).strip("-")


def markdown_it_anchor(text: str) -> str:
    """markdown-it-anchor without a slugify of its own (the escapes that it writes are undone in fragments)."""
    return _RUN_OF_SPACE.sub("-", text.strip().lower())


_RUN_OF_SPACE = pattern_of(r"\s+")

SLUGS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "github": github,
        "python-markdown": python_markdown,
        "python-markdown-unicode": python_markdown_unicode,
        "vitepress": vitepress,
        "kramdown": kramdown,
        "docutils": docutils,
        "markdown-it-anchor": markdown_it_anchor,
    }
)
"""Name -> slug rule; the names are those of the option `slugs` of broken-anchor."""


def page_anchors(document: Document, slugs: Iterable[str]) -> frozenset[str]:
    """The ids that the page's headings have under the slug rules of these names, and its explicit ids; folded.

    A heading that stands twice has its number behind the slug from the second on (`-1`, `_1`).
    """
    return explicit_ids(document) | frozenset(
        anchor for name in slugs for anchor in _slugged(document.segments, SLUGS[name])
    )


def fold_anchor(fragment: str) -> str:
    """A fragment as browsers and servers compare it at their most lenient: case and forms of accents aside."""
    return unicodedata.normalize("NFC", fragment).casefold()


@once
def explicit_ids(document: Document) -> frozenset[str]:
    """Every id that the page gives to anything, folded: on headings, in HTML, in attribute lists."""
    found = {t.value for s in document.segments for t in s.tokens if t.kind is TokenKind.HEADING_ID}
    # Of raw HTML and of components only the page itself knows all; an id too many silences, and does no harm.
    found.update(_attributes(document.text))
    found.update(match[1] or match[2] for match in _BRACED.finditer(document.text))
    found.update(match[1] for match in (_TARGET.finditer(document.text) if ")=" in document.text else ()))
    return frozenset(map(fold_anchor, found))


def _attributes(text: str) -> Iterator[str]:
    """The values of what may be an attribute `id` or `name`; the equals signs are found faster than the names."""
    for match in _VALUE.finditer(text):
        at = match.start()
        if _NAME.search(text, max(0, at - len("name") - 4), at):
            yield match[1]


def own_fragments(document: Document) -> Iterable[str]:
    """The fragments of the page's links into itself that name a heading or an id, as written."""
    for segment in document.segments:
        for token in segment.tokens:
            if token.kind is TokenKind.LINK and names_anchor(token.value):
                yield token.value[1:]


_NO_ANCHOR = pattern_of(r"#(?:$|top$|[!/?:]|tab/|fn|\d+$|L\d+)|.*[={}<>/$]", re.IGNORECASE)
"""What stands behind a `#` and is no id: the page itself, routes, tabs, footnotes, lines of code, templates."""


def names_anchor(address: str) -> bool:
    """Whether an address is a fragment alone, and one that names an id on the page."""
    return address.startswith("#") and len(address) <= _LONGEST and not _NO_ANCHOR.match(address)


_LONGEST = 300


def _slugged(segments: Iterable[Segment], slug: Callable[[str], str]) -> Iterable[str]:
    seen: dict[str, int] = {}
    for segment in segments:
        if segment.kind is not Kind.HEADING:
            continue
        anchor = fold_anchor(slug(segment.text))
        count = seen.get(anchor, 0)
        seen[anchor] = count + 1
        yield anchor
        if count:
            yield f"{anchor}-{count}"
            yield f"{anchor}_{count}"
            yield f"{anchor}-{count + 1}"
