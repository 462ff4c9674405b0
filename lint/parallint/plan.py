"""What holds for which page: a configuration with its overrides -> the settings for each job."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from parallint.config import Config, Override, merged
from parallint.errors import ParallintError
from parallint.jobs import AnyJob, Job
from parallint.locales import fold, locale_from_path
from parallint.model import Rule
from parallint.outcome import Settings
from parallint.registry import Bundled, activate
from parallint.suppress import UNUSED
from parallint.walk import matcher


class Plan:
    """The settings of a project's jobs; the rules are made ready once for each combination of overrides.

    Raises ConfigError, with the line, for what no rule knows and for patterns that cannot be read, in overrides that
    match no page as well.
    """

    def __init__(self, config: Config, rules: Sequence[Bundled], collect: bool = False, sheets: bool = False) -> None:
        self._config, self.bundled, self._collect, self._sheets = config, tuple(rules), collect, sheets
        self._known: dict[tuple[int, ...], Settings] = {}
        asked = {bundled.rule.id for bundled in rules if bundled.rule.conclude} | {UNUSED}
        self._of_project = any(o.confidence is not None or asked.intersection(o.rules) for o in config.overrides)
        self._matches = [_matcher(config, override) for override in config.overrides]
        self.project = self._settings(())
        for number in range(len(config.overrides)):
            self._settings((number,))

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that run, if only on some pages."""
        found = {active.rule.id: active.rule for settings in self._known.values() for active in settings.rules}
        return tuple(found.values())

    def of(self, job: AnyJob | ParallintError) -> Settings:
        """The settings for a job; where its translations differ in theirs, `apart` holds the others'."""
        if not self._config.overrides or isinstance(job, ParallintError):
            return self.project
        if isinstance(job, Job):
            locale = job.locale or locale_from_path(job.target, job.source)
            return self._settings(self._overrides(locale, *self._names(job)))
        own = {
            path: self._settings(self._overrides(locale, self._name(path, job.root))) for path, locale in job.targets
        }
        first = next(iter(own.values()), self.project)
        if all(settings is first for settings in own.values()):
            return first
        return replace(first, apart=own)

    def at(self, locale: str, *paths: str) -> Settings:
        """The settings for a page in a locale; `paths`, from the project's root, are its own and its English's.

        They are right for the rules over the whole project only: overrides for the others alone do not count.
        """
        return self._settings(self._overrides(locale, *paths)) if self._of_project else self.project

    def config_for(self, locale: str, *paths: str) -> Config:
        """The configuration as it holds for a page; `paths`, from the project's root, are its own and its English's."""
        return self._composed(self._overrides(locale, *paths))

    def partial(self, locale: str, *paths: str) -> bool:
        """Whether a locale, or the page at these paths in it, is not meant to be complete."""
        said = any(_covers(known, locale) for known in self._config.partial)
        for number in self._overrides(locale, *paths):
            own = self._config.overrides[number].partial
            said = said if own is None else own
        return said

    def _settings(self, numbers: tuple[int, ...]) -> Settings:
        if numbers not in self._known:
            config = self._composed(numbers)
            active = activate(self.bundled, config)
            running = {one.rule.id for one in active}
            self._known[numbers] = Settings(
                active,
                config.confidence,
                self._collect,
                known=frozenset(bundled.rule.id for bundled in self.bundled),
                complete=all(b.rule.id in running for b in self.bundled if b.rule.default),
                sheets=self._sheets,
            )
        return self._known[numbers]

    def _composed(self, numbers: tuple[int, ...]) -> Config:
        """The configuration with these overrides in force."""
        config = self._config
        for override in (config.overrides[number] for number in numbers):
            confidence = config.confidence if override.confidence is None else override.confidence
            places = {**config.places, **{key: override.places[key] for key in _TAKEN if key in override.places}}
            config = replace(config, confidence=confidence, rules=merged(config.rules, override.rules), places=places)
        return config

    def _overrides(self, locale: str, *paths: str) -> tuple[int, ...]:
        return tuple(
            number
            for number, (override, matches) in enumerate(zip(self._config.overrides, self._matches, strict=True))
            if (not override.locales or any(_covers(known, locale) for known in override.locales))
            and (not override.paths or any(path and matches(path) for path in paths))
        )

    def _names(self, job: Job) -> Iterator[str]:
        yield self._name(job.target, job.root)
        yield job.source if job.source_root else self._name(job.source, job.root)

    def _name(self, path: str, root: str) -> str:
        """A path as seen from the project's root; "" for one that lies outside."""
        if root:
            return path
        try:
            name = os.path.relpath(path, self._config.root or os.curdir).replace(os.sep, "/")
        except ValueError:  # another drive, or a NUL character
            return ""
        return "" if name.startswith("../") else name


_TAKEN = ("confidence", "partial")
"""The keys of an override that stand in the place of the project's."""


def _covers(known: str, locale: str) -> bool:
    """Whether a locale is the known one, or of its language."""
    return f"{fold(locale)}-".startswith(f"{fold(known)}-")


def _matcher(config: Config, override: Override) -> Callable[[str], bool]:
    try:
        return matcher(override.paths)
    except ValueError as error:
        hint = "Write it as in a .gitignore"
        raise override.places["paths"].error(f"a pattern that cannot be read: {error}", hint) from None
