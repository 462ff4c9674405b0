"""Patterns that are compiled at their first use."""

from __future__ import annotations

import re

import pytest
from parallint import pattern_of


def test_a_late_pattern_does_what_the_compiled_one_does() -> None:
    late, now = pattern_of(r"(?P<word>[a-z]+)\d", re.IGNORECASE), re.compile(r"(?P<word>[a-z]+)\d", re.IGNORECASE)
    text = "One1 and TWO2, three"
    assert late.findall(text) == now.findall(text)
    assert [m.span() for m in late.finditer(text, 4)] == [m.span() for m in now.finditer(text, 4)]
    assert late.sub(r"\g<word>", text) == now.sub(r"\g<word>", text)
    assert late.split(text) == now.split(text)
    assert (late.pattern, late.flags, late.groups, late.groupindex) == (
        now.pattern,
        now.flags,
        now.groups,
        now.groupindex,
    )
    first = late.search(text)
    assert first is not None
    assert first["word"] == "One"


def test_it_is_compiled_at_its_first_use_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_now = re.compile

    def counting(expression: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(expression)
        return compile_now(expression, flags)

    monkeypatch.setattr(re, "compile", counting)
    late = pattern_of("b+")
    assert compiled == []
    assert late.search("abba")
    assert late.fullmatch("bb")
    assert compiled == ["b+"]


def test_a_faulty_expression_is_told_at_its_first_use() -> None:
    late = pattern_of("(")
    with pytest.raises(re.error):
        late.match("a")


def test_it_has_nothing_that_a_pattern_has_not() -> None:
    with pytest.raises(AttributeError):
        pattern_of("a").no_such_method  # type: ignore[attr-defined]  # noqa: B018
