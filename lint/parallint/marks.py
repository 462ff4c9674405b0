"""Marks of emphasis, code and links that a reader sees, because they did not take effect.

CommonMark, 6.2 (https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis): a run of `*` opens only if it is
left-flanking and closes only if it is right-flanking. It is neither on a side where white space stands; nor on one
where punctuation stands, unless white space or punctuation is on its other side as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from parallint.memo import once
from parallint.model import Document, Segment, Span, Token, TokenKind
from parallint.patterns import pattern_of

_LINK = pattern_of(r"\](?:[(\[]|[ \u3000]?[(（](?=(?:https?://|mailto:|\.{0,2}/|#)))")
_RUN = pattern_of(r"\*+|_+|`+")
_PYTHON_MARKDOWN = pattern_of(
    r"^[ \t]*(?:!!! |\?\?\?\+? |=== [\"']|;?--8<--)|^/{3,6} [a-z-]{3,20}(?: \||[ \t]*$)"
    r"|\{ ?[#.:][^{}\n]{0,200} \}|\{\*[^{}\n]{0,500}\*\}",
    re.M,
)
_CONTEXT = 24
_MOST = 60
"""Marks of a segment that are looked at."""

_HIDING = frozenset({TokenKind.CODE, TokenKind.PLACEHOLDER, TokenKind.TAG, TokenKind.INCLUDE, TokenKind.FORMULA})
_LINKING = frozenset({TokenKind.LINK, TokenKind.IMAGE, TokenKind.FOOTNOTE, TokenKind.REFERENCE})


class Mark(NamedTuple):
    """A mark that shows: what it is written with (`**`, `` ` ``, `](`), and where in the document's text."""

    sign: str
    span: Span

    @property
    def kind(self) -> TokenKind:
        """What it should have made of the text."""
        if self.sign.startswith("]"):
            return TokenKind.LINK
        return TokenKind.CODE if self.sign.startswith("`") else TokenKind.EMPHASIS


def is_python_markdown(text: str) -> bool:
    """Whether a page has what only extensions of Python-Markdown read: `!!! note`, `/// tab | x`, `{ .class }`, …

    Their emphasis does not ask what stands around a run of `*`, as CommonMark's does.
    """
    return _PYTHON_MARKDOWN.search(text) is not None


def shown_marks(document: Document, segment: Segment) -> list[Mark]:
    """The marks of a prose segment that a reader sees, in their order.

    A mark with a backslash before it is meant to be seen, and so left out; a single `*` or `_` inside a word or with
    white space around it is none.
    """
    found = list(_links(document, segment)) if _may_link(segment.text) else []
    if _may_run(segment.words):
        found += _runs(document.text, segment)
    return sorted(found, key=lambda mark: mark.span)


@once
def marked_segments(document: Document) -> frozenset[int]:
    """The prose segments, by index, with something that looks like a mark: `shown_marks` finds none in the others."""
    prose = [k for kind, indices in document.by_kind.items() if kind.prose for k in indices]
    segments = document.segments
    return frozenset([k for k in prose if _may_run(segments[k].words) or _may_link(segments[k].text)])


def _may_link(text: str) -> bool:
    return "](" in text or "][" in text or "] (" in text or "（" in text


def _may_run(words: str) -> bool:
    return "*" in words or "`" in words or "_" in words


def _links(document: Document, segment: Segment) -> Iterator[Mark]:
    tokens = [t for t in segment.tokens if t.kind in _HIDING or (t.kind in _LINKING and _bracketed(document, t))]
    masked = _masked(document.text, segment, tokens)
    for match in _LINK.finditer(masked):
        opened = masked.rfind("[", 0, match.start())
        if opened >= 0 and "]" not in masked[opened : match.start()] and masked[match.start() - 1] != "\\":
            yield Mark(match.group(), Span(segment.span.start + match.start(), segment.span.start + match.end()))


def _bracketed(document: Document, token: Token) -> bool:
    """Whether the token is more than an address that stands in the text."""
    return document.text[token.span.start : token.span.start + 1] in ("[", "!", "<")


def _masked(text: str, segment: Segment, tokens: Iterable[Token]) -> str:
    """The segment as written, the tokens blanked out."""
    start, end = segment.span
    parts, at = [], start
    for token in sorted(tokens, key=lambda t: t.span):
        first, last = max(token.span.start, at), min(token.span.end, end)
        if last > first:
            parts += [text[at:first], " " * (last - first)]
            at = last
    return "".join([*parts, text[at:end]])


def _runs(text: str, segment: Segment) -> Iterator[Mark]:
    """Each run of `*`, `_` or backticks that stands in the visible words, found again in what is written."""
    shown = [match for match in _RUN.finditer(segment.words) if _meant(segment.words, match)][:_MOST]
    if not shown:
        return
    masked = _masked(text, segment, [token for token in segment.tokens if token.kind in _HIDING])
    written = [match for match in _RUN.finditer(masked) if not masked[: match.start()].endswith("\\")]
    at = 0
    for match in shown:
        alike = [k for k in range(at, len(written)) if written[k].group() == match.group()][:_MOST]
        if alike:
            best = max(alike, key=lambda k: _context(segment.words, match, masked, written[k]))
            at = best + 1
            start, end = written[best].span()
            yield Mark(match.group(), Span(segment.span.start + start, segment.span.start + end))


def _meant(words: str, match: re.Match[str]) -> bool:
    """Whether the run can have been meant as a mark: a single `*` of a sum or `_` of a name was not."""
    before, after = _around(words, match.start(), match.end())
    if match.group()[0] == "`":
        return match.group() != "``"  # code that was emptied: the rules about code and placeholders tell of it
    if before.isspace() and after.isspace():
        return len(match.group()) == len("**") and match.group() == "**"
    return len(match.group()) <= len("***") and not (before.isascii() and after.isascii() and _in_word(before, after))


def _in_word(before: str, after: str) -> bool:
    return (before.isalnum() or before == "_") and (after.isalnum() or after == "_")


def _context(words: str, shown: re.Match[str], masked: str, written: re.Match[str]) -> int:
    """Characters around a run that are the same in what is seen and in what is written."""
    ahead = _common(words[shown.end() : shown.end() + _CONTEXT], masked[written.end() : written.end() + _CONTEXT])
    behind = _common(
        words[max(0, shown.start() - _CONTEXT) : shown.start()][::-1],
        masked[max(0, written.start() - _CONTEXT) : written.start()][::-1],
    )
    return ahead + behind


def _common(one: str, other: str) -> int:
    return next((k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """The characters before and behind; at the edge of the text a line end, which counts as white space."""
    return text[start - 1 : start] or "\n", text[end : end + 1] or "\n"


class Flanks(NamedTuple):
    """What stands around a run of `*`: whether it can open and close emphasis there."""

    before: str
    after: str

    @property
    def opens(self) -> bool:
        """Whether the run is left-flanking."""
        return _flanks(self.after, self.before)

    @property
    def closes(self) -> bool:
        """Whether the run is right-flanking."""
        return _flanks(self.before, self.after)


def flanks(document: Document, mark: Mark) -> Flanks:
    """What stands around a mark in its document."""
    return Flanks(*_around(document.text, *mark.span))


def _flanks(near: str, far: str) -> bool:
    if near.isspace():
        return False
    return not punctuation(near) or far.isspace() or punctuation(far)


def punctuation(character: str) -> bool:
    """Whether CommonMark takes the character for punctuation: Unicode's classes P and S."""
    return unicodedata.category(character)[0] in "PS"


def broken_kinds(document: Document, segments: Sequence[Segment]) -> frozenset[TokenKind]:
    """What a reader sees the marks of in these segments: LINK, CODE, EMPHASIS."""
    return frozenset(mark.kind for s in segments if s.kind.prose for mark in shown_marks(document, s))
