"""Bad input through the command line: one clear message with the place, no traceback, everything else still linted.

The sizes are such that anything worse than roughly linear would run far beyond the limit of `TIMEOUT` seconds.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

TIMEOUT = 120

ENGLISH = """# Install

Download the archive from the [release page](https://example.org/releases) and unpack it.

```sh
tar xf tool.tar.gz
```

Then add the folder `bin` to your `PATH`, and open a new terminal.

Run `tool --version` to see whether everything works.
"""
SPANISH = """# Instalar

Descargue el archivo de la [página de versiones](https://example.org/releases) y descomprímalo.

```sh
tar xf tool.tar.gz
```

Ejecute `tool --version` para ver si todo funciona.
"""


class Run(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        return json.loads(self.out)  # type: ignore[no-any-return]

    def rules(self, pair: str) -> list[str]:
        return [finding["rule"] for finding in self.report["findings"] if finding["pair"] == pair]


def parallint(*args: str, cwd: Path, **env: str) -> Run:
    done = subprocess.run(
        [sys.executable, "-m", "parallint", *args],
        cwd=cwd,
        env={**os.environ, **env},
        capture_output=True,
        timeout=TIMEOUT,
        check=False,
    )
    run = Run(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in run.err + run.out, run.err
    assert done.returncode in (0, 1, 2), run
    return run


def lint(tmp_path: Path, english: bytes | str, translation: bytes | str, locale: str = "es") -> Run:
    """Run over two pairs: the one given, and one that lacks a paragraph, which must be found whatever befalls."""
    files = {"en.md": english, "bad.md": translation, "good-en.md": ENGLISH, "good-es.md": SPANISH}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    pairs = [("bad", "en.md", "bad.md", locale), ("good", "good-en.md", "good-es.md", "es")]
    lines = (json.dumps(dict(zip(("id", "source", "target", "locale"), pair, strict=True))) for pair in pairs)
    (tmp_path / "pairs.jsonl").write_text("\n".join(lines))
    run = parallint("check", "--pairs", "pairs.jsonl", "--format", "json", cwd=tmp_path)
    assert run.rules("good") == ["missing-segment"]
    assert run.report["summary"]["pairs"] == (1 if run.status == 2 else 2)
    return run


def one_error(run: Run, name: str) -> str:
    """The one message about the file `name`."""
    assert run.status == 2, run
    about = [line for line in run.err.splitlines() if name in line]
    assert len(about) == 1, run.err
    return about[0]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("Configuración más rápida\n".encode("latin-1"), id="latin-1"),
        pytest.param("# Título\n".encode("utf-16"), id="utf-16"),
        pytest.param(b"# T\xed\xa0\x80tulo\n", id="lone surrogate"),
        pytest.param(b"# T\xc0\xaftulo\n", id="overlong"),
        pytest.param(b"\xff" * 1_000_000, id="noise"),
    ],
)
@pytest.mark.parametrize("side", ["en.md", "bad.md"])
def test_bytes_that_are_no_text(tmp_path: Path, content: bytes, side: str) -> None:
    run = lint(tmp_path, content, SPANISH) if side == "en.md" else lint(tmp_path, ENGLISH, content)
    assert re.search("UTF-8|surrogate", one_error(run, side))


def test_a_line_of_50_mb(tmp_path: Path) -> None:
    run = lint(tmp_path, b"word " * 10_000_000, SPANISH)
    assert "en.md" in one_error(run, "en.md")


def deep_list(depth: int) -> str:
    return "\n".join("  " * level + "- a" for level in range(depth))


HARD = {
    "NUL bytes": ("a\0b\n\n" * 500, "a\0c\n\n" * 500),
    "empty": ("", ""),
    "only white space": (" \t\r\n" * 1000, "\r" * 1000),
    "only line separators": ("a\u2028b\u2029c\x0bd\x0ce\x85f\n\n" * 300, "a\u2028b\n\n" * 300),
    "nested quotes": ("> " * 10_000 + "a\n", "> " * 10_000 + "b\n"),
    "nested quotes, short": (">" * 10_000 + "a\n", ">" * 9_999 + "b\n"),
    "nested lists on one line": ("- " * 10_000 + "a\n", "- " * 10_000 + "b\n"),
    "nested lists": (deep_list(1_000), deep_list(999)),
    "quotes and lists": ("> - " * 5_000 + "a\n", "> 1. " * 5_000 + "b\n"),
    "a wide table": (
        "|" + " a |" * 2_000 + "\n|" + "-|" * 2_000 + "\n" + ("|" + " b |" * 2_000 + "\n") * 5,
        "|" + " a |" * 2_000 + "\n|" + "-|" * 2_000 + "\n" + ("|" + " c |" * 1_999 + "\n") * 4,
    ),
    "a table of short rows": ("|" + "a|" * 500 + "\n|" + "-|" * 500 + "\n" + "|x|\n" * 3_000, "b\n"),
    "unclosed fence": ("```\n" + "a\n" * 50_000, "~~~\n" + "b\n" * 50_000),
    "unclosed comment": ("<!-- " + "a\n" * 50_000, "<!-- " + "b\n\n" * 50_000),
    "unclosed comments": ("a <!-- b " * 20_000, "a <!-- c " * 20_000),
    "unclosed tags": ("<a " * 50_000, '<a href="' * 30_000),
    "unclosed declarations": ("a <![CDATA[ " * 20_000, "a <! <? " * 20_000),
    "unclosed spans": ('<span data-ttu-id="a-1">x ' * 5_000, '<span data-ttu-id="a-1">y ' * 5_000),
    "brackets": ("[" * 20_000, "![" * 20_000),
    "brackets and parentheses": ("[a](" * 20_000, "[a](<" * 20_000),
    "closed brackets": ("[" * 5_000 + "a" + "]" * 5_000, "[" * 5_000 + "b" + "](c)" * 5_000),
    "emphasis": ("*a **a " * 10_000, "a** b* " * 10_000),
    "emphasis of two kinds": ("*_" * 20_000, "_*" * 20_000),
    "back quotes": ("".join("a" + "`" * n for n in range(800)), "`a" * 50_000),
    "definitions": ("".join(f"[{n}]: /{n}\n" for n in range(5_000)), "".join(f"[{n}]\n\n" for n in range(5_000))),
    "footnotes": ("".join(f"[^{n}]: a\n\n" for n in range(3_000)) + "[^1]" * 5_000, "[^1]" * 5_000),
    "footnotes that nobody closes": ("[^1]: a\n\n" + "[^" * 20_000, "[^1]: " + "^[" * 20_000),
    "comments that nobody closes, in a block": ("<div>\n" + "<!-- " * 40_000, "<div>\n" + "<? " * 60_000),
    "entities": ("&amp;" * 50_000, "&#x41;" * 50_000 + "&" * 50_000),
    "addresses": ("https://a.example/(((((( " * 5_000, "<https://a" * 20_000),
    "numbers": (" ".join(map(str, range(30_000))), " ".join(map(str, range(30_000, 0, -1)))),
    "a long number": ("9" * 200_000, "1." * 100_000),
    "one long word": ("a" * 500_000, "b" * 500_000),
    "one long word in two halves": ("ab" * 250_000, "ba" * 250_000),
    "long code": ("`" + "x" * 200_000 + "`", "`" + "y" * 200_000 + "`"),
    "equal items": ("- a\n" * 2_000, "- b\n" * 1_999),
    "equal rows": ("|a|\n|-|\n" + "|b|\n" * 2_000, "|a|\n|-|\n" + "|c|\n" * 1_600),
    "paragraphs that have nothing in common": (
        "".join(f"Word{n} and the other{n * 7} words of this sentence.\n\n" for n in range(4_000)),
        "".join(f"Palabra{n * 3} y otra frase del todo diferente{n * 5}.\n\n" for n in range(4_000)),
    ),
    "paragraphs against headings": ("a b c\n\n" * 5_000, "# x y z\n\n" * 5_000),
    "long text against none": ("a b c\n\n" * 10_000, ""),
    "combining characters": ("a" + "\u0301" * 200_000, "e" + "\u0308" * 200_000),
    "direction marks": ("\u202e" * 10_000 + "abc", "\u2067" * 10_000 + "abc"),
    "tabs": ("\t" * 20_000 + "a", "\ta\n" * 20_000),
    "front matter that never ends": ("---\n" + "a: b\n" * 20_000, "+++\n" + "a = 1\n" * 20_000),
    "rules": ("* " * 50_000 + "\n", "- " * 50_000 + "-\n"),
    "setext": ("a\n" * 20_000 + "===\n", "a\n===\n" * 10_000),
    "escapes": ("\\" * 100_000, "\\*" * 50_000),
    "HTML blocks": ("<div>\n" * 20_000, "<div>\n\n" * 10_000),
    "containers that nobody closes": ("::: tip\n" * 10_000, "/// note | a\n" * 10_000),
    "closings of containers": (":::\n" * 20_000, "///\n" * 20_000),
    "admonitions in admonitions": (
        "".join(" " * (4 * k) + "!!! note\n" for k in range(200)),
        "".join(" " * (4 * k) + '=== "a"\n' for k in range(200)),
    ),
    "directives that nobody closes": ("```{note}\n" * 8_000, ":::{note}\n" * 8_000),
    "template tags that nobody closes": ("{{< " * 20_000, "{%" * 40_000),
    "shortcodes": ("{{< a >}}\n" * 4_000 + "{{< /a >}}\n" * 4_000, "{{< a >}} x {{< /a >}}\n" * 4_000),
    "braces": ("{" * 50_000, "{#" * 30_000),
    "dollars": ("$x " * 30_000, "$$\n" * 30_000 + "$$a\n" * 10_000),
    "formulas that nobody closes": ("\\[\n" * 20_000, "\\(" * 40_000),
    "components that nobody closes": (
        "import a from 'b'\n\n" + "<A b={{\n" * 8_000,
        "{/* a */}\n\n" + "<A>\n" * 10_000,
    ),
    "scripts in a block": ("<div>\n" + "<script>" * 20_000, "<div>\n" + "{{" * 30_000),
    "attributes": ("<a " + "b=c " * 30_000 + ">", "<a " + "b='" * 30_000 + ">"),
}


@pytest.mark.parametrize(("english", "translation"), HARD.values(), ids=HARD.keys())
@pytest.mark.parametrize("swapped", [False, True], ids=["", "swapped"])
def test_hard_text(tmp_path: Path, english: str, translation: str, swapped: bool) -> None:
    run = lint(tmp_path, translation, english) if swapped else lint(tmp_path, english, translation)
    if run.status == 2:
        assert run.err.count("\n") <= 2, run.err


FRONT_MATTER = {
    "bomb": "a: &a [x, x, x, x, x, x, x, x, x]\n"
    + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
    "merge bomb": "a0: &a0 {x: 1}\n" + "".join(f"a{n + 1}: &a{n + 1} {{<<: [{f'*a{n}, ' * 20}]}}\n" for n in range(12)),
    "tag": "title: !!python/object/apply:os.system ['touch pwned']\n",
    "unknown tag": "title: !secret x\n",
    "nested": "title: " + "[" * 10_000 + "]" * 10_000 + "\n",
    "nested maps": "\n".join(" " * level + "a:" for level in range(2_000)) + "\n",
    "broken": "title: 'never closed\nother: [\n",
    "a list": "- a\n- b\n",
    "tabs": "a:\t- b\n\t c: d\n",
    "control characters": "title: a\x07b\n",
    "a date that is none": "date: 2024-13-45\n",
    "a number that is none": "n: " + "9" * 50_000 + "\n",
    "sexagesimal": "n: " + ":".join(["59"] * 10_000) + "\n",
    "unhashable key": "? [a, b]\n: c\n? {d: e}\n: f\n",
    "recursive": "a: &a [*a]\n",
}


@pytest.mark.parametrize("yaml", FRONT_MATTER.values(), ids=FRONT_MATTER.keys())
def test_front_matter(tmp_path: Path, yaml: str) -> None:
    run = lint(tmp_path, f"---\n{yaml}---\n\n{ENGLISH}", f"---\n{yaml}---\n\n{SPANISH}")
    assert "missing-segment" in run.rules("bad") if run.status != 2 else one_error(run, "md:")
    assert not (tmp_path / "pwned").exists()


def test_toml_front_matter_that_is_broken(tmp_path: Path) -> None:
    run = lint(tmp_path, f"+++\ntitle = \n+++\n\n{ENGLISH}", SPANISH)
    assert "missing-segment" in run.rules("bad") if run.status != 2 else one_error(run, "en.md")


def spans(count: int, target: str = "Hola.", english: str = "Hello.", ids: str = "{}") -> str:
    unit = (
        '<span data-ttu-id="a-{id}">{target}</span>'
        '<span class="sxs-lookup"><span data-stu-id="a-{id}">{english}</span></span>\n\n'
    )
    return "".join(unit.format(id=ids.format(n), target=target, english=english) for n in range(count))


BILINGUAL = {
    "entities": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n\n' + spans(3, "&e; Hola.", "&e; Hello."),
    "an entity bomb": '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n\n' + spans(3, "&b;", "&b;"),
    "one id": spans(3_000, ids="1"),
    "no English": spans(3_000).replace("data-stu-id", "data-other"),
    "no translation": spans(3_000).replace("data-ttu-id", "data-other"),
    "never closed": spans(3_000).replace("</span>", ""),
    "closed too often": spans(3_000).replace("</span>", "</span></span></span>"),
    "crossed": spans(2_000, "**Hola</span>.**", "**Hello</span>.**"),
    "nested": '<span data-ttu-id="a-1">' * 3_000 + "a" + "</span>" * 3_000,
    "empty": spans(1_000, "", ""),
    "long": spans(2, "palabra " * 20_000, "word " * 20_000),
    "huge id": spans(2, ids="9" * 100_000),
    "markup in attributes": spans(2).replace('data-ttu-id="', "data-ttu-id=\"<span data-ttu-id='x'>"),
}


@pytest.mark.parametrize("text", BILINGUAL.values(), ids=BILINGUAL.keys())
def test_bilingual(tmp_path: Path, text: str) -> None:
    run = lint(tmp_path, "Hello.\n\n" * 30, text)
    assert "root:" not in run.out


@pytest.mark.parametrize("text", BILINGUAL.values(), ids=BILINGUAL.keys())
def test_bilingual_siblings(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.es.md").write_text(text)
    (tmp_path / "x.de.md").write_text(spans(30))
    run = parallint("check", "--siblings", "x.es.md", "x.de.md", "--format", "json", cwd=tmp_path)
    assert "root:" not in run.out


def test_siblings_that_embed_no_english(tmp_path: Path) -> None:
    (tmp_path / "x.es.md").write_text(SPANISH)
    (tmp_path / "x.de.md").write_text(SPANISH)
    run = parallint("check", "--siblings", "x.es.md", "x.de.md", cwd=tmp_path)
    assert run.status == 2
    assert "x.es.md" in run.err


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "en.md").write_text(ENGLISH)
    run = parallint("check", "--source", "en.md", "--target", "no\nsuch.md", "--locale", "es", cwd=tmp_path)
    assert run.status == 2
    run = parallint("check", "--source", "en.md", "--target", "es.md", "--locale", "es", cwd=tmp_path)
    assert "es.md" in one_error(run, "es.md")


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "en.md").write_text(ENGLISH)
    (tmp_path / "es.md").mkdir()
    run = parallint("check", "--source", "en.md", "--target", "es.md", "--locale", "es", cwd=tmp_path)
    assert "folder" in one_error(run, "es.md")


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "en.md").write_text(ENGLISH)
    secret = tmp_path / "es.md"
    secret.write_text(SPANISH)
    secret.chmod(0)
    if os.access(secret, os.R_OK):
        pytest.skip("this user may read everything")
    run = parallint("check", "--source", "en.md", "--target", "es.md", "--locale", "es", cwd=tmp_path)
    assert one_error(run, "es.md")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "en.md").write_text(ENGLISH)
    os.mkfifo(tmp_path / "es.md")
    run = parallint("check", "--source", "en.md", "--target", "es.md", "--locale", "es", cwd=tmp_path)
    assert one_error(run, "es.md")


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "{",
        "[]",
        "null",
        '"text"',
        '{"id": "x"}',
        '{"id": "x", "source": 1, "target": [], "locale": "es"}',
        '{"id": "x", "source": "good-en.md", "target": "gone.md", "locale": "es"}',
        '{"id": "x", "source": "good-en.md", "target": "a\\u0000b.md", "locale": "es"}',
        '{"id": "x", "source": "good-en.md", "target": "\\ud800.md", "locale": "es"}',
        '{"id": "\\ud800", "source": "good-en.md", "target": "good-es.md", "locale": "\\ud800"}',
        "[" * 100_000,
        "9" * 100_000,
        '{"id": "\xff"}',
    ],
)
def test_a_bad_line_in_a_manifest(tmp_path: Path, line: str) -> None:
    (tmp_path / "good-en.md").write_text(ENGLISH)
    (tmp_path / "good-es.md").write_text(SPANISH)
    good = '{"id": "good", "source": "good-en.md", "target": "good-es.md", "locale": "es", "unknown": 1}'
    (tmp_path / "pairs.jsonl").write_bytes(f"{good}\n\n".encode() + line.encode("latin-1") + b"\n")
    run = parallint("check", "--pairs", "pairs.jsonl", "--format", "json", cwd=tmp_path)
    assert run.rules("good") == ["missing-segment"]
    if '\\ud800", "source' not in line:
        assert run.status == 2
        assert len(run.err.splitlines()) <= 2, run.err
    if run.status == 2 and "good-en" not in line:
        assert "pairs.jsonl:3" in run.err


@pytest.mark.parametrize("manifest", ["pairs.jsonl", "."])
def test_a_manifest_that_cannot_be_read(tmp_path: Path, manifest: str) -> None:
    run = parallint("check", "--pairs", manifest, cwd=tmp_path)
    assert run.status == 2
    assert len(run.err.splitlines()) <= 3, run.err


LAYOUT = 'source = "docs/en/{path}.md"\ntarget = "docs/{locale}/{path}.md"\n'

CONFIGS = {
    "unknown key": (f'{LAYOUT}sorce = "x"\n', "parallint.toml:3", "source"),
    "unknown rule": (f"{LAYOUT}[rules]\nmissing-segmnt = 'off'\n", "parallint.toml:4", "missing-segment"),
    "unknown option": (f"{LAYOUT}[rules.missing-segment]\nfoo = 1\n", "parallint.toml:4", "foo"),
    "wrong type": ("source = 1\ntarget = 2\n", "parallint.toml:1", "source"),
    "no TOML": (f"{LAYOUT}= =\n", "parallint.toml:3", "TOML"),
    "no target": ('source = "docs/en/{path}.md"\n', "parallint.toml:1", "target"),
    "no locale": ('source = "docs/en/{path}.md"\ntarget = "docs/es/{path}.md"\n', "parallint.toml", "{locale}"),
    "unknown field": ('source = "docs/en/{pth}.md"\ntarget = "docs/{locale}/{path}.md"\n', "parallint.toml:1", "pth"),
    "nested": (f"a = {'[' * 5_000}{']' * 5_000}\n", "parallint.toml", "nested"),
}


@pytest.mark.parametrize(("text", "place", "word"), CONFIGS.values(), ids=CONFIGS.keys())
def test_configuration(tmp_path: Path, text: str, place: str, word: str) -> None:
    (tmp_path / "parallint.toml").write_text(text)
    run = parallint("check", cwd=tmp_path)
    assert run.status == 2
    assert place in run.err
    assert word in run.err


def test_configuration_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "parallint.toml").write_bytes(b"\xff\xfe")
    run = parallint("check", cwd=tmp_path)
    assert run.status == 2
    assert "parallint.toml" in run.err


def site(root: Path) -> None:
    for locale, text in (("en", ENGLISH), ("es", SPANISH)):
        folder = root / "docs" / locale
        folder.mkdir(parents=True)
        (folder / "good.md").write_text(text)
    (root / "parallint.toml").write_text(LAYOUT)


def test_a_link_out_of_the_root(tmp_path: Path) -> None:
    site(tmp_path / "project")
    (tmp_path / "secret.md").write_text("The password is swordfish.\n")
    (tmp_path / "project/docs/en/bad.md").write_text(ENGLISH)
    (tmp_path / "project/docs/es/bad.md").symlink_to(tmp_path / "secret.md")
    run = parallint("check", "--format", "json", cwd=tmp_path / "project")
    assert "swordfish" not in run.out + run.err
    assert [f["rule"] for f in run.report["findings"]] == ["missing-segment"]
    assert "bad.md" in one_error(run, "bad.md")


def test_a_ring_of_links(tmp_path: Path) -> None:
    site(tmp_path)
    (tmp_path / "docs/es/ring").symlink_to(tmp_path / "docs")
    (tmp_path / "docs/es/self.md").symlink_to("self.md")
    (tmp_path / "docs/en/self.md").write_text(ENGLISH)
    run = parallint("check", "--format", "json", cwd=tmp_path)
    assert [f["rule"] for f in run.report["findings"]] == ["missing-segment"]
    assert run.status == 2


def test_one_bad_page_of_a_site(tmp_path: Path) -> None:
    site(tmp_path)
    (tmp_path / "docs/en/bad.md").write_text(ENGLISH)
    (tmp_path / "docs/es/bad.md").write_bytes(b"\xff")
    run = parallint("check", "--format", "json", cwd=tmp_path)
    assert [f["rule"] for f in run.report["findings"]] == ["missing-segment"]
    assert one_error(run, str(Path("docs/es/bad.md")))


def test_nothing_to_lint(tmp_path: Path) -> None:
    (tmp_path / "parallint.toml").write_text(LAYOUT)
    run = parallint("check", cwd=tmp_path)
    assert run.err
    assert run.status == 2


@pytest.mark.parametrize(
    "args",
    [
        ["check", "--source", "en.md"],
        ["check", "--target", "es.md"],
        ["check", "--format", "jsn"],
        ["check", "--siblings", "es.md"],
        ["check", "--pairs", "p", "--source", "en.md", "--target", "es.md"],
        ["check", "--fail-on", "fatal"],
        ["explain", "missing-segmnt"],
        ["chekc"],
        [],
    ],
    ids=" ".join,
)
def test_usage(tmp_path: Path, args: list[str]) -> None:
    (tmp_path / "en.md").write_text(ENGLISH)
    (tmp_path / "es.md").write_text(SPANISH)
    run = parallint(*args, cwd=tmp_path)
    assert run.status == 2
    assert run.err or not args


def test_control_characters_do_not_reach_the_terminal(tmp_path: Path) -> None:
    evil = "Then \x1b]0;owned\x07 add \x1b[31mthe folder\x9b2J to your path and open a new terminal.\n\n"
    (tmp_path / "en\x1b[31m.md").write_text(ENGLISH.replace("Run `tool", f"{evil}Run `tool"))
    (tmp_path / "es.md").write_text(SPANISH)
    run = parallint("check", "--source", "en\x1b[31m.md", "--target", "es.md", "--locale", "es", cwd=tmp_path)
    assert run.status == 1
    assert not set("\x1b\x07\x9b") & set(run.out + run.err)


def test_an_output_that_cannot_hold_the_characters(tmp_path: Path) -> None:
    (tmp_path / "en.md").write_text(ENGLISH + "\nNaïve café 中文 \U0001f600 and more words in this last paragraph.\n")
    (tmp_path / "es.md").write_text(SPANISH)
    for form in ("text", "json"):
        args = ["check", "--source", "en.md", "--target", "es.md", "--locale", "es", "--format", form]
        assert parallint(*args, cwd=tmp_path, PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C").status == 1


def test_an_output_file_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "en.md").write_text(ENGLISH)
    (tmp_path / "es.md").write_text(SPANISH)
    args = ["check", "--source", "en.md", "--target", "es.md", "--locale", "es", "--output", "no/such/folder.txt"]
    run = parallint(*args, cwd=tmp_path)
    assert run.status == 2
    assert "no/such/folder.txt" in run.err


@pytest.mark.skipif(os.name == "nt", reason="needs a shell with pipes")
def test_a_reader_that_goes_away(tmp_path: Path) -> None:
    (tmp_path / "en.md").write_text("".join(f"A paragraph with the number {n} in it.\n\n" for n in range(3_000)))
    (tmp_path / "es.md").write_text("Hola.\n")
    command = f"{sys.executable} -m parallint check --source en.md --target es.md --locale es | head -c 10"
    done = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, timeout=TIMEOUT, check=False)
    assert b"Traceback" not in done.stderr
    assert b"Error" not in done.stderr
