"""Which English span of a bilingual page belongs to which translated one, and which ids are lacking or doubled."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from parallint.model import Fault, Span


class Content(NamedTuple):
    """What stands in a span of one side: its id (empty for unknown), its place in the file, its opening tag's place."""

    id: str
    span: Span
    tag: Span


def pair(
    targets: Sequence[Content], sources: Sequence[Content], partners: Sequence[int | None]
) -> tuple[list[tuple[int, int]], list[Fault]]:
    """Which English belongs to which translation: the one right behind it with its id, else any that has its id."""
    pairs = {s: t for s, t in enumerate(partners) if t is not None and _alike(targets[t].id, sources[s].id)}
    taken = set(pairs.values())
    free: defaultdict[str, deque[int]] = defaultdict(deque)
    for t, content in enumerate(targets):
        if t not in taken:
            free[content.id].append(t)
    for s, content in enumerate(sources):
        if s not in pairs and content.id and free.get(content.id):
            pairs[s] = free[content.id].popleft()
    return sorted(pairs.items()), list(_pairing_faults(targets, sources, pairs))


def _alike(target: str, source: str) -> bool:
    return target == source or not (target and source)


def _pairing_faults(targets: Sequence[Content], sources: Sequence[Content], pairs: dict[int, int]) -> Iterator[Fault]:
    paired = {t: s for s, t in pairs.items()}
    seen: set[str] = set()
    doubled: set[int] = set()
    for t, content in enumerate(targets):
        if t not in paired:
            message = f"the translated segment {content.id} has no English beside it with the same id"
            yield Fault("unpaired-span", message, content.tag)
        elif content.id in seen:
            doubled.add(paired[t])
            yield Fault("doubled-id", f"the id {content.id} stands for more than one segment", content.tag)
        seen.add(content.id)
    seen = set()
    for s, content in enumerate(sources):
        if s not in pairs:
            message = f"the English segment {content.id} has no translation beside it with the same id"
            yield Fault("unpaired-span", message, content.tag)
        elif content.id in seen and s not in doubled:
            yield Fault("doubled-id", f"the id {content.id} stands for more than one English segment", content.tag)
        seen.add(content.id)
