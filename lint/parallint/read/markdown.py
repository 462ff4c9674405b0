"""Markdown into segments: CommonMark, GFM tables, strikethrough, task lists and autolinks, footnotes, admonition marks.

With `positions.py`, `dialects.py`, `depth.py` and `inline.py` the only place that knows markdown-it-py; no token of it
leaves here.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token as Node
from mdit_py_plugins.footnote import footnote_plugin

from parallint.model import Cell, Document, Fault, Kind, Segment, Span, Token, TokenKind
from parallint.read import front_matter
from parallint.read.depth import TOO_DEEP, depth_plugin
from parallint.read.dialects import docfx_plugin, template_plugin, without_templates
from parallint.read.inline import Inline, plain, read_parsed, read_plain
from parallint.read.positions import remember_blocks, remember_inlines

MAX_NESTING = 100
"""Levels of blocks inside blocks that are read, a list and its item being two; what lies deeper is a fault."""

_TRIGGERS = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "emphasis": "*_",
    "link": "[",
    "image": "!",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
    "footnote_inline": "^",
    "footnote_ref": "[",
    "template": "{",
    "docfx": "[",
}
_ADMONITION = re.compile(r"\[!([A-Za-z]+)\][ \t]*(?:\n|$)")
_TASK = re.compile(r"\[[ xX]\][ \t]+")
_HEADING_ID = re.compile(r"[ \t]*(?:\{[ \t]*#([\w.:-]+)[^{}]{0,200}\}|\{/\*[ \t]*([\w.:-]+)[ \t]*\*/\})[ \t]*$")
_HTML_TAG = re.compile(r"<!--.*?-->|<\?.*?\?>|</?[A-Za-z][^<>]*>", re.S)
_HTML_CODE = re.compile(r"<(pre|code|kbd|samp|script|style|svg|math)\b.*?(?:</\1\s*>|\Z)|<\?.*?\?>", re.S | re.I)
_HTML_ADDRESS = re.compile(r"""\b(src|href)\s*=\s*["']([^"'<>]*)["']""", re.I)
_LIST = {"bullet_list_open", "ordered_list_open", "blockquote_open", "footnote_reference_open"}
_LIST_END = {"bullet_list_close", "ordered_list_close", "blockquote_close", "footnote_reference_close"}


@cache
def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"inline_definitions": True})
    md.enable(["table", "strikethrough"])
    md.use(footnote_plugin, move_to_end=False).use(template_plugin).use(docfx_plugin)
    md.disable(["inline", "text_join"])
    remember_blocks(md)
    depth_plugin(md, MAX_NESTING)
    remember_inlines(md, _TRIGGERS)
    return md


def read_markdown(text: str, path: str = "", locale: str = "") -> Document:
    """Read a page of Markdown.

    `text` is the decoded file without a byte order mark, line ends as they are; `path` is kept as given. Never raises
    for anything that `text` holds.
    """
    segments, faults = _Reader(text).read()
    front = front_matter.find(text)
    fields = front_matter.Fields(front.kind, front.body) if front else {}
    return Document(path, text, tuple(segments), locale, tuple(faults), fields)


class _Reader:
    """One page on its way from tokens to segments."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.front = front_matter.find(text)
        self.base = self.front.end if self.front else 0
        body = text[self.base :]
        self.shifts: list[int] = []
        if "\r" in body:
            self.shifts = _removed(body)
            body = body.replace("\r\n", "\n").replace("\r", "\n")
        self.body = body
        self.env: dict[str, Any] = {}
        self.path: tuple[str, ...] = ()
        self.levels: tuple[int, ...] = ()
        self.depth = 0
        self.first_in_item = False
        self.faults: list[Fault] = []

    def read(self) -> tuple[list[Segment], list[Fault]]:
        nodes = _parser().parse(self.body, self.env)
        self.env["references"] = self.env.get("references", {})
        segments: list[Segment] = []
        read = -1
        if self.front:
            kind = Kind.FRONT_MATTER
            segments.append(Segment(kind, Span(0, self.front.stop), self.front.body, "", info=self.front.kind))
        for i, node in enumerate(nodes):
            name = node.type
            if name in _LIST:
                self.depth += 1
            elif name in _LIST_END:
                self.depth -= 1
            elif name in ("list_item_open", "list_item_close"):
                self.first_in_item = name == "list_item_open"
            elif name == TOO_DEEP:
                self._too_deep(node, fresh=len(segments) > read)
                read = len(segments)
            elif name in _READERS:
                segments.extend(_READERS[name](self, nodes, i))
                self.first_in_item = False
        return segments, self.faults

    def _too_deep(self, node: Node, *, fresh: bool) -> None:
        """Note what was left out: as one with what was left out before it, unless something was read in between."""
        message = f"blocks are nested deeper than {MAX_NESTING} levels here (a list counts as two); this was not read"
        span = self._span(node.meta["at"][0], node.meta["end"])
        if not fresh:
            span = Span(self.faults.pop().span.start, span.end)
        self.faults.append(Fault("too-deep", message, span))

    # Offsets: in the body (normalised line ends) -> in the text.

    def _offset(self, at: int) -> int:
        return self.base + at + (bisect_left(self.shifts, at) if self.shifts else 0)

    def _span(self, start: int, end: int) -> Span:
        """From an offset in the body to one past another, trailing white space left out."""
        body = self.body
        while end > start and body[end - 1] in " \t\n":
            end -= 1
        return Span(self._offset(start), self._offset(end - 1) + 1) if end > start else Span(self._offset(start), self._offset(start))

    def _inline(self, content: str) -> Inline:
        if plain(content):
            return read_plain(content)
        children: list[Node] = []
        md = _parser()
        md.inline.parse(content, md, self.env, children)
        return read_parsed(content, children)  # type: ignore[arg-type]

    def _placed(self, tokens: tuple[Token, ...], where: Callable[[int], int], lead: int = 0) -> tuple[Token, ...]:
        return tuple(
            Token(kind, value, Span(where(span.start + lead), where(span.end + lead - 1) + 1))
            for kind, value, span in tokens
        )

    def _where(self, content: str, at: list[int]) -> Callable[[int], int]:
        """Offsets in a block's content -> offsets in the text. The content's lines begin where the block's lines do."""
        if "\n" not in content:
            first = at[0]
            return lambda offset: self._offset(first + offset)
        starts, leads, begin = [], [], 0
        for line in content.split("\n"):
            starts.append(begin)
            leads.append(len(line) - len(line.lstrip(" \t")))
            begin += len(line) + 1

        def where(offset: int) -> int:
            k = bisect_right(starts, offset) - 1
            return self._offset(at[k] + max(0, offset - starts[k] - leads[k]))

        return where

    # One reader a kind of block.

    def _heading(self, nodes: list[Node], i: int) -> Iterator[Segment]:
        node, content = nodes[i], nodes[i + 1].content
        level = int(node.tag[1])
        at, end = node.meta["at"], node.meta["end"]
        where_at = at
        if node.markup.startswith("#"):
            after = at[0] + level
            skipped = len(self.body[after:end]) - len(self.body[after:end].lstrip(" \t"))
            where_at = [after + skipped]
        named = _HEADING_ID.search(content)
        inline = self._inline(content[: named.start()] if named else content)
        where = self._where(content, where_at)
        tokens = self._placed(inline.tokens, where)
        if named:
            span = Span(where(named.start() + len(named.group()) - len(named.group().lstrip())), where(len(named.group().rstrip()) + named.start() - 1) + 1)
            tokens = (*tokens, Token(TokenKind.HEADING_ID, named[1] or named[2], span))
        keep = next((k for k, above in enumerate(self.levels) if above >= level), len(self.levels))
        above = self.path[:keep]
        yield Segment(
            Kind.HEADING, self._span(at[0], end), inline.text, inline.words, above, level, self.depth, "", tokens
        )
        if self.depth == 0:
            self.path, self.levels = (*above, inline.text), (*self.levels[:keep], level)

    def _paragraph(self, nodes: list[Node], i: int) -> Iterator[Segment]:
        node, content = nodes[i], nodes[i + 1].content
        at, end = node.meta["at"], node.meta["end"]
        kind = Kind.ITEM if self.first_in_item else Kind.PARAGRAPH
        lead = 0
        if self.depth and content.startswith("["):
            if mark := _ADMONITION.match(content):
                stop = at[0] + len(mark.group().rstrip())
                yield Segment(
                    Kind.ADMONITION, self._span(at[0], stop), mark[1], "", self.path, 0, self.depth, mark[1].upper()
                )
                if mark.end() >= len(content):
                    return
                content, at = content[mark.end() :], at[1:]
                content = content.lstrip(" \t")
            elif kind is Kind.ITEM and (task := _TASK.match(content)):
                lead = task.end()
        inline = self._inline(content[lead:])
        tokens = self._placed(inline.tokens, self._where(content, at), lead)
        if len(tokens) == 1 and tokens[0].kind is TokenKind.IMAGE and _whole(tokens[0], self._span(at[0], end)):
            kind = Kind.IMAGE
        yield Segment(
            kind, self._span(at[0], end), inline.text, inline.words, self.path, 0, self.depth, "", tokens
        )

    def _table(self, nodes: list[Node], i: int) -> Iterator[Segment]:
        at, first = nodes[i].meta["at"], nodes[i].map[0] if nodes[i].map else 0
        j = i + 1
        while nodes[j].type != "table_close":
            if nodes[j].type == "tr_open" and nodes[j].map:
                line = nodes[j].map[0] - first  # type: ignore[index]
                contents = []
                while nodes[j].type != "tr_close":
                    if nodes[j].type == "inline":
                        contents.append(nodes[j].content)
                    j += 1
                yield self._row(contents, at[line])
            j += 1

    def _row(self, contents: list[str], start: int) -> Segment:
        end = self.body.find("\n", start)
        end = len(self.body) if end < 0 else end
        spans = list(_cell_spans(self.body, start, end))
        cells, texts, words, tokens = [], [], [], []
        for k, content in enumerate(contents):
            if not content:
                cells.append(Cell("", self._span(spans[k][0], spans[k][0]) if k < len(spans) else self._span(end, end)))
                continue
            inline = self._inline(content)
            first, last = spans[k]
            cells.append(Cell(inline.text, self._span(first, last)))
            texts.append(inline.text)
            words.append(inline.words)
            if inline.tokens:
                tokens += self._placed(inline.tokens, self._cell_where(first, last))
        return Segment(
            Kind.ROW,
            self._span(start, end),
            " | ".join(texts),
            " | ".join(w for w in words if w),
            self.path,
            0,
            self.depth,
            "",
            tuple(tokens),
            tuple(cells),
        )

    def _cell_where(self, first: int, last: int) -> Callable[[int], int]:
        """Offsets in a cell's content -> offsets in the text; the content has lost the backslash of each `\\|`."""
        escapes = [m.start() - k for k, m in enumerate(re.finditer(r"\\\|", self.body[first:last]))]
        if not escapes:
            return lambda offset: self._offset(first + offset)
        return lambda offset: self._offset(first + offset + bisect_right(escapes, offset))

    def _code(self, nodes: list[Node], i: int) -> Iterator[Segment]:
        node = nodes[i]
        language = node.info.split(maxsplit=1)[0] if node.info.strip() else ""
        span = self._span(node.meta["at"][0], node.meta["end"])
        yield Segment(Kind.CODE, span, node.content, "", self.path, 0, self.depth, language)

    def _html(self, nodes: list[Node], i: int) -> Iterator[Segment]:
        node = nodes[i]
        content = node.content.strip()
        span = self._span(node.meta["at"][0], node.meta["end"])
        if content.startswith("<!--") and content.find("-->") in (-1, len(content) - 3):
            yield Segment(Kind.COMMENT, span, content, "", self.path, 0, self.depth)
            return
        text = " ".join(_HTML_TAG.sub(" ", content).split())
        words = " ".join(_HTML_TAG.sub(" ", _HTML_CODE.sub(" ", without_templates(content))).split())
        tokens = tuple(
            Token(TokenKind.IMAGE if m[1].lower() == "src" else TokenKind.LINK, m[2], span)
            for m in _HTML_ADDRESS.finditer(content)
        )
        yield Segment(Kind.HTML, span, text, words, self.path, 0, self.depth, "", tokens)

    def _definition(self, nodes: list[Node], i: int) -> Iterator[Segment]:
        node = nodes[i]
        span = self._span(node.meta["at"][0], node.meta["end"])
        address = Token(TokenKind.LINK, str(node.meta["url"]), span)
        label = str(node.meta["label"])
        yield Segment(Kind.DEFINITION, span, label, "", self.path, 0, self.depth, label, (address,))


_READERS: dict[str, Callable[[_Reader, list[Node], int], Iterator[Segment]]] = {
    "heading_open": _Reader._heading,
    "paragraph_open": _Reader._paragraph,
    "table_open": _Reader._table,
    "fence": _Reader._code,
    "code_block": _Reader._code,
    "html_block": _Reader._html,
    "definition": _Reader._definition,
}


def _removed(text: str) -> list[int]:
    """Offsets, in the text with line ends made `\\n`, of those that were two characters."""
    return [m.start() - k for k, m in enumerate(re.finditer(r"\r\n", text))]


def _whole(token: Token, span: Span) -> bool:
    return token.span == span


def _cell_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the cells of the table row text[start:end] stand, white space left out; as the parser splits them."""
    while end > start and text[end - 1] in " \t":
        end -= 1
    bounds = [start - 1]
    for match in re.finditer(r"\\.|\|", text[start:end]):
        if match.group() == "|":
            bounds.append(start + match.start())
    bounds.append(end)
    for k, (left, right) in enumerate(zip(bounds, bounds[1:], strict=False)):
        first, last = left + 1, right
        if first >= last and k in (0, len(bounds) - 2):
            continue
        while first < last and text[first] in " \t":
            first += 1
        while last > first and text[last - 1] in " \t":
            last -= 1
        yield first, last
