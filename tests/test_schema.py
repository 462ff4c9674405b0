from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from parallint.config import load_config
from parallint.errors import ConfigError
from parallint.plan import Plan
from parallint.registry import load_rules
from parallint.schema import options_told, schema

ROOT = Path(__file__).parents[1]
SITES = sorted(ROOT.glob("fixtures/sites/**/parallint.toml"))


@pytest.fixture(scope="module")
def known() -> Any:
    return json.loads(json.dumps(schema(bundled.rule for bundled in load_rules())))


def test_it_is_a_schema(known: Any) -> None:
    Draft7Validator.check_schema(known)


@pytest.mark.parametrize("site", SITES, ids=lambda path: str(path.parent.relative_to(ROOT / "fixtures/sites")))
def test_it_agrees_with_the_configurations_of_the_fixtures(site: Path, known: Any) -> None:
    values = tomllib.loads(site.read_text("utf-8"))
    assert list(Draft7Validator(known).iter_errors(values)) == []


def test_it_agrees_with_the_example_on_its_page(known: Any) -> None:
    _, example, *_ = (ROOT / "docs/configuration.md").read_text("utf-8").split("```")
    values = tomllib.loads(example.removeprefix("toml\n"))
    assert list(Draft7Validator(known).iter_errors(values)) == []


GOOD = [
    "",
    "extends = 'parallint.toml2'",
    "[rules]\nfrench-spacing = 'error'\ncode-drift = { severity = 'off', skip = ['mermaid'] }",
    "[rules.glossary.terms.es]\nkey = 'clave'",
    "[rules.front-matter-drift]\nlocked = ['weight']",
    "[[override]]\nlocales = ['ja']\npartial = true\nconfidence = 1\nrules.encoding = 'note'",
    "[[layout]]\nsource = 'R.md'\ntarget = 'R.{locale}.md'\nlocales = ['de']",
]
BAD = [
    "confidnce = 1",
    "confidence = 2",
    "confidence = 'high'",
    "history = 1",
    "source = 'en/{path}'",
    "partial = true",
    "locales = 'de'",
    "extends = 3",
    "[rules]\nno-such-rule = 'off'",
    "[rules]\nencoding = 'fatal'",
    "[rules]\ncode-drift = { skip = 'mermaid' }",
    "[rules]\ncode-drift = { skipp = ['mermaid'] }",
    "[rules]\nnumber-drift = { words-up-to = 1.5 }",
    "[rules.glossary.terms]\nes = 'clave'",
    "[[override]]\nrules.encoding = 'note'",
    "[[override]]\nlocales = ['ja']\npartial = ['ja']",
    "[[override]]\nlocales = ['ja']\nlocale = 'ja'",
    "[[layout]]\nsource = 'R.md'",
]


@pytest.mark.parametrize("text", [*GOOD, *BAD])
def test_it_says_what_the_tool_says(text: str, known: Any, tmp_path: Path) -> None:
    (tmp_path / "parallint.toml2").write_text("")
    (tmp_path / "parallint.toml").write_text(text)
    try:
        Plan(load_config(str(tmp_path / "parallint.toml")), load_rules())
        agrees = True
    except ConfigError:
        agrees = False
    assert agrees == (text in GOOD)
    assert Draft7Validator(known).is_valid(tomllib.loads(text)) == agrees


@pytest.mark.parametrize("rule", [bundled.rule for bundled in load_rules()], ids=lambda rule: rule.id)
def test_every_option_is_told_of_on_the_rules_page(rule: Any) -> None:
    properties = schema([rule])["definitions"]["rules"]["properties"][rule.id]["anyOf"][1]["properties"]
    assert set(properties) == {"severity", *options_told(rule)}
    assert all(option.get("description") for name, option in properties.items() if name != "severity")
