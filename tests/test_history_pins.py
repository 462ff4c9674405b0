from __future__ import annotations

import time

import pytest
from parallint.history.pins import pins, without_pins

HASH = "3b760ff2489d64228dcbafc395c5bf751b7d67e6"

FORMS = {
    "default_lang_commit": f"---\ntitle: x\ndefault_lang_commit: {HASH} # patched\n---\n",
    "sourceCommit": f"---\ntitle: x\nl10n:\n  sourceCommit: {HASH}\n---\n",
    "l10n.sourceCommit": f"---\nl10n.sourceCommit: {HASH}\n---\n",
    "ms.sourcegitcommit": f"---\nms.sourcegitcommit: {HASH}\n---\n",
    "outdated_since": f"---\noutdated_since: {HASH}\noutdated_translation: true\n---\n",
    "translated_from": f"---\ntranslated_from: {HASH}\n---\n",
    "i18n_source_sha": f"---\ni18n_source_sha: '{HASH}'\n---\n",
    "source_sha256": f'+++\nsource_sha256 = "{HASH}"\n+++\n',
    "source-blob": f"<!-- source-blob: {HASH} -->\n\n# Title\n",
    "translation-source-blob": f"<!--\ntranslation-source: a.md\ntranslation-source-blob: {HASH}\n-->\n",
    "commit": f"<!-- translation-meta source=en/a.md commit={HASH} -->\n",
    "original_hash": f'<!--\nCO_OP_TRANSLATOR_METADATA:\n{{\n  "original_hash": "{HASH}",\n  "x": "fr"\n}}\n-->\n',
}


@pytest.mark.parametrize("key", FORMS)
def test_forms_that_projects_use(key: str) -> None:
    text = FORMS[key]
    [pin] = pins(text)
    assert (pin.key, pin.value, pin.outdated) == (key, HASH, key == "outdated_since")
    assert text[pin.span.start : pin.span.end] == HASH
    assert HASH not in without_pins(text)


@pytest.mark.parametrize(
    "text",
    [
        f"The commit is {HASH}.\n",
        f"```\n---\ndefault_lang_commit: {HASH}\n---\n```\n",
        f"~~~\n<!-- source-blob: {HASH} -->\n~~~\n",
        "---\ntranslated_from: content/en/page.md\n---\n",
        "---\ntranslated_from: EN\n---\n",
        "---\ndefault_lang_commit: abcde\n---\n",
        f"---\ncommit: {HASH}\n---\n",
        f"<!-- source-blob: {HASH}",
        f"<!-- source-blob: {HASH}-dirty -->",
    ],
)
def test_what_is_no_pin(text: str) -> None:
    assert pins(text) == ()
    assert without_pins(text) == text


def test_configured_keys_and_patterns_come_first() -> None:
    text = (
        f"---\nsource_commit: {'a' * 40}\nrev: {'b' * 40}\n---\n\n> Traducido de la revisión {'c' * 10}\n> de la wiki\n"
    )
    found = pins(text, ["rev", "de la revisión {commit} > de"])
    assert [pin.value for pin in found] == ["c" * 10, "b" * 40, "a" * 40]
    assert without_pins(text, ["rev", "de la revisión {commit} > de"]).count("a" * 10) == 0


@pytest.mark.parametrize("piece", ["<!--", "<!-- a: ", "source-blob: ", "a" * 60 + ":", "`" * 3 + "\n", "---\n"])
def test_hostile_pages_take_no_time(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    began = time.perf_counter()
    pins(text, ["x {commit} y"])
    assert time.perf_counter() - began < 20
