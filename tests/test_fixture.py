from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixture import Expectation, FixtureError, announced, every, parse

PATH = Path("case.md")

CASE = """\
---
locale: es
---
# A paragraph is missing

The paragraph after the code has no translation.

## English

`````markdown
One.

```sh
run
```

Two.
`````

## Translation

`````markdown
Uno.

```sh
run
```
<!-- expect: missing-segment error 7 "paragraph" -->
`````
"""


def test_parse() -> None:
    fixture = parse(CASE, PATH)
    assert fixture.title == "A paragraph is missing"
    assert fixture.english == "One.\n\n```sh\nrun\n```\n\nTwo.\n"
    assert fixture.translation == "Uno.\n\n```sh\nrun\n```\n"
    assert fixture.expected == (Expectation("missing-segment", 6, (7, 7), "error", "paragraph"),)
    assert fixture.base is None
    assert not fixture.siblings


def test_siblings_stand_in_for_the_english() -> None:
    fixture = parse(CASE.replace("## English", "## Sibling (zh-cn)"), PATH)
    assert fixture.english is None
    assert list(fixture.siblings) == ["zh-cn"]


def test_line_ends_and_byte_order_mark() -> None:
    fixture = parse(CASE.replace("locale: es", "locale: es\nline-ends: crlf\nbom: true"), PATH)
    assert fixture.translation == "\ufeffUno.\r\n\r\n```sh\r\nrun\r\n```\r\n"
    assert fixture.expected[0].line == 6


@pytest.mark.parametrize(
    ("marked", "text", "lines"),
    [
        ("a\n<!-- expect: r -->\nb\n", "a\nb\n", [2]),
        ("a <!-- expect: r -->\nb\n", "a\nb\n", [1]),
        ("a <!-- expect: r --> <!-- expect: r -->\n", "a\n", [1, 1]),
        ("<!-- expect: r -->\n  <!-- expect: r -->\na\n", "a\n", [1, 1]),
        ("a\n\n- b <!-- expect: r -->\n<!-- expect: r -->", "a\n\n- b\n", [3, 4]),
        ("| a | <!-- expect: r -->\n| - |\n", "| a |\n| - |\n", [1]),
    ],
)
def test_announcements_leave_no_trace(marked: str, text: str, lines: list[int]) -> None:
    left, found = announced(marked)
    assert left == text
    assert [expectation.line for expectation in found] == lines


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("locale: es", "lang: es", "unknown front matter: lang"),
        ("locale: es", "bom: true", "needs a locale"),
        ("## Translation", "## Spanish", "needs a locale and a section Translation"),
        ("## English", "## Anglais", "unknown section: Anglais"),
        ("`````", "```", "longer fence"),
        ("# A paragraph", "A paragraph", "no title"),
        ("missing-segment error", "missing-segment fatal", "cannot read this announcement"),
        ("---\n", "", "no front matter"),
    ],
)
def test_a_case_that_breaks_the_convention_is_refused(old: str, new: str, message: str) -> None:
    with pytest.raises(FixtureError, match=message):
        parse(CASE.replace(old, new), PATH)


def test_the_sites_are_no_cases() -> None:
    assert not [path for path in every() if "sites" in path.parts]
