from __future__ import annotations

import pytest
from parallint.locales import is_locale, locale_from_path, same_locale


@pytest.mark.parametrize("name", ["de", "zh-cn", "zh_CN", "zh-Hans", "pt_BR", "es-419", "fil", "ZH", "sr-Latn-RS"])
def test_locales(name: str) -> None:
    assert is_locale(name)


@pytest.mark.parametrize(
    "name", ["docs", "api", "src", "latest", "xx", "qq-QQ", "v2", "e", "en us", "", "de/at", "img"]
)
def test_names_that_are_none(name: str) -> None:
    assert not is_locale(name)


@pytest.mark.parametrize(
    ("path", "source", "locale"),
    [
        ("docs/es/a.md", "docs/en/a.md", "es"),
        ("docs/fil/a.md", "docs/en/a.md", "fil"),
        ("docs/fil/a.md", "", ""),
        ("to/my/docs/zh_CN/a.md", "to/my/docs/en/a.md", "zh_CN"),
        ("README_zh.md", "README.md", "zh"),
        ("README.pt-br.md", "README.md", "pt-br"),
        ("README-zh-CN.md", "README.md", "zh-CN"),
        ("how-to.md", "", ""),
        ("to-do.md", "to-do.md", ""),
        ("docs/how-to/a.md", "", ""),
        ("es-es.publish-api-key.md", "english/2019.md", "es-es"),
        ("osu/fr.md", "osu/en.md", "fr"),
        ("docs\\de\\a.md", "", "de"),
        ("docs/api/a.md", "docs/src/a.md", ""),
        ("de/a.md", "de/b.md", "de"),
        ("a.md", "a.md", ""),
        ("", "", ""),
    ],
)
def test_locale_from_path(path: str, source: str, locale: str) -> None:
    assert locale_from_path(path, source) == locale


def test_same_locale() -> None:
    assert same_locale("zh_CN", "zh-cn")
    assert not same_locale("zh-cn", "zh-tw")


def test_a_number_behind_a_language_is_no_region_but_those_that_are() -> None:
    assert is_locale("es-419")
    assert is_locale("zh-Hant-HK")
    assert not any(map(is_locale, ("de-123", "in-focus-01", "to-otel", "es-zq")))
