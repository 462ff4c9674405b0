"""Names of examples in the reader's language, told from damaged and outdated ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from parallint.code import code_change, renamed_in_code
from parallint.localised import Translated, made_up, own_words, translated
from parallint.pairs import Text, pair_of

if TYPE_CHECKING:
    from parallint.model import Pair

OWN = frozenset({"rastreador", "versao", "servico", "trabalho", "nome"})


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("do_work", "fazer_trabalho", Translated.YES),
        ("my.tracer", "meu.tracador", Translated.YES),
        ("your-service-name", "votre-nom-de-service", Translated.YES),
        ("YOUR_APP.py", "VOTRE_APP.py", Translated.YES),
        ("config.version", "config.versao", Translated.YES),
        ("workQueue", "filaDeTrabalho", Translated.YES),
        ("counter", "счётчик", Translated.YES),
        ("printed_string", "imprimido_texto", Translated.MAYBE),
        ("open", "connect", Translated.MAYBE),
        ("your-service-name", "your-servce-name", Translated.NO),
        ("example.py", "xample.py", Translated.NO),
        ("retries", "retreis", Translated.NO),
        ("semconv/v1.34.0", "semconv/v1.32.0", Translated.NO),
        ("config.yml", "config.yaml", Translated.NO),
        ("client", "сlient", Translated.NO),
        ("do_work", "do", Translated.NO),
        ("span_1", "trecho_2", Translated.NO),
    ],
)
def test_a_translation_is_told_from_a_slip(old: str, new: str, found: Translated) -> None:
    assert translated(old, new, lambda: OWN) is found


def test_what_stands_for_another_name_says_so() -> None:
    assert made_up("your_name")
    assert made_up("something")
    assert not made_up("forbid")


def pair(english: str, translation: str) -> Pair:
    return pair_of("pair", Text("en.md", english), Text("pt.md", translation, "pt"))


ENGLISH = "# Work\n\nStart the work with a name of yours.\n\n```python\ndef do_work(hive):\n    start('outer')\n```\n"
PORTUGUESE = "# Trabalho\n\nComece o trabalho com um nome seu.\n\n```python\n{}\n    start('exterior')\n```\n"


def test_own_words_are_those_of_the_prose_that_english_has_not() -> None:
    words = own_words(pair(ENGLISH, PORTUGUESE.format("def fazer_trabalho(hive):")))
    assert {"trabalho", "nome", "comece"} <= words
    assert words.isdisjoint({"work", "start", "name"})


def test_names_of_the_samples_are_known_to_the_text() -> None:
    known = renamed_in_code(pair(ENGLISH, PORTUGUESE.format("def fazer_trabalho(hive):")))
    assert known == {"do_work": "fazer_trabalho", "outer": "exterior"}
    assert renamed_in_code(pair(ENGLISH, PORTUGUESE.format("def do_wrk(hive):"))) == {"outer": "exterior"}


@pytest.mark.parametrize(
    ("source", "target", "language", "sure"),
    [
        ("def do_work():\n    pass\n", "def fazer_trabalho():\n    pass\n", "python", False),
        ("do_work()\ndo_work()\n", "fazer_trabalho()\ndo_work()\n", "python", True),
        ("run --service_name your-name\n", "run --service_name seu-nome\n", "sh", False),
        ("run --your-name a\n", "run --seu-nome a\n", "sh", True),
        ("go get a/{import-path}/b{package-name}\n", "go get a/{caminho-novo}/b{pacote-novo}\n", "sh", False),
        ('f("my.tracer")\ng("tracer.one")\n', 'f("meu.tracador")\ng("tracador.um")\n', "python", False),
        ('f("a.tracer")\ng("tracer.one")\n', 'f("a.meter")\ng("meter.one")\n', "python", True),
        ('f("Hello, sir")\nsend()\n', 'f("Olá, senhor")\nsen()\n', "python", True),
        ("send(1)  # once\n", "sen(1)  # só uma vez\n", "python", True),
    ],
)
def test_names_that_somebody_translated_are_no_fault(source: str, target: str, language: str, sure: bool) -> None:
    change = code_change(source, target, language, lambda: OWN)
    assert change
    assert (change.confidence > 0.5) is sure


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("tool[extra]==1.0\n", "tol[extra]==1.0\n", True),
        ("S1[Site] --> B\n", "S1[Sitio] --> B\n", False),
        ("Configure the empty hive first\n", "Configur the empty hive first\n", True),
        ("Weigh the empty hive first\n", "Weigh the empty hves first\n", False),
        ("Weigh the empty hive first\n", "Pese a colmeia vazia primeiro\n", False),
        ("Version of the day\n", "Versión of the day\n", False),
    ],
)
def test_a_slip_in_text_that_was_left_in_english(source: str, target: str, found: bool) -> None:
    assert (code_change(source, target, "text") is not None) is found
