"""Layouts found without configuration: which folders hold translations, and where the English beside them lies.

Nothing is asked of a project but its paths, and of a few files whether they are in English: a path that holds a locale
tag is laid over the paths that hold none, and what fits many times is how the project keeps its translations. So a
layout that nobody has described is found like one that has a name, and a folder that is merely called `id` or `to` is
left alone: nothing in it has a counterpart.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from parallint.guess import guess_by_script, reads_as_english
from parallint.layouts import MARKDOWN, Layout
from parallint.locales import is_english, is_locale
from parallint.patterns import pattern_of

Read = Callable[[str], str]
"""Gives a file's text, or its beginning; "" where it cannot be read."""

_MARK = pattern_of(r"(?<=[^._-])[._-](?=[A-Za-z])")
_PARTS = 3
"""Marks at a name's end behind which a locale tag may begin: `guide-zh-Hans-CN`."""
_SAMPLE = 40
"""Translations, those with the longest paths, from which the English folder is guessed."""
_CROWD = 300
"""Files whose paths end alike, beyond which the end tells nothing."""
_VOTES = 8
"""Folders with pages of the same names that are tried as the English one."""
_DEEPER = 3
"""Fixed folders that may follow the locale's before the paths become those of the English."""
_CONTAINERS = frozenset(
    {"i18n", "intl", "l10n", "lang", "langs", "language", "languages", "locale", "locales"}
    | {"localization", "localized", "translated", "translation", "translations"}
)
"""Names of folders that hold nothing but translations."""
_ENGLISH_NAMES = ("en", "en-us", "en-US", "en_US", "en-gb", "en-GB", "english")
_ENGLISH_STEMS = ("index", "README", "readme")
_HALF, _MANY, _NEARLY = 0.5, 4, 0.9
_COMPANY = 3
"""Locales that convince, from which on a folder beside theirs with the same pages is one, whatever it reads like: a
translation that has hardly been begun, a creole of English, or pages of little more than code."""
_LEAST_SHARE, _VERY_MANY = 0.3, 10
"""Part of a locale's pages that must have their English, and how many must where it is less than half of them."""


@dataclass(frozen=True, slots=True)
class Detected:
    """A layout that the paths show. `locales` maps each tag to its pages, and to those that have their English."""

    layout: Layout
    locales: tuple[tuple[str, int, int], ...]

    @property
    def paired(self) -> int:
        """Pages whose English was found."""
        return sum(paired for _, _, paired in self.locales)

    @property
    def _only(self) -> str:
        return "".join(tag for tag, _, _ in self.locales)

    @property
    def why(self) -> str:
        """The evidence, for a person: `41 of 44 pages in 3 locales have their English there`."""
        pages = sum(pages for _, pages, _ in self.locales)
        where = f"{len(self.locales)} locales" if len(self.locales) > 1 else self._only or "one language"
        if not self.paired:
            return f"{pages} pages in {where} hold their English themselves"
        return f"{self.paired} of {pages} pages in {where} have their English there"


class _Page(NamedTuple):
    """A page that may be a translation: its locale tag, what `{path}` stands for, and its whole name."""

    tag: str
    path: str
    name: str


@dataclass(slots=True)
class _Fit:
    """A pattern for translations, the pages that it holds, and the pattern for their English."""

    source: str
    target: str
    pages: Sequence[_Page]
    paired: Sequence[_Page]


def detect(names: Iterable[str], read: Read) -> tuple[Detected, ...]:
    """The layouts of a project whose files are `names`, relative to its root, with `/` between folders.

    The one that pairs most pages comes first; a page belongs to the first that it fits. `read` is called for a few
    pages of each locale that has few, or whose tag could be an ordinary name.
    """
    pages = sorted(name for name in names if name.lower().endswith(MARKDOWN))
    known = frozenset(pages)
    tails = _tails(pages)
    fits = [fit for target, group in _groups(pages).items() for fit in _fits(target, group, known, tails, 0)]
    found: list[Detected] = []
    taken: set[str] = set()
    for fit in sorted(fits, key=lambda fit: (-len(fit.paired), len(fit.target))):
        own = {page.name for page in fit.paired} - taken
        if own and (detected := _detected(fit, own, read)):
            found.append(detected)
            tags = {tag for tag, _, _ in detected.locales}
            taken |= {page.name for page in fit.pages if page.tag in tags}
    return tuple(found) or tuple(_inverted(pages, known, read))


def detect_siblings(
    names: Iterable[str], embeds_english: Callable[[str], bool], more_than: int = 0
) -> tuple[Detected, ...]:
    """The layout of a project without English files, whose translations hold the English that they were made from.

    `embeds_english` is asked of a few pages that several locales have under one name, where there are `more_than` so
    many of them.
    """
    pages = sorted(name for name in names if name.lower().endswith(MARKDOWN))
    best: tuple[int, str, list[_Page]] = (more_than, "", [])
    for target, group in _groups(pages).items():
        tags: defaultdict[str, set[str]] = defaultdict(set)
        for page in group:
            tags[page.path].add(page.tag)
        shared = [page for page in group if len(tags[page.path]) > 1 and not is_english(page.tag)]
        asked = shared[:: max(1, len(shared) // _VERY_MANY)]
        if len(shared) > best[0] and sum(embeds_english(page.name) for page in asked) > _HALF * len(asked):
            best = (len(shared), target, shared)
    _, target, shared = best
    if not target:
        return ()
    counts = sorted(Counter(page.tag for page in shared).items())
    try:
        layout = Layout(target.replace("{locale}", "en"), target, locales=tuple(tag for tag, _ in counts))
    except ValueError:  # a folder's name has a character that no pattern can
        return ()
    return (Detected(layout, tuple((tag, count, 0) for tag, count in counts)),)


def _groups(pages: Sequence[str]) -> dict[str, list[_Page]]:
    """Pattern of a translation's path -> the pages that fit it, by whatever part of their path looks like a locale."""
    groups: defaultdict[str, list[_Page]] = defaultdict(list)
    for name in pages:
        *folders, file = name.split("/")
        stem, dot, ending = _split(file)
        before = ""
        for k, folder in enumerate(folders):
            rest = "/".join([*folders[k + 1 :], file])
            if is_locale(folder):
                groups[f"{before}{{locale}}/{{path}}"].append(_Page(folder, rest, name))
            elif marked := _marked(folder):
                stem_, mark, tag = marked
                groups[f"{before}{stem_}{mark}{{locale}}/{{path}}"].append(_Page(tag, rest, name))
            before += f"{folder}/"
        if folders and is_locale(stem):
            groups[f"{{path}}/{{locale}}{dot}{ending}"].append(_Page(stem, "/".join(folders), name))
        elif marked := _marked(stem):
            rest, mark, tag = marked
            groups[f"{{path}}{mark}{{locale}}{dot}{ending}"].append(_Page(tag, before + rest, name))
    return groups


def _marked(name: str) -> tuple[str, str, str] | None:
    """What stands before a locale tag at a name's end, the mark between, and the tag: `pages`, `.`, `pt_BR`."""
    for match in list(_MARK.finditer(name))[-_PARTS:]:
        if is_locale(name[match.end() :]):
            return name[: match.start()], match.group(), name[match.end() :]
    return None


def _split(file: str) -> tuple[str, str, str]:
    """A file's name without its ending, the dot, and the ending: `x.html.markdown` ends with `html.markdown`."""
    stem, dot, ending = file.rpartition(".")
    if stem.endswith(".html"):
        return stem.removesuffix(".html"), dot, f"html.{ending}"
    return stem, dot, ending


def _tails(pages: Sequence[str]) -> dict[str, list[str]]:
    """The last part of a path, and the last two -> the pages that end with them."""
    tails: defaultdict[str, list[str]] = defaultdict(list)
    for name in pages:
        parts = name.split("/")[-2:]
        tails[parts[-1]].append(name)
        if len(parts) > 1:
            tails["/".join(parts)].append(name)
    return tails


def _fits(
    target: str, pages: Sequence[_Page], known: frozenset[str], tails: dict[str, list[str]], depth: int
) -> Iterator[_Fit]:
    """How the pages of a pattern are paired: as one, or, where that pairs more, each folder in the locale's apart."""
    foreign = [page for page in pages if not is_english(page.tag)]
    rivals = [_fit(source, target, foreign, known) for source in _sources(target, foreign, tails)]
    most = max((len(fit.paired) for fit in rivals), default=0)
    deeper: list[_Fit] = []
    if most < _NEARLY * len(foreign) and target.endswith("/{path}") and depth < _DEEPER:
        for folder, group in _by_first_folder(foreign).items():
            deeper += _fits(target.replace("{path}", f"{folder}/{{path}}"), group, known, tails, depth + 1)
    if sum(len(fit.paired) for fit in deeper) > most:
        yield from deeper
    elif most:
        near = (fit for fit in rivals if len(fit.paired) >= _NEARLY * most)
        yield min(near, key=lambda fit: _strangeness(fit.source, target))


def _by_first_folder(pages: Sequence[_Page]) -> dict[str, list[_Page]]:
    groups: defaultdict[str, list[_Page]] = defaultdict(list)
    for page in pages:
        folder, slash, rest = page.path.partition("/")
        if slash:
            groups[folder].append(_Page(page.tag, rest, page.name))
    return groups


def _fit(source: str, target: str, pages: Sequence[_Page], known: frozenset[str]) -> _Fit:
    before, _, after = source.partition("{path}")
    paired = [page for page in pages if (name := before + page.path + after) in known and name != page.name]
    return _Fit(source, target, pages, paired)


def _sources(target: str, pages: Sequence[_Page], tails: dict[str, list[str]]) -> list[str]:
    """Where the English could lie: by custom, and by where pages with the same paths do lie."""
    sources = dict.fromkeys(_customary(target))
    if not target.endswith("/{path}"):
        return list(sources)
    tags = {page.tag for page in pages}
    votes: Counter[str] = Counter()
    for page in sorted(pages, key=lambda page: (-page.path.count("/"), page.path))[:_SAMPLE]:
        alike = tails.get("/".join(page.path.split("/")[-2:]), ())
        for name in alike if len(alike) <= _CROWD else ():
            if name.endswith("/" + page.path) or name == page.path:
                votes[name[: len(name) - len(page.path)]] += 1
    for before, _ in votes.most_common(_VOTES):
        if not any(_names_locale(folder, tags) for folder in before.split("/")):
            sources[before + "{path}"] = None
    return list(sources)


def _names_locale(folder: str, tags: set[str]) -> bool:
    """Whether a folder is one of a locale's own: a translation is no English of another translation."""
    return folder in tags or ((marked := _marked(folder)) is not None and marked[2] in tags)


def _customary(target: str) -> Iterator[str]:
    """The pattern with an English tag for the locale's, without the locale, and without the folder that holds it."""
    for name in _ENGLISH_NAMES:
        yield target.replace("{locale}", name)
    before, after = target.split("{locale}")
    if not after.startswith("/") and before.endswith("/"):  # {path}/{locale}.md
        for stem in _ENGLISH_STEMS:
            yield f"{before}{stem}{after}"
    if before and not before.endswith("/"):  # {path}.{locale}.md, or pages.{locale}/{path}
        yield before[:-1] + after
    elif after.startswith("/"):
        yield before + after[1:]
        holder = before[:-1].rpartition("/")[2]
        if holder in _CONTAINERS:
            yield before.removesuffix(f"{holder}/") + after[1:]
    else:
        yield before[:-1] + after


def _strangeness(source: str, target: str) -> tuple[int, int, int]:
    """How unlikely a pattern is as that of the English, where others pair as much: lower is better."""
    english = any(target.replace("{locale}", name) == source for name in _ENGLISH_NAMES)
    here, there = (set(re.findall(r"[^/{}]+", pattern)) - {"path", "locale"} for pattern in (source, target))
    return (0 if english else 1, len(here - there), -len(here & there))


def _detected(fit: _Fit, fresh: set[str], read: Read) -> Detected | None:
    """The locales of a fit that convince; None where none does."""
    locales: list[tuple[str, int, int]] = []
    doubtful: list[tuple[str, int, int]] = []
    for tag in sorted({page.tag for page in fit.paired}):
        pages = [page for page in fit.pages if page.tag == tag]
        paired = [page for page in fit.paired if page.tag == tag and page.name in fresh]
        if paired:
            known = locales if _convincing(tag, pages, paired, read) else doubtful
            known.append((tag, len(pages), len(paired)))
    if not locales:
        return None
    if len(locales) >= _COMPANY:
        usual = sum(paired for _, _, paired in locales) / sum(pages for _, pages, _ in locales)
        locales += (entry for entry in doubtful if entry[2] >= max(_MANY, _NEARLY * usual * entry[1]))
        locales.sort()
    try:
        layout = Layout(fit.source, fit.target, locales=tuple(tag for tag, _, _ in locales))
    except ValueError:  # a folder's name has a character that no pattern can
        return None
    return Detected(layout, tuple(locales))


def _convincing(tag: str, pages: Sequence[_Page], paired: Sequence[_Page], read: Read) -> bool:
    """Whether the pages with this tag are translations: enough have their English, and they are not English as well."""
    share = len(paired) / len(pages)
    if share < _LEAST_SHARE or (share < _HALF and len(paired) < _VERY_MANY):
        return False
    if len(paired) >= _MANY and not tag.isalpha():
        return True
    step = max(1, len(paired) // _MANY)
    return any((text := read(page.name)) and not reads_as_english(text) for page in paired[::step][: _MANY + 1])


def _inverted(pages: Sequence[str], known: frozenset[str], read: Read) -> Iterator[Detected]:
    """`x.en.md` is the source and `x.md` the translation: a site in one language that keeps the English beside it."""
    for name in ("en", "en-US"):
        for ending in ("md", "mdx"):
            mark = f".{name}.{ending}"
            here = [page for page in pages if page.endswith(mark)]
            paired = [page for page in here if f"{page.removesuffix(mark)}.{ending}" in known]
            texts = [read(f"{page.removesuffix(mark)}.{ending}") for page in paired[:_MANY]]
            texts = [text for text in texts if text and not reads_as_english(text)]
            if len(paired) >= _HALF * len(here) and texts:
                locale = guess_by_script("\n".join(texts))
                layout = Layout(f"{{path}}{mark}", f"{{path}}.{ending}", locale=locale)
                yield Detected(layout, ((locale, len(here), len(paired)),))
