"""Pins in a file beside the translations: co-op-translator's `.co-op-translator.json`, one for each locale."""

from __future__ import annotations

import json
import os
from functools import lru_cache
from typing import Any

from parallint.errors import ParallintError
from parallint.patterns import pattern_of
from parallint.read.files import read_text

FILE = ".co-op-translator.json"

_HASH = pattern_of(r"[0-9a-fA-F]{7,64}")


def sidecar_pin(root: str, target: str) -> str:
    """The hash of the English that a translation (a path relative to `root`) was made from; "" where none is kept."""
    folder = os.path.dirname(target)
    while True:
        name = os.path.relpath(target, folder).replace(os.sep, "/") if folder else target
        entry = _entries(root, os.path.join(folder, FILE)).get(name)
        if isinstance(entry, dict) and _HASH.fullmatch(str(entry.get("original_hash", ""))):
            return str(entry["original_hash"]).lower()
        if not folder:
            return ""
        folder = os.path.dirname(folder)


@lru_cache(maxsize=256)
def _entries(root: str, path: str) -> dict[str, Any]:
    if not os.path.isfile(os.path.join(root, path)):
        return {}
    try:
        values = json.loads(read_text(path, root))
    except (ParallintError, ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}
