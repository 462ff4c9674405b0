"""Outcomes of earlier runs, kept by content: a page that reads as it did, beside its English, is not linted again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from zlib import crc32

from parallint.history.git import HistoryError
from parallint.model import Problem
from parallint.outcome import Outcome, Seen
from parallint.shapes import Decoder, packed, plain, reader, unpacked
from parallint.store import Store
from parallint.suppress import Silenced


def known_outcomes(store: Store, keys: Iterable[bytes]) -> Mapping[bytes, Outcome]:
    """What the store holds under the keys, of it what has the shape of an outcome."""
    found = {key: outcome_of(value) for key, value in store.get(keys).items()}
    return {key: outcome for key, outcome in found.items() if outcome is not None}


def keep_outcomes(store: Store, outcomes: Mapping[bytes, Outcome]) -> None:
    """Keep outcomes without errors or sheets under their keys; what is told in them must be HistoryErrors."""
    store.put((key, bytes_of(outcome)) for key, outcome in outcomes.items())


def bytes_of(outcome: Outcome) -> bytes:
    """The outcome as bytes: all but errors and sheets, packed, and the facts, which are so already."""
    told = [(error.message, error.hint, error.path, error.line) for error in outcome.told]
    short = packed(plain([outcome.pairs, outcome.problems, outcome.seen, outcome.silenced, told, crc32(outcome.facts)]))
    return len(short).to_bytes(4, "big") + short + outcome.facts


def outcome_of(value: bytes) -> Outcome | None:
    """The outcome that bytes hold; None for anything else."""
    end = 4 + int.from_bytes(value[:4], "big")
    try:
        pairs, problems, seen, silenced, told, sum_ = _reader()(unpacked(value[4:end]))
    except (ValueError, TypeError):
        return None
    if sum_ != crc32(value[end:]):
        return None
    trouble = tuple(HistoryError(*said) for said in told)
    return Outcome(pairs, problems, told=trouble, seen=seen, facts=value[end:], silenced=silenced)


@cache
def _reader() -> Decoder:
    told = tuple[str, str, str, int | None]
    return reader(tuple[int, tuple[Problem, ...], tuple[Seen, ...], tuple[Silenced, ...], tuple[told, ...], int])
