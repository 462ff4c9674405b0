"""The rule as its users meet it: through the command line, with a configuration."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ENGLISH = """# Sign in

Enter your password, or run `du -h`.

You stay signed in for a week.
"""
FORMAL = """# Anmelden

Geben Sie Ihr Passwort ein, oder führen Sie `du -h` aus.

Sie bleiben eine Woche lang angemeldet; das gilt auch, wenn wir Ihnen schreiben.
"""
INFORMAL = """# Anmelden

Gib dein Passwort ein, oder führe `du -h` aus.

Du bleibst eine Woche lang angemeldet.
"""


def found(folder: Path, translation: str, locale: str, setting: str) -> list[tuple[int, str]]:
    """The line and the message of what the rule finds on a page."""
    (folder / "en.md").write_text(ENGLISH, "utf-8")
    (folder / "page.md").write_text(translation, "utf-8")
    (folder / "parallint.toml").write_text(f"[rules.form-of-address]\n{setting}\n", "utf-8")
    command = [sys.executable, "-m", "parallint", "check", "--source", "en.md", "--target", "page.md"]
    options = ["--locale", locale, "--format", "json", "--exit-zero"]
    done = subprocess.run([*command, *options], cwd=folder, capture_output=True, encoding="utf-8", check=True)
    findings = json.loads(done.stdout)["findings"]
    return [(f["target"]["line"], f["message"]) for f in findings if f["rule"] == "form-of-address"]


def test_the_informal_address_where_the_formal_one_is_chosen(tmp_path: Path) -> None:
    lines = found(tmp_path, INFORMAL, "de", 'formal = ["de"]')
    assert [line for line, _ in lines] == [3, 5]
    assert "“dein”" in lines[0][1]


def test_the_formal_address_where_the_informal_one_is_chosen(tmp_path: Path) -> None:
    assert [line for line, _ in found(tmp_path, FORMAL, "de-AT", 'informal = ["de"]')] == [5]


@pytest.mark.parametrize(
    ("translation", "setting"),
    [(FORMAL, 'formal = ["de"]'), (INFORMAL, 'informal = ["de"]'), (INFORMAL, ""), (INFORMAL, 'formal = ["fr"]')],
)
def test_silence(tmp_path: Path, translation: str, setting: str) -> None:
    assert found(tmp_path, translation, "de", setting) == []
