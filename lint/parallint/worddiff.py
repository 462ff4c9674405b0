"""What changed between two wordings of a text in one language, word by word, and how to say it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby, pairwise
from typing import NamedTuple

from parallint.patterns import pattern_of

MOST_LOOKS = 2_000_000
"""Looks at equal words that `difflib` may need; above that lines are compared first, and then words within them."""

_PIECE = pattern_of(r"\s+|\w[\w'’]*(?:[-./:@+#]+\w[\w'’]*)*|\W")
_SHORT = 3
"""Letters of a word that two changes have between them and that does not keep them apart, as “of” or “a”."""


class Op(StrEnum):
    """What became of a piece of the text."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    DROPPED = "dropped"


class Edit(NamedTuple):
    """A piece of both wordings: `then` and `now` are the characters of each, one of them "" where it has none."""

    op: Op
    then: str
    now: str


def word_diff(then: str, now: str) -> tuple[Edit, ...]:
    """The pieces of two wordings in order: joined, all `then` are the one, all `now` the other.

    Words that differ in white space only are the same.
    """
    old, new = _pieces(then), _pieces(now)
    raw = [Edit(_OPS[op], "".join(old[i:i2]), "".join(new[j:j2])) for op, i, i2, j, j2 in _opcodes(old, new)]
    return tuple(_joined(_absorbed(raw)))


_OPS = {"equal": Op.SAME, "replace": Op.CHANGED, "insert": Op.ADDED, "delete": Op.DROPPED}


def _pieces(text: str) -> list[str]:
    """Words and marks, each with the white space behind it."""
    pieces: list[str] = []
    for match in _PIECE.finditer(text):
        if match[0].isspace() and pieces:
            pieces[-1] += match[0]
        else:
            pieces.append(match[0])
    return pieces


_Opcode = tuple[str, int, int, int, int]


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Iterator[_Opcode]:
    """What `SequenceMatcher` says of two lists of pieces, line by line first where that takes too long."""
    ours, theirs = [piece.strip() for piece in old], [piece.strip() for piece in new]
    head = _same(ours, theirs)
    tail = _same(ours[head:][::-1], theirs[head:][::-1])
    i, j = len(old) - tail, len(new) - tail
    yield "equal", 0, head, 0, head
    found = _matched(ours[head:i], theirs[head:j])
    yield from _shifted(_by_lines(old[head:i], new[head:j]) if found is None else found, head, head)
    yield "equal", i, len(old), j, len(new)


def _by_lines(old: Sequence[str], new: Sequence[str]) -> Iterator[_Opcode]:
    ours, theirs = list(_line_starts(old)), list(_line_starts(new))
    lines = ["".join(old[i:i2]).strip() for i, i2 in pairwise(ours)]
    others = ["".join(new[j:j2]).strip() for j, j2 in pairwise(theirs)]
    found = _matched(lines, others)
    for op, a, a2, b, b2 in [("replace", 0, len(lines), 0, len(others))] if found is None else found:
        i, i2, j, j2 = ours[a], ours[a2], theirs[b], theirs[b2]
        if op == "equal":
            yield op, i, i2, j, j2
            continue
        words = _matched([piece.strip() for piece in old[i:i2]], [piece.strip() for piece in new[j:j2]])
        yield from [(op, i, i2, j, j2)] if words is None else _shifted(words, i, j)


def _matched(old: Sequence[str], new: Sequence[str]) -> list[_Opcode] | None:
    """The opcodes; None where finding them takes too long, as it does for the same few words over and over."""
    ours, theirs = Counter(old), Counter(new)
    pairs = sum(count * theirs[key] for key, count in ours.items())
    if pairs * min(len(old), len(new)) > MOST_LOOKS:
        return None
    return [*SequenceMatcher(None, old, new, autojunk=False).get_opcodes()]


def _line_starts(pieces: Sequence[str]) -> Iterator[int]:
    """Where lines begin among the pieces, and where the last one ends."""
    yield 0
    yield from (k + 1 for k, piece in enumerate(pieces[:-1]) if "\n" in piece)
    yield len(pieces)


def _shifted(opcodes: Iterable[_Opcode], i: int, j: int) -> Iterator[_Opcode]:
    return ((op, a + i, a2 + i, b + j, b2 + j) for op, a, a2, b, b2 in opcodes)


def _same(old: Sequence[str], new: Sequence[str]) -> int:
    return next((k for k, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))


def _absorbed(edits: Sequence[Edit]) -> Iterator[Edit]:
    """The edits; a word too short to keep two changes apart belongs to them."""
    for k, edit in enumerate(edits):
        between = edit.op is Op.SAME and 0 < k < len(edits) - 1
        if (
            between
            and sum(len(word) for word in re.findall(r"\w+", edit.now)) <= _SHORT
            and _long(edits[k - 1 : k + 2])
        ):
            yield Edit(Op.CHANGED, edit.then, edit.now)
        else:
            yield edit


def _long(edits: Sequence[Edit]) -> bool:
    """Whether changes are of several words: beside a single one, even a short word is a landmark."""
    return all(max(len(edit.then.split()), len(edit.now.split())) > 1 for edit in (edits[0], edits[-1]))


def _joined(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Neighbouring changes made one, empty ones left out."""
    for same, group in groupby(edits, lambda edit: edit.op is Op.SAME):
        run = list(group)
        then, now = "".join(edit.then for edit in run), "".join(edit.now for edit in run)
        if then or now:
            yield Edit(Op.SAME if same else _op(then, now), then, now)


def _op(then: str, now: str) -> Op:
    if not then:
        return Op.ADDED
    return Op.CHANGED if now else Op.DROPPED


def in_words(edits: Sequence[Edit], most: int = 3, width: int = 60) -> str:
    """The changes in plain words: `“20” became “64”; added “and choose when it expires”`; "" where there are none.

    At most `most` changes are told, the longest, each in at most `width` characters; the others are counted.
    """
    changes = [edit for edit in edits if edit.op is not Op.SAME and (edit.then.strip() or edit.now.strip())]
    told = sorted(sorted(range(len(changes)), key=lambda k: _weight(changes[k]), reverse=True)[:most])
    out = [_told(changes[k], width) for k in told]
    if len(changes) > len(told):
        over = len(changes) - len(told)
        out.append(f"{over} more {'change' if over == 1 else 'changes'}")
    return "; ".join(out)


def _weight(edit: Edit) -> tuple[bool, int]:
    """A number is more than any words, words more than marks."""
    both = edit.then + edit.now
    return any(c.isdigit() for c in both), sum(c.isalnum() for c in both)


def _told(edit: Edit, width: int) -> str:
    then, now = _line(edit.then), _line(edit.now)
    if edit.op is Op.ADDED:
        return f"added {_quoted(now, width)}"
    if edit.op is Op.DROPPED:
        return f"dropped {_quoted(then, width)}"
    if max(len(then), len(now)) > width:
        skip = max(0, _same(then, now) - _LEAD)
        if skip > _LEAD:
            then, now = "…" + then[skip:], "…" + now[skip:]
    return f"{_quoted(then, width)} became {_quoted(now, width)}"


_LEAD = 10
"""Characters that are shown of what two long words, as addresses, begin with in common."""


def _line(text: str) -> str:
    """On one line, and without the marks at its ends that belong to what stands around it."""
    line = " ".join(text.split())
    return line.strip(_LOOSE) or line


_LOOSE = " .,;:"


def _quoted(line: str, width: int) -> str:
    return f"“{line}”" if len(line) <= width else f"“{line[: width - 1].rstrip()}…”"
