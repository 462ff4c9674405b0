from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from parallint import __version__, quote, quoted_apart
from parallint.errors import ReadError
from parallint.model import Correction, Place, Problem, Rule, Severity
from parallint.report import Report, renderer, visible
from parallint.report.terminal import drawn
from parallint.suppress import Silenced
from rich.cells import cell_len

from tests.bench import formats

if TYPE_CHECKING:
    from parallint.report.excerpt import Reader

SOURCE = Place("docs/en/a.md", 17, 1, 18, 20, "Scoping allows you to\ncreate separate keys.")
POINT = Place("docs/es/a.md", 13, 5, 13, 5, "")
HOSTILE = (
    "\x1b[31mred\x1b[0m \x07",
    "%0A::error::injected",
    "::set-output name=x::y\r\n::add-mask::z",
    "a]]>b<script>alert(1)</script>&amp;<!--",
    "\u202eright to left\u2066 \u200b\ufeff",
    "\ud800 lone, \x00 nul, \uffff \ufffe no character",
)


@dataclass(frozen=True)
class Options:
    pass


def problem(**values: Any) -> Problem:
    known: dict[str, Any] = {
        "rule": "missing-segment",
        "severity": Severity.ERROR,
        "confidence": 0.98,
        "message": "the translation lacks the paragraph",
        "pair": "es/a",
        "locale": "es",
        "source": SOURCE,
        "target": POINT,
        "fingerprint": "00ff",
    }
    return Problem(**(known | values))


def report(*problems: Problem, pairs: int = 1, errors: tuple[ReadError, ...] = ()) -> Report:
    return Report(pairs, problems, errors)


def test_json_is_what_the_contract_says() -> None:
    error = ReadError("no such file", "Check the path", "gone.md", 3)
    assert json.loads(renderer("json")(report(problem(), problem(source=None), pairs=2, errors=(error,)))) == {
        "schema": 1,
        "tool": {"name": "parallint", "version": __version__},
        "summary": {"pairs": 2, "findings": {"error": 2, "warning": 0, "note": 0}},
        "findings": [
            {
                "rule": "missing-segment",
                "severity": "error",
                "confidence": 0.98,
                "message": "the translation lacks the paragraph",
                "pair": "es/a",
                "locale": "es",
                "source": {
                    "path": "docs/en/a.md",
                    "line": 17,
                    "end_line": 18,
                    "column": 1,
                    "end_column": 20,
                    "text": "Scoping allows you to\ncreate separate keys.",
                },
                "target": {
                    "path": "docs/es/a.md",
                    "line": 13,
                    "end_line": 13,
                    "column": 5,
                    "end_column": 5,
                    "text": "",
                },
                "fingerprint": "00ff",
            },
            {
                "rule": "missing-segment",
                "severity": "error",
                "confidence": 0.98,
                "message": "the translation lacks the paragraph",
                "pair": "es/a",
                "locale": "es",
                "source": None,
                "target": {
                    "path": "docs/es/a.md",
                    "line": 13,
                    "end_line": 13,
                    "column": 5,
                    "end_column": 5,
                    "text": "",
                },
                "fingerprint": "00ff",
            },
        ],
        "errors": [{"path": "gone.md", "line": 3, "message": "no such file", "hint": "Check the path"}],
        "silenced": [],
        "baseline": {"held": 0, "gone": 0},
    }


EVIL = "a\x1b[2J\x07\x9b\x7f\u202eb\u2066\ud800\ufeff\u200f\U000e0041"


def test_json_keeps_every_character_and_none_of_them_acts() -> None:
    text = renderer("json")(report(problem(message=EVIL, pair=f"é中{EVIL}")))
    assert "é中" in text
    assert not re.search("[\x1b\x07\x9b\x7f\ud800]", text)
    found = json.loads(text.encode("utf-8"))["findings"][0]
    assert (found["message"], found["pair"]) == (EVIL, f"é中{EVIL}")


def test_text() -> None:
    extra = Place("docs/es/a.md", 20, 1, 20, 6, "Sobra.")
    problems = [
        problem(),
        problem(rule="extra-segment", severity=Severity.WARNING, message="too much", source=None, target=extra),
        problem(rule="page", severity=Severity.NOTE, message="all of it", target=None),
        problem(rule="nowhere", severity=Severity.NOTE, message="nothing to show", source=None, target=None),
    ]
    assert renderer("text")(report(*problems, pairs=2)) == (
        "docs/es/a.md:13:5: error missing-segment: the translation lacks the paragraph\n"
        '    English, docs/en/a.md:17-18: "Scoping allows you to create separate keys."\n'
        "docs/es/a.md:20:1: warning extra-segment: too much\n"
        '    "Sobra."\n'
        "docs/en/a.md:17:1: note page: all of it\n"
        '    English, docs/en/a.md:17-18: "Scoping allows you to create separate keys."\n'
        "es/a: note nowhere: nothing to show\n"
        "\n"
        "1 error, 1 warning, 2 notes in 2 pairs. What a rule means: parallint explain missing-segment\n"
    )


def test_text_without_findings() -> None:
    assert renderer("text")(report(pairs=3)) == "No findings in 3 pairs\n"
    unread = report(pairs=0, errors=(ReadError("gone"),))
    assert renderer("text")(unread) == "No findings in 0 pairs; 1 error above: mend, and run again\n"


def test_a_long_segment_is_quoted_in_part() -> None:
    long = Place("en.md", 1, 1, 1, 9999, "word " * 200_000)
    line = renderer("text")(report(problem(source=long))).splitlines()[1]
    assert line.endswith('word…"')
    assert len(line) < 400


@pytest.mark.parametrize("render", [renderer("text"), drawn], ids=["text", "terminal"])
def test_nothing_in_a_document_acts_on_the_terminal(render: Any) -> None:
    evil = Place(f"{EVIL}.md", 1, 1, 2, 3, f"{EVIL}\r\n{EVIL}\n[bold]no markup[/] :smile:")
    text = render(report(problem(message=f"{EVIL}\n2.md:1:1: error", source=evil, target=evil, pair=EVIL)))
    assert not set(EVIL.replace("a", "").replace("b", "")) & set(re.sub(r"\x1b\[[0-9;]*m", "", text)) - set("[2J")
    assert "\\x1b[2J\\x07\\x9b\\x7f\\u202eb\\u2066\\ud800" in text.replace("\n", "")
    assert "[bold]no markup[/] :smile:" in text
    assert "\n2.md" not in text


def test_visible() -> None:
    assert visible("a\tb\nc\r\nd") == "a b c d"
    assert visible("می‌خواهم é 中 👩‍💻") == "می‌خواهم é 中 👩‍💻"
    assert visible("\U000e0041\u2028") == "\\ue0041\\u2028"


def plain(report: Report, width: int = 60, read: Reader | None = None) -> list[str]:
    return re.sub(r"\x1b\[[0-9;]*m", "", drawn(report, width, read=read)).splitlines()


def test_a_drawing() -> None:
    assert [line.rstrip() for line in plain(report(problem()))] == [
        "docs/es/a.md  es",
        "English: docs/en/a.md",
        "   13:5  error    the translation lacks the paragraph",
        "                  missing-segment",
        "English   17 │ Scoping allows you to",
        "          18 │ create separate keys.",
        "     es   13 │ ▸ here",
        "",
        "1 error in 1 pair. What a rule means: parallint explain",
        "missing-segment",
    ]


def test_a_drawing_shows_whole_lines_with_the_part_that_is_meant() -> None:
    files = {"en.md": "# A\n\nSee [the guide](/guide) first.\n", "es.md": "# A\n\nVea la guía primero.\n\nFin.\n"}
    lost = problem(
        source=Place("en.md", 3, 5, 3, 23, "[the guide](/guide)"),
        target=Place("es.md", 3, 1, 3, 20, "Vea la guía primero."),
    )
    text = drawn(report(lost), color=True, read=lambda path: files[path])
    assert re.search(r"See \x1b\[1;4;32m\[the guide\]\(/guide\)\x1b\[0m first\.", text)
    rows = [row.rstrip() for row in re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines()]
    assert "     es    3 │ Vea la guía primero." in rows
    other = replace(lost, source=Place("en.md", 3, 5, 3, 23, "[another text](/guide)"))
    assert "See" not in drawn(report(other), read=lambda path: files[path])
    assert "See" not in drawn(report(lost), read=lambda _: "")


def test_a_drawing_marks_nothing_in_an_item_that_is_meant_as_a_whole() -> None:
    item = problem(source=Place("en.md", 1, 4, 1, 12, "Unpack it"))
    assert "English    1 │ 2. Unpack it" in plain(report(item), 80, lambda _: "2. Unpack it\n")
    assert "\x1b[1;4;32m" not in drawn(report(item), color=True, read=lambda _: "2. Unpack it\n")


def test_a_drawing_shows_before_what_a_gap_lies() -> None:
    text = "# A\n\nUno.\n\nDos.\n"
    for line, column, shown in ((3, 5, "Uno."), (5, 1, "Uno."), (1, 1, "▸ here")):
        gap = problem(target=Place("es.md", line, column, line, column, ""))
        rows = plain(replace(report(gap), quiet=False), 80, lambda _: text)
        assert rows[rows.index("          18 │ create separate keys.") + 1].endswith(f"│ {shown}")


@pytest.mark.parametrize(("color", "shown"), [(False, "at most [-20-] {+64+} letters"), (True, "\x1b[9;31m20")])
def test_a_drawing_of_a_stale_piece_shows_the_words_then_and_now(color: bool, shown: str) -> None:
    now = "A name has at most 64 letters." + " The same all along." * 30
    stale = problem(source=Place("en.md", 3, 1, 3, 30, now), then=now.replace("64", "20"))
    text = drawn(report(stale), 300, color)
    assert shown in text
    assert text.count("The same") < 10


def test_people_are_told_as_much_as_they_ask_for() -> None:
    found = report(problem(evidence="between a \x1b and b"))
    for render in (renderer("text"), lambda asked: re.sub(r"\x1b\[[0-9;]*m", "", drawn(asked))):
        assert "Scoping" in render(found)
        assert "between" not in render(found)
        assert "between a \\x1b and b" in render(replace(found, verbose=True))
        quiet = render(replace(found, quiet=True))
        assert "the translation lacks" in quiet
        assert "Scoping" not in quiet


def test_a_drawing_is_as_wide_as_the_window_and_coloured() -> None:
    wide = Place("docs/zh/a.md", 3, 1, 3, 200, "范围允许为不同目的创建单独的密钥。" * 10)
    rows = plain(report(problem(target=wide)), 50)
    assert max(cell_len(row) for row in rows) <= 50
    assert sum("范" in row for row in rows) > 3
    assert "\x1b[1;31merror" in drawn(report(problem()), color=True)
    assert "\x1b[3" not in drawn(report(problem()))


def test_a_drawing_shows_the_beginning_of_a_long_segment() -> None:
    many = Place("en.md", 10, 1, 60, 1, "\n".join(f"line {n}" for n in range(50)))
    rows = plain(report(problem(source=many)))
    assert "          15 │ line 5" in rows
    assert "           … │ 44 more lines" in rows
    assert not any("line 6" in row for row in rows)


def test_what_fails() -> None:
    found = report(problem(severity=Severity.WARNING), problem(severity=Severity.NOTE))
    assert [found.fails(least) for least in (Severity.ERROR, Severity.WARNING, Severity.NOTE)] == [False, True, True]
    assert not report().fails(Severity.NOTE)


def hostile() -> Report:
    found = [problem(message=text, pair=text, locale=text, fingerprint=text) for text in HOSTILE]
    return report(*found, errors=tuple(ReadError(text, text, text, 1) for text in HOSTILE))


def test_sarif_names_the_rule_both_places_and_a_stable_fingerprint() -> None:
    (run,) = json.loads(renderer("sarif")(report(problem())))["runs"]
    (result,) = run["results"]
    place = result["locations"][0]["physicalLocation"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "missing-segment"
    assert place == {
        "artifactLocation": {"uri": "docs/es/a.md", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 13, "startColumn": 5},
    }
    english = result["relatedLocations"][0]["physicalLocation"]["region"]
    assert (english["startLine"], english["endLine"], english["endColumn"]) == (17, 18, 21)
    assert result["partialFingerprints"] == {"parallint/v1": "00ff"}


def test_sarif_explains_the_rules_that_ran() -> None:
    rule = Rule("missing-segment", Severity.ERROR, lambda pair, options: iter(()), Options, "First line.\n\nMore.")
    (run,) = json.loads(renderer("sarif")(Report(1, (problem(),), (), (rule,))))["runs"]
    assert run["tool"]["driver"]["rules"][0]["help"]["markdown"] == "First line.\n\nMore."


def test_sarif_keeps_the_gravest_and_says_how_many_it_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parallint.report.sarif.MOST", 2)
    found = [problem(severity=s, fingerprint=str(s)) for s in (Severity.NOTE, Severity.WARNING, Severity.ERROR)]
    (run,) = json.loads(renderer("sarif")(report(*found)))["runs"]
    assert [result["level"] for result in run["results"]] == ["warning", "error"]
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"].startswith("1 findings were left out")


def test_an_absolute_path_is_a_file_uri() -> None:
    target = replace(POINT, path="/a b/ñ.md")
    (run,) = json.loads(renderer("sarif")(report(problem(target=target))))["runs"]
    location = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": "file:///a%20b/%C3%B1.md"}


def test_github_commands_stand_on_the_translation_s_lines() -> None:
    first, last = renderer("github")(report(problem(message="50% is, lost: here"))).splitlines()
    assert first == (
        "::error title=parallint missing-segment,file=docs/es/a.md,line=13,endLine=13,col=5,endColumn=5"
        "::50%25 is, lost: here"
    )
    assert last.startswith("1 error in 1 pair")


def test_github_shows_errors_before_notes_and_unread_files_too() -> None:
    found = [problem(severity=Severity.NOTE), problem()]
    lines = renderer("github")(report(*found, errors=(ReadError("gone", "", "x,y.md"),))).splitlines()
    assert [line.split(" ")[0] for line in lines[:-1]] == ["::error", "::notice", "::error"]
    assert "file=x%2Cy.md" in lines[2]


def test_no_document_can_write_a_command_of_its_own() -> None:
    lines = renderer("github")(hostile()).splitlines()
    assert all(line.startswith("::error title=parallint") for line in lines[: 2 * len(HOSTILE)])
    assert [line.partition(" ")[2][:17] for line in lines[2 * len(HOSTILE) :]] == [
        "errors in 1 pair;",
        "shows 10 annotati",
    ]


def test_gitlab_gives_each_finding_a_fingerprint_of_its_own() -> None:
    issues = json.loads(renderer("gitlab")(report(problem(), problem(), problem(fingerprint="01"))))
    assert len({issue["fingerprint"] for issue in issues}) == 3
    assert issues[0]["location"] == {"path": "docs/es/a.md", "lines": {"begin": 13, "end": 13}}
    assert {issue["severity"] for issue in issues} == {"major"}


def test_junit_has_a_failed_case_for_each_finding_and_none_for_a_note() -> None:
    found = [problem(), problem(severity=Severity.NOTE)]
    root = ET.fromstring(renderer("junit")(report(*found, errors=(ReadError("gone", "", "x.md"),))))
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("3", "1", "1")
    assert [[child.tag for child in case] for case in root.iter("testcase")] == [["failure"], ["system-out"], ["error"]]


def test_junit_without_findings_is_a_passed_case() -> None:
    root = ET.fromstring(renderer("junit")(report(pairs=7)))
    assert [case.get("name") for case in root.iter("testcase")] == ["no drift in 7 pairs"]


def test_checkstyle_groups_by_file() -> None:
    found = [problem(), problem(target=None), problem()]
    root = ET.fromstring(renderer("checkstyle")(report(*found)))
    assert [(file.get("name"), len(file)) for file in root] == [("docs/en/a.md", 1), ("docs/es/a.md", 2)]


def fixed(*corrections: Correction) -> Report:
    target = Place("docs/es/a.md", 3, 1, 9, 4, "…")
    return report(problem(target=target, fix=corrections))


WORD = Correction(Place("docs/es/a.md", 3, 8, 3, 11, "guía"), "guide", 9, 14)
POINT_FIX = Correction(Place("docs/es/a.md", 5, 4, 5, 4, ""), " {#id}", 5, 5)
LINE_FIX = Correction(Place("docs/es/a.md", 7, 1, 7, 5, "uno\r\n"), "", 1, 1)


def test_rdjson_suggests_in_bytes_and_on_the_lines_of_the_comment() -> None:
    found = json.loads(renderer("rdjson")(fixed(WORD, POINT_FIX, LINE_FIX)))["diagnostics"]
    suggestions = [suggestion for diagnostic in found for suggestion in diagnostic["suggestions"]]
    assert suggestions == [
        {"range": {"start": {"line": 3, "column": 9}, "end": {"line": 3, "column": 14}}, "text": "guide"},
        {"range": {"start": {"line": 5, "column": 5}, "end": {"line": 5, "column": 5}}, "text": " {#id}"},
        {"range": {"start": {"line": 7, "column": 1}, "end": {"line": 8, "column": 1}}, "text": ""},
    ]
    assert [d["location"]["range"]["start"]["line"] for d in found] == [3, 5, 7]


def test_sarif_has_the_fix_in_characters() -> None:
    (run,) = json.loads(renderer("sarif")(fixed(WORD, POINT_FIX)))["runs"]
    (fix,) = run["results"][0]["fixes"]
    (change,) = fix["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "docs/es/a.md"
    assert [
        (one["deletedRegion"]["startColumn"], one["deletedRegion"]["endColumn"]) for one in change["replacements"]
    ] == [
        (8, 12),
        (4, 4),
    ]
    assert fix["description"]["text"] == "Write guide instead of guía, and so in 1 more place"


def test_every_reader_is_told_what_to_write() -> None:
    for format_ in ("text", "github", "gitlab", "sarif"):
        assert "Write guide instead of guía" in renderer(format_)(fixed(WORD))
    assert "Put in {#id}" in renderer("text")(fixed(POINT_FIX))
    assert "Take out uno" in renderer("text")(fixed(LINE_FIX))
    assert json.loads(renderer("json")(fixed(WORD)))["findings"][0]["fix"] == [
        {
            "path": "docs/es/a.md",
            "line": 3,
            "end_line": 3,
            "column": 8,
            "end_column": 11,
            "text": "guía",
            "replacement": "guide",
        }
    ]


def test_github_is_said_to_cut_what_it_cuts() -> None:
    *_, last = renderer("github")(report(*[problem()] * 11)).splitlines()
    assert last.startswith("GitHub shows 10 annotations of a kind; here are 11 errors.")
    *_, last = renderer("github")(report(*[problem()] * 10)).splitlines()
    assert last.startswith("10 errors in 1 pair")


def test_sarif_quotes_less_where_there_is_much() -> None:
    long = Place("en.md", 1, 1, 1, 5_000, "x" * 5_000)
    assert len(renderer("sarif")(report(*[problem(source=long)] * 5_000))) < 10_000_000


def test_rdjson_has_lines_and_the_english_beside_them() -> None:
    (diagnostic,) = json.loads(renderer("rdjson")(report(problem())))["diagnostics"]
    assert diagnostic["location"] == {"path": "docs/es/a.md", "range": {"start": {"line": 13}, "end": {"line": 13}}}
    assert diagnostic["relatedLocations"][0]["location"]["range"]["end"] == {"line": 18}


@pytest.mark.parametrize("format_", formats.READ_BACK)
@pytest.mark.parametrize("name", formats.HOSTILE)
def test_every_reader_gets_hostile_text_as_text(name: str, format_: str) -> None:
    text = formats.HOSTILE[name]
    written = renderer(format_)(formats.hostile(text))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", written)
    ((message, path, line),) = formats.read(format_, written)
    in_xml = visible(text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    assert message in ({text} if format_ == "json" else {visible(text), in_xml})
    assert path in (text, visible(text), in_xml)
    assert line == 3


@pytest.mark.parametrize(
    ("line", "taken"),
    [
        ("::error file=a%2Cb.md,line=3::50%25 %0Aof it", ("error", {"file": "a,b.md", "line": "3"}, "50% \nof it")),
        ("  ::notice::a::b", ("notice", {}, "a::b")),
        ("no ::error::command", None),
    ],
)
def test_the_reader_of_workflow_commands_is_the_runner_s(line: str, taken: object) -> None:
    assert formats.command(line) == taken


@pytest.mark.parametrize("format_", ["junit", "checkstyle"])
def test_xml_is_well_formed_whatever_the_documents_hold(format_: str) -> None:
    text = renderer(format_)(hostile())
    assert ET.fromstring(text) is not None
    assert "<script>" not in text


@pytest.mark.parametrize("format_", ["sarif", "gitlab", "rdjson", "github", "junit", "checkstyle"])
def test_nothing_in_a_machine_format_acts_on_a_terminal(format_: str) -> None:
    text = renderer(format_)(hostile())
    assert text.encode("utf-8")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)


def test_what_is_silenced_is_drawn_where_it_is_asked_for() -> None:
    silenced = (Silenced(problem(), "not \x1b in our edition"),)
    text = drawn(Report(1, silenced=silenced, show_silenced=True))
    assert "  silenced  missing-segment" in text
    assert "(not \\x1b in our edition)" in text
    assert "No findings in 1 pair; 1 silenced by comments" in text
    assert "docs/es/a.md" not in drawn(Report(1, silenced=silenced))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"held": 2}, "No new findings in 1 pair; 2 held back by the baseline"),
        ({"gone": 1}, "No findings in 1 pair\n1 finding of the baseline is gone: parallint baseline writes it anew"),
        (
            {"held": 1, "silenced": (Silenced(problem(), "why"),) * 2, "gone": 3, "problems": (problem(),)},
            "1 error in 1 pair; 1 held back by the baseline, 2 silenced by comments. What a rule means: parallint "
            "explain missing-segment\n3 findings of the baseline are gone: parallint baseline writes it anew",
        ),
    ],
)
def test_the_last_line_counts_what_is_not_reported(values: dict[str, Any], said: str) -> None:
    assert renderer("text")(Report(1, **values)).endswith(f"{said}\n")


def test_two_long_texts_are_quoted_from_where_they_differ() -> None:
    one = '{{< feature image="/img/a-long-name-of-a-picture.svg" columns="2" url="docs/start/" >}}'
    other = one.replace('"docs', '"/docs')
    assert quoted_apart(one, other) == ('“…url="docs/start/" >}}”', '“…url="/docs/start/" >}}”')
    assert quoted_apart("{{< tab >}}", "{{< tabs >}}") == ("“{{< tab >}}”", "“{{< tabs >}}”")
    assert quoted_apart("x" * 100, "x" * 99) == (quote("x" * 100), quote("x" * 99))
