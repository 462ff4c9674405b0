from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parallint.align.revisions import align_revisions
from parallint.model import Kind
from parallint.read.markdown import read_markdown

THEN = """---
title: Keys
---

# Keys

Open the page of your account.

1. Create a key and give it a name.

1. Copy the key before you close the page.

![The page](media/page.png)

```sh
push --key KEY
```
"""


def beads(then: str, now: str) -> list[tuple[str, str]]:
    one, other = read_markdown(then), read_markdown(now)
    return [
        (
            " + ".join(one.segments[i].text for i in link.source),
            " + ".join(other.segments[j].text for j in link.target),
        )
        for link in align_revisions(one, other)
        if one.segments[0].kind is not Kind.FRONT_MATTER or link.source != (0,)
    ]


def changed(now: str) -> list[tuple[str, str]]:
    return [(one, other) for one, other in beads(THEN, now) if one != other]


def test_the_same_text() -> None:
    assert changed(THEN) == []
    links = align_revisions(read_markdown(THEN), read_markdown(THEN))
    assert [link.confidence for link in links] == [1.0] * 7


def test_what_changed() -> None:
    now = THEN.replace("of your account", "of your profile")
    assert changed(now) == [("Open the page of your account.", "Open the page of your profile.")]


def test_what_came_and_went() -> None:
    now = THEN.replace("Open the page of your account.\n", "").replace(
        "![The", "Nobody else must ever see it.\n\n![The"
    )
    assert changed(now) == [("Open the page of your account.", ""), ("", "Nobody else must ever see it.")]


def test_neighbours_that_are_alike() -> None:
    now = THEN.replace("1. Copy the", "1. Create a key and give it a date.\n\n1. Copy the")
    assert changed(now) == [("", "Create a key and give it a date.")]


def test_merged_and_split() -> None:
    one, other = "Create a key and give it a name.", "Copy the key before you close the page."
    merged = THEN.replace(f"{one}\n\n1. {other}", f"{one} {other}")
    assert changed(merged) == [(f"{one} + {other}", f"{one} {other}")]
    assert [(b, a) for a, b in beads(merged, THEN) if a != b] == changed(merged)


def test_a_segment_that_another_one_replaced() -> None:
    then, now = "Open the page of your account.", "Nobody needs to look at that any more."
    assert sorted(changed(THEN.replace(then, now))) == [("", now), (then, "")]


def test_a_section_that_moved_and_changed() -> None:
    first, second = THEN[THEN.index("Open") : THEN.index("![")], THEN[THEN.index("![") :]
    now = THEN.replace(first + second, second + "\n" + first.replace("your account", "your own account"))
    assert changed(now) == [("Open the page of your account.", "Open the page of your own account.")]
    one, other = read_markdown(THEN), read_markdown(now)
    moved = [one.segments[link.source[0]].text for link in align_revisions(one, other) if link.moved]
    assert moved == ["The page", "push --key KEY\n"]


def test_a_mark_goes_with_what_stands_behind_it() -> None:
    mark = "> [!NOTE]\n> {}\n\n"
    then = THEN + mark.format("The key of a team is shown to all of its members.")
    now = mark.format("A page that was never opened has no key at all.") + THEN
    texts = beads(then, now)
    assert ("NOTE", "") in texts
    assert ("", "NOTE") in texts


def test_another_kind_of_block() -> None:
    then = "<pre>Open the page of your account and copy the key.</pre>\n"
    now = "> Open the page of your account and copy the key.\n"
    assert beads(then, now) == [("Open the page of your account and copy the key.",) * 2]


def test_a_code_block_is_no_paragraph() -> None:
    assert beads("```\nopen the page\n```\n", "open the page\n") == [("", "open the page"), ("open the page\n", "")]


def test_an_image_is_its_address() -> None:
    assert beads("a b c\n\n![Old words](x/a.png)\n", "![](x/a.png)\n\na b c\n")[0] != ("Old words", "")
    assert ("The page", "") in beads(THEN, THEN.replace("![The page]", "![]"))


WORDS = st.lists(st.sampled_from(["alpha", "beta", "gamma", "delta"]), min_size=1, max_size=6).map(" ".join)


@given(st.lists(WORDS, max_size=8), st.lists(WORDS, max_size=8))
def test_every_segment_is_in_one_link_and_none_crosses_but_those_that_moved(then: list[str], now: list[str]) -> None:
    one, other = read_markdown("\n\n".join(then)), read_markdown("\n\n".join(now))
    links = align_revisions(one, other)
    assert [i for link in links for i in link.source] == list(range(len(one.segments)))
    assert sorted(j for link in links for j in link.target) == list(range(len(other.segments)))
    straight = [j for link in links if link.source and not link.moved for j in link.target]
    assert straight == sorted(straight)
    assert all(0 < link.confidence <= 1 for link in links)


@pytest.mark.parametrize("count", [3_000])
def test_nothing_in_common_is_no_trouble(count: int) -> None:
    letters = str.maketrans("0123456789", "qrstuvwxyz")
    one = read_markdown("\n\n".join(f"a{n} b{n} c{n} d{n}" for n in range(count)))
    other = read_markdown("\n\n".join(f"{n} e{n} f{n} g{n}".translate(letters) for n in range(count // 2)))
    began = time.perf_counter()
    assert len(align_revisions(one, other)) == len(one.segments) + len(other.segments)
    assert time.perf_counter() - began < 20


def test_a_page_of_one_line_over_and_over_is_no_trouble() -> None:
    one, other = (read_markdown("\n\n".join(["a b c"] * n)) for n in (2_500, 2_400))
    links = align_revisions(one, other)
    assert sum(bool(link.source and link.target) for link in links) == 2_400
