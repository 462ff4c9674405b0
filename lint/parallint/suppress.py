"""What a page says not to report: `<!-- parallint: ignore missing-segment: reason -->`.

The comment stands before the piece that it is about, or behind it on its last line; for something that is missing,
where it belongs. It is bound to that piece and not to a line, and with the beginning of the English in quotation marks
it ends when the English there changes: `ignore missing-segment "Scoping allows": not in our edition`. In the English
page it counts for every locale; in front matter, or as `ignore-page`, for the whole page.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from parallint.model import Document, Finding, Kind, Pair, Problem, Segment, Span, TokenKind
from parallint.patterns import pattern_of

MARK = "parallint:"
"""What every such comment holds: a page without it has none."""

_COMMENT = pattern_of(
    r"(?:<!--|\{/\*|\{\{-?[ \t]*/\*|\{\{<!--|^[ \t]*(?:\#|//|%)|\{\#)[ \t]*parallint:[ \t]*"
    r"(?P<verb>[\w-]{1,30})[ \t]*(?P<rules>[\w-]{1,60}(?:[ \t]*,[ \t]*[\w-]{1,60}){0,20})?"
    r"[ \t]*(?:[\"“](?P<quote>[^\"“”\r\n]{1,300})[\"”])?[ \t]*(?::[ \t]*(?P<reason>[^\r\n]{0,500}?))?[ \t]*"
    r"(?:-->|\*/[ \t]*-?\}{1,2}|\#\}|$)",
    re.MULTILINE,
)
ALL = "all"
"""Stands for every rule."""

IDLE = "no rule finds anything here"
"""What a comment that silences all rules is told where none of them finds anything."""

UNUSED = "unused-ignore"
"""The rule under whose name the engine reports comments that silence nothing."""

_OF_HISTORY = frozenset({"stale-segment", "stale-page", "moved-pin"})
"""Rules that find nothing where nobody knows what English a page was made from, as in a shallow clone."""


class Silenced(NamedTuple):
    """A problem that a comment silences, and the reason that it gives."""

    problem: Problem
    reason: str


class Side(StrEnum):
    """Which of a pair's documents holds a comment."""

    SOURCE = "source"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Ignore:
    """A comment that silences rules, on one side of a pair.

    `span` is the comment's own. `piece` covers the segment that it is about, None for the whole page; `before` is where
    the segment above ends. `fault` says what is wrong with the comment itself, if anything.
    """

    side: Side
    rules: tuple[str, ...]
    quote: str
    reason: str
    span: Span
    piece: Span | None = None
    before: int = 0
    fault: str = ""

    def covers(self, pair: Pair, rule: str, finding: Finding) -> bool:
        """Whether the comment silences a finding of a rule."""
        if self.fault or not (rule in self.rules or ALL in self.rules):
            return False
        if self.quote and not self._quoted(pair, finding):
            return False
        if self.piece is None:
            return True
        place = self._own(finding)
        if place is None:
            return False
        if place.start == place.end:
            behind = self.piece.start < self.span.start
            return self.before <= place.start < self.piece.end or (behind and place.start == self.piece.end)
        return place.start < self.piece.end and place.end > self.piece.start

    def holds(self, finding: Finding) -> bool:
        """Whether a finding is about the comment itself, which is no part of the page."""
        place = self._own(finding)
        return place is not None and self.span.start <= place.start < place.end <= self.span.end

    def _own(self, finding: Finding) -> Span | None:
        """The place of a finding in the document that holds the comment."""
        place = finding.target if self.side is Side.TARGET else finding.source
        return place if isinstance(place, Span) else None

    def _quoted(self, pair: Pair, finding: Finding) -> bool:
        """Whether the pieces that the finding is about, in English or translated, still read as the comment quotes."""
        wanted = folded(self.quote.rstrip("…. "))
        sides = ((Side.SOURCE, pair.source, finding.source), (Side.TARGET, pair.target, finding.target))
        for side, document, place in sides:
            own = self.span if side is self.side else Span(0, 0)
            if isinstance(place, Span) and wanted in folded(_around(document, place, own)):
                return True
        return False


def _around(document: Document, place: Span, comment: Span) -> str:
    """The text of a place and of the segments that it lies in, without a comment."""
    touched = [s.span for s in document.segments if s.span.start < place.end and place.start < s.span.end]
    start, end = min((place.start, *(s.start for s in touched))), max((place.end, *(s.end for s in touched)))
    if comment.end <= start or end <= comment.start:
        return document.text[start:end]
    return document.text[start : max(start, comment.start)] + document.text[min(end, comment.end) : end]


def ignores(pair: Pair, known: Collection[str]) -> tuple[Ignore, ...]:
    """The comments of both sides that silence rules; `known` are the ids of all rules."""
    return (*comments_of(pair.source, Side.SOURCE, known), *comments_of(pair.target, Side.TARGET, known))


def unneeded(
    pair: Pair, comments: Sequence[Ignore], used: Collection[tuple[Ignore, str]], ran: Collection[str], complete: bool
) -> Iterator[Finding]:
    """A finding for each comment that silences nothing, and for each that has a fault.

    `used` holds comments with a rule that they silenced; `ran` are the rules that ran on the pair, and `complete` says
    that none of the usual ones was left out: one that did not run cannot make its comment unused.
    """
    judged = ran if pair.base is not None else frozenset(ran) - _OF_HISTORY
    for comment in comments:
        if comment.side is Side.SOURCE and pair.embedded:
            continue
        if told := comment.fault or _idle(comment, used, judged, complete):
            spans = (comment.span, None) if comment.side is Side.SOURCE else (None, comment.span)
            yield Finding(unused_told(told), *spans)


def _idle(comment: Ignore, used: Collection[tuple[Ignore, str]], judged: Collection[str], complete: bool) -> str:
    """What a comment silences nothing of; "" where it is of use, or where that cannot be told."""
    if ALL in comment.rules:
        return "" if not complete or any(one == comment for one, _ in used) else IDLE
    return idle_told([rule for rule in comment.rules if rule in judged and (comment, rule) not in used], comment.quote)


def unused_told(why: str) -> str:
    """The message on a comment that is of no use."""
    return f"this comment silences nothing: {why}"


def idle_told(rules: Sequence[str], quote: str) -> str:
    """That these rules find nothing where a comment, with this quotation, silences them; "" for no rules."""
    if not rules:
        return ""
    where = f"of “{quote}” here" if quote else "here"
    return f"{' and '.join(rules)} {'finds' if len(rules) == 1 else 'find'} nothing {where}"


def comments_of(document: Document, side: Side, known: Collection[str]) -> Iterator[Ignore]:
    """The comments of one document that silence rules; `known` are the ids of all rules."""
    if MARK not in document.text:
        return
    for match in _COMMENT.finditer(document.text):
        span = Span(*match.span())
        if _in_code(document.segments, span):
            continue
        front = document.segments[0].span.end if _has_front_matter(document) else 0
        rules = tuple(part.strip() for part in (match["rules"] or "").split(",") if part.strip())
        quote, reason = match["quote"] or "", (match["reason"] or "").strip()
        fault = _fault(match["verb"], rules, reason, known)
        if match["verb"] == "ignore-page" or span.end <= front:
            yield Ignore(side, rules, quote, reason, span, fault=fault)
        elif span.start >= front and not match.group().lstrip().startswith(("#", "//", "%")):
            before, piece = _about(document, span)
            yield Ignore(side, rules, quote, reason, span, piece, before, fault)


def _fault(verb: str, rules: Sequence[str], reason: str, known: Collection[str]) -> str:
    if verb not in ("ignore", "ignore-page"):
        return f"“{verb}” means nothing here; there are “ignore” and “ignore-page”"
    if not rules:
        return "it names no rule"
    for rule in rules:
        if rule not in known and rule != ALL:
            return f"there is no rule {rule!r}"
    return "" if reason else "it gives no reason: write one behind a colon"


def _about(document: Document, span: Span) -> tuple[int, Span]:
    """Where the segment above the comment ends, and the segment that it is about: the one on its line, or the next."""
    line = document.text.rfind("\n", 0, span.start) + 1
    above = 0
    for segment in document.segments:
        if segment.kind is Kind.COMMENT or _only_a_comment(document, segment):
            continue
        if segment.span.start < span.start and segment.span.end > line:
            return above, segment.span
        if segment.span.start >= span.end:
            return above, segment.span
        above = segment.span.end
    return above, Span(span.end, len(document.text))


def _only_a_comment(document: Document, segment: Segment) -> bool:
    """Whether the segment is a comment of ours in a form that Markdown does not know as one."""
    written = document.text[segment.span.start : segment.span.end].strip()
    return MARK in written and _COMMENT.fullmatch(written) is not None


def _in_code(segments: Sequence[Segment], span: Span) -> bool:
    for segment in segments:
        if segment.span.start <= span.start < segment.span.end:
            code = (t for t in segment.tokens if t.kind is TokenKind.CODE)
            return segment.kind is Kind.CODE or any(t.span.start <= span.start < t.span.end for t in code)
    return False


def _has_front_matter(document: Document) -> bool:
    return bool(document.segments) and document.segments[0].kind is Kind.FRONT_MATTER


def folded(text: str) -> str:
    """A text as quotations are compared: without case, and wherever its lines break."""
    return " ".join(text.split()).casefold()
