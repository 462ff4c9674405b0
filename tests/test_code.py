"""Code samples that are compared without what a translator may translate."""

from __future__ import annotations

import pytest
from parallint.code import code_change

PYTHON = '# Say hello\ndef greet(name):\n    """Greet somebody."""\n    print(f"Hello, {name}")  # on the screen\n'


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        (
            PYTHON,
            '# Saludar\ndef greet(name):\n    """Saluda."""\n    print(f"Hola, {name}")  # en pantalla\n',
            "python",
        ),
        ("a = 1\t \n", "a = 1\n", "python"),
        ("f(a,\n  b)\n", "f(a, b)\n", "js"),
        ("- key: A title of words\n", "- key: 言葉の題名\n", "yaml"),
        ("<p>Several words</p>\n", "<p>Varias palabras</p>\n", "html"),
        ("cp <your file> /tmp\n", "cp <su archivo> /tmp\n", "bash"),
        ("cat <<EOF > a\n# A comment\nx: 1\nEOF\n", "cat <<EOF > a\n# 注釈\nx: 1\nEOF\n", "bash"),
        ("$ run\nThe end.\n", "$ run\nDas Ende.\n", "console"),
        ("A[Read it] --> B\n", "A[読む] --> B\n", "mermaid"),
        ("All is well.\n", "Todo va bien.\n", ""),
        ("* one\n* two\n", "- one\n- two\n", "yaml"),
        ("tool [search terms] <file>\n", "tool [términos de búsqueda] <archivo>\n", "unknown-cli"),
    ],
)
def test_what_a_translator_may_do_is_no_change(source: str, target: str, language: str) -> None:
    assert code_change(source, target, language) is None


@pytest.mark.parametrize(
    ("source", "target", "language", "line"),
    [
        (PYTHON, PYTHON.replace("greet", "gret"), "python", 2),
        ("a: 1\nimage: server\n", "a: 1\nimage: serve\n", "yaml", 2),
        ("dotnet build\n", "dotnet buil\n", "unknown-cli", 1),
        ("total: 3\nservice.name: simple\n", "total: 3\nservice.nam: simple\n", "", 2),
        ('{"version": "net6.0"}\n', '{"version": "net5.0"}\n', "json", 1),
        ("#include <stdio.h>\n", "#include <stdlib.h>\n", "c", 1),
        ("pip install fastapi\n", "pip install fastap\n", "bash", 1),
    ],
)
def test_changed_code_is_found_on_its_line(source: str, target: str, language: str, line: int) -> None:
    change = code_change(source, target, language)
    assert change
    assert change.source_line == change.target_line == line
    assert change.confidence > 0.5


def test_lost_and_added_lines_are_told_apart() -> None:
    lost = code_change("a = 1\nb = 2\nc = 3\n", "a = 1\nc = 3\n", "python")
    assert lost
    assert (lost.source_line, lost.target_line, lost.source, lost.lines) == (2, 0, "b = 2", 1)
    added = code_change("first line\n", "first line\nsecond line\nthird line\n", "text")
    assert added
    assert (added.source_line, added.target_line, added.lines) == (0, 2, 2)


def test_names_in_the_own_script_were_translated_on_purpose() -> None:
    change = code_change("job: collector\n", "job: コレクター\n", "yaml")
    assert change
    assert change.confidence < 0.5


def test_a_slip_counts_more_than_what_was_meant() -> None:
    change = code_change("job: collector\nport: 80\n", "job: コレクター\nport: 81\n", "yaml")
    assert change
    assert (change.source, change.confidence) == ("port: 80", 0.95)


@pytest.mark.parametrize("language", ["python", "yaml", "html", "bash", "json", "text", "no-such-language", "c++"])
def test_any_text_is_compared(language: str) -> None:
    for text in (
        "",
        "\n",
        "<!--" * 5_000,
        "/*" * 5_000,
        '"' * 5_000,
        "a\n" * 20_000,
        "{" * 3_000,
        "# " * 9_000,
        "\0\ud800",
    ):
        code_change(text, text[:-1] + "x\ny", language)
