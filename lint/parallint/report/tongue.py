"""How a browser is told of a locale: the tag for `lang`, which chooses the fonts, and the direction of writing."""

from __future__ import annotations

from typing import NamedTuple

# Unicode's scripts in use whose letters run from right to left (https://www.unicode.org/Public/UNIDATA/Scripts.txt).
_FROM_THE_RIGHT = frozenset(
    {
        "Adlm",
        "Arab",
        "Aran",
        "Hebr",
        "Mand",
        "Mend",
        "Nkoo",
        "Rohg",
        "Samr",
        "Syrc",
        "Syre",
        "Syrj",
        "Syrn",
        "Thaa",
        "Yezi",
    }
)
_COUNTRIES = {
    "cn": "zh-CN",
    "jp": "ja",
    "kr": "ko",
    "tw": "zh-TW",
    "cz": "cs",
    "gr": "el",
    "ua": "uk",
    "vn": "vi",
}


class Tongue(NamedTuple):
    """The values of `lang` ("" where the locale is none) and `dir` (`ltr`, `rtl`, or `auto` where nothing is known)."""

    lang: str
    dir: str


def tongue(locale: str) -> Tongue:
    """The attributes for text in a locale, as the project spells it; never raises."""
    if not locale:
        return Tongue("", "auto")
    import langcodes

    try:
        known = langcodes.Language.get(_COUNTRIES.get(locale.lower(), locale.replace("_", "-")))
        script = known.maximize().script
        return Tongue(known.to_tag(), "rtl" if script in _FROM_THE_RIGHT else "ltr" if script else "auto")
    except (ValueError, LookupError):
        return Tongue("", "auto")
