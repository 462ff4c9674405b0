from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def test_the_pages_of_the_rules_are_those_of_the_docstrings() -> None:
    generated = dict(runpy.run_path(str(ROOT / "docs/generate.py"))["pages"]())
    assert {path: path.read_text("utf-8") for path in generated} == generated, "run python docs/generate.py"
    assert set(ROOT.glob("docs/rules/*.md")) < set(generated)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    inline = [child for token in MarkdownIt().parse(page.read_text("utf-8")) for child in token.children or ()]
    addresses = [str(token.attrs.get("href") or token.attrs.get("src") or "") for token in inline]
    local = [address.partition("#")[0] for address in addresses if not re.match(r"[a-z]+:|#", address)]
    assert [address for address in local if not (page.parent / address).exists()] == []
