from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from parallint.cache import FOLDER
from parallint.config import Config
from parallint.engine import Settings, run
from parallint.errors import ParallintError
from parallint.jobs import Job
from parallint.registry import activate, load_rules
from parallint.runs import Means, outcomes
from parallint.spread import executor_for, parcels

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

    def spy(asked: list[Job], *rest: object) -> Iterator[object]:
        linted.extend(job.id for job in asked)
        return run(asked, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("parallint.runs.run", spy)
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


@pytest.mark.parametrize(("count", "workers"), [(0, 2), (1, 8), (7, 2), (500, 4), (3000, 64)])
def test_parcels_hold_everything_in_order(count: int, workers: int) -> None:
    items = range(count)
    parts = list(parcels(items, workers))
    assert [item for part in parts for item in part] == list(items)
    assert all(1 <= len(part) <= 24 for part in parts)


def test_a_few_jobs_stay_in_this_process() -> None:
    with executor_for(3) as executor:
        assert executor is None


def test_a_cluster_that_is_not_there(jobs: list[Job], settings: Settings) -> None:
    pytest.importorskip("distributed", reason="needs the extra dask")
    with pytest.raises(ParallintError, match="no Dask scheduler"):
        outcomes(jobs, settings, {}, Means(address="tcp://127.0.0.1:9", cached=False))


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_finds_the_same(jobs: list[Job], settings: Settings, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="needs the extra dask")
    many = [job for job in jobs for _ in range(20)]
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
    assert found == outcomes(many, settings, {}, Means(1))


def _wait_for(file: Path) -> None:
    end = time.monotonic() + 60
    while not (file.exists() and file.read_text().strip()):
        if time.monotonic() > end:
            pytest.fail("the scheduler did not start")
        time.sleep(0.1)
