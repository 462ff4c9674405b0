"""Addresses in one form for all the ways to write the same place."""

from __future__ import annotations

import pytest
from parallint.addresses import leads_to, read_address, same_place, tags_of, told_apart
from parallint.model import Rewrite

SAME = [
    ("es", "https://Example.org/docs/", "http://example.org/docs"),
    ("es", "https://www.example.org/a", "https://example.org/a"),
    ("fr", "/en/guide/a/", "/fr/guide/a"),
    ("fr", "/guide/a/", "/fr/guide/a/"),
    ("pt-BR", "/en/a", "/pt_br/a"),
    ("zh-cn", "https://example.org/en-us/a", "https://example.org/zh-CN/a"),
    ("zh-cn", "https://example.org/a", "https://cn.example.org/a"),
    ("ja", "https://example.org/a?hl=en&x=1", "https://example.org/a?x=1&hl=ja"),
    ("ja", "https://example.org/a", "https://example.org/a?no-link-check"),
    ("es", "guide/a.md", "./guide/a/"),
    ("es", "guide/a.md", "/docs/guide/a/"),
    ("es", "../img/a.png", "../../img/a.png"),
    ("es", "a/b/../c.md", "a/c.md"),
    ("es", r"..\concepts\A.md", "../concepts/a.md"),
    ("es", "img/en/a.png", "img/es/a.png"),
    ("es", "img/a.png", "img/a.es.png"),
    ("es", "README.md", "README_es.md"),
    ("es", "https://en.wikipedia.org/wiki/Honey", "https://es.wikipedia.org/wiki/Miel"),
    ("ko", "https://example.org/en-US/docs/Web/HTTP/Caching", "https://example.org/ko/docs/Web/HTTP/Guides/Caching"),
    ("es", "https://vite.dev/guide/", "https://es.vitejs.dev/guide/"),
    ("zh-cn", "https://docs.example.com/en-us/wsl/install", "https://learn.example.com/zh-cn/wsl/install"),
    ("es", "https://example.org/a%20b", "https://example.org/a b"),
    ("es", "https://github.com/o/r/blob/main/a.c", "https://github.com/o/r/blob/0123abc/a.c"),
]

OTHER = [
    ("es", "guide/a.md", "guide/b.md"),
    ("es", "/en/guide/a", "/es/guide/b"),
    ("es", "https://example.org/a", "https://example.net/a"),
    ("es", "https://example.org/a?v=1", "https://example.org/a?v=2"),
    ("es", "mailto:a@example.org", "mailto:b@example.org"),
    ("es", "https://github.com/o/r/tree/v1.2.0/a", "https://github.com/o/r/tree/v1.3.0/a"),
    ("es", "img/a.png", "img/a-v1.png"),
    ("es", "https://example.org/de/a", "https://example.org/it/b"),
    ("fr", "https://en.example.org/a", "https://fr.example.net/b"),
]


@pytest.mark.parametrize(("locale", "english", "translated"), SAME)
def test_the_same_place_written_otherwise(locale: str, english: str, translated: str) -> None:
    assert same_place(read_address(english, locale), read_address(translated, locale))


@pytest.mark.parametrize(("locale", "english", "translated"), OTHER)
def test_another_place(locale: str, english: str, translated: str) -> None:
    assert not same_place(read_address(english, locale), read_address(translated, locale))


def test_a_rewrite_holds_for_whole_parts_only() -> None:
    rules = (Rewrite("/docs", "/ayuda", 3),)
    assert same_place(read_address("/docs/a", "es"), read_address("/ayuda/a", "es"), rules)
    assert not same_place(read_address("/docs-old/x", "es"), read_address("/ayuda-old/y", "es"), rules)


@pytest.mark.parametrize(
    ("written", "fragment"),
    [("a#B%C3%A9", "bé"), ("#", ""), ("a#:~:text=x", ""), ("a#" + "x" * 200, ""), ("a#b#c", "b#c")],
)
def test_fragments(written: str, fragment: str) -> None:
    assert read_address(written, "es").fragment == fragment


def test_an_address_of_the_page_itself() -> None:
    assert read_address("#a", "es").own_page
    assert not read_address("b#a", "es").own_page
    assert leads_to(read_address("/en/reference/keys/#a", "ja"), "docs/ja/reference/keys.mdx")
    assert not leads_to(read_address("/en/reference/locks/", "ja"), "docs/ja/reference/keys.mdx")


def test_how_far_a_relative_address_climbs() -> None:
    assert read_address("../../a.md", "es").climb == 2
    assert read_address("a.md", "es").climb == 0
    assert read_address("/a.md", "es").climb == read_address("https://example.org/../a", "es").climb == -1


@pytest.mark.parametrize(
    "written", ["", " ", "https://", "//", "?", "#", "%", "a" * 5000, "http://[", "../" * 500, "\0"]
)
def test_anything_is_an_address(written: str) -> None:
    address = read_address(written, "es")
    assert same_place(address, read_address(written, "es"))


def test_tags_under_which_hosts_and_folders_are_named() -> None:
    assert {"zh", "zh-cn", "cn", "zh-hans", "en"} <= tags_of("zh_CN")
    assert "jp" in tags_of("ja")
    assert tags_of("") == {"en", "en-us", "en-gb", "english"}


def test_long_addresses_are_told_apart_by_what_differs() -> None:
    start = "https://example.org/" + "folder/" * 12
    assert told_apart(start + "one.md", start + "other.md") == ("…/one.md", "…/other.md")
    assert told_apart("a", "b") == ("a", "b")
