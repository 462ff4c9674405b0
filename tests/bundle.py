"""A bundle of rules that a test installs for itself: a module and its metadata in a folder on the path."""

from __future__ import annotations

import importlib.metadata
import textwrap
from pathlib import Path

import pytest

RULE = '''
"""A piece holds a word that must not be there.

Example and reasons.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parallint import Finding, Pair, Rule, Severity


@dataclass(frozen=True)
class Options:
    forbidden_word: str = "TODO"
    confidence: float = 1.0


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    for link in pair.links:
        for j in link.target:
            segment = pair.target.segments[j]
            if options.forbidden_word in segment.text:
                english = pair.source.segments[link.source[0]].span if link.source else None
                yield Finding(f"{options.forbidden_word} in it", english, segment.span, options.confidence)


RULE = Rule("forbidden-word", Severity.WARNING, check, Options, __doc__, "other")
'''


def install(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str, code: str, entry: str = "RULE") -> None:
    """Install a distribution `name` whose module of the same name holds `code` and gives its rules as `entry`."""
    module = name.replace("-", "_")
    site = folder / f"site-{name}"
    metadata = site / f"{module}-1.0.dist-info"
    metadata.mkdir(parents=True)
    (site / f"{module}.py").write_text(textwrap.dedent(code), "utf-8")
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(f"[parallint.rules]\n{name} = {module}:{entry}\n")
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.delitem(__import__("sys").modules, module, raising=False)


def without_built_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the rules that come with the tool."""
    real = importlib.metadata.entry_points

    def others(**select: str) -> list[importlib.metadata.EntryPoint]:
        return [entry for entry in real(**select) if not entry.dist or entry.dist.name != "parallint"]

    monkeypatch.setattr(importlib.metadata, "entry_points", others)


@pytest.fixture
def forbidden_word(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """One rule, `forbidden-word` of the bundle acme, and no other."""
    install(monkeypatch, tmp_path_factory.mktemp("acme"), "acme", RULE)
    without_built_in(monkeypatch)
