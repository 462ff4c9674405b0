"""What holds of every alignment, whatever the two pages are; how good it is, the benchmarks measure."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from math import isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parallint.align import align
from parallint.align.beads import MOST_JOINED
from parallint.model import Document, Kind, Link
from parallint.read.markdown import read_markdown

from tests.fixture import every, read

JOINED = range(2, MOST_JOINED + 1)
LEFT_OUT = frozenset({Kind.COMMENT, Kind.DEFINITION})
BEADS = frozenset({"1-1", "1-0", "0-1", *(f"{n}-1" for n in JOINED), *(f"1-{n}" for n in JOINED)})

ENGLISH = [
    "# Install",
    "## Before you begin",
    "Download the archive from the [release page](https://example.org/releases) and unpack it.",
    "Then add the folder `bin` to your `PATH`, and open a new terminal.",
    "You need:",
    "- Python 3.11 or later\n- git",
    "- one\n\n  with a paragraph\n\n  1. and a list",
    "```sh\ntar xf tool.tar.gz\n```",
    "```sh\ntool --version\n```",
    "| Setting | Default |\n|---|---|\n| `color` | auto |\n| `jobs` | 4 |",
    "![The window](media/window.png)",
    "> [!NOTE]\n> Close all other programs first.",
    "<div>\nSome HTML\n</div>",
    "<!-- a comment -->",
    "[ref]: https://example.org/ref",
    "Short.",
]
SPANISH = [
    "# Instalar",
    "## Antes de empezar",
    "Descargue el archivo de la [página de versiones](https://example.org/releases) y descomprímalo.",
    "Después, añada la carpeta `bin` a su `PATH` y abra un terminal nuevo.",
    "Necesita lo siguiente:",
    "- Python 3.11 o posterior\n- git",
    "- uno\n\n  con un párrafo\n\n  1. y una lista",
    *ENGLISH[7:9],
    "| Opción | Valor |\n|---|---|\n| `color` | auto |\n| `jobs` | 4 |",
    "![La ventana](media/window.png)",
    "> [!NOTE]\n> Cierre antes todos los demás programas.",
    "<div>\nUn poco de HTML\n</div>",
    *ENGLISH[13:15],
    "Breve.",
]
CHINESE = [
    "# 安装",
    "## 开始之前",
    "从[发布页面](https://example.org/releases)下载存档并将其解压缩。",
    "需要 Python 3.11。",
    *ENGLISH[7:9],
]

TEXT = st.one_of(st.text(max_size=40), st.text("ab 一二`*#-|>\n", max_size=40))


def pages(blocks: Sequence[str]) -> st.SearchStrategy[Document]:
    """Pages of some of the blocks in any order, repeated as they like, with other text in between."""
    some = st.lists(st.one_of(st.sampled_from(blocks), st.sampled_from(blocks), TEXT), max_size=14)
    front = st.sampled_from(["", "---\ntitle: A\n---\n\n", "+++\ntitle = 'A'\n+++\n\n"])
    return st.builds(lambda front, parts: read_markdown(front + "\n\n".join(parts)), front, some)


def sound(links: Sequence[Link], source: Document, target: Document) -> None:
    """Check what `align` promises of its links."""
    for document, side in ((source, "source"), (target, "target")):
        linked = Counter(k for link in links for k in getattr(link, side))
        needed = {k for k, s in enumerate(document.segments) if s.kind not in LEFT_OUT | {Kind.FRONT_MATTER}}
        both = [d.segments[0].kind is Kind.FRONT_MATTER for d in (source, target) if d.segments] == [True, True]
        assert linked == Counter(needed | ({0} if both else set()))
    for link in links:
        assert link.bead in BEADS
        assert 0 <= link.confidence <= 1
        assert all(isfinite(evidence.weight) and evidence.name for evidence in link.evidence)
        assert not link.moved or (link.source and link.target)
        for indices in (link.source, link.target):
            assert list(indices) == sorted(indices)
    assert ascending([k for link in links for k in link.source])
    assert ascending([k for link in links if not link.moved for k in link.target])


def ascending(indices: Sequence[int]) -> bool:
    return all(one < other for one, other in pairwise(indices))


def same(links: Sequence[Link]) -> bool:
    """Whether every segment is linked with the one of its own number."""
    return all(link.bead == "1-1" and link.source == link.target and not link.moved for link in links)


class TestAnyPages:
    @given(pages(ENGLISH), st.one_of(pages(SPANISH), pages(CHINESE), pages(ENGLISH)))
    @settings(max_examples=250, deadline=None)
    def test_every_segment_is_in_one_link_in_order(self, source: Document, target: Document) -> None:
        sound(align(source, target), source, target)

    @given(pages(ENGLISH), pages(SPANISH))
    @settings(max_examples=60, deadline=None)
    def test_the_same_pages_give_the_same_links(self, source: Document, target: Document) -> None:
        again = read_markdown(source.text), read_markdown(target.text)
        assert align(source, target) == align(*again)

    @given(pages(ENGLISH))
    @settings(max_examples=100, deadline=None)
    def test_a_page_against_nothing_is_all_gaps(self, page: Document) -> None:
        nothing = read_markdown("")
        assert {link.bead for link in align(page, nothing)} <= {"1-0"}
        assert {link.bead for link in align(nothing, page)} <= {"0-1"}

    @given(st.permutations(range(len(ENGLISH))), st.integers(1, len(ENGLISH)))
    @settings(max_examples=100, deadline=None)
    def test_a_translation_in_step_is_linked_in_step(self, order: list[int], count: int) -> None:
        source = read_markdown("\n\n".join(ENGLISH[k] for k in order[:count]))
        target = read_markdown("\n\n".join(SPANISH[k] for k in order[:count]))
        if [s.kind for s in source.segments] == [s.kind for s in target.segments]:
            assert same(align(source, target))


@cache
def english_pages() -> tuple[Document, ...]:
    texts = {read(path).english for path in every()}
    return tuple(read_markdown(text.removeprefix("\ufeff")) for text in sorted(text for text in texts if text))


def without(page: Document, k: int) -> Document:
    return replace(page, segments=(*page.segments[:k], *page.segments[k + 1 :]))


def alike(page: Document, one: int, other: int) -> bool:
    """Whether two segments hardly differ, so that nothing tells which of them is gone."""
    here, there = (set(page.segments[k].text.lower().split()) for k in (one, other))
    return 2 * len(here & there) >= 0.5 * (len(here) + len(there))


def deletions(page: Document) -> Iterator[tuple[int, Sequence[Link], Sequence[Link]]]:
    """Each segment's index, the links of the page with the one that lacks it, and those of the latter with the page."""
    for k, segment in enumerate(page.segments):
        if segment.kind not in LEFT_OUT | {Kind.FRONT_MATTER}:
            yield k, align(page, without(page, k)), align(without(page, k), page)


class TestRealPages:
    def test_a_page_against_itself(self) -> None:
        assert len(english_pages()) > 5
        for page in english_pages():
            assert same(align(page, page)), page.text[:80]

    def test_a_block_that_is_gone_shows_once_and_where_it_was(self) -> None:
        """A short one may be taken for a part of its neighbour; nothing else on the page is touched."""
        gaps = merges = 0
        for page in english_pages():
            for k, lost, gained in deletions(page):
                for links, long, short in ((lost, "source", "target"), (gained, "target", "source")):
                    (odd,) = [link for link in links if link.bead != "1-1" or link.moved]
                    indices = getattr(odd, long)
                    assert any(abs(k - i) <= 1 and (i == k or alike(page, i, k)) for i in indices), (page.text[:80], k)
                    assert len(indices) - len(getattr(odd, short)) == 1
                    gaps, merges = gaps + (len(indices) == 1), merges + (len(indices) == 2)
        assert gaps > 500
        assert merges < 0.08 * gaps

    @pytest.mark.parametrize("count", [2, 3, 5])
    def test_neighbours_that_are_gone_are_gaps(self, count: int) -> None:
        page = read_markdown("\n\n".join(block for block in ENGLISH if block not in (ENGLISH[4], ENGLISH[15])))
        for k in range(len(page.segments) - count):
            rest = replace(page, segments=(*page.segments[:k], *page.segments[k + count :]))
            links = align(page, rest)
            lost = {i for link in links if len(link.source) > len(link.target) for i in link.source}
            assert {i for i in range(k, k + count) if page.segments[i].kind not in LEFT_OUT} <= lost

    def test_a_section_that_moved(self) -> None:
        section = "## Removing it\n\nDelete the folder `tool` and the line in `~/.profile`.\n\n```sh\nrm -r tool\n```"
        rest = [block for block in ENGLISH if not block.startswith(("<!--", "["))]
        source = read_markdown("\n\n".join([*rest[:3], section, *rest[3:]]))
        target = read_markdown("\n\n".join([*rest, section]))
        links = align(source, target)
        sound(links, source, target)
        assert {source.segments[link.source[0]].text for link in links if link.moved} >= {"rm -r tool\n"}


def test_a_long_page_takes_no_longer_than_it_must() -> None:
    """5,000 blocks a side would be 25 million cells."""
    blocks = [
        f"Block {k} of the `page{k}` says {'something ' * (k % 7)}about number {k * 37 % 1000}." for k in range(5000)
    ]
    source = read_markdown("\n\n".join(blocks))
    target = read_markdown("\n\n".join(block for k, block in enumerate(blocks) if k % 97))
    began = time.perf_counter()
    links = align(source, target)
    assert time.perf_counter() - began < 30
    sound(links, source, target)
    assert [link.source for link in links if link.bead == "1-0"] == [(k,) for k in range(0, 5000, 97)]


class TestWrittenAnew:
    """An old translation that still stands where the English was replaced by something else."""

    OLD = (
        "# Instalar\n\nDescargue el archivo de la [página](https://example.org/a).\n\n"
        "Abra un terminal nuevo en `C:\\tool`.\n\n"
        "Escriba `tool --version` para comprobar la versión 3.2.\n\nCierre la ventana y reinicie el equipo.\n\n"
        "## Quitar\n\nBorre la carpeta `tool` y la línea de `PATH`."
    )
    NEW = (
        "# Install\n\nDownload the archive from the [page](https://example.org/a).\n\n"
        "For `macOS` use `brew install tool`.\n\n"
        "Subscribe to the newsletter with `tool subscribe`, see [news](https://example.org/news) for the 12 topics.\n\n"
        "Ask `Contoso` for a licence of version 9.\n\nA mirror in `Oslo` exists.\n\n"
        "## Remove\n\nDelete the folder `tool` and the line in `PATH`.\n\n## Licence\n\nMIT."
    )

    def test_is_no_translation_of_what_came_instead(self) -> None:
        source, target = read_markdown(self.NEW), read_markdown(self.OLD)
        links = align(source, target)
        sound(links, source, target)
        linked = {
            (source.segments[i].text, target.segments[j].text)
            for link in links
            for i in link.source
            for j in link.target
        }
        assert not any("newsletter" in here for here, _ in linked)
        assert any("Delete" in here and "Borre" in there for here, there in linked)

    def test_one_gap_casts_no_doubt_on_the_rest(self) -> None:
        source = read_markdown("\n\n".join(ENGLISH))
        target = read_markdown("\n\n".join(block for k, block in enumerate(SPANISH) if k != 3))
        assert Counter(link.bead for link in align(source, target)) - Counter({"1-1": 99}) == Counter({"1-0": 1})

    def test_a_callout_in_another_notation_casts_no_doubt_on_its_text(self) -> None:
        english = [f"> [!NOTE]\n>\n> {text}" if k in (2, 5) else text for k, text in enumerate(ENGLISH)]
        spanish = [f'{{{{% alert title="Nota" %}}}}\n{text}\n{{{{% /alert %}}}}' for text in SPANISH]
        spanish = [text if k in (2, 5) else SPANISH[k] for k, text in enumerate(spanish)]
        source, target = read_markdown("\n\n".join(english)), read_markdown("\n\n".join(spanish))
        lost = [source.segments[i] for link in align(source, target) if not link.target for i in link.source]
        assert {segment.kind for segment in lost} <= {Kind.ADMONITION}


def test_a_heading_s_id_tells_which_english_heading_it_translates() -> None:
    source = read_markdown("# A\n\n## Clear folders\n\nOne.\n\n## List folders\n\nTwo.\n\n## Show folders\n\nThree.")
    target = read_markdown("# A\n\n## Mostrar {#show-folders}\n\nTres.")
    links = {link.source: link.target for link in align(source, target) if link.source and link.target}
    heading = next(i for i, s in enumerate(source.segments) if s.text == "Show folders")
    assert links[heading,] == (1,)
