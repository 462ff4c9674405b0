"""A whole project in a few numbers: what each locale has, what is wrong with it, and where to begin."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import NamedTuple

from parallint.model import Problem, Severity
from parallint.patterns import pattern_of

MISSING = frozenset({"missing-segment", "missing-sentence"})
STALE = frozenset({"stale-segment"})
ENGLISH = frozenset({"untranslated-segment"})

_WORST = 3
"""Pages of a locale that are named."""

# What a reader loses: a step or a warning that is gone, a command or a number that is no longer so, before prose.
_HARM: Mapping[str, float] = {
    "missing-segment": 5,
    "code-drift": 5,
    "stale-segment": 4,
    "missing-sentence": 3,
    "number-drift": 3,
    "inline-code-drift": 3,
    "placeholder-drift": 3,
    "include-drift": 3,
    "admonition-drift": 3,
    "untranslated-segment": 2,
    "link-drift": 2,
    "image-drift": 2,
    "broken-anchor": 2,
}
_OTHER = 1.0
_WARNED = r"warning|caution|important|danger|attention|critical|error"
# A block of code, or something that is marked as a warning: by an admonition of any dialect, or by its first word.
_GRAVE = pattern_of(
    rf"```|~~~|\[!(?:{_WARNED})|^(?::::+|!!!\+?|\?\?\?\+?|///+)[ ]?(?:{_WARNED})\b|"
    rf"<[A-Za-z][\w.]*[^<>]{{0,200}}[\"'](?:{_WARNED})[\"']|\{{\{{[<%][^{{}}]{{0,200}}\b(?:{_WARNED})\b|"
    rf"^[>*_\s]*(?:{_WARNED})[*_]{{0,2}}(?:[:!]|\s[-–—]\s)",
    re.IGNORECASE | re.MULTILINE,
)
_EXACT = pattern_of(
    r"`[^`\n]+`|\bv?\d+(?:\.\d+)+\b|^\s*\d+[.)]\s|\b(?:must|never|do not)\b", re.IGNORECASE | re.MULTILINE
)
_SEVERITY = {Severity.ERROR: 1.0, Severity.WARNING: 0.6, Severity.NOTE: 0.1}


@dataclass(frozen=True, slots=True)
class Page:
    """A translated page: its path, how many findings of at least a warning it has, and their harm together."""

    path: str
    findings: int
    harm: float


@dataclass(frozen=True, slots=True)
class LocaleAudit:
    """A locale: its translated pages of all English ones, the findings by kind, and its worst pages.

    `missing`, `stale` and `english` count findings: pieces lost, pieces whose English has changed, pieces in English.
    `other` are all the rest; notes count nowhere.
    """

    locale: str
    pages: int
    of: int
    missing: int
    stale: int
    english: int
    other: int
    clean: int
    worst: tuple[Page, ...]

    @property
    def coverage(self) -> float:
        """The part of the English pages that are translated, from 0 to 1."""
        return self.pages / self.of if self.of else 0.0


def harm(problem: Problem) -> float:
    """How much a finding hurts a reader, for ranking: 0 and up, in no unit.

    The rule's weight, times what severity and confidence say; half as much again for commands, versions, numbered
    steps and what must be done or not, and twice as much for code blocks and warnings.
    """
    text = "\n".join(place.text[:2_000] for place in (problem.source, problem.target) if place)
    telling = 2.0 if _GRAVE.search(text) else 1.5 if _EXACT.search(text) else 1.0
    return _HARM.get(problem.rule, _OTHER) * telling * _SEVERITY[problem.severity] * problem.confidence


def audited(pairs: Iterable[tuple[str, str]], english: int, problems: Sequence[Problem]) -> tuple[LocaleAudit, ...]:
    """Each locale's audit, the one with the most harm by page first.

    `pairs` are the locale and the path of each translation, `english` the number of English pages.
    """
    pages: defaultdict[str, list[str]] = defaultdict(list)
    for locale, path in pairs:
        pages[locale].append(path)
    by_page: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.severity is not Severity.NOTE:
            by_page[problem.pair].append(problem)
    audits = [_locale(locale, paths, english, by_page) for locale, paths in pages.items()]
    return tuple(sorted(audits, key=lambda audit: (-sum(page.harm for page in audit.worst), audit.locale)))


def _locale(locale: str, paths: Sequence[str], english: int, by_page: Mapping[str, Sequence[Problem]]) -> LocaleAudit:
    kinds: Counter[str] = Counter()
    found: list[Page] = []
    for path in paths:
        problems = by_page.get(path, ())
        kinds.update(problem.rule for problem in problems)
        if problems:
            found.append(Page(path, len(problems), sum(map(harm, problems))))
    missing, stale, in_english = (sum(kinds[rule] for rule in rules) for rules in (MISSING, STALE, ENGLISH))
    worst = sorted(found, key=lambda page: (-page.harm, page.path))[:_WORST]
    other = kinds.total() - missing - stale - in_english
    clean = len(paths) - len(found)
    return LocaleAudit(locale, len(paths), english, missing, stale, in_english, other, clean, tuple(worst))


class Task(NamedTuple):
    """What is to be mended first: what is said of the same English in the same words in some locales, as one thing."""

    problems: tuple[Problem, ...]

    @property
    def locales(self) -> tuple[str, ...]:
        """The locales that have it."""
        return tuple(sorted({problem.locale for problem in self.problems}))

    @property
    def harm(self) -> float:
        """That of the worst of them, and somewhat more for each doubling of the locales whose readers meet it."""
        return max(map(harm, self.problems)) * (1 + _SPREAD * log2(max(len(self.locales), 1)))


def where_to_begin(problems: Iterable[Problem], count: int) -> list[Task]:
    """What hurts readers most, at most `count`, and of one English page at most two."""
    groups: defaultdict[tuple[object, ...], list[Problem]] = defaultdict(list)
    for k, problem in enumerate(problems):
        if problem.severity is not Severity.NOTE:
            place = problem.source
            known_by = (problem.rule, place.path, place.line, place.text) if place and place.text else (k,)
            same = (*known_by, problem.message)  # the same English can be wrong in each locale in another way
            groups[same].append(problem)
    taken: Counter[str] = Counter()
    chosen: list[Task] = []
    for task in sorted(map(Task, map(tuple, groups.values())), key=lambda task: -task.harm):
        first = task.problems[0]
        page = first.source.path if first.source else first.pair
        if taken[page] < _OF_A_PAGE:
            taken[page] += 1
            chosen.append(task)
        if len(chosen) == count:
            break
    return chosen


def first_to_mend(problems: Iterable[Problem], count: int) -> list[Problem]:
    """The findings that hurt readers most, at most `count`: of each thing to do the worst one."""
    return [max(task.problems, key=harm) for task in where_to_begin(problems, count)]


_SPREAD = 0.25
_OF_A_PAGE = 2
