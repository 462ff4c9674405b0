"""What becomes of a piece of inline code in a translation."""

from __future__ import annotations

import pytest
from parallint.pairs import Text, pair_of
from parallint.pieces import Fate, inline_code_changes


def fates(english: str, translation: str) -> list[Fate]:
    pair = pair_of("pair", Text("en.md", english), Text("es.md", translation, "es"))
    return [piece.fate for piece in inline_code_changes(pair)]


@pytest.mark.parametrize(
    ("english", "translation", "fate"),
    [
        ("Set `max_retries` now.", "Defina `max_retry` ahora.", Fate.CHANGED),
        ("Run `python -m venv` now.", "Ejecute `ython -m venv` ahora.", Fate.CHANGED),
        ("Run `sync` now.", "Ejecútelo ahora.", Fate.GONE),
        ("Run `sync` now.", "Ejecute «sync» ahora.", Fate.PLAIN),
        ("The `Tracer` is here.", "El `トレーサー` está aquí.", Fate.TRANSLATED),
        ("Use `forbid` here.", "Use `prohibir` aquí.", Fate.TRANSLATED),
        ("Press `Ctrl+Space` now.", "Pulse `Ctrl+Espacio` ahora.", Fate.REWORDED),
        ("Write `<source> to it` here.", "Escriba `<origen> to it` aquí.", Fate.REWORDED),
        ("Say `stale with the base branch` here.", "Diga `desfasada de la rama base` aquí.", Fate.REWORDED),
        ("All `Workers` are here.", "Todos los `Worker` están aquí.", Fate.SPELLED),
        ("Set `port: 80` now.", "Defina `port:80` ahora.", Fate.SPELLED),
        ("Use `a/{{% v %}}` here.", "Use `a/` aquí.", Fate.PLACEHOLDER),
        ("Use `skip` here.", "Use `skip``take` aquí.", Fate.JOINED),
        ("Use `users` here.", "Use `shop.users` aquí.", Fate.INSIDE),
        ("It is a `list` of names.", "Es una lista de nombres.", Fate.REWORDED),
        ("Call those `async` functions.", "Llame a esas funciones asíncronas.", Fate.REWORDED),
        ("It is a `list` of names.", "Es una  de nombres.", Fate.GONE),
        ("It is a (`list`) of names.", "Es una () de nombres.", Fate.GONE),
        ("It is a `List` of names.", "Es una lista de nombres.", Fate.GONE),
        ('Set `"tax": 20.2` here.', "Ponga « tax »: 20.2 aquí.", Fate.PLAIN),
    ],
)
def test_fate_of_a_piece(english: str, translation: str, fate: Fate) -> None:
    assert fates(english, translation) == [fate]


@pytest.mark.parametrize(
    ("english", "translation"),
    [
        ("Call `a()` and then `b()`.", "Llame a `b()` después de `a()`."),
        ("Call `a()`; `a()` waits.", "Llame a `a()`, que espera."),
        ("Call it.", "Llame a `a()`."),
    ],
)
def test_what_is_no_loss(english: str, translation: str) -> None:
    assert fates(english, translation) == []


def test_a_word_that_the_translator_marked_is_no_counterpart() -> None:
    english, translation = "Put the Source into `<Source URL>` now.", "Ponga el `Source` ahora."
    pair = pair_of("pair", Text("en.md", english), Text("es.md", translation, "es"))
    [piece] = inline_code_changes(pair)
    assert (piece.fate, piece.change.added) == (Fate.GONE, None)
