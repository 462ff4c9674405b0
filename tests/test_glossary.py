"""Glossaries from CSV and TBX, and the terms of a text in any of their forms."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from parallint.config import load_config
from parallint.errors import ConfigError
from parallint.glossary import Glossary, GlossaryError, Term
from parallint.registry import ActiveRule, activate, load_rules
from parallint.terms import english_forms, folded, translation_pattern, word_pattern

TBX = """<?xml version="1.0"?>
{doctype}
<martif type="TBX" xml:lang="en-US"><text><body>
  <termEntry id="1">
    <langSet xml:lang="en-US"><tig><term>key{entity}</term></tig></langSet>
    <langSet xml:lang="es">
      <tig><term>clave</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig>
      <ntig><termGrp><term>llave</term>
        <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termGrp></ntig>
    </langSet>
  </termEntry>
</body></text></martif>
"""


def read(text: str, path: str = "terms.csv") -> Glossary:
    return Glossary.from_text(text, path)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_column_a_locale(delimiter: str) -> None:
    text = 'en,pt-BR,case\nkey,"chave | tecla",\nGo,Go,yes\nempty,,\n'.replace(",", delimiter)
    terms = (Term("key", ("chave", "tecla")), Term("Go", ("Go",), case=True))
    glossary = read(text)
    assert glossary.entries == {"pt-br": terms}
    assert glossary.terms("pt_BR") == glossary.terms("pt") == terms
    assert glossary.terms("es") == ()


def test_a_translation_a_row() -> None:
    text = "source,target,locale,forbidden\nkey,clave,es,llave\nkey,Schlüssel,de,\nkey,Taste,de-AT,\n"
    glossary = read(text)
    assert glossary.terms("es-mx") == (Term("key", ("clave",), ("llave",)),)
    assert glossary.terms("de-ch") == (Term("key", ("Schlüssel",)),)
    assert glossary.terms("de-at") == (Term("key", ("Taste",)),)


@pytest.mark.parametrize(("path", "locale"), [("glossary/es/terms.csv", "es"), ("terms.csv", "")])
def test_the_path_names_the_locale_of_a_file_without_one(path: str, locale: str) -> None:
    assert read("term,translation\nkey,clave\n", path).entries == {locale: (Term("key", ("clave",)),)}


def test_what_the_locale_must_not_say() -> None:
    glossary = read("en,es,es forbidden,fr:forbidden\nkey,clave,llave|tecla,clé\n")
    assert glossary.terms("es") == (Term("key", ("clave",), ("llave", "tecla")),)
    assert glossary.terms("fr") == (Term("key", (), ("clé",)),)


def test_tbx() -> None:
    glossary = read(TBX.format(doctype="", entity=""), "terms.tbx")
    assert glossary.entries == {"es": (Term("key", ("clave",), ("llave",)),)}


def test_entities_of_tbx_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    doctype = f'<!DOCTYPE martif [<!ENTITY x SYSTEM "{tmp_path}/secret">]>'
    assert read(TBX.format(doctype=doctype, entity="&x;"), "terms.tbx").entries["es"][0].english == "key"


@pytest.mark.parametrize(
    ("text", "path", "said"),
    [
        ("a,b\nc,d\n", "terms.csv", "no column of English terms"),
        ("", "terms.csv", "no column of English terms"),
        ("en,notes\nkey,x\n", "terms.csv", "no column of translations"),
        ("<martif>", "terms.tbx", "no valid XML"),
    ],
)
def test_what_is_no_glossary_says_why(text: str, path: str, said: str) -> None:
    with pytest.raises(GlossaryError, match=said):
        read(text, path)


def configured(folder: Path, value: str) -> ActiveRule:
    (folder / "parallint.toml").write_text(f"[rules.glossary]\nfile = {value}\n")
    rules = activate(load_rules(), load_config(str(folder / "parallint.toml")))
    return next(active for active in rules if active.rule.id == "glossary")


def test_the_file_is_read_with_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "terms.csv").write_text("en,es\nkey,clave\n")
    assert configured(tmp_path, '"words/terms.csv"').options.file.terms("es") == (Term("key", ("clave",)),)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ('"../terms.csv"', "leads out of the project"),
        ('"/etc/passwd"', "leads out of the project"),
        ('"none.csv"', "no such file"),
        ('"parallint.toml"', "no column of English terms"),
        ("3", "must be the path of a file inside the project"),
    ],
)
def test_a_file_that_is_not_there_or_outside_is_an_error_with_its_line(tmp_path: Path, value: str, said: str) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (tmp_path / "terms.csv").write_text("en,es\nkey,clave\n")
    with pytest.raises(ConfigError) as caught:
        configured(project, value)
    assert said in str(caught.value)
    assert caught.value.line == 2


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("package", "two Packages", True),
        ("package", "the package's name", True),
        ("package", "prepackaged", False),
        ("repository", "Repositories", True),
        ("repository", "repositorys", False),
        ("key", "keys", True),
        ("C++", "in C++ and", True),
        (".NET", "for .NET 8", True),
        (".NET", "for Internet", False),
    ],
)
def test_english_terms_have_plurals(term: str, text: str, found: bool) -> None:
    assert bool(re.search(english_forms(term), text, re.IGNORECASE)) == found


@pytest.mark.parametrize(
    ("term", "locale", "text", "found"),
    [
        ("paquete", "es", "los paquetes", True),
        ("versión", "es", "las versiones", True),
        ("gestor de paquetes", "es", "un gestor de los paquetes", True),
        ("gestor de paquetes", "es", "un gestor", False),
        ("paquete", "es", "el bulto", False),
        ("Schlüssel", "de", "der Autorenschlüssel", True),
        ("Schlüssel", "fr", "der Autorenschlüssel", False),
        ("arkisto", "fi", "pakettiarkistossa", True),
        ("avain", "fi", "avaimella", True),
        ("пакет", "ru", "двух пакетов", True),
        ("версия", "ru", "новых версий", True),
        ("キー", "ja", "作成者のキーで", True),
        ("パッケージ マネージャー", "ja", "パッケージマネージャーは", True),
        ("حزمة", "ar", "الحزمة", True),
        ("키", "ko", "키를 누릅니다", True),
    ],
)
def test_a_translation_is_found_in_its_forms(term: str, locale: str, text: str, found: bool) -> None:
    assert bool(translation_pattern(term, locale, case=False).search(folded(text, case=False))) == found


def test_a_forbidden_word_is_looked_for_as_it_is() -> None:
    assert not translation_pattern("llave", "es", case=False, exact=True).search("llamada")
    assert translation_pattern("llave", "es", case=False, exact=True).search("las llaves")


def test_a_name_is_a_whole_word_and_may_be_broken_over_lines() -> None:
    assert re.search(word_pattern("Build Station"), "the Build\nStation")
    assert not re.search(word_pattern("Harbor"), "Harbors")
