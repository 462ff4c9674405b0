"""Which changes of the English a translation has not taken up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from parallint.changes import LETTERS, Change, changed_since
from parallint.model import Document, Kind, Link, Pair, Revision, Segment, TokenKind
from parallint.patterns import pattern_of
from parallint.worddiff import Op

_NO_TEXT = frozenset({Kind.FRONT_MATTER, Kind.COMMENT, Kind.DEFINITION, Kind.ADMONITION})
"""Kinds that hold nothing to translate, or a title at the most: `{{% alert %}}` that became `> [!NOTE]` is no work."""

_WRAPPERS = frozenset({TokenKind.COMPONENT, TokenKind.PLACEHOLDER})
_TAG = pattern_of(r"\{\{[%<]-?\s*(/?[\w.-]+)")


class Lag(NamedTuple):
    """A piece of the English that changed, came (no `then`) or went (no `now`), and that the translation has not.

    `target` is its translation, if there is one, and `by` the commits that did it, oldest first, where git tells.
    `seen` says that the translation itself shows that it has not followed: it lacks a block, a link, a number.
    """

    then: tuple[Segment, ...]
    now: tuple[Segment, ...]
    target: tuple[Segment, ...]
    by: tuple[Revision, ...]
    seen: bool = True


def behind(pair: Pair, letters: int = LETTERS) -> Iterator[Lag]:
    """What the translation has not followed, in the order of today's English; what went is last.

    What the translation shows to have been taken up is left out, and a correction of up to `letters` letters.
    """
    if pair.base is None:
        return
    yield from sorted((*_changed(pair, letters), *_came(pair)), key=lambda lag: lag.now[0].span)
    yield from _went(pair, pair.base)


def _changed(pair: Pair, letters: int) -> Iterator[Lag]:
    for change in changed_since(pair, letters):
        if not _unwrapped(change) and any(segment.kind not in _NO_TEXT for segment in (*change.then, *change.now)):
            yield _lag(pair, change.then, change.now, change.target)._replace(seen=change.hard)


def _unwrapped(change: Change) -> bool:
    """Whether nothing but the mark-up of a component around the text is gone: an alert is written in another form."""
    if change.gained or not change.dropped or any(kind not in _WRAPPERS for kind, _ in change.dropped):
        return False
    return all(edit.op is Op.SAME for edit in change.edits)


def _came(pair: Pair) -> Iterator[Lag]:
    here = _by_source(pair.links)
    for link in pair.changes:
        if not link.source and (now := [j for j in link.target if _lacking(pair, j, here)]):
            yield _lag(pair, (), tuple(pair.source.segments[j] for j in now), ())


def _went(pair: Pair, base: Document) -> Iterator[Lag]:
    then = _by_source(pair.base_links)
    left_over = {k for link in pair.links if not link.source for k in link.target}
    for link in pair.changes:
        if not link.target:
            gone = [i for i in link.source if i in then and left_over.intersection(then[i].target)]
            gone = [i for i in gone if _tells(base.segments[i], base)]
            target = sorted({k for i in gone for k in then[i].target})
            if gone:
                segments = tuple(pair.target.segments[k] for k in target)
                yield _lag(pair, tuple(base.segments[i] for i in gone), (), segments)


def _by_source(links: Iterable[Link]) -> dict[int, Link]:
    return {i: link for link in links for i in link.source}


def _lacking(pair: Pair, index: int, links: dict[int, Link]) -> bool:
    """Whether a segment of the English has no counterpart, as far as it needs one."""
    segment = pair.source.segments[index]
    if segment.kind is Kind.DIRECTIVE and index not in links:
        there = {(t.kind, t.value) for other in pair.target.segments for t in other.tokens}
        return _tells(segment, pair.source) and not any((t.kind, t.value) in there for t in segment.tokens)
    return index in links and not links[index].target and _tells(segment, pair.source)


def _tells(segment: Segment, document: Document) -> bool:
    """Whether there is something in the segment that a translation can lack: text, an image, an include."""
    if segment.kind in _NO_TEXT:
        return False
    if segment.kind is not Kind.DIRECTIVE:
        return bool(segment.text.strip() or segment.kind is Kind.IMAGE)
    if any(token.kind is TokenKind.INCLUDE for token in segment.tokens):
        return True
    names = [match[1] for token in segment.tokens if (match := _TAG.match(token.value))]
    return any(not name.startswith("/") and not _closed(name, document) for name in names)


def _closed(name: str, document: Document) -> bool:
    """Whether a shortcode is the beginning of something, rather than something itself."""
    return any(
        match[1] == f"/{name}"
        for segment in document.segments
        if segment.kind is not Kind.CODE
        for token in segment.tokens
        if (match := _TAG.match(token.value))
    )


def _lag(pair: Pair, then: tuple[Segment, ...], now: tuple[Segment, ...], target: tuple[Segment, ...]) -> Lag:
    return Lag(then, now, target, pair.origin.changed_by(then, now) if pair.origin else ())


def since_when(pair: Pair, then: Sequence[Segment], now: Sequence[Segment]) -> str:
    """When the English of the base's segments `then` became the one of `now`; either may be empty.

    ` on 2019-07-22 (974d5cf “Clarify the scopes”)`, with ` and last on …` behind it where it was more than one commit,
    or "" where git does not tell.
    """
    return on_days(pair.origin.changed_by(then, now)) if pair.origin else ""


def on_days(by: Sequence[Revision]) -> str:
    """The first of some commits and the last, in words with a blank before them."""
    told = [f"on {revision}" if revision.commit else "not committed yet" for revision in by]
    return "".join((f" {told[0]}", *(f" and last {last}" for last in told[1:][-1:]))) if told else ""


def english_then(pair: Pair, segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The base's segments that segments of the translation translate."""
    if pair.base is None:
        return ()
    wanted = {segment.span for segment in segments}
    found = {
        i
        for link in pair.base_links
        for i in link.source
        if any(pair.target.segments[k].span in wanted for k in link.target)
    }
    return tuple(pair.base.segments[i] for i in sorted(found))
