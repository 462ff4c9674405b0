"""Which English a translation was made from: what the page says itself, a pin, or the revision that fits it best."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from parallint.history.blobs import Blobs, blobs_of
from parallint.history.git import HistoryError
from parallint.history.past import Past
from parallint.history.pins import pins, without_pins
from parallint.history.wording import decoded, said, words
from parallint.model import Origin, Pin, Revision, Span, Way

if TYPE_CHECKING:
    from parallint.align.lexicon import Lexicon

UNCOMMITTED = ""
"""The hash of the revision that stands in the working tree and in no commit."""

_PINNED = 0.95


@dataclass(frozen=True, slots=True)
class Base:
    """The English that a translation was made from, and where it comes from."""

    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Search:
    """What came of the search: the base, where there is one, and what could not be followed, with what to do."""

    base: Base | None = None
    trouble: HistoryError | None = None


def find_base(
    past: Past, source: str, target: str, path: str, lexicon: Lexicon | None = None, fitted: bool = True
) -> Search:
    """The English that the text `target` was made from; `source` is today's, and `path` names the translation.

    A pin counts first; where there is none that can be followed, and `fitted` allows it, the revision that fits best.
    """
    blobs = blobs_of(past.english_home)
    english = with_today(past.english, source, blobs)
    trouble = None
    named = pins(target, past.pins) or _beside(past.sidecar)
    for pin in named:
        if found := _pinned(pin, english, source, blobs):
            text, index, revision = found
            later = later_revisions(english, index, blobs, source)
            return Search(Base(text, Origin(Way.PIN, _PINNED, revision, pin, later)))
    if named:
        trouble = _lost(named[0], past, path)
    return Search(_fitting(past, english, source, target, blobs, lexicon) if fitted else None, trouble)


def english_of(pin: Pin, past: Past, source: str) -> str | None:
    """The English that a pin names; None where it names none that is known."""
    blobs = blobs_of(past.english_home)
    found = _pinned(pin, with_today(past.english, source, blobs), source, blobs)
    return found[0] if found else None


def _beside(sidecar: str) -> tuple[Pin, ...]:
    return (Pin(".co-op-translator.json", sidecar, Span(0, 0)),) if sidecar else ()


def with_today(english: Sequence[Revision], source: str, blobs: Blobs) -> tuple[Revision, ...]:
    """The revisions, and before them the working tree's where it says something that is not committed yet."""
    if not english:
        return ()
    last = content(english[0], blobs, source)
    if last is not None and said(last) == said(source):
        return tuple(english)
    return (english[0]._replace(commit=UNCOMMITTED, subject="", blob=UNCOMMITTED), *english)


def content(revision: Revision, blobs: Blobs, source: str = "") -> str | None:
    """The English as a revision left it; `source` is what stands in the working tree."""
    if revision.blob == UNCOMMITTED:
        return source
    data = blobs.blob(revision.blob)
    return None if data is None else decoded(data)


def _pinned(
    pin: Pin, english: Sequence[Revision], source: str, blobs: Blobs
) -> tuple[str, int, Revision | None] | None:
    """The text that a pin names, the index of the newest revision that it holds, and the revision if it is one."""
    for index, revision in enumerate(english):
        if revision.blob.startswith(pin.value) and (text := content(revision, blobs)) is not None:
            return text, index, revision
    return _at_commit(pin, english, blobs) or _by_content(pin, english, source, blobs)


def _at_commit(pin: Pin, english: Sequence[Revision], blobs: Blobs) -> tuple[str, int, Revision | None] | None:
    """The English as a commit has it, under the name that it had then."""
    commit = blobs.commit(f"{pin.value}^" if pin.outdated else pin.value)
    if not commit:
        return None
    hash_, time = commit
    older = [revision for revision in english if revision.time <= time and revision.commit]
    for path in dict.fromkeys([revision.path for revision in (*older[:1], *english)]):
        if (place := blobs.place(hash_, path)) and (text := decoded(place[1])) is not None:
            index = _index(english, place[0], hash_, time)
            known = index < len(english) and english[index].blob == place[0]
            return text, index, english[index] if known else None
    return None


def _index(english: Sequence[Revision], blob: str, commit: str, time: int) -> int:
    """The newest revision that a commit holds: itself, the last one before it with its content, the last before it."""
    same = [k for k, revision in enumerate(english) if revision.blob == blob]
    for k in same:
        if english[k].commit == commit or english[k].time <= time:
            return k
    if same:
        return same[-1]
    return next((k for k, revision in enumerate(english) if revision.time <= time), len(english))


def _by_content(
    pin: Pin, english: Sequence[Revision], source: str, blobs: Blobs
) -> tuple[str, int, Revision | None] | None:
    """The revision of whose content the pin is a hash: MD5, SHA-1 or SHA-256, whole or its beginning."""
    for index, revision in enumerate(english):
        data = source.encode("utf-8", "surrogatepass") if not revision.blob else blobs.blob(revision.blob)
        if data is not None and any(digest.startswith(pin.value) for digest in _digests(data)):
            text = decoded(data)
            return None if text is None else (text, index, revision)
    return None


def _digests(data: bytes) -> Iterator[str]:
    for form in dict.fromkeys((data, data.replace(b"\r\n", b"\n"), data.strip())):
        for name in ("sha256", "sha1", "md5"):
            yield hashlib.new(name, form, usedforsecurity=False).hexdigest()


def later_revisions(english: Sequence[Revision], index: int, blobs: Blobs, source: str) -> tuple[Revision, ...]:
    """The revisions after the one at `index` that changed what the page says, oldest first."""
    later: list[Revision] = []
    before = _said(english[index], blobs, source) if index < len(english) else None
    for revision in reversed(english[:index]):
        now = _said(revision, blobs, source)
        if now != before:
            later.append(revision)
        before = now
    return tuple(later)


def _said(revision: Revision, blobs: Blobs, source: str) -> str | None:
    text = content(revision, blobs, source)
    return None if text is None else said(text)


def _lost(pin: Pin, past: Past, path: str) -> HistoryError:
    named = f"{pin.key}: {pin.value[:12]} names no English that is known here"
    if past.english_home.shallow:
        return HistoryError(named, "The clone is shallow: git fetch --unshallow, or fetch-depth: 0 in CI", path)
    return HistoryError(named, "Correct it, or fetch the branch that it is on", path)


class LastChange(NamedTuple):
    """When a translation was last changed, in seconds since 1970: its words, and anything in it that a reader sees.

    Of the second only, somebody need not have looked at the text: addresses and versions are changed on many pages at
    once. What is not committed is younger than everything.
    """

    words: int
    anything: int


def last_change(past: Past, target: str) -> LastChange | None:
    """When a translation was last changed, pins and white space aside; None where the history does not reach back.

    A commit that changed no words, and the English as well, was about both and is no work on the translation.
    """
    blobs = blobs_of(past.home)
    both = {revision.commit for revision in past.english}
    now, changed, by, anything = without_pins(target, past.pins), _NOW, UNCOMMITTED, 0
    for revision in past.translation:
        text = content(revision, blobs)
        before = None if text is None else without_pins(text, past.pins)
        if before is None or words(before) != words(now):
            return LastChange(changed, max(anything, changed))
        if by not in both and said(before) != said(now):
            anything = max(anything, changed)
        now, changed, by = before, revision.time, revision.commit
    return None if past.home.shallow else LastChange(changed, max(anything, changed))


_NOW = 1 << 62


def _fitting(
    past: Past, english: Sequence[Revision], source: str, target: str, blobs: Blobs, lexicon: Lexicon | None
) -> Base | None:
    """The revision that fits the translation best, of those at or before its last change."""
    changed = last_change(past, target)
    if changed is None or not english:
        return None
    candidates = list(_candidates(english, changed.anything, source, blobs))
    if not candidates:
        return None
    from parallint.history.fit import best_fit

    texts = [text for _, text in candidates]
    late = sum(english[index].time > changed.words for index, _ in candidates)
    chosen, confidence = best_fit(texts, without_pins(target, past.pins), late, lexicon)
    index, text = candidates[chosen]
    return Base(text, Origin(Way.FIT, confidence, english[index], None, later_revisions(english, index, blobs, source)))


def _candidates(english: Sequence[Revision], changed: int, source: str, blobs: Blobs) -> Iterator[tuple[int, str]]:
    """The revisions that the translator can have seen, newest first, each text once; and their indices."""
    seen: set[str] = set()
    for index, revision in enumerate(english):
        if revision.time > changed or (revision.blob == UNCOMMITTED and changed != _NOW):
            continue
        text = content(revision, blobs, source)
        if text is not None and (key := said(text)) not in seen:
            seen.add(key)
            yield index, text
