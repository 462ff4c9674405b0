"""The GitHub Action's steps and the GitLab job's script, run as their runners would run them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml

from tests.repository import commit, git, start

ROOT = Path(__file__).parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
GITLAB = yaml.safe_load((ROOT / "docs/ci/gitlab.yml").read_text("utf-8"))

ENGLISH = """# Install

Download the archive and unpack it.

Add the folder `bin` to your `PATH`.

Open a new terminal and run `tool --version`.
"""
SPANISH = """# Instalar

Descargue el archivo y descomprímalo.

Añada la carpeta `bin` a su `PATH`.

Abra una terminal nueva y ejecute `tool --version`.
"""
LACKING = SPANISH.replace("Añada la carpeta `bin` a su `PATH`.\n\n", "")
CONFIG = 'source = "docs/en/{path}.md"\ntarget = "docs/{locale}/{path}.md"\n'


@dataclass(frozen=True)
class Done:
    """What a step left behind."""

    status: int
    log: str
    outputs: dict[str, str] = field(default_factory=dict[str, str])
    summary: str = ""


def steps() -> dict[str, dict[str, Any]]:
    return {step.get("id", step.get("name")): step for step in ACTION["runs"]["steps"]}


def evaluated(text: str, values: Mapping[str, str]) -> str:
    """The text with its expressions replaced; one that has no value here is an error."""
    return re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda match: values[match[1]], text)


def run_step(name: str, folder: Path, scratch: Path, values: Mapping[str, str], **environment: str) -> Done:
    """Run a step in a folder as the runner does: its script in a file, bash -e -o pipefail, GITHUB_* files."""
    step = steps()[name]
    assert step["shell"] == "bash"
    files = {known: scratch / known for known in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for file in files.values():
        file.write_text("")
    script = scratch / "script.sh"
    script.write_text(step["run"], "utf-8")
    inputs = {f"inputs.{known}": str(given["default"]) for known, given in ACTION["inputs"].items()}
    env = {known: evaluated(text, inputs | dict(values)) for known, text in step["env"].items()}
    kept = {known: os.environ[known] for known in ("PATH", "HOME", "LANG") if known in os.environ}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
        cwd=folder / evaluated(step.get("working-directory", "."), inputs | dict(values)),
        env=kept | {k: str(v) for k, v in files.items()} | {"RUNNER_TEMP": str(scratch)} | environment | env,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )
    outputs = dict(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text("utf-8").splitlines())
    return Done(done.returncode, done.stdout + done.stderr, outputs, files["GITHUB_STEP_SUMMARY"].read_text("utf-8"))


def installed(scratch: Path) -> dict[str, str]:
    """The tool as it stands, as the install step would give it."""
    program = scratch / "bin" / "parallint"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m parallint "$@"\n')
    program.chmod(0o755)
    return {"steps.install.outputs.parallint": str(program)}


def pull_request(folder: Path, inside: str = "") -> Path:
    """A clone in which `old.md` lacks a paragraph on the base branch already, and `new.md` loses one on this branch."""
    origin = start(folder / "origin")
    before = {
        "parallint.toml": CONFIG,
        "docs/en/old.md": ENGLISH,
        "docs/es/old.md": LACKING,
        "docs/en/new.md": ENGLISH,
        "docs/es/new.md": SPANISH,
    }
    commit(origin, "2024-01-01", "All of it", {inside + name: text for name, text in before.items()})
    clone = folder / "clone"
    git(folder, "clone", "--quiet", str(origin), str(clone))
    git(clone, "checkout", "--quiet", "-b", "topic")
    commit(clone, "2024-02-01", "Lose a paragraph", {f"{inside}docs/es/new.md": LACKING})
    return clone


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "runner"
    folder.mkdir()
    return folder


def annotated(log: str) -> list[str]:
    return re.findall(r"^::error .*?file=([^,]+)", log, re.MULTILINE)


def test_no_expression_reaches_a_script() -> None:
    assert all("${{" not in step.get("run", "") for step in ACTION["runs"]["steps"])
    assert all("shell" in step for step in ACTION["runs"]["steps"] if "run" in step)


def test_every_input_is_described_and_used() -> None:
    used = set(re.findall(r"\$\{\{ inputs\.([\w-]+) \}\}", (ROOT / "action.yml").read_text("utf-8")))
    assert used == set(ACTION["inputs"])
    assert all(given["description"] and "default" in given for given in ACTION["inputs"].values())


def test_a_pull_request_is_told_what_it_made_worse(tmp_path: Path, scratch: Path) -> None:
    clone = pull_request(tmp_path)
    values = installed(scratch) | {"inputs.sarif": "parallint.sarif"}
    done = run_step("check", clone, scratch, values, GITHUB_BASE_REF="main")
    assert done.status == 1, done.log
    assert annotated(done.log) == ["docs/es/new.md"]
    assert done.outputs == {"status": "1", "sarif": "./parallint.sarif"}
    (run,) = json.loads((clone / "parallint.sarif").read_text("utf-8"))["runs"]
    places = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]]
    assert places == ["docs/es/new.md"]
    assert "| es | 1 | 0 | 0 | 1 |" in done.summary
    assert "missing-segment" in done.summary


@pytest.mark.parametrize("event", [{}, {"GITHUB_BASE_REF": ""}])
def test_any_other_event_checks_the_whole_project(tmp_path: Path, scratch: Path, event: dict[str, str]) -> None:
    done = run_step("check", pull_request(tmp_path), scratch, installed(scratch), **event)
    assert annotated(done.log) == ["docs/es/new.md", "docs/es/old.md"]
    assert "sarif" not in done.outputs
    assert not (tmp_path / "clone/parallint.sarif").exists()


def test_the_inputs_do_what_they_say(tmp_path: Path, scratch: Path) -> None:
    clone = pull_request(tmp_path)
    values = installed(scratch) | {"inputs.since": "none", "inputs.args": "--exit-zero\n  --no-history docs/es/old.md"}
    done = run_step("check", clone, scratch, values, GITHUB_BASE_REF="main")
    assert done.status == 0, done.log
    assert annotated(done.log) == ["docs/es/old.md"]
    done = run_step("check", clone, scratch, installed(scratch) | {"inputs.since": "HEAD"})
    assert (done.status, annotated(done.log)) == (0, []), done.log


def test_a_project_in_a_folder_is_annotated_from_the_root_of_the_checkout(tmp_path: Path, scratch: Path) -> None:
    clone = pull_request(tmp_path, "web site/")
    values = installed(scratch) | {"inputs.working-directory": "web site", "inputs.sarif": "found.sarif"}
    done = run_step("check", clone, scratch, values, GITHUB_BASE_REF="main")
    assert annotated(done.log) == ["web site/docs/es/new.md"], done.log
    assert "| web site/docs/es/new.md\\:3" in done.summary
    (run,) = json.loads((clone / done.outputs["sarif"]).read_text("utf-8"))["runs"]
    location = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"] == "web%20site/docs/es/new.md"


@pytest.mark.parametrize("given", ["inputs.since", "inputs.args", "inputs.fail-on"])
def test_nothing_in_an_input_is_run(tmp_path: Path, scratch: Path, given: str) -> None:
    clone = pull_request(tmp_path)
    hostile = "$(touch run) `touch run` ; touch run # \" ' * \\"
    done = run_step("check", clone, scratch, installed(scratch) | {given: hostile}, GITHUB_BASE_REF="main")
    assert done.status == 2, done.log
    assert not (clone / "run").exists()
    assert "could not run" in done.summary


def test_a_base_branch_that_was_not_fetched_is_an_error_that_says_what_to_do(tmp_path: Path, scratch: Path) -> None:
    done = run_step("check", pull_request(tmp_path), scratch, installed(scratch), GITHUB_BASE_REF="release")
    assert (done.status, done.outputs["status"]) == (2, "2")
    assert "git fetch" in done.log


def test_the_report_is_uploaded_although_the_check_failed() -> None:
    upload = steps()["Upload to code scanning"]
    assert "!cancelled()" in upload["if"]
    assert "steps.check.outputs.sarif" in upload["if"]


@pytest.mark.slow
def test_the_install_step_installs_what_the_action_comes_with(tmp_path: Path, scratch: Path) -> None:
    values = {"steps.python.outputs.python-path": sys.executable}
    done = run_step("install", tmp_path, scratch, values, GITHUB_ACTION_PATH=str(ROOT))
    if done.status and re.search(r"No matching distribution|Connection|Temporary failure", done.log):
        pytest.skip("nothing could be installed: is there a network?")
    assert done.status == 0, done.log
    program = done.outputs["parallint"]
    assert subprocess.run([program, "--version"], capture_output=True, check=True).stdout.startswith(b"parallint ")
    done = run_step("check", pull_request(tmp_path), scratch, {"steps.install.outputs.parallint": program})
    assert annotated(done.log) == ["docs/es/new.md", "docs/es/old.md"]


@pytest.mark.parametrize("merge_request", [True, False])
def test_the_gitlab_job_writes_both_reports(tmp_path: Path, scratch: Path, merge_request: bool) -> None:
    if not shutil.which("sh"):
        pytest.skip("no shell")
    job = GITLAB["parallint"]
    assert job["variables"]["GIT_DEPTH"] == "0"
    clone = pull_request(tmp_path)
    path = Path(installed(scratch)["steps.install.outputs.parallint"]).parent
    env = {"PATH": f"{path}:{os.environ['PATH']}", "HOME": str(scratch)}
    if merge_request:
        env["CI_MERGE_REQUEST_DIFF_BASE_SHA"] = git(clone, "rev-parse", "origin/main")
    script = "set -eo pipefail\n" + "\n".join(job["script"])
    done = subprocess.run(
        ["bash", "-c", script], cwd=clone, env=env, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 1, done.stderr
    reports = job["artifacts"]["reports"]
    issues = json.loads((clone / reports["codequality"]).read_text("utf-8"))
    expected = ["docs/es/new.md"] if merge_request else ["docs/es/new.md", "docs/es/old.md"]
    assert [issue["location"]["path"] for issue in issues] == expected
    root = ET.fromstring((clone / reports["junit"]).read_text("utf-8"))
    assert root.get("failures") == str(len(expected))
