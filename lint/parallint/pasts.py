"""Jobs get what git knows of their files: one look at the history for a whole run."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from parallint.errors import ParallintError
from parallint.history.blobs import blobs_of
from parallint.history.git import HistoryError, Repository, in_repository, repository_of
from parallint.history.kept import Histories
from parallint.history.log import histories
from parallint.history.past import Past
from parallint.history.sidecar import sidecar_pin
from parallint.jobs import AnyJob, Job
from parallint.model import Revision

_DEEPEN = "In CI set fetch-depth: 0, elsewhere run git fetch --unshallow, to see which English a page was made from"
_WHOLE = "Clone it without --filter, in CI leave `filter` out, to see which English a page was made from"


@dataclass(frozen=True, slots=True)
class Dig:
    """What was dug up for a run: the jobs with their past, and what git could not tell, with what to do."""

    jobs: tuple[AnyJob | ParallintError, ...]
    troubles: tuple[ParallintError, ...] = ()


class _Place(NamedTuple):
    """A file in a repository, under git's name for it."""

    home: Repository
    name: str


def dig(
    jobs: Iterable[AnyJob | ParallintError],
    pins: Sequence[str] = (),
    branch: frozenset[str] | None = None,
    read: Histories = histories,
) -> Dig:
    """The jobs, those whose files stand in a repository with their past; `pins` are configured keys and patterns.

    Never raises: what git cannot tell is told, and the texts alone must do. `branch` is as `branch_since` gives it;
    `read` gives the revisions of files.
    """
    known, site = list(jobs), _Site(read)
    places = [_places(job, site) if isinstance(job, Job) and not job.base else None for job in known]
    site.read([place for both in places if both for place in both])
    past = [
        _with_past(job, both, site, (*pins,), branch) if both and isinstance(job, Job) else job
        for job, both in zip(known, places, strict=True)
    ]
    return Dig(tuple(past), tuple(site.troubles))


def _places(job: Job, site: _Site) -> tuple[_Place, _Place] | None:
    english = site.place(os.path.join(job.source_root or job.root, job.source))
    translation = site.place(os.path.join(job.root, job.target))
    return (english, translation) if english and translation else None


def _with_past(
    job: Job, both: tuple[_Place, _Place], site: _Site, pins: tuple[str, ...], branch: frozenset[str] | None
) -> Job:
    (english_home, english), (home, translation) = both
    past = Past(
        english_home,
        home,
        site.revisions(english_home, english),
        site.revisions(home, translation),
        pins,
        sidecar_pin(job.root, job.target) if job.root else "",
        branch,
    )
    return replace(job, past=past) if past.english else job


def untold(jobs: Sequence[Job], root: str) -> Iterator[ParallintError]:
    """Why nothing is known of the past of any job: there is no repository, or it holds none of the files."""
    if any(job.past for job in jobs):
        return
    if not in_repository(root):
        yield HistoryError("no git repository, so nothing tells which English a page was made from", "", root)
    else:
        yield HistoryError("git knows none of these files yet", "Commit them", root)


def branch_since(folder: str, revision: str) -> frozenset[str]:
    """The commits that the branch checked out in `folder` has and `revision` has not; raises HistoryError."""
    home = repository_of(folder) if in_repository(folder) else None
    if home is None:
        raise HistoryError("--since needs a git repository, and there is none here", "Run it in one", folder)
    known = blobs_of(home).commit(revision)
    if not known:
        raise HistoryError(f"git knows no revision {revision!r} here", "Fetch it: git fetch origin NAME", home.top)
    try:
        home.run("merge-base", "--end-of-options", known[0], "HEAD")
    except HistoryError:
        hint = "The clone is shallow: git fetch --unshallow, in CI fetch-depth: 0" if home.shallow else ""
        raise HistoryError(f"{revision!r} and HEAD have no commit in common here", hint, home.top) from None
    listed = home.run("rev-list", "--end-of-options", f"{known[0]}..HEAD")
    return frozenset(listed.decode("ascii", "replace").split())


class _Site:
    """The repositories that a run's files stand in, each opened and read once, and the trouble with them."""

    def __init__(self, read: Histories) -> None:
        self._read = read
        self.troubles: list[ParallintError] = []
        self._homes: dict[str, Repository | None] = {}
        self._revisions: dict[str, Mapping[str, tuple[Revision, ...]]] = {}

    def place(self, path: str) -> _Place | None:
        """Where a file stands; None where its folder is in no repository, or git does not look into it."""
        folder = os.path.realpath(os.path.dirname(path))
        if folder not in self._homes:
            self._homes[folder] = self._home(folder)
        home = self._homes[folder]
        name = home.name(os.path.join(folder, os.path.basename(path))) if home else None
        return _Place(home, name) if home and name else None

    def _home(self, folder: str) -> Repository | None:
        """The folder's own repository, or the one that the folder above it is in."""
        above = os.path.dirname(folder)
        if above != folder and not os.path.exists(os.path.join(folder, ".git")):
            if above not in self._homes:
                self._homes[above] = self._home(above)
            return self._homes[above]
        try:
            home = repository_of(folder) if in_repository(folder) else None
        except HistoryError as error:
            self.troubles.append(error)
            return None
        if home and home.shallow:
            self.troubles.append(HistoryError("this clone is shallow", _DEEPEN, home.top))
        if home and home.partial:
            self.troubles.append(
                HistoryError("this clone is partial, and older contents are not here", _WHOLE, home.top)
            )
        return home

    def read(self, places: Iterable[_Place]) -> None:
        """Read the history of the files, repository by repository."""
        wanted: defaultdict[Repository, list[str]] = defaultdict(list)
        for home, name in places:
            wanted[home].append(name)
        for home, names in wanted.items():
            try:
                self._revisions[home.directory] = self._read(home, names)
            except HistoryError as error:
                self.troubles.append(error)

    def revisions(self, home: Repository, name: str) -> tuple[Revision, ...]:
        """The revisions of a file that was read."""
        return self._revisions.get(home.directory, {}).get(name, ())
