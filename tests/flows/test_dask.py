"""Extraction on a Dask cluster of several processes: the same rows, the same word of bad files, one writer."""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from distributed import Client, KilledWorker

import flows  # sets Prefect's settings before it is imported  # noqa: F401
from contracts import CONTRACTS
from pipeline.raw_files import files_of
from pipeline.run import Unfit
from pipeline.run.extractor import EXTRACT, Extractor
from pipeline.staged import ARRIVAL
from pipeline.workers import Limits
from tests.press.producers import set_plan
from tests.press.random_plan import random_plan
from tests.press.style import Style
from tests.support import fakes
from tests.support.prefect_server import COMPOSE, environment, free_port, program

pytestmark = [pytest.mark.prefect, pytest.mark.slow]
WORKERS = 2


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory, server_address: str) -> Iterator[str]:
    """The address of a scheduler with two workers, each a process, started by the commands of the compose file."""
    home = tmp_path_factory.mktemp("cluster")
    address = f"tcp://127.0.0.1:{free_port()}"
    services = yaml.safe_load(COMPOSE.read_text())["services"]
    here = {"0.0.0.0": "127.0.0.1", "8786": address.rpartition(":")[2], "tcp://scheduler:8786": address}
    commands = [services["scheduler"]["command"], *[services["worker"]["command"]] * WORKERS]
    with (home / "log").open("wb") as log:
        processes = [
            subprocess.Popen(
                [str(program(command[0])), *(here.get(word, word) for word in command[1:])],
                env=environment(home, server_address),
                cwd=home,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            for command in commands
        ]
        with Client(address) as client:
            client.wait_for_workers(WORKERS)
        yield address
        for process in processes:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four plans, one of them twice, and two bad files."""
    folder = tmp_path_factory.mktemp("documents")
    for number in range(4):
        set_plan(random_plan(number), Style(), folder / f"plan-{number}.pdf")
    shutil.copy(folder / "plan-1.pdf", folder / "zwilling.pdf")
    (folder / "empty.pdf").touch()
    (folder / "poisoned.pdf").write_bytes(b"%PDF-1.7\n" + b"\0" * 100)
    return folder


def ingest(raw: Path, folder: Path, **parameters: Any) -> Any:
    import flows.ingest

    return flows.ingest.ingest(raw, folder / "staged", folder / "warehouse.duckdb", return_state=True, **parameters)


def tables(warehouse: Path) -> dict[str, list[Any]]:
    """All rows of all tables that know no clock."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return {
            name: connection.execute(
                f"SELECT COLUMNS(lambda c: c <> 'arrived_at') FROM base.{name} ORDER BY ALL"
            ).fetchall()
            for name, contract in CONTRACTS.items()
            if contract.staged
        }


def digests(staged: Path) -> dict[str, str]:
    """All that is staged but for the time it came, byte for byte."""
    return {
        path.relative_to(staged).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(staged.rglob("*"))
        if path.is_file() and path.name != ARRIVAL
    }


@pytest.fixture(scope="module")
def both(prefect_server: str, cluster: str, raw: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """The same documents read on this machine and on the cluster: the folder and the report of each."""
    found = []
    for address in (None, cluster):
        folder = tmp_path_factory.mktemp("read")
        state = ingest(raw, folder, cluster=address)
        assert state.is_completed(), state.message
        found.append((folder, state.result()))
    return found


def test_the_rows_are_those_of_one_machine(both: list[Any]) -> None:
    (here, _), (there, _) = both
    assert digests(here / "staged") == digests(there / "staged")
    rows = tables(there / "warehouse.duckdb")
    assert rows == tables(here / "warehouse.duckdb")
    assert len(rows["document"]) == 4


def test_bad_files_are_told_as_on_one_machine(both: list[Any]) -> None:
    (_, here), (_, there) = both
    fates = [[(o.file, o.fate, o.reason, o.seen) for o in report.outcomes] for report in (here, there)]
    assert fates[0] == fates[1]
    assert there.entry.counts["refused"] == 2


def test_the_work_was_spread(both: list[Any], cluster: str) -> None:
    with Client(cluster) as client:
        done = client.run(count_extractors)
    assert list(done.values()) == [1] * WORKERS


def count_extractors() -> int:
    from pipeline.run import extractor

    return extractor._here.cache_info().currsize


def test_nobody_at_the_address_is_told(
    prefect_server: str, raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("flows.cluster.CONNECT_SECONDS", 1)
    nobody = f"tcp://127.0.0.1:{free_port()}"
    state = ingest(raw, tmp_path, cluster=nobody)
    assert state.is_failed()
    assert state.message == f"no Dask scheduler answers at {nobody}: start it, or correct its address"
    assert "Traceback" not in caplog.text
    assert not (tmp_path / "warehouse.duckdb").exists()


def test_a_worker_of_another_version_makes_no_rows(
    prefect_server: str, cluster: str, raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.run.extractor.code_version", lambda: "9.9+other")
    state = ingest(raw, tmp_path, cluster=cluster)
    assert state.is_failed()
    assert "the run has 9.9+other: install one version on both, then restart the worker" in state.message
    assert not list((tmp_path / "staged").glob("*/manifest.json"))


def test_a_document_that_ends_its_workers_stops_nothing() -> None:
    from flows.cluster import result_of

    class Lost:
        def result(self, **_: object) -> Any:
            raise KilledWorker("extract-1", None, 3)

    with pytest.raises(ChildProcessError, match="the cluster gave up on it"):
        result_of(Lost())  # type: ignore[arg-type]


@contextmanager
def arrived(folder: Path) -> Iterator[Extractor]:
    """What becomes of an extractor that is sent to another process."""
    with pickle.loads(pickle.dumps(Extractor(fakes.EXTRACT, folder / "staged", Limits()))) as extractor:
        yield extractor


def test_a_machine_without_the_folders_says_so(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.pdf").write_text("good a")
    (file,) = files_of(tmp_path / "raw", 1000)
    unseen = f"cannot see the folder {tmp_path}/staged: share it"
    with arrived(tmp_path) as extractor, pytest.raises(Unfit, match=unseen):
        extractor.extract(file)


def test_one_extractor_serves_all_that_is_sent_to_a_process(tmp_path: Path) -> None:
    sent = pickle.dumps(Extractor(EXTRACT, tmp_path, Limits()))
    again = pickle.dumps(pickle.loads(sent))
    assert pickle.loads(sent) is pickle.loads(again)
    assert pickle.loads(pickle.dumps(Extractor(EXTRACT, tmp_path, Limits(seconds=1)))) is not pickle.loads(sent)
