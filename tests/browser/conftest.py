from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.reports import hostile, large, sample

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as the system has it; PARALLINT_BROWSER names another."""
    driver = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = os.environ.get("PARALLINT_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no Chromium is installed (apt-get install chromium), and PARALLINT_BROWSER names none")
    with driver.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Reports in files, by name."""
    folder = tmp_path_factory.mktemp("reports")
    pages = {
        "sample": sample().html(),
        "hostile": hostile().html("</title><script>window.hacked = 1</script>"),
        "long": large(5).html(),
        "large": large(10_000).html(),
    }
    for name, page in pages.items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8", newline="\n")
    for name, page in sample().folder().items():
        (folder / name).write_text(page, encoding="utf-8", newline="\n")
    return {name: folder / f"{name}.html" for name in (*pages, "index", "es", "ar", "ja")}
