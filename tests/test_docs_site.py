"""The documentation: the site builds strictly, and its snippets do what the pages say.

Every fenced block of the pages is run in a project that has what it names, or stands in NOT_RUN with a reason.
"""

from __future__ import annotations

import os
import re
import runpy
import shlex
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import click
import pytest
import yaml
from markdown_it import MarkdownIt
from parallint.cli import main
from parallint.config import CONFIDENCE, Config, load_config
from parallint.engine import Settings, check_job
from parallint.jobs import Job
from parallint.model import Kind, TokenKind
from parallint.plan import Plan
from parallint.read.markdown import read_markdown
from parallint.registry import activate, load_rules

from tests.fixture import parse
from tests.repository import commit, git, start
from tests.test_action import ACTION
from tests.test_history import site as lagging
from tests.test_rules import differences, lint

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.glob("*.md"), *DOCS.glob("examples/*/README.md")])

NOT_RUN = {
    "python3 -m venv .venv": ".ci/run runs it in a fresh environment",
    "pip install": "test_action and test_plugin_example install with pip; what is on PyPI is no test's business",
    "python -m pip install nltk": "takes minutes, and needs the corpus",
    "python tests/bench/": "takes minutes, and needs the corpus",
    '"""A heading of the translation is too long': "test_contributing runs it",
    "---\nlocale: de\n---\n# A heading has grown": "test_contributing runs it",
    "<!-- parallint: ignore missing-page": "test_excuses has such comments in whole projects",
    "<!-- parallint: ignore orphan-page": "test_excuses has such comments in whole projects",
    "[rules.form-of-address]": "test_plugin_example runs the rule with these options",
}
"""How blocks begin that are not run here, and why."""


class Block(NamedTuple):
    """A fenced block: its page, its line, its language and what it holds."""

    page: Path
    line: int
    language: str
    content: str

    @property
    def excused(self) -> bool:
        return any(self.content.startswith(beginning) for beginning in NOT_RUN)

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


@cache
def blocks() -> tuple[Block, ...]:
    return tuple(
        Block(page, token.map[0] + 1 if token.map else 0, token.info, token.content)
        for page in PAGES
        for token in MarkdownIt().parse(page.read_text("utf-8"))
        if token.type == "fence"
    )


def written_in(*languages: str) -> list[Block]:
    return [block for block in blocks() if block.language in languages and not block.excused]


def named(block: Block) -> str:
    return str(block)


class Ran(NamedTuple):
    """What a script printed, and the exit status of each time that it called the tool."""

    output: str
    statuses: list[int]


def run(script: str, folder: Path, scratch: Path, **environment: str) -> Ran:
    """Run a script in a folder; calls of the tool are counted, and reach the tool as it stands."""
    scratch.mkdir(exist_ok=True)
    counted = scratch / "statuses"
    counted.write_text("")
    program = scratch / "parallint"
    program.write_text(
        f'#!/bin/sh\n"{sys.executable}" -m parallint "$@"\nstatus=$?\necho $status >> "{counted}"\nexit $status\n'
    )
    program.chmod(0o755)
    path = f"{scratch}{os.pathsep}{os.environ['PATH']}"
    env = os.environ | {"PATH": path, "PARALLINT_CACHE": str(scratch / "cache"), **environment}
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False, timeout=120
    )
    return Ran(done.stdout + done.stderr, [int(status) for status in counted.read_text().split()])


def project(page: Path, folder: Path) -> Path:
    """The sample site, or for the page about history the one that lags behind, on a branch of `origin/main`."""
    if page.name == "history.md":
        lagging(folder)
    else:
        site = ROOT / "fixtures/sites/quickstart"
        files = {str(p.relative_to(site)): p.read_text("utf-8") for p in site.rglob("*") if p.is_file()}
        start(folder)
        commit(folder, "2024-01-01", "The site", files)
        git(folder, "rm", "-q", "parallint.toml")
        commit(folder, "2024-01-02", "No configuration", {"docs/en/install.md": files["docs/en/install.md"]})
    git(folder, "update-ref", "refs/remotes/origin/main", "HEAD~1")
    return folder


def test_every_block_is_run_or_excused() -> None:
    known = {"sh", "text", "toml", "yaml", "python", "markdown"}
    assert [str(block) for block in blocks() if block.language not in known] == []
    unused = [b for b in NOT_RUN if not any(block.content.startswith(b) for block in blocks())]
    assert unused == []
    excused = sum(block.excused for block in blocks())
    print(f"{len(blocks()) - excused} of {len(blocks())} snippets are run here, {excused} excused")


def deepening() -> list[Block]:
    return [block for block in blocks() if block.content.startswith("git fetch --unshallow")]


@pytest.mark.parametrize("block", deepening(), ids=named)
def test_a_shallow_clone_is_deepened_as_the_page_says(block: Block, tmp_path: Path) -> None:
    origin, clone = project(block.page, tmp_path / "origin"), tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth", "1", origin.as_uri(), str(clone))
    before = run("parallint status", clone, tmp_path / "scratch").output
    run(block.content, clone, tmp_path / "scratch")
    after = run("parallint status", clone, tmp_path / "scratch").output
    assert "git fetch --unshallow" in before
    assert "git fetch --unshallow" not in after
    assert git(clone, "rev-parse", "--is-shallow-repository") == "false"


@pytest.mark.parametrize("block", [b for b in written_in("sh") if b not in deepening()], ids=named)
def test_commands_run(block: Block, tmp_path: Path) -> None:
    ran = run(block.content, project(block.page, tmp_path / "project"), tmp_path / "scratch")
    called = len(re.findall(r"^parallint ", block.content, re.MULTILINE))
    assert called
    assert len(ran.statuses) == called, ran.output
    assert set(ran.statuses) <= {0, 1}, ran.output
    assert "Traceback" not in ran.output


@pytest.mark.parametrize("page", sorted({block.page for block in written_in("text")}), ids=lambda page: page.name)
def test_output_is_what_the_page_shows(page: Path, tmp_path: Path) -> None:
    folder = project(page, tmp_path / "project")
    commands = [line for block in written_in("sh") if block.page == page for line in block.content.splitlines()]
    asking = [line for line in commands if not re.match(r"parallint (init|baseline)", line)]
    output = run("\n".join([*asking, "parallint check"]), folder, tmp_path / "scratch").output.splitlines()
    shown = [line for block in written_in("text") if block.page == page for line in block.content.splitlines()]
    assert [line for line in shown if line not in output] == []


@pytest.mark.parametrize("block", written_in("toml"), ids=named)
def test_configurations_mean_something(block: Block, tmp_path: Path) -> None:
    if "[build-system]" in block.content:
        assert block.content == (DOCS / "examples/parallint-address/pyproject.toml").read_text("utf-8")
        return
    start(tmp_path)
    for name in ("project/english", "shared"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "shared/parallint.toml").write_text("[rules]\npunctuation = 'note'\n")
    (tmp_path / "project/parallint.toml").write_text(block.content, "utf-8")
    config = load_config(str(tmp_path / "project/parallint.toml"))
    Plan(config, load_rules())
    assert config != Config(root=config.root, file=config.file)


def steps(values: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for job in values.get("jobs", {}).values():
        yield from job["steps"]


@pytest.mark.parametrize("block", written_in("yaml"), ids=named)
def test_pipelines_ask_for_what_there_is(block: Block, tmp_path: Path) -> None:
    values = yaml.safe_load(block.content)
    asked = 0
    for step in steps(values):
        if str(step.get("uses", "")).startswith("parallint/parallint@"):
            assert set(step.get("with", ())) <= set(ACTION["inputs"])
            asked += 1
        if "parallint check" in str(step.get("run")):
            folder = project(block.page, tmp_path / "project")
            ran = run(step["run"], folder, tmp_path / "scratch", GITHUB_BASE_REF="main")
            assert ran.statuses in ([0], [1]), ran.output
            asked += 1
    for repository in values.get("repos", ()):
        for hook in repository["hooks"]:
            known = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
            (entry,) = (one["entry"] for one in known if one["id"] == hook["id"])
            folder = project(block.page, tmp_path / "project")
            command = shlex.join([*entry.split(), *hook.get("args", ()), "docs/es/install.md"])
            assert run(command, folder, tmp_path / "scratch").statuses == ([0] if hook.get("args") else [1])
            asked += 1
    for included in values.get("include", ()):
        path = re.sub(r"https://raw\.githubusercontent\.com/parallint/parallint/v[\d.]+/", "", included["remote"])
        assert (ROOT / path).is_file()
        asked += 1
    assert asked


@pytest.mark.parametrize("block", written_in("markdown"), ids=named)
def test_markdown_does_what_it_is_shown_for(block: Block, tmp_path: Path) -> None:
    if block.content.startswith("---\n"):
        fixture = parse(block.content, block.page)
        assert fixture.expected
        assert differences(fixture, lint(fixture, tmp_path)) == []
        return
    english = "# Shop\n\nOrder at `shop.example`.\n\nAvailable in the US only.\n\nThe parcel comes within 7 days.\n"
    spanish = "# Tienda\n\nPida en `shop.example`.\n\n{}El paquete llega en 7 días.\n"
    found = []
    for comment in ("", f"{block.content}\n"):
        (tmp_path / "en.md").write_text(english, "utf-8")
        (tmp_path / "es.md").write_text(spanish.format(comment), "utf-8")
        found.append(lint_pair(tmp_path))
    assert found == [["missing-segment"], []]


def lint_pair(folder: Path) -> list[str]:
    job = Job("pair", str(folder / "en.md"), str(folder / "es.md"), "es")
    outcome = check_job(job, Settings(activate(load_rules(), Config()), CONFIDENCE))
    assert not outcome.errors
    return [problem.rule for problem in outcome.problems]


@pytest.mark.parametrize("block", written_in("python"), ids=named)
def test_python_is_the_example_s(block: Block) -> None:
    files = [path.read_text("utf-8") for path in DOCS.glob("examples/*/src/*/*.py")]
    assert block.content in files


def inline_commands() -> list[tuple[Path, str]]:
    found = []
    for page in [*PAGES, *DOCS.glob("rules/*.md")]:
        for token in MarkdownIt().enable("table").parse(page.read_text("utf-8")):
            found += [(page, child.content) for child in token.children or () if child.type == "code_inline"]
    return [(page, code) for page, code in found if re.match(r"parallint [a-z]", code)]


def test_commands_in_the_text_exist() -> None:
    assert isinstance(main, click.Group)
    wrong = []
    for page, code in inline_commands():
        _, name, *words = shlex.split(code.replace("…", ""))
        command = main.get_command(click.Context(main), name)
        options = {option for parameter in command.params for option in parameter.opts + parameter.secondary_opts}
        if unknown := [w for w in words if w.startswith("--") and w.partition("=")[0] not in options]:
            wrong.append((page.name, code, unknown))
    assert len(inline_commands()) > 20
    assert wrong == []


def dialects() -> list[tuple[str, str]]:
    """What the table shows, and as what it says that it is read."""
    lines = (DOCS / "dialects.md").read_text("utf-8").splitlines()
    rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in lines if line.startswith("| `")]
    return [(row[0].strip().strip("`").replace("\\|", "|"), row[2].strip()) for row in rows]


@pytest.mark.parametrize(("written", "read"), dialects())
def test_dialects_are_read_as_the_table_says(written: str, read: str) -> None:
    kind, _, more = read.partition(",")
    assert kind in {*Kind, *TokenKind}
    name = "page.mdx" if re.match(r"<[A-Z]|.*\{/\*", written) else "page.md"
    document = read_markdown(f"{written}\n\nText.\n\n[^1]: Note.\n", name)
    kinds = {str(s.kind) for s in document.segments} | {str(t.kind) for s in document.segments for t in s.tokens}
    assert kind in kinds
    if "text" in more:
        texts = [s.text for s in document.segments] + [t.text for s in document.segments for t in s.tokens]
        assert "Title" in texts


def test_links_to_our_own_repository_lead_somewhere() -> None:
    text = "".join(page.read_text("utf-8") for page in PAGES)
    paths = re.findall(r"github\.com/parallint/parallint/(?:blob|tree)/main/([^)#\s]+)", text)
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_rule_has_its_group() -> None:
    groups = list(runpy.run_path(str(DOCS / "hooks.py"))["groups"]())
    pages = [page for group in groups for names in group.values() for page in names]
    assert sorted(pages) == sorted(f"rules/{path.name}" for path in DOCS.glob("rules/*.md"))
    assert "More" not in {name for group in groups for name in group}


def test_the_site_builds_strictly_and_fetches_nothing(tmp_path: Path) -> None:
    if not find_spec("material"):
        pytest.skip("MkDocs Material is not installed: pip install --group docs")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")]
    env = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, encoding="utf-8", check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    pages = [path.read_text("utf-8") for path in (tmp_path / "site").rglob("*.html")]
    assert len(pages) > len(list(DOCS.glob("rules/*.md")))
    shown = (tmp_path / "site/rules/missing-segment/index.html").read_text("utf-8").count("<details")
    assert shown == len(list((ROOT / "fixtures/missing-segment").glob("*.md")))
    fetched = {
        address for page in pages for address in re.findall(r'(?:src|<link[^>]*href)="?(https?://[^" >]+)', page)
    }
    assert {address for address in fetched if not address.startswith("https://github.com/parallint/")} == set()


def test_the_picture_shows_what_the_tool_prints() -> None:
    drawn = subprocess.run(
        [sys.executable, "-c", f"import runpy; print(runpy.run_path({str(DOCS / 'picture.py')!r})['picture']())"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    kept, now = (ET.fromstring(svg) for svg in ((DOCS / "picture.svg").read_text("utf-8"), drawn.stdout))
    assert [*kept.itertext()] == [*now.itertext()], "run python docs/picture.py"
