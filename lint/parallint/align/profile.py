"""What the aligner looks at: each segment reduced to its kind, its size and its features."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from parallint.align.units import units
from parallint.memo import once
from parallint.model import Document, Kind, Segment, TokenKind
from parallint.patterns import pattern_of

_STEM = pattern_of(r"([A-Za-z\u00c0-\u024f]{3,5})[A-Za-z\u00c0-\u024f]*")
_SENTENCE_END = pattern_of(r"[.!?:。！？：।؟۔](?:(?<=[。！？：।؟۔])|(?=[\s\"')\]]|$))")
_DIGIT = pattern_of(r"\d")
_CODE_WORD = pattern_of(r"(?<![A-Za-z0-9])(?:[A-Za-z]+[0-9][A-Za-z0-9]*|[0-9]+[A-Za-z]{2,}[A-Za-z0-9]*)(?![A-Za-z0-9])")
"""Names such as V2, utf8 or 64bit: as telling as a number, and as little translated."""
_END = {":": "e:", "：": "e:", "?": "e?", "？": "e?", "؟": "e?", ";": "e;", "；": "e;"}
"""Ends of a segment that translations mostly keep."""
_CODE_LINES = 80
_PREFIX = {
    TokenKind.CODE: "c",
    TokenKind.LINK: "l",
    TokenKind.IMAGE: "i",
    TokenKind.NUMBER: "n",
    TokenKind.PLACEHOLDER: "p",
    TokenKind.INCLUDE: "p",
    TokenKind.REFERENCE: "p",
    TokenKind.FORMULA: "p",
    TokenKind.HEADING_ID: "h",
    TokenKind.FOOTNOTE: "f",
}
GROUPS = {
    Kind.HEADING: "heading",
    Kind.PARAGRAPH: "prose",
    Kind.ITEM: "prose",
    Kind.ROW: "row",
    Kind.CODE: "code",
    Kind.IMAGE: "image",
    Kind.HTML: "html",
    Kind.ADMONITION: "admonition",
    Kind.DIRECTIVE: "directive",
}


HEADING_ID = _PREFIX[TokenKind.HEADING_ID]
"""What a feature begins with that is the id of a heading."""
_NO_SLUG = pattern_of(r"[^\w\s-]")


def slug(text: str) -> str:
    """The id that site generators make of a heading's text: lower case, without punctuation, blanks as hyphens."""
    return "-".join(_NO_SLUG.sub("", text).lower().split())


_NONE: frozenset[str] = frozenset()


@dataclass(slots=True, eq=False)
class Profile:
    """A segment as the aligner sees it.

    `size` is its length without inline code, in characters, or in UTF-8 bytes where the page's script packs more into a
    character; `features` are what translation keeps, `c`ode, `l`ink, `n`umber and so on before each; `stems` the
    beginnings of its words, for names and cognates.
    """

    segment: Segment
    group: str
    size: int
    text: str
    features: frozenset[str]
    sentences: int
    stems: frozenset[str] | None = None
    bag: tuple[str, ...] | None = None

    def units(self) -> tuple[str, ...]:
        """The words or pieces that the lexicon knows a segment by, read at the first call."""
        if self.bag is None:
            self.bag = units(self.segment.words)
        return self.bag

    def words(self) -> frozenset[str]:
        """Beginnings of the Latin words, lower case and without accents, read at the first call."""
        if self.stems is None:
            words = self.segment.words
            if not words.isascii():
                words = normalize("NFKD", words)
            found = _STEM.findall(words)
            self.stems = frozenset("\n".join(found).lower().split("\n")) if found else _NONE
        return self.stems


def profile(segment: Segment, dense: bool) -> Profile:
    """The segment's profile; `dense` says that sizes count UTF-8 bytes."""
    kind = segment.kind
    if kind is Kind.CODE:
        lines = [line.strip() for line in segment.text[: 100 * _CODE_LINES].split("\n")]
        features = frozenset([line for line in lines[:_CODE_LINES] if len(line) > 1])
        return Profile(segment, "code", len(segment.text), segment.text.strip(), features, 0, _NONE)
    words = segment.words
    size = len(words.encode("utf-8", "replace")) if dense else len(words)
    features = frozenset([_feature(t.kind, t.value) for t in segment.tokens if t.kind in _PREFIX]) or _NONE
    if kind is Kind.ADMONITION:
        features = frozenset({"a" + segment.info})
    elif kind is Kind.DIRECTIVE:
        features = features.union(["a" + segment.info])
    elif _DIGIT.search(words) and (codes := _CODE_WORD.findall(words)):
        features = features.union(["n" + code.lower() for code in codes])
    if (end := _END.get(words[-1:])) and size > 3:
        features = features.union([end])
    sentences = len(_SENTENCE_END.findall(words)) if size > 40 else 1
    return Profile(segment, GROUPS[kind], size, segment.text, features, sentences)


def _feature(kind: TokenKind, value: str) -> str:
    """A token's form for comparing: addresses lose what a localised site changes, their beginning and their case."""
    if kind in (TokenKind.LINK, TokenKind.IMAGE):
        path, _, fragment = value.partition("#")
        tail = path.rstrip("/").rsplit("/", 1)[-1].lower()
        return _PREFIX[kind] + (tail or fragment.lower())
    return _PREFIX[kind] + value


def is_dense(segments: Iterable[Segment]) -> bool:
    """Whether most characters of a page take three bytes of UTF-8, as in Chinese, Japanese, Korean, Thai or Hindi."""
    sample = "".join([s.words for s in segments if s.words])[:20_000]
    return len(sample.encode("utf-8", "replace")) - len(sample) > 0.5 * len(sample)


@once
def profiles(document: Document, dense: bool) -> dict[int, Profile]:
    """The profiles of all segments that take part, by their index in the document; nobody changes them."""
    return {i: profile(s, dense) for i, s in enumerate(document.segments) if s.kind in GROUPS}


def joined(profiles: Sequence[Profile]) -> Profile:
    """Several neighbouring segments taken as one."""
    first = profiles[0]
    stems: Iterable[frozenset[str]] = (p.words() for p in profiles)
    return Profile(
        first.segment,
        first.group,
        sum(p.size for p in profiles) + len(profiles) - 1,
        "\n".join(p.text for p in profiles),
        frozenset().union(*(p.features for p in profiles)),
        sum(p.sentences for p in profiles),
        frozenset().union(*stems),
        tuple(dict.fromkeys(u for p in profiles for u in p.units())),
    )
