"""Microsoft Learn's marks of colons: `:::zone pivot="x"` … `:::zone-end`, `:::row:::`, `:::image … :::`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from parallint.model import Span, Token, TokenKind
from parallint.patterns import pattern_of
from parallint.read.dialects.marks import Event, Mark, line_at, push
from parallint.read.dialects.parameters import Vocabulary
from parallint.read.dialects.tags import attributes

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

_NAMES = "image|icon|video|code|zone|moniker|row|column|no-loc|form|button"
_BLOCK = pattern_of(
    rf":::[ \t]*(?P<name>{_NAMES})(?P<end>-end)?(?P<rest>(?:\s+[^:\n](?:[^:\n]|:(?!::))*)?)(?P<whole>:::)?", re.I
)
INLINE = pattern_of(rf":::(?P<name>{_NAMES})(?P<rest>\s[^:]*+(?::(?!::)[^:]*+)*+):::", re.I)
"""A mark that stands in a line."""

_OPENS = pattern_of(r":::[ \t]*(?:image|icon)\b(?![^\n]*:::[ \t]*$)", re.I)

_CONTAINERS = frozenset({"zone", "moniker", "row", "column"})
_WHOLE = frozenset({"image", "icon", "row", "column"})
"""Marks that are nothing without their closing colons."""


def is_learn(line: str) -> re.Match[str] | None:
    """The parts of a line that is one of the marks, or None.

    What ends on a later line stands in a paragraph, as one that follows text does: see `stands_in_line`.
    """
    match = _BLOCK.fullmatch(line)
    if not match:
        return None
    name = match["name"].lower()
    if match["end"] or name in _WHOLE:
        return match if match["end"] or match["whole"] else None
    return match if "=" in match["rest"] else None


def stands_in_line(match: re.Match[str]) -> bool:
    """Whether a mark that follows a line of text is part of that paragraph: a picture without a description below."""
    return match["name"].lower() in ("image", "icon") and not match["end"] and 'type="complex"' not in match["rest"]


def opens(line: str) -> bool:
    """Whether a picture's mark begins with the line and is not whole in it."""
    return _OPENS.match(line) is not None


def push_learn(state: StateBlock, start: int, match: re.Match[str], words: Vocabulary) -> None:
    """Make the line a mark."""
    name, line = match["name"].lower(), line_at(state, start)
    if match["end"]:
        push(state, start, start + 1, Mark("/" + name, events=(Event(":" + name, False),), quiet=True))
        return
    token = learn_token(match, Span(0, len(line)), words)
    opens = name in _CONTAINERS or 'type="complex"' in line
    bare = token.value == name
    events = (Event(":" + name, True),) if opens else ()
    info = "include" if token.kind is TokenKind.INCLUDE else name
    push(state, start, start + 1, Mark(info, False, None, token.text, () if bare else (token,), events))


def learn_token(match: re.Match[str], span: Span, words: Vocabulary) -> Token:
    """The token of a mark: an image with its description, an include with its path, else the locked parameters."""
    name, given = match["name"].lower(), {a.name.lower(): a.value for a in attributes(match["rest"])}
    if name in ("image", "icon") and "source" in given:
        return Token(TokenKind.IMAGE, given["source"], span, given.get("alt-text", ""))
    texts = [value for key, value in given.items() if name != "no-loc" and words.is_text(name, key, value)]
    locked = [f'{key}="{value}"' for key, value in sorted(given.items()) if value not in texts]
    if name == "code" and "source" in given:
        more = [part for part in locked if not part.startswith("source=")]
        return Token(TokenKind.INCLUDE, " ".join([given["source"], *more]), span)
    return Token(TokenKind.PLACEHOLDER, " ".join([name, *locked]), span, " | ".join(texts))


def learn_plugin(md: MarkdownIt) -> None:
    """Read the marks that stand in a line."""

    def learn(state: StateInline, silent: bool) -> bool:
        match = INLINE.match(state.src, state.pos, state.posMax)
        if not match:
            return False
        if not silent:
            state.push("learn", "", 0).content = match.group()
        state.pos = match.end()
        return True

    md.inline.ruler.before("escape", "learn", learn)
