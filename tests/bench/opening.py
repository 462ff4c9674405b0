"""How large the HTML report is, how soon it can be read, how smoothly it scrolls: in Chromium, by its own entries.

usage: python -m tests.bench.opening [--write] [REPORT.html]...

Reports with 100, 1,000 and 10,000 findings, five to a page of thirty segments, and those named. Needs playwright and a
Chromium (PARALLINT_BROWSER, or on the PATH). Each is opened three times, the least time counts. With --write the
table goes into docs/formats.md.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from tests.bench.formats import PAGE, put
from tests.reports import large

if TYPE_CHECKING:
    from playwright.sync_api import Browser

COUNTS = (100, 1_000, 10_000)
TIMES = 3
SCROLL = """async () => {
    const deltas = [];
    let last = await new Promise(requestAnimationFrame);
    for (let k = 0; k < 120; k += 1) {
        scrollBy(0, 400);
        const now = await new Promise(requestAnimationFrame);
        deltas.push(now - last);
        last = now;
    }
    deltas.sort((a, b) => a - b);
    return [deltas[Math.floor(deltas.length * 0.95)], scrollY];
}"""


class Opened(NamedTuple):
    """Milliseconds until the page is ready, and until its list stands; those of a frame, at the 95th percentile."""

    ready: float
    listed: float
    frame: float


def opened(browser: Browser, file: Path) -> Opened:
    """One opening of a report in a fresh context."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(file.as_uri())
    ready = page.evaluate("performance.getEntriesByName('ready')[0].startTime")
    page.goto(f"{file.as_uri()}#findings")
    page.wait_for_selector("#list .items")
    listed = page.evaluate("performance.getEntriesByName('list').at(-1).duration")
    frame, _ = page.evaluate(SCROLL)
    context.close()
    return Opened(ready, listed, frame)


def rows(files: dict[str, Path], browser: Browser) -> Iterator[str]:
    """The table's lines."""
    yield "| Findings | Size | Ready after | List of findings after | Frame while scrolling, 95th percentile |"
    yield "|---------:|-----:|------------:|-----------------------:|---------------------------------------:|"
    for name, file in files.items():
        times = [opened(browser, file) for _ in range(TIMES)]
        least = [min(one[k] for one in times) for k in range(len(Opened._fields))]
        shown = " | ".join(f"{value:.0f} ms" for value in least)
        yield f"| {name} | {file.stat().st_size / 1e6:.1f} MB | {shown} |"


def main() -> None:
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("reports", nargs="*", type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    path = os.environ.get("PARALLINT_BROWSER") or which("chromium") or which("google-chrome")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        files = {report.stem: report.resolve() for report in given.reports}
        for count in COUNTS:
            files[f"{count:,}"] = Path(folder, f"{count}.html")
            files[f"{count:,}"].write_text(large(count).html(), encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        lines = list(rows(files, browser))
        lines += ["", f"Chromium {browser.version}, headless."]
        browser.close()
    print("\n".join(lines))
    if given.write:
        PAGE.write_text(put(PAGE.read_text("utf-8"), "html", lines), "utf-8")


if __name__ == "__main__":
    main()
