from __future__ import annotations

import os
from pathlib import Path

import pytest
from parallint.history import blobs as contents
from parallint.history import git as module
from parallint.history.blobs import Blobs
from parallint.history.git import HistoryError, Repository, repository_of
from parallint.history.log import histories
from parallint.jobs import Job
from parallint.pasts import branch_since, dig

from tests.repository import commit, git, start

HOSTILE = [
    "-rf.md",
    "a b.md",
    "ä\u202e.md",
    "x\ny.md",
    'q"uote.md',
    "$(touch pwned).md",
    "*.md",
    ":(top)x.md",
    "a\\b.md",
]


def opened(folder: Path) -> Repository:
    found = repository_of(str(folder))
    assert found
    return found


def subjects(folder: Path, path: str, others: tuple[str, ...] = ()) -> list[str]:
    return [revision.subject for revision in histories(opened(folder), [path, *others])[path]]


def test_no_repository(tmp_path: Path) -> None:
    assert repository_of(str(tmp_path)) is None


def test_revisions_are_newest_first(tmp_path: Path) -> None:
    start(tmp_path)
    commit(tmp_path, "2020-01-01", "One", {"a.md": "one\n", "b.md": "b\n"})
    commit(tmp_path, "2020-01-02", "Other file", {"b.md": "c\n"})
    last = commit(tmp_path, "2020-01-03", "Two", {"a.md": "two\n"})
    newest, oldest = histories(opened(tmp_path), ["a.md"])["a.md"]
    assert (newest.commit, newest.date, newest.subject, newest.path) == (last, "2020-01-03", "Two", "a.md")
    assert oldest.subject == "One"
    blobs = Blobs(opened(tmp_path))
    assert [blobs.blob(newest.blob), blobs.blob(oldest.blob)] == [b"two\n", b"one\n"]
    blobs.close()


MANY = tuple(f"{n}.md" for n in range(10))


@pytest.mark.parametrize("others", [(), MANY], ids=["one file", "many files"])
class TestMoves:
    def test_a_renamed_file_keeps_its_past(self, tmp_path: Path, others: tuple[str, ...]) -> None:
        text = "".join(f"line {n}\n" for n in range(20))
        start(tmp_path)
        commit(tmp_path, "2020-01-01", "One", {"a.md": text})
        commit(tmp_path, "2020-01-02", "Move", {"a.md": None, "sub/b.md": text + "more\n"})
        commit(tmp_path, "2020-01-03", "A new a", {"a.md": "another\n"})
        commit(tmp_path, "2020-01-04", "Two", {"sub/b.md": text + "two\n"})
        assert subjects(tmp_path, "sub/b.md", others) == ["Two", "Move", "One"]
        assert subjects(tmp_path, "a.md", others)[0] == "A new a"

    def test_a_page_that_was_moved_and_written_anew_keeps_its_past(
        self, tmp_path: Path, others: tuple[str, ...]
    ) -> None:
        start(tmp_path)
        commit(tmp_path, "2020-01-01", "One", {"docs/keys.md": "one\n"})
        commit(tmp_path, "2020-01-02", "Move", {"docs/keys.md": None, "docs/keys/_index.md": "all\nother\nwords\n"})
        assert subjects(tmp_path, "docs/keys/_index.md", others) == ["Move", "One"]

    def test_two_files_that_change_places(self, tmp_path: Path, others: tuple[str, ...]) -> None:
        one, two = ("".join(f"{word} {n}\n" for n in range(20)) for word in ("one", "two"))
        start(tmp_path)
        commit(tmp_path, "2020-01-01", "Write one", {"a.md": one})
        commit(tmp_path, "2020-01-02", "Write two", {"b.md": two})
        commit(tmp_path, "2020-01-03", "Change", {"a.md": two, "b.md": one})
        assert "Change" in subjects(tmp_path, "a.md", others)


@pytest.mark.skipif(os.name == "nt", reason="names that Windows does not have")
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_names(tmp_path: Path, name: str) -> None:
    start(tmp_path / "x")
    commit(tmp_path / "x", "2020-01-01", "One", {name: "one\n", "other.md": "other\n"})
    commit(tmp_path / "x", "2020-01-02", "Two", {name: "two\n"})
    commit(tmp_path / "x", "2020-01-03", "Three", {"other.md": "more\n"})
    assert subjects(tmp_path / "x", name) == ["Two", "One"]
    assert subjects(tmp_path / "x", name, MANY) == ["Two", "One"]
    assert not (tmp_path / "pwned").exists()


@pytest.mark.parametrize("name", ["--all", "-z", "HEAD:a\nb", "", "nonsense", "HEAD^{tree}", "0" * 40])
def test_objects_that_are_not_there(tmp_path: Path, name: str) -> None:
    start(tmp_path)
    commit(tmp_path, "2020-01-01", "One", {"a.md": "one\n"})
    blobs = Blobs(opened(tmp_path))
    assert blobs.blob(name) is None
    assert blobs.commit(name) is None or name == "HEAD^{tree}"
    assert blobs.blob("HEAD:a.md") == b"one\n"
    blobs.close()


def test_a_content_that_is_too_large_is_none_and_the_next_one_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "MAX_BYTES", 10)
    start(tmp_path)
    commit(tmp_path, "2020-01-01", "One", {"a.md": "x" * 11, "b.md": "y" * 10})
    blobs = Blobs(opened(tmp_path))
    assert blobs.blob("HEAD:a.md") is None
    assert blobs.blob("HEAD:b.md") == b"y" * 10
    blobs.close()


def test_nothing_that_the_repository_names_is_run(tmp_path: Path) -> None:
    start(tmp_path / "x")
    commit(tmp_path / "x", "2020-01-01", "One", {"a.md": "one\n", ".gitattributes": "*.md diff=evil filter=evil\n"})
    commit(tmp_path / "x", "2020-01-02", "Two", {"a.md": "two\n"})
    evil = tmp_path / "evil"
    evil.write_text(f"#!/bin/sh\ntouch '{tmp_path}/ran'\ncat\n", "utf-8")
    evil.chmod(0o755)
    for key in (
        "core.fsmonitor",
        "core.pager",
        "pager.log",
        "diff.external",
        "diff.evil.textconv",
        "diff.evil.command",
        "filter.evil.smudge",
        "filter.evil.clean",
        "gpg.program",
        "core.sshCommand",
        "alias.log",
    ):
        git(tmp_path / "x", "config", key, f"!{evil}" if key.startswith("alias") else str(evil))
    git(tmp_path / "x", "config", "log.showSignature", "true")
    git(tmp_path / "x", "config", "core.hooksPath", str(tmp_path))
    job = Job("", "a.md", "a.md", root=str(tmp_path / "x"))
    [known] = dig([job]).jobs
    assert isinstance(known, Job)
    assert known.past
    assert not (tmp_path / "ran").exists()


def test_the_environment_of_a_hook_does_not_lead_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        start(tmp_path / name)
        commit(tmp_path / name, "2020-01-01", f"In {name}", {"a.md": name})
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "two" / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", "nowhere")
    assert subjects(tmp_path / "one", "a.md") == ["In one"]


def test_a_worktree_has_its_repositorys_past(tmp_path: Path) -> None:
    start(tmp_path / "main")
    commit(tmp_path / "main", "2020-01-01", "One", {"a.md": "one\n"})
    git(tmp_path / "main", "worktree", "add", "--quiet", str(tmp_path / "tree"), "-b", "side")
    commit(tmp_path / "tree", "2020-01-02", "Two", {"a.md": "two\n"})
    assert subjects(tmp_path / "tree", "a.md") == ["Two", "One"]


def test_english_in_a_submodule_has_the_submodules_past(tmp_path: Path) -> None:
    start(tmp_path / "english")
    commit(tmp_path / "english", "2020-01-01", "Write", {"a.md": "one\n"})
    start(tmp_path / "site")
    git(
        tmp_path / "site",
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        str(tmp_path / "english"),
        "en",
    )
    commit(tmp_path / "site", "2020-01-02", "Translate", {"es/a.md": "uno\n"})
    [job] = dig([Job("", "en/a.md", "es/a.md", root=str(tmp_path / "site"))]).jobs
    assert isinstance(job, Job)
    assert job.past
    assert [revision.subject for revision in job.past.english] == ["Write"]
    assert [revision.subject for revision in job.past.translation] == ["Translate"]


def test_a_detached_head_is_like_any_other(tmp_path: Path) -> None:
    start(tmp_path)
    first = commit(tmp_path, "2020-01-01", "One", {"a.md": "one\n"})
    commit(tmp_path, "2020-01-02", "Two", {"a.md": "two\n"})
    git(tmp_path, "checkout", "--quiet", first)
    assert subjects(tmp_path, "a.md") == ["One"]


def test_a_repository_without_a_commit_has_no_past_and_no_trouble(tmp_path: Path) -> None:
    start(tmp_path)
    (tmp_path / "a.md").write_text("one\n", "utf-8")
    dug = dig([Job("", "a.md", "a.md", root=str(tmp_path))])
    assert dug.troubles == ()
    assert [job.past for job in dug.jobs if isinstance(job, Job)] == [None]


def test_a_bare_repository_is_read(tmp_path: Path) -> None:
    start(tmp_path / "x")
    commit(tmp_path / "x", "2020-01-01", "One", {"a.md": "one\n"})
    git(tmp_path / "x", "clone", "--quiet", "--bare", ".", str(tmp_path / "bare"))
    assert subjects(tmp_path / "bare", "a.md") == ["One"]


def test_a_shallow_clone_says_how_to_deepen_it(tmp_path: Path) -> None:
    start(tmp_path / "x")
    commit(tmp_path / "x", "2020-01-01", "One", {"a.md": "one\n"})
    commit(tmp_path / "x", "2020-01-02", "Two", {"a.md": "two\n"})
    git(tmp_path, "clone", "--quiet", "--depth=1", (tmp_path / "x").as_uri(), "clone")
    [trouble] = dig([Job("", "a.md", "a.md", root=str(tmp_path / "clone"))]).troubles
    assert "shallow" in str(trouble)
    assert "fetch-depth: 0" in str(trouble)
    assert "git fetch --unshallow" in str(trouble)
    assert "\n" not in str(trouble)


def test_a_partial_clone_does_without_what_it_lacks(tmp_path: Path) -> None:
    text = "".join(f"line {n}\n" for n in range(20))
    start(tmp_path / "x")
    git(tmp_path / "x", "config", "uploadpack.allowFilter", "true")
    commit(tmp_path / "x", "2020-01-01", "One", {"a.md": text})
    commit(tmp_path / "x", "2020-01-02", "Move", {"a.md": None, "b.md": text + "more\n"})
    commit(tmp_path / "x", "2020-01-03", "Two", {"b.md": "two\n"})
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", (tmp_path / "x").as_uri(), "clone")
    (tmp_path / "x").rename(tmp_path / "gone")
    [trouble] = dig([Job("", "b.md", "b.md", root=str(tmp_path / "clone"))]).troubles
    assert "without --filter" in str(trouble)
    assert subjects(tmp_path / "clone", "b.md")[:2] == ["Two", "Move"]
    blobs = Blobs(opened(tmp_path / "clone"))
    oldest = histories(opened(tmp_path / "clone"), ["b.md"])["b.md"][1]
    assert blobs.blob(oldest.blob) is None
    assert blobs.blob("HEAD:b.md") == b"two\n"
    blobs.close()


def test_a_repository_of_another_user_says_how_to_allow_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start(tmp_path)
    commit(tmp_path, "2020-01-01", "One", {"a.md": "one\n"})
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setattr(module, "_KEPT", ("GIT_TEST_ASSUME_DIFFERENT_OWNER",))
    [trouble] = dig([Job("", "a.md", "a.md", root=str(tmp_path))]).troubles
    assert f"git config --global --add safe.directory {tmp_path}" in str(trouble)


def test_without_git_the_texts_must_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start(tmp_path)
    commit(tmp_path, "2020-01-01", "One", {"a.md": "one\n"})
    monkeypatch.setenv("PATH", str(tmp_path))
    module._program.cache_clear()
    try:
        dug = dig([Job("", "a.md", "a.md", root=str(tmp_path))])
    finally:
        module._program.cache_clear()
    assert "git is not installed" in str(dug.troubles[0])
    assert [job.past for job in dug.jobs if isinstance(job, Job)] == [None]


class TestBranch:
    def test_commits_of_a_branch(self, tmp_path: Path) -> None:
        start(tmp_path)
        commit(tmp_path, "2020-01-01", "One", {"a.md": "one\n"})
        git(tmp_path, "checkout", "--quiet", "-b", "side")
        mine = commit(tmp_path, "2020-01-02", "Two", {"a.md": "two\n"})
        assert branch_since(str(tmp_path), "main") == {mine}

    @pytest.mark.parametrize("revision", ["nowhere", "--output=x", "a b", "main..side"])
    def test_a_revision_that_is_not_there(self, tmp_path: Path, revision: str) -> None:
        start(tmp_path)
        commit(tmp_path, "2020-01-01", "One", {"a.md": "one\n"})
        with pytest.raises(HistoryError, match="git knows no revision"):
            branch_since(str(tmp_path), revision)

    def test_no_common_commit(self, tmp_path: Path) -> None:
        start(tmp_path)
        commit(tmp_path, "2020-01-01", "One", {"a.md": "one\n"})
        git(tmp_path, "checkout", "--quiet", "--orphan", "side")
        commit(tmp_path, "2020-01-02", "Two", {"a.md": "two\n"})
        with pytest.raises(HistoryError, match="no commit in common"):
            branch_since(str(tmp_path), "main")

    def test_no_repository(self, tmp_path: Path) -> None:
        with pytest.raises(HistoryError, match="needs a git repository"):
            branch_since(str(tmp_path), "main")
