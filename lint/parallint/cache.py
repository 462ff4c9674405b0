"""What is worth keeping between runs, in the platform's cache folder. Losing it costs time and nothing else."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from hashlib import blake2b
from tempfile import NamedTemporaryFile
from typing import Any

from parallint.align.lexicon import Lexicon

FOLDER = "PARALLINT_CACHE"
"""Environment variable that names another folder than the platform's."""


def lexicon_cache(root: str) -> Callable[[str, str, Callable[[], Lexicon | None]], Lexicon | None]:
    """A function that gets a locale, a signature of what is learned from, and how to learn; and gives the lexicon.

    One is kept for each project and locale, and replaced when the signature is another. A cache that cannot be read or
    written, or holds nonsense, is as good as none.
    """
    project = blake2b(os.path.realpath(root).encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()

    def remember(locale: str, signature: str, learn: Callable[[], Lexicon | None]) -> Lexicon | None:
        path = os.path.join(_folder(), f"lexicon-{project}-{blake2b(locale.encode(), digest_size=6).hexdigest()}.json")
        kept = _load(path)
        if kept.get("signature") == signature and (known := _lexicon(kept)):
            return known
        learned = learn()
        if learned:
            _store(path, {"signature": signature, "translations": learned.translations, "common": learned.common})
        return learned

    return remember


def _folder() -> str:
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
