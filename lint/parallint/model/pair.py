"""Two documents, and which piece of the one translates which of the other."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import log
from typing import Any, NamedTuple

from parallint.model.conventions import Conventions
from parallint.model.document import Document
from parallint.model.origin import Origin
from parallint.model.segment import Span


class Evidence(NamedTuple):
    """One reason for a link: its name (`length`, `code`, `words`, …) and its weight, a log likelihood ratio in nats."""

    name: str
    weight: float


SINCE = "since"
"""The evidence of a gap that came of a change: English gained the segment, or lost it, after it was translated."""


@dataclass(frozen=True, slots=True)
class Link:
    """Which segments translate which: indices into the two documents' segments.

    Either side may be empty (a gap) or hold several (a merge or a split). `confidence` is between 0 and 1: how sure it
    is that the link is as it says; for a gap, that the segment really has no counterpart. `moved` says that the target
    stands elsewhere on its page than the source's neighbours let expect.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    moved: bool = False

    @property
    def bead(self) -> str:
        """The field's name for its shape: `1-1`, `1-0`, `2-1`, …"""
        return f"{len(self.source)}-{len(self.target)}"


@dataclass(frozen=True, slots=True)
class SentenceGap:
    """Neighbouring sentences of a linked segment that its translation has no counterpart for.

    `source` spans them in the source; `target`, an empty span, is the point of the translation where they belong.
    `words` counts those of the longest of them. `cut` says that a beginning is there: the translation breaks off.
    """

    source: Span
    target: Span
    sentences: int
    words: int
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    cut: bool = False


class Uptake(NamedTuple):
    """What a translation shows to have taken up of the changes since the English that it names as its base.

    `followed` says that the page as a whole is made from today's English rather than from the base. `sure` maps
    segments of the source (by index) that read differently to the probability that the target has their new wording.
    """

    followed: bool
    sure: Mapping[int, float]


_SURE, _SUREST = 8.0, 0.9997
"""The most that counts, in nats, and a probability from which it is reached."""


def _log_odds(confidence: float) -> float:
    """A probability as log odds in nats, between -8 and 8."""
    if confidence >= _SUREST:
        return _SURE
    if not 0 < confidence < 1:
        return _SURE if confidence else -_SURE
    return max(-_SURE, min(_SURE, log(confidence / (1 - confidence))))


@dataclass(frozen=True)
class Pair:
    """A source, its translation, and which piece translates which.

    `base` is the English that the translation was made from, where it is known; `base_links` link it with the target
    and `changes` with the source: what the English has since gained, changed and lost.
    `embedded` says that the source was put together from the English that bilingual files hold. `sentences` holds what
    linked segments lack inside; nothing is looked for in bilingual files, whose units say it. `conventions` are the
    site's own ways, as its other pages show them. `origin` says where the base comes from and which commits changed
    the English since, where git or the page itself tells. `uptake` is what the
    translation shows to have of the changes already, where the base was given.
    """

    id: str
    source: Document
    target: Document
    links: tuple[Link, ...] = ()
    base: Document | None = None
    base_links: tuple[Link, ...] = ()
    changes: tuple[Link, ...] = ()
    embedded: bool = False
    sentences: tuple[SentenceGap, ...] = ()
    conventions: Conventions = field(default_factory=Conventions)
    origin: Origin | None = None
    uptake: Uptake | None = None

    @property
    def locale(self) -> str:
        """The target's locale tag, as given."""
        return self.target.locale

    @cached_property
    def kept(self) -> dict[Hashable, Any]:
        """What was found out about the pair: see `memo.once`."""
        return {}

    @cached_property
    def linked(self) -> tuple[Link, ...]:
        """The links of something with something: those that are no gaps."""
        return tuple([link for link in self.links if link.source and link.target])

    @cached_property
    def relatedness(self) -> float:
        """How strongly the pages hang together, in nats: the mean log odds of a segment's link, a gap counting nothing.

        It is that of the side that hangs on more: a page of which half was deleted is related to what is left of it.
        Where the base is known, the pages are as related as it and the translation are, if anything is left of it.
        """
        found = _relatedness(self.links)
        if self.base is None or _relatedness(self.changes) < LEAST_REVISED:
            return found
        return max(found, _relatedness(self.base_links))


LEAST_REVISED = 0.4
"""Relatedness from which a page is a revision of another in the same language: one segment in twenty is unchanged."""


def _relatedness(links: Iterable[Link]) -> float:
    ours, theirs = 0.0, 0.0
    here, there = 0, 0
    for link in links:
        i, j = len(link.source), len(link.target)
        here, there = here + i, there + j
        if i and j:
            odds = _log_odds(link.confidence)
            ours, theirs = ours + odds * i, theirs + odds * j
    return max(ours / here if here else _SURE, theirs / there if there else _SURE)
