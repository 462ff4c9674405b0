"""The span tags of a bilingual page: where they stand, and what their attributes say.

A tag's extent is found by a scanner that runs once over the text, since an HTML parser tells no offsets. What is
written in it is told by lxml's HTML parser (no network, no DTD, bounded depth). Broken tags are recognised where
what is left of them says which mark they were.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from parallint.patterns import pattern_of


class Mark(StrEnum):
    """What a span tag marks."""

    TARGET = "target"
    LOOKUP = "lookup"
    SOURCE = "source"
    OPEN = "open"
    CLOSE = "close"


class Tag(NamedTuple):
    """A span tag: what it marks, the id it carries (empty for none), where it stands, whether it is broken."""

    mark: Mark
    id: str
    start: int
    end: int
    broken: bool = False


# No quantifier here can be entered in two ways, and a tag never reaches over a `<`: the scan stays linear.
_ATTRIBUTE = r"""[ \t]++[^\s"'<>/=]++(?:[ \t]*+=[ \t]*+(?:"[^"<>\r\n]*+"|'[^'<>\r\n]*+'|[^\s"'=<>`]++))?+"""
_TAG = pattern_of(
    rf"<(?:(?P<close>/span[ \t]*+>)|(?P<open>span(?:{_ATTRIBUTE})*+[ \t]*+/?>)|(?P<stump>/span(?![\w>.:-]))"
    r"""|(?P<unit>span\s++data-(?P<side>[st])tu-id(?:\s*+=\s*+["']?(?P<id>[\w.:-]*+)["']?)?(?:[ \t]*+/?>)?)"""
    r"""|(?P<lookup>span\s++class\s*+=\s*+["']?sxs-lookup["']?(?:[ \t]*+/?>)?))""",
    re.IGNORECASE,
)
_MARKED = pattern_of(r"tu-id|sxs-lookup", re.IGNORECASE)

_BATCH = 2_000
"""Tags that go through the HTML parser at once."""


def tags(text: str) -> list[Tag]:
    """All span tags of `text` in their order, broken ones among them where they can be told."""
    found: list[Tag] = []
    openings: list[int] = []
    for match in _TAG.finditer(text):
        start, end = match.span()
        if match["close"] or match["stump"]:
            found.append(Tag(Mark.CLOSE, "", start, end, match["close"] is None))
        elif match["open"]:
            if _MARKED.search(match["open"]):
                openings.append(len(found))
            found.append(Tag(Mark.OPEN, "", start, end))
        elif match["unit"]:
            mark = Mark.TARGET if match["side"] in "tT" else Mark.SOURCE
            found.append(Tag(mark, match["id"] or "", start, end, broken=True))
        else:
            found.append(Tag(Mark.LOOKUP, "", start, end, broken=True))
    written = [text[found[k].start : found[k].end] for k in openings]
    for k, attributes in zip(openings, _attributes(written), strict=True):
        found[k] = _told(found[k], attributes)
    return found


def _told(tag: Tag, attributes: Mapping[str, str]) -> Tag:
    for name, mark in (("data-ttu-id", Mark.TARGET), ("data-stu-id", Mark.SOURCE)):
        if name in attributes:
            identifier = attributes[name].strip()
            return Tag(mark, identifier, tag.start, tag.end, broken=not identifier)
    if "sxs-lookup" in attributes.get("class", "").split():
        return Tag(Mark.LOOKUP, "", tag.start, tag.end)
    return tag


def _attributes(openings: Sequence[str]) -> Iterator[Mapping[str, str]]:
    """The attributes of each opening tag."""
    rest = iter(openings)
    while batch := list(islice(rest, _BATCH)):
        parsed = _parse(batch)
        yield from parsed if len(parsed) == len(batch) else (next(iter(_parse([tag])), {}) for tag in batch)


def _parse(openings: Sequence[str]) -> list[dict[str, str]]:
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    closed = "".join(f"{tag}</span>" for tag in openings).replace("\0", "\ufffd")
    root = etree.fromstring(f"<body>{closed}</body>".encode("utf-8", "replace"), parser)
    return [{str(k): str(v) for k, v in span.attrib.items()} for span in root.iter("span")]
