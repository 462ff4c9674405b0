"""Samples that nobody has a lexer for, and those that are text: only what is surely code is compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from parallint.code.lines import CODE_WORD, COMMENT, PLACEHOLDER, CodeChange, Stretch, spaced, stretches
from parallint.patterns import pattern_of

_BETWEEN = pattern_of(r"<[^<>]{0,200}>|[\s\"'`,;!?()\[\]{}<>|]+")
_AROUND = "\"'`,;:.!?()[]{}<>|"
_LABEL = pattern_of(r"\[[^\]]{0,200}\]|\([^)]{0,200}\)|\{[^}]{0,200}\}|\"[^\"]{0,200}\"|[\[({\"].*")
_SLIP = 2
"""Characters in which a word of code and its damaged or outdated form differ."""

_LINES_SURE, _WORD_SURE = 0.8, 0.75


def compare_loosely(here: Sequence[str], there: Sequence[str], *, commands: bool) -> CodeChange | None:
    """What differs in text that may be translated: lines left out or added, or a word of code that is another now.

    In `commands`, samples in a language that no lexer knows, every word is code.
    """
    a, b = [spaced(line) for line in here], [spaced(line) for line in there]
    changes = [c for c in stretches(a, b) if any(a[c.start : c.end]) or any(b[c.other_start : c.other_end])]
    if not changes:
        return None
    if all(change.other_start == change.other_end for change in changes):
        lost = [k for change in changes for k in range(change.start, change.end) if a[k]]
        return CodeChange(lost[0] + 1, 0, a[lost[0]], "", len(lost), _LINES_SURE)
    if all(change.start == change.end for change in changes):
        added = [k for change in changes for k in range(change.other_start, change.other_end) if b[k]]
        return CodeChange(0, added[0] + 1, "", b[added[0]], len(added), _LINES_SURE)
    found = _changed_word(a, b, changes, _every_word if commands else _code_words, _one if commands else _some)
    return found if found or commands else _slip_of_the_pen(a, b, changes)


def _changed_word(
    a: Sequence[str],
    b: Sequence[str],
    changes: Iterable[Stretch],
    words: Callable[[Iterable[str]], Iterator[str]],
    changed: Callable[[Sequence[str], Sequence[str]], bool],
) -> CodeChange | None:
    known, known_there = set(words(a)), set(words(b))
    for change in changes:
        if change.end - change.start != change.other_end - change.other_start:
            continue
        for i, j in zip(range(change.start, change.end), range(change.other_start, change.other_end), strict=True):
            gone = [word for word in words([a[i]]) if word not in known_there]
            come = [word for word in words([b[j]]) if word not in known]
            if changed(gone, come):
                return CodeChange(i + 1, j + 1, a[i], b[j], 1, _WORD_SURE)
    return None


def _code_words(lines: Iterable[str]) -> Iterator[str]:
    """The words of code, and what stands around a label that is written in one with it: `package[extra]==1.0`."""
    for line in lines:
        bare = COMMENT.sub(" ", line)
        parts = bare.split()
        words = _BETWEEN.split(bare)
        yield from (word for part in words if CODE_WORD.fullmatch(word := part.strip(".:")))
        known = set(words)
        whole = (_LABEL.sub("", part).strip(_AROUND) for part in parts if "<" not in part)
        yield from (word for word in whole if word not in known and CODE_WORD.fullmatch(word))


def _every_word(lines: Iterable[str]) -> Iterator[str]:
    return (word for line in lines for word in _BETWEEN.split(PLACEHOLDER.sub(" ", COMMENT.sub(" ", line))))


def _some(lost: Sequence[str], added: Sequence[str]) -> bool:
    """Whether a word became another one that is almost the same."""
    from parallint.align.similar import edits

    return any(
        edits(x, y, _SLIP) <= _SLIP < min(len(x), len(y)) for x in lost[:_MOST_WORDS] for y in added[:_MOST_WORDS]
    )


_MOST_WORDS = 50
"""Words of a line that are compared with each other."""


def _slip_of_the_pen(a: Sequence[str], b: Sequence[str], changes: Sequence[Stretch]) -> CodeChange | None:
    """The only word in which samples differ that are the same in English otherwise, its line included."""
    if len(changes) != 1 or changes[0].lines != 1 or changes[0].start == changes[0].end:
        return None
    i, j = changes[0].start, changes[0].other_start
    here, there = a[i].split(), b[j].split()
    differing = [(x, y) for x, y in zip(here, there, strict=False) if x != y]
    if len(here) != len(there) or len(differing) != 1 or len(here) <= _REST:
        return None
    x, y = differing[0]
    from parallint.align.similar import edits

    slip = min(len(x), len(y)) > _SHORT and x.isascii() and y.isascii() and edits(x, y, 1) == 1
    return CodeChange(i + 1, j + 1, a[i], b[j], 1, _WORD_SURE) if slip else None


_REST = 3
"""Words of a line that must be the same for another one to be a slip."""
_SHORT = 4
"""Characters of a word that one more or fewer makes another word of."""


def _one(lost: Sequence[str], added: Sequence[str]) -> bool:
    """Whether one word, and no other of the line, became another one or went: a translator changes more."""
    if len(lost) > 1 or len(added) > 1 or not (lost or added):
        return False
    return not (lost and added) or _some(lost, added)
