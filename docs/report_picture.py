"""Makes docs/report.png and docs/page.png, the report of a sample site. Needs playwright and a Chromium."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
SITE = ROOT / "fixtures/sites/whole"
PICTURE, PAGE = ROOT / "docs/report.png", ROOT / "docs/page.png"


def main() -> None:
    """Write the picture."""
    from playwright.sync_api import sync_playwright

    browser_path = os.environ.get("PARALLINT_BROWSER") or which("chromium") or which("google-chrome")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        report = Path(folder, "report.html")
        command = [sys.executable, "-m", "parallint", "audit", "--no-history", "--exit-zero", "--report", str(report)]
        subprocess.run(command, cwd=SITE, check=True, stdout=subprocess.DEVNULL)
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1100, "height": 860})
        page.goto(report.as_uri())
        page.screenshot(path=str(PICTURE))
        page.goto(f"{report.as_uri()}#findings")
        page.locator(".items a", has_text="missing-segment").first.click()
        page.locator(".card.current").wait_for()
        page.screenshot(path=str(PAGE), clip={"x": 0, "y": 0, "width": 1100, "height": 700})
        browser.close()


if __name__ == "__main__":
    main()
