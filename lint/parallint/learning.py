"""What a run knows beforehand: learned from a sample of the project's own pages, for each locale.

The sample depends on the project alone, never on which of its files a run is about, so that a hook that looks at one
page and a job that looks at all of them judge alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple, Protocol

from parallint._version import __version__
from parallint.errors import ParallintError
from parallint.jobs import AnyJob, Job
from parallint.locales import fold, locale_from_path
from parallint.model import Conventions, Document, Link, Pair
from parallint.read.files import read_text

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from parallint.align.lexicon import Lexicon
    from parallint.conventions import Learner

LEAST_PAGES = 10
"""Pages of a locale from which a lexicon is learned; fewer cement their own mistakes."""
LEAST_PAGES_OF_SITE = 3
"""Pages of a locale from which a site's conventions are learned."""
MOST_PAGES = 60
"""Pages in a sample: thirty give as much recall of deleted blocks as three hundred (0.998; ten: 0.993)."""
_SURE = 0.95


class Site(NamedTuple):
    """Pages that are written alike: a folded locale tag, and the folder that their English lies in."""

    locale: str
    folder: str


class Learned(NamedTuple):
    """What is known of a site before one of its pairs is looked at; `signature` tells one state of it from another."""

    lexicon: Lexicon | None = None
    conventions: Conventions = Conventions()
    signature: str = ""


@dataclass(frozen=True)
class LearnedLocale:
    """What a sample of one locale's pages shows: its words, and by folder of the English the site's conventions."""

    lexicon: Lexicon | None = None
    conventions: Mapping[str, Conventions] = field(default_factory=dict[str, Conventions])


class Memory(Protocol):
    """Where what was learned of a project is kept from run to run."""

    def pages(self, locale: str, pages: tuple[str, ...]) -> tuple[str, ...] | None:
        """The digests of the sample that a locale is known by, if these are still nearly the same; None otherwise."""
        ...

    def load(self, locale: str) -> LearnedLocale | None:
        """What was learned of a locale."""
        ...

    def keep(self, locale: str, pages: tuple[str, ...], learned: LearnedLocale) -> None:
        """Keep what was learned of a locale from the pages with these digests."""
        ...


Digest = Callable[[str, str], bytes | None]
"""The digest of a file's text, given its path and root; None where it cannot be read."""


def digest_of(path: str, root: str) -> bytes | None:
    """A file is read for its digest."""
    try:
        return blake2b(read_text(path, root).encode("utf-8", "surrogatepass"), digest_size=16).digest()
    except ParallintError:
        return None


class Sites(Mapping[Site, Learned]):
    """What there is to know of each site that the jobs have pages enough of, learned when it is first asked for.

    A file that cannot be read, and a page that cannot be compared, is left out here; linting will report it. Bilingual
    files teach as well, whether they have an English file or are siblings.
    """

    def __init__(
        self, jobs: Sequence[AnyJob | ParallintError], memory: Memory | None = None, digest: Digest = digest_of
    ) -> None:
        self._memory = memory
        self._samples: dict[str, _Sample] = {}
        self._folders: dict[Site, str] = {}
        self._learned: dict[str, LearnedLocale] = {}
        for locale, group in _by_locale(jobs).items():
            if len(group) >= LEAST_PAGES_OF_SITE:
                self._samples[locale] = _sample(locale, group, memory, digest)
                self._folders.update({Site(locale, folder): locale for folder in {_folder(job) for job in group}})

    def __getitem__(self, site: Site) -> Learned:
        locale = self._folders[site]
        found = self._of(locale)
        conventions = found.conventions.get(site.folder, Conventions())
        return Learned(found.lexicon, conventions, self._samples[locale].signature)

    def __contains__(self, site: object) -> bool:
        return site in self._folders

    def __iter__(self) -> Iterator[Site]:
        return iter(self._folders)

    def __len__(self) -> int:
        return len(self._folders)

    def signature(self, site: Site | None) -> str:
        """What tells one state of what is known of a site from another; "" where nothing is. Nothing is learned."""
        return self._samples[self._folders[site]].signature if site and site in self._folders else ""

    def unlearned(self, sites: Iterable[Site | None]) -> int:
        """From how many pages there is to learn what is not known yet of these sites."""
        locales = {self._folders[site] for site in sites if site and site in self._folders}
        return sum(len(self._samples[locale].jobs) for locale in locales if not self._loaded(locale))

    def learn(self, sites: Iterable[Site | None], executor: Executor | None = None) -> None:
        """Learn what is not known yet of these sites, all at once if an executor is given."""
        locales = {self._folders[site] for site in sites if site and site in self._folders}
        todo = sorted(locale for locale in locales if not self._loaded(locale))
        slices = [(locale, jobs) for locale in todo for jobs in _slices(self._samples[locale].jobs)]
        work = (map if executor is None else executor.map)(_lessons, [jobs for _, jobs in slices])
        taught: dict[str, list[_Lessons]] = {locale: [] for locale in todo}
        for (locale, _), lessons in zip(slices, work, strict=True):
            taught[locale].append(lessons)
        known = (map if executor is None else executor.map)(_learned, taught.values())
        for locale, learned in zip(taught, known, strict=True):
            self._learned[locale] = learned
            if self._memory:
                self._memory.keep(locale, self._samples[locale].pages, learned)

    def _of(self, locale: str) -> LearnedLocale:
        if locale not in self._learned:
            self.learn(site for site, known in self._folders.items() if known == locale)
        return self._learned[locale]

    def _loaded(self, locale: str) -> bool:
        kept = self._memory if self._samples[locale].kept and locale not in self._learned else None
        if kept and (learned := kept.load(locale)):
            self._learned[locale] = learned
        return locale in self._learned


def learn_sites(jobs: Sequence[AnyJob | ParallintError]) -> dict[Site, Learned]:
    """What there is to know of each site that the jobs have pages enough of, learned at once."""
    return dict(Sites(jobs))


def learned_for(job: AnyJob | ParallintError, known: Mapping[Site, Learned]) -> Learned:
    """What is known of the job's site."""
    site = site_of(job) if known else None
    return known.get(site, Learned()) if site else Learned()


def site_of(job: AnyJob | ParallintError) -> Site | None:
    """The site that a job's page belongs to; None for siblings, which are of many locales."""
    return Site(_locale(job), _folder(job)) if isinstance(job, Job) else None


def _by_locale(jobs: Sequence[AnyJob | ParallintError]) -> dict[str, list[Job]]:
    groups: dict[str, list[Job]] = {}
    for job in _each(jobs):
        if locale := _locale(job):
            groups.setdefault(locale, []).append(job)
    return groups


def _each(jobs: Iterable[AnyJob | ParallintError]) -> Iterator[Job]:
    """Every pair of the jobs: a sibling's English is in its own file."""
    for job in jobs:
        if isinstance(job, Job):
            yield job
        elif not isinstance(job, ParallintError):
            yield from (Job(path, path, path, locale, root=job.root) for path, locale in job.targets)


def _locale(job: Job) -> str:
    return fold(job.locale or locale_from_path(job.target, job.source))


def _folder(job: Job) -> str:
    """The English file's folder that is named after English or the locale: what lies in another is another site."""
    folders = re.split(r"[/\\]", job.source)[:-1]
    tags = {"en", _locale(job)}
    last = max((k for k, name in enumerate(folders) if fold(name) in tags or fold(name).startswith("en-")), default=-1)
    return "/".join(folders[: last + 1])


class _Sample(NamedTuple):
    """Jobs of a locale that it is learned from; `pages` are their digests, or those of the sample that is `kept`."""

    jobs: tuple[Job, ...]
    pages: tuple[str, ...]
    kept: bool

    @property
    def signature(self) -> str:
        return blake2b("".join(self.pages).encode(), digest_size=16).hexdigest()


def _sample(locale: str, group: Sequence[Job], memory: Memory | None, digest: Digest) -> _Sample:
    known = [(job, page) for job in group[:: -(-len(group) // MOST_PAGES)] if (page := _digest(job, digest))]
    pages = tuple(page for _, page in known)
    kept = memory.pages(locale, pages) if memory else None
    return _Sample(
        tuple(replace(job, past=None) for job, _ in known), pages if kept is None else kept, kept is not None
    )


def _digest(job: Job, digest: Digest) -> str:
    """A pair as it is now, as read by this version; "" where it cannot be read."""
    if job.texts:
        parts: list[bytes | None] = [
            blake2b((text or "").encode("utf-8", "surrogatepass"), digest_size=16).digest() for text in job.texts[:2]
        ]
    else:
        parts = [digest(job.source, job.source_root or job.root), digest(job.target, job.root)]
    if None in parts:
        return ""
    said = f"{__version__}\0{_folder(job)}\0".encode("utf-8", "surrogatepass")
    return blake2b(said + b"".join(part or b"" for part in parts), digest_size=16).hexdigest()


class _Lessons(NamedTuple):
    """What so many pages of a sample teach: by folder the site's ways, and words that stand for each other."""

    pages: int
    learners: dict[str, Learner]
    words: list[tuple[str, str]]


_AT_ONCE = 12
"""Pages that are learned from in one go."""


def _slices(jobs: Sequence[Job]) -> Iterator[Sequence[Job]]:
    yield from (jobs[k : k + _AT_ONCE] for k in range(0, len(jobs), _AT_ONCE))


def _lessons(jobs: Sequence[Job]) -> _Lessons:
    from parallint.conventions import Learner
    from parallint.dated import source_text, target_text
    from parallint.pairs import pair_of

    learners: dict[str, Learner] = {}
    words: list[tuple[str, str]] = []
    for job in jobs:
        try:
            pair = pair_of("", source_text(job), target_text(job))
        except Exception:  # noqa: S112 - whatever a page does to the reader, linting will tell
            continue
        learners.setdefault(_folder(job), Learner()).add(pair)
        words.extend(_certain(pair))
    return _Lessons(len(jobs), learners, words)


def _learned(taught: Sequence[_Lessons]) -> LearnedLocale:
    from parallint.align.lexicon import learn
    from parallint.conventions import Learner

    pages = sum(lessons.pages for lessons in taught)
    learners: dict[str, Learner] = {}
    for lessons in taught:
        for folder, learner in lessons.learners.items():
            learners.setdefault(folder, Learner()).join(learner)
    lexicon = learn([words for lessons in taught for words in lessons.words]) if pages >= LEAST_PAGES else None
    return LearnedLocale(lexicon, {folder: learner.conventions() for folder, learner in learners.items()})


def _certain(pair: Pair) -> Iterator[tuple[str, str]]:
    """The words of segments that are linked beyond doubt: one to one by the aligner, or as a bilingual file says."""
    if pair.base and pair.base.units:
        yield from _words(pair.base, pair.target, pair.base_links)
    else:
        yield from _words(pair.source, pair.target, pair.links)


def _words(source: Document, target: Document, links: Iterable[Link]) -> Iterator[tuple[str, str]]:
    for link in links:
        if len(link.source) == len(link.target) == 1 and link.confidence >= _SURE and not link.moved:
            s, t = source.segments[link.source[0]], target.segments[link.target[0]]
            if s.kind.prose and t.kind.prose:
                yield s.words, t.words
