"""What all tests share."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.workers import calls

# Before numpy is imported: as in a worker, without threads of linear algebra that wait for each other on two cores.
os.environ.update(calls.ENVIRONMENT)
# Before anything of Prefect is imported: no figures are sent anywhere, and a busy machine may start a server slowly.
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")

# The files that take longest, the longest first: one of two processes that begins with it at the end works alone.
LONGEST = (
    "tests/warehouse/test_safe_publishing.py",
    "tests/warehouse/test_warehouse.py",
    "tests/tables/test_layouts.py",
    "tests/audit/test_verify.py",
    "tests/tables/test_variations.py",
    "tests/bench/test_bench.py",
    "tests/commands/test_cli.py",
)


def pytest_collection_finish() -> None:
    """Lets Python look for garbage less often: a tenth of the time of reading."""
    gc.set_threshold(100_000, 50, 100)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Has the longest files begun first (with pytest-xdist's own order switched off, which counts tests)."""

    def place(item: pytest.Item) -> int:
        file = item.nodeid.partition("::")[0]
        return LONGEST.index(file) if file in LONGEST else len(LONGEST)

    items.sort(key=place)


@pytest.fixture(scope="module")
def warm_nurseries() -> Iterator[None]:
    """Nurseries of a module's tests start at once: for tests that are not about how workers come to be."""
    from tests.support.forked import SUBPROCESS

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calls, "subprocess", SUBPROCESS)
        yield


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl-C interrupts, and what is started here too: a shell has whatever it starts in the background ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session")
def server_address(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    """The API of a Prefect server that all tests of the session share."""
    from tests.support.prefect_server import shared_server

    with shared_server(_of_all(tmp_path_factory, worker_id)) as address:
        yield address


@pytest.fixture(scope="session")
def server_home(server_address: str, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Its PREFECT_HOME, with its database."""
    from tests.support.prefect_server import HOME

    return _of_all(tmp_path_factory, worker_id) / HOME


def _of_all(factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all processes of this session see."""
    own = factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="module")
def prefect_server(server_address: str) -> Iterator[str]:
    """The same, as the server that Prefect's functions in this process talk to."""
    from prefect.settings import PREFECT_API_URL, temporary_settings

    with temporary_settings({PREFECT_API_URL: server_address}):
        yield server_address
        _say_all()


def _say_all() -> None:
    """Has Prefect send what it has not sent yet: without its server it would try for a minute when Python ends."""
    from contextlib import suppress

    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    with suppress(RuntimeError):  # nothing was ever logged
        APILogWorker.instance().drain()
    EventsWorker.drain_all()
