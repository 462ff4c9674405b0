r"""A corpus of other locales and another site, from clones of public repositories, to make the lists from.

    git clone https://github.com/open-telemetry/opentelemetry.io CLONES/opentelemetry.io    (and so on, see SITES)
    python -m tests.bench.others CLONES OUT
    python ../shared/bench/mutate.py OUT LISTS --per 8 && python ../shared/bench/drift.py OUT LISTS
    python ../shared/bench/score.py LISTS --run \
        'parallint check --pairs {pairs} --format json --output {out} --exit-zero'

None of the aligner's constants was chosen on these pages. A clone needs its whole history; a bare one will do.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Site(NamedTuple):
    """A site's translations: which files they are, where their English is, and how they name the English revision.

    `target` matches a path and may name `locale` and `path`; `pin` finds the revision in a page, and without one it is
    the commit that last changed the page. `known` are the locales that the corpus of the benchmark has already.
    """

    name: str
    clone: str
    english: str
    target: str
    source: str
    pin: str = ""
    locale: str = ""
    known: frozenset[str] = frozenset()


SITES = (
    Site(
        "otel",
        "opentelemetry.io",
        "opentelemetry.io",
        r"content/(?P<locale>[^/]+)/(?P<path>.*\.md)",
        "content/en/{path}",
        r"default_lang_commit:\s*([0-9a-f]{7,40})",
        known=frozenset({"en", "es", "ja"}),
    ),
    Site(
        "fastapi",
        "fastapi",
        "fastapi",
        r"docs/(?P<locale>[^/]+)/docs/(?P<path>.*\.md)",
        "docs/en/docs/{path}",
        known=frozenset({"en", "es", "de"}),
    ),
    *(
        Site(
            "office",
            f"office-scripts-docs.{locale}",
            "office-scripts-docs",
            r"(?P<path>docs/.*\.md)",
            "{path}",
            r"ms\.sourcegitcommit:\s*([0-9a-f]{7,40})",
            locale.lower(),
        )
        for locale in ("zh-CN", "ru-RU", "fr-FR", "pt-BR")
    ),
)


class Clone:
    """A repository's blobs, by one `git cat-file` that stays open."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._asked = subprocess.Popen(
            ["git", "-C", str(folder), "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def text(self, revision: str, path: str) -> str | None:
        """The file's text, or None where there is none or it is not UTF-8."""
        assert self._asked.stdin is not None
        assert self._asked.stdout is not None
        self._asked.stdin.write(f"{revision}:{path}\n".encode())
        self._asked.stdin.flush()
        head = self._asked.stdout.readline().split()
        if head[-1] == b"missing" or len(head) != len(("oid", "type", "size")):
            return None
        raw = self._asked.stdout.read(int(head[2]) + 1)[:-1]
        try:
            return raw.decode() if head[1] == b"blob" else None
        except UnicodeDecodeError:
            return None

    def files(self) -> list[str]:
        """The paths of the newest revision."""
        return self._git("ls-tree", "-r", "--name-only", "HEAD").splitlines()

    def last_changes(self) -> dict[str, str]:
        """Each path's commit that changed it last."""
        found: dict[str, str] = {}
        commit = ""
        for line in self._git("log", "--format=%x00%H", "--name-only").splitlines():
            if line.startswith("\0"):
                commit = line[1:]
            elif line:
                found.setdefault(line, commit)
        return found

    def _git(self, *arguments: str) -> str:
        ran = subprocess.run(["git", "-C", str(self._folder), *arguments], capture_output=True, check=True)
        return ran.stdout.decode("utf-8", "replace")


def pairs(site: Site, clones: Path, out: Path) -> Iterator[dict[str, str | None]]:
    """The site's pairs of which both sides are there, their texts written under `out`."""
    here = Clone(clones / site.clone)
    english = Clone(clones / site.english)
    last = {} if site.pin else here.last_changes()
    for file in here.files():
        match = re.fullmatch(site.target, file)
        locale = site.locale or (match["locale"] if match else "")
        if not match or locale in site.known or not (target := here.text("HEAD", file)):
            continue
        pin = re.search(site.pin, target[:3000]) if site.pin else None
        base = pin[1] if pin else last.get(file, "")
        there = site.source.format(path=match["path"])
        source = english.text(base, there) if base else None
        if source is None:
            continue
        texts = {"source": source, "target": target, "now": english.text("HEAD", there)}
        row: dict[str, str | None] = {"id": f"{site.name}/{locale}/{match['path']}", "corpus": site.name}
        row |= {"locale": locale, "path": match["path"], "base": base, "sxs": None}
        for side, text in texts.items():
            row[side] = None
            if text is not None:
                row[side] = f"{site.name}/{locale}/{side}/{match['path']}"
                place = out / str(row[side])
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(text, encoding="utf-8")
        yield row


def main() -> None:
    """Write the corpus, and say how many pairs of each locale there are."""
    clones, out = map(Path, sys.argv[1:3])
    out.mkdir(parents=True, exist_ok=True)
    counts: Counter[str] = Counter()
    with (out / "pairs.jsonl").open("w", encoding="utf-8") as rows:
        for site in SITES:
            for row in pairs(site, clones, out):
                counts[f"{row['corpus']} {row['locale']}"] += 1
                rows.write(json.dumps(row) + "\n")
    for name, count in sorted(counts.items()):
        print(f"{name}: {count}")


if __name__ == "__main__":
    main()
