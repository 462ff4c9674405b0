"""Markdown into segments: CommonMark, GFM tables, strikethrough, task lists and autolinks, footnotes, admonition marks.

What documentation adds to Markdown is in `dialects`; how the library is put to use in `parser`. No token of it leaves
here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from parallint.model import Cell, Document, Fault, Kind, Segment, Span, Token, TokenKind
from parallint.read import front_matter, raw_html
from parallint.read.chains import TEXT
from parallint.read.depth import TOO_DEEP
from parallint.read.dialects import jsx, math, snippets
from parallint.read.dialects.edges import with_edges
from parallint.read.dialects.features import dialects_of
from parallint.read.dialects.marks import INDENTED, MARK, Mark, balance
from parallint.read.dialects.parameters import Vocabulary, joined, vocabulary
from parallint.read.inline import LIMIT, Inline
from parallint.read.parser import MAX_NESTING, Parser
from parallint.read.places import Body, placed
from parallint.read.rows import cell_spans, cell_where

if TYPE_CHECKING:
    from markdown_it.token import Token as Node

_ADMONITION = re.compile(r"\[!([A-Za-z]+)\][ \t]*(?:\n|$)")
_NAME = re.compile(r"[\w./-]+")
_OBJECTS = frozenset({TokenKind.INCLUDE, TokenKind.PLACEHOLDER})
_TASK = re.compile(r"\[[ xX]\][ \t]+")
_HEADING_ID = re.compile(
    r"(?<![ \t])[ \t]*(\{:?[ \t]*#([\w.:-]+)[^{}]{0,200}\}|\{/\*[ \t]*([\w.:-]+)[ \t]*\*/\})[ \t]*\Z"
)
_CONTAINERS = ("bullet_list", "ordered_list", "blockquote", "footnote_reference", INDENTED)
_OPEN = {f"{name}_open" for name in _CONTAINERS}
_CLOSE = {f"{name}_close" for name in _CONTAINERS}


def read_markdown(text: str, path: str = "", locale: str = "", dialects: frozenset[str] = frozenset()) -> Document:
    """Read a page of Markdown.

    `text` is the decoded file without a byte order mark, line ends as they are; `path` is kept as given. `dialects`
    says what the page alone cannot: the name of a dialect that it is written in (`mdx`, `math`) or is not (`-math`),
    of those in `features.NAMES`; `text:name` and `locked:name`, parameters that are text to translate or are not
    (`parameters.Vocabulary`). Never raises for anything that `text` holds.
    """
    front = front_matter.find(text)
    body = Body(text, front.end if front else 0)
    reader = _Reader(body, dialects_of(body.text, path, dialects), vocabulary(dialects))
    segments, faults = tuple(reader.read()), tuple(reader.faults)
    if not front:
        return Document(path, text, segments, locale, faults)
    first = Segment(Kind.FRONT_MATTER, Span(0, front.stop), front.body, "", info=front.kind)
    fields = front_matter.Fields(front.kind, front.body)
    return Document(path, text, (first, *segments), locale, faults, fields, front_matter.terms(front))


class _Reader:
    """One page on its way from the parser's tokens to segments."""

    def __init__(self, body: Body, dialects: frozenset[str], words: Vocabulary) -> None:
        self.body = body
        self.vocabulary = words
        self.parser = Parser(dialects, words, body.text)
        self.env: dict[str, Any] = {}
        self.path: tuple[str, ...] = ()
        self.levels: tuple[int, ...] = ()
        self.depth = 0
        self.first_in_item = False
        self.marker = ""
        self.faults: list[Fault] = []
        self.closed = False
        self.balance: dict[int, tuple[int, int]] = {}

    def read(self) -> Iterator[Segment]:
        nodes: Sequence[Node] = self.parser.blocks(self.env)
        nodes = with_edges(nodes, TEXT, self.body.text, self.env, self.vocabulary)
        self.balance = balance(nodes)
        self.closed = not self.env.setdefault("references", {}) and "footnotes" not in self.env
        left_out = False
        for i, node in enumerate(nodes):
            name = node.type
            if name in _OPEN:
                self.depth += 1
                if node.info == ":":  # a definition
                    self.first_in_item, self.marker = True, ":"
            elif name in _CLOSE:
                self.depth -= 1
            elif name in ("list_item_open", "list_item_close"):
                self.first_in_item = name == "list_item_open"
                self.marker = node.info + node.markup
            elif name == TOO_DEEP:
                self._too_deep(node, before=left_out)
                left_out = True
            elif name in _READERS:
                yield from _READERS[name](self, nodes, i)
                self.first_in_item = left_out = False

    def _too_deep(self, node: Node, *, before: bool) -> None:
        """Note what was left out, as one with what was left out right before it."""
        message = f"blocks are nested deeper than {MAX_NESTING} levels here (a list counts as two); this was not read"
        span = self._span(node)
        if before:
            span = Span(self.faults.pop().span.start, span.end)
        self.faults.append(Fault("too-deep", message, span))

    def _span(self, node: Node) -> Span:
        return self.body.span(node.meta["at"][0], node.meta["end"])

    def _segment(self, kind: Kind, span: Span, text: str, words: str = "", **more: Any) -> Segment:
        return Segment(kind, span, text, words, self.path, depth=self.depth, **more)

    def _inline(self, content: str) -> Inline:
        return self.parser.inline(content, self.env, closed=self.closed)

    # One reader a kind of block.

    def heading(self, nodes: Sequence[Node], i: int) -> Iterator[Segment]:
        node, at = nodes[i], nodes[i].meta["at"]
        level = int(node.tag[1])
        if node.markup.startswith("#"):
            content = self.body.content([at[0] + level])._replace(text=nodes[i + 1].content)
        else:
            content = self.body.content(at[:-1])
        named = _HEADING_ID.search(content.text)
        inline = self._inline(content.text[: named.start()] if named else content.text)
        tokens = inline.tokens
        if named:
            tokens = (*tokens, Token(TokenKind.HEADING_ID, named[2] or named[3], Span(*named.span(1))))
        keep = next((k for k, above in enumerate(self.levels) if above >= level), len(self.levels))
        path, levels = self.path, self.levels
        self.path, self.levels = path[:keep], levels[:keep]
        tokens = placed(tokens, content.where()) if tokens else ()
        yield self._segment(Kind.HEADING, self._span(node), inline.text, inline.words, level=level, tokens=tokens)
        if self.depth:
            self.path, self.levels = path, levels
        else:
            self.path, self.levels = (*self.path, inline.text), (*self.levels, level)

    def paragraph(self, nodes: Sequence[Node], i: int) -> Iterator[Segment]:
        content = self.body.content(nodes[i].meta["at"], nodes[i].meta["end"])
        kind = Kind.ITEM if self.first_in_item else Kind.PARAGRAPH
        lead = 0
        if self.depth and content.text.startswith("["):
            if mark := _ADMONITION.match(content.text):
                start = content.at[0]
                yield self._segment(
                    Kind.ADMONITION, self.body.span(start, start + len(mark.group())), mark[1], info=mark[1].upper()
                )
                content = self.body.content(content.at[1:], nodes[i].meta["end"])
                if not content.text:
                    return
            elif kind is Kind.ITEM and (task := _TASK.match(content.text)):
                lead = task.end()
        span = self.body.span(content.at[0], nodes[i].meta["end"])
        inline = self._inline(content.text[lead:])
        tokens = placed(inline.tokens, content.where(), lead) if inline.tokens else ()
        if len(tokens) == 1 and tokens[0].kind is TokenKind.IMAGE and tokens[0].span == span:
            kind = Kind.IMAGE
        elif (
            kind is Kind.PARAGRAPH
            and tokens
            and not inline.text.strip()
            and _OBJECTS.issuperset(t.kind for t in tokens)
        ):
            yield self._directive(span, tokens)
            return
        info = self.marker if kind is Kind.ITEM else ""
        yield self._segment(kind, span, inline.text, inline.words, info=info, tokens=tokens)

    def _directive(self, span: Span, tokens: tuple[Token, ...]) -> Segment:
        """What is nothing but includes and placeholders."""
        first, text = tokens[0], joined(token.text for token in tokens)
        name = _NAME.search(first.value)
        info = "include" if first.kind is TokenKind.INCLUDE else name.group().lower() if name else ""
        return self._segment(Kind.DIRECTIVE, span, text, text, info=info, tokens=tokens)

    def mark(self, nodes: Sequence[Node], i: int) -> Iterator[Segment]:
        node, mark = nodes[i], nodes[i].meta["mark"]
        closes, closed = self.balance.get(i, (0, 0))
        if not (mark.quiet and closes):
            unclosed = mark.events and mark.events[0].opens and mark.events[0].key[0] in ":/" and not closed
            yield self._mark(node, mark._replace(name=mark.name + "/") if unclosed else mark)

    def _mark(self, node: Node, mark: Mark) -> Segment:
        content, span = self.body.content(node.meta["at"]), self._span(node)
        tokens, text, words = mark.tokens, mark.text, mark.text
        if tokens:
            tokens = placed(tokens, content.where())
        if mark.title:
            inline = self._inline(content.text[slice(*mark.title)])
            text, words = (joined((said, mark.text)) for said in (inline.text, inline.words))
            tokens = (*placed(inline.tokens, content.where(), mark.title.start), *tokens)
        if len(tokens) == 1 and tokens[0].kind is TokenKind.IMAGE:
            return self._segment(Kind.IMAGE, span, tokens[0].text, tokens[0].text, tokens=tokens)
        kind = Kind.ADMONITION if mark.admonition else Kind.DIRECTIVE
        return self._segment(kind, span, text, words, info=mark.name, tokens=tokens)

    def formula(self, nodes: Sequence[Node], i: int) -> Iterator[Segment]:
        content, span = self.body.content(nodes[i].meta["at"]), self._span(nodes[i])
        tokens = placed([math.formula_token(content.text, 0)], content.where())
        yield self._segment(Kind.PARAGRAPH, span, " ".join(content.text.split()), tokens=tokens)

    def comment(self, nodes: Sequence[Node], i: int) -> Iterator[Segment]:
        yield self._segment(Kind.COMMENT, self._span(nodes[i]), self.body.content(nodes[i].meta["at"]).text)

    def table(self, nodes: Sequence[Node], i: int) -> Iterator[Segment]:
        at, first = nodes[i].meta["at"], _line(nodes[i])
        contents: list[str] = []
        start = at[0]
        for k in range(i + 1, len(nodes)):
            node = nodes[k]
            if node.type == "tr_open":
                contents, start = [], at[_line(node) - first]
            elif node.type == "inline":
                contents.append(node.content)
            elif node.type == "tr_close":
                yield self._row(contents, start)
            elif node.type == "table_close":
                return

    def _row(self, contents: Sequence[str], start: int) -> Segment:
        row = self.body.text[start : self.body.line_end(start)].rstrip(" \t")
        spans = list(cell_spans(row))
        cells: list[Cell] = []
        inlines: list[Inline] = []
        tokens: list[Token] = []
        for k, content in enumerate(contents):
            first, last = spans[k] if k < len(spans) else Span(len(row), len(row))
            inline = self._inline(content)
            cells.append(Cell(inline.text, self.body.span(start + first, start + last)))
            if content:
                inlines.append(inline)
            if inline.tokens:
                tokens += placed(inline.tokens, cell_where(self.body, start + first, row[first:last]))
        text = " | ".join(inline.text for inline in inlines)
        words = " | ".join(inline.words for inline in inlines if inline.words)
        span = self.body.span(start, start + len(row))
        return self._segment(Kind.ROW, span, text, words, tokens=tuple(tokens), cells=tuple(cells))

    def code(self, nodes: Sequence[Node], i: int) -> Iterator[Segment]:
        info = nodes[i].info.split(maxsplit=2)
        language = " ".join(info[: 2 if info and info[0].startswith("{") else 1])
        yield self._segment(Kind.CODE, self._span(nodes[i]), nodes[i].content, info=language)

    def html(self, nodes: Sequence[Node], i: int) -> Iterator[Segment]:
        content, span = self.body.content(nodes[i].meta["at"]), self._span(nodes[i])
        text = content.text
        if raw_html.is_comment(text):
            if include := snippets.COMMENT.match(text):
                token = Token(TokenKind.INCLUDE, include["path"], span)
                yield self._segment(Kind.DIRECTIVE, span, "", info="include", tokens=(token,))
            else:
                yield self._segment(Kind.COMMENT, span, text)
            return
        tokens = placed(raw_html.tokens_of(text, self.vocabulary), content.where()) if len(text) <= LIMIT else ()
        yield self._segment(Kind.HTML, span, raw_html.text_of(text), raw_html.words_of(text), tokens=tokens)

    def definition(self, nodes: Sequence[Node], i: int) -> Iterator[Segment]:
        meta, span = nodes[i].meta, self._span(nodes[i])
        label = str(meta["label"])
        yield self._segment(
            Kind.DEFINITION, span, label, info=label, tokens=(Token(TokenKind.LINK, str(meta["url"]), span),)
        )


_READERS: dict[str, Callable[[_Reader, Sequence[Node], int], Iterator[Segment]]] = {
    "heading_open": _Reader.heading,
    TEXT: _Reader.paragraph,
    "table_open": _Reader.table,
    "fence": _Reader.code,
    "code_block": _Reader.code,
    "html_block": _Reader.html,
    "definition": _Reader.definition,
    MARK: _Reader.mark,
    math.FORMULA: _Reader.formula,
    jsx.COMMENT: _Reader.comment,
}


def _line(node: Node) -> int:
    """The line that a block begins on, from 0."""
    return node.map[0] if node.map else 0
