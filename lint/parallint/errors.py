"""What went wrong outside the documents' content: each error names its place and says what to do."""

from __future__ import annotations

from collections.abc import Iterable


class ParallintError(Exception):
    """One clear message for the user; it survives pickling, so that it can come back from another process.

    `message` says what happened and `hint` what to do, both without a full stop at the end; `line` counts from 1.
    """

    def __init__(self, message: str, hint: str = "", path: str = "", line: int | None = None) -> None:
        super().__init__(message, hint, path, line)
        self.message = message
        self.hint = hint
        self.path = path
        self.line = line

    def __str__(self) -> str:
        place = self.path + (f":{self.line}" if self.line else "")
        end = "" if self.message.endswith(("?", "!", ".")) else "."
        said = f"{self.message}{end} {self.hint}" if self.hint else self.message
        return f"{place}: {said}" if place else said


class ReadError(ParallintError):
    """A file that could not be read, or whose bytes are no text."""


class ConfigError(ParallintError):
    """A configuration that says something that it cannot mean."""


class ManifestError(ParallintError):
    """A line of a manifest that names no pair."""


class RuleError(ParallintError):
    """A rule, or a bundle of rules, that is broken."""


_LONGEST_WORD = 64


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint: the known word nearest to `word`, or all of them where none is near."""
    from difflib import get_close_matches

    words = sorted(known)
    if near := get_close_matches(word[:_LONGEST_WORD], words, n=1):
        return f"Did you mean {near[0]!r}?"
    return f"Known here: {', '.join(words)}" if words else "There is nothing to set here"
