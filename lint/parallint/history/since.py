"""Which commits gave a piece of the English its wording of today, and which one took a piece away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from parallint.align.revisions import align_revisions
from parallint.history.base import content
from parallint.history.blobs import blobs_of
from parallint.history.past import Past
from parallint.model import Document, Link, Origin, Pair
from parallint.read.markdown import read_markdown

MOST = 40
"""Steps from a revision to the one before it that are looked into; beyond, the oldest one found must do."""


def with_commits(pair: Pair, origin: Origin, past: Past) -> Origin:
    """The origin with the commits that changed what `pair.changes` tells to be different."""
    if pair.base is None or not origin.later:
        return origin
    base, source = pair.base, pair.source
    different = [link for link in pair.changes if _different(link, base, source)]
    if not different:
        return origin
    blobs = blobs_of(past.english_home)
    texts = [content(revision, blobs, source.text) or "" for revision in origin.later]
    chain = _Chain(base.text, texts)
    brought = {
        source.segments[j].span: tuple(origin.later[k] for k in sorted(chain.steps(_written(source, j))))
        for link in different
        for j in link.target
    }
    dropped = {
        base.segments[i].span: origin.later[chain.gone(_written(base, i))] for link in different for i in link.source
    }
    return replace(origin, brought=brought, dropped=dropped)


class _Chain:
    """The English from the one that was translated to the one of today, with the steps between.

    A piece is told by its text as written, white space made even. Only where one is not found word for word in the
    revision before are the two read and compared.
    """

    def __init__(self, base: str, texts: Sequence[str]) -> None:
        self._texts = (base, *texts)
        self._even = [_even(text) for text in self._texts]
        self._documents: dict[int, Document] = {}
        self._links: dict[int, tuple[Link, ...]] = {}

    def steps(self, piece: str) -> Iterator[int]:
        """The indices of the commits that brought a piece of today and changed it since, newest first."""
        k = len(self._texts) - 1
        while True:
            while k and piece in self._even[k - 1]:
                k -= 1
            if not k:
                return
            yield k - 1
            before = self._before(piece, k)
            if before is None:
                return
            piece, k = before, k - 1

    def gone(self, piece: str) -> int:
        """The index of the commit from which on a piece of the base is there no more."""
        return max((k for k, text in enumerate(self._even[:-1]) if piece in text), default=0)

    def _before(self, piece: str, k: int) -> str | None:
        """What the piece of the k-th text was in the text before it; None where it was new."""
        if k not in self._links:
            if len(self._links) >= MOST:
                return None
            self._links[k] = align_revisions(self._document(k - 1), self._document(k))
        here, there = self._document(k), self._document(k - 1)
        for link in self._links[k]:
            if any(_written(here, j) == piece for j in link.target):
                return _written(there, link.source[0]) if link.source else None
        return None

    def _document(self, k: int) -> Document:
        if k not in self._documents:
            self._documents[k] = read_markdown(self._texts[k])
        return self._documents[k]


def _different(link: Link, base: Document, source: Document) -> bool:
    return [_written(base, i) for i in link.source] != [_written(source, j) for j in link.target]


def _written(document: Document, index: int) -> str:
    return _even(document.written(document.segments[index]))


def _even(text: str) -> str:
    return " ".join(text.split())
