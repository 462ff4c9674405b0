"""Addresses in one form for all the ways in which a site writes the same place in English and in a translation.

Nothing here is learned or configured: the tag of the language as a part of the host, of the path or of a parameter, a
climb to another folder, the ending of a page's file. What is a site's own way is in `Conventions.rewrites`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

from parallint.locales import fold, is_locale
from parallint.model import Pair, Rewrite
from parallint.patterns import pattern_of

_SCHEME = pattern_of(r"([A-Za-z][A-Za-z0-9+.-]{1,30}):")
_ENDING = pattern_of(r"(?:/(?:index|readme|_index))?(?:\.(?:mdx?|markdown|rst|html?|aspx))?$", re.IGNORECASE)
_TAGGED = pattern_of(r"(.+?)[._-]([A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?)((?:\.[A-Za-z0-9]{1,8}){0,2})$")
_LANGUAGE = frozenset({"hl", "lang", "language", "locale", "l", "lng", "loc", "mkt", "culture", "setlang", "ui-lang"})
"""Parameters whose value names a language (Google's `hl`, Microsoft's `mkt` and `culture`, …)."""
_FLAG = pattern_of(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+", re.IGNORECASE)
"""A parameter without a value that is a word or several: a mark for some tool (`?no-link-check`), and no other page."""
_AT_COMMIT = pattern_of(r"/(blob|tree|raw|edit)/(?:[0-9a-f]{7,40}|main|master|head)(?=/|$)", re.IGNORECASE)
"""A file at a commit or on the main branch, as GitHub and GitLab have it; another branch or tag is another place."""
_STATE = 150
"""Characters of a fragment from which it is the state of an application (a playground's code) and names no place."""
_LONGEST = 2_000
"""Characters of an address that is looked into; a longer one is what it is."""


class Address(NamedTuple):
    """An address taken apart, in canonical form.

    `place` is host and path in lower case, without the language, a slash at the end and the file's ending; a host
    begins with `//`, a path from the site's root with `/`. `climb` counts the folders that a relative one goes up, and
    is -1 for any other. `tag` is the language's tag that was taken out of the host or the path ("" for none), and
    `by_host` says that it was the host's.
    """

    scheme: str
    place: str
    query: str
    fragment: str
    climb: int = -1
    tag: str = ""
    by_host: bool = False

    @property
    def bare(self) -> Address:
        """What must be the same on both sides: neither how far it climbs nor the language."""
        return self._replace(climb=-1, tag="", by_host=False)

    @property
    def nowhere(self) -> bool:
        """Whether there is nothing but `https://`: an address that a text only speaks of."""
        return not any(self[:4])

    @property
    def own_page(self) -> bool:
        """Whether it points into the page that it stands on."""
        return not self.scheme and not self.place and not self.query

    @property
    def host(self) -> str:
        """The host without the language's tag; "" for an address on the site itself."""
        return self.place[2:].partition("/")[0] if self.place.startswith("//") else ""

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of the path."""
        path = self.place[2:].partition("/")[2] if self.place.startswith("//") else self.place
        return tuple(part for part in path.split("/") if part)


@lru_cache(maxsize=8192)
def read_address(written: str, locale: str) -> Address:
    """The address as canonical form knows it; `locale` is the translation's, on both sides."""
    text = unescape(written.strip()) if "&" in written else written.strip()
    if len(text) > _LONGEST:
        return Address("", text, "", "")
    rest, _, fragment = text.partition("#")
    rest, _, query = rest.partition("?")
    match = _SCHEME.match(rest)
    scheme = match[1].lower() if match else ""
    if scheme and scheme not in ("http", "https"):
        return Address(scheme, _decoded(rest[len(scheme) + 1 :]), query, fragment)
    rest = rest[len(scheme) + 1 :] if scheme else rest
    host = tag = ""
    if rest.startswith("//"):
        host, _, path = rest[2:].partition("/")
        host, tag = _host(host.lower(), locale)
        rest = "/" + path
    climb, path, within = _path(_decoded(rest).replace("\\", "/").lower(), locale, relative=not host)
    place = f"//{host}{path}" if host else path
    return Address(
        "", place, _query(query, locale), _fragment(fragment), -1 if host else climb, tag or within, bool(tag)
    )


def same_place(source: Address, target: Address, rewrites: Iterable[Rewrite] = ()) -> bool:
    """Whether the addresses lead to the same page, fragments aside, one of them as a translation may write it."""
    if source.scheme != target.scheme:
        return False
    if source.place == target.place:
        return source.query == target.query
    if source.host and target.host and target.tag and source.tag != target.tag and _localised(source, target):
        return True
    if (not source.host or not target.host) and _ends_alike(source, target):
        return True
    return any(_rewritten(source.place, rule) == target.place for rule in rewrites)


def _localised(source: Address, target: Address) -> bool:
    """Whether an address on another site leads to what that site has in the reader's language instead."""
    if source.host != target.host:
        return bool(source.parts == target.parts and _mirrors(source.host, target.host, by_host=target.by_host))
    if target.by_host:
        return True  # such a site names its pages in the reader's language, as Wikipedia does
    one, other = source.parts, target.parts
    return one[-1:] == other[-1:] or one == other[: len(one)]


def _mirrors(host: str, other: str, *, by_host: bool) -> bool:
    """Whether two hosts are one owner's: `docs.` and `learn.a.com`, and with a tag `vite.dev` and `vitejs.dev`."""
    one, two = host.split(".")[-2:], other.split(".")[-2:]
    return one == two or (by_host and (two[0].startswith(one[0]) or one[0].startswith(two[0])))


def leads_to(address: Address, path: str) -> bool:
    """Whether an address leads to the page whose file has this path; one of the page itself does."""
    if address.own_page:
        return True
    file = read_address(path.replace("\\", "/"), "").parts
    return not address.host and bool(address.parts) and file[-1:] == address.parts[-1:]


def site_rewrites(pair: Pair, given: Mapping[str, str]) -> tuple[Rewrite, ...]:
    """The rewrites that hold for a pair: those given, English address -> the translations', and those learned."""
    own = (
        Rewrite(read_address(source, pair.locale).place, read_address(target, pair.locale).place, 0)
        for source, target in given.items()
    )
    return (*own, *pair.conventions.rewrites)


def told_apart(one: str, other: str, width: int = 70) -> tuple[str, str]:
    """Two addresses for a message: where they are long, without the parts at the beginning that they share."""
    if max(len(one), len(other)) <= width:
        return one, other
    shared = next((k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    cut = one.rfind("/", 0, shared) + 1
    return (f"…/{one[cut:]}", f"…/{other[cut:]}") if cut > len("https://") else (one, other)


@lru_cache(maxsize=64)
def tags_of(locale: str) -> frozenset[str]:
    """Folded names under which a site may keep the language and the English it replaces, as parts of addresses."""
    return _written(locale) | {*_likely(fold(locale))}


@lru_cache(maxsize=64)
def _written(locale: str) -> frozenset[str]:
    """Those that can be told from the locale's tag itself."""
    folded = fold(locale)
    language, *more = folded.split("-")
    regions = {part for part in more if len(part) == len("br")}
    return frozenset({"en", "en-us", "en-gb", "english", language, folded, *regions} - {""})


def _likely(folded: str) -> Iterable[str]:
    """The language's likeliest region, under which hosts are often named (`cn.`, `jp.`), and its usual tags."""
    if not is_locale(folded):
        return ()
    import langcodes

    known = langcodes.Language.get(folded)
    full = known.maximize()
    found = {full.territory, f"{full.language}-{full.territory}", f"{full.language}-{full.script}"}
    return {fold(name) for name in found if name}


def _decoded(text: str) -> str:
    return unquote(text) if "%" in text else text


def _is_tag(part: str, locale: str) -> bool:
    folded, tags = fold(part), _written(locale)
    first, hyphen, _ = folded.partition("-")
    if folded not in tags and (len(first) == len("jp") or first in tags or first.isdigit()):
        tags = tags_of(locale)  # only where the part could be one of them: to know them takes as long as a page
    return folded in tags or (bool(hyphen) and first in tags and is_locale(folded))


def _host(host: str, locale: str) -> tuple[str, str]:
    """The host without the language's label at its beginning, and the label."""
    host = host.rpartition("@")[2].removesuffix(":443").removesuffix(":80")
    first, _, rest = host.partition(".")
    if "." in rest and _is_tag(first, locale):
        return rest, fold(first)
    return host.removeprefix("www.") if host.count(".") > 1 else host, ""


def _path(path: str, locale: str, *, relative: bool) -> tuple[int, str, str]:
    """How many folders the path climbs (-1: it is from the root), its canonical form, and the language's tag in it."""
    rooted = path.startswith("/")
    parts: list[str] = []
    climb, tag = 0, ""
    for part in _ENDING.sub("", path.rstrip("/")).split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part == "..":
            climb += 1
        elif _is_tag(part, locale):
            tag = fold(part)
        elif part not in ("", "."):
            parts.append(part)
    if parts and (match := _TAGGED.match(parts[-1])) and _is_tag(match[2], locale):
        parts[-1] = match[1] + match[3]
    joined = "/".join(parts)
    if not relative:
        joined = _AT_COMMIT.sub(r"/\1", joined)
    if rooted or not relative:
        return -1, f"/{joined}" if joined else "", tag
    return climb, joined, tag


def _fragment(fragment: str) -> str:
    """The fragment in lower case; "" for words to be marked and for the state of an application, which lead nowhere."""
    return "" if fragment.startswith(":~:") or len(fragment) > _STATE else _decoded(fragment).lower()


def _query(query: str, locale: str) -> str:
    """The parameters without one that names a language or is a mere mark."""
    kept = [
        part for part in query.split("&") if part and not _names_language(part, locale) and not _FLAG.fullmatch(part)
    ]
    return _decoded("&".join(kept))


def _names_language(parameter: str, locale: str) -> bool:
    name, _, value = parameter.partition("=")
    return name.lower() in _LANGUAGE and _is_tag(value, locale)


def _ends_alike(source: Address, target: Address) -> bool:
    """Whether the shorter path is the end of the longer: from the page, from the root, or with the site's host."""
    one, other = sorted((source.parts, target.parts), key=len)
    return bool(one) and other[len(other) - len(one) :] == one and source.query == target.query


def _rewritten(place: str, rule: Rewrite) -> str | None:
    rest = place[len(rule.source) :]
    if not place.startswith(rule.source) or (rest and rest[0] != "/" and rule.source):
        return None
    return rule.target + rest
