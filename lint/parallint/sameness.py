"""What an outcome depends on: the texts, what is known of their past and their site, the rules and how they are set."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from hashlib import blake2b

from parallint._version import __version__
from parallint.digests import SIZE, Digests, code_state, state_of
from parallint.errors import ParallintError
from parallint.history.git import Repository
from parallint.history.state import objects_state
from parallint.jobs import AnyJob, Job
from parallint.model import Revision
from parallint.outcome import Settings


def files_of(job: Job) -> tuple[tuple[str, str], tuple[str, str], tuple[str, str]]:
    """The English file, the translation and the base ("" where there is none), each with its root."""
    return (job.source, job.source_root or job.root), (job.target, job.root), (job.base or "", job.root)


class Keys:
    """The keys of outcomes: what each depends on, in short."""

    def __init__(self, digests: Digests) -> None:
        self._digests = digests
        self._pasts: dict[int, tuple[Sequence[Revision], bytes]] = {}
        self._states: dict[Repository, bytes | None] = {}

    def of(self, job: AnyJob | ParallintError, learned: str, stamp: bytes) -> bytes | None:
        """The key of a job's outcome; None where it is not worth keeping, or a file cannot be read."""
        if not isinstance(job, Job) or (job.past and job.past.branch is not None):
            return None
        digest = blake2b(stamp, digest_size=20)
        about = (job.id, job.source, job.target, job.locale, job.base, learned, sorted(job.dialects))
        digest.update(repr(about).encode("utf-8", "backslashreplace"))
        if past := job.past:
            said = repr((past.english_home, past.home, past.pins, past.sidecar))
            digest.update(said.encode("utf-8", "backslashreplace"))
            digest.update(self._past(past.english) + self._past(past.translation))
        for path, root in files_of(job):
            own = self._digests.of(path, root) if path else b"-" * SIZE
            if own is None:
                return None
            digest.update(own)
        return digest.digest()

    def told(self, job: AnyJob | ParallintError, key: bytes) -> Iterator[bytes]:
        """The key of an outcome in which git could not tell something, if there can be one."""
        if not isinstance(job, Job) or job.past is None:
            return
        homes = (job.past.english_home, job.past.home)
        for home in homes:
            if home not in self._states:
                self._states[home] = objects_state(home)
        states = [self._states[home] or b"" for home in homes]
        if all(states):
            yield blake2b(key + b"".join(states), digest_size=20).digest()

    def _past(self, revisions: Sequence[Revision]) -> bytes:
        """The revisions in short, worked out once for a page's translations, which share them."""
        known = self._pasts.get(id(revisions))
        if known is None:
            said = "\n".join(f"{revision.commit} {revision.blob} {revision.path}" for revision in revisions)
            known = revisions, blake2b(said.encode("utf-8", "surrogateescape"), digest_size=16).digest()
            self._pasts[id(revisions)] = known
        return known[1]


class Stamps:
    """The stamps of settings, each worked out once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Settings, bytes]] = {}

    def of(self, settings: Settings) -> bytes:
        """The stamp of settings, which are kept: no others can have their identity."""
        if id(settings) not in self._known:
            self._known[id(settings)] = (settings, _stamp(settings))
        return self._known[id(settings)][1]


def _stamp(settings: Settings) -> bytes:
    """The code that judges, and how it is set: what another version or another setting found counts for nothing."""
    said = (__version__, settings.confidence, settings.collect, settings.complete, sorted(settings.known))
    digest = blake2b(repr(said).encode(), digest_size=20)
    for active in settings.rules:
        severity, options = active.severity or active.rule.severity, active.options
        digest.update(repr((active.rule.id, active.bundle, severity, options)).encode("utf-8", "backslashreplace"))
    judges = [judge for active in settings.rules for judge in (active.rule.check, active.rule.collect) if judge]
    modules = {judge.__module__ for judge in judges}
    files = {getattr(sys.modules.get(name), "__file__", None) or "" for name in modules}
    digest.update(code_state() + state_of(files))
    return digest.digest()
