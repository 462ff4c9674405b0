"""Run as `python -m tests.sites`: writes fixtures/sites/*/expected.txt anew, what `parallint check` prints in each."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SITES = Path(__file__).parents[1] / "fixtures/sites"


def every() -> list[Path]:
    """The folders of all sites."""
    return sorted(path.parent for path in SITES.glob("*/parallint.toml"))


def output(site: Path) -> str:
    """What the tool prints in a site."""
    command = [sys.executable, "-m", "parallint", "check", "--no-history"]
    done = subprocess.run(command, cwd=site, capture_output=True, encoding="utf-8", check=False)
    return done.stdout + done.stderr


if __name__ == "__main__":
    for site in every():
        (site / "expected.txt").write_text(output(site), "utf-8")
