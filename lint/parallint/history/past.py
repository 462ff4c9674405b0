"""What git knows of a pair's two files, as a value that travels with the job."""

from __future__ import annotations

from dataclasses import dataclass

from parallint.history.git import Repository
from parallint.model import Revision


@dataclass(frozen=True, slots=True)
class Past:
    """The revisions of an English file and of a translation, newest first, and the repositories that they stand in.

    `english_home` and `home` are the same repository unless the English stands in another one. A file that git does
    not know has no revisions. `pins` are the configured keys and patterns of pins; `sidecar` is a pin that a file
    beside the translations holds for it. `branch` holds the commits of the branch whose changes alone are asked for.
    """

    english_home: Repository
    home: Repository
    english: tuple[Revision, ...] = ()
    translation: tuple[Revision, ...] = ()
    pins: tuple[str, ...] = ()
    sidecar: str = ""
    branch: frozenset[str] | None = None

    @property
    def english_before(self) -> tuple[Revision, ...]:
        """The revisions of the English before the branch."""
        return self._before(self.english) if self.english_home == self.home else self.english

    @property
    def translation_before(self) -> tuple[Revision, ...]:
        """The revisions of the translation before the branch."""
        return self._before(self.translation)

    def _before(self, revisions: tuple[Revision, ...]) -> tuple[Revision, ...]:
        return tuple(revision for revision in revisions if revision.commit not in (self.branch or ()))
