"""Placeholders in text, in code and in addresses."""

from __future__ import annotations

import pytest
from parallint.placeholders import placeholders_in, uses_printf, without_names, without_placeholders
from parallint.read.markdown import read_markdown


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("v{{% param vers %}}-alpha", ["{{% param vers %}}"]),
        ("{{<  x  >}} and {% if y %}", ["{{< x >}}", "{% if y %}"]),
        ("Dear {name}, ${HOME} has {0} files", ["{name}", "${HOME}", "{0}"]),
        (r"\{ IDE} and { Version}", ["{IDE}", "{Version}"]),
        ("{1, 2} is a set, {} is empty", []),
        ("10% of %d and 5%s", []),
    ],
)
def test_placeholders_of_a_text(text: str, found: list[str]) -> None:
    assert sorted(value for value, _ in placeholders_in(text)) == sorted(found)


def test_printf_counts_where_the_page_uses_it() -> None:
    assert [value for value, _ in placeholders_in("10% of %s, %1$d and %(name)s", printf=True)] == [
        "%s",
        "%1$d",
        "%(name)s",
    ]
    assert uses_printf(read_markdown("Write `%s` here.\n"))
    assert uses_printf(read_markdown('```c\nprintf("%d", n);\n```\n'))
    assert not uses_printf(read_markdown("It is 10% of `all`, %s.\n"))


def test_what_is_left_without_them() -> None:
    assert without_placeholders("a/{x}/b:{{% v %}}") == without_placeholders("a/{y}/b:") == "a//b:"
    assert without_names("copy <source> {verb} YOUR_ID") == without_names("copy <origen> {verbo} TU_USUARIO") == "copy"


def test_braces_without_end_are_read_in_no_time() -> None:
    for text in ("{" * 50_000, "{{<" * 20_000, "{a" * 30_000, "%(" * 30_000, "<" * 50_000):
        assert list(placeholders_in(text, printf=True)) == []
        without_names(text)
