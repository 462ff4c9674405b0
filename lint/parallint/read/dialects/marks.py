"""Marks: the lines with which a dialect opens or closes a container, or says something by itself.

A mark is a block of its own; what stands between two marks is Markdown like any other and no deeper, so a mark that
nobody closes swallows nothing and changes nothing behind it. Which closes which is found afterwards (`balance`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from parallint.model import Span, Token

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token as Node

MARK = "mark"
"""The type of a mark's token; its `meta` holds, beside a block's `at` and `end`, the `Mark`."""

INDENTED = "indented"
"""The type, with `_open` and `_close` behind it, of the tokens around what stands in a mark by its indentation."""

ADMONITIONS = frozenset(
    {
        *(
            "note",
            "tip",
            "warning",
            "danger",
            "info",
            "caution",
            "important",
            "success",
            "question",
            "example",
            "quote",
        ),
        *("details", "alert", "hint", "attention", "error", "failure", "fail", "bug", "abstract", "summary", "todo"),
        *("seealso", "tldr", "faq", "help", "missing", "check", "done", "cite", "aside", "callout", "admonition"),
        *("notice", "message", "pageinfo", "disclaimer", "dropdown", "deepdive", "pitfall"),
    }
)
"""Keywords, in lower case, of what is set apart from the text for the reader's attention."""


def keyword(name: str) -> tuple[str, bool]:
    """A container's name in normal form, and whether it is an admonition's, which is written in capitals."""
    low = name.lower()
    bare = low.removeprefix("callout-").removeprefix("admonition-").removesuffix("-block")
    return (bare.upper(), True) if bare in ADMONITIONS else (low, False)


def register(md: MarkdownIt, name: str, rule: Callable[[StateBlock, int, int, bool], bool]) -> None:
    """Add a block rule before the library's; what it finds also ends paragraphs, quotes and lists."""
    md.block.ruler.before("fence", name, rule, {"alt": ["paragraph", "reference", "blockquote", "list"]})


class Event(NamedTuple):
    """That a mark opens or closes something: what, in such a form that only its own kind can close it."""

    key: str
    opens: bool


class Mark(NamedTuple):
    """A mark on its way to a segment; offsets are in the mark's lines, each without its indentation.

    `name` is the segment's `info`, `title` where text stands that is inline markup, `text` what of the parameters is
    text. A `quiet` closing mark that closes something says nothing that its opening one does not: no segment comes of
    it.
    """

    name: str
    admonition: bool = False
    title: Span | None = None
    text: str = ""
    tokens: tuple[Token, ...] = ()
    events: tuple[Event, ...] = ()
    quiet: bool = False


def line_at(state: StateBlock, line: int) -> str:
    """A line's text without its indentation and the white space at its end."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip(" \t")


def push(state: StateBlock, start: int, stop: int, mark: Mark) -> None:
    """Make the lines from `start` to before `stop` a mark."""
    state.line = stop
    _note(state, state.push(MARK, "", 0), start, stop).meta["mark"] = mark


def push_code(state: StateBlock, start: int, stop: int, inner: tuple[int, int], info: str) -> None:
    """Make the lines from `start` to before `stop` a code block; `inner` are the lines of its code, likewise."""
    state.line = stop
    token = _note(state, state.push("fence", "code", 0), start, stop)
    token.info = info
    token.content = state.getLines(*inner, state.sCount[start], True)


def _note(state: StateBlock, token: Node, start: int, stop: int) -> Node:
    at = [state.bMarks[k] + state.tShift[k] for k in range(start, stop)]
    token.meta = {"at": at, "end": state.eMarks[stop - 1]}
    return token


def nest(state: StateBlock, start: int, stop: int, indent: int) -> None:
    """Read the lines from `start` to before `stop`, which are indented by `indent`, as blocks inside."""
    blocks, last, parent = state.blkIndent, state.lineMax, state.parentType
    state.blkIndent, state.lineMax, state.parentType = indent, stop, "root"
    state.push(INDENTED + "_open", "", 1)
    state.md.block.tokenize(state, start, stop)
    state.push(INDENTED + "_close", "", -1)
    state.blkIndent, state.lineMax, state.parentType = blocks, last, parent
    state.line = stop


class _Opened(NamedTuple):
    key: str
    level: int
    node: int


def balance(nodes: Sequence[Node]) -> dict[int, tuple[int, int]]:
    """For each mark (its index) how many events of others it closes, and how many of its own are closed.

    A mark closes the last one open of its key at its level; what was opened within is left unclosed.
    """
    stack: list[_Opened] = []
    waiting: Counter[tuple[str, int]] = Counter()
    done: dict[int, tuple[int, int]] = {}
    for k in [k for k, node in enumerate(nodes) if node.type == MARK]:
        node = nodes[k]
        closes = 0
        for event in node.meta["mark"].events:
            if event.opens:
                stack.append(_Opened(event.key, node.level, k))
                waiting[event.key, node.level] += 1
                continue
            key = next((key for key in _closable(event.key) if waiting[key, node.level]), None)
            if key is None:
                continue
            opened = _pop(stack, waiting, key, node.level)
            before = done.get(opened.node, (0, 0))
            done[opened.node] = (before[0], before[1] + 1)
            closes += 1
        own = done.get(k, (0, 0))
        done[k] = (closes, own[1])
    return done


def _pop(stack: list[_Opened], waiting: Counter[tuple[str, int]], key: str, level: int) -> _Opened:
    while True:
        opened = stack.pop()
        waiting[opened.key, opened.level] -= 1
        if (opened.key, opened.level) == (key, level):
            return opened


def _closable(key: str) -> Iterable[str]:
    """The keys that a closing mark fits: colons close as many, and else the most among fewer."""
    if key.startswith(":::") and not key.strip(":"):
        return (key[:count] for count in range(len(key), 2, -1))
    return (key,)
