from __future__ import annotations

import json
import pickle
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from parallint.audit import audited
from parallint.errors import ReadError
from parallint.model import Place, Problem, Rule, Severity
from parallint.passages import MOST, Mark, Passage
from parallint.report import Report, listing
from parallint.report.html import render
from parallint.report.overview import MOST_FOLDERS, OTHERS, bars, folders_of, heat_map
from parallint.report.tongue import tongue
from parallint.sheet import Row, sheet
from parallint.worddiff import Op

from tests.reports import (
    ENGLISH,
    HOSTILE,
    SPANISH,
    SPANISH_STALE,
    Options,
    Project,
    a_pair,
    found_in_spanish,
    hostile,
    large,
    problem,
    project,
    sample,
)

# ---------------------------------------------------------------------------------------------------------- sheets


def text(passage: Passage | None) -> str | None:
    return passage and passage.text


def row_with(rows: tuple[Row, ...], number: int) -> Row:
    (row,) = [row for row in rows if number in row.problems]
    return row


def test_segments_stand_beside_their_translations() -> None:
    made = sheet(a_pair(SPANISH, "es"), [])
    assert [(row.kind, text(row.source), text(row.target)) for row in made.rows][:2] == [
        ("heading", "# Create a key", "# Crear una clave"),
        ("paragraph", "Open the menu and select **Keys**.", "Abra el menú y seleccione **Claves**."),
    ]
    assert [row.source.line for row in made.rows if row.source] == [1, 3, 5, 7, 9, 11]


def test_what_is_missing_is_a_gap_where_it_belongs_and_what_is_extra_one_in_the_english() -> None:
    pair = a_pair(SPANISH, "es")
    rows = sheet(pair, found_in_spanish(pair)).rows
    missing, extra = row_with(rows, 2), row_with(rows, 4)
    assert (text(missing.source), missing.target) == ("Never share the key with anybody.", None)
    assert rows.index(missing) == rows.index(row_with(rows, 1)) + 1 == rows.index(row_with(rows, 3)) - 1
    assert (extra.source, text(extra.target)) == (None, "Esto no está en el inglés.")


def test_a_stale_segment_has_the_words_that_changed() -> None:
    pair = a_pair(SPANISH, "es")
    row = row_with(sheet(pair, found_in_spanish(pair)).rows, 1)
    assert [edit.now for edit in row.edits if edit.op is not Op.SAME] != []
    assert "".join(edit.then for edit in row.edits) == "Enter a name of up to 20 characters for the key."
    assert "".join(edit.now for edit in row.edits) == text(row.source)


def test_without_the_english_then_there_is_no_diff() -> None:
    pair = a_pair(SPANISH, "es", base=None)
    assert not any(row.edits for row in sheet(pair, found_in_spanish(pair)).rows)


def test_tokens_and_what_a_finding_is_about_are_marked() -> None:
    pair = a_pair(SPANISH, "es")
    target = row_with(sheet(pair, found_in_spanish(pair)).rows, 3).target
    assert target is not None
    assert [(run.mark, run.text) for run in target.runs] == [
        (Mark.PLAIN, "Consulte "),
        (Mark.FOUND, "[la guía](/gia)"),
        (Mark.PLAIN, " para saber más."),
    ]
    plain = sheet(pair, []).rows[4].target
    assert plain is not None
    assert (Mark.KEEP, "[la guía](/gia)") in plain.runs


def test_a_finding_on_several_segments_stands_on_all_of_their_rows() -> None:
    pair = a_pair(SPANISH, "es")
    both = ENGLISH[ENGLISH.index("Open the") : ENGLISH.index("\n\nNever")]
    rows = sheet(pair, [problem(pair, "missing-segment", both, None)]).rows
    assert [row.problems for row in rows][:5] == [(), (0,), (0,), (), ()]


def test_a_finding_without_a_place_is_loose() -> None:
    pair = a_pair(SPANISH, "es")
    odd = replace(problem(pair, "page", None, "Consulte"), target=None)
    gone = replace(odd, target=Place("elsewhere.md", 999, 1, 999, 4, "text"))
    past = replace(odd, target=Place(pair.target.path, 999, 1, 999, 4, "text"))
    made = sheet(pair, [odd, gone, past])
    assert made.loose == (0, 1, 2)


def test_pages_with_nothing_in_common_and_empty_ones_have_sheets_too() -> None:
    assert sheet(a_pair("", "es", "", None), []).rows == ()
    rows = sheet(a_pair("", "es", "# One\n\nTwo words.\n", None), []).rows
    assert all(row.target is None for row in rows)


def test_comments_that_nothing_links_are_in_the_sheet() -> None:
    source, target = "# One\n\n<!-- ours -->\n\nTwo.\n", "# Uno\n\n<!-- suyo -->\n\nDos.\n"
    rows = sheet(a_pair(target, "es", source, None), []).rows
    assert [(text(row.source), text(row.target)) for row in rows] == [
        ("# One", "# Uno"),
        ("<!-- ours -->", "<!-- suyo -->"),
        ("Two.", "Dos."),
    ]


def test_a_huge_segment_is_cut_around_the_finding() -> None:
    line = "word " * 20_000
    pair = a_pair(f"# A\n\n{line}[here](/x) {line}\n", "es", f"# A\n\n{line}[here](/y) {line}\n", None)
    rows = sheet(pair, [problem(pair, "link-drift", "[here](/y)", "[here](/x)")]).rows
    target = row_with(rows, 0).target
    assert target is not None
    assert len(target.text) <= MOST
    assert (Mark.FOUND, "[here](/x)") in target.runs
    assert [run.mark for run in target.runs if run.mark is Mark.CUT] == [Mark.CUT, Mark.CUT]


def test_a_bilingual_page_is_laid_out_too() -> None:
    unit = (
        '<span data-ttu-id="{0}-101">{2}</span><span class="sxs-lookup"><span data-stu-id="{0}-101">{1}</span></span>'
    )
    page = "\n\n".join(
        unit.format(f"a{k}", english, spanish)
        for k, (english, spanish) in enumerate([("The keys expire.", "Las claves caducan."), ("Read on.", "Siga.")])
    )
    pair = a_pair(page, "es", "The keys never expire.\n\nRead on.\n", None)
    target = pair.target.segments[0].span
    where = pair.target.place(target)
    told = replace(problem(pair, "stale-segment", "The keys never expire.", None), target=where)
    row = sheet(pair, [told]).rows[0]
    assert (row.problems, text(row.source), text(row.target)) == ((0,), "The keys never expire.", "Las claves caducan.")
    assert "".join(edit.then for edit in row.edits) == "The keys expire."


def test_a_sheet_survives_pickling() -> None:
    pair = a_pair(SPANISH, "es")
    made = sheet(pair, found_in_spanish(pair))
    assert pickle.loads(pickle.dumps(made)) == made


# -------------------------------------------------------------------------------------------------------- overview


def test_folders_are_those_below_the_locale_that_tell_pages_apart() -> None:
    pages = [("es", f"site/es/docs/{name}/a.md") for name in ("api", "guide")] + [("ja", "site/ja/docs/b.md")]
    assert folders_of(pages) == {
        "site/es/docs/api/a.md": "api/",
        "site/es/docs/guide/a.md": "guide/",
        "site/ja/docs/b.md": "/",
    }


def test_big_folders_are_opened_and_too_many_put_together() -> None:
    deep = [("es", f"es/docs/part-{k}/{j}.md") for k in range(4) for j in range(3)] + [("es", "es/blog/a.md")]
    assert set(folders_of(deep).values()) == {"blog/", *(f"docs/part-{k}/" for k in range(4))}
    many = [("es", f"es/part-{k}/a.md") for k in range(30)]
    found = folders_of(many)
    assert len(set(found.values())) == MOST_FOLDERS
    assert OTHERS in found.values()


def test_the_heat_map_counts_findings_of_each_folder_and_locale_and_no_notes() -> None:
    made = sample()
    folders = folders_of(made.pages)
    audits = audited(made.pages, 4, made.report.problems)
    rows = heat_map(audits, made.pages, made.report.problems, folders)
    cells = {(row.folder, cell.locale): (cell.pages, cell.findings, cell.level) for row in rows for cell in row.cells}
    assert cells["keys/", "es"] == (1, 4, 4)
    assert cells["/", "es"] == (1, 0, 0)
    assert cells["/", "ar"] == (0, 0, 0)


def test_bars_are_findings_a_page_and_the_longest_is_whole() -> None:
    made = sample()
    found = bars(audited(made.pages, 4, made.report.problems))
    assert {locale: round(sum(bar.width for bar in parts)) for locale, parts in found.items()} == {
        "es": 100,
        "ar": 50,
        "ja": 25,
    }
    assert [bar.number for bar in found["es"]] == [1, 1, 0, 2]


@pytest.mark.parametrize(
    ("locale", "lang", "direction"),
    [
        ("ar", "ar", "rtl"),
        ("he_IL", "he-IL", "rtl"),
        ("fa", "fa", "rtl"),
        ("ku-Arab", "ku-Arab", "rtl"),
        ("ja-jp", "ja-JP", "ltr"),
        ("zh_Hant", "zh-Hant", "ltr"),
        ("cn", "zh-CN", "ltr"),
        ("", "", "auto"),
        ("no locale at all", "", "auto"),
        ("\u202e<script>", "", "auto"),
    ],
)
def test_how_a_browser_is_told_of_a_locale(locale: str, lang: str, direction: str) -> None:
    assert tongue(locale) == (lang, direction)


# ------------------------------------------------------------------------------------------------------- the file


class Reader(HTMLParser):
    """The elements of a page with their attributes, and what stands in the scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: dict[str, str] = {}
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        tag, attributes = self.elements[-1] if self.elements else ("", {})
        if tag == "script":
            name = attributes.get("id") or "script"
            self.scripts[name] = self.scripts.get(name, "") + data


def data_of(made: Project) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(Reader(made.html()).scripts["data"])
    return read


def test_the_file_needs_nothing_else() -> None:
    page = sample().html()
    assert not re.search(r"""(?:src|href)=["'](?!#)|url\(|@import|https?://""", page)
    assert page.startswith("<!doctype html>")


def test_the_policy_allows_this_style_and_this_script_and_nothing_else() -> None:
    from base64 import b64encode
    from hashlib import sha256

    page = sample().html()
    (policy,) = [a["content"] for tag, a in Reader(page).elements if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy is not None
    allowed = dict(part.split(" ", 1) for part in policy.split("; "))
    for name, element in (("script-src", r"<script>(.*?)</script>"), ("style-src", r"<style>(.*?)</style>")):
        (inside,) = re.findall(element, page, re.DOTALL)
        assert allowed[name] == f"'sha256-{b64encode(sha256(inside.encode()).digest()).decode()}'"
    assert allowed["default-src"] == allowed["base-uri"] == allowed["form-action"] == "'none'"
    assert not [a for _, a in Reader(page).elements if any(name.startswith("on") or name == "style" for name in a)]


def test_all_findings_are_listed_the_worst_page_first() -> None:
    made = sample()
    data = data_of(made)
    assert len(data["findings"]) == len(made.report.problems)
    assert data["pages"][0][0] == "docs/es/keys/create.md"
    stale = next(finding for finding in data["findings"] if data["rules"][finding[1]][0] == "stale-segment")
    assert stale[8] == 5
    assert stale[9] == SPANISH_STALE


def test_rows_name_the_findings_that_stand_on_them() -> None:
    page = sample().html()
    scripts = Reader(page).scripts
    data, first = json.loads(scripts["data"]), json.loads(scripts["sheet-0"])
    told = [data["rules"][data["findings"][k][1]][0] for row in first["rows"] for k in (row[5:6] or [[]])[0]]
    assert told == ["keys-note", "stale-segment", "missing-segment", "link-drift", "extra-segment"]


def test_what_a_rule_finds_is_said_in_its_own_words() -> None:
    made = sample()
    rule = Rule(
        "link-drift", Severity.ERROR, lambda pair, options: iter(()), Options, "A link is not the same.\n\nMore."
    )
    made = made._replace(report=replace(made.report, rules=(rule,)))
    assert ["link-drift", "A link is not the same."] in data_of(made)["rules"]


def test_a_problem_that_was_silenced_after_the_sheet_was_made_is_in_no_row() -> None:
    pair = a_pair(SPANISH, "es")
    found = found_in_spanish(pair)
    made = project((pair, found))
    made = made._replace(report=Report(1, tuple(found[2:])))
    rows = json.loads(Reader(made.html()).scripts["sheet-0"])["rows"]
    assert [k for row in rows for k in (row[5:6] or [[]])[0]] == [0, 1, 2]


def test_findings_alike_on_two_pages_have_permalinks_of_their_own() -> None:
    pairs = [a_pair(SPANISH, "es", name=f"docs/es/{name}.md") for name in "ab"]
    data = data_of(project(*((pair, found_in_spanish(pair)) for pair in pairs)))
    links = [finding[5] for finding in data["findings"]]
    assert len(set(links)) == len(links) == 10
    assert {"missingsegment33x9", "linkdrift19x15"} <= set(links)


def test_a_permalink_does_not_change_when_another_page_is_mended() -> None:
    pairs = [a_pair(SPANISH, "es", name=f"docs/es/{name}.md") for name in "ab"]
    both = [listing.entries(found_in_spanish(pair)) for pair in pairs]
    together = listing.names([*both[0], *both[1]])
    assert {key: name for key, name in together.items() if key[0] == "docs/es/a.md"} == listing.names(both[0])


def test_a_report_without_sheets_findings_or_locales_is_one_all_the_same() -> None:
    assert "Nothing was found" in render(Report(), [])
    assert "Nothing was found but notes" in render(
        Report(1, (problem(a_pair(SPANISH, "es"), "x", None, "Consulte", Severity.NOTE),)), []
    )
    assert "Nothing was found" not in sample()._replace(sheets=()).html()


def test_files_that_were_not_read_are_named() -> None:
    error = ReadError("is <not> text", "Save it as UTF-8", "docs/es/x.md", 3)
    page = render(Report(0, (), (error,)), [])
    assert "docs/es/x.md:3" in page
    assert "is &lt;not&gt; text" in page


def test_rows_without_findings_give_way_where_there_is_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    made = large(20)
    whole = [json.loads(text) for name, text in Reader(made.html()).scripts.items() if name.startswith("sheet-")]
    monkeypatch.setattr(listing, "ROOM", 9_500)
    cut = [json.loads(text) for name, text in Reader(made.html()).scripts.items() if name.startswith("sheet-")]
    assert len(whole) == len(cut) == 4
    assert all(len(sheet["rows"]) == 30 for sheet in whole)
    assert [[row if isinstance(row, int) else row[5] for row in sheet["rows"]] for sheet in cut] == [
        [*([k] for k in range(5 * n, 5 * n + 5)), 25] for n in range(4)
    ]
    monkeypatch.setattr(listing, "ROOM", 3_000)
    assert [name for name in Reader(made.html()).scripts if name.startswith("sheet-")] == ["sheet-0"]


def test_hostile_documents_are_text_and_nothing_else() -> None:
    tame, page = sample().html(), hostile().html("</title><script>window.hacked = 1</script>")
    assert page.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page)
    kinds = [{tag for tag, _ in Reader(html).elements} for html in (tame, page)]
    assert kinds[1] - kinds[0] == set()
    assert {a["href"] for tag, a in Reader(page).elements if tag == "a"} == {
        a["href"] for tag, a in Reader(page).elements if tag == "a" and (a["href"] or "").startswith("#")
    }
    assert not [a for _, a in Reader(page).elements if any(name.startswith("on") for name in a)]


def test_hostile_text_is_shown_as_it_is() -> None:
    scripts = Reader(hostile().html()).scripts
    shown = {finding[4] for finding in json.loads(scripts["data"])["findings"]}
    assert {HOSTILE[0], HOSTILE[1], HOSTILE[6]} <= shown
    assert r"\u202eright to left\u2066 over\u2069 \u200b\ufeff" in shown
    assert "\\ud800" in max(shown, key=lambda message: "ends" in message)


@pytest.mark.parametrize("value", ["</script>", "<!--", "a\u2028b\u2029c", "&lt;", "plain"])
def test_json_in_the_page_says_what_it_said(value: str) -> None:
    text = listing.dumped([value])
    assert json.loads(text) == [value]
    assert not re.search("[<>&\u2028\u2029]", text)


def test_lines_are_kept_and_what_acts_is_escaped() -> None:
    assert listing.shown("a\r\nb\rc\td\x1b[1m\u202e") == "a\nb\nc   d\\x1b[1m\\u202e"


def test_every_problem_is_in_the_file_however_many(monkeypatch: pytest.MonkeyPatch) -> None:
    made = large(500, of_a_page=7)
    assert len(data_of(made)["findings"]) == 500


def test_a_problem_of_a_page_that_is_not_among_the_pages_is_listed() -> None:
    pair = a_pair(SPANISH, "es")
    found: list[Problem] = found_in_spanish(pair)
    page = render(Report(1, tuple(found)), audited([("es", "other.md")], 1, found), pages=[("es", "other.md")])
    assert len(json.loads(Reader(page).scripts["data"])["findings"]) == 5


def test_a_folder_names_its_files_after_the_locales_and_keeps_every_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parallint.report.folder.ROOM", 20_000)
    made = large(60)
    files = made.folder()
    assert {"index.html", "de.html", "es.html", "fr.html", "ja.html"} < set(files)
    assert "de-2.html" in files
    listed = {name: json.loads(Reader(html).scripts["data"]) for name, html in files.items()}
    assert len(listed["index.html"]["findings"]) == 60
    assert sum(len(data["findings"]) for name, data in listed.items() if name != "index.html") == 60
    pages = {page[0]: page[4] for page in listed["index.html"]["pages"]}
    for name, data in listed.items():
        assert name == "index.html" or {pages[page[0]] for page in data["pages"]} == {name}
    assert not [name for name in Reader(files["index.html"]).scripts if name.startswith("sheet")]


def test_a_folder_is_written_where_one_is_named(tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parents[1] / "fixtures/sites/quickstart", tmp_path, dirs_exist_ok=True)
    command = [sys.executable, "-m", "parallint", "audit", "--no-history", "--exit-zero", "--report"]
    for given in ("out/", "out"):
        subprocess.run([*command, given], cwd=tmp_path, check=True, capture_output=True)
        assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["es.html", "index.html", "zh.html"]
