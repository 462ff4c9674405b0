"""Reads the fixtures: a Markdown file a case, described in docs/fixtures.md."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from markdown_it.token import Token

ROOT = Path(__file__).parents[1] / "fixtures"

_FRONT = re.compile(r"---\n(.*?\n)---\n(.*)", re.DOTALL)
_MARK = re.compile(
    r"[ \t]*<!-- expect: (?P<rule>[a-z][a-z-]*)"
    r"(?: (?P<severity>error|warning|note))?"
    r"(?: (?P<first>\d+)(?:-(?P<last>\d+))?)?"
    r'(?: "(?P<words>[^"]*)")?'
    r" -->"
)
_NEARLY = re.compile(r"<!--\s*expect")
_SIBLING = re.compile(r"Sibling \((?P<locale>[\w-]+)\)")
_LINE_ENDS = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}
_KEYS = frozenset({"locale", "line-ends", "bom", "options"})


class FixtureError(ValueError):
    """A fixture that does not keep to the convention."""


class Expectation(NamedTuple):
    """A finding that a fixture announces; None (or no words) where it leaves something open.

    `line` is the finding's line in the translation, `english` its first and last line in the English.
    """

    rule: str
    line: int
    english: tuple[int, int] | None = None
    severity: str | None = None
    words: str = ""


@dataclass(frozen=True)
class Fixture:
    """A case: the two texts, what stands beside them, and the findings announced.

    `before` is the English that the page's pin named before it was raised to `base`; such a case is put into git.
    `english` is None where only translations exist; then `siblings` maps the locales of the others to their texts.
    """

    path: Path
    title: str
    locale: str
    translation: str
    english: str | None = None
    base: str | None = None
    before: str | None = None
    siblings: Mapping[str, str] = field(default_factory=dict[str, str])
    expected: tuple[Expectation, ...] = ()
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])


def every() -> list[Path]:
    """The paths of all cases, sorted; the trees under sites/ are no cases."""
    return [path for path in sorted(ROOT.glob("*/*.md")) if path.parent.name != "sites"]


def announced(text: str) -> tuple[str, tuple[Expectation, ...]]:
    """The text without its announcements, and these, with the lines of the text that is left."""
    kept: list[str] = []
    found: list[Expectation] = []
    for line in text.splitlines(keepends=True):
        marks = list(_MARK.finditer(line))
        rest = _MARK.sub("", line)
        if _NEARLY.search(rest):
            raise FixtureError(f"cannot read this announcement: {line.strip()}")
        found += [_expectation(mark, len(kept) + 1) for mark in marks]
        if not marks or rest.strip():
            kept.append(rest)
    return "".join(kept), tuple(found)


def _expectation(mark: re.Match[str], line: int) -> Expectation:
    first, last = mark["first"], mark["last"]
    english = (int(first), int(last or first)) if first else None
    return Expectation(mark["rule"], line, english, mark["severity"], mark["words"] or "")


def read(path: Path) -> Fixture:
    """The fixture in a file; raises FixtureError where it breaks the convention."""
    return parse(path.read_text("utf-8"), path)


def parse(text: str, path: Path) -> Fixture:
    """The fixture that a text holds; raises FixtureError where it breaks the convention."""
    match = _FRONT.fullmatch(text)
    if not match:
        raise FixtureError("no front matter")
    meta = yaml.safe_load(match[1])
    if unknown := set(meta) - _KEYS:
        raise FixtureError(f"unknown front matter: {', '.join(sorted(unknown))}")
    title, sections = _sections(MarkdownIt("commonmark").parse(match[2]))
    if "Translation" not in sections or "locale" not in meta:
        raise FixtureError("a fixture needs a locale and a section Translation")
    translation, expected = announced(sections.pop("Translation"))
    encode = _encoder(meta)
    return Fixture(
        path=path,
        title=title,
        locale=meta["locale"],
        translation=encode(translation),
        english=_optional(encode, sections.pop("English", None)),
        base=_optional(encode, sections.pop("Base", None)),
        before=_optional(encode, sections.pop("Before", None)),
        siblings={_sibling(heading): encode(body) for heading, body in sections.items()},
        expected=expected,
        options=meta.get("options", {}),
    )


def _sibling(heading: str) -> str:
    match = _SIBLING.fullmatch(heading)
    if not match:
        raise FixtureError(f"unknown section: {heading}")
    return match["locale"]


def _optional(encode: _Encoder, text: str | None) -> str | None:
    return None if text is None else encode(text)


class _Encoder(NamedTuple):
    line_end: str
    bom: str

    def __call__(self, text: str) -> str:
        return self.bom + text.replace("\n", self.line_end)


def _encoder(meta: Mapping[str, Any]) -> _Encoder:
    return _Encoder(_LINE_ENDS[meta.get("line-ends", "lf")], "\ufeff" if meta.get("bom") else "")


def _sections(tokens: list[Token]) -> tuple[str, dict[str, str]]:
    """The title, and for each second-level heading the one fenced block below it."""
    title, heading = "", ""
    sections: dict[str, str] = {}
    for before, token in pairwise(tokens):
        if before.type == "heading_open" and before.tag == "h1":
            title = token.content
        elif before.type == "heading_open" and before.tag == "h2":
            heading = token.content
        elif token.type == "fence" and token.level == 0 and heading:
            if heading in sections:
                raise FixtureError(f"more than one block in section {heading}: a longer fence around the first?")
            sections[heading] = token.content
    if not title:
        raise FixtureError("no title")
    return title, sections
