"""Pins that were raised while the translation's text stayed as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parallint.history.base import content, english_of
from parallint.history.blobs import blobs_of
from parallint.history.past import Past
from parallint.history.pins import pins, without_pins
from parallint.history.wording import said
from parallint.model import Pin, Revision

if TYPE_CHECKING:
    from parallint.model import Origin


def raised_past(past: Past, target: str, origin: Origin, source: str) -> tuple[str, Revision | None] | None:
    """The English of the pin that the text was written under, and the commit that raised it.

    None where the text has changed since that pin, white space and pins aside, or where both name the same English.
    """
    if origin.pin is None or not origin.pin.key or not past.translation:
        return None
    blobs = blobs_of(past.home)
    page, by = said(without_pins(target, past.pins)), None
    raised: Revision | None = None
    older: list[Pin] = []
    for revision in past.translation:
        text = content(revision, blobs)
        if text is None or said(without_pins(text, past.pins)) != page:
            break
        pin = _like(origin.pin, text, past)
        if pin is None:
            break
        if pin.value != origin.pin.value:
            raised = raised if older else by
            older.append(pin)
        by = revision
    before = next((text for pin in reversed(older) if (text := english_of(pin, past, source)) is not None), None)
    return None if before is None else (before, raised)


def _like(pin: Pin, text: str, past: Past) -> Pin | None:
    """The pin of another revision of the page that has the same key."""
    return next((other for other in pins(text, past.pins) if other.key == pin.key), None)
