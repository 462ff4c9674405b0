"""English put together out of what several translations of one page embed."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parallint.model import Document, Kind, Link
from parallint.read.bilingual import Bilingual, read_bilingual
from parallint.read.markdown import read_markdown
from parallint.read.siblings import _with_lacking, link_merged, merge_embedded

from tests.test_bilingual import leads_back, sxs

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"


def align(source: Document, target: Document) -> Sequence[Link]:
    """Segments of one language: the same ones first, then between those what is alike by half, in order."""
    here, there = ([(s.kind, s.text) for s in document.segments] for document in (source, target))
    links: list[Link] = []
    for tag, i, i2, j, j2 in SequenceMatcher(None, here, there, autojunk=False).get_opcodes():
        if tag == "equal":
            links += (Link((a,), (b,), 1.0) for a, b in zip(range(i, i2), range(j, j2), strict=True))
            continue
        for a in range(i, i2):
            best = next((b for b in range(j, j2) if _alike(here[a], there[b])), None)
            links += (Link((), (b,), 0.9) for b in range(j, j2 if best is None and a == i2 - 1 else best or j))
            links.append(Link((a,), () if best is None else (best,), 0.9))
            j = j if best is None else best + 1
            if best is None and a == i2 - 1:
                j = j2
        links += (Link((), (b,), 0.9) for b in range(j, j2))
    return links


def _alike(one: tuple[Kind, str], another: tuple[Kind, str]) -> bool:
    return one[0] is another[0] and SequenceMatcher(None, one[1].split(), another[1].split()).ratio() > 0.4


def page(identifier: str, *blocks: tuple[str, Sequence[tuple[str, str]]]) -> str:
    """A bilingual page: for each block what stands before it, and its sentences, translation and English."""
    number, out = 100, []
    for lead, sentences in blocks:
        spans = []
        for target, english in sentences:
            number += 1
            spans.append(sxs(f"{identifier}-{number}", target, english))
        out.append(lead + " ".join(spans))
    return "".join(out)


OVEN = ("Encienda el horno.", "Turn on the oven.")
DOUGH = ("Amase la masa.", "Knead the dough.")
LATER = ("Déjela una hora.", "Leave it for an hour.")
SALT = ("La sal va al final.", "The salt comes last, see [salt](salt.md).")
BAKE = ("Hornee el pan.", "Bake the bread until it is brown.")
STORE = ("Guárdelo en tela.", "Keep the bread in a cloth.")
COOL = ("No lo corte caliente.", "Never cut it while it is hot.")

IMAGE = ("\n\n    ![Pan en el horno](oven.png)", [])
OLD = page(
    "0aa11",
    ("1. ", [OVEN]),
    ("\n\n1. ", [DOUGH]),
    IMAGE,
    ("\n\n1. ", [("Hornee.", "Bake the bread till it is brown.")]),
)
NEW = page(
    "0bb22",
    ("---\nms.lang: zh\n---\n1. ", [("开烤箱。", OVEN[1])]),
    ("\n\n   ", [("盐最后放。", SALT[1])]),
    ("\n\n1. ", [("揉面团。", DOUGH[1]), ("放一个小时。", LATER[1])]),
    ("\n\n    ![烤箱里的面包](oven.png)", []),
    ("\n\n1. ", [("烤面包。", BAKE[1])]),
    ("\n\n", [("用布包好。", STORE[1]), ("热的时候不要切。", COOL[1])]),
)
WHOLE = """\
1. Turn on the oven.

   The salt comes last, see [salt](salt.md).

1. Knead the dough. Leave it for an hour.

    ![](oven.png)

1. Bake the bread until it is brown.

Keep the bread in a cloth. Never cut it while it is hot."""


def both() -> tuple[Bilingual, Bilingual]:
    return read_bilingual(OLD, "es/bread.md", "es"), read_bilingual(NEW, "zh/bread.md", "zh")


def test_the_most_complete_one_is_the_base() -> None:
    old, new = both()
    merged = merge_embedded([old.english, new.english], align)
    assert merged.text.removeprefix("---\nms.lang: zh\n---\n") == WHOLE
    assert merged.text == new.english.text
    assert merged.segments == new.english.segments
    assert merge_embedded([new.english, old.english], align) == merged


def test_one_document_is_itself() -> None:
    _, new = both()
    assert merge_embedded([new.english], align) == new.english
    with pytest.raises(ValueError, match="no documents"):
        merge_embedded([], align)


ITEM = ("1. ", [OVEN])
NESTED = ("\n\n   ", [SALT])
TWO = ("\n\n1. ", [DOUGH, LATER])
ONE = ("\n\n1. ", [DOUGH])
BEFORE_ONE = ("\n\n1. ", [LATER])
THIRD = ("\n\n1. ", [BAKE])
LAST = ("\n\n", [STORE, COOL])
FULL = [ITEM, NESTED, TWO, THIRD, LAST]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([ITEM, NESTED, TWO, THIRD], [ITEM, ONE, THIRD, LAST]),
        ([ITEM, NESTED, TWO], [ITEM, THIRD, LAST]),
        ([ITEM, TWO, THIRD, LAST], [ITEM, NESTED, ONE, THIRD]),
        ([ITEM, ONE, THIRD, LAST], [ITEM, NESTED, TWO]),
        ([ITEM, BEFORE_ONE, THIRD, LAST], [ITEM, NESTED, TWO]),
        ([ITEM, THIRD, LAST], [ITEM, NESTED, TWO]),
        ([ITEM, ("\n\n1. ", [STORE, COOL])], [ITEM, ("\n\n1. ", [BAKE, STORE, COOL])]),
    ],
)
def test_what_each_lacks_comes_from_the_other(
    first: list[tuple[str, list[tuple[str, str]]]], second: list[tuple[str, list[tuple[str, str]]]]
) -> None:
    expected = read_bilingual(page("f", *(FULL if NESTED in second or NESTED in first else second))).english
    documents = [
        read_bilingual(page("0a", *first), "a.md").english,
        read_bilingual(page("0b", *second), "b.md").english,
    ]
    for order in permutations(documents):
        merged = merge_embedded(order, align)
        assert merged.text == expected.text
        assert [(s.kind, s.depth, s.text) for s in merged.segments] == [
            (s.kind, s.depth, s.text) for s in expected.segments
        ]
        assert leads_back(merged)
        assert [merged.text[u.span.start : u.span.end] for u in merged.units] == [
            expected.text[u.span.start : u.span.end] for u in expected.units
        ]


def test_what_was_put_in_leads_to_its_file() -> None:
    first = read_bilingual(page("0a", ITEM, TWO, THIRD, LAST), "es/bread.md").english
    second = read_bilingual(page("0b", ITEM, NESTED, ONE, THIRD), "zh/bread.md").english
    merged = merge_embedded([first, second], align)
    places = {s.text: merged.place(s.span) for s in merged.segments}
    assert [(text[:9], place.path, place.line) for text, place in places.items()] == [
        ("Turn on t", "es/bread.md", 1),
        ("The salt ", "zh/bread.md", 3),
        ("Knead the", "es/bread.md", 3),
        ("Bake the ", "es/bread.md", 5),
        ("Keep the ", "es/bread.md", 7),
    ]
    salt = places["The salt comes last, see salt."]
    assert page("0b", ITEM, NESTED).split("\n")[2][salt.column - 1 : salt.end_column] == salt.text == SALT[1]
    unit = next(u for u in merged.units if merged.place(u.span).path == "zh/bread.md")
    assert (unit.id, merged.text[unit.span.start : unit.span.end]) == ("0b-102", SALT[1])


def test_another_wording_changes_nothing() -> None:
    reworded = ("\n\n1. ", [("Hornee.", "Bake the loaf until it is quite brown.")])
    first = read_bilingual(page("0a", ITEM, TWO, THIRD, LAST)).english
    second = read_bilingual(page("0b", ITEM, NESTED, TWO, reworded)).english

    def strict(source: Document, target: Document) -> Sequence[Link]:
        """Nothing but the same is the same."""
        texts = [[(s.kind, s.text) for s in document.segments] for document in (source, target)]
        matcher = SequenceMatcher(None, *texts, autojunk=False)
        links = [Link((b.a + k,), (b.b + k,), 1.0) for b in matcher.get_matching_blocks() for k in range(b.size)]
        linked = {i for link in links for i in link.source}, {j for link in links for j in link.target}
        links += [Link((i,), (), 0.9) for i in range(len(texts[0])) if i not in linked[0]]
        return links + [Link((), (j,), 0.9) for j in range(len(texts[1])) if j not in linked[1]]

    for way in (align, strict):
        merged = merge_embedded([first, second], way)
        assert merged.text == read_bilingual(page("f", ITEM, NESTED, TWO, THIRD, LAST)).english.text


def test_an_unsure_gap_is_none() -> None:
    first, second = read_markdown("One two three.\n\nFour five six.\n"), read_markdown("One two three.\n\nNew words.\n")
    links = [Link((0,), (0,), 1.0), Link((1,), (), 0.3), Link((), (1,), 0.3)]
    assert merge_embedded([first, second], lambda *_: links).text == first.text


@pytest.mark.parametrize(
    ("base", "other", "expected"),
    [
        ("# Title\nLong long text, the longest.\n", "# Title\nNew.\n\nLong long text, the longest.\n",
         "# Title\nNew.\n\nLong long text, the longest.\n"),
        ("| Head of it |\n|---|\n| old row |\n", "| Head of it |\n|---|\n| new |\n| old row |\n",
         "| Head of it |\n|---|\n| new |\n| old row |\n"),
        ("| Head |\n|---|\n| old row |\n\nThe end of it all.\n", "| Head |\n|---|\n| old row |\n| new |\n\n",
         "| Head |\n|---|\n| old row |\n| new |\n\nThe end of it all.\n"),
        ("* one two three\n* five six\n", "* one two three\n  * four\n* five six\n",
         "* one two three\n  * four\n* five six\n"),
        ("The only text that there is.", "```sh\nmake it\n```\n\nThe only text that there is.\n",
         "```sh\nmake it\n```\n\nThe only text that there is."),
        ("The only text that there is.", "The only text that there is.\n\n```sh\nmake it\n```\n",
         "The only text that there is.\n\n```sh\nmake it\n```"),
        ("---\na: b\n---\nThe only text that there is.\n", "---\na: b\n---\n# New\n\nThe only text that there is.\n",
         "---\na: b\n---\n# New\n\nThe only text that there is.\n"),
        ("See the oven [over there][o].\n\n[o]: o.md\n",
         "See the oven [over there][o].\n\nAnd [s].\n\n[s]: s.md\n\n[o]: o.md\n",
         "See the oven [over there][o].\n\nAnd [s].\n\n[s]: s.md\n\n[o]: o.md\n"),
        ("One and two and three.\r\n\r\nFour.\r\n", "One and two and three.\r\n\r\nNew.\r\n\r\nFour.\r\n",
         "One and two and three.\r\n\r\nNew.\r\n\r\nFour.\r\n"),
    ],
)  # fmt: skip
def test_blocks_of_every_kind(base: str, other: str, expected: str) -> None:
    one, another = read_markdown(base, "a.md"), read_markdown(other, "b.md")
    merged = _with_lacking(one, another, align(one, another))
    assert merged.text == expected
    assert leads_back(merged)
    assert {file.path for file in merged.files} == {"a.md", "b.md"}


def test_links_by_way_of_the_embedded_english() -> None:
    old, new = both()
    merged = merge_embedded([old.english, new.english], align)
    links = link_merged(merged, old.english, old.links, align)
    said = [
        (
            [merged.segments[i].text[:8] for i in link.source],
            [old.translation.segments[j].text[:8] for j in link.target],
        )
        for link in links
    ]
    assert said == [
        (["ms.lang:"], []),
        (["Turn on "], ["Encienda"]),
        (["The salt"], []),
        (["Knead th"], ["Amase la"]),
        ([""], ["Pan en e"]),
        (["Bake the"], ["Hornee."]),
        (["Keep the"], []),
    ]
    assert [link.confidence for link in links if not link.target] == [0.9, 0.9, 0.9]


BLOCK = st.sampled_from(
    [
        ITEM,
        NESTED,
        ONE,
        TWO,
        BEFORE_ONE,
        THIRD,
        LAST,
        IMAGE,
        ("\n# ", [SALT]),
        ("\n> ", [DOUGH, BAKE]),
        ("\n* ", [COOL]),
    ]
)


@given(st.lists(st.lists(BLOCK, max_size=7), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_any_siblings_are_merged(pages: list[list[tuple[str, list[tuple[str, str]]]]]) -> None:
    documents = [read_bilingual(page(f"0{k}", *blocks), f"{k}.md").english for k, blocks in enumerate(pages)]
    merged = merge_embedded(documents, align)
    assert leads_back(merged)
    for unit in merged.units:
        place = merged.place(unit.span)
        assert unit.id.startswith("0" + place.path[0])
        file = merged.files[next(k for k, f in enumerate(merged.files) if f.path == place.path)]
        assert file.text.split("\n")[place.line - 1][place.column - 1 : place.end_column] == place.text


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the two seed documents are not at hand")
def test_seeds() -> None:
    spanish, chinese = (
        read_bilingual((SEEDS / f"{name}.publish-api-key.md").read_text(encoding="utf-8-sig"), name)
        for name in ("es-es", "zh-cn")
    )
    merged = merge_embedded([spanish.english, chinese.english], align)
    assert merged.text == chinese.english.text
    lacking = [
        merged.place(merged.segments[k].span)
        for link in link_merged(merged, spanish.english, spanish.links, align)
        for k in link.source
        if not link.target and merged.segments[k].kind.prose
    ]
    assert [(place.path, place.line, place.text[:20]) for place in lacking] == [
        ("zh-cn", 11, "For more information"),
        ("zh-cn", 23, "Scoping allows you t"),
    ]
    scope = [u.id for u in merged.units if merged.place(u.span).line == 23]
    assert scope == [f"b33a5-{k}" for k in range(112, 117)]


def test_a_merge_of_what_is_there_and_what_is_not_is_told_apart() -> None:
    first, second = read_markdown("Before that.\n\nAfter that, the end.\n"), read_markdown("Before that.\n\nNew:\n")
    links = [Link((0,), (0, 1), 0.9), Link((1,), (), 0.9)]
    assert _with_lacking(first, second, links).text == "Before that.\n\nNew:\n\nAfter that, the end.\n"
    links = [Link((0, 1), (0,), 0.9), Link((), (1,), 0.9)]
    assert _with_lacking(first, second, links).text == "Before that.\n\nNew:\n\nAfter that, the end.\n"


def test_a_segment_of_too_many_sentences_stays_as_it_is() -> None:
    many = [(f"La {k}.", f"The {k}.") for k in range(250)]
    first = read_bilingual(page("0a", ("", many), LAST)).english
    second = read_bilingual(page("0b", ("", [*many[:100], OVEN, *many[100:]]))).english
    assert merge_embedded([first, second], align).text == first.text
