from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from parallint.cache import FOLDER
from parallint.config import Config
from parallint.engine import Settings, run
from parallint.errors import ParallintError
from parallint.jobs import AnyJob, Job, SiblingJob
from parallint.pasts import branch_since, dig
from parallint.registry import activate, load_rules
from parallint.runs import Means, outcomes, with_texts
from parallint.spread import executor_for, parcels

from tests.repository import commit, start

BILINGUAL = (
    '# <span data-ttu-id="a">Claves{n}</span><span class="sxs-lookup"><span data-stu-id="a">Keys</span></span>\n\n'
    '<span data-ttu-id="b">Abra los ajustes.</span><span class="sxs-lookup">'
    '<span data-stu-id="b">Open the settings of the account.</span></span>\n'
)
ENGLISH = "# Keys {n}\n\nOpen the settings of the account {n}.\n\nKeep the key for {n} days.\n\nThen close it.\n"
SPANISH = "# Claves {n}\n\nAbra la configuración de la cuenta {n}.\n\nDespués ciérrela.\n"


@pytest.fixture
def jobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    monkeypatch.setenv(FOLDER, str(tmp_path / "cache"))
    for side, text in (("en", ENGLISH), ("es", SPANISH)):
        (tmp_path / side).mkdir()
        for n in range(12):
            (tmp_path / side / f"{n}.md").write_text(text.format(n=n + 20), encoding="utf-8")
    return [Job(f"es/{n}.md", f"en/{n}.md", f"es/{n}.md", "es", root=str(tmp_path)) for n in range(12)]


@pytest.fixture
def settings() -> Settings:
    return Settings(activate(load_rules(), Config()), 0.5)


def test_the_number_of_processes_changes_nothing(jobs: list[Job], settings: Settings) -> None:
    alone = outcomes(jobs, settings, {}, Means(processes=1))
    assert all(outcome.problems for outcome in alone)
    assert outcomes(jobs, settings, {}, Means(processes=3)) == alone


def test_any_executor_will_do(jobs: list[Job], settings: Settings) -> None:
    with ThreadPoolExecutor(2) as executor:
        assert list(run(jobs, settings, {}, executor)) == list(run(jobs, settings))


def test_a_page_that_has_not_changed_is_not_linted_again(
    jobs: list[Job], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = outcomes(jobs, settings, {}, Means(1, cached=True))
    page = Path(jobs[3].root) / jobs[3].target
    page.write_text(page.read_text(encoding="utf-8") + "\nUn párrafo más, que nadie pidió nunca.\n", encoding="utf-8")
    linted: list[str] = []

    def spy(asked: Iterable[Job], *rest: object) -> Iterator[object]:
        listed = list(asked)
        linted.extend(job.id for job in listed)
        return run(listed, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("parallint.engine.run", spy)
    again = outcomes(jobs, settings, {}, Means(1, cached=True))
    assert linted == [jobs[3].id]
    assert [k for k in range(len(jobs)) if first[k] != again[k]] == [3]


def test_other_settings_are_another_run(jobs: list[Job], settings: Settings) -> None:
    outcomes(jobs, settings, {}, Means(1, cached=True))
    assert not any(outcome.problems for outcome in outcomes(jobs, Settings((), 0.5), {}, Means(1, cached=True)))


def test_a_file_that_cannot_be_read_is_told_each_time(jobs: list[Job], settings: Settings) -> None:
    (Path(jobs[0].root) / jobs[0].target).unlink()
    for _ in range(2):
        assert outcomes(jobs, settings, {}, Means(1, cached=True))[0].errors


def test_progress_counts_every_job_once(jobs: list[Job], settings: Settings) -> None:
    for _ in range(2):
        steps: list[int] = []
        outcomes(jobs, settings, {}, Means(1, cached=True), steps.append)
        assert sum(steps) == len(jobs)


def test_the_translations_of_a_page_stay_together() -> None:
    pages = [n // 7 for n in range(210)]
    parts = [list(part) for part in parcels(list(enumerate(pages)), 2, lambda item: item[1])]
    assert all(one[-1][1] != other[0][1] for one, other in pairwise(parts))


@pytest.mark.parametrize(("count", "workers"), [(0, 2), (1, 8), (7, 2), (500, 4), (3000, 64)])
def test_parcels_hold_everything_in_order(count: int, workers: int) -> None:
    items = range(count)
    parts = list(parcels(items, workers))
    assert [item for part in parts for item in part] == list(items)
    assert all(1 <= len(part) <= 24 for part in parts)


def test_a_few_jobs_stay_in_this_process() -> None:
    with executor_for(3) as executor:
        assert executor is None


def test_a_process_that_is_ended_from_outside_is_told_of() -> None:
    def end_one() -> None:
        with executor_for(9, 2) as executor:
            assert executor
            executor.submit(os._exit, 1).result()

    with pytest.raises(ParallintError, match="ended from outside"):
        end_one()


def test_a_cluster_that_is_not_there(jobs: list[Job], settings: Settings) -> None:
    pytest.importorskip("distributed", reason="needs the extra dask")
    with pytest.raises(ParallintError, match="no Dask scheduler"):
        outcomes(jobs, settings, {}, Means(address="tcp://127.0.0.1:9", cached=False))


@pytest.fixture
def dated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[AnyJob]:
    """Jobs with a history: English that went on, pins of all kinds, a page that embeds its English, and siblings."""
    monkeypatch.setenv(FOLDER, str(tmp_path / "cache"))
    site = start(tmp_path / "site")
    english = {f"en/{n}.md": ENGLISH.format(n=n + 20) for n in range(6)}
    first = commit(site, "2020-01-01", "Begin", english)
    pages = {f"es/{n}.md": SPANISH.format(n=n + 20) for n in range(6)}
    pages["es/1.md"] = f"---\ndefault_lang_commit: {first}\n---\n\n{pages['es/1.md']}"
    pages["es/2.md"] = f"---\ndefault_lang_commit: {'1234abcd' * 5}\n---\n\n{pages['es/2.md']}"
    pages["es/3.md"] = BILINGUAL.format(n=0)
    commit(site, "2020-01-02", "Translate", pages)
    later = {name: text.replace("Keep the key", "Never keep the key") for name, text in english.items()}
    second = commit(site, "2020-01-03", "Warn", later)
    commit(site, "2020-01-04", "Raise the pin", {"es/1.md": pages["es/1.md"].replace(first, second)})
    commit(site, "2020-01-05", "More", {name: f"{text}\n\nTell the others.\n" for name, text in later.items()})
    (site / "en/5.md").write_text("# Keys 25\n\nSomething that nobody has committed yet.\n", encoding="utf-8")
    for locale in ("es", "fr"):
        (site / f"own.{locale}.md").write_text(BILINGUAL.format(n=int(locale == "fr")), encoding="utf-8")
    plain = [Job(f"es/{n}.md", f"en/{n}.md", f"es/{n}.md", "es", root=str(site)) for n in range(6)]
    siblings = SiblingJob((("own.es.md", "es"), ("own.fr.md", "fr"), ("lost.md", "de")), str(site))
    gone = Job("es/9.md", "en/9.md", "es/9.md", "es", root=str(site))
    jobs = dig([*plain, siblings, gone]).jobs
    assert all(isinstance(job, Job) and job.past for job in jobs[:6])
    return [job for job in jobs if not isinstance(job, ParallintError)]


def test_workers_that_share_nothing_find_the_same(
    dated: list[AnyJob], settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = outcomes(dated, settings, {}, Means(1))
    assert {problem.rule for outcome in expected for problem in outcome.problems} >= {"stale-segment"}
    assert any(outcome.told for outcome in expected)
    assert [bool(outcome.errors) for outcome in expected[-2:]] == [True, True]
    sent = pickle.dumps([with_texts(job) for job in dated])
    monkeypatch.setattr("parallint.history.blobs.command", lambda *_: pytest.fail("git was asked"))
    (tmp_path / "site").rename(tmp_path / "elsewhere")
    assert repr(list(run(pickle.loads(sent), settings))) == repr(expected)


def test_a_branch_is_judged_by_workers_that_share_nothing(tmp_path: Path, settings: Settings) -> None:
    site = start(tmp_path / "site")
    before = commit(site, "2020-01-01", "Begin", {"en/a.md": ENGLISH.format(n=20), "es/a.md": SPANISH.format(n=20)})
    commit(site, "2020-01-02", "Change", {"en/a.md": ENGLISH.format(n=20) + "\nTell the others about it.\n"})
    [job] = dig(
        [Job("es/a.md", "en/a.md", "es/a.md", "es", root=str(site))], branch=branch_since(str(site), before)
    ).jobs
    expected = list(run([job], settings))
    sent = with_texts(job)
    (tmp_path / "site").rename(tmp_path / "elsewhere")
    assert list(run([sent], settings)) == expected
    assert len(expected[0].problems) == 1


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_finds_the_same(dated: list[AnyJob], settings: Settings, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="needs the extra dask")
    many = [job for job in dated for _ in range(30)]
    scheduler_file = tmp_path / "scheduler.json"
    worker = ("dask_worker", f"--scheduler-file={scheduler_file}", "--nthreads=1", "--no-nanny", "--no-dashboard")
    processes: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]],
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        processes.append(process)
        return process

    try:
        start(
            "dask_scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--no-dashboard",
            f"--scheduler-file={scheduler_file}",
        )
        _wait_for(scheduler_file)
        doomed = start(*worker)
        start(*worker)
        address = json.loads(scheduler_file.read_text())["address"]
        done = 0

        def progress(count: int) -> None:
            nonlocal done
            done += count
            if done > len(many) // 4 and doomed.poll() is None:
                doomed.send_signal(signal.SIGKILL)

        found = outcomes(many, settings, {}, Means(address=address), progress)
    finally:
        for process in processes:
            process.kill()
            process.wait()
    assert doomed.returncode == -signal.SIGKILL
    assert repr(found) == repr(outcomes(many, settings, {}, Means(1)))


def test_a_page_that_changes_while_it_is_linted_is_not_kept(
    jobs: list[Job], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Path(jobs[3].root) / jobs[3].target

    def change(asked: Iterable[Job], *rest: object) -> Iterator[object]:
        page.write_text("# Otra cosa\n", encoding="utf-8")
        return run(asked, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("parallint.engine.run", change)
    outcomes(jobs, settings, {}, Means(1, cached=True))
    page.write_text(SPANISH.format(n=23), encoding="utf-8")
    monkeypatch.undo()
    monkeypatch.setenv(FOLDER, str(Path(jobs[3].root) / "cache"))
    assert outcomes(jobs, settings, {}, Means(1, cached=True)) == outcomes(jobs, settings, {}, Means(1))


def test_what_git_could_not_tell_is_asked_again_once_something_was_fetched(
    dated: list[AnyJob], settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    linted: list[int] = []

    def spy(asked: Iterable[AnyJob], *rest: object) -> Iterator[object]:
        listed = list(asked)
        linted.append(len([job for job in listed if isinstance(job, Job) and job.id != "es/9.md"]))
        return run(listed, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("parallint.engine.run", spy)
    first = outcomes(dated, settings, {}, Means(1, cached=True))
    assert repr(outcomes(dated, settings, {}, Means(1, cached=True))) == repr(first)
    (tmp_path / "site/.git/objects/pack/fetched.pack").write_bytes(b"")
    assert repr(outcomes(dated, settings, {}, Means(1, cached=True))) == repr(first)
    assert linted == [6, 0, sum(bool(outcome.told) for outcome in first)]


def _wait_for(file: Path) -> None:
    end = time.monotonic() + 60
    while not (file.exists() and file.read_text().strip()):
        if time.monotonic() > end:
            pytest.fail("the scheduler did not start")
        time.sleep(0.1)
