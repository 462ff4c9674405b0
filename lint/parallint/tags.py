"""Locale tags in paths: which part of a path, if any, names the language of the file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache, lru_cache

SHAPE = r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}"
"""The shape of a locale tag in a path, as a regular expression; `is_locale` says whether it is one."""

# ISO 639-3 has a three-letter code for every language, and so for many an ordinary name of a folder.
_FOLDERS = """
abs add adr aka all api app ask asm aws bin bot box bug cfg cli cms com con cpp css csv dev dns doc dot dry eco
eng env exe faq fig fix for get git gui hat how hub ide img inc ini ins job kit lab lib log man map may mds med
men min mod mrs mtr net new not now nsd obj off old one oop ops org out own par pdf php pkg pol pop pro ref rel
req rpc rpm rst run sad saw sdk see set she sin six sms sql src ssh sso sub sum sys tab tag tap ten the tip tmp
top toy two ubi url usb use var vue war was wat web win www xml yes you zip
"""


@cache
def _folders() -> frozenset[str]:
    return frozenset(_FOLDERS.split())


@lru_cache(maxsize=1024)
def is_locale(name: str) -> bool:
    """Whether `name`, case and underscores aside, is a valid locale tag and no ordinary name of a folder."""
    if not re.fullmatch(SHAPE, name) or name.lower() in _folders():
        return False
    import langcodes

    return langcodes.tag_is_valid(name.replace("_", "-"))


def same_locale(one: str, other: str) -> bool:
    """Whether two tags say the same, case and underscores aside."""
    return fold(one) == fold(other)


def fold(tag: str) -> str:
    """The tag in lower case and with hyphens."""
    return tag.lower().replace("_", "-")


def locale_from_path(path: str, source: str = "") -> str:
    """The locale tag that stands in a translation's path, as written there; "" where none does.

    What the path does not share with the English file's path, `source`, counts before the rest of it; the name of the
    file counts before its folders and the nearest folder before the others. What both share is believed only where it
    has two letters or a region.
    """
    ours, theirs = list(_parts(path)), set(_parts(source))
    own = [part for part in ours if part not in theirs]
    own += [suffix] if (suffix := _suffix(path, source)) else []
    shared = [part for part in ours if len(part) != len("xxx")]
    return next((part for part in own + shared if is_locale(part)), "")


def _parts(path: str) -> Iterator[str]:
    """The parts of a path that could name a locale, the nearest to the file first."""
    folder, name = os.path.split(path)
    stem = os.path.splitext(name)[0]
    yield from reversed(stem.split("."))
    yield from reversed(re.split(r"[/\\]", folder))


def _suffix(path: str, source: str) -> str:
    """What the stem of `path` adds to that of `source` behind a hyphen or an underscore: `README_zh.md`."""
    stem, other = (os.path.splitext(os.path.basename(p))[0] for p in (path, source))
    return stem[len(other) + 1 :] if other and stem.startswith((other + "_", other + "-")) else ""
