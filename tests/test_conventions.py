"""What a site's pages do alike is learned from them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from parallint.align.lexicon import Lexicon
from parallint.cache import LearnedCache
from parallint.conventions import Learner, rewrites_of
from parallint.jobs import Job, SiblingJob
from parallint.learning import Learned, LearnedLocale, Site, Sites, learn_sites, learned_for
from parallint.model import Conventions, Pair, Rewrite
from parallint.pairs import Text, pair_of
from parallint.spread import executor_for
from parallint.store import NAME, Store

TOPICS = ["brake", "chain", "saddle", "pump", "light", "bell"]


def page(number: int, english: str, translated: str, heading: str = "", own: str = "") -> Pair:
    """A pair of pages on one topic that link to these addresses."""
    topic = TOPICS[number]
    source = f"# The {topic}\n\nThe {topic} is shown in [the picture]({english}).\n\n## Care {heading}\n\nClean it.\n"
    target = f"# {topic}\n\n`{topic}`: véase [la imagen]({translated}).\n\n## Cuidado {own}\n\nLímpielo.\n"
    return pair_of("", Text(f"en/{topic}.md", source), Text(f"es/{topic}.md", target, "es"))


def learned(pairs: Sequence[Pair]) -> Conventions:
    learner = Learner()
    for pair in pairs:
        learner.add(pair)
    return learner.conventions()


def test_a_rewrite_that_pages_share_is_the_rule_of_the_site() -> None:
    pairs = [page(k, f"https://a.example/docs/{t}", f"https://b.example/ayuda/{t}") for k, t in enumerate(TOPICS[:3])]
    assert Rewrite("//a.example/docs", "//b.example/ayuda", 3) in learned(pairs).rewrites


def test_one_address_that_moved_is_no_rule() -> None:
    pairs = [page(k, "https://a.example/docs/x", "https://a.example/neu/y") for k in range(4)]
    assert learned(pairs).rewrites == ()


def test_what_most_pages_keep_is_not_rewritten() -> None:
    changed = [page(k, f"/docs/{TOPICS[k]}", f"/ayuda/{TOPICS[k]}") for k in range(2)]
    kept = [page(k, f"/docs/{TOPICS[k]}", f"/docs/{TOPICS[k]}") for k in range(2, 6)]
    assert learned([*changed, *kept]).rewrites == ()


def test_the_language_in_an_address_needs_no_rule() -> None:
    pairs = [page(k, f"/en/{TOPICS[k]}", f"/es/{TOPICS[k]}") for k in range(4)]
    assert learned(pairs).rewrites == ()


def test_shares_of_what_is_kept() -> None:
    pairs = [
        page(k % 6, f"../{k}.md#a{k}", f"../{k}.md#{'b' if k < 2 else 'a'}{k}", "{#care}", "{#care}") for k in range(10)
    ]
    found = learned(pairs)
    assert found.fragments_kept == 0.8
    assert found.ids_kept == found.depth_kept == 1.0


def test_too_few_cases_say_nothing() -> None:
    found = learned([page(k, "a.md#x", "a.md#x") for k in range(3)])
    assert found == Conventions(fields=found.fields)


def test_the_rule_by_which_english_anchors_are_made() -> None:
    text = "# Care\n\nSee [the rest](#oil--grease).\n\n## Oil & grease\n\nx\n"
    pairs = [pair_of("", Text(f"en/{k}.md", text), Text(f"es/{k}.md", text, "es")) for k in range(8)]
    assert learned(pairs).slugs == ("github", "kramdown")


def test_rewrites_end_where_parts_end() -> None:
    assert list(rewrites_of("/docs/a/b", "/ayuda/a/b")) == [
        ("/docs/a/b", "/ayuda/a/b"),
        ("/docs/a", "/ayuda/a"),
        ("/docs", "/ayuda"),
    ]


def site(tmp_path: Path, name: str, english: str, translated: str) -> list[Job]:
    jobs = []
    for topic in TOPICS:
        for folder, link in (("en", english), ("es", translated)):
            (tmp_path / name / folder).mkdir(parents=True, exist_ok=True)
            text = f"# {topic}\n\nThe `{topic}` is in [`{topic}`]({link}/{topic}) and more.\n"
            (tmp_path / name / folder / f"{topic}.md").write_text(text, encoding="utf-8")
        jobs.append(Job(topic, f"{name}/en/{topic}.md", f"{name}/es/{topic}.md", "es", root=str(tmp_path)))
    return jobs


def test_two_sites_of_one_run_keep_their_own_ways(tmp_path: Path) -> None:
    one, other = site(tmp_path, "one", "/docs", "/ayuda"), site(tmp_path, "other", "/docs", "/docs")
    known = learn_sites([*one, *other])
    assert set(known) == {Site("es", "one/en"), Site("es", "other/en")}
    assert learned_for(one[0], known).conventions.rewrites[-1] == Rewrite("/docs", "/ayuda", 6)
    assert learned_for(other[0], known).conventions.rewrites == ()


def known_after(jobs: Sequence[Job], folder: Path) -> dict[Site, Learned]:
    with Store(str(folder / "cache")) as store:
        return dict(Sites(jobs, LearnedCache(store, str(folder))))


def test_what_was_learned_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = site(tmp_path, "one", "/docs", "/ayuda")
    first = known_after(jobs, tmp_path)
    assert first == learn_sites(jobs)
    monkeypatch.setattr("parallint.pairs.pair_of", lambda *_: pytest.fail("it was learned again"))
    assert known_after(jobs, tmp_path) == first


def test_nothing_is_learned_before_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = site(tmp_path, "one", "/docs", "/ayuda")
    [expected] = learn_sites(jobs).values()
    monkeypatch.setattr("parallint.pairs.pair_of", lambda *_: pytest.fail("it was learned"))
    sites = Sites(jobs)
    assert Site("es", "one/en") in sites
    assert sites.signature(Site("es", "one/en")) == expected.signature


def test_the_number_of_processes_changes_nothing_that_is_learned(tmp_path: Path) -> None:
    jobs = [replace(job, id=f"{k}") for k in range(4) for job in site(tmp_path, f"site{k}", "/docs", "/ayuda")]
    sites = Sites(jobs)
    with executor_for(len(jobs), 2) as executor:
        sites.learn(sites, executor)
    assert dict(sites) == learn_sites(jobs)


@pytest.mark.parametrize("change", ["null", "[]", "[3]", "[null,{}]", '[[{"a":{"b":7.0}},{}],{}]', "[null,{},1]"])
def test_a_cache_that_holds_nonsense_is_learned_anew(tmp_path: Path, change: str) -> None:
    jobs = site(tmp_path, "one", "/docs", "/ayuda")
    first = known_after(jobs, tmp_path)
    with closing(sqlite3.connect(tmp_path / "cache" / NAME)) as database, database:
        assert database.execute("update kept set value = ?", [b"j" + change.encode()]).rowcount
    assert known_after(jobs, tmp_path) == first


def test_a_lexicon_whose_kept_values_are_no_probabilities_is_learned_anew(tmp_path: Path) -> None:
    with Store(str(tmp_path / "cache")) as store:
        cache = LearnedCache(store, str(tmp_path))
        for probability in (1.5, -0.5, float("nan")):
            cache.keep("es", ("a",), LearnedLocale(Lexicon({"word": {"palabra": probability}}, {"palabra": 0.5})))
            assert cache.load("es") is None
        cache.keep("es", ("a",), LearnedLocale(Lexicon({"word": {"palabra": 0.5}}, {"palabra": 0.5})))
        assert cache.load("es") is not None


def test_siblings_teach_as_well(tmp_path: Path) -> None:
    for k in range(12):
        (tmp_path / f"{k}.es.md").write_text(
            "\n\n".join(
                f'<span data-ttu-id="{k}{n}">Limpie la bomba roja {t} hoy.</span><span class="sxs-lookup">'
                f'<span data-stu-id="{k}{n}">Clean the red pump {t} today.</span></span>'
                for n, t in enumerate(TOPICS + [f"x{k}y{m}" for m in range(6)])
            ),
            encoding="utf-8",
        )
    jobs = [SiblingJob(((f"{k}.es.md", "es"),), str(tmp_path)) for k in range(12)]
    [known] = learn_sites(jobs).values()
    assert known.lexicon is not None
    assert "hoy" in known.lexicon.common or known.lexicon.translations
