from __future__ import annotations

from collections.abc import Sequence

import pytest
from parallint.model import Finding, Pair, Span
from parallint.read.markdown import read_markdown
from parallint.suppress import Ignore, ignores, unneeded

RULES = ("missing-segment", "link-drift", "number-drift")
ENGLISH = "# Keys\n\nScoping allows you to make several keys.\n\nKeep it for 30 days.\n"


def pair(translation: str, english: str = ENGLISH) -> Pair:
    return Pair("p", read_markdown(english, "en.md"), read_markdown(translation, "es.md", "es"))


def only(translation: str, english: str = ENGLISH) -> tuple[Pair, Ignore]:
    both = pair(translation, english)
    (ignore,) = ignores(both, RULES)
    return both, ignore


def finding(both: Pair, target: str, source: str = "") -> Finding:
    """A finding on these words; on the point before the translation's words where they begin with `^`."""
    start = both.target.text.index(target.removeprefix("^"))
    end = start if target.startswith("^") else start + len(target)
    at = both.source.text.index(source) if source else 0
    return Finding("", Span(at, at + len(source)) if source else None, Span(start, end))


def test_it_is_about_the_piece_that_follows() -> None:
    both, ignore = only(
        "# Claves\n\n<!-- parallint: ignore number-drift: a rule here -->\nDurante 40 días.\n\nOtros 50.\n"
    )
    assert ignore.reason == "a rule here"
    assert ignore.covers(both, "number-drift", finding(both, "40"))
    assert not ignore.covers(both, "number-drift", finding(both, "50"))
    assert not ignore.covers(both, "number-drift", finding(both, "Claves"))
    assert not ignore.covers(both, "link-drift", finding(both, "40"))


def test_it_is_about_the_piece_on_its_line() -> None:
    both, ignore = only("# Claves\n\nDurante 40 días. <!-- parallint: ignore number-drift: so be it -->\n\nOtros 50.\n")
    assert ignore.covers(both, "number-drift", finding(both, "40"))
    assert not ignore.covers(both, "number-drift", finding(both, "50"))


def test_what_is_missing_is_silenced_where_it_belongs() -> None:
    text = "# Claves\n\n<!-- parallint: ignore missing-segment: not here -->\n\nDurante 30 días.\n\nFin.\n"
    both, ignore = only(text)
    assert ignore.covers(both, "missing-segment", finding(both, "^\n\n<!--"))
    assert not ignore.covers(both, "missing-segment", finding(both, "^\n\nFin."))


def test_with_a_quotation_it_ends_when_the_english_changes() -> None:
    text = '# Claves\n\n<!-- parallint: ignore missing-segment "Scoping allows…": not here -->\n\nDurante 30 días.\n'
    both, ignore = only(text)
    place = finding(both, "^\n\n<!--", "Scoping allows you to make several keys.")
    assert ignore.covers(both, "missing-segment", place)
    changed, ignore = only(text, ENGLISH.replace("Scoping allows", "Scopes allow"))
    place = finding(changed, "^\n\n<!--", "Scopes allow you to make several keys.")
    assert not ignore.covers(changed, "missing-segment", place)


def test_a_quotation_is_looked_for_in_the_whole_piece_and_not_in_the_comment() -> None:
    comment = '<!-- parallint: ignore number-drift "Keep it for": so be it -->'
    both, ignore = only(f"# Claves\n\nDurante 40 días. {comment}\n")
    assert ignore.covers(both, "number-drift", finding(both, "40", "30"))
    changed = ENGLISH.replace("Keep it for", "It is kept")
    both, ignore = only(f"# Claves\n\nDurante 40 días. {comment}\n", changed)
    assert not ignore.covers(both, "number-drift", finding(both, "40", "30"))


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- parallint: ignore number-drift: why -->",
        "{/* parallint: ignore number-drift: why */}",
        "{{/* parallint: ignore number-drift: why */}}",
        "{{- /* parallint: ignore number-drift: why */ -}}",
        "{# parallint: ignore number-drift: why #}",
        "<!--parallint:ignore link-drift , number-drift: why-->",
        "<!-- parallint: ignore all: why -->",
    ],
)
def test_forms(comment: str) -> None:
    both, ignore = only(f"# Claves\n\n{comment}\n\nDurante 40 días.\n\nOtros 50.\n")
    assert ignore.reason == "why"
    assert ignore.covers(both, "number-drift", finding(both, "40"))
    assert not ignore.covers(both, "number-drift", finding(both, "50"))


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: x\n# parallint: ignore number-drift: why\n---\n# Claves\n\nDurante 40 días.\n",
        "+++\ntitle = 'x'\n# parallint: ignore number-drift: why\n+++\n# Claves\n\nDurante 40 días.\n",
        "# Claves\n\nDurante 40 días.\n\n<!-- parallint: ignore-page number-drift: why -->\n",
    ],
)
def test_the_whole_page(text: str) -> None:
    both, ignore = only(text)
    assert ignore.piece is None
    assert ignore.covers(both, "number-drift", finding(both, "40"))


def test_in_the_english_it_counts_for_every_locale() -> None:
    english = ENGLISH.replace("Scoping", "<!-- parallint: ignore missing-segment: ours only -->\nScoping")
    both, ignore = only("# Claves\n\nDurante 30 días.\n", english)
    assert ignore.covers(both, "missing-segment", finding(both, "^\n\nDurante", "Scoping allows"))
    assert not ignore.covers(both, "missing-segment", finding(both, "^\n\nDurante", "Keep it"))


@pytest.mark.parametrize(
    ("comment", "fault"),
    [
        ("<!-- parallint: ignore: why -->", "it names no rule"),
        ("<!-- parallint: ignore number-drift -->", "it gives no reason"),
        ("<!-- parallint: ignore numbr-drift: why -->", "there is no rule 'numbr-drift'"),
        ("<!-- parallint: disable number-drift: why -->", "“disable” means nothing here"),
    ],
)
def test_a_comment_that_means_nothing_says_why(comment: str, fault: str) -> None:
    both, ignore = only(f"# Claves\n\n{comment}\nDurante 40 días.\n")
    assert ignore.fault.startswith(fault)
    assert not ignore.covers(both, "number-drift", finding(both, "40"))


@pytest.mark.parametrize(
    "text",
    [
        "```html\n<!-- parallint: ignore number-drift: why -->\n```\n",
        "Write `<!-- parallint: ignore number-drift: why -->` there.\n",
        "# parallint: ignore number-drift: a heading\n",
        "parallint: ignore number-drift\n",
    ],
)
def test_what_only_speaks_of_such_comments_is_none(text: str) -> None:
    assert ignores(pair(text), RULES) == ()


def told(
    translation: str, used: str = "", ran: Sequence[str] = RULES, complete: bool = True, english: str = ENGLISH
) -> list[str]:
    """What is said of the comments, where each of them silenced the rule `used`."""
    both = pair(translation, english)
    comments = ignores(both, (*RULES, "stale-segment"))
    found = unneeded(both, comments, {(comment, used) for comment in comments if used}, ran, complete)
    return [finding.message.removeprefix("this comment silences nothing: ") for finding in found]


@pytest.mark.parametrize(
    ("comment", "used", "said"),
    [
        ("ignore number-drift: why", "number-drift", []),
        ("ignore number-drift: why", "", ["number-drift finds nothing here"]),
        ("ignore number-drift, link-drift: why", "link-drift", ["number-drift finds nothing here"]),
        ("ignore number-drift, link-drift: why", "", ["number-drift and link-drift find nothing here"]),
        ('ignore link-drift "Scoping": why', "", ["link-drift finds nothing of “Scoping” here"]),
        ("ignore-page all: why", "", ["no rule finds anything here"]),
        ("ignore all: why", "link-drift", []),
        ("ignore stale-segment: why", "", []),
        ("ignore link-drift", "link-drift", ["it gives no reason: write one behind a colon"]),
    ],
)
def test_a_comment_that_silences_nothing_is_told_of(comment: str, used: str, said: list[str]) -> None:
    assert told(f"# Claves\n\n<!-- parallint: {comment} -->\nDurante 40 días.\n", used) == said


def test_a_rule_that_did_not_run_does_not_make_its_comment_unused() -> None:
    text = "# Claves\n\n<!-- parallint: ignore number-drift, link-drift: why -->\nDurante 40 días.\n"
    assert told(text, ran=["link-drift"]) == ["link-drift finds nothing here"]
    assert told(text, ran=[]) == []
    every = "# Claves\n\n<!-- parallint: ignore all: why -->\nDurante 40 días.\n"
    assert told(every, ran=["link-drift"], complete=False) == []


def test_it_stands_on_the_comment_in_its_own_file() -> None:
    comment = "<!-- parallint: ignore link-drift: why -->"
    both = pair(f"# Claves\n\n{comment}\nDurante 40 días.\n", f"{comment}\n{ENGLISH}")
    source, target = unneeded(both, ignores(both, RULES), (), RULES, complete=True)
    assert (source.source, source.target) == (Span(0, len(comment)), None)
    assert isinstance(target.target, Span)
    assert both.target.text[target.target.start : target.target.end] == comment
