"""Front matter with its keys and values where they stand, nothing built and nothing followed."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from parallint.read.fields import _read_plain, _read_yaml, fields_of, unreadable_front_matter, values_of
from parallint.read.front_matter import LIMIT
from parallint.read.markdown import read_markdown

YAML = """---
title: "Año — 日本"
tags: [a, "bé"]
menu:
  main:
    weight: 3 # a comment
note: >
  folded
  text
empty: []
nothing:
list:
  - name: x
  - y
---
# Page
"""

TOML = '''+++
title = "Año"  # a comment
tags = ["a",
  "b"]
text = """
weight = 9
"""
weight = 3
[menu.main]
name = 'n'
[[pages]]
src = "a"
[[pages]]
src = "b"
sizes = {wide = 1, high = true}
+++
# Page
'''


def cut(text: str) -> list[tuple[tuple[str | int, ...], str, str, str]]:
    document = read_markdown(text)
    return [
        (f.path, f.value, document.text[f.key.start : f.key.end], document.text[f.span.start : f.span.end])
        for f in fields_of(document)
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_yaml_values_can_be_cut_out_of_the_page(end: str) -> None:
    assert cut(YAML.replace("\n", end)) == [
        (("title",), "Año — 日本", "title", '"Año — 日本"'),
        (("tags", 0), "a", "tags", "a"),
        (("tags", 1), "bé", "tags", '"bé"'),
        (("menu", "main", "weight"), "3", "weight", "3"),
        (("note",), "folded text\n", "note", f">{end}  folded{end}  text"),
        (("empty",), "[]", "empty", "[]"),
        (("nothing",), "", "nothing", ""),
        (("list", 0, "name"), "x", "name", "x"),
        (("list", 1), "y", "list", "y"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_toml_values_can_be_cut_out_of_the_page(end: str) -> None:
    tags = f'["a",{end}  "b"]'
    assert cut(TOML.replace("\n", end)) == [
        (("title",), "Año", "title", '"Año"'),
        (("tags", 0), "a", "tags", tags),
        (("tags", 1), "b", "tags", tags),
        (("text",), "weight = 9\n", "text", f'"""{end}weight = 9{end}"""'),
        (("weight",), "3", "weight", "3"),
        (("menu", "main", "name"), "n", "name", "'n'"),
        (("pages", 0, "src"), "a", "src", '"a"'),
        (("pages", 1, "src"), "b", "src", '"b"'),
        (("pages", 1, "sizes", "wide"), "1", "sizes", "{wide = 1, high = true}"),
        (("pages", 1, "sizes", "high"), "true", "sizes", "{wide = 1, high = true}"),
    ]


def test_the_values_of_a_list_are_one_entry() -> None:
    values = values_of(read_markdown(YAML))
    assert {key: [field.value for field in fields] for key, fields in values.items()} == {
        "title": ["Año — 日本"],
        "tags": ["a", "bé"],
        "menu.main.weight": ["3"],
        "note": ["folded text\n"],
        "empty": ["[]"],
        "nothing": [""],
        "list": ["x", "y"],
    }


@pytest.mark.parametrize(
    ("text", "said", "at"),
    [
        ("---\ntitle: a: b\n---\n", "mapping values are not allowed", ": b"),
        ("---\ntitle: 'a\n---\n", "quoted scalar", None),
        ("---\n- a\n---\n", "no table of keys", "- a"),
        ("+++\ntitle = \n+++\n", "Invalid value", None),
        ("+++\ntitle = 'a'\ntitle = 'b'\n+++\n", "overwrite", None),
    ],
)
def test_what_cannot_be_read_has_a_reason_and_a_place(text: str, said: str, at: str | None) -> None:
    document = read_markdown(text)
    unread = unreadable_front_matter(document)
    assert unread
    assert said in unread.message
    assert 0 <= unread.span.start < unread.span.end <= len(text)
    assert at is None or text[unread.span.start :].startswith(at)


@pytest.mark.parametrize("text", ["# Page\n", "---\n---\n", "---\n# a comment\n---\n", YAML, TOML])
def test_readable_front_matter_and_none_have_no_fault(text: str) -> None:
    assert unreadable_front_matter(read_markdown(text)) is None


def test_an_alias_is_not_followed() -> None:
    lines = (f"{name}: &{name} [*{before}, *{before}]\n" for before, name in pairwise("abcdefghi"))
    fields = fields_of(read_markdown("---\na: &a [x, x]\n" + "".join(lines) + "---\n"))
    assert len(fields) == 18
    assert fields[2].value == "*a"


@pytest.mark.parametrize("body", ["a: " + "[" * 5_000, "a: !!python/object/apply:os.system [ls]", "? [a]\n: b", "*a"])
def test_hostile_yaml_is_read_without_harm(body: str) -> None:
    document = read_markdown(f"---\n{body}\n---\n")
    assert len(fields_of(document)) <= 2


def test_front_matter_beyond_the_limit_is_left_alone() -> None:
    document = read_markdown("---\ntitle: a\nnote: " + "x" * LIMIT + "\n---\n")
    assert fields_of(document) == ()
    assert unreadable_front_matter(document) is None


PLAIN = """\
title: "How: a # story"
# a comment
author: 'Jane Doe'

cSpell:ignore: otelcol x#y http://a/b
weight: 10
aliases:
- /docs/a
- /docs/b
keywords:
  - "one: two"
  - three
description: What it is
"""


def test_plain_lines_are_read_as_the_parser_reads_them() -> None:
    """Whatever damage is done to them: no parser is asked where the lines look plain."""
    chance = Random(7)
    plain = 0
    for _ in range(3000):
        lines = [chance.choice(PLAIN.splitlines(keepends=True)) for _ in range(4)]
        text = list("".join(lines))
        for _ in range(chance.randrange(3)):
            text.insert(chance.randrange(len(text)), chance.choice(" :#-\"'\n[]{}!&*|>%@`,?.é\\"))
        body = "".join(text)
        if read := _read_plain(body, 0):
            plain += 1
            assert (read, None) == _read_yaml(body), body
    assert plain > 100
