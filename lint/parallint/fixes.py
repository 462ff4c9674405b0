"""What to write instead: replacements for what a translation has wrong and the English has right.

A fix is for machines to offer and for people to take without thinking, so there is one only where the English has the
very characters that must stand in the translation, and where it is clear which characters they replace.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from parallint.addresses import Address, read_address, site_rewrites
from parallint.model import Correction, Document, Kind, Pair, Replacement, Segment, Span, Token
from parallint.patterns import pattern_of

SURE = 0.8
"""The confidence that a finding needs for its fix to be offered."""

_BEFORE, _BEHIND = frozenset("(<\"'= \t\n"), frozenset(")>\"' \t\n")
_HASHES = pattern_of(r"#{1,6}(?=[ \t])")
_FRAGMENTS_KEPT = 0.9


def restored(pair: Pair, lost: Token | None, added: Token | None) -> tuple[Replacement, ...]:
    """The token of the English, as it is written, in the place of the translation's; none where a part is text."""
    if lost is None or added is None or lost.text:
        return ()
    return (Replacement(added.span, pair.source.text[lost.span.start : lost.span.end]),)


def address_restored(pair: Pair, lost: Token | None, added: Token | None) -> tuple[Replacement, ...]:
    """The address of the English link, image or include in the place of the one that the translation has.

    None where a translation would write it in another way: with its language in it, relative to another folder, with
    a fragment of its own, as the site rewrites it; and none where the address is not written at the link itself.
    """
    if lost is None or added is None or not lost.value:
        return ()
    here, there = address_span(pair.source, lost), address_span(pair.target, added)
    if here is None or there is None:
        return ()
    if added.span == there and lost.value.startswith(added.value):
        return ()  # an address in the text of which the rest stands behind it, broken off
    if not _written_alike(pair, read_address(lost.value, pair.locale), read_address(added.value, pair.locale)):
        return ()
    return (Replacement(there, pair.source.text[here.start : here.end]),)


def address_span(document: Document, token: Token) -> Span | None:
    """Where in a link's, image's or include's own characters its address stands; None where it is not beyond doubt."""
    start, end = token.span
    written = document.text[start:end]
    if not token.value:
        return Span(end - 1, end - 1) if written.endswith("]()") else None
    found = [
        at
        for at in _places(written, token.value)
        if (not at or written[at - 1] in _BEFORE)
        and (at + len(token.value) == len(written) or written[at + len(token.value)] in _BEHIND)
    ]
    return Span(start + found[0], start + found[0] + len(token.value)) if len(found) == 1 else None


def _places(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + len(part))


def _written_alike(pair: Pair, one: Address, other: Address) -> bool:
    """Whether the translation would have the English address to the letter."""
    if one.tag or other.tag or any(one.place.startswith(rule.source) for rule in site_rewrites(pair, {})):
        return False
    if not one.host and one.climb != other.climb:
        return False
    kept = pair.conventions.fragments_kept
    return one.fragment in ("", other.fragment) or bool(one.host) or (kept is not None and kept >= _FRAGMENTS_KEPT)


def heading_restored(pair: Pair, source: Segment, target: Segment) -> tuple[Replacement, ...]:
    """As many `#` as the English heading has, in the place of the translation's; none for any other kind of heading."""
    marks = _HASHES.match(pair.target.text, target.span.start, target.span.end)
    if marks is None or target.kind is not Kind.HEADING:
        return ()
    return (Replacement(Span(*marks.span()), "#" * source.level),)


def corrections(document: Document, fix: Sequence[Replacement]) -> tuple[Correction, ...]:
    """The replacements as they are reported: in order, those of one line made one, what changes nothing left out.

    None in a text that was taken out of bilingual files: what is written there is not what stands in the file. Raises
    ValueError for replacements that overlap or lie outside the text.
    """
    text, end = document.text, 0
    ordered = sorted(fix)
    for span, _ in ordered:
        if not end <= span.start <= span.end <= len(text):
            raise ValueError(f"{span} lies outside the document, or overlaps with the replacement before it")
        end = span.end
    if document.pieces or not ordered:
        return ()
    return tuple(_correction(document, one) for one in _by_line(text, ordered) if text[slice(*one.span)] != one.text)


def _by_line(text: str, ordered: Sequence[Replacement]) -> Iterator[Replacement]:
    """Replacements with no line end between them made one: readers take one for each line."""
    run = [ordered[0]]
    for one in ordered[1:]:
        between = text[run[-1].span.end : one.span.start]
        if "\n" in between or "\r" in between:
            yield _joined(text, run)
            run = []
        run.append(one)
    yield _joined(text, run)


def _joined(text: str, run: Sequence[Replacement]) -> Replacement:
    between = [text[one.span.end : other.span.start] for one, other in pairwise(run)]
    new = chain.from_iterable(zip((one.text for one in run), [*between, ""], strict=True))
    return Replacement(Span(run[0].span.start, run[-1].span.end), "".join(new))


def _correction(document: Document, replacement: Replacement) -> Correction:
    (start, end), text = replacement.span, document.text
    place = document.place(replacement.span)
    begins = start - place.column + 1
    first = len(_bytes(text[begins:start])) + 1
    if start == end:
        return Correction(place, replacement.text, first, first)
    if text[end - 1] in "\r\n":
        return Correction(place, replacement.text, first, 1)
    return Correction(place, replacement.text, first, len(_bytes(text[end - place.end_column : end])) + 1)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
