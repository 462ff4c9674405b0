"""What the pages of one site and locale do alike, so that doing it is no fault."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Rewrite(NamedTuple):
    """Addresses that begin with `source` in English begin with `target` in the translations, on so many `pages`.

    Both are canonical (`addresses.Address.place`) and end where a part of the address ends.
    """

    source: str
    target: str
    pages: int


class FieldUse(NamedTuple):
    """What becomes of a field of the front matter, by its keys with points between them.

    Of `pages` whose English has it, `kept` translations have it as well, `same` of these with the value of the English.
    """

    key: str
    pages: int
    kept: int
    same: int


def mark_name(value: str) -> str:
    """What of a component's, a placeholder's or an include's value is its name: `{{% name` for a shortcode."""
    words = value.split(maxsplit=2)
    return " ".join(words[:2]) if value.startswith("{") else "".join(words[:1])


@dataclass(frozen=True, slots=True)
class Conventions:
    """A site's own ways with the addresses and ids of one locale; without any, what holds everywhere holds.

    `rewrites` are the learned rules for addresses, the longest `source` first. The others are shares from 0 to 1, None
    where too little was seen: `fragments_kept` of the fragments that stand in translated links to other pages as in
    English, `anchors_found` of the same-page fragments that the translated page has, of those that English has,
    `ids_kept` of the explicit heading ids, and `depth_kept` of the relative addresses that climb as many folders as in
    English. `slugs` names the rules under which the English pages' own fragments are found. `fields` tells of the front
    matter, and `python_markdown` that English pages are written for Python-Markdown's extensions. `left_out` holds the
    names of the components, placeholders and includes that hardly any translation keeps, as `mark_name` has them.
    """

    rewrites: tuple[Rewrite, ...] = ()
    fragments_kept: float | None = None
    anchors_found: float | None = None
    ids_kept: float | None = None
    depth_kept: float | None = None
    slugs: tuple[str, ...] = ()
    fields: tuple[FieldUse, ...] = ()
    python_markdown: bool = False
    left_out: tuple[str, ...] = ()

    def leaves_out(self, value: str) -> bool:
        """Whether translations do without a component, a placeholder or an include of this value."""
        return bool(self.left_out) and mark_name(value) in self.left_out
