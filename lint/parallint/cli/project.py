"""Which configuration a command works with."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parallint.config import Config


def config_for(file: str | None, paths: Sequence[str]) -> Config:
    """The configuration asked for, or the nearest upward from here, else from the folder that all `paths` lie in."""
    from parallint.config import Config, common_folder, find_config, load_config

    if file:
        return load_config(file)
    found = find_config(os.curdir)
    if not found and (folder := common_folder(paths)):
        found = find_config(folder)
    return found or Config(root=os.path.abspath(os.curdir))
