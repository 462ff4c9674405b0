"""A project is run from the command line: several runs at once, broken off, with a cache that is broken or full."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from parallint.cache import FOLDER
from parallint.digests import RACY, Digests
from parallint.store import NAME, Store

SECTION = "\n## Step {n}\n\nOpen the settings of the account {n}, and keep the key `key-{n}` for {n} days.\n"
ABSCHNITT = (
    "\n## Schritt {n}\n\nÖffnen Sie die Einstellungen des Kontos {n}, und behalten Sie den Schlüssel `key-{m}`.\n"
)


def project(root: Path, pages: int, sections: int = 1) -> Path:
    """A project whose translations all have a wrong key."""
    for n in range(100, 100 + pages):
        for side, text in (("en", SECTION), ("de", ABSCHNITT)):
            path = root / "docs" / side / f"{n}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            parts = (text.format(n=n + k, m=n + k + (k == 0)) for k in range(0, 1000 * sections, 1000))
            path.write_text(f"# {n}\n" + "".join(parts), encoding="utf-8")
    (root / "parallint.toml").write_text('source = "docs/en/{path}.md"\ntarget = "docs/{locale}/{path}.md"\n')
    return root


def begin(root: Path, *arguments: str, before: Callable[[], object] | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "parallint", "check", "--format", "json", *arguments],
        cwd=root,
        env={**os.environ, FOLDER: str(root.parent / "cache")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        preexec_fn=before,
        start_new_session=True,
    )


def found(process: subprocess.Popen[str]) -> str:
    out, errors = process.communicate(timeout=120)
    assert "Traceback" not in errors
    assert process.returncode == 1, errors
    return out


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return project(tmp_path / "site", 6)


def test_the_cache_changes_nothing(small: Path) -> None:
    expected = found(begin(small, "--no-cache"))
    assert expected.count('"code": "inline-code-drift"') + expected.count('"rule": "inline-code-drift"') == 6
    assert found(begin(small)) == found(begin(small)) == found(begin(small, "--processes", "3")) == expected


def test_runs_at_the_same_time_find_the_same(small: Path) -> None:
    runs = [begin(small) for _ in range(4)]
    assert len({*map(found, runs)}) == 1


@pytest.mark.parametrize("content", [b"nonsense" * 99, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_broken_cache_changes_nothing(small: Path, content: bytes) -> None:
    expected = found(begin(small))
    for path in (small.parent / "cache").iterdir():
        path.write_bytes(content if path.name == NAME else b"")
    assert found(begin(small)) == expected
    assert found(begin(small)) == expected


@pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX's")
@pytest.mark.parametrize("size", [0, 10_000])
def test_a_disk_without_room_changes_nothing(small: Path, size: int) -> None:
    import resource

    def without_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    expected = found(begin(small, "--no-cache"))
    for _ in range(2):
        assert found(begin(small, before=without_room)) == expected
    assert found(begin(small)) == expected


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent another way")
def test_ctrl_c_leaves_nothing_broken(tmp_path: Path) -> None:
    root = project(tmp_path / "site", 1200, sections=12)
    process = begin(root, "--processes", "2")
    assert process.stderr
    cache = tmp_path / "cache" / NAME
    end = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < end and not _workers(process.pid):
        time.sleep(0.05)
    workers = _workers(process.pid)
    time.sleep(0.5)  # in the midst of starting a process, Python may lose the signal
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors.replace("\n", "")) == (130, "parallint: stopped")
    assert workers
    assert not any(map(_runs, workers))
    assert not cache.exists() or Store(str(cache.parent)).get([b"x"]) == {}
    assert found(begin(root, "--processes", "2")) == found(begin(root, "--no-cache", "--processes", "1"))


def _workers(process: int) -> list[int]:
    try:
        return [int(n) for n in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        pytest.skip("children are looked for in Linux's way")


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


class TestDigests:
    @pytest.fixture
    def page(self, tmp_path: Path) -> Path:
        path = tmp_path / "page.md"
        path.write_text("One.\n", encoding="utf-8")
        return path

    def digest(self, path: Path) -> bytes | None:
        with Store(str(path.parent / "cache")) as store:
            digests = Digests(store, str(path.parent))
            found = digests.of(path.name, str(path.parent))
            digests.keep()
            return found

    def reads(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
        """Whether a file is read for its digest."""
        seen: list[str] = []
        with monkeypatch.context() as patch:
            patch.setattr("parallint.digests.read_text", lambda name, _: seen.append(name) or "")
            self.digest(path)
        return bool(seen)

    def test_a_file_that_rested_is_read_once(self, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("parallint.digests.RACY", -10 * RACY)
        first = self.digest(page)
        assert first
        assert not self.reads(page, monkeypatch)
        assert self.digest(page) == first

    def test_a_file_written_just_now_is_read_again(self, page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.digest(page)
        assert self.reads(page, monkeypatch)

    @pytest.mark.parametrize("change", ["Two.\n", "One. Two.\n"])
    def test_a_change_is_seen(self, page: Path, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
        monkeypatch.setattr("parallint.digests.RACY", -10 * RACY)
        first = self.digest(page)
        times = page.stat().st_mtime_ns
        time.sleep(0.01)
        page.write_text(change, encoding="utf-8")
        os.utime(page, ns=(times, times))
        assert self.digest(page) != first

    def test_a_link_that_leads_out_has_none(self, page: Path, tmp_path: Path) -> None:
        root = tmp_path / "root"
        (root / "docs").mkdir(parents=True)
        (root / "docs" / "page.md").symlink_to(page)
        (root / "more").symlink_to(tmp_path)
        digests = Digests(Store(""), str(root))
        assert digests.of("docs/page.md", str(root)) is digests.of("more/page.md", str(root)) is None
        assert digests.of("page.md", str(tmp_path))

    @pytest.mark.parametrize("content", [b"\xff", b"a\0b"])
    def test_what_is_no_text_has_none(self, page: Path, content: bytes) -> None:
        page.write_bytes(content)
        assert self.digest(page) is None
