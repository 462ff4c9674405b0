"""Where a translation comes from: the English that it was made from, and what git knows of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from parallint.model.segment import Span

if TYPE_CHECKING:
    from parallint.model.pair import Pair
    from parallint.model.segment import Segment


class Revision(NamedTuple):
    """A commit that changed a file: its hash, when (seconds since 1970), its subject, and the file as it left it.

    `path` is the file's path then, relative to the repository's top folder, and `blob` the name of its content.
    """

    commit: str
    time: int
    subject: str
    path: str
    blob: str

    @property
    def date(self) -> str:
        """The day of the commit, in UTC: `2019-07-22`."""
        return datetime.fromtimestamp(self.time, UTC).date().isoformat()

    @property
    def short(self) -> str:
        """The hash as it is quoted."""
        return self.commit[:7]

    def __str__(self) -> str:
        subject = self.subject if len(self.subject) <= _SUBJECT else f"{self.subject[: _SUBJECT - 1].rstrip()}…"
        return f"{self.date} ({self.short}{f' “{subject}”' if subject else ''})"


_SUBJECT = 60


class Pin(NamedTuple):
    """Where a translation says itself which English it was made from: the key, the value, and its place in the text.

    `outdated` says that the commit named is the first one that the translation does not have.
    """

    key: str
    value: str
    span: Span
    outdated: bool = False


class Way(StrEnum):
    """How it was found out which English a translation was made from."""

    GIVEN = "given"
    EMBEDDED = "embedded English"
    PIN = "pin"
    FIT = "best fit"


@dataclass(frozen=True)
class Raised:
    """A pin that was raised while the text of the translation stayed as it was.

    `by` is the translation's commit that raised it, None where that is not committed. `pair` has the English that the
    pin named before as its base, and the one that it names now as its source.
    """

    by: Revision | None
    pair: Pair


@dataclass(frozen=True)
class Origin:
    """Which English a translation was made from, how that was found, and how sure it is (0 to 1).

    `revision` is the commit that wrote that English, None where no commit did or none is known. `later` holds the
    commits that changed the English since, oldest first. `brought` maps segments of the source (their spans) to the
    commits that brought and changed them, oldest first, `dropped` those of the base to the commit that took them away;
    only those that differ are in them. `raised` is there where the pin cannot be believed.
    """

    way: Way
    confidence: float
    revision: Revision | None = None
    pin: Pin | None = None
    later: tuple[Revision, ...] = ()
    brought: Mapping[Span, tuple[Revision, ...]] = field(default_factory=dict[Span, tuple[Revision, ...]])
    dropped: Mapping[Span, Revision] = field(default_factory=dict[Span, Revision])
    raised: Raised | None = None

    @property
    def behind(self) -> int:
        """How many commits have changed the English since."""
        return len(self.later)

    def changed_by(self, then: Sequence[Segment], now: Sequence[Segment]) -> tuple[Revision, ...]:
        """The commits that made the English of `then` the one of `now`, oldest first; either may be empty."""
        known = {revision for segment in now for revision in self.brought.get(segment.span, ())}
        if not now:
            known = {self.dropped[s.span] for s in then if s.span in self.dropped}
        return tuple(sorted(known, key=self.later.index))
