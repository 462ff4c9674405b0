from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]

ENGLISH = """# Install

Download the archive and unpack it.

Add the folder `bin` to your `PATH`.

Open a new terminal and run `tool --version`.
"""
WHOLE = """# Instalar

Descargue el archivo y descomprímalo.

Añada la carpeta `bin` a su `PATH`.

Abra una terminal nueva y ejecute `tool --version`.
"""
LACKING = WHOLE.replace("Añada la carpeta `bin` a su `PATH`.\n\n", "")
CONFIG = 'source = "docs/en/{path}.md"\ntarget = "docs/{locale}/{path}.md"\n'


def git(folder: Path, *args: str) -> None:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *args], cwd=folder, check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "init", "-q")
    git(folder, "add", "-A", "-f")
    git(folder, "commit", "-q", "-m", "All of it")


def tool(folder: Path) -> Path:
    """The tool as it stands, in a repository of its own: pre-commit installs what is committed."""
    folder.mkdir()
    leave_out = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in ("lint", "rules"):
        shutil.copytree(ROOT / name, folder / name, ignore=leave_out)
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, folder)
    commit(folder)
    return folder


def project(folder: Path) -> Path:
    """Translated pages, of which two lack a paragraph, beside packages named as our own folders are."""
    pages = {
        "en/changed.md": ENGLISH,
        "en/translated.md": ENGLISH,
        "en/other.md": ENGLISH,
        "es/changed.md": LACKING,
        "fr/changed.md": LACKING,
        "es/translated.md": LACKING,
        "fr/translated.md": LACKING,
        "es/other.md": LACKING,
        "de/translated.md": WHOLE,
    }
    for name, text in pages.items():
        path = folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    for name in ("lint", "rules", "parallint"):
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text("raise ImportError('a package of the project was imported')\n")
    (folder / "README.md").write_text("# A project\n")
    (folder / "parallint.toml").write_text(CONFIG)
    commit(folder)
    return folder


def test_the_hook_asks_for_markdown_only() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert (hook["id"], hook["entry"], hook["language"]) == ("parallint", "parallint check", "python")
    assert hook["require_serial"]
    assert hook.get("pass_filenames", True)
    assert set(hook["types_or"]) == {"markdown", "mdx"}


@pytest.mark.slow
def test_a_changed_translation_and_a_changed_english_file(tmp_path: Path) -> None:
    if not shutil.which("pre-commit"):
        pytest.skip("pre-commit is not installed")
    changed = ["docs/en/changed.md", "docs/es/translated.md", "docs/de/translated.md", "README.md", "lint/__init__.py"]
    command = ["pre-commit", "try-repo", str(tool(tmp_path / "tool")), "parallint", "--verbose", "--files", *changed]
    home = project(tmp_path / "project")
    done = subprocess.run(command, cwd=home, capture_output=True, encoding="utf-8", check=False, timeout=600)
    if "CalledProcessError" in done.stdout and "pip" in done.stdout:
        pytest.skip("pre-commit could not install the hook: is there a network?")
    findings = [line for line in done.stdout.splitlines() if " error missing-segment: " in line]
    assert [line.partition(":")[0] for line in findings] == [
        "docs/es/changed.md",
        "docs/fr/changed.md",
        "docs/es/translated.md",
    ], done.stdout + done.stderr
    assert all("bin" in line for line in findings)
    assert done.returncode == 1
    assert "a package of the project was imported" not in done.stdout + done.stderr
