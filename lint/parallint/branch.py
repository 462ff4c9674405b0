"""What a branch made worse: the findings of today without those that the pages had before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from parallint.dated import base_of, dated_pair, source_text, target_text
from parallint.errors import ParallintError
from parallint.jobs import AnyJob, Job
from parallint.model import Pair, Place, Problem
from parallint.pairs import Text

if TYPE_CHECKING:
    from parallint.align.lexicon import Lexicon
    from parallint.history.past import Past


def touched(jobs: Iterable[AnyJob | ParallintError]) -> list[AnyJob | ParallintError]:
    """The jobs of which the branch changed the English or the translation, those that are not in git among them."""
    return [job for job in jobs if not isinstance(job, Job) or _is_touched(job)]


def _is_touched(job: Job) -> bool:
    if job.past is None:
        return True
    try:
        return _texts_before(job.past) != (source_text(job).text, target_text(job).text)
    except ParallintError:
        return True


def _texts_before(past: Past) -> tuple[str | None, str | None]:
    """The two texts before the branch; None for one that was not there."""
    from parallint.history.base import content
    from parallint.history.blobs import blobs_of

    english, translation = past.english_before, past.translation_before
    return (
        content(english[0], blobs_of(past.english_home)) if english else None,
        content(translation[0], blobs_of(past.home)) if translation else None,
    )


def pair_before(job: Job, lexicon: Lexicon | None = None) -> Pair | None:
    """The pair as it was before the branch; None where one of its files was not there yet."""
    past = job.past
    if past is None:
        return None
    source, target = _texts_before(past)
    if source is None or target is None:
        return None
    before = replace(past, english=past.english_before, translation=past.translation_before, branch=None)
    english, translation = Text(job.source, source), Text(job.target, target, job.locale)
    return dated_pair(job.id, english, translation, before, base_of(english, translation, before, lexicon), lexicon)


def made_worse(now: Sequence[Problem], before: Iterable[Problem]) -> list[Problem]:
    """The problems of now that were none before.

    One was there before if the same rule said it of the same two texts; or else, each counted once, of the same
    English or of the same translation: a page that was behind does not fall behind anew.
    """
    known = list(before)
    left = Counter(problem.fingerprint for problem in known)
    fresh: list[Problem] = []
    for problem in now:
        if left[problem.fingerprint]:
            left[problem.fingerprint] -= 1
        else:
            fresh.append(problem)
    rest = [problem for problem in known if _take(left, problem.fingerprint)]
    for side in (_source, _target):
        unmatched = Counter(key for problem in rest if (key := side(problem)))
        fresh = [problem for problem in fresh if not ((key := side(problem)) and _take(unmatched, key))]
    return fresh


def _take(left: Counter[tuple[str, str]] | Counter[str], key: object) -> bool:
    if left[key] <= 0:  # type: ignore[index]
        return False
    left[key] -= 1  # type: ignore[index]
    return True


def _source(problem: Problem) -> tuple[str, str] | None:
    return _key(problem, problem.source)


def _target(problem: Problem) -> tuple[str, str] | None:
    return _key(problem, problem.target)


def _key(problem: Problem, place: Place | None) -> tuple[str, str] | None:
    text = " ".join(place.text.split()) if place else ""
    return (problem.rule, text) if text else None
