"""What is found out about a pair is found out once."""

from __future__ import annotations

from dataclasses import replace

from parallint.memo import once
from parallint.model import Document, Pair

PAIR = Pair("", Document("en.md", "One"), Document("es.md", "Uno"))


def test_the_same_pair_is_looked_at_once() -> None:
    seen: list[str] = []

    @once
    def length(pair: Pair) -> int:
        seen.append(pair.source.text)
        return len(pair.source.text)

    pair = replace(PAIR)
    assert [length(pair), length(pair)] == [3, 3]
    assert seen == ["One"]


def test_another_pair_and_other_arguments_are_looked_at_anew() -> None:
    @once
    def beginning(document: Document, characters: int) -> str:
        return document.text[:characters]

    longer = replace(PAIR.source, text="Once")
    assert [beginning(PAIR.source, 1), beginning(PAIR.source, 2), beginning(longer, 4)] == ["O", "On", "Once"]


def test_what_is_known_is_no_part_of_the_value() -> None:
    @once
    def nothing(pair: Pair) -> None:
        return None

    pair = replace(PAIR)
    nothing(pair)
    assert pair == PAIR
