"""Template tags that open or close a container at the edge of a paragraph: where its lines break means nothing.

`{{% alert %}} Text.` and `Text. {{% /alert %}}` are read as if the tags stood on lines of their own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from markdown_it.token import Token as Node

from parallint.read.dialects.marks import MARK
from parallint.read.dialects.parameters import Vocabulary
from parallint.read.dialects.shortcodes import Tag, closers_of, is_container, mark_of, tag_of
from parallint.read.dialects.templates import TEMPLATE

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

_BLANK = " \t\n"


def with_edges(
    nodes: Sequence[Node], paragraph: str, src: str, env: MutableMapping[str, Any], words: Vocabulary
) -> Sequence[Node]:
    """The page's tokens with such tags cut off the paragraphs, which are of the type `paragraph`, as marks.

    A tag stays where what it opens or closes is within the paragraph, and so does one at the beginning of an item.
    """
    closers = closers_of(src, env) if "{{" in src or "{%" in src else {}
    if not closers:
        return nodes
    out: list[Node] = []
    for node in nodes:
        if node.type == paragraph and not (out and out[-1].type == "list_item_open"):
            out += _split(node, src, closers, words)
        else:
            out.append(node)
    return out


def _split(node: Node, src: str, closers: Mapping[str, int], words: Vocabulary) -> Sequence[Node]:
    at, end = node.meta["at"], node.meta["end"]
    start, end = at[0], at[0] + len(src[at[0] : end].rstrip(_BLANK))
    if src[start : start + 1] != "{" and src[end - 1 : end] != "}":
        return [node]
    lead = list(_leading(src, start, end, closers))
    trail = list(_trailing(src, max(at[-1], lead[-1].start + len(lead[-1].written) if lead else start), end, closers))
    while True:
        first = lead[-1].start + len(lead[-1].written) if lead else start
        last = trail[0].start if trail else end
        inside = [tag_of(m.group(), m.start()) for m in TEMPLATE.finditer(src, first, last)]
        closed, opened = {t.name for t in inside if t.closes}, {t.name for t in inside if not t.closes}
        if lead and not lead[-1].closes and lead[-1].name in closed:
            lead.pop()
        elif trail and trail[0].closes and trail[0].name in opened:
            trail.pop(0)
        else:
            break
    first += len(src[first:last]) - len(src[first:last].lstrip(_BLANK))
    last = first + len(src[first:last].rstrip(_BLANK))
    if not (lead or trail) or first >= last:
        return [node]
    k = bisect_right(at, first) - 1
    node.meta = {**node.meta, "at": [first, *(a for a in at[k + 1 :] if a < last)], "end": last}
    marks = [_node(node, tags, closers, words) if tags else None for tags in (lead, trail)]
    return [part for part in (marks[0], node, marks[1]) if part]


def _leading(src: str, start: int, end: int, closers: Mapping[str, int]) -> Iterator[Tag]:
    while match := TEMPLATE.match(src, start, end):
        tag = tag_of(match.group(), start)
        if not is_container(tag, closers):
            return
        yield tag
        start = match.end() + len(src[match.end() : end]) - len(src[match.end() : end].lstrip(" \t"))


def _trailing(src: str, start: int, end: int, closers: Mapping[str, int]) -> Sequence[Tag]:
    found: list[Tag] = []
    for match in reversed(list(TEMPLATE.finditer(src, start, end))):
        tag = tag_of(match.group(), match.start())
        if src[match.end() : end].strip(_BLANK) or not is_container(tag, closers):
            break
        found.insert(0, tag)
        end = match.start()
    return found


def _node(beside: Node, tags: Sequence[Tag], closers: Mapping[str, int], words: Vocabulary) -> Node:
    """The mark of tags that follow each other on a line."""
    start, last = tags[0].start, tags[-1]
    node = Node(MARK, "", 0)
    node.level = beside.level
    mark = mark_of([tag._replace(start=tag.start - start) for tag in tags], closers, start, words)
    node.meta = {"at": [start], "end": last.start + len(last.written), "mark": mark}
    return node
