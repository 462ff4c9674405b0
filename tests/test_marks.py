"""Marks of emphasis, code and links that show, and links that their neighbours hold."""

from __future__ import annotations

import pytest
from parallint.held import held_confidences
from parallint.marks import Mark, flanks, shown_marks
from parallint.model import Document, Kind, Link, Pair, Segment, Span, TokenKind
from parallint.read.markdown import read_markdown


def shown(text: str) -> list[tuple[str, int]]:
    document = read_markdown(text)
    return [(mark.sign, mark.span.start) for segment in document.segments for mark in shown_marks(document, segment)]


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("称为**“延误”**包裹", [("**", 2), ("**", 8)]),
        ("das ist ** fett** hier", [("**", 8), ("**", 15)]),
        ("`a **b` и **c **d", [("**", 10), ("**", 14)]),
        ("call `f() and", [("`", 5)]),
        ("see [text] (https://a.example/b) here", [("] (", 9)]),
        ("see [text][nowhere] here", [("][", 9)]),
        ("请阅读[条款]（./a.md）", [("]（", 6)]),
        ("| a | b |\n|---|---|\n| x | **“y”**z |", [("**", 26), ("**", 31)]),
    ],
)
def test_marks_that_show_are_found_where_they_are_written(text: str, signs: list[tuple[str, int]]) -> None:
    assert shown(text) == signs


@pytest.mark.parametrize(
    "text",
    [
        "**bold** and `a ** b` and [c](d) and ![e](f)",
        "\\*\\*not bold\\*\\*",
        "3 * 4 and a_b_c and 5*6",
        "**“延误”** 包裹",
        "`**kwargs` and ``a ` b``",
        "an array[0](x) of [3]",
        "a [link](a_b_c) and <https://a.example/_b_/*c*>",
    ],
)
def test_what_takes_effect_or_is_meant_to_be_seen_does_not_count(text: str) -> None:
    assert shown(text) == []


def test_the_kind_of_a_mark_is_what_it_should_have_made() -> None:
    kinds = [Mark(sign, Span(0, 1)).kind for sign in ("**", "`", "](")]
    assert kinds == [TokenKind.EMPHASIS, TokenKind.CODE, TokenKind.LINK]


@pytest.mark.parametrize(
    ("text", "at", "opens", "closes"),
    [
        ("为**“延", 1, False, True),
        ("为 **“延", 2, True, False),
        ("误”**包", 2, True, False),
        ("误**包", 1, True, True),
        ("误”** 包", 2, False, True),
        ("** 包", 0, False, False),
    ],
)
def test_what_opens_and_what_closes(text: str, at: int, opens: bool, closes: bool) -> None:
    around = flanks(Document("", text), Mark("**", Span(at, at + 2)))
    assert (around.opens, around.closes) == (opens, closes)


def test_a_line_of_marks_costs_no_more_than_its_length() -> None:
    assert len(shown("**“a”**b " * 5_000)) <= 60


def pair(*links: Link) -> Pair:
    segment = Segment(Kind.PARAGRAPH, Span(0, 0), "", "")
    document = Document("", "", (segment,) * 5)
    return Pair("", document, document, links)


def link(k: int, confidence: float, other: int | None = None) -> Link:
    return Link((k,), (k if other is None else other,), confidence)


def test_a_link_between_sure_ones_is_sure() -> None:
    assert held_confidences(pair(link(0, 1.0), link(1, 0.1), link(2, 0.9)))[1] == pytest.approx(0.9 * 0.97)


def test_two_unsure_links_are_held_by_those_around_them() -> None:
    sure = held_confidences(pair(link(0, 1.0), link(1, 0.1), link(2, 0.2), link(3, 1.0)))
    assert min(sure) > 0.9


@pytest.mark.parametrize(
    "links",
    [
        (link(0, 1.0), link(1, 0.1), Link((2,), (), 1.0), link(3, 1.0, 2)),
        (link(0, 1.0), link(1, 0.1), link(2, 1.0, 3), Link((), (2,), 1.0)),
        (link(0, 0.2), link(1, 0.1), link(2, 1.0)),
        (link(0, 1.0, 3), link(1, 0.1), link(2, 1.0)),
    ],
)
def test_beside_a_gap_or_a_doubt_nothing_is_held(links: tuple[Link, ...]) -> None:
    assert held_confidences(pair(*links))[1] < 0.5
