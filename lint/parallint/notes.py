"""What the rules over the whole project note on the pairs, while these are at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from parallint.errors import ParallintError
from parallint.excuses import noted
from parallint.model import Noted, Pair
from parallint.outcome import Settings
from parallint.problems import broken, place_of
from parallint.suppress import UNUSED, ignores

if TYPE_CHECKING:
    from parallint.registry import ActiveRule


def facts_of(
    pairs: Iterable[Pair], settings: Settings, errors: list[ParallintError]
) -> Mapping[str, tuple[Noted, ...]]:
    """By rule, what the rules over the whole project note on the pairs."""
    facts: dict[str, tuple[Noted, ...]] = {}
    if comments := tuple(one for pair in pairs for one in noted(pair, ignores(pair, settings.known))):
        facts[UNUSED] = comments
    for active in settings.rules:
        try:
            if found := tuple(_noted(pairs, active)):
                facts[active.rule.id] = found
        except Exception as error:
            errors.extend(broken(active, pair.target.path, error) for pair in pairs)
    return facts


def _noted(pairs: Iterable[Pair], active: ActiveRule) -> Iterator[Noted]:
    if active.rule.collect is None:
        return
    for pair in pairs:
        for fact in active.rule.collect(pair, active.options):
            source, target = place_of(pair.source, fact.source), place_of(pair.target, fact.target)
            yield Noted(pair.id, pair.locale, fact.values, source, target)
