"""Rules from the entry point group `parallint.rules`; a broken or doubled one is an error that names its bundle."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from parallint.config import Config, RuleSetting, repository_of
from parallint.errors import ParallintError, RuleError, did_you_mean
from parallint.model import Rule, Severity
from parallint.patterns import pattern_of
from parallint.tables import convert, options_of

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "parallint.rules"

_ID = pattern_of(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class Bundled(NamedTuple):
    """A rule and the distribution that it came in."""

    rule: Rule
    bundle: str


@dataclass(frozen=True, slots=True)
class ActiveRule:
    """A rule that is to run: its options, and its severity where the configuration sets one."""

    rule: Rule
    bundle: str
    options: Any
    severity: Severity | None = None


def load_rules() -> tuple[Bundled, ...]:
    """All installed rules, in the order in which they run: by entry point, and as each gives them.

    An entry point gives a Rule or an iterable of them. Raises RuleError where a bundle cannot be imported, gives
    something else, or names a rule as another bundle does, and where there is no rule at all.
    """
    from importlib.metadata import entry_points

    found: dict[str, Bundled] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, entry.value)):
        for bundled in _bundle(entry):
            if other := found.get(bundled.rule.id):
                raise RuleError(
                    f"the rule {bundled.rule.id!r} comes from two bundles, {other.bundle} and {bundled.bundle}",
                    "Uninstall one of them",
                )
            found[bundled.rule.id] = bundled
    if not found:
        raise RuleError("no rules are installed", "Install parallint anew: its own rules come with it")
    return tuple(found.values())


def activate(rules: Iterable[Bundled], config: Config) -> tuple[ActiveRule, ...]:
    """The rules that are not off, each with its options, filled and checked.

    Raises ConfigError, with the line, where the configuration names no rule or no option of one, or gives it a value of
    another type.
    """
    known = {bundled.rule.id: bundled for bundled in rules}
    for id_ in config.rules:
        if id_ not in known:
            hint = did_you_mean(id_, known)
            raise config.error(f"unknown rule {id_!r}", hint, "rules", id_)
    return tuple(
        _active(known[id_], config.rules.get(id_, RuleSetting()), config)
        for id_ in known
        if not _off(config, known[id_].rule)
    )


def find_rule(rules: Sequence[Bundled], id_: str) -> Bundled:
    """The rule of this id; raises ParallintError, which says what was meant, where there is none."""
    for bundled in rules:
        if bundled.rule.id == id_:
            return bundled
    raise ParallintError(f"there is no rule {id_!r}", did_you_mean(id_, (b.rule.id for b in rules)))


def summary_of(rule: Rule) -> str:
    """The first line of the rule's page."""
    return rule.page.partition("\n")[0].strip()


def _off(config: Config, rule: Rule) -> bool:
    """Whether the rule is switched off; one that is off by default needs a severity to be on."""
    setting = config.rules.get(rule.id, RuleSetting())
    return setting.off or (not rule.default and setting.severity is None)


def _active(bundled: Bundled, setting: RuleSetting, config: Config) -> ActiveRule:
    rule, known = bundled.rule, options_of(bundled.rule.options)
    values: dict[str, Any] = {}
    for name, value in setting.options.items():
        if name not in known:
            hint = did_you_mean(name, [*known, "severity"])
            raise config.error(f"{rule.id} has no option {name!r}", hint, "rules", rule.id, name)
        try:
            values[name.replace("-", "_")] = _value(value, known[name], config, rule.id, name)
        except TypeError as error:
            raise config.error(f"{name!r} must be {error}", "", "rules", rule.id, name) from None
    try:
        return ActiveRule(rule, bundled.bundle, rule.options(**values), setting.severity)
    except (TypeError, ValueError) as error:
        raise config.error(f"{rule.id}: {error}", f"See `parallint explain {rule.id}`", "rules", rule.id) from None


def _value(value: object, hint: Any, config: Config, *keys: str) -> Any:
    """The value of an option; one whose type has a `from_text` names a file of the repository, which is read here.

    It is looked for from the folder of the configuration that names it.
    """
    if not hasattr(hint, "from_text"):
        return convert(value, hint)
    if not isinstance(value, str):
        raise TypeError("the path of a file inside the project")
    from parallint.read.files import read_text

    try:
        folder, top = config.folder_of("rules", *keys), repository_of(config)
        return hint.from_text(read_text(os.path.relpath(os.path.join(folder, value), top), top), value)
    except ParallintError as error:
        raise config.error(f"{keys[-1]!r}: {error}", "", "rules", *keys) from None
    except ValueError as error:
        raise config.error(f"{keys[-1]!r}: {value}: {error}", "", "rules", *keys) from None


def _bundle(entry: EntryPoint) -> Iterator[Bundled]:
    name = entry.dist.name if entry.dist else entry.name
    where = f"the rules of {name} (entry point {entry.name} = {entry.value})"
    try:
        value = entry.load()
        rules = (value,) if isinstance(value, Rule) else tuple(value)
    except (Exception, SystemExit) as error:
        raise RuleError(f"{where} cannot be loaded: {type(error).__name__}: {error}", _MEND.format(name)) from None
    for rule in rules:
        if fault := _fault(rule):
            raise RuleError(f"{where} are broken: {fault}", _MEND.format(name))
        yield Bundled(rule, name)


_MEND = "Update or uninstall {}, or tell its authors"


def _fault(rule: object) -> str:
    """What is wrong with a rule; "" where nothing is."""
    if not isinstance(rule, Rule):
        return f"{rule!r:.80} is no Rule"
    if not isinstance(rule.id, str) or not _ID.fullmatch(rule.id):
        return f"the id {rule.id!r} is not lower-case words with hyphens between them"
    if not isinstance(rule.severity, Severity) or not (callable(rule.check) or callable(rule.conclude)):
        return f"{rule.id} has no severity, or neither check nor conclude"
    if rule.collect and not rule.conclude:
        return f"{rule.id} collects facts and concludes nothing"
    if not isinstance(rule.doc, str) or not rule.page:
        return f"{rule.id} has no page: its module needs a docstring"
    return _options_fault(rule)


def _options_fault(rule: Rule) -> str:
    try:
        known: Mapping[str, Any] = options_of(rule.options)
        rule.options()
    except Exception as error:
        return f"the options of {rule.id} are no dataclass with defaults: {error}"
    return f"{rule.id} has an option named severity, which is taken" if "severity" in known else ""
