"""Lines of nothing but template tags that open or close something: `{{% alert %}}`, `{% endif %}`, `{{< /tab >}}`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from parallint.patterns import pattern_of
from parallint.read.dialects.marks import Event, Mark, keyword, line_at, push, push_code, register
from parallint.read.dialects.parameters import Vocabulary, joined
from parallint.read.dialects.templates import TEMPLATE, template_token

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

_TAG = pattern_of(r"\{\{[<%]\s*(?P<closes>/?)\s*(?P<name>[\w./-]*)|\{%-?\s*(?P<end>end)?(?P<tag>[\w-]*)|\{\{")
_CLOSER = pattern_of(r"\{\{[<%]\s*/\s*([\w./-]+)|\{%-?\s*end([\w-]+)")
_PAIRED = {"ifversion": "if", "ifchanged": "if"}
"""Tags that are closed by the end of another name."""

_CONTAINERS = frozenset(
    {
        *("tab", "tabs", "tabpane", "tabset", "steps", "cards", "columns", "column"),
        *("if", "unless", "for", "case", "capture", "raw", "comment", "block", "call", "filter"),
    }
)
"""What opens something wherever it stands alone."""

_MIDDLE = frozenset({"else", "elsif", "elseif", "elif", "when"})
_CODE = frozenset(
    {"highlight", "mermaid", "raw", "verbatim", "code", "codeblock", "chart", "plantuml", "katex", "latex"}
)
_MOST_LINES = 20


class Tag(NamedTuple):
    """A template tag: its name in lower case, whether it closes what that name opens, and as written, at `start`."""

    name: str
    closes: bool
    written: str
    start: int


def shortcodes_plugin(md: MarkdownIt, words: Vocabulary) -> None:
    """Read such lines as marks; what is between those of code is code."""

    def shortcodes(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        pos = state.bMarks[start] + state.tShift[start]
        if state.src[pos : pos + 2] not in ("{{", "{%"):
            return False
        closers = closers_of(state.src, state.env)
        tags, stop = _only_tags(state, start, end)
        if not any(is_container(tag, closers, pos) for tag in tags):
            return False
        if silent:
            return True
        if len(tags) == 1 and _is_code(tags[0]) and (close := _closing(state, stop, end, tags[0].name)):
            push_code(state, start, close + 1, (stop, close), tags[0].name)
            return True
        push(state, start, stop, mark_of(tags, closers, pos, words))
        return True

    register(md, "shortcodes", shortcodes)


def closers_of(src: str, env: MutableMapping[str, Any]) -> dict[str, int]:
    """The names that are closed anywhere on the page, and where the last time; kept in `env`."""
    found: dict[str, int] | None = env.get("closers")
    if found is None:
        found = {(m[1] or m[2]).lower(): m.start() for m in _CLOSER.finditer(src)}
        env["closers"] = found
    return found


def is_container(tag: Tag, closers: Mapping[str, int], base: int = 0) -> bool:
    """Whether a tag closes something, or opens what is closed further down; it stands at `base` and its own start.

    Of some it is known that they open something, even where the closing one was lost.
    """
    if tag.closes or tag.name in _MIDDLE or closers.get(tag.name, -1) > base + tag.start:
        return True
    opens = tag.name in _CONTAINERS or keyword(tag.name)[1]
    return opens and not tag.written.startswith("{{ ") and not tag.written.rstrip("%>}").rstrip().endswith("/")


def _only_tags(state: StateBlock, start: int, end: int) -> tuple[list[Tag], int]:
    """The tags of a line that holds nothing else, or none, and the line after them: a tag may go over several."""
    text, stop = line_at(state, start), start + 1
    while "}" not in text and stop < min(end, start + _MOST_LINES) and not state.isEmpty(stop):
        text += "\n" + line_at(state, stop)
        stop += 1
    tags: list[Tag] = []
    at = 0
    while at < len(text):
        match = TEMPLATE.match(text, at)
        if not match or match.group().startswith("{*"):
            return [], start
        tags.append(tag_of(match.group(), at))
        at = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip(" \t"))
    return tags, stop


def tag_of(written: str, start: int) -> Tag:
    """The tag written so, at `start`."""
    match = _TAG.match(written)
    if not match:
        return Tag("", False, written, start)
    name = (match["name"] or match["tag"] or "").lower()
    return Tag(_PAIRED.get(name, name), bool(match["closes"] or match["end"]), written, start)


def _is_code(tag: Tag) -> bool:
    return tag.name in _CODE or "codelang" in tag.written


def _closing(state: StateBlock, line: int, end: int, name: str) -> int | None:
    """The line on which the code ends, as far as the line holds nothing else."""
    while line < end:
        text = line_at(state, line)
        if text.startswith("{") and (tag := tag_of(text, 0)).closes and tag.name == name:
            return line if TEMPLATE.fullmatch(text) else None
        line += 1
    return None


def mark_of(tags: Sequence[Tag], closers: Mapping[str, int], pos: int, words: Vocabulary) -> Mark:
    """The mark of tags that stand beside each other from `pos` on; their starts are offsets from there."""
    tokens = [template_token(tag.written, tag.start, words) for tag in tags]
    names = [("/" if tag.closes else "") + tag.name for tag in tags if tag.name]
    kinds = [keyword(tag.name) for tag in tags if tag.name and not tag.closes]
    admonition = next((name for name, is_one in kinds if is_one), "")
    text = joined(token.text for token in tokens)
    events = tuple(_events(tags, closers, pos))
    return Mark(admonition or " ".join(names), bool(admonition), None, text, tuple(tokens), events)


def _events(tags: Sequence[Tag], closers: Mapping[str, int], pos: int) -> Iterator[Event]:
    for tag in tags:
        if tag.closes or closers.get(tag.name, -1) > pos:
            yield Event("{" + tag.name, not tag.closes)
