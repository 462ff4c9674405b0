"""What is worth keeping between runs, in the platform's cache folder. Losing it costs time and nothing else."""

from __future__ import annotations

import os
from collections.abc import Mapping
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from parallint.digests import Digests
from parallint.learning import LearnedLocale
from parallint.model import Conventions
from parallint.shapes import packed, plain, reader, unpacked
from parallint.store import Store

if TYPE_CHECKING:
    from parallint.align.lexicon import Lexicon

FOLDER = "PARALLINT_CACHE"
"""Environment variable that names another folder than the platform's."""


class Cache:
    """What a run of the project in `root` finds of earlier runs, and leaves to later ones."""

    def __init__(self, root: str, cached: bool = True) -> None:
        self.store = Store(cache_folder())
        self.learned = LearnedCache(self.store, root)
        self.digests = Digests(self.store if cached else Store(""), root)

    def __enter__(self) -> Cache:
        return self

    def __exit__(self, *_: object) -> None:
        self.digests.keep()
        self.store.close()


SAME = 0.9
"""Part of a sample that must read as when it was learned from: a typo in one page is no reason to learn anew."""


class LearnedCache:
    """What was learned of a project's locales, in a store.

    It is kept for each until one page in ten of the sample has changed. What holds nonsense is as good as nothing.
    """

    def __init__(self, store: Store, root: str) -> None:
        self._store, self._project = store, os.path.realpath(root).encode("utf-8", "surrogateescape")

    def pages(self, locale: str, pages: tuple[str, ...]) -> tuple[str, ...] | None:
        """The digests of the sample that a locale is known by, if these are nearly the same; None otherwise."""
        kept = self._get("pages", locale)
        if not isinstance(kept, list) or not all(isinstance(page, str) for page in kept):
            return None
        before, now = {*kept}, {*pages}
        return tuple(kept) if len(before & now) >= SAME * max(len(before), len(now)) else None

    def load(self, locale: str) -> LearnedLocale | None:
        """What was learned of a locale."""
        from parallint.align.lexicon import Lexicon

        try:
            lexicon, conventions = self._get("learned", locale)
            known = reader(Lexicon | None)(lexicon)
            found = LearnedLocale(known, reader(dict[str, Conventions])(conventions))
        except (TypeError, ValueError):
            return None
        return found if known is None or _is_sound(known) else None

    def keep(self, locale: str, pages: tuple[str, ...], learned: LearnedLocale) -> None:
        """Keep what was learned of a locale from the pages with these digests."""
        values = (("pages", pages), ("learned", learned))
        self._store.put((self._key(what, locale), packed(plain(value))) for what, value in values)

    def _get(self, what: str, locale: str) -> Any:
        key = self._key(what, locale)
        data = self._store.get([key]).get(key)
        return unpacked(data) if data else None

    def _key(self, what: str, locale: str) -> bytes:
        said = f"{what}\0{locale}\0".encode("utf-8", "surrogatepass")
        return blake2b(said + self._project, digest_size=20).digest()


def _is_sound(lexicon: Lexicon) -> bool:
    return all(map(_are_probabilities, (lexicon.common, *lexicon.translations.values())))


def _are_probabilities(table: Mapping[str, float]) -> bool:
    return all(0 < p <= 1 for p in table.values())


def cache_folder() -> str:
    """The platform's folder for such things, or the one that the environment names."""
    if named := os.environ.get(FOLDER):
        return named
    from platformdirs import user_cache_dir

    return user_cache_dir("parallint", appauthor=False)
