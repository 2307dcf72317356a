"""What monitors ask: `tjut status --json`, `--max-age`, and the metrics of a run."""

from __future__ import annotations

import json
import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner, Result
from prometheus_client.parser import text_string_to_metric_families

from pipeline.cli import cli
from pipeline.commands.metrics import write_metrics
from pipeline.ledger import Ledger, last_publication
from pipeline.outcome import Editions
from pipeline.run import Batch, work_off
from pipeline.run.silence import silence
from pipeline.staged import ARRIVAL, staged_documents
from pipeline.warehouse import publish
from tests.press.facsimile import FACSIMILE
from tests.support.small_plan import extraction, put
from tests.support.webhook import listening


def call(*words: str) -> Result:
    """A command, and what it ended with as its exit status."""
    result = CliRunner().invoke(cli, words, standalone_mode=False)
    return result


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    (folder / "raw").mkdir()
    shutil.copy(FACSIMILE, folder / "raw")
    (folder / "raw" / "bad.pdf").write_bytes(b"%PDF-1.7\n" + b"\0" * 100)

    def slowly(*given: Any) -> Editions:
        time.sleep(1.0)
        return publish(*given)

    with Batch(folder / "raw", folder / "staged", folder / "w.duckdb", publish=slowly) as batch:
        write_metrics(work_off(batch), folder / "w.duckdb", folder / "metrics" / "tjut.prom")
    return folder


def test_status_as_json(house: Path) -> None:
    result = call("status", "--json", "--max-age", "2h", "--warehouse", str(house / "w.duckdb"))
    assert result.return_value == 0
    told = json.loads(result.stdout)
    assert told["documents"] == {"all": 1, "current": 1, "incomplete": 0}
    assert told["last_run"]["files"]["refused"] == 1
    assert [(one["file"], one["reason"], one["since_run_id"]) for one in told["not_published"]] == [
        ("bad.pdf", "damaged", 1)
    ]
    assert told["coverage"]["tabell"] == 1.0
    assert set(told["findings"]) == {"error", "warning", "note"}
    assert 0 <= told["last_run"]["age_seconds"] < 600
    assert told["published_at"] == told["last_run"]["ended_at"]


def test_a_run_that_is_too_old_has_a_status_of_its_own(house: Path) -> None:
    time.sleep(1.1)
    warehouse = str(house / "w.duckdb")
    assert call("status", "--max-age", "1s", "--warehouse", warehouse).return_value == 1
    assert call("status", "--json", "--max-age", "1s", "--warehouse", warehouse).return_value == 1
    assert call("status", "--max-age", "1d", "--warehouse", warehouse).return_value == 0


def test_a_warehouse_that_is_gone_has_a_status_of_its_own(house: Path, tmp_path: Path) -> None:
    for suffix in (".ledger.jsonl",):
        shutil.copy(house / f"w.duckdb{suffix}", tmp_path)
    result = call("status", "--json", "--warehouse", str(tmp_path / "w.duckdb"))
    assert result.return_value == 3
    assert json.loads(result.stdout)["is_there"] is False


@pytest.mark.parametrize("age", ["2", "h", "2 hours", "-1h"])
def test_a_length_of_time_is_a_number_and_a_unit(house: Path, age: str) -> None:
    result = call("status", "--max-age", age, "--warehouse", str(house / "w.duckdb"))
    assert "is not a duration" in str(result.exception)


def test_the_metrics_are_what_prometheus_reads(house: Path) -> None:
    text = (house / "metrics" / "tjut.prom").read_text()
    assert [path.name for path in (house / "metrics").iterdir()] == ["tjut.prom"]
    samples = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert samples["tjut_last_run_files", "published"] == 1
    assert samples["tjut_files_not_published", "damaged"] == 1
    assert samples["tjut_documents", "current"] == 1
    assert samples["tjut_coverage_ratio", "tabell"] == 1.0
    assert samples["tjut_last_run_stage_seconds", "publish"] >= 1.0
    assert samples["tjut_last_run_stage_seconds", "read"] > 0
    assert samples["tjut_last_run_duration_seconds",] >= samples["tjut_last_run_stage_seconds", "publish"]
    assert samples["tjut_last_publication_timestamp_seconds",] == pytest.approx(time.time(), abs=600)


def test_a_run_lasts_until_its_warehouse_is_published(house: Path) -> None:
    """In the warehouse, too, once the next one is published."""
    entry = Ledger(house / "w.duckdb").entries()[0]
    assert (entry.ended_at - entry.started_at).total_seconds() >= 1.0
    assert last_publication([entry]) == entry
    (house / "raw" / "bad.pdf").unlink()
    with Batch(house / "raw", house / "staged", house / "w.duckdb") as batch:
        assert work_off(batch).rebuilt
    with duckdb.connect(str(house / "w.duckdb"), read_only=True) as connection:
        query = "SELECT ended_at FROM base.run WHERE run_id = 1"
        assert connection.execute(query).fetchall() == [(entry.ended_at.replace(tzinfo=None),)]


@pytest.mark.parametrize(("arrived", "wrong"), [(30, False), (31, True), (None, True)])
def test_documents_that_have_stopped_coming_are_missed(tmp_path: Path, arrived: int | None, wrong: bool) -> None:
    now = datetime(2026, 11, 26, 12, tzinfo=UTC)
    if arrived is not None:
        put(tmp_path, extraction())
        (document,) = staged_documents(tmp_path)
        document.arrive(now - timedelta(days=arrived, seconds=1 if wrong else 0))
    told = silence(tmp_path, 30, now)
    assert (told is not None) == wrong
    assert silence(tmp_path, None, now) is None


def test_run_tells_silence_and_keeps_its_heart_still(house: Path) -> None:
    places = ["--raw", str(house / "raw"), "--staged", str(house / "staged"), "--warehouse", str(house / "w.duckdb")]
    heard: list[dict[str, Any]] = []
    trouble: list[str] = []
    with listening(heard, trouble) as url:
        beating = [*places, "--expect-within", "30", "--heartbeat", url]
        assert call("run", *beating).return_value == 0
        assert len(heard) == 1
        trouble.append("fails")
        result = call("run", *beating)
        assert (result.return_value, len(heard)) == (0, 2)
        assert "the heartbeat URL answered with status 503" in result.stderr
        assert url not in result.output
        (arrival,) = (house / "staged").glob(f"*/{ARRIVAL}")
        arrival.write_text('{"arrived_at": "2020-01-01T00:00:00"}')
        result = call("run", *beating)
        assert (result.return_value, len(heard)) == (1, 2)
        assert "since 2020-01-01; one was expected within 30 days" in result.stderr
