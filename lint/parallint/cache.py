"""What is worth keeping between runs, in the platform's cache folder. Losing it costs time and nothing else."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict
from hashlib import blake2b
from tempfile import NamedTemporaryFile
from typing import Any

from parallint.align.lexicon import Lexicon
from parallint.learning import LearnedLocale, Remember
from parallint.model import Conventions, FieldUse, Rewrite

FOLDER = "PARALLINT_CACHE"
"""Environment variable that names another folder than the platform's."""


SAME = 0.9
"""Part of a sample that must read as when it was learned from: a typo in one page is no reason to learn anew."""


def learned_cache(root: str) -> Remember:
    """A function that gets a locale, the digests of a sample's pages, and how to learn; and gives what is learned.

    It is kept for each project and locale until one page in ten of the sample has changed. A cache that cannot be read
    or written, or holds nonsense, is as good as none.
    """
    project = blake2b(os.path.realpath(root).encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()

    def remember(locale: str, pages: tuple[str, ...], learn: Callable[[], LearnedLocale]) -> LearnedLocale:
        name = f"learned-{project}-{blake2b(locale.encode(), digest_size=6).hexdigest()}.json"
        path = os.path.join(cache_folder(), name)
        kept = _load(path)
        if _still(kept.get("pages"), pages) and (known := _learned(kept)):
            return known
        learned = learn()
        lexicon = learned.lexicon
        words = {"translations": lexicon.translations, "common": lexicon.common} if lexicon else {}
        conventions = {folder: asdict(known) for folder, known in learned.conventions.items()}
        _store(path, {"pages": learned.pages, "conventions": conventions, **words})
        return learned

    return remember


def _still(kept: object, pages: tuple[str, ...]) -> bool:
    """Whether a sample is nearly the one that was learned from."""
    if not isinstance(kept, list) or not all(isinstance(page, str) for page in kept):
        return False
    return len({*kept} & {*pages}) >= SAME * max(len(kept), len(pages))


def cache_folder() -> str:
    """The platform's folder for such things, or the one that the environment names."""
    if named := os.environ.get(FOLDER):
        return named
    from platformdirs import user_cache_dir

    return user_cache_dir("parallint", appauthor=False)


def _load(path: str) -> dict[str, Any]:
    try:
        with open(path, encoding="utf-8") as file:
            values = json.load(file)
    except (OSError, ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


def _learned(values: dict[str, Any]) -> LearnedLocale | None:
    """What the values hold, if they hold it throughout."""
    try:
        conventions = {folder: _conventions(known) for folder, known in values["conventions"].items()}
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    lexicon = _lexicon(values)
    pages = tuple(values["pages"])
    return LearnedLocale(lexicon, conventions, pages) if lexicon or "translations" not in values else None


def _conventions(values: dict[str, Any]) -> Conventions:
    """Raises TypeError or ValueError where the values are not those of conventions."""
    rewrites = tuple(Rewrite(str(source), str(target), int(pages)) for source, target, pages in values["rewrites"])
    fields = tuple(FieldUse(str(key), *map(int, counts)) for key, *counts in values["fields"])
    shares = {name: share for name, share in values.items() if name not in ("rewrites", "slugs", "fields")}
    if not all(share is None or isinstance(share, float) for share in shares.values()):
        raise TypeError("a share is no number")
    return Conventions(rewrites=rewrites, slugs=tuple(map(str, values["slugs"])), fields=fields, **shares)


def _lexicon(values: dict[str, Any]) -> Lexicon | None:
    """The lexicon that the values hold, if they hold one throughout."""
    translations, common = values.get("translations"), values.get("common")
    if not _numbers(common) or not isinstance(translations, dict):
        return None
    if not all(isinstance(word, str) and _numbers(table) for word, table in translations.items()):
        return None
    return Lexicon(translations, common)  # type: ignore[arg-type]


def _numbers(table: Any) -> bool:
    return isinstance(table, dict) and all(isinstance(p, float) and 0 < p <= 1 for p in table.values())


def _store(path: str, values: dict[str, Any]) -> None:
    """Write beside the place and rename: another run sees the old file or the new one, never half of it."""
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with NamedTemporaryFile("w", encoding="utf-8", dir=os.path.dirname(path), delete=False) as file:
            json.dump(values, file, ensure_ascii=False)
        os.replace(file.name, path)
    except (OSError, ValueError):
        return
