"""Adopting the tool in five minutes: init, baseline, a clean run, and then only what a change of the English brings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from parallint.cache import FOLDER

from tests.repository import commit, start
from tests.test_cli import parallint, report
from tests.test_living import ENGLISH, GERMAN, SPANISH

NAMES = ("beans", "kale", "leeks", "peas", "herbs/mint")
TEXTS = {"en": ENGLISH, "es": SPANISH, "de": GERMAN}
LAYOUTS = {
    "folders": ("docs/en/{}.md", "docs/{locale}/{}.md"),
    "English at the root": ("content/{}.md", "content/{locale}/{}.md"),
    "suffixes": ("guide/{}.md", "guide/{}.{locale}.md"),
    "Docusaurus": ("docs/{}.md", "i18n/{locale}/docusaurus-plugin-content-docs/current/{}.md"),
}


def site(english: str, translation: str) -> Iterator[tuple[str, str]]:
    """A site with faults of many kinds: a wrong number, a paragraph too few, an orphan, a page that a locale lacks."""
    for locale, text in TEXTS.items():
        pattern = english if locale == "en" else translation.replace("{locale}", locale)
        for name in NAMES:
            page = text.format(name=name.rpartition("/")[2])
            if (locale, name) == ("es", "kale"):
                page = page.replace("5 cm", "9 cm")
            if (locale, name) == ("de", "peas"):
                page = page.rpartition("\n\n")[0] + "\n"
            if (locale, name) != ("de", "leeks"):
                yield pattern.format(name), page
    yield translation.replace("{locale}", "es").format("huerta"), "# La huerta\n\nSomos tres, y nos vemos los lunes.\n"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_project_with_faults_is_clean_at_once_and_tells_what_is_new(
    layout: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    english, translation = LAYOUTS[layout]
    monkeypatch.setenv(FOLDER, str(tmp_path / "cache"))
    root = tmp_path / "project"
    start(root)
    monkeypatch.chdir(root)
    commit(root, "2020-01-01", "Write it", dict(site(english, translation)))

    assert parallint("init").stdout.startswith("parallint.toml: 1 layout, 9 pairs\n")
    assert parallint("check").exit_code == 1
    assert parallint("baseline").exit_code == 0
    clean = parallint("check")
    assert (clean.exit_code, clean.stderr) == (0, "")
    assert clean.stdout.startswith("No new findings in 9 pairs; ")
    commit(root, "2020-01-02", "Adopt parallint", {})

    changed = english.format("herbs/mint")
    text = ENGLISH.format(name="mint").replace(
        "Cover the soil with 5 cm of straw.", "Cut it back in autumn, and never let its roots into the next bed."
    )
    commit(root, "2020-01-03", "Say something else", {changed: text})
    result = parallint("check", "--format", "json")
    assert result.exit_code == 1
    expected = {translation.replace("{locale}", locale).format("herbs/mint") for locale in ("de", "es")}
    assert {finding["pair"] for finding in report(result)["findings"]} == expected
    assert {f["pair"] for f in report(parallint("check", "--format", "json", changed))["findings"]} == expected
    since = report(parallint("check", "--format", "json", "--since", "HEAD~1"))
    assert {finding["pair"] for finding in since["findings"]} == expected
