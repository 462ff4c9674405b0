"""Lines of code: what two lists of them do not share, and what on a line is a comment, a placeholder or a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from parallint.patterns import pattern_of

_MOST_LINES = 500
"""Lines between the first and the last difference that are matched; it takes their number squared."""

PLACEHOLDER = pattern_of(r"<[^<>\n]{1,80}>|\{\{[^{}\n]{1,80}\}\}")
"""What the reader is to put something else for: `<your name>`, `{{path/to/file}}`."""

COMMENT = pattern_of(
    r"(?:^|(?<=[\s,;{}()]))(?:#(?=[\s#])|//|%%|REM\b|rem\b).*$|<!--.{0,500}?-->|/\*.{0,500}?\*/", re.MULTILINE
)
"""Comments of most languages, on one line."""

CODE_WORD = pattern_of(r"(?=.*[A-Za-z])(?=.*[\d_/.\\=:$@&]|.*[a-z][A-Z]|--)[\x21-\x7e]{3,200}")
"""A word that is code wherever it stands: a path, an option, a version, an identifier of several parts."""


class CodeChange(NamedTuple):
    """The first place at which the code of two samples differs.

    `source` and `target` are the lines there as written, "" where there is none; `source_line` and `target_line` count
    from 1 inside the sample, 0 for none. `lines` says how many lines differ in all, `confidence` (0 to 1) how sure it
    is that no translator meant it.
    """

    source_line: int
    target_line: int
    source: str
    target: str
    lines: int
    confidence: float


class Stretch(NamedTuple):
    """Neighbouring lines that two lists do not share: half-open, in the one and in the other."""

    start: int
    end: int
    other_start: int
    other_end: int

    @property
    def lines(self) -> int:
        """How many lines it has, on the longer side."""
        return max(self.end - self.start, self.other_end - self.other_start)


def spaced(line: str) -> str:
    """The line with its white space in one form."""
    return " ".join(line.split())


_MARKS = {
    **dict.fromkeys(
        ("bash", "sh", "shell", "zsh", "console", "terminal", "python", "py", "python3", "py3", "yaml"), "#"
    ),
    **dict.fromkeys(("yml", "toml", "ruby", "rb", "dockerfile", "docker", "powershell", "ps1", "properties"), "#"),
    **dict.fromkeys(("js", "javascript", "ts", "typescript", "java", "go", "kotlin", "swift", "csharp", "cs"), "//"),
    **dict.fromkeys(("c#", "cpp", "c++", "c", "rust", "dart", "scala", "groovy"), "//"),
}


def comment_mark(language: str) -> str:
    """What begins a comment up to the end of the line, in the commonest languages; "" for others."""
    return _MARKS.get(language, "")


def uncommented(lines: Iterable[str], mark: str) -> list[str]:
    """The lines without comments that reach to their ends, as far as one can tell without a lexer."""
    kept = []
    for line in lines:
        bare = line.strip()
        if bare and not bare.startswith(mark):
            at = bare.find(" " + mark) if '"' not in bare and "'" not in bare else -1
            kept.append(spaced(bare[:at] if at > 0 else bare))
    return kept


def stretches(a: Sequence[str], b: Sequence[str]) -> Iterator[Stretch]:
    """The stretches in which two lists of lines differ, line by line where both have as many.

    Where they are very long, one from the first difference to the last.
    """
    start = next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    stop = 0
    while stop < min(len(a), len(b)) - start and a[-1 - stop] == b[-1 - stop]:
        stop += 1
    x, y = a[start : len(a) - stop], b[start : len(b) - stop]
    if max(len(x), len(y)) > _MOST_LINES:
        yield Stretch(start, start + len(x), start, start + len(y))
        return
    from difflib import SequenceMatcher

    for name, i, i_end, j, j_end in SequenceMatcher(None, x, y, autojunk=False).get_opcodes():
        if name == "replace" and i_end - i == j_end - j:
            yield from (
                Stretch(start + i + k, start + i + k + 1, start + j + k, start + j + k + 1) for k in range(i_end - i)
            )
        elif name != "equal":
            yield Stretch(start + i, start + i_end, start + j, start + j_end)
