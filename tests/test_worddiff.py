from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parallint.worddiff import Op, in_words, word_diff


@pytest.mark.parametrize(
    ("then", "now", "told"),
    [
        ("Up to 20 letters.", "Up to 64 letters.", "“20” became “64”"),
        ("A key.", "A key and choose when it expires.", "added “and choose when it expires”"),
        ("Open the old menu.", "Open the menu.", "dropped “old”"),
        ("Wait.\n", "Wait.", ""),
        ("one  two\nthree", "one two three", ""),
        ("It can't work.", "It can work.", "“can't” became “can”"),
        ("See nuget.org/a/b for more.", "See nuget.org/a/c for more.", "“nuget.org/a/b” became “nuget.org/a/c”"),
        ("Use 2.0 or 3.0 here.", "Use 2.1 or 3.1 here.", "“2.0” became “2.1”; “3.0” became “3.1”"),
        ("", "New text.", "added “New text”"),
    ],
)
def test_changes_in_words(then: str, now: str, told: str) -> None:
    assert in_words(word_diff(then, now)) == told


def test_a_short_word_does_not_keep_two_long_changes_apart() -> None:
    edits = word_diff("The list of all old keys.", "The name that stands of every new team.")
    assert [edit.op for edit in edits] == [Op.SAME, Op.CHANGED, Op.SAME]


def test_the_longest_changes_are_told_and_the_others_counted() -> None:
    edits = word_diff("one aa two 5 three bbbb four cccccc five", "one AA two 6 three BBBB four CCCCCC five")
    assert in_words(edits, most=2) == "“5” became “6”; “cccccc” became “CCCCCC”; 2 more changes"
    assert in_words(edits, most=3).endswith("; 1 more change")


def test_of_two_long_addresses_the_part_that_differs_is_shown() -> None:
    base = "https://example.org/" + "folder/" * 12
    told = in_words(word_diff(base + "one.md", base + "two.md"))
    assert told == "“…er/folder/one.md” became “…er/folder/two.md”"


def test_a_long_text_with_two_changes_is_still_told_by_words() -> None:
    lines = [f"line {n} of {n}, {n}, {n}; {n}" for n in range(1_000)]
    then = "\n".join(lines)
    lines[20], lines[900] = lines[20].replace("line", "row"), lines[900].replace("of", "from")
    edits = [edit for edit in word_diff(then, "\n".join(lines)) if edit.op is not Op.SAME]
    assert [(edit.then.strip(), edit.now.strip()) for edit in edits] == [("line", "row"), ("of", "from")]


def test_the_same_few_words_over_and_over_are_one_change() -> None:
    assert [edit.op for edit in word_diff("a b " * 5_000, "a c " * 5_000)] == [Op.SAME, Op.CHANGED]


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_pieces_joined_are_the_two_texts(then: str, now: str) -> None:
    edits = word_diff(then, now)
    assert "".join(edit.then for edit in edits) == then
    assert "".join(edit.now for edit in edits) == now
    assert all(edit.op is not Op.ADDED or not edit.then for edit in edits)
