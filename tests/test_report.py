from __future__ import annotations

import json
import re
from typing import Any

import pytest
from parallint import __version__
from parallint.errors import ReadError
from parallint.model import Place, Problem, Severity
from parallint.report import Report, renderer, visible
from parallint.report.terminal import drawn
from rich.cells import cell_len

SOURCE = Place("docs/en/a.md", 17, 1, 18, 20, "Scoping allows you to\ncreate separate keys.")
POINT = Place("docs/es/a.md", 13, 5, 13, 5, "")


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


def plain(report: Report, width: int = 60) -> list[str]:
    return re.sub(r"\x1b\[[0-9;]*m", "", drawn(report, width)).splitlines()


def test_a_drawing() -> None:
    assert plain(report(problem())) == [
        "docs/es/a.md:13:5  error  missing-segment",
        "  the translation lacks the paragraph",
        "  English docs/en/a.md",
        "     17 │ Scoping allows you to",
        "     18 │ create separate keys.",
        "  es docs/es/a.md",
        "     13 │ ▸ belongs here",
        "",
        "1 error in 1 pair. What a rule means: parallint explain ",
        "missing-segment",
    ]


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
    assert "     15 │ line 5" in rows
    assert "      … │ 44 lines more" in rows
    assert not any("line 6" in row for row in rows)


def test_what_fails() -> None:
    found = report(problem(severity=Severity.WARNING), problem(severity=Severity.NOTE))
    assert [found.fails(least) for least in (Severity.ERROR, Severity.WARNING, Severity.NOTE)] == [False, True, True]
    assert not report().fails(Severity.NOTE)
