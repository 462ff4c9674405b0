"""What is read without the library's rules says what the library's rules say."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from parallint.read.dialects.features import dialects_of
from parallint.read.dialects.parameters import DEFAULT
from parallint.read.inline import read_parsed
from parallint.read.parser import _built
from parallint.read.rows import cell_spans
from parallint.read.simple import read_simple
from parallint.read.state import PageState

PIECES = (
    *("word ", "字", "é", " ", "  ", "\n", " \n", "\t", ".", "“", "\u3000", "12", "1,000", "a@b.c", "http://a.b "),
    *("*", "**", "***", "_", "__", "~", "~~", "~~~", "`", "``", "`code`", "\\", "\\*", "&", "&amp;", "&#65;", "&x;"),
    *("[", "]", "(", ")", "[a](b)", "[`a`](b 'c')", "[a][b]", "[b]", "[b][]", "[^1]", "![a](b)", "![", "!", "[!NOTE]"),
    *("[!INCLUDE [a](b)]", "](b)", "<", ">", "<br>", '<a href="b">', "</a>", "<http://a.b>", "{", "}", "{{< a >}}"),
    *("{*c*}", "{.d}", "{e}", "{ref}`a`"),
)
contents = st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join).map(str.strip).filter(bool)
BODY = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@settings(max_examples=600, deadline=None)
@given(contents, st.booleans())
def test_simple_content_says_what_the_parser_says(content: str, defined: bool) -> None:
    md = _built(dialects_of(""), DEFAULT)
    env: dict[str, Any] = {"references": {"B": {"href": "/b", "title": ""}} if defined else {}}
    said = read_simple(content, DEFAULT, env["references"])
    if said is not None:
        children: list[Any] = []
        md.inline.parse(content, md, env, children)
        assert said == read_parsed(content, children)


@pytest.mark.parametrize(
    "content",
    [
        "Use **`a`** and *b*, or [the `c` guide](https://a.example/b?c=1&d=2 'Title').",
        "请使用**粗体**和_不是_强调，见[指南](../a.md)。",
        "![A diagram](a.png) with <abbr title='x'>HTML</abbr> &mdash; 12 of 1,000",
        "one\ntwo  \nthree {{< param a >}} \\* four",
    ],
)
def test_what_documentation_is_full_of_needs_no_parser(content: str) -> None:
    assert read_simple(content, DEFAULT, {}) is not None


@pytest.mark.parametrize("unit", ["*a ", "[", "`", "![", "<a ", "{{", "[a](", "_a*", "\\[", "<", "[a", "**a __b "])
def test_a_mark_over_and_over_is_left_to_the_parser_at_once_or_read_at_once(unit: str) -> None:
    """A quadratic reading of these would take minutes."""
    read_simple(unit * 60_000, DEFAULT, {})


LINES = (
    *("a", "# b #", "## c", "####### d", "#e", "---", "- - -", "*  *", ""),
    *("| a | b |", "|--|:-:|", "| c \\| d |", "| e"),
)
pages = st.lists(st.sampled_from((*LINES, "  f", "\tg", "    h", "> i", "- j", "  | k | l |", "---|---")), max_size=9)


@settings(max_examples=400, deadline=None)
@given(pages.map("\n".join), st.booleans())
def test_blocks_are_the_library_s(text: str, ended: bool) -> None:
    text += "\n" if ended else ""
    ours = _built(dialects_of(""), DEFAULT)
    env: dict[str, Any] = {}
    nodes: list[Any] = []
    if text:
        state = PageState(text, ours, env, nodes)
        ours.block.tokenize(state, 0, state.lineMax)
    tokens = BODY.parse(text)
    headings = [(t.tag, tokens[k + 1].content) for k, t in enumerate(tokens) if t.type == "heading_open"]
    atx = [(n.tag, n.content) for n in nodes if n.type == "heading_open" and n.markup.startswith("#")]
    assert [tag for tag, _ in headings] == [n.tag for n in nodes if n.type == "heading_open"]
    assert set(atx) <= set(headings)
    rows = [t.map for t in tokens if t.type == "tr_open"]
    assert len(rows) == sum(len(n.meta["cells"]) for n in nodes if n.type == "table")
    assert sum(t.type == "hr" for t in tokens) == sum(n.type == "hr" for n in nodes)


@given(st.text(alphabet="ab \t\n", max_size=60))
def test_lines_begin_and_end_where_the_library_has_them(text: str) -> None:
    md = _built(dialects_of(""), DEFAULT)
    theirs, ours = StateBlock(text, md, {}, []), PageState(text, md, {}, [])
    for name in ("bMarks", "eMarks", "tShift", "sCount", "bsCount", "lineMax", "src"):
        assert getattr(ours, name) == getattr(theirs, name), name


def test_a_row_s_cells() -> None:
    row = r"| a | b \| c || d"
    assert [row[start:end] for start, end in cell_spans(row)] == ["a", r"b \| c", "", "d"]
