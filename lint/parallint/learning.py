"""What a run knows beforehand: learned from a sample of the project's own pages, for each locale.

The sample depends on the project alone, never on which of its files a run is about, so that a hook that looks at one
page and a job that looks at all of them judge alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

from parallint._version import __version__
from parallint.align.lexicon import Lexicon, learn
from parallint.conventions import Learner
from parallint.dated import source_text, target_text
from parallint.errors import ParallintError
from parallint.jobs import AnyJob, Job
from parallint.locales import fold, locale_from_path
from parallint.model import Conventions, Document, Link, Pair
from parallint.pairs import Text, pair_of

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
    """What a sample of one locale's pages shows: its words, and by folder of the English the site's conventions.

    `pages` are the digests of the pages that it was learned from.
    """

    lexicon: Lexicon | None = None
    conventions: Mapping[str, Conventions] = field(default_factory=dict[str, Conventions])
    pages: tuple[str, ...] = ()


Remember = Callable[[str, tuple[str, ...], Callable[[], LearnedLocale]], LearnedLocale]
"""Given a locale, the digests of a sample's pages, and how to learn: what was learned, from the cache or now."""


class _Page(NamedTuple):
    folder: str
    source: Text
    target: Text


def learn_sites(jobs: Sequence[AnyJob | ParallintError], remember: Remember | None = None) -> dict[Site, Learned]:
    """What there is to know of each site that the jobs have pages enough of.

    A file that cannot be read, and a page that cannot be compared, is left out here; linting will report it. Bilingual
    files teach as well, whether they have an English file or are siblings.
    """
    known = {}
    for locale, group in _by_locale(jobs).items():
        if len(group) < LEAST_PAGES_OF_SITE:
            continue
        sample = [page for job in group[:: -(-len(group) // MOST_PAGES)] if (page := _read(job))]
        if remember:
            pages = tuple(map(_digest, sample))
            found = remember(locale, pages, lambda sample=sample: _learn(sample))  # type: ignore[misc]
        else:
            found = _learn(sample)
        signature = blake2b("".join(found.pages).encode(), digest_size=16).hexdigest()
        for folder in {_folder(job) for job in group}:
            conventions = found.conventions.get(folder, Conventions())
            known[Site(locale, folder)] = Learned(found.lexicon, conventions, signature)
    return known


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


def _read(job: Job) -> _Page | None:
    try:
        source, target = source_text(job), target_text(job)
    except ParallintError:
        return None
    return _Page(_folder(job), source, target)


def _digest(page: _Page) -> str:
    """A page as it is now, as read by this version."""
    digest = blake2b(__version__.encode(), digest_size=16)
    for text in (page.folder, page.source.text, page.target.text):
        digest.update(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest())
    return digest.hexdigest()


def _learn(sample: Sequence[_Page]) -> LearnedLocale:
    learners: dict[str, Learner] = {}
    words: list[tuple[str, str]] = []
    for page in sample:
        try:
            pair = pair_of("", page.source, page.target)
        except Exception:  # noqa: S112 - whatever a page does to the reader, linting will tell
            continue
        learners.setdefault(page.folder, Learner()).add(pair)
        words.extend(_certain(pair))
    lexicon = learn(words) if len(sample) >= LEAST_PAGES else None
    conventions = {folder: learner.conventions() for folder, learner in learners.items()}
    return LearnedLocale(lexicon, conventions, tuple(map(_digest, sample)))


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
