"""Inline content with nothing but the commonest markup, read without the parser, which costs ten times as much.

What it says is what `inline.read_parsed` says of the parser's tokens. Wherever one construct could have to do with
another (brackets in brackets, emphasis that crosses, a mark that is not closed), the content is left to the parser; so
each character is looked at a fixed number of times.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from markdown_it.common.entities import entities
from markdown_it.common.html_re import close_tag, open_tag
from markdown_it.common.normalize_url import normalizeLinkText
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace, normalizeReference

from parallint.patterns import pattern_of
from parallint.read.dialects.parameters import Vocabulary
from parallint.read.dialects.templates import TEMPLATE, template_token
from parallint.read.gathered import Gathered, Inline

_MARK = pattern_of(r"[\n`*_~!\\\[<&{]")
_BLANKS = pattern_of(r"[ \t]*+")
_ENTITY = pattern_of("&(?:#|([a-zA-Z][a-zA-Z0-9]{1,31});)")
_LABEL = r"\[(?!\^|!(?i:include|code|video|div))((?:[^\[\]`\\<&{]++|`[^`]++`(?!`))*+)\]"
_CHAR = r"[^\x00-\x20\x7f()\\&]++|&(?!#|[a-zA-Z][a-zA-Z0-9]{1,31};)"
_TO = rf"\((?!<)((?:{_CHAR})(?:{_CHAR}|\((?:{_CHAR})*+\))*+)(?: ++(?:\"[^\"\\]*+\"|'[^'\\]*+'))?\)"
_LINK = pattern_of(_LABEL + _TO)
_REFERENCE = pattern_of(_LABEL + r"(?:\[([^\[\]`\\<&{]*+)\])?(?![\[(])")
_IMAGE = pattern_of(r"!\[([^\[\]`\\<&{*_~\n]*+)\]" + _TO)
_TAG = pattern_of(f"(?:{open_tag}|{close_tag})")
_ADDRESS = pattern_of(r"<([a-zA-Z][a-zA-Z0-9+.\-]{1,31}:[^<>\x00-\x20]*)>")
_WORD_IN_BRACES = pattern_of(r"\{[\w ]*+\}(?!`)")
_MOST_OPEN = 20
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


References = Mapping[str, Mapping[str, Any]]
"""What a page defines, by normalised label; `href` is the address."""


class _Run(NamedTuple):
    """A run of `*`, `_` or `~~` that may open emphasis: as written, and where it stands among the parts said."""

    written: str
    part: int


class _Reading(NamedTuple):
    """A content on its way, up to `end`; `opened` are the runs that wait for their ends."""

    gathered: Gathered
    content: str
    end: int
    references: References
    opened: list[_Run]


def read_simple(content: str, words: Vocabulary, references: References) -> Inline | None:
    """What the content says; None where that is the parser's to tell.

    `references` are what the page defines, as the parser has it. Of the dialects' marks only those that begin with a
    brace or a bracket may be in the content, and no expressions of MDX.
    """
    gathered = Gathered(content, words)
    return gathered.inline() if _read(gathered, 0, len(content), references) else None


def _read(gathered: Gathered, at: int, end: int, references: References) -> bool:
    content = gathered.content
    reading = _Reading(gathered, content, end, references, [])
    while match := _MARK.search(content, at, end):
        start = match.start()
        char = content[start]
        if start > at:
            gathered.say(content[at:start].rstrip(" ") if char == "\n" else content[at:start])
        at = _READERS[char](reading, start)
        if at < 0:
            return False
    if at < end:
        gathered.say(content[at:end])
    return True


_LEAVE = -1
"""Said instead of the offset at which the reading goes on: this is the parser's."""


def _break(reading: _Reading, start: int) -> int:
    reading.gathered.line_break()
    blanks = _BLANKS.match(reading.content, start + 1, reading.end)
    return blanks.end() if blanks else start + 1


def _run_end(reading: _Reading, start: int) -> int:
    """Where the run of one character that begins at `start` ends."""
    content, end, char = reading.content, reading.end, reading.content[start]
    stop = start + 1
    while stop < end and content[stop] == char:
        stop += 1
    return stop


def _code(reading: _Reading, start: int) -> int:
    content, inside = reading.content, _run_end(reading, start)
    closing = content.find("`", inside, reading.end)
    if closing < 0 or (stop := _run_end(reading, closing)) - closing != inside - start:
        return _LEAVE
    code = content[inside:closing].replace("\n", " ")
    if code[0] == " " == code[-1] and code.strip(" "):
        code = code[1:-1]
    reading.gathered.code(code, start, stop)
    return stop


def _emphasis(reading: _Reading, start: int) -> int:
    stop = _run_end(reading, start)
    run, gathered, opened = reading.content[start:stop], reading.gathered, reading.opened
    gathered.say(run)
    if run[0] == "~" and len(run) != 2:  # a single one is text, more may be anything
        return stop if len(run) == 1 else _LEAVE
    if len(opened) > _MOST_OPEN:
        return _LEAVE
    opens, closes = _flanks(reading.content, start, stop, reading.end)
    if closes and any(other.written[0] == run[0] for other in opened):
        opening = opened.pop()
        if opening.written != run:
            return _LEAVE
        for part in (opening.part, len(gathered.text) - 1):
            gathered.text[part] = gathered.words[part] = ""
    elif opens:
        opened.append(_Run(run, len(gathered.text) - 1))
    return stop


def _flanks(content: str, start: int, stop: int, end: int) -> tuple[bool, bool]:
    """Whether a run of delimiters can open emphasis, and whether it can close some (CommonMark 0.31, section 6.2)."""
    before = _class(content[start - 1]) if start else " "
    behind = _class(content[stop]) if stop < end else " "
    left = behind != " " and (behind != "." or before != "a")
    right = before != " " and (before != "." or behind != "a")
    if content[start] == "_":
        return left and (not right or before == "."), right and (not left or behind == ".")
    return left, right


@lru_cache(maxsize=4096)
def _class(char: str) -> str:
    """A blank for white space, a point for punctuation, an a for anything else."""
    if isWhiteSpace(ord(char)):
        return " "
    return "." if isMdAsciiPunct(ord(char)) or isPunctChar(char) else "a"


def _link(reading: _Reading, start: int) -> int:
    content, gathered = reading.content, reading.gathered
    link = _LINK.match(content, start, reading.end)
    if link:
        address = link[2]
    elif link := _REFERENCE.match(content, start, reading.end):
        known = reading.references and reading.references.get(normalizeReference(link[2] or link[1]))
        if not known:
            gathered.say("[")
            return start + 1
        address = str(known["href"])
    else:
        return _LEAVE
    gathered.link(address, start, link.end())
    if not _read(gathered, *link.span(1), reading.references):
        return _LEAVE
    gathered.link_ends()
    return link.end()


def _image(reading: _Reading, start: int) -> int:
    if reading.content[start + 1 : start + 2] != "[":
        reading.gathered.say("!")
        return start + 1
    image = _IMAGE.match(reading.content, start, reading.end)
    if not image:
        return _LEAVE
    reading.gathered.image(image[2], [image[1]] if image[1] else [], *image.span())
    return image.end()


def _angle(reading: _Reading, start: int) -> int:
    content, gathered = reading.content, reading.gathered
    if tag := _TAG.match(content, start, reading.end):
        if gathered.opened and reading.opened and reading.opened[-1].part >= gathered.opened[0][2]:
            return _LEAVE  # a link's text with a run in it of which it is not known yet what it means
        gathered.tag(tag.group(), *tag.span())
        return tag.end()
    if address := _ADDRESS.match(content, start, reading.end):
        gathered.link(address[1], *address.span())
        gathered.say(normalizeLinkText(address[1]))
        return address.end()
    return _LEAVE


def _escape(reading: _Reading, start: int) -> int:
    char = reading.content[start + 1 : start + 2]
    if char not in _PUNCTUATION:
        return _LEAVE
    reading.gathered.say(char)
    return start + 2


def _ampersand(reading: _Reading, start: int) -> int:
    entity = _ENTITY.match(reading.content, start, reading.end)
    if entity and entity[1] is None:
        return _LEAVE
    if entity and entity[1] in entities:
        reading.gathered.say(entities[entity[1]])
        return entity.end()
    reading.gathered.say("&")
    return start + 1


def _brace(reading: _Reading, start: int) -> int:
    content, gathered = reading.content, reading.gathered
    if content.startswith(("{{", "{%", "{*"), start):
        tag = TEMPLATE.match(content, start, reading.end)
        if not tag:
            return _LEAVE
        gathered.stands(template_token(tag.group(), start, gathered.vocabulary))
        return tag.end()
    if not _WORD_IN_BRACES.match(content, start, reading.end):
        return _LEAVE
    gathered.say("{")
    return start + 1


_READERS: dict[str, Callable[[_Reading, int], int]] = {
    "\n": _break,
    "`": _code,
    "*": _emphasis,
    "_": _emphasis,
    "~": _emphasis,
    "[": _link,
    "!": _image,
    "<": _angle,
    "\\": _escape,
    "&": _ampersand,
    "{": _brace,
}
