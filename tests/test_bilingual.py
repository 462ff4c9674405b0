"""Bilingual Markdown: what comes out of well-formed pages, of damaged ones, and of hostile ones."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parallint.model import Document, Kind, Piece, Place, SourceFile
from parallint.read.bilingual import Bilingual, UnitLink, is_bilingual, read_bilingual
from parallint.read.markdown import read_markdown

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"


def sxs(identifier: str, target: str, english: str) -> str:
    return (
        f'<span data-ttu-id="{identifier}">{target}</span>'
        f'<span class="sxs-lookup"><span data-stu-id="{identifier}">{english}</span></span>'
    )


PAGE = "\n".join(
    [
        "---",
        "title: Cómo regar las plantas",
        "ms.topic: howto",
        "---",
        '# <a name="watering"></a>' + sxs("4f2a1-101", "Riego", "Watering"),
        "",
        sxs("4f2a1-p102", "Riegue por la mañana.", "Water in the morning.")
        + " "
        + sxs("4f2a1-103", "Use `agua &lt;fría&gt;`.", "Use `cold &lt;water&gt;`."),
        "",
        "* [" + sxs("4f2a1-104", "Macetas", "Pots") + "](pots.md)",
        "",
        "    ![Una maceta de barro](pot.png)",
        "",
        "|" + sxs("4f2a1-105", "Planta", "Plant") + "|" + sxs("4f2a1-106", "Agua", "Water") + "|",
        "|---|---|",
        "|" + sxs("4f2a1-107", "Cactus", "Cactus") + "|@id|",
        "",
        "```sh",
        "water --cold",
        "```",
        "",
    ]
)

TRANSLATION = """\
---
title: Cómo regar las plantas
ms.topic: howto
---
# <a name="watering"></a>Riego

Riegue por la mañana. Use `agua &lt;fría&gt;`.

* [Macetas](pots.md)

    ![Una maceta de barro](pot.png)

|Planta|Agua|
|---|---|
|Cactus|@id|

```sh
water --cold
```
"""

ENGLISH = """\
---
ms.topic: howto
---
# Watering

Water in the morning. Use `cold &lt;water&gt;`.

* [Pots](pots.md)

    ![](pot.png)

|Plant|Water|
|---|---|
|Cactus|@id|

```sh
water --cold
```
"""


def leads_back(document: Document) -> bool:
    """Whether every character of the text stands in its file where the pieces say."""
    if document.text and not (document.pieces and document.pieces[0].start == 0):
        return False
    ends = [piece.start for piece in (*document.pieces, Piece(len(document.text), 0, 0))][1:]
    return all(
        piece.start < end
        and document.files[piece.file].text[piece.origin : piece.origin + end - piece.start]
        == document.text[piece.start : end]
        for piece, end in zip(document.pieces, ends, strict=True)
    )


def faults(bilingual: Bilingual) -> list[tuple[str, int, str]]:
    translation = bilingual.translation
    return [
        (fault.code, translation.fault_place(fault).line, translation.fault_place(fault).text)
        for fault in translation.faults
    ]


def said(document: Document, index: int) -> str:
    return document.text[document.units[index].span.start : document.units[index].span.end]


def told(bilingual: Bilingual) -> list[tuple[str, str]]:
    """The linked units' texts."""
    return [(said(bilingual.english, s), said(bilingual.translation, t)) for s, t in bilingual.unit_links]


def test_two_documents_come_out() -> None:
    both = read_bilingual(PAGE, "docs/es/water.md", "es")
    assert both.translation.text == TRANSLATION
    assert both.english.text == ENGLISH
    assert both.translation.segments == read_markdown(TRANSLATION).segments
    assert both.english.segments == read_markdown(ENGLISH).segments
    assert (both.translation.locale, both.english.locale) == ("es", "en")
    assert both.translation.path == both.english.path == "docs/es/water.md"
    assert both.translation.faults == both.english.faults == ()
    assert leads_back(both.translation)
    assert leads_back(both.english)


def test_units_are_linked_by_id() -> None:
    both = read_bilingual(PAGE)
    assert both.unit_links == tuple(UnitLink(k, k) for k in range(7))
    assert [unit.id for unit in both.english.units] == [unit.id for unit in both.translation.units]
    assert both.english.units[1].id == "4f2a1-p102"
    assert told(both)[1:4] == [
        ("Water in the morning.", "Riegue por la mañana."),
        ("Use `cold &lt;water&gt;`.", "Use `agua &lt;fría&gt;`."),
        ("Pots", "Macetas"),
    ]


def test_segments_are_linked() -> None:
    both = read_bilingual(PAGE)
    assert [(link.source, link.target) for link in both.links] == [((k,), (k,)) for k in range(8)]
    assert {link.confidence for link in both.links} == {1.0}
    assert [both.english.segments[k].kind for k in (0, 1, 4, 7)] == [
        Kind.FRONT_MATTER,
        Kind.HEADING,
        Kind.IMAGE,
        Kind.CODE,
    ]


def test_places_are_those_of_the_file() -> None:
    both = read_bilingual(PAGE, "water.md")
    for document, words in ((both.english, "Water in the morning."), (both.translation, "Riegue por la mañana.")):
        unit = next(unit for k, unit in enumerate(document.units) if said(document, k) == words)
        line = PAGE.split("\n")[6]
        column = line.index(words) + 1
        assert document.place(unit.span) == Place("water.md", 7, column, 7, column + len(words) - 1, words)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_stay(end: str) -> None:
    page, translation, english = (text[text.index("#") :].replace("\n", end) for text in (PAGE, TRANSLATION, ENGLISH))
    both = read_bilingual(page)
    assert both.translation.text == translation
    assert both.english.text == english
    assert [s.kind for s in both.english.segments] == [s.kind for s in read_bilingual(PAGE).english.segments[1:]]
    assert both.english.place(both.english.units[1].span).line == 3
    assert len(both.links) == 7
    with_front_matter = read_bilingual(PAGE.replace("\n", "\r\n"))
    assert with_front_matter.english.text == ENGLISH.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("outside", "kept"),
    [
        ("このページは翻訳者が書いた。", ""),
        ("Este párrafo no tiene inglés al lado.", ""),
        ("## Notas del traductor", ""),
        ("* La nota del traductor", ""),
        ("> Nota del traductor", "> "),
        ("[!INCLUDE [the-include](../includes/some-file.md)]", "[!INCLUDE [the-include](../includes/some-file.md)]"),
        ("> [!NOTE]", "> [!NOTE]"),
        (
            "* [https://example.org/a/b](https://example.org/a/b)",
            "* [https://example.org/a/b](https://example.org/a/b)",
        ),
        ("`codigo` NuGet 3.0", "`codigo` NuGet 3.0"),
        ("<!-- un comentario del traductor -->", "<!-- un comentario del traductor -->"),
        ("<pre>The package is not signed.</pre>", "<pre>The package is not signed.</pre>"),
        ("    echo un comando", "    echo un comando"),
        ("![Imagen traducida](a.png)", "![](a.png)"),
        ("[ref]: https://example.org", "[ref]: https://example.org"),
    ],
)
def test_what_stands_outside_the_spans(outside: str, kept: str) -> None:
    before, after = sxs("1-1", "Antes.", "Before."), sxs("1-2", "Después.", "After.")
    both = read_bilingual(f"{before}\n\n{outside}\n\n{after}\n")
    assert both.translation.text == f"Antes.\n\n{outside}\n\nDespués.\n"
    assert both.english.text == f"Before.\n\n{kept}\n\nAfter.\n"
    alone = [link for link in both.links if not link.source]
    assert [link.confidence for link in alone] == ([0.0] if not kept.strip("> ") else [])


def test_untold_sentence_between_spans() -> None:
    one, two = sxs("1-1", "Uno.", "One."), sxs("1-2", "Dos.", "Two.")
    both = read_bilingual(f"{one} Esta frase sobra aquí. {two} **NuGet** {one}\n")
    assert both.english.text == "One.  Two. **NuGet** One.\n"


def test_untold_item_keeps_what_is_nested_in_it() -> None:
    page = f"1. Una nota del traductor\n\n   {sxs('1-1', 'Dentro.', 'Inside.')}\n1. {sxs('1-2', 'Fuera.', 'Out.')}\n"
    english = read_bilingual(page).english
    assert [(s.kind, s.depth, s.text) for s in english.segments] == [
        (Kind.ITEM, 1, "Inside."),
        (Kind.ITEM, 1, "Out."),
    ]


def test_untold_row_leaves_the_table_whole() -> None:
    rows = [sxs(f"1-{k}", f"fila {k}", f"row {k}") for k in range(3)]
    page = f"|{rows[0]}|\n|---|\n|{rows[1]}|\n|sin inglés|\n|{rows[2]}|\n\n{sxs('1-9', 'Fin.', 'End.')}\n"
    english = read_bilingual(page).english
    assert [(s.kind, s.text) for s in english.segments] == [
        (Kind.ROW, "row 0"),
        (Kind.ROW, "row 1"),
        (Kind.ROW, "row 2"),
        (Kind.PARAGRAPH, "End."),
    ]


def test_paragraphs_of_other_shape_are_linked_as_they_are() -> None:
    page = (
        f"{sxs('1-1', 'Uno.', 'One.')} {sxs('1-2', 'Dos.' + chr(10) * 1 + '# Tres', 'Two three.')}\n\n"
        f"{sxs('1-3', 'Cuatro.', 'Four.')}\n"
    )
    both = read_bilingual(page)
    assert [s.text for s in both.translation.segments] == ["Uno. Dos.", "Tres", "Cuatro."]
    assert [(link.source, link.target) for link in both.links] == [((0,), (0,)), ((), (1,)), ((1,), (2,))]


GOOD = sxs("a-1", "Uno.", "One.")
BAD = [
    ('<span data-ttu-id="a-2">Dos.</span>', [("unpaired-span", '<span data-ttu-id="a-2">')], "Dos.", ""),
    (
        '<span class="sxs-lookup"><span data-stu-id="a-2">Two.</span></span>',
        [("unpaired-span", '<span data-stu-id="a-2">')],
        "",
        "Two.",
    ),
    (
        'Dos de más.</span><span class="sxs-lookup"><span data-stu-id="a-2">Two.</span></span>',
        [("broken-tag", "</span>"), ("unpaired-span", '<span data-stu-id="a-2">')],
        "Dos de más.",
        "Two.",
    ),
    (sxs("a-1", "Dos.", "Two."), [("doubled-id", '<span data-ttu-id="a-1">')], "Dos.", "Two."),
    (
        sxs("a-2", "Dos.", "Two.").replace('<span data-ttu-id="a-2">', '<span data-ttu-id="a-2>'),
        [("broken-tag", '<span data-ttu-id="a-2>')],
        "Dos.",
        "Two.",
    ),
    (
        sxs("a-2", "Dos.", "Two.").replace("Dos.</span>", "Dos."),
        [("broken-tag", '<span data-ttu-id="a-2">')],
        "Dos.",
        "Two.",
    ),
    (sxs("a-2", "Dos.", "Two.")[: -len("</span>")], [("broken-tag", '<span data-stu-id="a-2">')], "Dos.", "Two."),
    (
        sxs("a-2", "Dos.", "Two.")[: -len("</span></span>")],
        [("broken-tag", '<span data-stu-id="a-2">')],
        "Dos.",
        "Two.",
    ),
    (
        sxs("a-2", "Dos.", "Two.").replace("Two.</span>", "Two.</span"),
        [("broken-tag", "</span")],
        "Dos.",
        "Two.",
    ),
    (
        sxs("a-2", "Dos.", "Two.").replace('<span data-stu-id="a-2">', "").replace("</span></span>", "</span>"),
        [("broken-tag", '<span class="sxs-lookup">')],
        "Dos.",
        "Two.",
    ),
    (
        sxs("a-2", "Dos.", "Two.").replace("data-stu-id", "data-xxx"),
        [("broken-tag", '<span class="sxs-lookup">')],
        "Dos.",
        "Two.",
    ),
    (
        sxs("a-2", "Dos.", "Two.").replace('data-stu-id="a-2"', 'data-stu-id="b-7"'),
        [("unpaired-span", '<span data-ttu-id="a-2">'), ("unpaired-span", '<span data-stu-id="b-7">')],
        "Dos.",
        "Two.",
    ),
    (sxs("a-2", "Dos.", "Two.") + "</span>", [("broken-tag", "</span>")], "Dos.", "Two."),
]


@pytest.mark.parametrize(("bad", "expected", "target", "english"), BAD)
def test_faults_stand_on_their_lines_and_the_rest_is_read(
    bad: str, expected: list[tuple[str, str]], target: str, english: str
) -> None:
    both = read_bilingual(f"{GOOD}\n\n{bad}\n\n{sxs('z-9', 'Fin.', 'End.')}\n", "damaged.md")
    assert faults(both) == [(code, 3, text) for code, text in expected]
    assert both.translation.text == f"Uno.\n\n{target}\n\nFin.\n"
    assert both.english.text == f"One.\n\n{english}\n\nEnd.\n"
    assert {("One.", "Uno."), ("End.", "Fin.")} <= set(told(both))
    assert both.english.faults == ()


@pytest.mark.parametrize(
    "target",
    [
        "Ponga `<span>` aquí.",
        "Ponga `</span>` aquí.",
        'Con <span class="x">énfasis</span> dentro.',
        "Con <b>negrita</b> & <br/> más.",
        "1 < 2 <3> <a <b",
    ],
)
def test_other_tags_inside_a_span_are_text(target: str) -> None:
    english = target.replace("aquí", "here").replace("énfasis", "stress")
    both = read_bilingual(f"{GOOD} {sxs('a-2', target, english)}\n\n{sxs('a-3', 'Fin.', 'End.')}\n")
    assert both.translation.faults == ()
    assert told(both) == [("One.", "Uno."), (english, target), ("End.", "Fin.")]


def test_html_of_the_page_is_left_alone() -> None:
    page = f'<span class="x">{GOOD}</span>\n\n```html\n</span></span>\n```\n\n`</span>` {sxs("a-2", "Dos.", "Two.")}\n'
    both = read_bilingual(page)
    assert both.translation.faults == ()
    assert both.english.text == '<span class="x">One.</span>\n\n```html\n</span></span>\n```\n\n`</span>` Two.\n'


def test_attributes_as_html_has_them() -> None:
    page = (
        "<SPAN lang=es DATA-TTU-ID='a&amp;1' >Uno.</SPAN> "
        '<span id=x class="y sxs-lookup"><span data-stu-id=a&amp;1>One.</span> </span>\n'
    )
    both = read_bilingual(page)
    assert told(both) == [("One.", "Uno.")]
    assert both.translation.units[0].id == "a&1"
    assert both.translation.faults == ()


def test_entities_are_nobodys_business() -> None:
    page = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n\n' + sxs("&e;&lol9;", "&e; uno", "&e; one") + "\n"
    both = read_bilingual(page)
    assert told(both) == [("&e; one", "&e; uno")]
    assert both.translation.units[0].id == "&e;&lol9;"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PAGE, True),
        ('<span data-ttu-id="a">only this</span>', True),
        ("<span>plain</span> about data-ttu-id", False),
        (f"`{GOOD}`", False),
        (f"About the form:\n\n```html\n{GOOD}\n```\n", False),
        (f"About the form:\r\n\r\n```html\r\n{GOOD}\r\n```\r\n", False),
        (f"```html\n{GOOD}\n```\n\n{GOOD}\n", True),
        ("", False),
    ],
)
def test_is_bilingual(text: str, expected: bool) -> None:
    assert is_bilingual(text) is expected


def test_plain_page_passes_through() -> None:
    both = read_bilingual("# Hello\n\nWorld.\n", "a.md")
    assert both.translation.text == "# Hello\n\nWorld.\n"
    assert both.unit_links == ()
    assert read_bilingual("").english == Document("", "", locale="en", files=(SourceFile("", ""),))


def test_faults_of_the_markdown_stand_in_the_file_too() -> None:
    page = f"{GOOD}\n\n{'> ' * 100}{sxs('a-2', 'Dos.', 'Two.')}\n"
    both = read_bilingual(page, "deep.md")
    assert [(code, line) for code, line, _ in faults(both)] == [("too-deep", 3)]


def test_a_span_whose_id_is_beyond_all_limits_is_reported() -> None:
    both = read_bilingual(f'{GOOD}\n\n<span data-ttu-id="{"a" * 10_000_001}">Dos.</span>\n')
    assert {line for _, line, _ in faults(both)} == {3}
    assert both.translation.text == "Uno.\n\nDos.\n"


PIECES = st.sampled_from(
    [
        '<span data-ttu-id="a-1">',
        '<span data-ttu-id="a-2">',
        '<span class="sxs-lookup">',
        '<span data-stu-id="a-1">',
        '<span data-stu-id="a-2">',
        "</span>",
        "</span></span>",
        "</span",
        "<span>",
        '<span data-ttu-id="a-1',
        '<span class="sxs-lookup',
        "<span data-stu-id=>",
        "palabras de más ",
        "words. ",
        "日本語です。",
        "`",
        "```\n",
        "\n",
        "\r\n",
        "\n\n",
        "* ",
        "  1. ",
        "> ",
        "# ",
        "|",
        "|---|\n",
        "[",
        "](x.md)",
        "![descripción",
        "](y.png)",
        "<!--",
        "-->",
        "---\n",
        "title: algo nuevo\n",
        "\0",
        "\ud800",
        "\t",
        sxs("a-1", "uno", "one"),
        sxs("a-3", "tres", "three"),
    ]
)


def accounted(both: Bilingual, page: str) -> bool:
    """Whether every unit of both sides is linked, or a fault stands at its tag."""
    reported = {fault.span.start for fault in both.translation.faults}
    linked = {s for s, _ in both.unit_links}, {t for _, t in both.unit_links}
    lone = (len(both.english.units) - len(linked[0])) + (len(both.translation.units) - len(linked[1]))
    return lone <= len(reported) and all(page[start] == "<" for start in reported)


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=400, deadline=None)
def test_any_page_is_read(page: str) -> None:
    both = read_bilingual(page, "p.md", "es")
    assert leads_back(both.translation)
    assert leads_back(both.english)
    assert accounted(both, page)
    for name, document in (("source", both.english), ("target", both.translation)):
        linked = [k for link in both.links for k in getattr(link, name)]
        assert sorted(linked) == list(range(len(document.segments)))
        for unit in document.units:
            assert document.place(unit.span).line >= 1
    for fault in both.translation.faults:
        assert both.translation.fault_place(fault).text == page[fault.span.start : fault.span.end]


@given(st.lists(st.tuples(st.integers(0, len(PAGE)), st.integers(0, 30)), min_size=1, max_size=4))
@settings(max_examples=200, deadline=None)
def test_a_damaged_page_is_read(cuts: list[tuple[int, int]]) -> None:
    page = PAGE
    for at, length in cuts:
        page = page[:at] + page[at + length :]
    both = read_bilingual(page)
    assert leads_back(both.translation)
    assert leads_back(both.english)
    assert accounted(both, page)


MANY = 10_000


@pytest.mark.parametrize(
    "page",
    [
        '<span data-ttu-id="a">' * MANY,
        '<span data-ttu-id="a">x\n\n' * MANY,
        '<span class="sxs-lookup"><span data-stu-id="a">' * MANY,
        "".join(sxs(f"a-{k}", "uno", "one") for k in range(MANY)),
        "\n".join(sxs("a", "uno", "one") for k in range(MANY)),
        GOOD + "</span>" * MANY,
        GOOD + "<span>" * MANY + "</span>" * MANY,
        GOOD + "`</span>`" * MANY,
        "<span data-ttu-id=" * MANY,
        '<span class="' * MANY,
        "<span " + "a " * MANY + GOOD,
        "<span " + " " * MANY * 5 + GOOD,
        '<span class="sxs-lookup">' * MANY,
        GOOD + "</span" * MANY,
        '<span data-ttu-id="a">`' * MANY + "</span>" * MANY,
        '<span data-ttu-id="a">' + "<span>" * MANY + "</span>" * MANY + GOOD,
        "".join(f"* una palabra de más\n\n   {sxs(f'a-{k}', 'uno', 'one')}\n" for k in range(MANY // 4)),
        GOOD + " una palabra de más" * MANY,
        GOOD + "[" * MANY + "](" * MANY,
        GOOD + "\n" * MANY * 5,
        "---\n" + "título: una cosa más\n" * (MANY // 5) + "---\n" + GOOD,
    ],
    ids=lambda page: page[:24].encode("unicode_escape").decode(),
)
def test_hostile_pages_take_little_more_than_their_markdown(page: str) -> None:
    begin = time.perf_counter()
    plain = read_bilingual(page).translation.text
    taken = time.perf_counter() - begin
    begin = time.perf_counter()
    read_markdown(plain)
    assert taken < 15 + 10 * (time.perf_counter() - begin)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the two seed documents are not at hand")
@pytest.mark.parametrize(("name", "units"), [("es-es", 7), ("zh-cn", 15)])
def test_seeds(name: str, units: int) -> None:
    page = (SEEDS / f"{name}.publish-api-key.md").read_text(encoding="utf-8-sig")
    assert is_bilingual(page)
    both = read_bilingual(page)
    assert both.translation.faults == ()
    assert len(both.unit_links) == page.count("data-ttu-id") == units
    assert all(link.bead == "1-1" for link in both.links)
    assert "Select Scopes > Push" in both.english.text
    assert "![](../media/QS_Create-02-APIKey.png)" in both.english.text
