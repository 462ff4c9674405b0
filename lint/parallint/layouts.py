"""Layouts: where the English files lie, and where their translations, as two patterns of paths."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from parallint.locales import SHAPE
from parallint.patterns import pattern_of

MARKDOWN = (".md", ".mdx", ".markdown")
"""The endings of the files that a pattern ending with `{path}` stands for."""

_FIELD = pattern_of(r"\{([^{}]*)\}")
_LEFT_OVER = pattern_of(r"[{}]")


class Translation(NamedTuple):
    """A translation's path, taken apart: its locale tag as written, and what `{path}` stands for."""

    locale: str
    path: str


@dataclass(frozen=True)
class Layout:
    """Two patterns of paths relative to the project's root: `docs/en/{path}.md` and `docs/{locale}/{path}.md`.

    `/` stands between folders. `{path}` stands for any part of a path, folders included, `{locale}` for a locale tag,
    one of `locales` where these are given. `locale` is that of a layout for one language, whose `target` has no
    `{locale}`. Raises ValueError where the patterns do not fit together.
    """

    source: str
    target: str
    locale: str = ""
    locales: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        names = {side: _fields(pattern) for side, pattern in (("source", self.source), ("target", self.target))}
        if "locale" in names["source"]:
            raise ValueError("`source` is the English side and has no {locale}")
        if "locale" not in names["target"] and not self.locale:
            raise ValueError("`target` needs {locale}, which stands for the translation's language")
        if names["source"].count("path") > 1 or names["source"].count("path") != names["target"].count("path"):
            raise ValueError("`source` and `target` need {path} once each, or neither of them")

    @cached_property
    def _source(self) -> re.Pattern[str]:
        return _compiled(self.source, ())

    @cached_property
    def _target(self) -> re.Pattern[str]:
        return _compiled(self.target, self.locales)

    def source_path(self, file: str) -> str | None:
        """What `{path}` stands for in an English file's path; None where the file is no English file of this layout."""
        match = self._source.fullmatch(file)
        return match.groupdict().get("path", "") if match and _is_page(self.source, file) else None

    def translation(self, file: str) -> Translation | None:
        """A translation's path, taken apart; None where the file cannot be a translation of this layout."""
        match = self._target.fullmatch(file)
        if not match or not _is_page(self.target, file):
            return None
        parts = match.groupdict()
        return Translation(parts.get("locale", self.locale), parts.get("path", ""))

    def source_file(self, path: str) -> str:
        """The English file for what `{path}` stands for."""
        return self.source.replace("{path}", path)

    def target_file(self, path: str, locale: str) -> str:
        """The translation's path for what `{path}` and `{locale}` stand for."""
        return self.target.replace("{locale}", locale).replace("{path}", path)

    @property
    def folders(self) -> tuple[str, str]:
        """The folders, without their last `/`, below which all English files and all translations lie."""
        return _static_folder(self.source), _static_folder(self.target)

    def __str__(self) -> str:
        return f"{self.source} -> {self.target}"


def _fields(pattern: str) -> list[str]:
    names = _FIELD.findall(pattern)
    if unknown := [name for name in names if name not in ("path", "locale")]:
        raise ValueError(f"{{{unknown[0]}}} in {pattern!r} means nothing; there are {{path}} and {{locale}}")
    if _LEFT_OVER.search(_FIELD.sub("", pattern)):
        raise ValueError(f"a brace without its partner in {pattern!r}")
    if pattern.startswith("/") or "\\" in pattern or ":" in pattern:
        raise ValueError(f"{pattern!r} must be relative to the project's folder, with `/` between folders")
    if not pattern or any(part in ("", ".", "..") for part in pattern.split("/")):
        raise ValueError(f"{pattern!r} must lead straight down from the project's folder, without `.`, `..` or `//`")
    return names


def _compiled(pattern: str, locales: Sequence[str]) -> re.Pattern[str]:
    """The pattern as a regular expression; the second and later {locale} repeat the first."""
    parts: list[str] = []
    tag = "|".join(map(re.escape, locales)) or SHAPE
    for i, part in enumerate(_FIELD.split(pattern)):
        if i % 2 == 0:
            parts.append(re.escape(part))
        elif part == "path":
            parts.append(r"(?P<path>.+?)")
        else:
            parts.append(r"(?P=locale)" if any("?P<locale>" in p for p in parts) else f"(?P<locale>{tag})")
    return re.compile("".join(parts), re.DOTALL)


def _is_page(pattern: str, file: str) -> bool:
    return not pattern.endswith("}") or file.lower().endswith(MARKDOWN)


def _static_folder(pattern: str) -> str:
    return pattern.partition("{")[0].rpartition("/")[0]
