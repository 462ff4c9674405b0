"""The ids that renderers make of headings, and those that a page gives itself."""

from __future__ import annotations

import pytest
from parallint.anchors import SLUGS, explicit_ids, fold_anchor, names_anchor, page_anchors
from parallint.read.markdown import read_markdown


# Expected values: github-slugger's and Python-Markdown's own tests and documentation, and pages rendered with each.
@pytest.mark.parametrize(
    ("name", "text", "slug"),
    [
        ("github", "What's new in 2.0?", "whats-new-in-20"),
        ("github", "foo & bar", "foo--bar"),
        ("github", "Ça déjà_vu", "ça-déjà_vu"),
        ("github", "हिन्दी में", "हिन्दी-में"),
        ("github", "سريع افتراضيًا", "سريع-افتراضيًا"),
        ("github", "使用 Vue 构建！", "使用-vue-构建"),
        ("python-markdown", "Ça déjà -- vu", "ca-deja-vu"),
        ("python-markdown-unicode", "Ça déjà -- vu", "ça-déjà-vu"),
        ("vitepress", "Déjà vu: `ref()`", "deja-vu-ref"),
        ("vitepress", "2.0 is here", "_2-0-is-here"),
        ("kramdown", "1. First step", "first-step"),
        ("docutils", "2.0: What's new?", "what-s-new"),
        ("markdown-it-anchor", "What's  new?", "what's-new?"),
    ],
)
def test_slugs(name: str, text: str, slug: str) -> None:
    assert SLUGS[name](text) == slug


def test_a_heading_that_stands_twice_is_numbered() -> None:
    page = read_markdown("# Use\n\n## Note\n\na\n\n## Note\n\nb\n\n## Note\n")
    assert {"use", "note", "note-1", "note-2"} <= page_anchors(page, ("github",))
    assert "note_1" in page_anchors(page, ("python-markdown",))


@pytest.mark.parametrize(
    "text",
    [
        '<a name="Here"></a>\n',
        '<div id="here">\n\nx\n\n</div>\n',
        "# A {#here}\n",
        "# A { #here .b }\n",
        "# A {/*here*/}\n",
        "(here)=\n\n# A\n",
        '<Tab id="here" />\n',
        "text {: #here}\n",
    ],
)
def test_ids_that_a_page_gives(text: str) -> None:
    assert "here" in explicit_ids(read_markdown(text))


def test_fragments_that_name_no_id() -> None:
    assert names_anchor("#a")
    assert names_anchor("#%E5%AE%89")
    assert not any(map(names_anchor, ["#", "#top", "a#b", "#/route", "#tab/a", "#fn:1", "#!x", "#{{x}}", "#:~:text=a"]))
    assert not names_anchor("#" + "a" * 500)


def test_accents_and_case_are_folded() -> None:
    assert fold_anchor("I\u0301X") == "íx"
