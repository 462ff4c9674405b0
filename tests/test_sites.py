from __future__ import annotations

from pathlib import Path

import pytest

from tests.sites import every, output


@pytest.mark.parametrize("site", every(), ids=lambda site: site.name)
def test_a_site_gives_what_is_expected(site: Path) -> None:
    assert output(site) == (site / "expected.txt").read_text("utf-8"), "python -m tests.sites writes it anew"
