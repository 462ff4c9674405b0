"""The Markdown reader: what it makes of each construct, and what holds for any text whatever."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parallint.model import Document, Kind, Segment, Token, TokenKind
from parallint.read.markdown import MAX_NESTING, read_markdown


def written(document: Document, token: Token) -> str:
    return document.text[token.span.start : token.span.end]


def kinds(text: str) -> list[tuple[Kind, str]]:
    """Each segment's kind, and the segment as it is written."""
    document = read_markdown(text)
    return [(segment.kind, document.written(segment)) for segment in document.segments]


def texts(text: str) -> list[str]:
    return [segment.text for segment in read_markdown(text).segments]


def tokens(text: str) -> list[tuple[TokenKind, str, str]]:
    """Each token's kind, normal form, and the token as it is written."""
    document = read_markdown(text)
    return [(t.kind, t.value, written(document, t)) for segment in document.segments for t in segment.tokens]


def only(text: str) -> Segment:
    (segment,) = read_markdown(text).segments
    return segment


class TestBlocks:
    def test_headings_and_their_paths(self) -> None:
        document = read_markdown("# A\n\ntext\n\n### B\n\nC\n---\n\n# D ##\n\n> # quoted\n\nend\n")
        assert [(s.text, s.level, s.path) for s in document.segments] == [
            ("A", 1, ()),
            ("text", 0, ("A",)),
            ("B", 3, ("A",)),
            ("C", 2, ("A",)),
            ("D", 1, ()),
            ("quoted", 1, ()),
            ("end", 0, ("D",)),
        ]

    def test_a_setext_heading_is_written_with_its_line(self) -> None:
        assert kinds("Two\nlines `x`\n===\n") == [(Kind.HEADING, "Two\nlines `x`\n===")]
        assert only("Two\nlines `x`\n===\n").text == "Two lines x"
        assert tokens("Two\nlines `x`\n===\n") == [(TokenKind.CODE, "x", "`x`")]

    def test_lists(self) -> None:
        document = read_markdown("- one\n  more\n\n  second\n  1. inner\n- [x] `done`\n-\n\nbehind\n")
        assert [(s.kind, s.depth, document.written(s), s.text) for s in document.segments] == [
            (Kind.ITEM, 1, "one\n  more", "one more"),
            (Kind.PARAGRAPH, 1, "second", "second"),
            (Kind.ITEM, 2, "inner", "inner"),
            (Kind.ITEM, 1, "[x] `done`", "done"),
            (Kind.PARAGRAPH, 0, "behind", "behind"),
        ]
        assert tokens("- [x] `done`\n") == [(TokenKind.CODE, "done", "`done`")]

    def test_a_paragraph_behind_an_empty_item_is_no_item(self) -> None:
        assert kinds("-\n\ntext\n") == [(Kind.PARAGRAPH, "text")]

    def test_quotes_and_their_lazy_lines(self) -> None:
        text = "> a `b`\nlazy `c`\n> > deep\n"
        assert kinds(text) == [(Kind.PARAGRAPH, "a `b`\nlazy `c`"), (Kind.PARAGRAPH, "deep")]
        assert [t[2] for t in tokens(text)] == ["`b`", "`c`"]

    @pytest.mark.parametrize("mark", ["NOTE", "tip", "Important"])
    def test_docfx_marks(self, mark: str) -> None:
        text = f"> [!{mark}]\n> Read `this`.\n"
        assert kinds(text) == [(Kind.ADMONITION, f"[!{mark}]"), (Kind.PARAGRAPH, "Read `this`.")]
        assert read_markdown(text).segments[0].info == mark.upper()
        assert [t[2] for t in tokens(text)] == ["`this`"]

    def test_no_docfx_mark(self) -> None:
        assert kinds("> [!NOTE] text\n") == [(Kind.PARAGRAPH, "[!NOTE] text")]
        assert kinds("[!NOTE]\n") == [(Kind.PARAGRAPH, "[!NOTE]")]
        assert kinds("> [!NOTE]\n") == [(Kind.ADMONITION, "[!NOTE]")]

    def test_code(self) -> None:
        text = "1. a\n   ```py x=1\n   if x:\n     y\n   ```\n\n       z\n"
        document = read_markdown(text)
        assert [(s.kind, s.info, s.text) for s in document.segments] == [
            (Kind.ITEM, "1.", "a"),
            (Kind.CODE, "py", "if x:\n  y\n"),
            (Kind.CODE, "", "z\n"),
        ]
        assert document.written(document.segments[1]) == "```py x=1\n   if x:\n     y\n   ```"
        assert document.written(document.segments[2]) == "z"

    def test_a_fence_that_nobody_closes(self) -> None:
        assert kinds("```\na\n\n# b\n") == [(Kind.CODE, "```\na\n\n# b")]

    def test_raw_html(self) -> None:
        text = "<div>\n<img src=\"a.png\"><a href='b'>See &amp; go</a> <code>x</code>\n</div>\n\n<!-- a\n\nb -->\n"
        document = read_markdown(text)
        assert [s.kind for s in document.segments] == [Kind.HTML, Kind.COMMENT]
        block = document.segments[0]
        assert (block.text, block.words) == ("See &amp; go x", "See &amp; go")
        assert [(t.kind, t.value, document.text[slice(*t.span)], t.text) for t in block.tokens] == [
            (TokenKind.TAG, "div", "<div>", ""),
            (TokenKind.TAG, "img", '<img src="a.png">', ""),
            (TokenKind.IMAGE, "a.png", '<img src="a.png">', ""),
            (TokenKind.TAG, "a", "<a href='b'>", ""),
            (TokenKind.LINK, "b", "<a href='b'>", "See &amp; go"),
            (TokenKind.TAG, "/a", "</a>", ""),
            (TokenKind.TAG, "code", "<code>", ""),
            (TokenKind.TAG, "/code", "</code>", ""),
            (TokenKind.TAG, "/div", "</div>", ""),
        ]
        assert document.written(document.segments[1]) == "<!-- a\n\nb -->"

    def test_definitions_and_footnotes(self) -> None:
        text = "See [it][r], [^n] and [no].\n\n[r]: /u 'T'\n[^n]: A `note`.\n\n    More.\n"
        document = read_markdown(text)
        assert [(s.kind, s.info, s.depth, document.written(s)) for s in document.segments] == [
            (Kind.PARAGRAPH, "", 0, "See [it][r], [^n] and [no]."),
            (Kind.DEFINITION, "r", 0, "[r]: /u 'T'"),
            (Kind.PARAGRAPH, "", 1, "A `note`."),
            (Kind.PARAGRAPH, "", 1, "More."),
        ]
        assert tokens(text)[:2] == [(TokenKind.LINK, "/u", "[it][r]"), (TokenKind.FOOTNOTE, "n", "[^n]")]
        assert document.segments[0].text == "See it,  and [no]."

    def test_an_image_that_stands_alone(self) -> None:
        assert kinds("![A `b`](c.png 't')\n") == [(Kind.IMAGE, "![A `b`](c.png 't')")]
        assert only("![A `b`](c.png 't')\n").text == "A b"
        assert only("![A](c.png) d\n").kind is Kind.PARAGRAPH

    def test_tabs(self) -> None:
        text = "-\ta\n\n\tb `c`\n\n\t\tcode\n"
        assert kinds(text) == [(Kind.ITEM, "a"), (Kind.PARAGRAPH, "b `c`"), (Kind.CODE, "code")]
        assert [t[2] for t in tokens(text)] == ["`c`"]


class TestTables:
    def test_rows_and_cells(self) -> None:
        text = "> | A | B `c` |\n> |:--|--:|\n> | `x\\|y` | [t](u) | more |\n> one\n"
        document = read_markdown(text)
        assert [document.written(s) for s in document.segments] == [
            "| A | B `c` |",
            "| `x\\|y` | [t](u) | more |",
            "one",
        ]
        cells = [[(cell.text, text[slice(*cell.span)]) for cell in segment.cells] for segment in document.segments]
        assert cells == [
            [("A", "A"), ("B c", "B `c`")],
            [("x|y", "`x\\|y`"), ("t", "[t](u)")],
            [("one", "one"), ("", "")],
        ]
        assert [t[2] for t in tokens(text)] == ["`c`", "`x\\|y`", "[t](u)"]

    @pytest.mark.parametrize(
        ("row", "cells"),
        [
            ("|a|b|", ["a", "b"]),
            ("a | b", ["a", "b"]),
            ("| | b |", ["", "b"]),
            ("||b|", ["", "b"]),
            (r"| a\\|b | c |", [r"a\\|b", "c"]),
            (r"| \| | \|\| |", [r"\|", r"\|\|"]),
            ("|\u00a0a\u3000| b", ["a", "b"]),
            ("| `a", ["`a", ""]),
            ("|", ["", ""]),
            ("|a|b|  \t", ["a", "b"]),
        ],
    )
    def test_cells_as_written(self, row: str, cells: list[str]) -> None:
        text = f"|h|i|\n|-|-|\n{row}\n"
        document = read_markdown(text)
        segment = document.segments[-1]
        assert segment.kind is Kind.ROW
        assert [text[slice(*cell.span)] for cell in segment.cells] == cells


class TestInline:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("a `` `b` `` c", [(TokenKind.CODE, "`b`", "`` `b` ``")]),
            ("[a *b*](c 'd') e", [(TokenKind.LINK, "c", "[a *b*](c 'd')")]),
            ("[![a](b)](c)", [(TokenKind.LINK, "c", "[![a](b)](c)"), (TokenKind.IMAGE, "b", "![a](b)")]),
            ("<https://a.b/c>", [(TokenKind.LINK, "https://a.b/c", "<https://a.b/c>")]),
            ("<a@b.c>", [(TokenKind.LINK, "mailto:a@b.c", "<a@b.c>")]),
            ("See www.a.b/(c)_d).", [(TokenKind.LINK, "http://www.a.b/(c)_d", "www.a.b/(c)_d")]),
            ("[https://a.b](https://a.b/c) d", [(TokenKind.LINK, "https://a.b/c", "[https://a.b](https://a.b/c)")]),
            ("(https://a.b/c_d?e=1), f", [(TokenKind.LINK, "https://a.b/c_d?e=1", "https://a.b/c_d?e=1")]),
            ("请看https://a.b/c。好", [(TokenKind.LINK, "https://a.b/c", "https://a.b/c")]),
            ("to a.b@c.de.", [(TokenKind.LINK, "mailto:a.b@c.de", "a.b@c.de")]),
            ("1,000 and 2.5", [(TokenKind.NUMBER, "1000", "1,000"), (TokenKind.NUMBER, "2.5", "2.5")]),
            ("٣٤ and 1 000", [(TokenKind.NUMBER, "34", "٣٤"), (TokenKind.NUMBER, "1000", "1 000")]),
            ("x86, Base64 and v2", []),
            ("[1](2) `3` <b id=4>", [("link", "2", "[1](2)"), ("number", "1", "1"), ("inline code", "3", "`3`")]),
            ('{{< x a="1" >}}', [(TokenKind.PLACEHOLDER, '{{< x a="1" >}}', '{{< x a="1" >}}')]),
            ("a {%  if b %} c", [(TokenKind.PLACEHOLDER, "{% if b %}", "{%  if b %}")]),
            ("[!INCLUDE [a](b.md)]", [(TokenKind.INCLUDE, "b.md", "[!INCLUDE [a](b.md)]")]),
            ("# A {#b-c}", [(TokenKind.HEADING_ID, "b-c", "{#b-c}")]),
            ("# A `b` {/* c */} ", [("inline code", "b", "`b`"), (TokenKind.HEADING_ID, "c", "{/* c */}")]),
            ("\\`a\\` &#96;b&#96;", []),
        ],
    )
    def test_tokens(self, text: str, found: list[tuple[TokenKind, str, str]]) -> None:
        assert [token for token in tokens(text) if token[0] is not TokenKind.TAG][: len(found) or None] == found

    def test_tags(self) -> None:
        assert tokens('a <a name="b"></a><br/>c') == [
            (TokenKind.TAG, "a", '<a name="b">'),
            (TokenKind.HEADING_ID, "b", '<a name="b">'),
            (TokenKind.TAG, "/a", "</a>"),
            (TokenKind.TAG, "br", "<br/>"),
        ]

    def test_visible_text_and_words(self) -> None:
        segment = only("**A** ~~b~~ `c`\n[d](e) &copy; \\* <br> https://f.g\n")
        assert segment.text == "A b c d © *   https://f.g"
        assert segment.words.split() == ["A", "b", "d", "©", "*"]

    @pytest.mark.parametrize("space", ["\u3000\u3000", "\u00a0", "\u2003", "\x0b", "\x0c", "\u3000\n", "\u2028"])
    def test_white_space_that_is_none_to_markdown(self, space: str) -> None:
        assert [t[2] for t in tokens(f"{space}段落 `a` 和\n`b`{space}\n")] == ["`a`", "`b`"]
        assert [t[2] for t in tokens(f"> {space}x `a`\n")][:1] == ["`a`"]
        line = space.strip("\n")
        assert [t[2] for t in tokens(f"# {line}x `a`{line}\n")] == ["`a`"]

    def test_wide_and_combining_characters(self) -> None:
        text = "> 👩‍👩‍👧 e\u0301 **日本** `ü`\n> [ا](ب) `c`\n"
        assert [t[2] for t in tokens(text)] == ["`ü`", "[ا](ب)", "`c`"]
        place = read_markdown(text).place(read_markdown(text).segments[0].tokens[-1].span)
        assert (place.line, place.column, place.end_column) == (2, 10, 12)


class TestFrontMatter:
    @pytest.mark.parametrize(
        ("text", "kind", "fields"),
        [
            ("---\ntitle: A\n---\ntext\n", "yaml", {"title": "A"}),
            ("---\r\ntitle: A\r\n---\r\ntext\r\n", "yaml", {"title": "A"}),
            ("---\rtitle: A\r---\rtext\r", "yaml", {"title": "A"}),
            ("+++\ntitle = 'A'\n+++  \ntext\n", "toml", {"title": "A"}),
            ("+++\rtitle = 'A'\rn = 1\r+++\rtext\r", "toml", {"title": "A"}),
            ("--- \t\n---\ntext", "yaml", {}),
            ("---\na: [\n---\ntext", "yaml", {}),
        ],
    )
    def test_is_read(self, text: str, kind: str, fields: dict[str, str]) -> None:
        document = read_markdown(text)
        first, second = document.segments
        assert (first.kind, first.info, dict(document.front_matter)) == (Kind.FRONT_MATTER, kind, fields)
        assert document.written(first) == text[: text.index("text")].rstrip()
        assert second.text == "text"

    @pytest.mark.parametrize(
        "text",
        [
            "\n---\na: b\n---\n",
            "---\na: b\n...\n",
            "---\na: b\n",
            "----\na: b\n----\n",
            "---\na: b\n+++\n",
            "---\na\n---x\n",
        ],
    )
    def test_is_none(self, text: str) -> None:
        document = read_markdown(text)
        assert document.segments[0].kind is not Kind.FRONT_MATTER
        assert document.front_matter == {}

    def test_a_rule_behind_the_text_ends_nothing(self) -> None:
        text = "---\ntitle: A\n---\n\na\n\n---\n\nb\n"
        assert texts(text) == ["title: A\n", "a", "b"]

    @pytest.mark.parametrize(
        "text", ["---\n" + " " * 300_000, "---\n" + "---x\n" * 60_000, "---" + "\t" * 300_000 + "x"]
    )
    def test_one_that_never_ends_takes_linear_time(self, text: str) -> None:
        began = time.perf_counter()
        read_markdown(text)
        assert time.perf_counter() - began < 5


NESTS = [("> ", "> ", 1), ("- ", "  ", 2), ("1. ", "   ", 2), ("> - ", ">   ", 3)]
"""A container's mark, the indentation of its lines, and its levels."""


@pytest.mark.parametrize(("mark", "indent", "levels"), NESTS)
class TestDepth:
    def test_what_is_just_above_the_bound_is_read(self, mark: str, indent: str, levels: int) -> None:
        document = read_markdown(mark * ((MAX_NESTING - 1) // levels) + "a `b`\n\nx\n")
        assert [(s.text, s.depth > 0) for s in document.segments] == [("a b", True), ("x", False)]
        assert document.faults == ()

    @pytest.mark.parametrize("deeper", [0, 1, 2, 30, 900])
    def test_what_is_below_it_is_a_fault_and_the_rest_is_read(
        self, mark: str, indent: str, levels: int, deeper: int
    ) -> None:
        count = -(-MAX_NESTING // levels) + deeper
        lines = ["# Title", "", mark * count + "a", indent * count + "b", "", "x `y`", "", "> z"]
        document = read_markdown("\n".join(lines))
        assert [s.text for s in document.segments] == ["Title", "x y", "z"]
        (fault,) = document.faults
        place = document.fault_place(fault)
        assert (fault.code, place.line, place.end_line) == ("too-deep", 3, 4)
        assert place.text.endswith("b")

    def test_two_places_are_two_faults(self, mark: str, indent: str, levels: int) -> None:
        deep = mark * MAX_NESTING + "a\n\n"
        document = read_markdown(f"{deep}{deep}between\n\n{deep}")
        assert [document.fault_place(fault).line for fault in document.faults] == [1, 7]

    def test_any_depth_takes_linear_time(self, mark: str, indent: str, levels: int) -> None:
        began = time.perf_counter()
        for count in (10_000, 20_000):
            document = read_markdown(mark * count + "a\n\nx\n")
            assert [s.text for s in document.segments] == ["x"]
            document = read_markdown("".join(f"{indent * (k % 300)}{mark}a\n" for k in range(count // 10)))
            assert len(document.faults) >= 1
        assert time.perf_counter() - began < 20

    def test_pythons_stack_suffices(self, mark: str, indent: str, levels: int) -> None:
        limit = sys.getrecursionlimit()
        depth = len_of_stack()
        sys.setrecursionlimit(depth + 6 * MAX_NESTING)
        try:
            read_markdown(mark * 10_000 + "a\n")
        finally:
            sys.setrecursionlimit(limit)


def len_of_stack() -> int:
    frame, depth = sys._getframe(), 0
    while frame.f_back:
        frame, depth = frame.f_back, depth + 1
    return depth


# What holds for any text.

PIECES = st.one_of(
    st.sampled_from(
        ["a", "word ", "Wörter ", "日本語", "e\u0301", "👩‍👩‍👧", "12", "1,000.5", "٣", "1 000", "!", ".", "(", ")"]
    ),
    st.sampled_from(["\u00a0", "\u3000", "\u2028", "\x0b", "\x0c", "\x85", "\x1c", "\0", "\ufeff", "\ud800", "\u202e"]),
    st.sampled_from(
        ["`", "``", "*", "**", "_", "~~", "[", "]", '](u "t")', "](u)", "][r]", "![", "\\", "\\*", "&amp;", "&#65;"]
    ),
    st.sampled_from(
        ["<", "<b>", "</b>", "<br/>", "<!--", "-->", '<a name="x">', "<div>\n", "</div>\n", "<pre>", "<?", "?>"]
    ),
    st.sampled_from(
        ["<https://e.org>", "https://x.org/a_b?c=1", "www.x.org.", "me@x.org", "[r]: /u 'x'\n", "[^1]", "[^1]: "]
    ),
    st.sampled_from(
        ["{{< x >}}", "{{", "}}", "{%", "%}", "{#id}", "{ #id }", "{/* id */}", "[!INCLUDE [x](y)]", "[!NOTE]"]
    ),
    st.sampled_from(
        ["# ", "## ", "#", "===\n", "---\n", "+++\n", "```\n", "~~~ py\n", "- ", "* ", "1. ", "10) ", "[ ] ", "[x] "]
    ),
    st.sampled_from(["|", "\\|", "| ", "|---|---|\n", "|:-:|\n", "> ", "> [!NOTE]\n", "> " * 99, "- " * 50]),
    st.sampled_from(
        [
            ":::tip T\n",
            ":::\n",
            ":::: a\n",
            ":::{note} T\n",
            "/// note | T\n",
            "///\n",
            '!!! note "T"\n',
            '=== "T"\n',
            ": d\n",
        ]
    ),
    st.sampled_from(
        [
            "{{< /x >}}",
            "{{% alert t='u' %}}",
            "{{% /alert %}}",
            "{% if a %}",
            "{% endif %}",
            '{{cssxref("a", "b")}}',
            "{ .c #d }",
        ]
    ),
    st.sampled_from(
        ["$x$", "$$", "$$\n", "\\(x^2\\)", ":tada:", "{ref}`a <b>`", "```{note} T\n", ":a: b\n", "<xref:a>"]
    ),
    st.sampled_from(
        [
            "<A b={c}>",
            "</A>",
            "<A\n",
            "import a from 'b'\n",
            "export const a = {\n",
            "{/* c */}",
            "{/*",
            "*/}",
            "{a}",
            "{",
        ]
    ),
    st.sampled_from(
        [
            "--8<-- 'x'\n",
            "--8<--\n",
            "<<< a.js\n",
            '\n:::image source="a" alt-text="b":::\n',
            ':::no-loc text="a":::',
            "[!Video u]",
        ]
    ),
    st.sampled_from(["\n", "\n\n", "\r", "\r\n", "\t", "    ", "  ", " "]),
    st.text(max_size=3),
)
TEXTS = st.lists(PIECES, max_size=25).map("".join)

AS_WRITTEN: dict[TokenKind, Callable[[str], object]] = {
    TokenKind.CODE: lambda text: text[0] == text[-1] == "`",
    TokenKind.LINK: lambda text: (
        (text[0] == "[" and text[-1] in ")]")
        or (text[0] == "<" and text[-1] == ">")
        or text.startswith(("http://", "https://", "ftp://", "www."))
        or "@" in text
    ),
    TokenKind.IMAGE: str.strip,
    TokenKind.NUMBER: lambda text: text[0].isdecimal() and text[-1].isdecimal(),
    TokenKind.PLACEHOLDER: str.strip,
    TokenKind.FORMULA: lambda text: text[0] in "$\\{",
    TokenKind.INCLUDE: str.strip,
    TokenKind.TAG: lambda text: text[0] + text[-1] == "<>",
    TokenKind.COMPONENT: lambda text: text[0] + text[-1] == "<>",
    TokenKind.REFERENCE: lambda text: text[0] + text[-1] in ("<>", "{`"),
    TokenKind.HEADING_ID: lambda text: text[0] + text[-1] in ("{}", "<>"),
    TokenKind.FOOTNOTE: lambda text: text.startswith("[^") and text[-1] == "]",
}
"""How a token of each kind begins and ends."""


def checked(text: str, path: str = "p.md") -> Document:
    """The document of a text, after it has been found sound."""
    document = read_markdown(text, path, "en")
    assert (document.text, document.path, document.locale) == (text, path, "en")
    at = 0
    for segment in document.segments:
        start, end = segment.span
        assert at <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip(" \t\r\n")
        for token in segment.tokens:
            assert start <= token.span.start < token.span.end <= end
            if segment.kind is Kind.DEFINITION:
                assert token.span == segment.span
            else:
                assert AS_WRITTEN[token.kind](text[slice(*token.span)])
        cell_at = start
        for cell in segment.cells:
            assert cell_at <= cell.span.start <= cell.span.end <= end
            assert bool(cell.text) <= (cell.span.start < cell.span.end)
            cell_at = cell.span.end
        at = end
    for fault in document.faults:
        assert 0 <= fault.span.start < fault.span.end <= len(text)
        assert document.fault_place(fault).line >= 1
    return document


@given(TEXTS, st.sampled_from(["p.md", "p.mdx"]))
@settings(max_examples=1000, deadline=None)
def test_any_text(text: str, path: str) -> None:
    checked(text, path)


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_the_same_text_gives_the_same_document(text: str) -> None:
    one, other = read_markdown(text), read_markdown(text)
    assert (one, dict(one.front_matter)) == (other, dict(other.front_matter))


def without_places(document: Document) -> list[tuple[object, ...]]:
    """The segments but for their spans; what they are written as, with line ends made `\\n`."""

    def normal(text: str) -> str:
        return text.replace("\r\n", "\n").replace("\r", "\n")

    return [
        (
            *(segment.kind, normal(segment.text), segment.words, segment.path, segment.level, segment.depth),
            *(segment.info, tuple(cell.text for cell in segment.cells), normal(document.written(segment))),
            tuple((t.kind, t.value, normal(written(document, t))) for t in segment.tokens),
        )
        for segment in document.segments
    ]


@given(TEXTS.map(lambda text: text.replace("\r", "")), st.sampled_from(["\r\n", "\r"]))
@settings(max_examples=400, deadline=None)
def test_line_ends_make_no_difference(text: str, line_end: str) -> None:
    one, other = checked(text), checked(text.replace("\n", line_end))
    assert without_places(one) == without_places(other)
    assert dict(one.front_matter) == dict(other.front_matter)
    for a, b in zip(one.segments, other.segments, strict=True):
        here, there = one.place(a.span), other.place(b.span)
        assert (here.line, here.column, here.end_line, here.end_column) == (
            *(there.line, there.column, there.end_line, there.end_column),
        )


class Block(NamedTuple):
    """A block whose place is known before it is read: its lines, its kind, its tokens as written, in their order."""

    lines: tuple[str, ...]
    kind: Kind
    tokens: tuple[str, ...] = ()
    more: tuple[tuple[Kind, str], ...] = ()


WORD = st.sampled_from(["one", "zwei", "três", "четыре", "五六", "e\u0301te\u0301", "👩‍👩‍👧", "x_y", "a&amp;b"])
SPECIAL = st.sampled_from(
    ["`c d`", "[t *u*](v/w.md)", "![i](j.png)", "<https://x.y/z>", "12,5", "{{< s >}}", "https://x.y"]
)


@st.composite
def phrases(draw: st.DrawFn) -> tuple[str, tuple[str, ...]]:
    """A line of words and tokens, and the tokens."""
    parts = draw(st.lists(st.one_of(WORD, SPECIAL), min_size=0, max_size=5))
    found = tuple(part for part in parts if part in ("`c d`", "12,5", "{{< s >}}") or ":" in part or "(" in part)
    return " ".join(["Word", *parts, "end"]), found


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    shape = draw(st.sampled_from(["paragraph", "heading", "setext", "code", "fence"]))
    lines = draw(st.lists(phrases(), min_size=1, max_size=3))
    said, found = tuple(line for line, _ in lines), tuple(token for _, tokens in lines for token in tokens)
    if shape == "paragraph":
        return Block(said, Kind.PARAGRAPH, found)
    if shape == "heading":
        return Block((f"## {said[0]}",), Kind.HEADING, lines[0][1])
    if shape == "setext":
        return Block((*said, "====="), Kind.HEADING, found)
    if shape == "fence":
        return Block(("```text", *said, "```"), Kind.CODE)
    return Block(("<!--", *said, "-->"), Kind.COMMENT)


@given(st.lists(st.tuples(blocks(), st.lists(st.sampled_from(["> ", "- ", "12. ", ">\t"]), max_size=3)), max_size=6))
@settings(max_examples=300, deadline=None)
def test_every_block_is_cut_out_as_it_was_put_in(page: list[tuple[Block, list[str]]]) -> None:
    text = ""
    expected: list[tuple[str, tuple[str, ...]]] = []
    for block, containers in page:
        first = "".join(containers)
        rest = "".join(c if c.startswith(">") else " " * len(c) for c in containers)
        body = f"\n{rest}".join(block.lines)
        text += f"{first}{body}\n\n<!-- between -->\n\n"
        expected.append((body, block.tokens))
    document = checked(text)
    found = [s for s in document.segments if document.written(s) != "<!-- between -->"]
    assert [(document.written(s), tuple(written(document, t) for t in s.tokens)) for s in found] == expected
    for segment, (block, containers) in zip(found, page, strict=True):
        item = block.kind is Kind.PARAGRAPH and any(not container.startswith(">") for container in containers)
        assert segment.kind is (Kind.ITEM if item else block.kind)
        assert segment.depth == len(containers)


@given(st.lists(st.lists(st.sampled_from(["a", "`b`", r"c\|d", r"`e\|f`", "[g](h)", "", "ü"]), min_size=3, max_size=3)))
def test_every_cell_is_cut_out_as_it_was_put_in(rows: list[list[str]]) -> None:
    lines = ["| x | y | z |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)]
    text = "- item\n\n" + "".join(f"  {line}\n" for line in lines)
    document = checked(text)
    assert [document.written(s) for s in document.segments[2:]] == lines[2:]
    assert [[text[slice(*cell.span)] for cell in s.cells] for s in document.segments[2:]] == rows
