"""How many pairs of real repositories are found without configuration, against a count by hand from their paths.

usage: python tests/bench/layouts.py MIRROR [NAME …] [--list] [--sample N]

MIRROR holds bare repositories as `owner+name/repo`. For each the pages of HEAD are written into a temporary folder and
surveyed there, as `parallint pairs` does. The truth is independent of that: a regular expression for each repository,
written down after reading its tree, says which path is a translation into which locale and where its English would lie;
a pair is one whose two files are there. With --list the pairs that were missed and the false ones are printed, with
--sample N so many of the pairs that were found, drawn evenly over the repositories, with the beginnings of both pages.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from parallint.config import Config
from parallint.discover import Project, survey
from parallint.errors import ParallintError

TAG = r"(?P<l>(?!en\b)[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?)"
DOCS = "docusaurus-plugin-content-docs"

# Repository -> the patterns of its translations, each with that of their English; the first that matches counts.
TRUTH: dict[str, tuple[tuple[str, str], ...]] = {
    "adambard+learnxinyminutes-docs": ((rf"{TAG}/(?P<p>.+\.md)", "{p}"),),
    "angular+angular-ja": ((r"(?P<p>adev-ja/.+)(?<!\.en)\.md", "{p}.en.md"),),
    "ant-design+ant-design": (
        (r"(?P<p>.+)\.(?P<l>zh-CN)\.md", "{p}.en-US.md"),
        (r"(?P<p>README)-(?P<l>zh_CN)\.md", "{p}.md"),
    ),
    "apache+apisix": ((rf"docs/{TAG}/latest/(?P<p>.+\.md)", "docs/en/latest/{p}"),),
    "cncf+glossary": ((rf"content/{TAG}/(?P<p>.+\.md)", "content/en/{p}"),),
    "expressjs+expressjs.com": ((rf"src/content/(?P<k>docs|pages)/{TAG}/(?P<p>.+)", "src/content/{k}/en/{p}"),),
    "fastapi+fastapi": ((rf"docs/{TAG}/docs/(?P<p>.+\.md)", "docs/en/docs/{p}"),),
    "github+opensource.guide": ((rf"_articles/{TAG}/(?P<p>.+\.md)", "_articles/{p}"),),
    "helm+helm-www": (
        (rf"i18n/{TAG}/{DOCS}/current/(?P<p>.+)", "docs/{p}"),
        (rf"i18n/{TAG}/{DOCS}/(?P<k>version-\d+)/(?P<p>.+)", "versioned_docs/{k}/{p}"),
        (rf"i18n/{TAG}/{DOCS}-community/current/(?P<p>.+)", "community/{p}"),
        (rf"i18n/{TAG}/docusaurus-plugin-content-blog/(?P<p>.+)", "blog/{p}"),
        (rf"i18n/{TAG}/docusaurus-plugin-content-pages/(?P<p>.+)", "src/pages/{p}"),
        (r"(?P<p>README|CONTRIBUTING)-(?P<l>ko)\.md", "{p}.md"),
    ),
    "mojaloop+documentation": ((r"docs/(?P<l>fr|pt)/(?P<p>.+\.md)", "docs/{p}"),),
    "open-telemetry+opentelemetry.io": ((rf"content/{TAG}/(?P<p>.+\.md)", "content/en/{p}"),),
    "ruby+www.ruby-lang.org": ((rf"{TAG}/(?P<p>.+\.(?:md|markdown))", "en/{p}"),),
    "squidfunk+mkdocs-material": (),
    "tauri-apps+tauri-docs": ((r"src/content/docs/(?P<l>es|fr|it|zh-cn)/(?P<p>.+)", "src/content/docs/{p}"),),
    "tldr-pages+tldr": (
        (r"pages\.(?P<l>[a-z]{2}(?:_[A-Z]{2})?)/(?P<p>.+\.md)", "pages/{p}"),
        (r"(?P<p>contributing-guides/.+)\.(?P<l>[a-z]{2}(?:_[A-Z]{2})?)\.md", "{p}.md"),
    ),
    "vuejs+vitepress": ((rf"docs/{TAG}/(?P<p>.+\.md)", "docs/en/{p}"),),
    "withastro+docs": ((rf"src/content/docs/{TAG}/(?P<p>.+)", "src/content/docs/en/{p}"),),
}

_PAGE = re.compile(r".+\.(?:md|mdx|markdown)", re.IGNORECASE)
_LEFT_OUT = re.compile(r"(?:^|/)(?:node_modules|vendor|\.[^/]+)/")
"""Hidden and vendored folders, which do not count."""
_UNSAID = re.compile(r"<!--.*?-->|^import [^\n]*$", re.DOTALL | re.MULTILINE)
_WIDTH = 80
"""Characters of a page's beginning that are printed."""

Pair = tuple[str, str]
"""The paths of a translation and of its English."""


class Counted(NamedTuple):
    """A repository: its commit, the layouts found, the pairs found, those in truth, and those without their English."""

    commit: str
    layouts: tuple[str, ...]
    found: set[Pair]
    truth: set[Pair]
    alone: set[Pair]


def counted(repository: Path, patterns: Sequence[tuple[str, str]], folder: Path) -> Counted:
    """Write the pages of a repository's HEAD into a folder, survey it, and count."""
    commit = _git(repository, "rev-parse", "HEAD").decode().strip()
    names = list(_written(repository, folder))
    known = {name for name in names if _PAGE.fullmatch(name) and not _LEFT_OUT.search(name)}
    truth: set[Pair] = set()
    alone: set[Pair] = set()
    for name in known:
        if source := _english(name, patterns):
            there = next((one for one in (source, *_other_forms(source)) if one in known and one != name), None)
            (truth if there else alone).add((name, there or source))
    try:
        project = survey(Config(root=str(folder)))
    except ParallintError as error:
        print(f"   {error}")
        project = Project()
    found = {(target, source) for source, entries in project.pairs.items() for target, _ in entries}
    return Counted(commit, tuple(map(str, project.layouts)), found, truth, alone)


def _english(name: str, patterns: Sequence[tuple[str, str]]) -> str | None:
    for pattern, source in patterns:
        if match := re.fullmatch(pattern, name):
            return source.format(**match.groupdict())
    return None


def _other_forms(name: str) -> Iterator[str]:
    """Other names for a file that a site shows as the same page: `a.mdx`, `a/index.md` and `a/_index.md` for `a.md`."""
    stem = re.sub(r"(?:/_?index)?\.mdx?$", "", name)
    for other in (".md", ".mdx"):
        yield from (f"{stem}{other}", f"{stem}/index{other}", f"{stem}/_index{other}")


def _written(repository: Path, folder: Path) -> Iterator[str]:
    """The names of the pages and of the .gitignore files, which are written."""
    listed = _git(repository, "ls-tree", "-r", "-z", "--full-tree", "HEAD").decode().split("\0")[:-1]
    wanted: list[tuple[str, str]] = []
    for line in listed:
        (mode, _, blob), name = line.partition("\t")[0].split(), line.partition("\t")[2]
        if mode != "120000" and (_PAGE.fullmatch(name) or name.rpartition("/")[2] == ".gitignore"):
            wanted.append((blob, name))
    data = _git(repository, "cat-file", "--batch", input_="".join(f"{blob}\n" for blob, _ in wanted).encode())
    at = 0
    for _, name in wanted:
        end = data.index(b"\n", at)
        said = data[at:end].split()
        if said[-1] == b"missing":
            at = end + 1
            continue
        size = int(said[-1])
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data[end + 1 : end + 1 + size])
        at = end + size + 2
        yield name


def _git(repository: Path, *arguments: str, input_: bytes | None = None) -> bytes:
    command = ["git", "--git-dir", str(repository), *arguments]
    return subprocess.run(command, input=input_, capture_output=True, check=True).stdout


def _beginning(path: Path) -> str:
    """The title in the front matter, and the first lines of the page."""
    text = path.read_text("utf-8", "replace").removeprefix("\ufeff")
    front = re.match(r"---\r?\n(.*?)\n---\r?\n|\+\+\+\n(.*?)\n\+\+\+\n", text, re.DOTALL)
    title = re.search(r"^title\s*[:=]\s*(.+)$", front[0], re.MULTILINE) if front else None
    body = _UNSAID.sub("", text[front.end() :] if front else text)
    return " ".join(f"{title[1] if title else ''} | {body[:2000]}".split())[:_WIDTH]


def main() -> None:
    """Print a row for each repository, and what was asked for besides."""
    parser = argparse.ArgumentParser()
    parser.add_argument("mirror", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--sample", type=int, default=0)
    arguments = parser.parse_args()
    names = arguments.names or sorted(TRUTH)
    draw = random.Random(0)
    for name in names:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            row = counted(arguments.mirror / name / "repo", TRUTH[name], folder)
            missed, false = row.truth - row.found, row.found - row.truth
            print(
                f"| {name.replace('+', '/')} | {row.commit[:9]} | {len(row.layouts)} | {len(row.found):,} | "
                f"{len(row.truth):,} | {len(missed)} | {len(false)} | {len(row.alone)} |",
                flush=True,
            )
            if arguments.list:
                for layout in row.layouts:
                    print("     ", layout)
                for kind, pairs in (("missed", missed), ("false", false), ("alone", row.alone)):
                    for target, source in sorted(pairs):
                        print(f"   {kind}: {target}  <-  {source}")
            share = -(-arguments.sample // len(names))
            for target, source in sorted(draw.sample(sorted(row.found), min(share, len(row.found)))):
                print(f"{target}\n  {source}\n    {_beginning(folder / source)}\n    {_beginning(folder / target)}")


if __name__ == "__main__":
    main()
