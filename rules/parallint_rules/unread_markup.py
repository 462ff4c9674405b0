"""A part of a page could not be read.

## What it does

Reports the places of the English or of the translation that parallint leaves out because they are nested deeper than
any page that people write.

## Why it matters

What was not read was not compared either.

## Example

Not shown: it takes a hundred block quotes inside each other.

## Options

None.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parallint import Finding, Pair, Rule, Severity

ID = "unread-markup"
CODES = frozenset({"too-deep"})


@dataclass(frozen=True)
class Options:
    """The rule has no options."""


def check(pair: Pair, options: Options) -> Iterator[Finding]:  # noqa: ARG001
    """Yield the places that a reader left out."""
    for fault in pair.source.faults:
        if fault.code in CODES:
            yield Finding(fault.message, pair.source.fault_place(fault), None)
    for fault in pair.target.faults:
        if fault.code in CODES:
            yield Finding(fault.message, None, pair.target.fault_place(fault))


RULE = Rule(ID, Severity.WARNING, check, Options, __doc__)
