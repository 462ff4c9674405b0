from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from parallint import __version__
from parallint.cli import main

from tests.bundle import RULE, forbidden_word, install

__all__ = ["forbidden_word"]

ENGLISH = "# Keys\n\nCreate a key.\n\nKeep it safe.\n"
SPANISH = "# Claves\n\nCree una clave.\n\nGuárdela: TODO.\n"
CONFIG = 'source = "docs/en/{path}.md"\ntarget = "docs/{locale}/{path}.md"\n'


def parallint(*args: str) -> Result:
    return CliRunner().invoke(main, args, prog_name="parallint", catch_exceptions=False)


def report(result: Result) -> Any:
    return json.loads(result.stdout)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forbidden_word: None) -> Path:
    """Two English pages, one translated into two languages; of each language one page says TODO."""
    for name in ("a", "b"):
        for locale in ("en", "es", "fr"):
            path = tmp_path / "docs" / locale / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(ENGLISH if locale == "en" else SPANISH if name == "a" else SPANISH.replace("TODO", "bien"))
    (tmp_path / "parallint.toml").write_text(CONFIG)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(result: Result) -> list[str]:
    return [f"{f['pair']}:{f['target']['line']}" for f in report(result)["findings"]]


def test_one_pair(project: Path) -> None:
    (project / "parallint.toml").unlink()
    result = parallint("check", "--source", "docs/en/a.md", "--target", "docs/es/a.md")
    assert result.exit_code == 1
    assert result.stdout == (
        "docs/es/a.md:5:1: warning forbidden-word: TODO in it\n"
        '    English, docs/en/a.md:5: "Keep it safe."\n'
        "\n"
        "1 warning in 1 pair. What a rule means: parallint explain forbidden-word\n"
    )
    assert result.stderr == ""
    result = parallint("check", "--source", "docs/en/b.md", "--target", "docs/es/b.md")
    assert (result.exit_code, result.stdout) == (0, "No findings in 1 pair\n")


def test_locale_and_base(project: Path) -> None:
    args = ("check", "--source", "docs/en/a.md", "--target", "docs/es/a.md", "--format", "json")
    assert report(parallint(*args))["findings"][0]["locale"] == "es"
    assert report(parallint(*args, "--locale", "es-419"))["findings"][0]["locale"] == "es-419"
    assert parallint(*args, "--base", "docs/en/b.md").exit_code == 1
    result = parallint(*args, "--base", "docs/en/gone.md")
    assert result.exit_code == 2
    assert result.stderr == "parallint: docs/en/gone.md: no such file. Check the path\n"


def test_a_project(project: Path) -> None:
    result = parallint("check", "--format", "json")
    assert result.exit_code == 1
    assert found(result) == ["docs/es/a.md:5", "docs/fr/a.md:5"]
    assert report(result)["summary"] == {"pairs": 4, "findings": {"error": 0, "warning": 2, "note": 0}}


@pytest.mark.parametrize(
    ("paths", "pairs"),
    [
        (["docs/en/a.md"], ["docs/es/a.md:5", "docs/fr/a.md:5"]),
        (["docs/fr/a.md"], ["docs/fr/a.md:5"]),
        (["docs/es"], ["docs/es/a.md:5"]),
        (["docs/en/b.md"], []),
        (["parallint.toml", "docs/en/a.md", "docs/fr/a.md"], ["docs/es/a.md:5", "docs/fr/a.md:5"]),
    ],
)
def test_paths_of_a_project(project: Path, paths: list[str], pairs: list[str]) -> None:
    result = parallint("check", "--format", "json", *paths)
    assert found(result) == pairs
    assert result.exit_code == (1 if pairs else 0)
    assert result.stderr == ""


def test_paths_are_seen_from_here_and_names_from_the_root(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project / "docs" / "es")
    assert found(parallint("check", "--format", "json", "a.md")) == ["docs/es/a.md:5"]
    assert len(found(parallint("check", "--format", "json"))) == 2
    other = project / "elsewhere.toml"
    other.write_text(CONFIG + 'locales = ["fr"]\n')
    assert found(parallint("check", "--format", "json", "--config", str(other))) == ["docs/fr/a.md:5"]


def test_a_project_is_checked_from_elsewhere(project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    away = tmp_path / "away"
    (away / ".git").mkdir(parents=True)
    monkeypatch.chdir(away)
    assert parallint("check").exit_code == 2
    assert len(found(parallint("check", "--format", "json", str(project)))) == 2
    assert found(parallint("check", "--format", "json", str(project / "docs" / "es"))) == ["docs/es/a.md:5"]
    paths = [os.path.relpath(project / "docs" / locale / "a.md") for locale in ("es", "fr")]
    assert found(parallint("check", "--format", "json", *paths)) == ["docs/es/a.md:5", "docs/fr/a.md:5"]
    (away / "parallint.toml").write_text(CONFIG)
    outside = parallint("check", str(project))
    assert outside.exit_code == 2
    assert "lies outside the project" in outside.stderr


def test_files_of_no_layout_are_passed_over(project: Path) -> None:
    (project / "README.md").write_text("x")
    result = parallint("check", "README.md")
    assert result.exit_code == 0
    assert "nothing to check" in result.stderr
    assert "docs/en/{path}.md -> docs/{locale}/{path}.md" in result.stderr


def test_a_layout_that_nothing_fits(project: Path) -> None:
    (project / "parallint.toml").write_text(CONFIG.replace("docs/en", "doc/en"))
    result = parallint("check")
    assert result.exit_code == 2
    assert result.stderr.startswith("parallint: parallint.toml:1: no English file with a translation beside it fits")


def test_without_configuration_it_says_what_to_write(project: Path) -> None:
    (project / "parallint.toml").unlink()
    result = parallint("check")
    assert result.exit_code == 2
    assert CONFIG in result.stderr
    assert "--source ENGLISH --target TRANSLATION" in result.stderr


def test_rules_are_set_in_the_configuration(project: Path) -> None:
    def check(text: str) -> Result:
        (project / "parallint.toml").write_text(CONFIG + text)
        return parallint("check", "--format", "json", "docs/es")

    assert check("[rules]\nforbidden-word = 'off'\n").exit_code == 0
    noted = check("[rules]\nforbidden-word = 'note'\n")
    assert (noted.exit_code, report(noted)["findings"][0]["severity"]) == (0, "note")
    assert found(check("[rules.forbidden-word]\nforbidden-word = 'Claves'\n")) == ["docs/es/a.md:1", "docs/es/b.md:1"]
    unsure = check("[rules.forbidden-word]\nconfidence = 0.4\n")
    assert report(unsure)["findings"][0]["severity"] == "note"
    assert report(check("confidence = 0.3\n[rules.forbidden-word]\nconfidence = 0.4\n"))["findings"][0]["severity"] == (
        "warning"
    )
    wrong = check("[rules.forbidden-word]\nforbiden-word = 'x'\n")
    assert wrong.exit_code == 2
    assert wrong.stderr == (
        "parallint: parallint.toml:4: forbidden-word has no option 'forbiden-word'. Did you mean 'forbidden-word'?\n"
    )


def test_manifest(project: Path) -> None:
    (project / "lists").mkdir()
    lines = [
        {"id": "second", "source": "../docs/en/a.md", "target": "../docs/fr/a.md", "locale": "fr"},
        {"id": "gone", "source": "../docs/en/a.md", "target": "../docs/gone.md", "locale": "fr"},
        {"id": "first", "source": "../docs/en/a.md", "target": str(project / "docs/es/a.md"), "locale": "es"},
    ]
    text = "\n".join(map(json.dumps, lines)) + "\n{broken\n"
    (project / "lists" / "m.jsonl").write_text(text)
    result = parallint("check", "--pairs", "lists/m.jsonl", "--format", "json", "--exit-zero")
    assert result.exit_code == 2
    assert found(result) == ["second:5", "first:5"]
    assert report(result)["findings"][0]["target"]["path"] == "lists/../docs/fr/a.md"
    assert [(error["path"], error["line"]) for error in report(result)["errors"]] == [
        ("lists/../docs/gone.md", None),
        ("lists/m.jsonl", 4),
    ]
    assert len(result.stderr.splitlines()) == 2


def unit(id_: str, translation: str, english: str) -> str:
    beside = f'<span class="sxs-lookup"><span data-stu-id="{id_}">{english}</span></span>'
    return f'<span data-ttu-id="{id_}">{translation}</span>{beside}\n\n'


SPANISH_UNITS = unit("a-1", "Cree una clave.", "Create a key.") + unit("a-2", "Guárdela bien.", "Keep it safe.")
GERMAN_UNITS = (
    unit("b-1", "Schlüssel anlegen.", "Create a key.")
    + unit("b-2", "Teilen Sie ihn mit niemandem: TODO.", "Never share it with anybody.")
    + unit("b-3", "Verwahren Sie ihn sicher.", "Keep it safe.")
)


def test_siblings(project: Path) -> None:
    (project / "x.es.md").write_text(SPANISH_UNITS)
    (project / "x.de.md").write_text(GERMAN_UNITS)
    result = parallint("check", "--siblings", "x.es.md", "x.de.md", "--format", "json")
    assert found(result) == ["x.de.md:3"]
    assert report(result)["summary"]["pairs"] == 2
    assert report(result)["findings"][0]["locale"] == "de"


def test_siblings_of_a_project(project: Path) -> None:
    (project / "docs/es/only.md").write_text(SPANISH_UNITS)
    (project / "docs/fr/only.md").write_text(GERMAN_UNITS)
    (project / "docs/es/plain.md").write_text(SPANISH)
    (project / "docs/fr/plain.md").write_text(SPANISH)
    assert found(parallint("check", "--format", "json", "docs/es/only.md")) == ["docs/fr/only.md:3"]
    result = parallint("check", "--format", "json")
    assert "docs/fr/only.md:3" in found(result)
    assert report(result)["errors"] == []


@pytest.mark.parametrize(
    ("fail_on", "status"), [("error", 0), ("warning", 1), ("note", 1)], ids=["error", "warning", "note"]
)
def test_exit_status(project: Path, fail_on: str, status: int) -> None:
    assert parallint("check", "--fail-on", fail_on).exit_code == status
    assert parallint("check", "--fail-on", fail_on, "--exit-zero").exit_code == 0


def test_a_rule_that_fails(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.MonkeyPatch.context() as patch:
        broken = RULE.replace("forbidden-word", "broken-rule").replace("for link in", "1 / 0\n    for link in")
        install(patch, tmp_path_factory.mktemp("broken"), "broken-bundle", broken)
        result = parallint("check", "--format", "json", "docs/es/a.md")
    assert result.exit_code == 2
    assert found(result) == ["docs/es/a.md:5"]
    (error,) = report(result)["errors"]
    assert "the rule 'broken-rule' of broken-bundle failed: ZeroDivisionError" in error["message"]
    assert len(result.stderr.splitlines()) == 1


def test_output(project: Path) -> None:
    result = parallint("check", "--format", "json", "--output", "out.json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(json.loads((project / "out.json").read_text("utf-8"))["findings"]) == 2
    assert parallint("check", "--output", "out.txt").exit_code == 1
    assert "forbidden-word" in (project / "out.txt").read_text("utf-8")
    result = parallint("check", "--output", "docs")
    assert result.exit_code == 2
    assert result.stderr.startswith("parallint: docs: cannot be written")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--source", "a.md"], "--source and --target need each other"),
        (["--target", "a.md"], "--source and --target need each other"),
        (["--locale", "es"], "go with --source and --target"),
        (["--base", "a.md", "docs"], "go with --source and --target"),
        (["--siblings", "a.md"], "two files or more"),
        (["--pairs", "m", "docs"], "exclude each other"),
        (["--source", "a.md", "--target", "b.md", "docs"], "exclude each other"),
        (["--pairs", "m", "--siblings", "a.md", "b.md"], "exclude each other"),
        (["--format", "xml"], "'xml' is not one of"),
        (["docs/gone.md"], "docs/gone.md: no such file or folder"),
        ([".."], "lies outside the project"),
        (["--pairs", "gone.jsonl"], "gone.jsonl: cannot be read"),
        (["--config", "gone.toml"], "gone.toml: no such file"),
    ],
)
def test_usage(project: Path, args: list[str], said: str) -> None:
    result = parallint("check", *args)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_rules_and_explain(project: Path) -> None:
    result = parallint("rules")
    assert result.stdout == "forbidden-word  warning  A piece holds a word that must not be there.\n"
    result = parallint("explain", "forbidden-word")
    assert result.stdout == (
        "forbidden-word (severity: warning, from: acme, MQM: other)\n\n"
        "A piece holds a word that must not be there.\n\nExample and reasons.\n"
    )
    result = parallint("explain", "forbidden-wrod")
    assert result.exit_code == 2
    assert result.stderr == "parallint: there is no rule 'forbidden-wrod'. Did you mean 'forbidden-word'?\n"


def python(*args: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *args]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, encoding="utf-8", env={**os.environ, **env}
    )


def test_version() -> None:
    assert python("-m", "parallint", "--version").stdout == f"parallint {__version__}\n"


SLOW = ("rich", "yaml", "lxml", "rapidfuzz", "langcodes", "pathspec", "numpy", "markdown_it", "importlib.metadata")


@pytest.mark.parametrize(
    ("args", "slow"),
    [
        ("'--version'", SLOW),
        ("'rules'", ("rich", "lxml", "rapidfuzz", "langcodes", "pathspec", "numpy", "markdown_it")),
        (
            "'check', '--source', 'docs/en/b.md', '--target', 'docs/es/b.md', '--locale', 'es'",
            ("rich", "lxml", "langcodes", "pathspec", "numpy"),
        ),
    ],
)
def test_nothing_slow_is_imported_in_vain(project: Path, args: str, slow: tuple[str, ...]) -> None:
    code = f"import sys\nfrom parallint.cli import main\nmain([{args}], standalone_mode=False)\nprint(*sys.modules)"
    loaded = python("-c", code).stdout.splitlines()[-1].split()
    assert "parallint.cli" in loaded
    assert not set(slow) & set(loaded)


def test_version_is_quick() -> None:
    times: list[float] = []
    for _ in range(5):
        began = time.perf_counter()
        python("-m", "parallint", "--version")
        times.append(time.perf_counter() - began)
    bare = min(times)
    assert bare < 0.5, "parallint --version takes 0.05 s on a quiet machine of 2024"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("env", "drawn", "coloured"),
    [
        ({"TERM": "xterm"}, True, True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, True, False),
        ({"TERM": "dumb"}, False, False),
    ],
    ids=["colours", "NO_COLOR", "dumb"],
)
def test_at_a_terminal(tmp_path: Path, env: dict[str, str], drawn: bool, coloured: bool) -> None:
    import pty

    (tmp_path / "en.md").write_text(ENGLISH)
    (tmp_path / "es.md").write_text(SPANISH.replace("Cree una clave.\n\n", ""))
    command = [sys.executable, "-m", "parallint", "check", "--source", "en.md", "--target", "es.md"]
    environment = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")}
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, cwd=tmp_path, stdout=theirs, env=environment | env) as process:
        os.close(theirs)
        shown = b""
        while chunk := _read(ours):
            shown += chunk
    os.close(ours)
    text = shown.decode()
    assert process.returncode == 1
    assert "missing-segment" in text
    assert ("│" in text) is drawn
    assert ("\x1b[1;31m" in text) is coloured


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other end is closed
        return b""
