"""How much of the English the bilingual reader recovers: over every page of a corpus that has a bilingual form.

    python tests/bench/bilingual.py [--corpus ../shared/corpus] [--worst 10]

For each page the English read out of its bilingual form is compared with the English file that it was made from, and
the translation read out of it with the plain translation: words in their order, rapidfuzz's Indel ratio, front matter
and the descriptions of images apart. Every span tag, counted by itself, must be linked or reported.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from parallint.model import Document, Kind, TokenKind
from parallint.read.bilingual import Bilingual, read_bilingual
from parallint.read.markdown import read_markdown
from rapidfuzz.distance import Indel

ROOT = Path(__file__).resolve().parents[2]


class Page(NamedTuple):
    """What came of one page: both ratios, its span tags (counted, linked, reported), and the words compared."""

    id: str
    english: float
    translation: float
    counted: int
    linked: int
    reported: int
    seconds: float
    words: tuple[list[str], list[str]]
    translated: tuple[list[str], list[str]]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    arguments.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpus")
    arguments.add_argument("--worst", type=int, default=10, help="how many of the worst pages to explain")
    options = arguments.parse_args()
    pages = list(measure(options.corpus))
    if not pages:
        raise SystemExit(f"no page with a bilingual form in {options.corpus}")
    report(pages, options.worst)


def measure(corpus: Path) -> Iterator[Page]:
    with (corpus / "pairs.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows:
        if row.get("sxs"):
            source, target, sxs = (_read(corpus / row[key]) for key in ("source", "target", "sxs"))
            yield _page(row["id"], source, target, sxs)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


def _page(name: str, source: str, target: str, sxs: str) -> Page:
    begin = time.perf_counter()
    bilingual = read_bilingual(sxs)
    seconds = time.perf_counter() - begin
    words = _words(read_markdown(source)), _words(bilingual.english)
    translated = _words(read_markdown(target)), _words(bilingual.translation)
    counted, linked, reported = _accounted(sxs, bilingual)
    ratios = Indel.normalized_similarity(*words), Indel.normalized_similarity(*translated)
    return Page(name, *ratios, counted, linked, reported, seconds, words, translated)


def _words(document: Document) -> list[str]:
    """The words as written, front matter and the descriptions of images apart."""
    text, at, parts = document.text, 0, []
    for segment in document.segments:
        if segment.kind is Kind.FRONT_MATTER:
            at = segment.span.end
        for kind, _, (start, end) in segment.tokens:
            if kind is TokenKind.IMAGE and start >= at and text.startswith("![", start):
                close = text.rfind("](", start, end)
                parts.append(text[at : start + 2])
                at = max(start + 2, close)
    return "".join([*parts, text[at:]]).split()


def _accounted(sxs: str, bilingual: Bilingual) -> tuple[int, int, int]:
    """Span tags with an id: all that the file has, those that are linked, and those that only have a fault."""
    counted = {match.start() for match in re.finditer(r"<span[^<>]*data-[st]tu-id", sxs)}
    linked = 0
    for side, document in ((0, bilingual.english), (1, bilingual.translation)):
        linked += len({pair[side] for pair in bilingual.unit_links if document.units[pair[side]].id})
    reported = {fault.span.start for fault in bilingual.translation.faults} & counted
    return len(counted), linked, len(reported)


def report(pages: Sequence[Page], worst: int) -> None:
    mean = sum(page.english for page in pages) / len(pages)
    same = sum(page.english == 1 for page in pages)
    print(f"pages                {len(pages)}")
    print(f"English recovered    mean {mean:.5f}, {same} pages whole, least {min(p.english for p in pages):.4f}")
    mean = sum(page.translation for page in pages) / len(pages)
    same = sum(page.translation == 1 for page in pages)
    print(f"translation the same mean {mean:.5f}, {same} pages whole, least {min(p.translation for p in pages):.4f}")
    counted = sum(page.counted for page in pages)
    lost = [page.id for page in pages if page.linked + page.reported < page.counted]
    print(
        f"span tags            {counted}, linked {sum(p.linked for p in pages)}, reported "
        f"{sum(p.reported for p in pages)}, unaccounted for on {len(lost)} pages {' '.join(lost[:5])}"
    )
    print(f"time                 {sum(p.seconds for p in pages):.2f} s")
    print(f"\nthe {worst} pages with the least English recovered (English file -> as recovered)")
    for page in sorted(pages, key=lambda p: p.english)[:worst]:
        print(f"{page.english:.4f} {page.id}")
        _differences(page.words)
    print("\nthe pages whose translation differs most (plain file -> as recovered)")
    for page in sorted(pages, key=lambda p: p.translation)[: worst // 2]:
        print(f"{page.translation:.4f} {page.id}")
        _differences(page.translated)


def _differences(page_words: tuple[list[str], list[str]], most: int = 3) -> None:
    """Say why the two differ: what is known of how such pages are made, else the words themselves."""
    before, after = page_words
    reasons: Counter[str] = Counter()
    for tag, i, i2, j, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            reasons[_reason(" ".join(before[i:i2]), " ".join(after[j:j2]))] += 1
    for reason, count in reasons.most_common(most):
        print(f"    {count} times: {reason}")
    if len(reasons) > most:
        print(f"    and {len(reasons) - most} more")


def _reason(before: str, after: str) -> str:
    if before == ">" and not after:
        return "the page joins two lines of a quote, so that the second line's > is gone"
    if before.replace("\\", "") == after.replace("\\", ""):
        return f"the page escapes a character, {before!r:.60} -> {after!r:.60}"
    if "".join(before.split()) == "".join(after.split()):
        return f"the page has other white space, {before!r:.60} -> {after!r:.60}"
    if "![" in before and "![" in after:
        return f"the description of an image, {before!r:.60} -> {after!r:.60}"
    return f"{before!r:.150} -> {after!r:.150}"


if __name__ == "__main__":
    main()
