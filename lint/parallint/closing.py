"""Marks that open and close something: which of them the English closes, and the translation does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from parallint.memo import once
from parallint.model import Document, Kind, Pair, Span, Token, TokenKind
from parallint.patterns import pattern_of

_SHORTCODE = pattern_of(r"\{\{[<%]\s*(/?)\s*([^\s<>%{}]+)")
_LIQUID = pattern_of(r"\{%-?\s*(end)?([a-z]\w*)")
_UNREAD = frozenset({Kind.CODE, Kind.COMMENT, Kind.FRONT_MATTER})


class Unclosed(NamedTuple):
    """What closes something in the source and is lacking in the target: where it is, and where it belongs."""

    token: Token
    source: Span
    target: Span


class Unopened(NamedTuple):
    """What opens something in the source and is lacking in the target, where what closes it was left behind."""

    token: Token
    closer: Token
    target: Span


class _Mark(NamedTuple):
    token: Token
    segment: int


class _Marks:
    """The marks of one name in a document: those that open, and by the number of each what closes it."""

    def __init__(self) -> None:
        self.openers: list[_Mark] = []
        self.closers: dict[int, _Mark] = {}
        self.strays: list[_Mark] = []
        """What closes nothing."""
        self._open: list[int] = []

    def opens(self, mark: _Mark) -> None:
        self._open.append(len(self.openers))
        self.openers.append(mark)

    def closes(self, mark: _Mark) -> None:
        if self._open:
            self.closers[self._open.pop()] = mark
        else:
            self.strays.append(mark)


def unclosed(pair: Pair, kinds: frozenset[TokenKind]) -> Iterator[Unclosed]:
    """What the source closes and the target does not, of names that both open as often.

    The marks of one name are all alike, so that only their order tells which of them is lacking.
    """
    source, target = _marks(pair.source, kinds), _marks(pair.target, kinds)
    for name, here in source.items():
        there = target.get(name)
        if not here.closers or there is None or len(there.openers) != len(here.openers):
            continue
        for k, closer in here.closers.items():
            if k not in there.closers:
                point = _point(pair, here.openers[k].segment, closer.segment, there.openers[k].segment)
                yield Unclosed(closer.token, closer.token.span, point)


@once
def unopened(pair: Pair, kinds: frozenset[TokenKind]) -> Sequence[Unopened]:
    """What the source opens and the target does not, of names that the target closes without having opened them."""
    target = _marks(pair.target, kinds)
    names = [name for name, there in target.items() if there.strays]
    if not names:
        return ()
    source = _marks(pair.source, kinds)
    counterpart = {j: i for link in pair.linked for j in link.target for i in link.source}
    found: list[Unopened] = []
    for name in names:
        if not (here := source.get(name)) or here.strays or len(here.openers) <= len(target[name].openers):
            continue
        opened = {closer.segment: here.openers[k] for k, closer in here.closers.items()}
        found += (
            Unopened(opener.token, stray.token, _beginning(pair, opener.segment, stray.segment))
            for stray in target[name].strays
            if (opener := opened.get(counterpart.get(stray.segment, -1)))
        )
    return found


def _beginning(pair: Pair, opener: int, stray: int) -> Span:
    """Where an opening mark belongs: before the translation of what follows it in the source."""
    begins = {i: min(link.target) for link in pair.linked for i in link.source}
    first = next((begins[i] for i in range(opener, len(pair.source.segments)) if i in begins), stray)
    at = pair.target.segments[min(first, stray)].span.start
    return Span(at, at)


def balanced_closers(pair: Pair, kinds: frozenset[TokenKind]) -> frozenset[str]:
    """The values of the closing marks that `unclosed` judges, and no one else needs to."""
    source, target = _marks(pair.source, kinds), _marks(pair.target, kinds)
    return frozenset(
        closer.token.value
        for name, here in source.items()
        if name in target and len(target[name].openers) == len(here.openers)
        for closer in here.closers.values()
    )


@once
def _marks(document: Document, kinds: frozenset[TokenKind]) -> Mapping[str, _Marks]:
    found: defaultdict[str, _Marks] = defaultdict(_Marks)
    for k in sorted({k for kind in kinds for k in document.holders.get(kind, ())}):
        segment = document.segments[k]
        if segment.kind in _UNREAD:
            continue
        for token in segment.tokens:
            if token.kind in kinds and (named := _named(document, token)):
                closing, name = named
                marks = found[name]
                (marks.closes if closing else marks.opens)(_Mark(token, k))
    return found


def _named(document: Document, token: Token) -> tuple[bool, str] | None:
    """Whether the mark closes, and its name; None for what stands for itself."""
    value = token.value
    if document.text.endswith(("/>", "/>}}", "/%}}"), token.span.start, token.span.end):
        return None
    if token.kind is not TokenKind.PLACEHOLDER:
        return value.startswith("/"), value.split(maxsplit=1)[0].lstrip("/")
    match = _SHORTCODE.match(value) or _LIQUID.match(value)
    return (bool(match[1]), match[2]) if match else None


def _point(pair: Pair, opener: int, closer: int, opened: int) -> Span:
    """Where a closing mark belongs: behind the translation of what stands between both marks in the source."""
    ends = {i: max(link.target) for link in pair.links if link.target for i in link.source}
    texts = (i for i in range(closer, opener - 1, -1) if pair.source.segments[i].kind is not Kind.DIRECTIVE)
    last = max(opened, next((ends[i] for i in texts if i in ends), opened))
    at = pair.target.segments[last].span.end
    return Span(at, at)
