"""What the rules offer to write instead, put into the page: it is again as it was."""

from __future__ import annotations

import pytest
from parallint.config import CONFIDENCE, Config
from parallint.engine import lint
from parallint.fixes import address_span, corrections
from parallint.model import (
    Conventions,
    Correction,
    Document,
    Pair,
    Piece,
    Problem,
    Replacement,
    SourceFile,
    Span,
    TokenKind,
)
from parallint.pairs import Text, pair_of
from parallint.read.markdown import read_markdown
from parallint.registry import activate, load_rules

ENGLISH = """# Keys {#keys}

A key may be used from [five addresses](../reference/limits.md) at a time, see the [API](https://api.example.org/v1/keys).

> [!WARNING]
> Never send a key by mail.

Set `PARCEL_KEY` and write to {{ .Values.mail }} within 14 days.

### Rotate {#rotate}

![The list of keys](images/keys.png)

```sh
# The last two stay.
parcel keys rotate --all --keep 2
```
"""
SPANISH = """# Claves {#keys}

Una clave puede usarse desde [cinco direcciones](../reference/limits.md) a la vez, véase la [API](https://api.example.org/v1/keys).

> [!WARNING]
> No envíe nunca una clave por correo.

Defina `PARCEL_KEY` y escriba a {{ .Values.mail }} en un plazo de 14 días.

### Rotar {#rotate}

![La lista de claves](images/keys.png)

```sh
# Quedan las dos últimas.
parcel keys rotate --all --keep 2
```
"""


def found(target: str, source: str = ENGLISH) -> list[Problem]:
    pair = pair_of("es/a.md", Text("en/a.md", source, "en"), Text("es/a.md", target, "es"))
    return list(lint(pair, activate(load_rules(), Config()), CONFIDENCE))


def mended(text: str, fix: tuple[Correction, ...]) -> str:
    """The text with the corrections made, by lines and columns as the reports have them."""
    lines = text.splitlines(keepends=True)
    for one in reversed(fix):
        place = one.place
        line = lines[place.line - 1]
        end = place.end_column if place.text else place.column - 1
        assert line[place.column - 1 : end] == place.text
        before = line[: place.column - 1].encode()
        assert (len(before) + 1, len(line[:end].encode()) + 1) == (one.byte_column, one.byte_end)
        lines[place.line - 1] = line[: place.column - 1] + one.text + line[end:]
    return "".join(lines)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("(../reference/limits.md)", "(../reference/limit.md)"),
        ("https://api.example.org/v1/keys", "https://api.example.org/v2/keys"),
        ("images/keys.png", "images/keys-old.png"),
        ("[!WARNING]", "[!ADVERTENCIA]"),
        ("`PARCEL_KEY`", "`PARCEL_KEYS`"),
        ("{{ .Values.mail }}", "{{ .Valores.mail }}"),
        ("14 días", "41 días"),
        ("### Rotar", "## Rotar"),
        (" {#rotate}", ""),
        ("{#rotate}", "{#rotar}"),
        ("--keep 2", "--keep 3"),
        ("PARCEL_KEY", "PARCEL\u200b_KEY"),
        ("envíe", "envÃ\xade"),
    ],
)
def test_the_page_is_again_as_it_was(right: str, wrong: str) -> None:
    target = SPANISH.replace(right, wrong)
    (problem,) = [problem for problem in found(target) if problem.fix]
    assert mended(target, problem.fix) == SPANISH


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("[cinco direcciones](../reference/limits.md)", "cinco direcciones"),
        ("https://api.example.org/v1/keys", "https://www.example.net/otra"),
        ("(../reference/limits.md)", "(../../referencia/limits.md)"),
        ("--all --keep 2", "--todas --guardar 3"),
        ("14 días", "dos semanas"),
        ("`PARCEL_KEY`", "la variable"),
    ],
)
def test_nothing_is_offered_where_something_is_left_to_be_judged(right: str, wrong: str) -> None:
    assert [problem.fix for problem in found(SPANISH.replace(right, wrong)) if problem.fix] == []


def test_a_page_that_is_right_has_nothing_to_mend() -> None:
    assert found(SPANISH) == []


def test_an_address_is_found_in_every_way_of_writing_a_link() -> None:
    text = "[a](x.md) [b](<y.md> 't') <https://z.example/> ![c](d.png) <a href=\"w.html\">v</a> https://u.example/q\n"
    document = read_markdown(text, "a.md")
    tokens = [t for s in document.segments for t in s.tokens if t.kind in (TokenKind.LINK, TokenKind.IMAGE)]
    shown = [text[slice(*span)] for token in tokens if (span := address_span(document, token))]
    assert shown == ["x.md", "y.md", "https://z.example/", "d.png", "w.html", "https://u.example/q"]
    reference = read_markdown("[a][b]\n\n[b]: x.md\n", "a.md")
    (used, *_) = [token for segment in reference.segments for token in segment.tokens]
    assert address_span(reference, used) is None


def test_an_address_with_a_language_in_it_is_left_to_people() -> None:
    english, spanish = "# A\n\nSee [it](/en/guide/).\n", "# A\n\nVea [esto](/es/giude/).\n"
    assert [problem.fix for problem in found(spanish, english)] == [()]


def test_columns_count_bytes_behind_every_kind_of_letter() -> None:
    document = Document("a.md", "ñ中👩x\r\nab")
    (one,) = corrections(document, (Replacement(Span(3, 4), "y"),))
    assert (one.place.column, one.byte_column, one.byte_end) == (4, 10, 11)
    (one,) = corrections(document, (Replacement(Span(3, 6), ""),))
    assert (one.place.line, one.place.end_line, one.byte_end) == (1, 1, 1)


def test_replacements_on_a_line_are_one_and_those_that_change_nothing_none() -> None:
    document = Document("a.md", "a b c\nd")
    fix = (Replacement(Span(4, 5), "C"), Replacement(Span(0, 1), "A"), Replacement(Span(6, 7), "d"))
    assert [(one.place.text, one.text) for one in corrections(document, fix)] == [("a b c", "A b C")]


def test_what_overlaps_or_lies_outside_is_an_error_of_the_rule() -> None:
    document = Document("a.md", "abc")
    for fix in ((Replacement(Span(0, 2), ""), Replacement(Span(1, 3), "")), (Replacement(Span(2, 9), ""),)):
        with pytest.raises(ValueError, match="outside"):
            corrections(document, fix)


def test_nothing_is_offered_for_a_text_taken_out_of_a_bilingual_file() -> None:
    file = SourceFile("a.md", "<span>a &amp; b</span>")
    document = Document("a.md", "a & b", files=(file,), pieces=(Piece(0, 0, 6),))
    assert corrections(document, (Replacement(Span(0, 1), "c"),)) == ()


def test_many_replacements_on_one_line_take_no_longer_than_many_lines() -> None:
    document = Document("a.md", "a " * 100_000)
    fix = tuple(Replacement(Span(k, k + 1), "b") for k in range(0, 200_000, 2))
    (one,) = corrections(document, fix)
    assert one.text == ("b " * 100_000)[:-1]
    assert Pair("a", document, document).conventions == Conventions()
