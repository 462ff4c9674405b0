from __future__ import annotations

from pathlib import Path

import pytest
from parallint.config import Config, RuleSetting, load_config
from parallint.errors import ConfigError, ParallintError, RuleError
from parallint.model import Severity
from parallint.registry import activate, find_rule, load_rules, summary_of

from tests.bundle import RULE, forbidden_word, install, without_built_in

__all__ = ["forbidden_word"]


def test_the_built_in_rules_come_through_the_entry_point() -> None:
    rules = {bundled.rule.id: bundled.bundle for bundled in load_rules()}
    assert {"missing-segment", "extra-segment", "untranslated-segment"} <= set(rules)
    assert set(rules.values()) == {"parallint"}


def test_a_bundle_gives_one_rule_or_many(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    without_built_in(monkeypatch)
    install(monkeypatch, tmp_path, "one", RULE)
    many = RULE.replace("forbidden-word", "{}") + (
        'from dataclasses import replace\nRULES = (replace(RULE, id=name) for name in ("second-rule", "first-rule"))\n'
    )
    install(monkeypatch, tmp_path, "two", many.replace("{}", "unused"), "RULES")
    assert [(b.rule.id, b.bundle) for b in load_rules()] == [
        ("forbidden-word", "one"),
        ("second-rule", "two"),
        ("first-rule", "two"),
    ]


@pytest.mark.parametrize(
    ("code", "entry", "said"),
    [
        ("raise OSError('no disk')", "RULE", "cannot be loaded: OSError: no disk"),
        ("import sys\nsys.exit(3)", "RULE", "cannot be loaded: SystemExit: 3"),
        ("def (", "RULE", "cannot be loaded: SyntaxError"),
        ("x = 1", "RULE", "cannot be loaded: AttributeError"),
        ("RULE = 3", "RULE", "cannot be loaded: TypeError"),
        ("RULE = [3]", "RULE", "broken: 3 is no Rule"),
        (RULE.replace('"forbidden-word"', '"Forbidden Word"'), "RULE", "'Forbidden Word' is not lower-case words"),
        (RULE.replace("Severity.WARNING", "'warning'"), "RULE", "forbidden-word has no severity"),
        (RULE.replace("check, Options", "3, Options"), "RULE", "neither check nor conclude"),
        (RULE.replace("Options, __doc__", "Options, None"), "RULE", "needs a docstring"),
        (RULE.replace("Options, __doc__", "int, __doc__"), "RULE", "no dataclass with defaults"),
        (RULE.replace('str = "TODO"', "str"), "RULE", "no dataclass with defaults"),
        (RULE.replace("confidence: float", "severity: float"), "RULE", "an option named severity"),
    ],
)
def test_a_broken_bundle_is_an_error_that_names_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str, entry: str, said: str
) -> None:
    install(monkeypatch, tmp_path, "acme-rules", code, entry)
    with pytest.raises(RuleError) as caught:
        load_rules()
    assert said in str(caught.value)
    assert "the rules of acme-rules (entry point acme-rules = acme_rules:RULE)" in str(caught.value)


def test_a_rule_of_two_bundles_is_an_error_that_names_both(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(monkeypatch, tmp_path, "acme", RULE)
    install(monkeypatch, tmp_path, "copycat", RULE)
    with pytest.raises(RuleError, match="'forbidden-word' comes from two bundles, acme and copycat"):
        load_rules()


def test_no_rules_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    without_built_in(monkeypatch)
    with pytest.raises(RuleError, match="no rules are installed"):
        load_rules()


@pytest.mark.usefixtures("forbidden_word")
def test_rules_get_their_options_once() -> None:
    (plain,) = activate(load_rules(), Config())
    assert (plain.rule.id, plain.bundle, plain.severity) == ("forbidden-word", "acme", None)
    assert plain.options == plain.rule.options()
    setting = RuleSetting(Severity.ERROR, options={"forbidden-word": "FIXME", "confidence": 1})
    (active,) = activate(load_rules(), Config(rules={"forbidden-word": setting}))
    assert active.severity is Severity.ERROR
    assert (active.options.forbidden_word, active.options.confidence) == ("FIXME", 1.0)
    assert activate(load_rules(), Config(rules={"forbidden-word": RuleSetting(off=True)})) == ()


@pytest.mark.usefixtures("forbidden_word")
@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[rules]\n\nforbiden-word = 'off'\n", 3, "unknown rule 'forbiden-word'. Did you mean 'forbidden-word'?"),
        ("[rules.forbiden-word]\nconfidence = 1\n", 1, "unknown rule"),
        ("[rules.forbidden-word]\nseverity = 'note'\nforbidden-wrd = ''\n", 3, "Did you mean 'forbidden-word'?"),
        ("[rules.forbidden-word]\nforbidden_word = ''\n", 2, "no option 'forbidden_word'"),
        ("[rules.forbidden-word]\nforbidden-word = ['a']\n", 2, "'forbidden-word' must be a string"),
        ("[rules]\nforbidden-word = {confidence = '1'}\n", 2, "'confidence' must be a number"),
    ],
)
def test_settings_that_no_rule_knows(tmp_path: Path, text: str, line: int, said: str) -> None:
    (tmp_path / "parallint.toml").write_text(text)
    config = load_config(str(tmp_path / "parallint.toml"))
    with pytest.raises(ConfigError) as caught:
        activate(load_rules(), config)
    assert said in str(caught.value)
    assert caught.value.line == line


def test_options_that_refuse_a_value(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    refusal = """confidence: float = 1.0

    def __post_init__(self):
        if self.confidence > 1:
            raise ValueError("big")
"""
    install(monkeypatch, tmp_path, "acme", RULE.replace("confidence: float = 1.0", refusal))
    without_built_in(monkeypatch)
    setting = RuleSetting(options={"confidence": 2})
    with pytest.raises(ConfigError, match="forbidden-word: big"):
        activate(load_rules(), Config(rules={"forbidden-word": setting}))


@pytest.mark.usefixtures("forbidden_word")
def test_one_rule() -> None:
    rules = load_rules()
    assert summary_of(find_rule(rules, "forbidden-word").rule) == "A piece holds a word that must not be there."
    with pytest.raises(ParallintError, match="Did you mean 'forbidden-word'"):
        find_rule(rules, "forbidden-wort")


@pytest.mark.parametrize(
    ("setting", "active"),
    [
        (None, False),
        (RuleSetting(options={"forbidden-word": "x"}), False),
        (RuleSetting(severity=Severity.WARNING), True),
        (RuleSetting(severity=Severity.ERROR, options={"forbidden-word": "x"}), True),
        (RuleSetting(off=True), False),
    ],
)
def test_a_rule_that_is_off_by_default_needs_a_severity(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, setting: RuleSetting | None, active: bool
) -> None:
    without_built_in(monkeypatch)
    install(monkeypatch, tmp_path, "acme-rules", RULE.replace('"other")', '"other", default=False)'))
    settings = {"forbidden-word": setting} if setting else {}
    assert bool(activate(load_rules(), Config(rules=settings))) == active
