"""What a site's other pages teach about its front matter."""

from __future__ import annotations

from dataclasses import replace

import pytest
from parallint.conventions import Learner
from parallint.model import Conventions, Finding, Pair
from parallint.pairs import Text, pair_of
from parallint_rules.front_matter_drift import Options, check

ENGLISH = "---\ntitle: Save the file\nbadge: disk\nweight: 3\n---\n# Save the file\n\nRun `save`.\n"
SPANISH = "---\ntitle: Guardar el archivo\nbadge: disk\nweight: 3\n---\n# Guardar el archivo\n\nEjecute `save`.\n"
BARE = SPANISH.partition("---\n# ")[2].join(("# ", ""))


def pair(spanish: str) -> Pair:
    return pair_of("", Text("en/a.md", ENGLISH, "en"), Text("es/a.md", spanish, "es"))


def learned(spanish: str, pages: int = 8) -> Conventions:
    learner = Learner()
    for _ in range(pages):
        learner.add(pair(spanish))
    return learner.conventions()


def found(spanish: str, conventions: Conventions) -> list[Finding]:
    return list(check(replace(pair(spanish), conventions=conventions), Options()))


def test_what_is_the_same_on_the_other_pages_is_locked() -> None:
    changed = SPANISH.replace("disk", "disco")
    assert found(changed, Conventions()) == []
    [finding] = found(changed, learned(SPANISH))
    assert "“disco” here, and “disk”" in finding.message


def test_what_is_another_on_the_other_pages_is_not_locked() -> None:
    moved = SPANISH.replace("weight: 3", "weight: 4")
    assert len(found(moved, Conventions())) == 1
    assert found(moved, learned(moved)) == []


@pytest.mark.parametrize(("others", "count"), [(SPANISH, 1), (BARE, 0)])
def test_no_front_matter_is_a_fault_where_the_other_pages_have_some(others: str, count: int) -> None:
    assert found(BARE, Conventions()) == []
    assert len(found(BARE, learned(others))) == count


def test_a_field_that_the_other_pages_do_without_is_not_missed() -> None:
    without = SPANISH.replace("weight: 3\n", "")
    assert len(found(without, learned(SPANISH))) == 1
    assert found(without, learned(without)) == []


def test_a_field_that_the_english_had_not_yet_is_not_missed() -> None:
    base = Text("en/a.md", ENGLISH.replace("weight: 3\n", ""), "en")
    dated = pair_of("", Text("en/a.md", ENGLISH, "en"), Text("es/a.md", SPANISH.replace("weight: 3\n", ""), "es"), base)
    assert list(check(dated, Options())) == []
