"""Locale tags in paths: which part of a path, if any, names the language of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from parallint.patterns import pattern_of

SHAPE = r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}"
"""The shape of a locale tag in a path, as a regular expression; `is_locale` says whether it is one."""

# ISO 639-3 has a three-letter code for every language, and so for many an ordinary name of a folder.
_FOLDERS = """
abs add adr aka all and api app ask asm aws bin bot box bug cfg cli cms com con cpp css csv dev dns doc dot dry eco
eng env exe faq fig fix for get git gui hat how hub ide img inc ini ins job kit lab lib log man map may mds med
men min mod mrs mtr net new not now nsd obj off old one oop ops org out own par pdf php pkg pol pop pro ref rel
req rpc rpm rst run sad saw sdk see set she sin six sms sql src ssh sso sub sum sys tab tag tap ten the tip tmp
top toy two ubi url usb use var vue war was wat web win www xml yes you zip
"""


# The two-letter subtags of the IANA registry, those given up among them: langcodes, which knows all, is slow to load.
_LANGUAGES = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es
et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw ja ji jv jw
ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng
nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv
sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""

# Its two-letter regions, without those for private use.
_REGIONS = """
aa ac ad ae af ag ai al am an ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt bu bv bw
by bz ca cc cd cf cg ch ci ck cl cm cn co cp cr cs ct cu cv cw cx cy cz dd de dg dj dk dm do dy dz ea ec ee eg eh er
es et eu ez fi fj fk fm fo fq fr fx ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu hv ic
id ie il im in io iq ir is it je jm jo jp jt ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc
md me mf mg mh mi mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng nh ni nl no np nq nr nt nu nz om pa
pc pe pf pg ph pk pl pm pn pr ps pt pu pw py pz re rh ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st
su sv sx sy sz ta tc td tf tg th tj tk tl tm tn to tp tr tt tv tw tz ua ug uk um un us uy uz va vc vd ve vg vi vn vu
wf wk ws xk yd ye yt yu za zm zr zw zz
"""
_MORE = pattern_of(r"(?:[a-z]{3}(?=-|$))?-?(?:[a-z]{4})?-?(?:[a-z]{2}|[0-9]{3})?-?(?:valencia|tarask|oxendict|pinyin)?")
"""What names of files and folders have behind a language: a script, a region, the variants that sites have."""


@cache
def _parts_of_tags() -> frozenset[str]:
    return frozenset((*_REGIONS.split(), "001", "150", "419", "arab", "cyrl", "hans", "hant", "latn"))


@cache
def _languages() -> frozenset[str]:
    return frozenset(_LANGUAGES.split())


@cache
def _folders() -> frozenset[str]:
    return frozenset(_FOLDERS.split())


@lru_cache(maxsize=1024)
def is_locale(name: str) -> bool:
    """Whether `name`, case and underscores aside, is a valid locale tag and no ordinary name of a folder."""
    language, *rest = re.split("[-_]", name.lower())
    if not re.fullmatch(SHAPE, name) or language in _folders():
        return False
    if rest and language != "zh" and re.fullmatch("[a-z]{3}", rest[0]):  # nobody but zh-yue writes an extended language
        return False
    if name.lower() in _COUNTRIES:
        return True
    if rest and not _MORE.fullmatch("-".join(rest)):
        return False
    if len(language) == len("es") and _parts_of_tags().issuperset(rest):
        return language in _languages()
    import langcodes

    return langcodes.tag_is_valid(name.replace("_", "-"))


_COUNTRIES = frozenset({"cn", "jp", "kr", "tw", "cz", "gr", "ua", "vn"})
"""Countries' codes that stand for their languages in the names of very many files; none is a language's."""


def is_english(tag: str) -> bool:
    """Whether a locale tag, however it is spelled, is one of English."""
    return fold(tag).partition("-")[0] in ("en", "eng", "english")


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
    has two letters or a region, and is not the whole name of the file.
    """
    *folders, stem = _parts(path)
    dotted = stem.split(".")[::-1]
    shared = [*(dotted if len(dotted) > 1 else ()), *reversed(folders)]
    own = [*_own(stem, dotted, folders, _parts(source))] if source else []
    return next((part for part in own + [part for part in shared if len(part) != len("xxx")] if is_locale(part)), "")


def _own(stem: str, dotted: Sequence[str], folders: Sequence[str], source: Sequence[str]) -> Iterator[str]:
    """The parts of a path that the English path has not, and what the stem adds behind a hyphen or an underscore."""
    if stem.startswith((source[-1] + "_", source[-1] + "-")):
        yield stem[len(source[-1]) + 1 :]
    known = {*source, *source[-1].split(".")}
    yield from (part for part in (*dotted, *reversed(folders)) if part not in known)


def _parts(path: str) -> list[str]:
    """A path's folders, and its name without the last ending."""
    *folders, name = re.split(r"[/\\]", path)
    return [*folders, name.rpartition(".")[0] or name]
