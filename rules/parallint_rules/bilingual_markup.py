"""A bilingual file has a span that is broken, doubled or without its partner.

## What it does

In a file that keeps the English beside the translation (`<span data-ttu-id="…">` and, behind it,
`<span class="sxs-lookup"><span data-stu-id="…">`), reports a translated span without its English and the reverse, an id
that stands twice, and a tag that is not closed. The rest of the file is read all the same.

## Why it matters

What has no partner can't be compared with anything, and a broken tag shows on the published page.

## Example

English:

```markdown
Open the settings. Select **Copy**.
```

Translation (es):

```markdown
<span data-ttu-id="a1b2c-101">Abra la configuración.</span><span class="sxs-lookup"><span data-stu-id="a1b2c-101">Open the settings.</span></span> <span data-ttu-id="a1b2c-102">Seleccione **Copiar**.</span>
```

## Options

None.
"""  # noqa: E501

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parallint import Finding, Pair, Rule, Severity

ID = "bilingual-markup"
CODES = frozenset({"unpaired-span", "doubled-id", "broken-tag"})


@dataclass(frozen=True)
class Options:
    """The rule has no options."""


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield what the reader of the bilingual file could not make sense of."""
    for fault in pair.target.faults:
        if fault.code in CODES:
            yield Finding(fault.message, None, pair.target.fault_place(fault))


RULE = Rule(ID, Severity.WARNING, check, Options, __doc__)
