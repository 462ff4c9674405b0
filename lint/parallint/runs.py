"""A run over many jobs: what earlier runs found, and the rest on all processors, in the order of the jobs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from parallint._version import __version__
from parallint.engine import Judging, Outcome, Settings, run
from parallint.errors import ParallintError
from parallint.jobs import AnyJob, Job
from parallint.learning import Learned, Site, learned_for
from parallint.read.files import read_text
from parallint.spread import collect_seldom, executor_for

if TYPE_CHECKING:
    from parallint.results import Results

Progress = Callable[[int], None]
"""Told how many more jobs are done."""


@dataclass(frozen=True, slots=True)
class Means:
    """With what a run is done: so many processes (None: as many as are worth it), or the Dask scheduler at `address`.

    `cached` says that outcomes of earlier runs count.
    """

    processes: int | None = None
    address: str = ""
    cached: bool = False


def outcomes(
    jobs: Sequence[AnyJob | ParallintError],
    settings: Judging,
    known: Mapping[Site, Learned],
    means: Means,
    progress: Progress = lambda _: None,
) -> list[Outcome]:
    """The outcome of every job, in their order, the same whatever the means.

    Raises ParallintError where the cluster asked for cannot be had.
    """
    if not means.cached:
        return _worked(jobs, settings, known, means, progress)
    from parallint.cache import cache_folder
    from parallint.results import Results

    with Results(cache_folder()) as results:
        return _remembered(jobs, settings, known, means, progress, results)


def _remembered(
    jobs: Sequence[AnyJob | ParallintError],
    settings: Judging,
    known: Mapping[Site, Learned],
    means: Means,
    progress: Progress,
    results: Results,
) -> list[Outcome]:
    stamps = _Stamps()
    keys = [_key(job, learned_for(job, known), stamps.of(settings.of(job))) for job in jobs]
    found = results.get({key for key in keys if key})
    todo = [k for k, key in enumerate(keys) if key not in found]
    progress(len(jobs) - len(todo))
    fresh = dict(zip(todo, _worked([jobs[k] for k in todo], settings, known, means, progress), strict=True))
    lasting = {key: fresh[k] for k in todo if (key := keys[k]) and not fresh[k].errors and not fresh[k].told}
    results.put(lasting, found)
    return [fresh[k] if k in fresh else found[key or b""] for k, key in enumerate(keys)]


def _worked(
    jobs: Sequence[AnyJob | ParallintError],
    settings: Judging,
    known: Mapping[Site, Learned],
    means: Means,
    progress: Progress,
) -> list[Outcome]:
    done: list[Outcome] = []
    collect_seldom()
    with executor_for(len(jobs), means.processes, means.address) as executor:
        sent = list(map(_with_texts, jobs)) if means.address else jobs
        for outcome in run(sent, settings, known, executor):
            done.append(outcome)
            progress(1)
    return done


def _with_texts(job: AnyJob | ParallintError) -> AnyJob | ParallintError:
    """The job with its documents, for workers that do not share the disk; one that cannot be read stays as it is.

    What git knows stays behind: a worker has no repository to ask.
    """
    if not isinstance(job, Job):
        return job
    try:
        texts = tuple(read_text(path, root) if path else None for path, root in _files(job))
    except ParallintError as error:
        return error
    source, target, base = texts
    return replace(job, texts=(source or "", target or "", base), past=None)


def _files(job: Job) -> tuple[tuple[str, str], tuple[str, str], tuple[str, str]]:
    """The English file, the translation and the base ("" where there is none), each with its root."""
    return (job.source, job.source_root or job.root), (job.target, job.root), (job.base or "", job.root)


def _key(job: AnyJob | ParallintError, learned: Learned, stamp: bytes) -> bytes | None:
    """What an outcome depends on, in short; None where it is not worth keeping, or a file cannot be read."""
    if not isinstance(job, Job) or (job.past and job.past.branch is not None):
        return None
    digest = blake2b(stamp, digest_size=20)
    about = (job.id, job.source, job.target, job.locale, job.base, job.past, learned.signature)
    digest.update(repr(about).encode("utf-8", "backslashreplace"))
    try:
        for path, root in _files(job):
            text = read_text(path, root) if path else ""
            digest.update(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=20).digest())
    except ParallintError:
        return None
    return digest.digest()


class _Stamps:
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
    for path in sorted(files | {*_own_files()}):
        try:
            state = os.stat(path)
        except OSError:
            continue
        digest.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}".encode("utf-8", "backslashreplace"))
    return digest.digest()


def _own_files() -> list[str]:
    """The package's own modules: a version under development changes without a new number."""
    top = os.path.dirname(os.path.abspath(__file__))
    return [os.path.join(folder, name) for folder, _, names in os.walk(top) for name in names if name.endswith(".py")]
