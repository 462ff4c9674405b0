from __future__ import annotations

import os
from pathlib import Path

import pytest
from parallint.config import Config
from parallint.dated import read_pair
from parallint.discover import discover, survey
from parallint.errors import ConfigError, ParallintError
from parallint.jobs import Job, SiblingJob
from parallint.layouts import Layout
from parallint.model import TokenKind
from parallint.walk import files

DOCS = Layout("docs/en/{path}.md", "docs/{locale}/{path}.md")


def tree(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


def config(root: Path, *layouts: Layout, locales: tuple[str, ...] = (), exclude: tuple[str, ...] = ()) -> Config:
    return Config(root=str(root), layouts=layouts or (DOCS,), locales=locales, exclude=exclude)


def found(settings: Config, *paths: Path | str) -> list[tuple[str, str, str]]:
    jobs = discover(settings, [str(path) for path in paths])
    return [(job.source, job.target, job.locale) for job in jobs if isinstance(job, Job)]


def test_pairs_of_a_project(tmp_path: Path) -> None:
    tree(tmp_path, "docs/en/a.md", "docs/en/x/b.md", "docs/de/a.md", "docs/zh_CN/x/b.md", "docs/de/only.md")
    tree(tmp_path, "docs/en/a.txt", "docs/de/a.txt", "docs/media/a.md", "docs/api/a.md", "README.md", "docs/de.md")
    assert found(config(tmp_path)) == [
        ("docs/en/a.md", "docs/de/a.md", "de"),
        ("docs/en/x/b.md", "docs/zh_CN/x/b.md", "zh_CN"),
    ]


@pytest.mark.parametrize(
    ("layout", "names", "pairs"),
    [
        (
            Layout("docs/{path}.md", "docs/{locale}/{path}.md"),
            ("docs/a.md", "docs/to/b.md", "docs/fr/a.md", "docs/fr/to/b.md"),
            [("docs/a.md", "docs/fr/a.md", "fr"), ("docs/to/b.md", "docs/fr/to/b.md", "fr")],
        ),
        (
            Layout("{path}.md", "{path}.{locale}.md"),
            ("a.md", "a.pt-BR.md", "x/b.md", "x/b.de.md", "x/c.min.md"),
            [("a.md", "a.pt-BR.md", "pt-BR"), ("x/b.md", "x/b.de.md", "de")],
        ),
        (
            Layout("README.md", "README.{locale}.md"),
            ("README.md", "README.zh.md", "x/README.zh.md"),
            [("README.md", "README.zh.md", "zh")],
        ),
        (
            Layout("docs/{path}", "i18n/{locale}/current/{path}"),
            ("docs/a.mdx", "docs/b.MD", "docs/c.png", "i18n/de/current/a.mdx", "i18n/de/current/b.MD"),
            [("docs/a.mdx", "i18n/de/current/a.mdx", "de"), ("docs/b.MD", "i18n/de/current/b.MD", "de")],
        ),
        (
            Layout("docs/{path}.md", "docs/{locale}/{path}.{locale}.md"),
            ("docs/a.md", "docs/de/a.de.md", "docs/de/a.fr.md"),
            [("docs/a.md", "docs/de/a.de.md", "de")],
        ),
        (Layout("{path}/en.md", "{path}/{locale}.md"), ("w/en.md", "w/fr.md"), [("w/en.md", "w/fr.md", "fr")]),
        (Layout("a+(b/{path}", "{locale}+(b/{path}"), ("a+(b/x.md", "fr+(b/x.md"), [("a+(b/x.md", "fr+(b/x.md", "fr")]),
    ],
    ids=str,
)
def test_layouts(tmp_path: Path, layout: Layout, names: tuple[str, ...], pairs: list[tuple[str, str, str]]) -> None:
    tree(tmp_path, *names)
    assert found(config(tmp_path, layout)) == pairs


def test_locales_and_excluded_files(tmp_path: Path) -> None:
    tree(tmp_path, *(f"docs/{folder}/{name}.md" for folder in ("en", "de", "zh_CN", "api") for name in ("a", "b")))
    listed = config(tmp_path, locales=("zh-cn", "api"), exclude=("docs/api/b.md",))
    assert found(listed) == [
        ("docs/en/a.md", "docs/api/a.md", "api"),
        ("docs/en/a.md", "docs/zh_CN/a.md", "zh_CN"),
        ("docs/en/b.md", "docs/zh_CN/b.md", "zh_CN"),
    ]
    assert found(config(tmp_path, exclude=("docs/en/a.md", "docs/de")), tmp_path / "docs/de/b.md") == []


def test_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(tmp_path, *(f"docs/{folder}/{name}.md" for folder in ("en", "de", "fr") for name in ("a", "x/b")))
    tree(tmp_path, "README.md", "lint/code.py")
    settings = config(tmp_path)
    a = [("docs/en/a.md", "docs/de/a.md", "de"), ("docs/en/a.md", "docs/fr/a.md", "fr")]
    b = [("docs/en/x/b.md", "docs/de/x/b.md", "de"), ("docs/en/x/b.md", "docs/fr/x/b.md", "fr")]
    assert found(settings, tmp_path / "docs/en/a.md") == a
    assert found(settings, tmp_path / "docs/fr/a.md") == a[1:]
    assert found(settings, tmp_path / "docs/en/x") == b
    assert found(settings, tmp_path) == a + b
    assert found(settings, tmp_path / "docs/de", tmp_path / "docs/en/a.md") == [*a, b[0]]
    assert found(settings, tmp_path / "README.md", tmp_path / "lint/code.py", tmp_path / "lint") == []
    monkeypatch.chdir(tmp_path / "docs/de")
    assert found(settings, "a.md", "./x/../a.md") == a[:1]
    assert found(settings, "..") == a + b


def test_paths_that_mean_nothing(tmp_path: Path) -> None:
    root = tmp_path / "root"
    tree(root, "docs/en/a.md")
    with pytest.raises(ParallintError, match="no such file or folder"):
        discover(config(root), [str(root / "gone.md")])
    with pytest.raises(ParallintError, match="outside the project"):
        discover(config(root), [str(tmp_path)])


def test_a_path_through_a_link_to_the_root(tmp_path: Path) -> None:
    tree(tmp_path / "root", "docs/en/a.md", "docs/de/a.md")
    (tmp_path / "link").symlink_to("root")
    assert len(found(config(tmp_path / "root"), tmp_path / "link/docs/de/a.md")) == 1


def test_what_git_ignores(tmp_path: Path) -> None:
    repository, root = tmp_path, tmp_path / "site"
    (repository / ".git").mkdir()
    tree(root, *(f"docs/{locale}/{name}.md" for locale in ("en", "de") for name in ("a", "b", "c/d", "c/e", "old/f")))
    (repository / ".gitignore").write_text("site/docs/*/b.md\n")
    (root / ".gitignore").write_text("old/\n*.bak\n")
    (root / "docs/de/c/.gitignore").write_text("/*\n!e.md\n")
    assert [target for _, target, _ in found(config(root))] == ["docs/de/a.md", "docs/de/c/e.md"]
    assert [target for _, target, _ in found(config(root), root / "docs/de/c/d.md")] == ["docs/de/c/d.md"]


def test_folders_of_other_people(tmp_path: Path) -> None:
    tree(tmp_path, "en/a.md", "de/a.md", "de/node_modules/x/a.md", "de/.cache/a.md", "vendor/en/a.md", ".git/HEAD")
    assert sorted(files(str(tmp_path))) == ["de/a.md", "en/a.md"]


def test_links(tmp_path: Path) -> None:
    root = tmp_path / "root"
    tree(tmp_path, "outside/a.md", "root/docs/en/a.md", "root/translations/es/a.md")
    (root / "docs/es").symlink_to(root / "translations/es")
    (root / "docs/fr").symlink_to(tmp_path / "outside")
    (root / "docs/de").mkdir()
    (root / "docs/de/up").symlink_to(root)
    (root / "docs/de/a.md").symlink_to(tmp_path / "outside/a.md")
    (root / "translations/es/ring").symlink_to(root / "docs/de")
    assert [target for _, target, _ in found(config(root))] == ["docs/de/a.md", "docs/es/a.md"]


def test_translations_without_english_are_siblings(tmp_path: Path) -> None:
    tree(tmp_path, "docs/en/a.md", "docs/de/b.md", "docs/fr/b.md", "docs/fr/c.md")
    jobs = (SiblingJob((("docs/de/b.md", "de"), ("docs/fr/b.md", "fr")), str(tmp_path), strict=False),)
    assert discover(config(tmp_path)) == jobs
    assert discover(config(tmp_path), [str(tmp_path / "docs/fr/b.md")]) == jobs
    assert discover(config(tmp_path), [str(tmp_path / "docs/fr/c.md")]) == ()


def test_the_first_layout_that_fits_counts(tmp_path: Path) -> None:
    tree(tmp_path, "docs/en/a.md", "docs/de/a.md")
    assert len(found(config(tmp_path, DOCS, Layout("docs/en/{path}", "docs/{locale}/{path}")))) == 1


def test_without_a_layout_it_says_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r'source = "docs/en/\{path\}.md"'):
        survey(Config(root=str(tmp_path)))


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ((), "there are no pages of Markdown here"),
        (("src/main.py", "src/de/x.py"), "there are no pages of Markdown here"),
        (("README.md", "src/main.py"), "among the one page of Markdown here, and nothing says"),
        (("docs/a.md", "docs/b.md", "docs/api/a.md"), "among the 3 pages of Markdown here, and nothing says"),
    ],
)
def test_what_is_said_where_there_is_nothing_to_compare(tmp_path: Path, names: tuple[str, ...], said: str) -> None:
    tree(tmp_path, *names)
    with pytest.raises(ConfigError, match=said) as caught:
        survey(Config(root=str(tmp_path)))
    assert "are not read" not in caught.value.hint


def test_translations_in_another_format_are_named(tmp_path: Path) -> None:
    tree(tmp_path, "README.md", "src/locales/en.json", "src/locales/de.json", "src/locales/fr.json", "a/it/x.yml")
    with pytest.raises(ConfigError) as caught:
        survey(Config(root=str(tmp_path)))
    assert caught.value.hint.startswith("Translations in .json files (src/locales/de.json) are not read: only Markdown")


def test_only_the_folders_of_the_layout_are_walked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(tmp_path, "docs/en/a.md", "docs/de/a.md", "src/deep/x.md")
    seen: list[str] = []
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: (seen.append(os.path.relpath(path, tmp_path)), scandir(path))[1])
    assert len(found(config(tmp_path))) == 1
    assert sorted(seen) == [".", "docs", "docs/de", "docs/en"]


def test_configured_dialects_decide_how_every_page_is_read(tmp_path: Path) -> None:
    for side in ("en", "es"):
        (tmp_path / "docs" / side).mkdir(parents=True)
        (tmp_path / "docs" / side / "a.md").write_text("# A\n\nIt is $a^2$.\n", encoding="utf-8")

    def formulas(*dialects: str) -> list[int]:
        (job,) = discover(Config(root=str(tmp_path), layouts=(DOCS,), dialects=dialects))
        assert isinstance(job, Job)
        pair = read_pair(job)
        sides = (pair.source, pair.target)
        return [sum(t.kind is TokenKind.FORMULA for s in side.segments for t in s.tokens) for side in sides]

    assert formulas() == [1, 1]
    assert formulas("-math") == [0, 0]


@pytest.mark.parametrize(
    ("english", "translation"),
    [
        ("docs/en/a.mdx", "docs/de/a.md"),
        ("docs/en/a/_index.md", "docs/de/a.md"),
        ("docs/en/a.md", "docs/de/a/index.md"),
        ("docs/en/A/index.mdx", "docs/de/a.md"),
    ],
)
def test_files_that_a_site_shows_as_one_page_are_a_pair(tmp_path: Path, english: str, translation: str) -> None:
    tree(tmp_path, english, translation)
    assert found(config(tmp_path, Layout("docs/en/{path}", "docs/{locale}/{path}"))) == [(english, translation, "de")]


def test_of_two_english_pages_that_could_be_meant_none_is(tmp_path: Path) -> None:
    tree(
        tmp_path, "docs/en/a.mdx", "docs/en/a/index.md", "docs/de/a.md", "docs/en/b.md", "docs/en/b.mdx", "docs/de/b.md"
    )
    layout = Layout("docs/en/{path}", "docs/{locale}/{path}")
    assert found(config(tmp_path, layout)) == [("docs/en/b.md", "docs/de/b.md", "de")]


def test_a_name_that_is_like_another_page_with_a_locale_hides_no_tree_of_bilingual_pages(tmp_path: Path) -> None:
    span = '<span data-{}-id="1-101">{}</span>'.format
    english = f'<span class="sxs-lookup">{span("stu", "Open the file and wait for it.")}</span>'
    text = f"# {span('ttu', 'Abra el archivo y espere.')}{english}\n"
    for locale in ("es-es", "ja-jp", "de-de"):
        for name in ("a", "b", "c", "project", "project-fr"):
            path = tmp_path / "docs" / locale / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    project = survey(Config(root=str(tmp_path)))
    assert [str(layout) for layout in project.layouts] == ["docs/en/{path} -> docs/{locale}/{path}"]
    assert (len(project.pairs), len(project.orphans)) == (0, 5)
