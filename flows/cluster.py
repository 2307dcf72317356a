"""Where documents are read: by the processors of this machine, or by the workers of a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from pipeline.run import processors

CONNECT_SECONDS = 30
T = TypeVar("T")


class NoCluster(Exception):
    """The cluster cannot be used; the message says what to do."""


@contextmanager
def task_runner(scheduler: str | None) -> Iterator[TaskRunner[Any]]:
    """Threads that wait for worker processes here, or the cluster whose scheduler is at this address (`tcp://…`).

    Raises NoCluster if nothing answers there, or if it has no workers.
    """
    if scheduler is None:
        with ThreadPoolTaskRunner(max_workers=processors()) as threads:  # type: ignore[var-annotated]
            yield threads
        return
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        raise NoCluster("prefect-dask is not installed: install Tjut with its extra `dask`") from error
    with DaskTaskRunner(address=scheduler, client_kwargs={"timeout": CONNECT_SECONDS}) as cluster:
        _assert_works(cluster, scheduler)
        yield cluster


def _assert_works(cluster: Any, scheduler: str) -> None:
    try:
        client = cluster.client
    except (OSError, ValueError) as error:
        raise NoCluster(f"no Dask scheduler answers at {scheduler}: start it, or correct its address") from error
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except OSError as error:
        raise NoCluster(f"the Dask scheduler at {scheduler} has no workers: start one with this address") from error


def result_of(future: PrefectFuture[T]) -> T:
    """The result of a task, including one that failed with a result (a refused document).

    Raises what the task raised; ChildProcessError if the workers that had it were lost.
    """
    try:
        result = future.result(raise_on_failure=False)
        if isinstance(result, BaseException):
            raise result
    except Exception as error:
        if type(error).__module__.partition(".")[0] != "distributed":
            raise
        raise ChildProcessError(f"the cluster gave up on it: {type(error).__name__}") from error
    return result
