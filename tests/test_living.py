"""Living with findings: comments, the baseline, and what the commands say of both."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from parallint.cache import FOLDER

from tests.repository import commit, start
from tests.test_cli import parallint, report

CONFIG = 'source = "docs/en/{path}"\ntarget = "docs/{locale}/{path}"\n'
ENGLISH = """\
# Watering {name}

Water the plants every 3 days, and every 2 days in July.

Open the tap with `tap open {name}` before the sun comes up.

Cover the soil with 5 cm of straw.
"""
SPANISH = """\
# Riego de {name}

Riegue las plantas cada 3 días, y cada 2 días en julio.

Abra el grifo con `tap open {name}` antes de que salga el sol.

Cubra la tierra con 5 cm de paja.
"""
GERMAN = """\
# {name} gießen

Gießen Sie die Pflanzen alle 3 Tage, und im Juli alle 2 Tage.

Öffnen Sie den Hahn mit `tap open {name}`, bevor die Sonne aufgeht.

Bedecken Sie den Boden mit 5 cm Stroh.
"""
NAMES = ("beans", "kale")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two English pages in two locales, under git; in the Spanish page on kale one number is another."""
    monkeypatch.setenv(FOLDER, str(tmp_path / "cache"))
    root = tmp_path / "project"
    root.mkdir()
    start(root)
    files = {"parallint.toml": CONFIG}
    for locale, text in (("en", ENGLISH), ("es", SPANISH), ("de", GERMAN)):
        files |= {f"docs/{locale}/{name}.md": text.format(name=name) for name in NAMES}
    files["docs/es/kale.md"] = files["docs/es/kale.md"].replace("5 cm", "9 cm")
    commit(root, "2020-01-01", "Write it", files)
    monkeypatch.chdir(root)
    return root


def found(*args: str) -> list[tuple[str, str]]:
    """The page and the rule of each finding."""
    result = parallint("check", "--format", "json", "--processes", "1", *args)
    assert result.stderr == ""
    return [((f["target"] or f["source"])["path"], f["rule"]) for f in report(result)["findings"]]


def last_lines(*args: str, count: int = 1) -> list[str]:
    return parallint("check", *args).stdout.splitlines()[-count:]


def change(page: str, old: str, new: str) -> None:
    path = Path(page)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


KALE = ("docs/es/kale.md", "number-drift")


def test_what_is_there_today_is_held_back_and_what_is_new_is_not(project: Path) -> None:
    assert found() == [KALE]
    result = parallint("baseline")
    said = "parallint-baseline.json: 1 finding. `parallint check` reports what is new from now on\n"
    assert (result.exit_code, result.stdout) == (0, said)
    assert found() == []
    assert last_lines() == ["No new findings in 4 pairs; 1 held back by the baseline"]
    assert found("--no-baseline") == [KALE]
    english = ENGLISH.format(name="beans").replace(
        "with 5 cm of straw", "with 5 cm of straw or with bark, never with sand"
    )
    commit(project, "2020-02-01", "Say more", {"docs/en/beans.md": english})
    assert found() == [(f"docs/{locale}/beans.md", "stale-segment") for locale in ("de", "es")]
    assert found("--since", "HEAD~1") == found()
    assert found("docs/es") == [("docs/es/beans.md", "stale-segment")]
    assert last_lines("docs/es/kale.md") == ["No new findings in 1 pair; 1 held back by the baseline"]


def test_a_known_finding_outlives_edits_elsewhere_and_ends_with_its_own_text(project: Path) -> None:
    parallint("baseline")
    change("docs/es/kale.md", "# Riego", "# El riego")
    assert found() == []
    change("docs/es/kale.md", "9 cm", "8 cm")
    assert found() == [KALE]


def test_what_is_gone_is_said(project: Path) -> None:
    parallint("baseline")
    change("docs/es/kale.md", "9 cm", "5 cm")
    gone = "1 finding of the baseline is gone: parallint baseline writes it anew"
    assert last_lines(count=2) == ["No findings in 4 pairs", gone]
    assert last_lines("docs/es/kale.md") == [gone]
    assert last_lines("docs/es/beans.md") == ["No findings in 1 pair"]
    assert last_lines("--since", "HEAD")[0] != gone
    assert last_lines("--no-history")[0] != gone
    assert parallint("baseline").stdout.startswith("parallint-baseline.json: 0 findings.")
    assert last_lines() == ["No findings in 4 pairs"]


def test_a_baseline_of_some_pages_leaves_the_others_as_they_were(project: Path) -> None:
    change("docs/de/beans.md", "5 cm", "7 cm")
    parallint("baseline")
    change("docs/de/beans.md", "3 Tage", "4 Tage")
    change("docs/es/kale.md", "3 días", "6 días")
    parallint("baseline", "docs/de")
    entries = json.loads((project / "parallint-baseline.json").read_text())["findings"]
    assert [entry["path"] for entry in entries] == ["docs/de/beans.md"] * 2 + ["docs/es/kale.md"]
    assert found() == [KALE]


def move(name: str, to: str, *locales: str) -> None:
    for locale in locales:
        there = Path(f"docs/{locale}/{to}.md")
        there.parent.mkdir(parents=True, exist_ok=True)
        Path(f"docs/{locale}/{name}.md").rename(there)


def test_known_findings_move_with_their_page_and_end_with_their_english(project: Path) -> None:
    parallint("baseline")
    move("kale", "garden/cabbage", "en", "es", "de")
    commit(project, "2020-02-01", "Move it", {})
    assert found() == []
    assert last_lines() == ["No new findings in 4 pairs; 1 held back by the baseline"]
    change("docs/es/garden/cabbage.md", "# Riego", "# El riego")
    assert found() == []
    text = Path("docs/en/garden/cabbage.md").read_text("utf-8").replace("5 cm of straw", "6 cm of straw")
    commit(project, "2020-02-02", "Say otherwise", {"docs/en/garden/cabbage.md": text})
    assert "docs/es/garden/cabbage.md" in {page for page, _ in found()}


def test_a_baseline_written_anew_for_a_folder_knows_the_page_by_its_new_name_only(project: Path) -> None:
    parallint("baseline")
    move("kale", "garden/cabbage", "en", "es", "de")
    parallint("baseline", "docs/es/garden")
    (entry,) = json.loads((project / "parallint-baseline.json").read_text())["findings"]
    assert (entry["path"], entry["locale"]) == ("docs/es/garden/cabbage.md", "es")


def test_the_english_alone_moves(project: Path) -> None:
    parallint("baseline")
    move("kale", "garden/cabbage", "en")
    commit(project, "2020-02-01", "Move it", {})
    assert found() == [(f"docs/{locale}/kale.md", "moved-page") for locale in ("de", "es")]


def test_a_comment_moves_with_its_page(project: Path) -> None:
    comment = COMMENT.format(why="nuestra paja es fina").replace("drift:", 'drift "Cover the soil with 5 cm":')
    change("docs/es/kale.md", "Cubra", comment + "Cubra")
    move("kale", "garden/cabbage", "en", "es", "de")
    commit(project, "2020-02-01", "Move it", {})
    assert found() == []
    text = Path("docs/en/garden/cabbage.md").read_text("utf-8").replace("with 5 cm of straw", "with straw of 5 cm")
    commit(project, "2020-02-02", "Say it otherwise", {"docs/en/garden/cabbage.md": text})
    assert ("docs/es/garden/cabbage.md", "unused-ignore") in found()


def test_a_baseline_by_another_name(project: Path) -> None:
    Path("parallint.toml").write_text(f'{CONFIG}baseline = "known.json"\n')
    result = parallint("check")
    assert result.exit_code == 2
    assert result.stderr == "parallint: parallint.toml:3: no file 'known.json'. `parallint baseline` writes it\n"
    assert found("--no-baseline") == [KALE]
    parallint("baseline")
    assert (project / "known.json").is_file()
    assert found() == []
    Path("parallint.toml").write_text(f'{CONFIG}baseline = "../known.json"\n')
    result = parallint("baseline")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "leads out of the project" in result.stderr


@pytest.mark.parametrize("text", ["", "[]", '{"schema": 1, "findings": [{"path": 3, "fingerprint": "a"}]}', "\ud800"])
def test_a_file_that_is_no_baseline(project: Path, text: str) -> None:
    Path("parallint-baseline.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    result = parallint("check")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("parallint: parallint-baseline.json:")


COMMENT = "<!-- parallint: ignore number-drift: {why} -->\n"


def test_a_comment_silences_and_is_counted(project: Path) -> None:
    change("docs/es/kale.md", "Cubra", COMMENT.format(why="nuestra paja es fina") + "Cubra")
    assert found() == []
    assert last_lines() == ["No findings in 4 pairs; 1 silenced by comments"]
    shown = "docs/es/kale.md:8:21: silenced number-drift: "
    assert parallint("check", "--show-silenced").stdout.startswith(shown)
    (silenced,) = report(parallint("check", "--format", "json"))["silenced"]
    assert (silenced["rule"], silenced["reason"]) == ("number-drift", "nuestra paja es fina")


def test_sarif_has_what_is_silenced_where_it_is_asked_for(project: Path) -> None:
    change("docs/es/kale.md", "Cubra", COMMENT.format(why="nuestra paja es fina") + "Cubra")
    (run,) = report(parallint("check", "--format", "sarif"))["runs"]
    assert run["results"] == []
    (run,) = report(parallint("check", "--format", "sarif", "--show-silenced"))["runs"]
    (result,) = run["results"]
    assert result["suppressions"] == [{"kind": "inSource", "justification": "nuestra paja es fina"}]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "number-drift"


def test_an_earlier_run_knows_what_was_silenced(project: Path) -> None:
    change("docs/es/kale.md", "Cubra", COMMENT.format(why="sí") + "Cubra")
    assert report(parallint("check", "--format", "json")) == report(parallint("check", "--format", "json"))


def test_a_comment_that_is_taken_away_brings_its_finding_back(project: Path) -> None:
    text = SPANISH.format(name="kale").replace("5 cm", "9 cm")
    commented = text.replace("Cubra", COMMENT.format(why="sí") + "Cubra")
    commit(project, "2020-02-01", "Silence it", {"docs/es/kale.md": commented})
    commit(project, "2020-03-01", "Say it again", {"docs/es/kale.md": text})
    assert found("--since", "HEAD~1") == [KALE]


def test_a_comment_in_the_english_counts_for_every_locale_and_is_told_of_once(project: Path) -> None:
    change("docs/en/kale.md", "Cover", COMMENT.format(why="it depends") + "Cover")
    assert found() == []
    change("docs/es/kale.md", "9 cm", "5 cm")
    unused = ("docs/en/kale.md", "unused-ignore")
    assert found() == [unused]
    assert found("docs/en/kale.md") == [unused]
    assert found("docs/es/kale.md") == []
    change("docs/en/kale.md", "number-drift: it depends", "number-drift")
    assert found() == [unused]


def test_an_unused_comment_is_as_grave_as_the_configuration_says(project: Path) -> None:
    change("docs/es/beans.md", "Cubra", COMMENT.format(why="sí") + "Cubra")
    (finding,) = [f for f in report(parallint("check", "--format", "json"))["findings"] if f["rule"] != "number-drift"]
    assert (finding["rule"], finding["severity"], finding["target"]["line"]) == ("unused-ignore", "warning", 7)
    assert finding["message"] == "this comment silences nothing: number-drift finds nothing here"
    Path("parallint.toml").write_text(f'{CONFIG}[rules]\nunused-ignore = "off"\n')
    assert found() == [KALE]
    Path("parallint.toml").write_text(f'{CONFIG}[rules]\nnumber-drift = "off"\n')
    assert found() == []


@pytest.mark.parametrize("form", ["{{/* {} */}}", "{{{{/* {} */}}}}", "<!--{}-->"])
def test_a_comment_is_no_part_of_the_page_in_any_form(project: Path, form: str) -> None:
    comment = form.format("parallint: ignore number-drift: nuestra paja es fina")
    change("docs/es/kale.md", "Cubra", f"{comment}\n\nCubra")
    assert found() == []


def values(*args: str) -> dict[str, Any]:
    (page,) = report(parallint("config", "--format", "json", *args))["pages"]
    return {key: (value["value"], value["from"]) for key, value in page["values"].items()}


def test_config_says_what_holds_for_a_page_and_where_it_says_so(project: Path) -> None:
    Path("shared.toml").write_text('[rules]\ncode-drift = "note"\n')
    override = "[[override]]\npaths = ['kale.md']\nlocales = ['es']\nconfidence = 0.75\npartial = true\n"
    override += "rules.code-drift.skip = ['dot']\n"
    Path("parallint.toml").write_text(f'extends = "shared.toml"\n{CONFIG}{override}')
    kale, beans, whole = values("docs/es/kale.md"), values("docs/es/beans.md"), values()
    assert kale["confidence"] == (0.75, "parallint.toml:7")
    assert kale["partial"] == (True, "parallint.toml:8")
    assert kale["rules.code-drift.severity"] == ("note", "shared.toml:2")
    assert kale["rules.code-drift.skip"] == (["dot"], "parallint.toml:9")
    assert beans["confidence"] == whole["confidence"] == (0.5, "default")
    assert beans["rules.code-drift.skip"] == ([], "default")
    assert whole["layout"] == (["docs/en/{path} -> docs/{locale}/{path}"], "parallint.toml:2")
    text = parallint("config", "docs/en/kale.md").stdout.splitlines()
    assert text[0] == "docs/de/kale.md  [de]  docs/en/kale.md"
    assert [line.split() for line in text if "confidence" in line] == [
        ["confidence", "=", "0.75", "#", "parallint.toml:7"]
    ]
    assert "encoding" not in "".join(text)
    assert "rules.encoding.severity" in parallint("config", "--all").stdout


def test_config_of_what_is_no_page(project: Path) -> None:
    assert parallint("config", "parallint.toml").exit_code == 2
    assert parallint("config", "gone.md").stderr == "parallint: gone.md: no such file or folder. Check the path\n"
    Path("parallint.toml").write_text("confidnce = 1\n")
    assert "Did you mean 'confidence'?" in parallint("config").stderr
