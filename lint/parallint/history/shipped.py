"""What git would be asked about one pair, asked beforehand: for workers that have no repository to ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from parallint.history.base import content, find_base, last_change
from parallint.history.blobs import Answer, Blobs, blobs_of
from parallint.history.git import Repository
from parallint.history.past import Past
from parallint.history.raised import raised_past
from parallint.shapes import packed, unpacked


@dataclass(frozen=True)
class Shipped(Repository):
    """A repository of which nothing is left but the answers to the questions about one pair, packed."""

    answers: bytes = b""

    @cached_property
    def blobs(self) -> Blobs:
        """The answers; whatever else is asked is not known."""
        return _Answers(self)


class _Answers(Blobs):
    def __init__(self, repository: Shipped) -> None:
        super().__init__(repository)
        known = unpacked(repository.answers) or {}
        self._known = {name: _read(answer) for name, answer in known.items()}

    def _ask(self, name: str) -> Answer | None:
        return self._known.get(name)


class _Listening(Blobs):
    """Asks a repository and remembers what it said."""

    def __init__(self, repository: Repository) -> None:
        super().__init__(repository)
        self._own = blobs_of(repository)
        self.heard: dict[str, Answer | None] = {}

    def _ask(self, name: str) -> Answer | None:
        if name not in self.heard:
            self.heard[name] = self._own.asked(name)
        return self.heard[name]


@dataclass(frozen=True)
class _Asked(Repository):
    """A repository whose answers are remembered."""

    @cached_property
    def blobs(self) -> _Listening:
        return _Listening(Repository(self.directory, self.top, self.shallow, self.partial))


def shipped(past: Past, source: str, target: str, whole: bool = False) -> Past:
    """The past of a pair with the answers to all that will be asked about it; the texts are those of today.

    They are found out by asking, but for what takes aligning: of that, whatever it could ask is taken along. `whole`
    says that every revision of the English will be looked at, as for a page that embeds its English.
    """
    english = _asked(past.english_home)
    home = english if past.home == past.english_home else _asked(past.home)
    listening = replace(past, english_home=english, home=home)
    _ask(listening, source, target, whole)
    if past.branch is not None:
        before = replace(listening, english=past.english_before, translation=past.translation_before, branch=None)
        texts = [
            content(revisions[0], blobs) if revisions else None
            for revisions, blobs in ((before.english, english.blobs), (before.translation, home.blobs))
        ]
        _ask(before, texts[0] or "", texts[1] or "", whole)
    return replace(past, english_home=_told(english), home=_told(home))


def _ask(past: Past, source: str, target: str, whole: bool) -> None:
    found = find_base(past, source, target, "", fitted=False)
    if found.base:
        raised_past(past, target, found.base.origin, source)
    if not found.base or whole:
        last_change(past, target)
        for revision in past.english:
            content(revision, blobs_of(past.english_home))


def _asked(home: Repository) -> _Asked:
    return _Asked(home.directory, home.top, home.shallow, home.partial)


def _told(home: _Asked) -> Shipped:
    answers = packed({name: list(_written(answer)) for name, answer in home.blobs.heard.items()})
    return Shipped(home.directory, home.top, home.shallow, home.partial, answers)


def _written(answer: Answer | None) -> Iterator[str | None]:
    """An answer in strings; the content, which may be anything, a character for a byte."""
    if answer is not None:
        hash_, kind, data = answer
        yield from (hash_, kind.decode("latin-1"), None if data is None else data.decode("latin-1"))


def _read(answer: list[str | None]) -> Answer | None:
    if not answer:
        return None
    hash_, kind, data = answer
    return hash_ or "", (kind or "").encode("latin-1"), None if data is None else data.encode("latin-1")
