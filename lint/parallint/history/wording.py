"""What of a file's text counts as its text: two revisions that differ in nothing else say the same."""

from __future__ import annotations

import re

from parallint.patterns import pattern_of
from parallint.read.files import MAX_BYTES
from parallint.read.front_matter import Fields, find

_ADDRESS = pattern_of(
    r"(?<=\])\([^()\n]{0,2000}(?:\([^()\n]{0,500}\))?[^()\n]{0,500}\)"  # of a link
    r"|(?<=\])\[[^\[\]\n]{0,500}\]"  # of a reference
    r"|^[ ]{0,3}\[[^\[\]\n]{1,500}\]:.*$"  # a definition
    r"|https?://[^\s<>()\[\]\"']{1,2000}"
    r"|<!--.{0,2000}?-->|<[^<>\n]{1,2000}>"
    r"|\{[{%].{0,500}?[}%]\}|\{[#:.][^{}\n]{0,300}\}",
    re.MULTILINE,
)
_NO_LETTER = pattern_of(r"[\W\d_]+")
_PROSE_FIELDS = frozenset({"title", "linktitle", "description", "summary", "subtitle"})


def decoded(data: bytes) -> str | None:
    """A revision's bytes as text; None where they are none, or too many."""
    if len(data) > MAX_BYTES or b"\0" in data:
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def said(text: str) -> str:
    """What a page says: its body, white space made even, and the front matter's fields that a reader sees."""
    front = find(text)
    if not front:
        return " ".join(text.split())
    fields = Fields(front.kind, front.body)
    seen = [value for key, value in fields.items() if key.lower() in _PROSE_FIELDS]
    return " ".join("\n".join((*seen, text[front.end :])).split())


def words(text: str) -> str:
    """The letters alone of what a page says: its addresses, tags, numbers and marks are left out.

    A link corrected or a version raised on all pages at once is no work on the translation.
    """
    front = find(text)
    seen = said(text[: front.end]) if front else ""
    return _NO_LETTER.sub(" ", seen + " " + _ADDRESS.sub(" ", text[front.end if front else 0 :])).strip()
