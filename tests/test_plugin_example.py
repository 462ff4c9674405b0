"""The example of a bundle of rules, installed and used as a third party would."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from parallint import Rule
from parallint.registry import Bundled

from tests.test_rules import example, lint

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "docs/examples/parallint-address"


def parallint(site: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the tool where the bundle is installed in a folder on the path."""
    return run(site, folder, "-m", "parallint", *arguments)


def run(site: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"PYTHONPATH": str(site)}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False, timeout=300)


@pytest.fixture
def described(tmp_path: Path) -> Path:
    """The bundle beside the metadata that its pyproject.toml comes to, without a build."""
    project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text("utf-8"))["project"]
    site = tmp_path / "site"
    metadata = site / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    )
    lines = [f"{name} = {value}\n" for name, value in project["entry-points"]["parallint.rules"].items()]
    (metadata / "entry_points.txt").write_text("[parallint.rules]\n" + "".join(lines))
    (site / "parallint_address").symlink_to(EXAMPLE / "src/parallint_address", target_is_directory=True)
    return site


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A page that says du, in a project that says Sie."""
    pages = {
        "docs/en/a.md": "# Sign in\n\nEnter your password.\n",
        "docs/de/a.md": "# Anmelden\n\nGib dein Passwort ein.\n",
        "parallint.toml": (
            'source = "docs/en/{path}"\ntarget = "docs/{locale}/{path}"\n\n[rules.form-of-address]\nformal = ["de"]\n'
        ),
    }
    for name, text in pages.items():
        (tmp_path / "project" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "project" / name).write_text(text, "utf-8")
    return tmp_path / "project"


def serves(site: Path, project: Path) -> None:
    """Assert that the tool lists, explains and runs the rule, and that the bundle's own tests pass."""
    listed = parallint(site, project, "rules")
    assert "form-of-address" in listed.stdout, listed.stderr
    assert "## Why it matters" in parallint(site, project, "explain", "form-of-address").stdout
    checked = parallint(site, project, "check")
    assert checked.returncode == 1
    assert "docs/de/a.md:3:5: warning form-of-address: “dein” is not the formal address" in checked.stdout
    tested = run(site, EXAMPLE, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests")
    assert tested.returncode == 0, tested.stdout


def test_the_bundle_serves(described: Path, project: Path) -> None:
    serves(described, project)


@pytest.mark.slow
def test_the_bundle_serves_when_pip_installed_it(tmp_path: Path, project: Path) -> None:
    site = tmp_path / "installed"
    install = ["-m", "pip", "install", "-q", "--no-deps", "--target", str(site), str(EXAMPLE)]
    done = run(tmp_path, tmp_path, *install)
    if done.returncode and re.search(r"No matching distribution|Connection|Temporary failure", done.stderr):
        pytest.skip("nothing could be installed: is there a network?")
    assert done.returncode == 0, done.stderr
    serves(site, project)


def rule(monkeypatch: pytest.MonkeyPatch) -> Rule:
    monkeypatch.syspath_prepend(str(EXAMPLE / "src"))
    from parallint_address import RULES  # type: ignore[import-not-found]

    (one,) = RULES
    assert isinstance(one, Rule)
    return one


def test_the_example_of_the_page_is_flagged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    one = rule(monkeypatch)
    options = {one.id: {"formal": ["de"]}}
    found = lint(example(one), tmp_path, [Bundled(one, "parallint-address")], options)
    assert [(problem.rule, problem.target.line if problem.target else 0) for problem in found] == [(one.id, 3)]


def test_the_rule_imports_public_names_only() -> None:
    text = "".join(path.read_text("utf-8") for path in (EXAMPLE / "src").rglob("*.py"))
    assert re.findall(r"(?:from|import) (parallint\.\S+)", text) == []
