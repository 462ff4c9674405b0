from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from parallint.errors import ReadError
from parallint.read import files
from parallint.read.files import read_text


def message(path: Path, root: str = "") -> ReadError:
    with pytest.raises(ReadError) as caught:
        read_text(str(path), root)
    return caught.value


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"\xef\xbb\xbfa\r\nb\rc\n", "a\r\nb\rc\n"),
        (b"\xef\xbb\xbf\xef\xbb\xbfa", "\ufeffa"),
        ("é\u2028\U0001f600".encode(), "é\u2028\U0001f600"),
    ],
)
def test_text_comes_as_it_is_but_for_the_byte_order_mark(tmp_path: Path, data: bytes, text: str) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(data)
    assert read_text(str(path)) == text


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b"ok\r\n\r\ncaf\xe9\n", 3, "not UTF-8 (byte 0xe9)"),
        (b"a\rb\xed\xa0\x80", 2, "surrogate"),
        (b"a\n\nb\0c", 3, "NUL"),
        ("Título".encode("utf-16"), 1, "UTF-16"),
        (b"ends in \xe2\x82", 1, "not UTF-8"),
    ],
)
def test_bytes_that_are_no_text(tmp_path: Path, data: bytes, line: int, said: str) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(data)
    error = message(path)
    assert (error.path, error.line) == (str(path), line)
    assert said in error.message
    assert "UTF-8" in str(error)


def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.md"
    monkeypatch.setattr(files, "MAX_LINE", 10)
    path.write_text("x" * 10 + "\n" + "y" * 10)
    assert read_text(str(path))
    path.write_text("x\n" + "y" * 11)
    error = message(path)
    assert error.line == 2
    assert "11 characters; the limit is 10" in error.message
    monkeypatch.setattr(files, "MAX_BYTES", 12)
    assert "13 bytes; the limit is 12" in message(path).message


def test_what_is_no_file(tmp_path: Path) -> None:
    assert "no such file" in message(tmp_path / "gone.md").message
    assert "folder" in message(tmp_path).message
    assert "no file can have this name" in message(tmp_path / "a\0b").message
    assert "no file can have this name" in message(tmp_path / "\ud800").message
    (tmp_path / "loop").symlink_to("loop")
    assert "cannot be read" in message(tmp_path / "loop").message
    (tmp_path / "a.md").write_text("x")
    assert "cannot be read" in message(tmp_path / "a.md" / "b.md").message


@pytest.mark.skipif(sys.platform == "win32", reason="no devices as files")
@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null"])
def test_a_device_is_no_file(path: str) -> None:
    assert "no regular file" in message(Path(path)).message


def test_nothing_outside_the_root_is_read(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "in.md").write_text("in")
    (tmp_path / "out.md").write_text("out")
    (tmp_path / "rooted").mkdir()
    (tmp_path / "rooted" / "out.md").write_text("out")
    (root / "link.md").symlink_to(tmp_path / "out.md")
    (root / "folder").symlink_to(tmp_path / "rooted")
    (root / "fine.md").symlink_to("in.md")
    assert read_text("fine.md", str(root)) == "in"
    for name in ("link.md", "../out.md", "../rooted/out.md", "folder/out.md", str(tmp_path / "out.md")):
        assert "out of the project" in message(Path(name), str(root)).message


def test_a_root_that_is_itself_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.md").write_text("a")
    (tmp_path / "link").symlink_to("real")
    assert read_text("a.md", str(tmp_path / "link")) == "a"
    assert read_text("a.md", f"{tmp_path / 'real'}{os.sep}") == "a"
