"""MDX: components and tags on lines of their own, imports and exports, comments and expressions in braces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from parallint.model import Span, Token, TokenKind
from parallint.patterns import pattern_of
from parallint.read.dialects.marks import Event, Mark, keyword, line_at, push, push_code, register
from parallint.read.dialects.parameters import Vocabulary, joined
from parallint.read.dialects.tags import BRACES, RAW, TAG, tag_tokens

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

_INLINE_TAGS = frozenset(
    {
        *(
            "a",
            "abbr",
            "b",
            "bdi",
            "bdo",
            "br",
            "button",
            "cite",
            "code",
            "data",
            "del",
            "dfn",
            "em",
            "i",
            "img",
            "input",
        ),
        *("ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var"),
    }
)
_IMPORT = pattern_of(
    r"""import\s+(?:type\s+)?(?:(?P<names>[^;"'`]{1,500}?)\s*\bfrom\s*)?(["'])(?P<path>[^"'\n]+)\2\s*;?\s*\Z"""
)
_EXPORT = pattern_of(r"export\s+(?:const|let|var|default|function|async|class|type|interface|enum|\{|\*)")
_COMMENT = pattern_of(r"\{\s*/\*.*?\*/\s*\}", re.S)
_EXPRESSION = pattern_of(BRACES)
_LITERAL = pattern_of(r"""\{\s*(?:"([^"\\{}]*)"|'([^'\\{}]*)'|`([^`\\{}$]*)`)\s*\}\Z""")
_MOST_LINES = 60
_LONGEST = 5_000

COMMENT = "comment"
"""The type of the token of a comment in braces."""


def jsx_plugin(md: MarkdownIt, words: Vocabulary) -> None:
    """Read a page as MDX: no indented code, and HTML only where it is no JSX."""

    def tags(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if RAW.match(state.src, state.bMarks[start] + state.tShift[start]):
            return False
        found, stop = _only_tags(state, start, end)
        if not found or (silent and all(_is_inline(written) for written, _ in found)):
            return False
        if not silent:
            push(state, start, stop, _mark(found, words))
        return True

    html = next(rule.fn for rule in md.block.ruler.__rules__ if rule.name == "html_block")

    def raw(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        pos = state.bMarks[start] + state.tShift[start]
        return bool(RAW.match(state.src, pos)) and html(state, start, end, silent)

    md.block.ruler.at("html_block", raw, {"alt": ["paragraph", "reference", "blockquote"]})
    register(md, "jsx", tags)
    md.block.ruler.before("html_block", "esm", _esm)
    register(md, "jsx_comment", _comment)
    md.disable("code")
    md.inline.ruler.before("autolink", "jsx_tag", _tag)
    md.inline.ruler.before("backticks", "expression", _expression)


def _is_inline(written: str) -> bool:
    match = re.match(r"</?([\w.:-]+)", written)
    return bool(match) and match[1] in _INLINE_TAGS  # type: ignore[index]


def _only_tags(state: StateBlock, start: int, end: int) -> tuple[list[tuple[str, int]], int]:
    """The tags, each with its place, of a line that holds nothing else, or none, and the line after them."""
    text, stop = line_at(state, start), start + 1
    last = min(end, start + _MOST_LINES)
    found: list[tuple[str, int]] = []
    at = 0
    while at < len(text):
        match = TAG.match(text, at)
        while not match and text.startswith("<", at) and stop < last and not state.isEmpty(stop):
            text += "\n" + line_at(state, stop)
            stop += 1
            match = TAG.match(text, at) if ">" in text[-len(line_at(state, stop - 1)) :] else None
        if not match:
            return [], start
        found.append((match.group(), at))
        at = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip(" \t"))
    return found, stop


def _mark(found: Sequence[tuple[str, int]], words: Vocabulary) -> Mark:
    tokens: list[Token] = []
    names: list[str] = []
    events: list[Event] = []
    admonition = ""
    for written, start in found:
        of_tag = tag_tokens(written, start, words)
        tokens += of_tag
        name = of_tag[0].value.split(" ", 1)[0]
        names.append(name)
        if written.endswith("/>") or name in ("br", "img", "hr", "input"):
            continue
        events.append(Event("<" + name.removeprefix("/"), not name.startswith("/")))
        kind, is_one = keyword(name)
        admonition = admonition or (kind if is_one else "")
    text = joined(token.text for token in tokens)
    return Mark(admonition or " ".join(names), bool(admonition), None, text, tuple(tokens), tuple(events))


def _esm(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Imports as includes, exports as code; both reach to the next blank line, exports on until brackets are closed."""
    if silent or state.level or state.sCount[start]:
        return False
    line = line_at(state, start)
    if line.startswith("export"):
        if not _EXPORT.match(line):
            return False
        stop = _balanced(state, start, end)
        push_code(state, start, stop, (start, stop), "js")
        return True
    return line.startswith("import") and _imports(state, start, end)


def _balanced(state: StateBlock, start: int, end: int) -> int:
    depth, line = 0, start
    while line < end:
        text = line_at(state, line)
        if not text and depth <= 0:
            break
        depth += sum(map(text.count, "{[(")) - sum(map(text.count, "}])"))
        line += 1
    while state.isEmpty(line - 1):
        line -= 1
    return line


def _imports(state: StateBlock, start: int, end: int) -> bool:
    tokens: list[Token] = []
    line, offset = start, 0
    statement, began = "", 0
    stop = start
    while line < min(end, start + 10 * _MOST_LINES) and not state.isEmpty(line):
        text = line_at(state, line)
        if not statement:
            if not text.startswith("import"):
                break
            began = offset
        statement = f"{statement} {text}".strip()
        offset += len(text) + 1
        line += 1
        if len(statement) > _LONGEST:
            break
        if match := _IMPORT.match(statement):
            value = " ".join(f"{match['path']} {match['names'] or ''}".split())
            tokens.append(Token(TokenKind.INCLUDE, value, Span(began, offset - 1)))
            statement, stop = "", line
    if stop == start:
        return False
    push(state, start, stop, Mark("import", tokens=tuple(tokens)))
    return True


def _comment(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A comment in braces, blank lines and all."""
    pos = state.bMarks[start] + state.tShift[start]
    if not re.compile(r"\{\s*/\*").match(state.src, pos, state.eMarks[start]):
        return False
    close = state.src.find("*/", pos, pos + 10 * _LONGEST)
    line = start
    while close >= 0 and line < end and state.eMarks[line] < close:
        line += 1
    if close < 0 or line >= end or state.src[close + 2 : state.eMarks[line]].strip() != "}":
        return False
    if not silent:
        state.line = line + 1
        token = state.push(COMMENT, "", 0)
        at = [state.bMarks[k] + state.tShift[k] for k in range(start, line + 1)]
        token.meta = {"at": at, "end": state.eMarks[line]}
    return True


def _tag(state: StateInline, silent: bool) -> bool:
    """A tag with braces in it, or with a name that HTML does not know, such as `Foo.Bar`."""
    match = TAG.match(state.src, state.pos, min(state.posMax, state.pos + _LONGEST))
    if not match or ("{" not in match.group() and "." not in match.group().split(" ", 1)[0]):
        return False
    if not silent:
        state.push("html_inline", "", 0).content = match.group()
    state.pos = match.end()
    return True


def _expression(state: StateInline, silent: bool) -> bool:
    match = _COMMENT.match(state.src, state.pos, min(state.posMax, state.pos + _LONGEST)) or _EXPRESSION.match(
        state.src, state.pos, min(state.posMax, state.pos + _LONGEST)
    )
    if not match:
        return False
    if not silent:
        state.push("expression", "", 0).content = match.group()
    state.pos = match.end()
    return True


def expression_token(written: str, start: int) -> tuple[Token | None, str]:
    """The token of an expression in braces that begins at `start`, none for a comment, and the text that it is."""
    if _COMMENT.fullmatch(written):
        return None, ""
    if literal := _LITERAL.match(written):
        return None, literal[1] or literal[2] or literal[3] or ""
    return Token(TokenKind.PLACEHOLDER, " ".join(written.split()), Span(start, start + len(written))), ""
