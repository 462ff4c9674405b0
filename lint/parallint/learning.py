"""Lexicons for a whole run: learned from a sample of the project's own pages, one for each locale.

The sample depends on the project alone, never on which of its files a run is about, so that a hook that looks at one
page and a job that looks at all of them judge alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import blake2b

from parallint._version import __version__
from parallint.align.lexicon import Lexicon, learn
from parallint.errors import ParallintError
from parallint.jobs import AnyJob, Job
from parallint.locales import fold, locale_from_path
from parallint.model import Pair
from parallint.pairs import Text, pair_of
from parallint.read.files import read_text

LEAST_PAGES = 10
"""Pages of a locale from which a lexicon is learned; fewer cement their own mistakes."""
MOST_PAGES = 60
"""Pages in a sample: thirty give as much recall of deleted blocks as three hundred (0.998; ten: 0.993)."""
_SURE = 0.95

Texts = tuple[Text, Text]
Remember = Callable[[str, str, Callable[[], Lexicon | None]], Lexicon | None]
"""Given a locale, the sample's signature, and how to learn: the lexicon, from the cache or learned and kept there."""


def learn_lexicons(jobs: Sequence[AnyJob | ParallintError], remember: Remember | None = None) -> dict[str, Lexicon]:
    """Folded locale tag -> lexicon, for each locale that the jobs have pages enough of.

    A file that cannot be read, and a page that cannot be compared, is left out here; linting will report it.
    """
    lexicons = {}
    for locale, group in _by_locale(jobs).items():
        if len(group) < LEAST_PAGES:
            continue
        sample = [texts for job in group[:: -(-len(group) // MOST_PAGES)] if (texts := _read(job))]
        if remember:
            found = remember(locale, _signature(sample), lambda sample=sample: _learn(sample))  # type: ignore[misc]
        else:
            found = _learn(sample)
        if found:
            lexicons[locale] = found
    return lexicons


def lexicon_for(job: AnyJob | ParallintError, lexicons: Mapping[str, Lexicon]) -> Lexicon | None:
    """The lexicon of the job's locale."""
    return lexicons.get(_locale(job)) if lexicons and isinstance(job, Job) else None


def _by_locale(jobs: Sequence[AnyJob | ParallintError]) -> dict[str, list[Job]]:
    groups: dict[str, list[Job]] = {}
    for job in jobs:
        if isinstance(job, Job) and (locale := _locale(job)):
            groups.setdefault(locale, []).append(job)
    return groups


def _locale(job: Job) -> str:
    return fold(job.locale or locale_from_path(job.target, job.source))


def _read(job: Job) -> Texts | None:
    try:
        return Text(job.source, read_text(job.source, job.root)), Text(
            job.target, read_text(job.target, job.root), job.locale
        )
    except ParallintError:
        return None


def _signature(sample: Sequence[Texts]) -> str:
    """What a lexicon was learned from, and by which version."""
    digest = blake2b(__version__.encode(), digest_size=16)
    for source, target in sample:
        for text in (source.text, target.text):
            digest.update(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest())
    return digest.hexdigest()


def _learn(sample: Sequence[Texts]) -> Lexicon | None:
    return learn(pair for texts in sample for pair in _linked(*texts))


def _linked(source: Text, target: Text) -> Iterator[tuple[str, str]]:
    """The words of segments that are linked one to one beyond doubt."""
    try:
        pair = pair_of("", source, target)
    except Exception:  # whatever a page does to the reader, linting will tell
        return
    yield from _certain(pair)


def _certain(pair: Pair) -> Iterator[tuple[str, str]]:
    for link in pair.links:
        if len(link.source) == len(link.target) == 1 and link.confidence >= _SURE and not link.moved:
            s, t = pair.source.segments[link.source[0]], pair.target.segments[link.target[0]]
            if s.kind.prose and t.kind.prose:
                yield s.words, t.words
