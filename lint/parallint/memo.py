"""What is found out about a pair or a document once, however many rules ask."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from parallint.model import Document, Pair

About = TypeVar("About", Pair, Document)
More = ParamSpec("More")
Found = TypeVar("Found")


def once(find: Callable[Concatenate[About, More], Found]) -> Callable[Concatenate[About, More], Found]:
    """The function, doing its work once for each pair or document and further (positional, hashable) arguments.

    For functions of nothing but their arguments, whose result nobody changes.
    """
    name = f"{find.__module__}.{find.__qualname__}"

    @wraps(find)
    def known(about: About, /, *more: More.args, **named: More.kwargs) -> Found:
        kept, key = about.kept, (name, *more, *named.items())
        if key not in kept:
            kept[key] = find(about, *more, **named)
        found: Found = kept[key]
        return found

    return known
