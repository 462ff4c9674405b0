"""The example in CONTRIBUTING.md is a rule that works."""

from __future__ import annotations

import runpy
from pathlib import Path

from markdown_it import MarkdownIt
from parallint.registry import Bundled

from tests.fixture import parse
from tests.test_rules import differences, example, lint

PAGE = Path(__file__).parents[1] / "CONTRIBUTING.md"


def test_the_rule_of_the_example(tmp_path: Path) -> None:
    tokens = MarkdownIt().parse(PAGE.read_text("utf-8"))
    blocks = {token.info: token.content for token in tokens if token.type == "fence"}
    module = tmp_path / "long_heading.py"
    module.write_text(blocks["python"], "utf-8")
    rule = runpy.run_path(str(module))["RULE"]
    ours = [Bundled(rule, "parallint")]
    fixture = parse(blocks["markdown"], PAGE)
    assert fixture.expected
    assert differences(fixture, lint(fixture, tmp_path, ours), ours) == []
    assert [problem.rule for problem in lint(example(rule), tmp_path, ours)] == [rule.id]
