"""Hooks of MkDocs: the pages of the rules in the navigation, in groups, and the cases that test a rule on its page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

RULES = Path(__file__).parent / "rules"
FIXTURES = Path(__file__).parents[1] / "fixtures"

_GROUPS = {
    "Out of date": r"stale|pin$",
    "Left in English": r"untranslated",
    "Whole pages": r"page$|coverage",
    "Missing, added, moved": r"segment|sentence",
    "Links, images, anchors": r"link|image|anchor|heading-id|footnote|include",
    "Code and values": r"code|number|placeholder",
    "Words": r"glossary|translate$|inconsistent",
    "Typography": r"punctuation|quotation|spacing|word$",
    "Structure and markup": r"level|shape|admonition|html|markup|front-matter|encoding|ignore",
}
"""What the ids of the rules in a group match; the first that does counts."""
_OTHERS = "More"


def on_config(config: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Add the pages behind the list of the rules."""
    (rules,) = (entry["Rules"] for entry in config["nav"] if "Rules" in entry)
    rules.extend(groups())
    return config


def groups() -> Iterator[dict[str, list[str]]]:
    """The pages of each group, in alphabetical order."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for page in sorted(RULES.glob("*.md")):
        group = next((name for name, ids in _GROUPS.items() if re.search(ids, page.stem)), _OTHERS)
        found[group].append(f"rules/{page.name}")
    yield from ({group: found[group]} for group in (*_GROUPS, _OTHERS) if found[group])


def on_page_markdown(markdown: str, page: Any, **_: object) -> str:
    """The page of a rule with its fixtures below it, each to be opened; any other page as it is."""
    folder, _slash, name = page.file.src_uri.rpartition("/")
    cases = sorted((FIXTURES / name.removesuffix(".md")).glob("*.md")) if folder == "rules" else []
    return "\n".join([markdown, *(_INTRODUCTION if cases else ()), *map(_case, cases)])


_INTRODUCTION = (
    "## Cases",
    "",
    "Each case is a test that is run with all rules. `expect` marks what is found; where nothing is marked, "
    "nothing may be found.",
    "",
)
_FRONT = re.compile(r"---\n.*?\n---\n", re.DOTALL)


def _case(path: Path) -> str:
    """A fixture as a block that opens: its title, what it shows, and its texts."""
    title, _, body = _FRONT.sub("", path.read_text("utf-8"), count=1).strip().removeprefix("# ").partition("\n")
    kind = "success" if path.name.startswith("silent-") else "failure"
    quoted = title.strip().replace('"', "'")
    return f'??? {kind} "{quoted}"\n\n' + "".join(f"    {line}\n" for line in _lines(body))


def _lines(body: str) -> Iterator[str]:
    """The lines of a fixture, its headings in bold: they are no headings of the page."""
    fence = ""
    for line in body.splitlines():
        if mark := re.match(r"`{3,}", line):
            fence = "" if line.strip() == fence else fence or mark.group()
        yield line if fence or not line.startswith("## ") else f"**{line[3:].strip()}**"
