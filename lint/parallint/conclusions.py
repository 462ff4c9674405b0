"""What the rules over the whole project say, once all its pairs are linted.

They are held to what a page says of itself and to what the configuration says of it, as the others are: a comment in
the English page is heeded where no translation is there to have one, and a rule that is off for a folder or a locale is
not asked of these pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from parallint.errors import ParallintError
from parallint.excuses import Excuse, Excuses, excuse_of, excuses_in
from parallint.facts import Facts
from parallint.model import Inventory, Move, Noted, Orphan, Page, Place, Problem, ProjectFinding, Severity
from parallint.outcome import Judging, Outcome, Settings
from parallint.problems import SILENT, broken, fingerprint_of, normal, severity_of
from parallint.suppress import ALL, IDLE, MARK, UNUSED, Silenced, idle_told, unused_told

if TYPE_CHECKING:
    from parallint.registry import ActiveRule


Entry = Page | Move | Orphan


class Roots(NamedTuple):
    """The project's folder, and that of the English where it is in another repository."""

    project: str = ""
    english: str = ""


class Conclusion(NamedTuple):
    """The problems of the project as a whole, as an outcome of no pairs, and the comments that turned out to be used.

    Those are comments that silence all rules, of which the pages themselves cannot tell that they are of any use.
    """

    outcome: Outcome
    used: frozenset[Place]


class _Said(NamedTuple):
    """A finding, and the rule as it is set for the page that it is about."""

    finding: ProjectFinding
    active: ActiveRule
    confidence: float


def concluded(
    project: Inventory, outcomes: Sequence[Outcome], settings: Judging, roots: Roots | None = None
) -> Conclusion:
    """What the rules over the whole project say, rule by rule; never raises."""
    errors: list[ParallintError] = []
    pages = _Pages(project, [outcome.facts for outcome in outcomes if outcome.facts], settings)
    said: dict[str, list[_Said]] = {}
    for rule in pages.rules:
        try:
            said[rule] = pages.asked(rule)
        except Exception as error:
            errors.append(broken(pages.rules[rule], "", error))
    comments = Excuses((*pages.comments, *pages.read(roots or Roots())), pages.english)
    problems: list[Problem] = []
    silenced: list[Silenced] = []
    for rule, findings in said.items():
        own = comments.about(pages.heeded(rule))
        kept = pages.asked(rule, own) if own.all else findings
        problems.extend(made := list(_problems(rule, kept)))
        silenced.extend(_silenced(rule, findings, own, {problem.fingerprint for problem in made}))
    used = {rule: set(_of_use(rule, found, comments, pages)) for rule, found in said.items()}
    problems.extend(_unused(pages, comments, used))
    wide = frozenset(comment.place for found in used.values() for comment in found if ALL in comment.rules)
    return Conclusion(Outcome(0, tuple(problems), tuple(errors), silenced=tuple(silenced)), wide)


def unjudged(outcomes: Iterable[Outcome]) -> frozenset[Place]:
    """The comments for all rules on a whole page: what looks at a part of the project cannot tell if they are used."""
    comments = map(excuse_of, Facts(UNUSED, [outcome.facts for outcome in outcomes if outcome.facts]))
    return frozenset(comment.place for comment in comments if comment.piece is None and ALL in comment.rules)


def without(problems: Iterable[Problem], comments: frozenset[Place]) -> Iterator[Problem]:
    """The problems but for those that call one of these comments unused."""
    for problem in problems:
        if problem.rule != UNUSED or not {problem.source, problem.target} & comments:
            yield problem


class _Pages:
    """A project as its rules are asked about it."""

    def __init__(self, project: Inventory, facts: Sequence[bytes], settings: Judging) -> None:
        self.project, self._facts, self._settings = project, facts, settings
        self.english = {page.target: page.source for page in project.pairs}
        self.comments = tuple(map(excuse_of, Facts(UNUSED, facts)))

    @cached_property
    def _everywhere(self) -> tuple[Settings, ...]:
        """All settings that hold for some page or locale, the project's own first."""
        at = self._settings.at
        entries: list[Entry] = [*self.project.pairs, *self.entries]
        found = [at(""), *(at(entry.locale, entry.source, entry.target) for entry in entries)]
        return tuple({id(settings): settings for settings in found}.values())

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The pages that are missing, moved, or without English."""
        entries: list[Entry] = [*self.project.missing, *self.project.moved, *self.project.orphans]
        return tuple(entries)

    @cached_property
    def rules(self) -> dict[str, ActiveRule]:
        """The rules over the whole project that run anywhere."""
        running = (active for settings in self._everywhere for active in settings.rules if active.rule.conclude)
        return {active.rule.id: active for active in running}

    def heeded(self, rule: str) -> tuple[str, ...]:
        """The rules whose comments count for a rule."""
        return rule, *self.rules[rule].rule.heeds

    def asked(self, rule: str, comments: Excuses | None = None) -> list[_Said]:
        """The findings of a rule, each by the settings of its page, but for what the comments silence."""
        todo = [active for settings in self._everywhere if (active := _of(settings, rule))]
        inventory = replace(self.project, excused=frozenset(self._excused(rule, comments)))
        done: list[object] = []
        said: list[_Said] = []
        for active in todo:
            if active.options in done or active.rule.conclude is None:
                continue
            done.append(active.options)
            for finding in active.rule.conclude(inventory, _Unexcused(rule, self._facts, comments), active.options):
                settings = self._at(finding)
                own = _of(settings, rule)
                if own and own.options == active.options and not (comments and any(comments.of_finding(rule, finding))):
                    said.append(_Said(finding, own, settings.confidence))
        return sorted(said, key=lambda one: (one.finding.about, one.finding.locale))

    def at(self, comment: Excuse) -> Settings:
        """The settings for the page that holds a comment."""
        return self._settings.at(comment.locale, comment.path)

    def is_paired(self, comment: Excuse) -> bool:
        """Whether the comment stands in a page that is in some pair."""
        return comment.path in (self._sources if comment.english else self.english)

    def read(self, roots: Roots) -> Iterator[Excuse]:
        """The comments of the pages that are in no pair: English ones that no locale has, and orphans."""
        lacking = {page.source: "" for page in self.project.missing if page.source not in self._sources}
        orphans = {page.target: page.locale for page in self.project.orphans if page.target not in self.english}
        known = self._settings.at("").known
        for path in lacking:
            yield from _read(path, roots.english or roots.project, "", known, english=True)
        for path, locale in orphans.items():
            yield from _read(path, roots.project, locale, known, english=False)

    def _at(self, finding: ProjectFinding) -> Settings:
        places = [place.path for place in (finding.source, finding.target) if place]
        whither = self._whither.get((places[0], finding.locale), "") if places else ""
        return self._settings.at(finding.locale, *places, whither, finding.about, f"{finding.about}/")

    def _excused(self, rule: str, comments: Excuses | None) -> Iterator[Entry]:
        """The entries of which the rule is not to speak."""
        if not comments and len(self._everywhere) == 1:
            return
        for entry in self.entries:
            settings = self._settings.at(entry.locale, entry.source, entry.target)
            off = _of(settings, rule) is None
            if off or (comments and any(comments.of_page(self.heeded(rule), entry.source, entry.target))):
                yield entry

    @cached_property
    def _sources(self) -> frozenset[str]:
        return frozenset(self.english.values())

    @cached_property
    def _whither(self) -> dict[tuple[str, str], str]:
        """The path that a page's translation would have, by the page's own and the locale."""
        return {(page.source, page.locale): page.target for page in self.project.missing}


class _Unexcused:
    """The facts of a rule but for those that comments silence; they can be gone through several times."""

    def __init__(self, rule: str, pages: Sequence[bytes], comments: Excuses | None) -> None:
        self._rule, self._facts, self._comments = rule, Facts(rule, pages), comments

    def __iter__(self) -> Iterator[Noted]:
        for noted in self._facts:
            if not (self._comments and self._comments.of_fact(self._rule, noted)):
                yield noted


def _of(settings: Settings, rule: str) -> ActiveRule | None:
    return next((active for active in settings.rules if active.rule.id == rule), None)


def _read(path: str, root: str, locale: str, known: frozenset[str], *, english: bool) -> Iterator[Excuse]:
    from parallint.read.files import read_text
    from parallint.read.markdown import read_markdown

    try:
        text = read_text(path, root)
    except ParallintError:
        return
    if MARK in text:
        yield from excuses_in(read_markdown(text, path, locale), english, locale, known)


def _problems(rule: str, said: Iterable[_Said]) -> Iterator[Problem]:
    for finding, active, confidence in said:
        if finding.confidence < confidence * SILENT:
            continue
        known_by = (rule, finding.about, finding.locale, normal(finding.source), normal(finding.target))
        yield Problem(
            rule=rule,
            severity=severity_of(active, finding.severity) if finding.confidence >= confidence else Severity.NOTE,
            confidence=finding.confidence,
            message=finding.message,
            pair=finding.about,
            locale=finding.locale,
            source=finding.source,
            target=finding.target,
            fingerprint=fingerprint_of(*known_by),
        )


def _silenced(rule: str, said: Iterable[_Said], comments: Excuses, kept: set[str]) -> Iterator[Silenced]:
    """The problems that comments silence: those that would be there without them."""
    for one in said:
        comment = next(comments.of_finding(rule, one.finding), None)
        for problem in _problems(rule, [one]) if comment else ():
            if comment and problem.fingerprint not in kept:
                yield Silenced(problem, comment.reason)


def _of_use(rule: str, said: Iterable[_Said], comments: Excuses, pages: _Pages) -> Iterator[Excuse]:
    """The comments that a rule heeds: where it finds something, and where there is something that it could find."""
    own = comments.about((rule,))
    if not own.all:
        return
    for one in said:
        yield from own.of_finding(rule, one.finding)
    for entry in pages.entries:
        yield from own.of_page((rule,), entry.source, entry.target)


def _unused(pages: _Pages, comments: Excuses, used: dict[str, set[Excuse]]) -> Iterator[Problem]:
    """The problems with comments that silence nothing which the rules over the whole project say."""
    for comment in comments.all:
        settings = pages.at(comment)
        active = _of(settings, UNUSED)
        if active and (why := _why_unused(pages, comment, settings, used)):
            places = (comment.place, None) if comment.english else (None, comment.place)
            yield Problem(
                rule=UNUSED,
                severity=severity_of(active, None),
                confidence=1.0,
                message=unused_told(why),
                pair=comment.path,
                locale=comment.locale,
                source=places[0],
                target=places[1],
                fingerprint=fingerprint_of(UNUSED, normal(places[0]), normal(places[1]), "0"),
            )


def _why_unused(pages: _Pages, comment: Excuse, settings: Settings, used: dict[str, set[Excuse]]) -> str:
    """Why a comment silences nothing; "" where it does, and where the page's own rules have said so already."""
    alone = not pages.is_paired(comment)
    if comment.fault:
        return comment.fault if alone else ""
    if ALL in comment.rules:
        return IDLE if alone and settings.complete and not any(comment in found for found in used.values()) else ""
    judged = [rule for rule in comment.rules if rule in used and _of(settings, rule) and comment not in used[rule]]
    return idle_told(judged, comment.quote)
