"""Layouts that real projects use, each as a small tree of its own, found by its paths alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parallint.detect import detect, detect_siblings
from parallint.guess import guess_by_script, reads_as_english

ENGLISH = "Open the settings and choose the file that you want to send. It will be there when you are back."
FRENCH = "Ouvrez les paramètres et choisissez le fichier à envoyer. Vous le retrouverez à votre retour."
JAPANESE = "設定を開いて、送信するファイルを選びます。戻ってきたときにもそこにあります。"
PAGES = ("index.md", "guide/start.md", "guide/install.md", "reference/cli.md", "faq.md")


def tree(*patterns: str, pages: tuple[str, ...] = PAGES) -> list[str]:
    """Names of pages; in a pattern `*` stands for a page's path, `%` for the same without its ending."""
    return [p.replace("*", page).replace("%", page.removesuffix(".md")) for p in patterns for page in pages]


def found(names: list[str], texts: dict[str, str] | None = None, default: str = FRENCH) -> list[tuple[str, str]]:
    return [(d.layout.source, d.layout.target) for d in detect(names, lambda name: (texts or {}).get(name, default))]


@pytest.mark.parametrize(
    ("names", "source", "target"),
    [
        (tree("content/en/*", "content/fr/*"), "content/en/{path}", "content/{locale}/{path}"),
        (tree("docs/en/docs/*", "docs/fr/docs/*", "docs/pt_BR/docs/*"), "docs/en/{path}", "docs/{locale}/{path}"),
        (tree("docs/en/latest/*", "docs/zh/latest/*"), "docs/en/{path}", "docs/{locale}/{path}"),
        (tree("files/en-us/*", "files/es/*"), "files/en-us/{path}", "files/{locale}/{path}"),
        (tree("src/content/docs/*", "src/content/docs/fr/*"), "src/content/docs/{path}", None),
        (tree("docs/*", "docs/fr/*"), "docs/{path}", "docs/{locale}/{path}"),
        (tree("*", "fr/*", "es-419/*"), "{path}", "{locale}/{path}"),
        (tree("en/*", "fr/*"), "en/{path}", "{locale}/{path}"),
        (tree("_articles/*", "_articles/zh-hans/*"), "_articles/{path}", "_articles/{locale}/{path}"),
        (tree("*", "translations/fr/*"), "{path}", "translations/{locale}/{path}"),
        (tree("public/content/*", "public/content/translations/fr/*"), "public/content/{path}", None),
        (tree("pages/*", "pages.pt_BR/*", "pages.fr/*"), "pages/{path}", "pages.{locale}/{path}"),
        (tree("site/docs/*", "site/docs-fr/*"), "site/docs/{path}", "site/docs-{locale}/{path}"),
        (tree("%.en-US.md", "%.zh-CN.md"), "{path}.en-US.md", "{path}.{locale}.md"),
        (tree("docs/%.md", "docs/%.fr.md"), "{path}.md", "{path}.{locale}.md"),
        (tree("%/en.md", "%/fr.md", "%/pt-br.md"), "{path}/en.md", "{path}/{locale}.md"),
        (["README.md", "README_fr.md"], "{path}.md", "{path}_{locale}.md"),
        (["README.md", "README-CN.md"], "{path}.md", "{path}-{locale}.md"),
        (["README.md", "docs/README.fr.md"], None, None),
    ],
)
def test_layouts(names: list[str], source: str | None, target: str | None) -> None:
    layouts = found(names)
    assert layouts == ([(source, target or layouts[0][1])] if source else [])


def test_docusaurus_has_a_layout_for_each_plugin_and_version() -> None:
    plugin = "i18n/fr/docusaurus-plugin-content-docs"
    names = tree("docs/*", f"{plugin}/current/*", "versioned_docs/version-1.0/*", f"{plugin}/version-1.0/*")
    names += tree(
        "blog/*", "i18n/fr/docusaurus-plugin-content-blog/*", pages=("2024-01-02-hello.md", "2025-03-04-new.md")
    )
    assert sorted(found(names)) == [
        ("blog/{path}", "i18n/{locale}/docusaurus-plugin-content-blog/{path}"),
        ("docs/{path}", "i18n/{locale}/docusaurus-plugin-content-docs/current/{path}"),
        ("versioned_docs/version-1.0/{path}", "i18n/{locale}/docusaurus-plugin-content-docs/version-1.0/{path}"),
    ]


def test_several_layouts_in_one_repository() -> None:
    names = [*tree("content/en/*", "content/fr/*"), "README.md", "README.ja.md"]
    assert found(names) == [
        ("content/en/{path}", "content/{locale}/{path}"),
        ("{path}.md", "{path}.{locale}.md"),
    ]


@pytest.mark.parametrize("folder", ["id", "is", "to", "my"])
def test_a_folder_whose_name_could_be_a_locale_is_none_without_counterparts(folder: str) -> None:
    assert found([*tree("docs/*"), f"docs/{folder}/only.md", f"docs/{folder}/here.md"]) == []


def test_a_folder_whose_pages_are_in_english_is_no_locale() -> None:
    names = [*tree("docs/*", "docs/fr/*"), "docs/id/index.md"]
    texts = {"docs/id/index.md": ENGLISH}
    layouts = detect(names, lambda name: texts.get(name, FRENCH))
    assert [d.layout.locales for d in layouts] == [("fr",)]


def test_a_folder_with_the_same_pages_as_several_locales_is_one_whatever_it_reads_like() -> None:
    names = tree("docs/*", "docs/fr/*", "docs/de/*", "docs/it/*", "docs/pcm/*")
    (found,) = detect(
        [*names, "docs/to/index.md"], lambda name: ENGLISH if "/pcm/" in name or "/to/" in name else FRENCH
    )
    assert found.layout.locales == ("de", "fr", "it", "pcm")
    (alone,) = detect(tree("docs/*", "docs/fr/*", "docs/pcm/*"), lambda name: ENGLISH if "/pcm/" in name else FRENCH)
    assert alone.layout.locales == ("fr",)


def test_english_beside_the_translation_that_has_the_plain_name() -> None:
    names = tree("docs/%.en.md", "docs/%.md")
    layouts = detect(names, lambda name: ENGLISH if name.endswith(".en.md") else JAPANESE)
    assert [(d.layout.source, d.layout.target, d.layout.locale) for d in layouts] == [
        ("{path}.en.md", "{path}.md", "ja")
    ]


def test_the_evidence_is_told_in_words() -> None:
    names = [*tree("content/en/*", "content/fr/*", "content/ja/*"), "content/fr/orphan.md"]
    (layout,) = detect(names, lambda _: FRENCH)
    assert layout.why == "10 of 11 pages in 2 locales have their English there"


@given(st.lists(st.text("aefnrs./-_", min_size=1, max_size=12).map(lambda name: name + ".md"), max_size=30))
def test_whatever_the_names_no_page_is_its_own_english(names: list[str]) -> None:
    for detected in detect(names, lambda _: FRENCH):
        for name in names:
            if parts := detected.layout.translation(name):
                assert detected.layout.source_file(parts.path) != name or parts.locale not in detected.layout.locales


@pytest.mark.parametrize(
    ("text", "locale"), [(JAPANESE, "ja"), ("설정을 여십시오 그리고 파일을 고르십시오", "ko"), (FRENCH, "")]
)
def test_guess_by_script(text: str, locale: str) -> None:
    assert guess_by_script(text) == locale


def test_english_is_told_by_its_commonest_words() -> None:
    assert reads_as_english(ENGLISH)
    assert not reads_as_english(FRENCH)
    assert not reads_as_english(JAPANESE)
    assert not reads_as_english("```\nThis is the code that you run\n```\n" + FRENCH)


class TestSiblings:
    """Translations that hold the English that they were made from, and no English files."""

    NAMES = ("docs/es-es/a.md", "docs/zh-cn/a.md", "docs/es-es/b/c.md", "docs/zh-cn/b/c.md", "docs/zh-cn/d.md", "x.md")

    def test_a_page_in_several_locales_gives_the_layout(self) -> None:
        [found] = detect_siblings(self.NAMES, lambda _: True)
        assert str(found.layout) == "docs/en/{path} -> docs/{locale}/{path}"
        assert found.locales == (("es-es", 2, 0), ("zh-cn", 2, 0))
        assert found.why == "4 pages in 2 locales hold their English themselves"

    def test_pages_without_english_in_them_give_none(self) -> None:
        assert detect_siblings(self.NAMES, lambda _: False) == ()

    def test_a_page_in_one_locale_gives_none(self) -> None:
        assert detect_siblings(["docs/es-es/a.md", "docs/zh-cn/b.md"], lambda _: True) == ()
