"""Which English page a translation was made from, told by what survives translation, and what is kept of the answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from parallint.cache import FOLDER, Cache
from parallint.config import Config
from parallint.discover import survey
from parallint.layouts import Layout
from parallint.moved_pages import Found, find_moves
from parallint.resemblance import Pages, marks

ENGLISH = """\
# Pumps

Run `pump --fast` and see [the guide](/en/docs/guide/valves.md#top) or https://www.a.example/en/x?y=1.

```sh
pump --install 4711
```

| 3.14 | 12345 | {{< param "x" >}} | <a href="../b.html"> | {#care} |

[1]: <https://b.example/z>
"""
GERMAN = """\
# Pumpen

Starten Sie `pump --fast`, siehe [die Anleitung](/de/docs/guide/valves.de.md#oben) oder https://a.example/de/x.

```sh
pump --install 4711
```

| 3.14 | 12345 | {{< param "x" >}} | <a href="../b.de.html"> | {#care} |

[1]: https://b.example/de/z
"""


def test_what_survives_translation_is_the_same() -> None:
    found = marks(ENGLISH)
    assert found == marks(GERMAN)
    assert found == {
        "code pump --fast",
        "address guide/valves",
        "address //a.example/x",
        "pump --install 4711",
        "number 3.14",
        "number 12345",
        'placeholder {< param "x" >}',
        "address b",
        "id care",
        "address //b.example/z",
    }


def test_the_order_of_levels_is_a_mark() -> None:
    assert marks("# a\n## b\n## c\n### d\n## e\n") == {"levels (1, 2, 2, 3)", "levels (2, 2, 3, 2)"}


@pytest.mark.parametrize("piece", ["`", "``` ", "](", "=1", "{{", "1.", "1", "://", "]: ", "{#", "\n```\n", "# \n"])
def test_no_text_gives_more_marks_than_that(piece: str) -> None:
    assert len(marks(piece * (300_000 // len(piece)))) < 3_000


def test_the_rarer_mark_counts_the_more() -> None:
    pages = {f"p{n}": frozenset({"common", f"own {n}", f"more {n}"}) for n in range(20)}
    match = Pages(pages).best(frozenset({"common", "own 7"}))
    assert match
    assert match.path == "p7"
    assert match.likeness > 0.5 > match.next
    assert Pages(pages).best(frozenset({"common"})) is None


def configured(root: Path) -> Config:
    return Config(root=str(root), layouts=(Layout("docs/en/{path}", "docs/{locale}/{path}"),))


class TestWhatIsKept:
    @pytest.fixture
    def site(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setenv(FOLDER, str(tmp_path / "cache"))
        root = tmp_path / "site"
        for name in ("a", "b", "c", "d"):
            for side in ("en", "es"):
                path = root / "docs" / side / f"{name}.md"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(f"# {side}\n\nRun `pump --{name}` and `pump --{name} --now`: {name * 9}.\n", "utf-8")
        (root / "docs/en/d.md").rename(root / "docs/en/moved.md")
        return root

    def found(self, root: Path) -> Found:
        config = configured(root)
        with Cache(str(root)) as cache:
            kept = find_moves(survey(config), str(root), history=False, cache=cache)
        assert kept == find_moves(survey(config), str(root), history=False)
        return kept

    def test_a_page_that_moved_is_found_once(self, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        first = self.found(site)
        assert [(move.was, move.source) for move in first.moved] == [("docs/en/d.md", "docs/en/moved.md")]
        with Cache(str(site)) as cache:
            monkeypatch.setattr("parallint.moved_pages.marks", lambda _: pytest.fail("it was looked for again"))
            assert find_moves(survey(configured(site)), str(site), history=False, cache=cache) == first

    @pytest.mark.parametrize("name", ["en/moved.md", "es/d.md"])
    def test_a_page_that_changed_is_looked_at_again(self, site: Path, name: str) -> None:
        assert self.found(site).moved
        (site / "docs" / name).write_text("# Something else\n\nWithout any code.\n", "utf-8")
        assert not self.found(site).moved
