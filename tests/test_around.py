"""What a finding rests on, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parallint.config import CONFIDENCE, Config
from parallint.engine import lint
from parallint.pairs import Text, pair_of
from parallint.registry import activate, load_rules

if TYPE_CHECKING:
    from parallint.model import Problem

ENGLISH = """---
title: Keys
---

# Install

Download the archive and unpack it into a folder of your own.

> [!NOTE]
> The archive is signed, compare its checksum first.

```sh
tool install --all
```

Open a new terminal and run `tool --version`.
"""
SPANISH = """---
title: Claves
---

# Instalar

Descargue el archivo y descomprímalo en una carpeta propia.

> [!NOTE]
> El archivo está firmado, compare antes su suma de comprobación.

```sh
tool install --all
```

Abra una terminal nueva y ejecute `tool --version`.
"""
NOTE = "> [!NOTE]\n> El archivo está firmado, compare antes su suma de comprobación.\n\n"


def found(target: str) -> list[Problem]:
    pair = pair_of("es/a.md", Text("en/a.md", ENGLISH, "en"), Text("es/a.md", target, "es"))
    return list(lint(pair, activate(load_rules(), Config()), CONFIDENCE))


def test_what_is_missing_lies_between_what_is_there() -> None:
    (gap,) = found(SPANISH.replace(NOTE, ""))
    assert gap.message == "the translation lacks the admonition “The archive is signed, compare its checksum first.”"
    assert gap.evidence == (
        "between paragraph “Download the archive and unpack it into a folder of your ow…” (line 7 here) and "
        "code block “tool install --all” (line 9 here), which have their counterparts"
    )


def test_what_differs_lies_beside_its_counterpart() -> None:
    (problem,) = found(SPANISH.replace("tool --version", "tool --versions"))
    assert problem.evidence.startswith("paragraph of line 16 in the English and line 16 here, ")
    assert " sure, by " in problem.evidence


def test_what_is_missing_at_an_end_lies_beside_one_piece() -> None:
    (gap,) = found(SPANISH.replace("\nAbra una terminal nueva y ejecute `tool --version`.\n", ""))
    assert gap.evidence.startswith("at the end of the page, behind code block “tool install --all” (line 12 here)")
