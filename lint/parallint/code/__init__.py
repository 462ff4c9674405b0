"""Two code samples without what a translator may translate in them: comments, strings, placeholders, program output."""

from __future__ import annotations

import re

from parallint.code.lexed import compare_lexed, has_lexer
from parallint.code.lines import CodeChange, comment_mark, spaced, uncommented
from parallint.code.loose import compare_loosely
from parallint.code.names import renamed_in_code
from parallint.localised import OwnWords
from parallint.patterns import pattern_of

__all__ = ["CodeChange", "code_change", "renamed_in_code"]

LIMIT = 30_000
"""Characters of a sample that a lexer may see, and of a line a tenth: what is longer is compared by its words."""

_BULLET = pattern_of(r"^([ \t]*)[*+] ", re.M)
_PROSE = frozenset(
    """
    text txt plain plaintext output none nohighlight no-highlight markdown md mdx rst asciidoc adoc mermaid plantuml
    puml dot graphviz ascii tree svgbob ditaa math latex tex katex
    """.split()  # noqa: SIM905
)
"""Languages of samples that are text to translate, or pictures with text in them."""


def code_change(source: str, target: str, language: str, own: OwnWords = frozenset) -> CodeChange | None:
    """Where the code of two samples differs; None where only comments, strings or white space do.

    `language` is the info string's first word; `own` gives the words that the translation has and its English has not
    (`localised.own_words`), by which names that somebody translated are known. Never raises; takes time in proportion
    to the samples, but for the lines between the first and the last difference.
    """
    source, target = _BULLET.sub(r"\1- ", source), _BULLET.sub(r"\1- ", target)  # formatters exchange bullets
    here, there = source.splitlines(), target.splitlines()
    if [spaced(x) for x in here if x.strip()] == [spaced(x) for x in there if x.strip()]:
        return None
    language = language.strip("{}.").lower()
    prose = not language or language in _PROSE or language.startswith("output")
    small = max(len(source), len(target)) <= LIMIT and max(map(len, (*here, *there))) <= LIMIT // 10
    if (mark := comment_mark(language)) and uncommented(here, mark) == uncommented(there, mark):
        return None
    if not small or prose or not has_lexer(language):
        return compare_loosely(here, there, commands=not prose)
    return compare_lexed(source, target, language, own)
