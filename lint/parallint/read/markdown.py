"""Markdown into segments: CommonMark, GFM tables, strikethrough, task lists and autolinks, footnotes, admonition marks.

What documentation adds to Markdown is in `dialects`; how the library is put to use in `parser`. No token of it leaves
here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from os.path import splitext
from typing import TYPE_CHECKING, Any

from parallint.model import Cell, Document, Fault, Kind, Segment, Span, Token, TokenKind
from parallint.patterns import pattern_of
from parallint.read import front_matter, raw_html
from parallint.read.chains import TEXT
from parallint.read.commonest import HEADING, TABLE
from parallint.read.depth import TOO_DEEP
from parallint.read.dialects import jsx, math, snippets
from parallint.read.dialects.edges import with_edges
from parallint.read.dialects.features import dialects_of
from parallint.read.dialects.marks import INDENTED, MARK, Mark, balance
from parallint.read.dialects.parameters import Vocabulary, joined, vocabulary
from parallint.read.gathered import Inline
from parallint.read.inline import LIMIT
from parallint.read.parser import MAX_NESTING, Parser
from parallint.read.places import Body, Content
from parallint.read.rows import cell_tokens

if TYPE_CHECKING:
    from markdown_it.token import Token as Node

_ADMONITION = pattern_of(r"\[!([A-Za-z]+)\][ \t]*(?:\n|$)")
_NAME = pattern_of(r"[\w./-]+")
_OBJECTS = frozenset({TokenKind.INCLUDE, TokenKind.PLACEHOLDER})
_TASK = pattern_of(r"\[[ xX]\][ \t]+")
_HEADING_ID = pattern_of(
    r"(?<![ \t])[ \t]*(\{:?[ \t]*#([\w.:-]+)[^{}]{0,200}\}|\{/\*[ \t]*([\w.:-]+)[ \t]*\*/\})[ \t]*\Z"
)
_CONTAINERS = ("bullet_list", "ordered_list", "blockquote", "footnote_reference", INDENTED)
_OPEN = {f"{name}_open" for name in _CONTAINERS}
_CLOSE = {f"{name}_close" for name in _CONTAINERS}


def read_markdown(
    text: str, path: str = "", locale: str = "", dialects: frozenset[str] = frozenset(), *, often: bool = False
) -> Document:
    """Read a page of Markdown.

    `text` is the decoded file without a byte order mark, line ends as they are; `path` is kept as given. `dialects`
    says what the page alone cannot: the name of a dialect that it is written in (`mdx`, `math`) or is not (`-math`),
    of those in `features.NAMES`; `text:name` and `locked:name`, parameters that are text to translate or are not
    (`parameters.Vocabulary`). `often` says that the same text will be asked for again, if not at once: an English page,
    which has many translations. Never raises for anything that `text` holds.
    """
    reading = _read if len(text) > _MOST_KEPT else _kept if often else _lately
    page = reading(text, splitext(path)[1], dialects)
    return replace(page, path=path, locale=locale)


_MOST_KEPT = 30_000
"""Characters of a page that is remembered as it was read, which takes about ten bytes a character."""


def _read(text: str, ending: str, said: frozenset[str]) -> Document:
    """The page, of whose path only the ending is known."""
    front = front_matter.find(text)
    body = Body(text, front.end if front else 0)
    reader = _Reader(body, dialects_of(body.text, ending, said), vocabulary(said))
    reader.read()
    segments, faults = tuple(reader.segments), tuple(reader.faults)
    if not front:
        return Document("", text, segments, faults=faults)
    first = Segment(Kind.FRONT_MATTER, Span(0, front.stop), front.body, "", info=front.kind)
    fields = front_matter.Fields(front.kind, front.body)
    return Document("", text, (first, *segments), "", faults, fields, front_matter.terms(front))


_lately = lru_cache(maxsize=16)(_read)
_kept = lru_cache(maxsize=512)(_read)


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
        self.segments: list[Segment] = []
        self.faults: list[Fault] = []
        self.closed = False
        self.balance: dict[int, tuple[int, int]] = {}

    def read(self) -> None:
        nodes: Sequence[Node] = self.parser.blocks(self.env)
        nodes = with_edges(nodes, TEXT, self.body.text, self.env, self.vocabulary)
        self.balance = balance(nodes)
        self.closed = not self.env.setdefault("references", {}) and "footnotes" not in self.env
        left_out = False
        for i, node in enumerate(nodes):
            name = node.type
            if reader := _READERS.get(name):
                reader(self, node, i)
                self.first_in_item = left_out = False
            elif name in _OPEN:
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

    def _too_deep(self, node: Node, *, before: bool) -> None:
        """Note what was left out, as one with what was left out right before it."""
        message = f"blocks are nested deeper than {MAX_NESTING} levels here (a list counts as two); this was not read"
        span = self._span(node)
        if before:
            span = Span(self.faults.pop().span.start, span.end)
        self.faults.append(Fault("too-deep", message, span))

    def _span(self, node: Node) -> Span:
        return self.body.span(node.meta["at"][0], node.meta["end"])

    def _add(
        self,
        kind: Kind,
        span: Span,
        text: str,
        words: str = "",
        *,
        level: int = 0,
        info: str = "",
        tokens: tuple[Token, ...] = (),
        cells: tuple[Cell, ...] = (),
    ) -> None:
        self.segments.append(Segment(kind, span, text, words, self.path, level, self.depth, info, tokens, cells))

    def _inline(self, content: str) -> Inline:
        return self.parser.inline(content, self.env, closed=self.closed)

    # One reader a kind of block.

    def heading(self, node: Node, i: int) -> None:
        at = node.meta["at"]
        level = int(node.tag[1])
        if node.markup.startswith("#"):
            content = Content(self.body, node.content, self.body.content([at[0] + level]).at, True)
        else:
            content = self.body.content(at[:-1])
        named = _HEADING_ID.search(content.text) if content.text.endswith("}") else None
        inline = self._inline(content.text[: named.start()] if named else content.text)
        tokens = inline.tokens
        if named:
            tokens = (*tokens, Token(TokenKind.HEADING_ID, named[2] or named[3], Span(*named.span(1))))
        keep = next((k for k, above in enumerate(self.levels) if above >= level), len(self.levels))
        path, levels = self.path, self.levels
        self.path, self.levels = path[:keep], levels[:keep]
        tokens = content.placed(tokens)
        self._add(Kind.HEADING, self._span(node), inline.text, inline.words, level=level, tokens=tokens)
        if self.depth:
            self.path, self.levels = path, levels
        else:
            self.path, self.levels = (*self.path, inline.text), (*self.levels, level)

    def paragraph(self, node: Node, i: int) -> None:
        end = node.meta["end"]
        content = self.body.content(node.meta["at"], end)
        kind = Kind.ITEM if self.first_in_item else Kind.PARAGRAPH
        text, lead = content.text, 0
        if self.depth and text.startswith("["):
            if mark := _ADMONITION.match(text):
                span = self.body.span(content.at[0], content.at[0] + len(mark.group()))
                self._add(Kind.ADMONITION, span, mark[1], info=mark[1].upper())
                content = self.body.content(content.at[1:], end)
                text = content.text
                if not text:
                    return
            elif kind is Kind.ITEM and (task := _TASK.match(text)):
                lead = task.end()
        span = self.body.span(content.at[0], end)
        inline = self._inline(text[lead:] if lead else text)
        tokens = content.placed(inline.tokens, lead)
        if tokens:
            if len(tokens) == 1 and tokens[0].kind is TokenKind.IMAGE and tokens[0].span == span:
                kind = Kind.IMAGE
            elif kind is Kind.PARAGRAPH and not inline.text.strip() and _OBJECTS.issuperset(t.kind for t in tokens):
                self._directive(span, tokens)
                return
        info = self.marker if kind is Kind.ITEM else ""
        self._add(kind, span, inline.text, inline.words, info=info, tokens=tokens)

    def _directive(self, span: Span, tokens: tuple[Token, ...]) -> None:
        """What is nothing but includes and placeholders."""
        first, text = tokens[0], joined(token.text for token in tokens)
        name = _NAME.search(first.value)
        info = "include" if first.kind is TokenKind.INCLUDE else name.group().lower() if name else ""
        self._add(Kind.DIRECTIVE, span, text, text, info=info, tokens=tokens)

    def mark(self, node: Node, i: int) -> None:
        mark = node.meta["mark"]
        closes, closed = self.balance.get(i, (0, 0))
        if not (mark.quiet and closes):
            unclosed = mark.events and mark.events[0].opens and mark.events[0].key[0] in ":/" and not closed
            self._mark(node, mark._replace(name=mark.name + "/") if unclosed else mark)

    def _mark(self, node: Node, mark: Mark) -> None:
        content, span = self.body.content(node.meta["at"]), self._span(node)
        tokens, text, words = content.placed(mark.tokens), mark.text, mark.text
        if mark.title:
            inline = self._inline(content.text[slice(*mark.title)])
            text, words = (joined((said, mark.text)) for said in (inline.text, inline.words))
            tokens = (*content.placed(inline.tokens, mark.title.start), *tokens)
        if len(tokens) == 1 and tokens[0].kind is TokenKind.IMAGE:
            self._add(Kind.IMAGE, span, tokens[0].text, tokens[0].text, tokens=tokens)
            return
        kind = Kind.ADMONITION if mark.admonition else Kind.DIRECTIVE
        self._add(kind, span, text, words, info=mark.name, tokens=tokens)

    def formula(self, node: Node, i: int) -> None:
        content, span = self.body.content(node.meta["at"]), self._span(node)
        tokens = content.placed([math.formula_token(content.text, 0)])
        self._add(Kind.PARAGRAPH, span, " ".join(content.text.split()), tokens=tokens)

    def comment(self, node: Node, i: int) -> None:
        self._add(Kind.COMMENT, self._span(node), self.body.content(node.meta["at"]).text)

    def table(self, node: Node, i: int) -> None:
        head, _, *rest = node.meta["at"]
        cells: list[list[Span]] = node.meta["cells"]
        for start, spans in zip((head, *rest), cells, strict=True):
            self._row(spans, start, len(cells[0]))

    def _row(self, spans: Sequence[Span], start: int, width: int) -> None:
        row = self.body.text[start : self.body.line_end(start)].rstrip(" \t")
        cells: list[Cell] = []
        inlines: list[Inline] = []
        tokens: list[Token] = []
        for first, last in spans:
            cell = row[first:last]
            inline = self._inline(cell.replace("\\|", "|"))
            cells.append(Cell(inline.text, self.body.span(start + first, start + last)))
            if cell:
                inlines.append(inline)
            if inline.tokens:
                tokens += cell_tokens(inline.tokens, self.body, start + first, cell)
        lacking = self.body.span(start + len(row), start + len(row))
        cells += [Cell("", lacking)] * (width - len(spans))
        text = " | ".join([inline.text for inline in inlines])
        words = " | ".join([inline.words for inline in inlines if inline.words])
        span = self.body.span(start, start + len(row))
        self._add(Kind.ROW, span, text, words, tokens=tuple(tokens), cells=tuple(cells))

    def code(self, node: Node, i: int) -> None:
        info = node.info.split(maxsplit=2)
        language = " ".join(info[: 2 if info and info[0].startswith("{") else 1])
        self._add(Kind.CODE, self._span(node), node.content, info=language)

    def html(self, node: Node, i: int) -> None:
        content, span = self.body.content(node.meta["at"]), self._span(node)
        text = content.text
        if raw_html.is_comment(text):
            if include := snippets.COMMENT.match(text):
                token = Token(TokenKind.INCLUDE, include["path"], span)
                self._add(Kind.DIRECTIVE, span, "", info="include", tokens=(token,))
            else:
                self._add(Kind.COMMENT, span, text)
            return
        tokens = content.placed([*raw_html.tokens_of(text, self.vocabulary)]) if len(text) <= LIMIT else ()
        self._add(Kind.HTML, span, raw_html.text_of(text), raw_html.words_of(text), tokens=tokens)

    def definition(self, node: Node, i: int) -> None:
        meta, span = node.meta, self._span(node)
        label = str(meta["label"])
        self._add(Kind.DEFINITION, span, label, info=label, tokens=(Token(TokenKind.LINK, str(meta["url"]), span),))


_READERS: dict[str, Callable[[_Reader, Node, int], None]] = {
    HEADING: _Reader.heading,
    TEXT: _Reader.paragraph,
    TABLE: _Reader.table,
    "fence": _Reader.code,
    "code_block": _Reader.code,
    "html_block": _Reader.html,
    "definition": _Reader.definition,
    MARK: _Reader.mark,
    math.FORMULA: _Reader.formula,
    jsx.COMMENT: _Reader.comment,
}
