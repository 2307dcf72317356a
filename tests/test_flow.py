"""The flow against a real Prefect server on a free loopback port."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

import flows  # sets Prefect's settings before it is imported  # noqa: F401
from pipeline.audit.ledger import Ledger
from pipeline.outcome import Fate
from pipeline.run import Batch, Limits, Outcome, Report
from tests import fakes

pytestmark = [pytest.mark.prefect, pytest.mark.slow]


@pytest.fixture(scope="module", autouse=True)
def server() -> Iterator[None]:
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=180):
        yield


def ingest(folder: Path, monkeypatch: pytest.MonkeyPatch, **files: str) -> Report:
    import flows.ingest

    monkeypatch.setattr(flows.ingest, "Batch", partial(Batch, extract=fakes.EXTRACT, publish=fakes.publish))
    raw = folder / "raw"
    raw.mkdir(exist_ok=True)
    for name, content in files.items():
        (raw / f"{name}.pdf").write_text(content)
    return flows.ingest.ingest(raw, folder / "staged", folder / "warehouse.duckdb", Limits(seconds=2.0))


def task_runs() -> dict[str, tuple[str, int]]:
    """State and number of attempts of each task run that the server knows, by its name."""
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        return {run.name: (run.state_name or "", run.run_count) for run in client.read_task_runs()}


def artifact() -> str:
    """The newest summary that the server knows."""
    from prefect.artifacts import Artifact

    found = Artifact.get("ingest")
    assert found is not None
    assert isinstance(found.data, str)
    return found.data


def test_each_document_is_a_task_and_a_bad_one_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = ingest(tmp_path, monkeypatch, a="good a", b="refuse encrypted", c="crash", d="hang", e="quarantine")
    assert [outcome.fate.value for outcome in report.outcomes] == [
        "published",
        "refused",
        "refused",
        "refused",
        "quarantined",
    ]
    assert (tmp_path / "warehouse.duckdb").exists()
    runs = task_runs()
    assert {name: runs[f"{name}.pdf"] for name in "abcde"} == dict.fromkeys("abcde", ("Completed", 1))
    assert artifact().splitlines() == [
        "| file | outcome | reason | rows |",
        "| --- | --- | --- | ---: |",
        "| a.pdf | published |  | 3 |",
        "| b.pdf | refused | encrypted: seen in it |  |",
        "| c.pdf | refused | crashed: its worker process ended by signal SIGABRT |  |",
        "| d.pdf | refused | too_slow: more than 2 seconds |  |",
        "| e.pdf | quarantined | contract: a; b |  |",
    ]


def test_a_second_run_has_no_tasks_and_a_ledger_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest(tmp_path, monkeypatch, unchanged="good unchanged")
    before = task_runs()
    report = ingest(tmp_path, monkeypatch)
    assert task_runs() == before
    assert (report.rebuilt, report.entry.counts["unchanged"]) == (False, 1)
    assert [entry.run_id for entry in Ledger(tmp_path / "warehouse.duckdb").entries()] == [1, 2]
    assert "| unchanged.pdf | unchanged |" in artifact()


def test_trouble_of_the_machine_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import flows.ingest

    patient = flows.ingest.extract.with_options(retries=2, retry_delay_seconds=[0, 0])
    monkeypatch.setattr(flows.ingest, "extract", patient)
    report = ingest(tmp_path, monkeypatch, full="full", passing="full once")
    assert [(outcome.file, outcome.fate.value) for outcome in report.outcomes] == [
        ("full.pdf", "refused"),
        ("passing.pdf", "published"),
    ]
    assert "No space left on device" in (report.bad[0].seen or "")
    runs = task_runs()
    assert (runs["full.pdf"], runs["passing.pdf"]) == (("Failed", 3), ("Completed", 2))


def test_a_file_name_cannot_break_the_table() -> None:
    from flows.ingest import markdown

    outcome = Outcome("a|b`c<d>\\.pdf", Fate.REFUSED, reason="damaged", seen="one\ntwo")
    assert markdown([outcome]).splitlines()[2] == ("| a\\|b\\`c&lt;d>\\\\.pdf | refused | damaged: one two |  |")
