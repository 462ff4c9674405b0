"""A code sample of the translation is not the English one.

## What it does

Compares each code block with the English block that it belongs to: its language, and its code. Comments, strings,
placeholders such as `<your name>`, program output and the labels of diagrams may be translated, and white space and the
way that the code is broken into lines don't count. Reports the block, and names the first line that differs. Names of
the example that were translated everywhere (`do_work` as `fazer_trabalho`) are a note, changed options, versions and
single letters are not. A block that is missing altogether is reported by `missing-segment`.

## Why it matters

Readers copy code. A sample that was not updated with the English, or that was damaged on the way, does not run, and a
translator has no way to notice. MQM calls it a mistranslation.

## Example

English:

````markdown
# Connect

Open a connection, and close it when you are done.

```python
# Connect to the server
client = connect("example.com", retries=3)
client.close()
```
````

Translation (es):

````markdown
# Conectar

Abra una conexión y ciérrela cuando haya terminado.

```python
# Conectarse al servidor
client = connect("example.com", retry=3)
client.close()
```
````

## Options

- `skip` (default none): languages whose blocks are not compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parallint import (
    CodeChange,
    Finding,
    Kind,
    Pair,
    Replacement,
    Rule,
    Segment,
    Severity,
    Span,
    code_change,
    quote,
    words_of,
)

ID = "code-drift"

_SAME = (
    ("sh", "bash", "shell", "zsh", "console", "terminal", "shell-session", "sh-session", "shellsession"),
    ("js", "javascript", "jsx", "mjs"),
    ("ts", "typescript", "tsx"),
    ("py", "python", "python3", "py3"),
    ("yml", "yaml"),
    ("cs", "csharp", "c#"),
    ("ps", "ps1", "powershell", "pwsh"),
    ("md", "markdown"),
    ("rb", "ruby"),
    ("kt", "kotlin"),
    ("rs", "rust"),
    ("cpp", "c++"),
    ("docker", "dockerfile"),
    ("text", "txt", "plain", "plaintext", "none", "output", ""),
)
_BETWEEN = frozenset(" \t()[]{}=,;:'\"")
_LANGUAGES = {name: names[0] for names in _SAME for name in names}


@dataclass(frozen=True)
class Options:
    """Options of the rule; `skip` holds languages, as they stand behind the fence."""

    skip: tuple[str, ...] = ()


def check(pair: Pair, options: Options) -> Iterator[Finding]:
    """Yield a finding for each linked code block whose language or code differs."""
    for link in pair.links:
        if len(link.source) != 1 or len(link.target) != 1:
            continue
        source, target = pair.source.segments[link.source[0]], pair.target.segments[link.target[0]]
        if source.kind is not Kind.CODE or target.kind is not Kind.CODE or source.info in options.skip:
            continue
        if source.text == target.text and source.info == target.info:
            continue
        if _as_it_was(pair, link.source[0], target):
            continue
        if source.text != target.text and (change := _change(pair, source, target)):
            message = _told(change)
            yield Finding(message, source.span, target.span, change.confidence, fix=_fix(pair, target, change))
        elif _language(source) != _language(target):
            yield Finding(_relabelled(source, target), source.span, target.span, 0.9, Severity.WARNING)


def _change(pair: Pair, source: Segment, target: Segment) -> CodeChange | None:
    return code_change(source.text, target.text, source.info, words_of(pair))


def _as_it_was(pair: Pair, index: int, target: Segment) -> bool:
    """Whether the block is the English one of then, and only today's English is another: `stale-segment` tells it."""
    if pair.base is None:
        return False
    before = [pair.base.segments[k] for change in pair.changes if index in change.target for k in change.source]
    return any(
        then.kind is Kind.CODE
        and _language(then) == _language(target)
        and (then.text == target.text or code_change(then.text, target.text, then.info) is None)
        for then in before
    )


def _language(segment: Segment) -> str:
    name = segment.info.strip("{}.").lower()
    return _LANGUAGES.get(name, name)


def _relabelled(source: Segment, target: Segment) -> str:
    ours = f"“{source.info}”" if source.info else "no language"
    theirs = f"“{target.info}”" if target.info else "no language"
    return f"the code block has {theirs} where the English has {ours}"


def _fix(pair: Pair, target: Segment, change: CodeChange) -> tuple[Replacement, ...]:
    """The one word of the one line that differs, as the English has it; what a translator may have meant stays."""
    here, there = change.source.strip(), change.target.strip()
    if change.lines != 1 or not here or not there:
        return ()
    start = _shared(here, there)
    end = _shared(here[start:][::-1], there[start:][::-1])
    old, new = there[start : len(there) - end], here[start : len(here) - end]
    if not old or not new or len(old.split()) > 1 or len(new.split()) > 1:
        return ()
    written = pair.target.written(target)
    if written.count(there) != 1:
        return ()
    at = target.span.start + written.index(there) + start
    return (Replacement(Span(at, at + len(old)), new),)


def _shared(one: str, other: str) -> int:
    """Characters that both begin with, up to the last one between words."""
    same = next((k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return next((k + 1 for k in range(same - 1, -1, -1) if one[k] in _BETWEEN), 0)


def _told(change: CodeChange) -> str:
    more = f" ({change.lines} lines differ)" if change.lines > 1 else ""
    if not change.target_line:
        return f"line {change.source_line} of the English code is not here: {quote(change.source)}{more}"
    if not change.source_line:
        return f"line {change.target_line} of the code is not in the English code: {quote(change.target)}{more}"
    return (
        f"line {change.target_line} of the code is {quote(change.target)} where the English has "
        f"{quote(change.source)} in line {change.source_line}{more}"
    )


RULE = Rule(ID, Severity.ERROR, check, Options, __doc__, mqm="mistranslation")
