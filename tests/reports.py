"""A small project as values, for the tests of the HTML report: pairs, what was found in them, their sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from parallint.audit import audited
from parallint.model import Document, Pair, Place, Problem, Severity, Span
from parallint.pairs import Text, pair_of
from parallint.passages import Mark, Passage, Run
from parallint.report import Report
from parallint.report.folder import render_folder
from parallint.report.html import render
from parallint.sheet import Row, Sheet, sheet

ENGLISH_THEN = """\
# Create a key

Open the menu and select **Keys**.

Enter a name of up to 20 characters for the key.

See [the guide](/guide) for more.

```sh
parcel keys create
```
"""
ENGLISH = ENGLISH_THEN.replace("20 characters for the key.", "64 characters and choose when it expires.").replace(
    "See [the", "Never share the key with anybody.\n\nSee [the"
)
SPANISH = """\
# Crear una clave

Abra el menú y seleccione **Claves**.

Escriba un nombre de hasta 20 caracteres para la clave.

Consulte [la guía](/gia) para saber más.

```sh
parcel keys create
```

Esto no está en el inglés.
"""
ARABIC = """\
# إنشاء مفتاح

افتح القائمة واختر **المفاتيح**.

أدخل اسمًا للمفتاح لا يزيد على 20 حرفًا.

راجع [الدليل](/guide) لمزيد من المعلومات.

```sh
parcel keys create
```
"""
JAPANESE = """\
# キーを作成する

メニューを開き、**キー**を選択します。

キーの名前を 20 文字以内で入力します。

詳しくは[ガイド](/guide)を参照してください。

```sh
parcel keys create
```
"""


class Project(NamedTuple):
    """What `render` gets."""

    report: Report
    sheets: tuple[Sheet, ...]
    pages: tuple[tuple[str, str], ...]

    def html(self, title: str = "Parcel in translation") -> str:
        audits = audited(self.pages, 4, self.report.problems)
        return render(self.report, audits, self.sheets, title, self.pages)

    def folder(self, title: str = "Parcel in translation") -> dict[str, str]:
        audits = audited(self.pages, 4, self.report.problems)
        return dict(render_folder(self.report, audits, self.sheets, title, self.pages))


@dataclass(frozen=True)
class Options:
    pass


def a_pair(target: str, locale: str, source: str = ENGLISH, base: str | None = ENGLISH_THEN, name: str = "") -> Pair:
    path = name or f"docs/{locale}/keys/create.md"
    english = Text("docs/en/keys/create.md", source)
    return pair_of(path, english, Text(path, target, locale), None if base is None else Text("then.md", base), None)


def place(document: Document, text: str) -> Place:
    """Where a text stands; for one that begins with `^`, the point before it."""
    start = document.text.index(text.removeprefix("^"))
    return document.place(Span(start, start if text.startswith("^") else start + len(text)))


def problem(
    pair: Pair,
    rule: str,
    source: str | None,
    target: str | None,
    severity: Severity = Severity.ERROR,
    message: str = "",
    confidence: float = 0.95,
) -> Problem:
    """A finding on texts of the two documents."""
    return Problem(
        rule=rule,
        severity=severity,
        confidence=confidence,
        message=message or f"{rule}: “{source or target}”",
        pair=pair.id,
        locale=pair.locale,
        source=None if source is None else place(pair.source, source),
        target=None if target is None else place(pair.target, target),
        fingerprint=f"{rule.replace('-', '')}{len(source or '')}x{len(target or '')}",
    )


def found_in_spanish(pair: Pair) -> list[Problem]:
    """A finding of each sort: stale, missing, a link, one that is extra, and a note."""
    return [
        problem(pair, "keys-note", "# Create a key", "# Crear una clave", Severity.NOTE),
        problem(
            pair, "stale-segment", "Enter a name of up to 64 characters and choose when it expires.", SPANISH_STALE
        ),
        problem(pair, "missing-segment", "Never share the key with anybody.", "^Consulte"),
        problem(pair, "link-drift", "[the guide](/guide)", "[la guía](/gia)", Severity.WARNING),
        problem(pair, "extra-segment", None, "Esto no está en el inglés.", Severity.WARNING, confidence=0.6),
    ]


SPANISH_STALE = "Escriba un nombre de hasta 20 caracteres para la clave."


def project(*pairs: tuple[Pair, Sequence[Problem]], extra: Sequence[tuple[str, str]] = ()) -> Project:
    """The report on pairs and what was found in them; `extra` are translated pages without findings."""
    problems = tuple(problem for _, found in pairs for problem in found)
    pages = (*((pair.locale, pair.id) for pair, _ in pairs), *extra)
    return Project(Report(len(pages), problems), tuple(sheet(pair, found) for pair, found in pairs if found), pages)


def sample() -> Project:
    """Three locales, one of them from right to left."""
    spanish, arabic, japanese = a_pair(SPANISH, "es"), a_pair(ARABIC, "ar"), a_pair(JAPANESE, "ja")
    gap = "Never share the key with anybody."
    return project(
        (spanish, found_in_spanish(spanish)),
        (arabic, [problem(arabic, "missing-segment", gap, "^راجع")]),
        (japanese, [problem(japanese, "missing-segment", gap, "^詳しくは", Severity.WARNING)]),
        extra=[("es", "docs/es/index.md"), ("ja", "docs/ja/index.md")],
    )


def large(count: int, of_a_page: int = 5) -> Project:
    """Findings in great number, on pages that were never read."""
    problems, sheets, pages = [], [], []
    for number in range(-(-count // of_a_page)):
        locale = ("de", "es", "fr", "ja")[number % 4]
        path = f"docs/{locale}/part-{number % 7}/page-{number}.md"
        found = [
            Problem(
                ("missing-segment", "stale-segment", "link-drift")[k % 3],
                Severity.ERROR,
                0.9,
                f"finding {k} of page {number}",
                path,
                locale,
                Place("en.md", 3 * k + 1, 1, 3 * k + 1, 9, f"English {k}"),
                Place(path, 3 * k + 1, 1, 3 * k + 1, 9, f"Translated {k}"),
                f"{number}x{k}",
            )
            for k in range(min(of_a_page, count - number * of_a_page))
        ]
        rows = tuple(
            Row(
                "paragraph",
                Passage(k, (Run(Mark.PLAIN, "English " * 20),)),
                Passage(k, (Run(Mark.PLAIN, "Text " * 30),)),
            )
            for k in range(30)
        )
        told = tuple(replace(row, problems=(k,)) if k < len(found) else row for k, row in enumerate(rows))
        sheets.append(Sheet(path, locale, "en.md", path, tuple(p.fingerprint for p in found), told))
        problems += found
        pages.append((locale, path))
    return Project(Report(len(pages), tuple(problems)), tuple(sheets), tuple(pages))


HOSTILE = (
    "<script>window.hacked = 1</script>",
    "</script><script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 1'>",
    "<!-- --> --> <!--<script>",
    "[a link](javascript:window.hacked=1) and <a href='javascript:window.hacked=1'>another</a>",
    "\u202eright to left\u2066 over\u2069 \u200b\ufeff",
    "{{ 7 * 7 }} {% raw %} ${window.hacked = 1} {{ config }}",
    '" onmouseover="window.hacked=1" x=\'',
    "\u2028 line \u2029 ends \x00 \x1b[31m \ud800",
    "]]> & &amp; &lt; %3Cscript%3E",
    "x" * 100_000,
)


def hostile() -> Project:
    """Documents, paths, locales, messages and rules that would like to be more than text."""
    found = []
    for number, text in enumerate(HOSTILE):
        body = f"# A heading\n\n{text} number {number}\n"
        pair = a_pair(body, text[:40], body, None, f"docs/{text[:60]}/{number}.md")
        where = Place(pair.target.path, 3, 1, 3, len(text), text)
        told = Problem(
            text[:60], Severity.ERROR, 1.0, text, pair.id, pair.locale, replace(where, path=text), where, text[:60]
        )
        found.append((pair, [told]))
    return project(*found)
