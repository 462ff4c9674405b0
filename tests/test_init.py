"""`parallint init`: a configuration that says what was found, and that nothing breaks when its comments are used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from parallint.config import load_config
from parallint.discover import survey

from tests.test_cli import parallint

SPANISH = "Un texto en otra lengua que no es la inglesa, y nada más."
ENGLISH = "A text in the English language and nothing of the others."


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Six English pages, of which one locale has all and another two."""
    for k in range(6):
        for locale in ("en", "es", *(("fr",) if k < 2 else ())):
            path = tmp_path / "docs" / locale / f"p{k}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(ENGLISH if locale == "en" else SPANISH, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_writes_what_was_found_and_what_can_be_said(project: Path) -> None:
    result = parallint("init")
    assert result.stdout.splitlines()[0] == "parallint.toml: 1 layout, 8 pairs"
    text = Path("parallint.toml").read_text("utf-8")
    assert text.startswith("#:schema https://")
    for said in ('# partial = ["fr"]', "# [[override]]", "# baseline = ", "parallint baseline", "- id: parallint"):
        assert said in text
    assert len(survey(load_config("parallint.toml")).pairs) == 6


def test_every_setting_that_stands_in_a_comment_can_be_used_as_it_stands(project: Path) -> None:
    parallint("init")
    path = Path("parallint.toml")
    settings = re.compile(
        r"^# (?=(?:partial|exclude|confidence|baseline|paths|locales|rules\.|extra-segment|\[))", re.M
    )
    path.write_text(settings.sub("", path.read_text("utf-8")), "utf-8")
    config = load_config("parallint.toml")
    assert (config.partial, config.confidence, config.exclude) == (("fr",), 0.5, ("docs/*/internal/",))
    assert config.baseline
    assert [override.locales for override in config.overrides] == [("ja",)]
    assert "extra-segment" in config.rules
    assert parallint("config").exit_code == 0


def test_it_does_not_write_over_a_configuration_unless_told_to(project: Path) -> None:
    parallint("init")
    Path("parallint.toml").write_text("# mine\n")
    result = parallint("init")
    assert (result.exit_code, Path("parallint.toml").read_text()) == (2, "# mine\n")
    assert parallint("init", "--force").exit_code == 0
    assert load_config("parallint.toml").layouts
