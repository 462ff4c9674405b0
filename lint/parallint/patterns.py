"""Regular expressions that are compiled when they are first used.

The package has some three hundred, and one page needs a few dozen of them: compiling them all took a fifth of the time
in which one pair is linted, and a hook lints a pair or two.
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("match", "search", "fullmatch", "finditer", "findall", "sub", "subn", "split")
_VALUES = ("pattern", "flags", "groups", "groupindex")


class _Late:
    """Stands for a pattern; once it is compiled, its methods are the pattern's own."""

    def __init__(self, expression: str, flags: int) -> None:
        self._written = expression, flags

    def __getattr__(self, name: str) -> Any:
        if name not in _METHODS and name not in _VALUES:
            raise AttributeError(name)
        compiled = re.compile(*self._written)
        self.__dict__.update({known: getattr(compiled, known) for known in (*_METHODS, *_VALUES)})
        return self.__dict__[name]

    def __repr__(self) -> str:
        return f"pattern_of({self._written[0]!r}, {self._written[1]!r})"


def pattern_of(expression: str, flags: int = 0) -> re.Pattern[str]:
    """The compiled expression, to be kept by a module; what is wrong with it is told at its first use.

    It has the methods and values of `re.Pattern`, and cannot be pickled or handed to the functions of `re`.
    Raises re.error at the first use of a faulty expression.
    """
    return cast("re.Pattern[str]", _Late(expression, flags))
