"""Where a translation stands: which English it was made from, and how far the English has gone on since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from parallint.dated import base_of, dated_pair, is_in_step, source_text, target_text
from parallint.errors import ParallintError
from parallint.jobs import Job
from parallint.lags import behind
from parallint.model import Document, Kind, Origin, Revision
from parallint.read.markdown import read_markdown

if TYPE_CHECKING:
    from parallint.align.lexicon import Lexicon


class State(StrEnum):
    """What is to be said of a page."""

    CURRENT = "up to date"
    BEHIND = "behind"
    UNKNOWN = "unknown"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Standing:
    """A page and how far it is behind: `segments` of the English's `of` (those that went among both).

    `origin` is None where nothing tells which English it was made from. `since` is the first commit that the
    translation has not followed. `told` is what went wrong, with what to do.
    """

    path: str
    source: str
    locale: str
    state: State
    origin: Origin | None = None
    segments: int = 0
    of: int = 0
    since: Revision | None = None
    told: tuple[ParallintError, ...] = ()

    @property
    def commits(self) -> int:
        """How many commits changed the English since."""
        return self.origin.behind if self.origin else 0


_NOT_COUNTED = frozenset({Kind.FRONT_MATTER, Kind.COMMENT, Kind.DEFINITION})


def standing(job: Job, lexicon: Lexicon | None = None) -> Standing:
    """How far the translation of a job is behind; never raises, whatever the files hold."""
    blank = Standing(job.target, job.source, job.locale, State.UNREAD)
    try:
        return _standing(job, blank, lexicon)
    except ParallintError as error:
        return replace(blank, told=(error,))
    except Exception as error:
        trouble = ParallintError(f"could not be compared: {type(error).__name__}: {error}", "", job.target)
        return replace(blank, told=(trouble,))


def _standing(job: Job, blank: Standing, lexicon: Lexicon | None) -> Standing:
    told: list[ParallintError] = []
    source, target = source_text(job), target_text(job)
    base = base_of(source, target, job.past, lexicon, told)
    if base and is_in_step(base, source):
        of = _counted(read_markdown(source.text))
        return replace(blank, state=State.CURRENT, origin=base.origin, of=of, told=tuple(told))
    pair = dated_pair(job.id, source, target, job.past, base, lexicon)
    late = list(behind(pair))
    known = replace(blank, locale=pair.locale, of=_counted(pair.source), told=tuple(told))
    if pair.base is None:
        return replace(known, state=State.UNKNOWN)
    return replace(
        known,
        state=State.BEHIND if late else State.CURRENT,
        origin=_slim(pair.origin),
        segments=sum(max(len(lag.now), 1) for lag in late),
        of=known.of + sum(not lag.now for lag in late),
        since=min((lag.by[0] for lag in late if lag.by), key=lambda revision: revision.time, default=None),
    )


def _counted(document: Document) -> int:
    return sum(segment.kind not in _NOT_COUNTED for segment in document.segments)


def _slim(origin: Origin | None) -> Origin | None:
    """The origin without its documents, which need not travel between processes."""
    return replace(origin, raised=None, brought={}, dropped={}) if origin else None
