"""A pair's texts -> the pair with the English that the translation was made from, wherever that is to be found."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from parallint.errors import ParallintError
from parallint.jobs import Job
from parallint.model import Link, Origin, Pair, Raised, Way
from parallint.pairs import Text, embeds_english, pair_of
from parallint.read.files import read_text

if TYPE_CHECKING:
    from parallint.align.lexicon import Lexicon
    from parallint.history.base import Base
    from parallint.history.past import Past


def source_text(job: Job) -> Text:
    """The English file of a job, read. Raises ReadError."""
    shown = job.source
    if job.source_root:
        shown = os.path.relpath(os.path.join(job.source_root, shown), job.root or os.curdir).replace(os.sep, "/")
    text = job.texts[0] if job.texts else read_text(job.source, job.source_root or job.root)
    return Text(shown, text, dialects=job.dialects)


def target_text(job: Job) -> Text:
    """The translation of a job, read. Raises ReadError."""
    text = job.texts[1] if job.texts else read_text(job.target, job.root)
    return Text(job.target, text, job.locale, job.dialects)


def read_pair(job: Job, lexicon: Lexicon | None = None, told: list[ParallintError] | None = None) -> Pair:
    """The pair of a job: with a base that is given, that the page embeds, or that git knows, in this order.

    What of its history could not be followed is added to `told`. Raises ReadError.
    """
    source, target = source_text(job), target_text(job)
    if job.base:
        then = job.texts[2] if job.texts else None
        text = read_text(job.base, job.root) if then is None else then
        given = Text(job.base, text, dialects=job.dialects)
        pair = pair_of(job.id, source, target, given, lexicon)
        return replace(pair, origin=Origin(Way.GIVEN, 1.0))
    base = base_of(source, target, job.past, lexicon, told)
    return dated_pair(job.id, source, target, job.past, base, lexicon)


def base_of(
    source: Text,
    target: Text,
    past: Past | None,
    lexicon: Lexicon | None = None,
    told: list[ParallintError] | None = None,
) -> Base | None:
    """What git knows of the English that a translation was made from; nothing where one of the two is bilingual."""
    if past is None or embeds_english(target.text) or embeds_english(source.text):
        return None
    from parallint.history.base import find_base

    search = find_base(past, source.text, target.text, target.path, lexicon)
    if search.trouble and told is not None:
        told.append(search.trouble)
    return search.base


def is_in_step(base: Base, source: Text) -> bool:
    """Whether today's English says what the translated one said, white space and the site's own fields aside."""
    from parallint.history.wording import said

    return said(base.text) == said(source.text)


def dated_pair(
    id_: str, source: Text, target: Text, past: Past | None, base: Base | None, lexicon: Lexicon | None = None
) -> Pair:
    """The pair of two texts with the base that was found, and the commits that changed the English since."""
    if embeds_english(target.text):
        return _embedded(pair_of(id_, source, target, None, lexicon), past)
    if past is None or base is None:
        return pair_of(id_, source, target, None, lexicon)
    from parallint.history.since import with_commits

    then = source._replace(text=base.text)
    if is_in_step(base, source):
        pair = _in_step(pair_of(id_, source, target, None, lexicon), base.origin)
    else:
        pair = pair_of(id_, source, target, then, lexicon)
        pair = replace(pair, origin=with_commits(pair, base.origin, past))
    return _with_raised(pair, past, then, target, source.text)


def _with_raised(pair: Pair, past: Past, base: Text, target: Text, today: str) -> Pair:
    """The pair; where its pin was raised without the text, with the English that the text was written under."""
    from parallint.history.raised import raised_past
    from parallint.history.wording import said

    if pair.origin is None or not (found := raised_past(past, target.text, pair.origin, today)):
        return pair
    before, by = found
    if said(before) == said(base.text):
        return pair
    raised = Raised(by, pair_of(pair.id, base, target, base._replace(text=before)))
    return replace(pair, origin=replace(pair.origin, raised=raised))


def _embedded(pair: Pair, past: Past | None) -> Pair:
    """A bilingual page's pair: its base is the English that it embeds, and git knows which revision that was."""
    if past is None or pair.base is None:
        return replace(pair, origin=Origin(Way.EMBEDDED, 1.0))
    from parallint.history.embedded import embedded_origin
    from parallint.history.since import with_commits

    return replace(pair, origin=with_commits(pair, embedded_origin(pair, past), past))


def _in_step(pair: Pair, origin: Origin) -> Pair:
    """The pair of a translation whose English has not changed since: the base is the English of today."""
    same = tuple(Link((i,), (i,), 1.0) for link in pair.links for i in link.source)
    return replace(pair, base=pair.source, base_links=pair.links, changes=same, origin=origin)
