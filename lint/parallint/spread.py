"""Where the work is done: in this process, in several on this machine, or on a cluster.

An executor is any `concurrent.futures.Executor`; what is sent to it is a handful of jobs at once with all that they
need, so that it matters little how dear a message is. The outcomes come back in the order of the jobs, whatever the
number of workers.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from parallint.errors import ParallintError

if TYPE_CHECKING:
    from concurrent.futures import Executor

ALONE = 40
"""Jobs up to which further processes are not worth their start."""
AT_ONCE, MOST_AT_ONCE = 16, 24
"""Jobs in a parcel, and with those that stay together: an English page is read once for all its translations in one."""

T = TypeVar("T")

NOTHING: Mapping[Any, Any] = {}
_shared: Mapping[Any, Any] = NOTHING
"""What this process was started with; set once, at its beginning."""


def shared() -> Mapping[Any, Any]:
    """The table that this process was started with, where it is one of `executor_for`."""
    return _shared


def processors() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def executor_for(
    jobs: int, processes: int | None = None, address: str = "", table: Mapping[Any, Any] = NOTHING
) -> Iterator[Executor | None]:
    """An executor for so many jobs; None where this process alone will do.

    `processes` are as many as asked for, by default one a processor; `address` is that of a Dask scheduler. Processes
    are started with the `table`, which they have as `shared`. Leaving with an exception, as at Ctrl-C, drops what was
    not begun. Raises ParallintError where there is no such scheduler, and where a process was ended from outside.
    """
    if address:
        with _dask(address) as executor:
            yield executor
        return
    workers = min(processes or processors(), max(1, jobs))
    if workers == 1 or (processes is None and jobs <= ALONE):
        yield None
        return
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor

    executor = ProcessPoolExecutor(workers, initializer=_begin, initargs=(table,))
    try:
        yield executor
    except BrokenExecutor:
        hint = "Run with fewer of them: --processes 1"
        raise ParallintError("a process was ended from outside, perhaps for want of memory", hint) from None
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        raise
    executor.shutdown()


def parcels(items: Sequence[T], workers: int, page: Callable[[T], object] = lambda item: item) -> Iterator[Sequence[T]]:
    """The items in order, in runs that keep `workers` busy to the end: large ones first, smaller ones at last.

    Those of one `page` stay together, but for the last of more than fit into one parcel.
    """
    start = 0
    while start < len(items):
        size = max(1, min(AT_ONCE, (len(items) - start) // (2 * workers)))
        end = min(start + size, len(items))
        while end < min(start + MOST_AT_ONCE, len(items)) and page(items[end - 1]) == page(items[end]):
            end += 1
        yield items[start:end]
        start = end


def workers_of(executor: Executor) -> int:
    """How many jobs the executor works on at once, as far as it says so."""
    known = getattr(executor, "_max_workers", None)
    return known if isinstance(known, int) else max(2, processors())


def collect_seldom() -> None:
    """Let garbage be looked for less often: pages make many small values, hardly any in circles (5% of a run)."""
    gc.set_threshold(20_000, 20, 20)


def _begin(table: Mapping[Any, Any]) -> None:
    """Ctrl-C goes to every process of a terminal: the first one has the last word."""
    global _shared
    _shared = table
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_seldom()


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError:
        raise ParallintError(
            "a cluster needs Dask", "Install it with parallint: pip install 'parallint[dask]'", address
        ) from None
    try:
        client: Any = Client(address, timeout="10s", set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ParallintError(f"no Dask scheduler answers: {error}", "Check --executor", address) from None
    with client:
        yield client.get_executor(retries=3)
