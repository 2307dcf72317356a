"""Publishing is a step with bounds: the document that it cannot take is named, and the rest is published."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from pipeline.outcome import Editions, Untakable
from pipeline.run import Limits, Report, work_off
from pipeline.run.publishing import PUBLISH, Publishing
from pipeline.staged import MANIFEST
from pipeline.workers import Workers
from tests.support import fakes, house, small_plan
from tests.support.fake_house import House


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr("pipeline.run.publishing.LEAST", Limits(seconds=0.0, memory_bytes=0))
    return House(tmp_path)


def run(fake: House, seconds: float = 5.0) -> Report:
    with fake.batch() as batch:
        limits = Limits(seconds=seconds)
        batch._publish = Publishing(limits, batch.extractor.workers, fakes.PUBLISH)
        return work_off(batch)


@pytest.mark.parametrize(("what", "reason"), [("crash", "crashed"), ("hang", "too_slow")])
def test_a_document_that_publishing_cannot_take_is_named_and_the_rest_goes_on(
    fake: House, what: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.run.publishing.SECONDS", 0.0)
    for number in range(5):
        fake.put(f"{number}.pdf", f"good {number}")
    run(fake)
    fake.put("bad.pdf", f"heavy {what}")
    fake.put("new.pdf", "good 5")
    report = run(fake, 1.0 if what == "hang" else 5.0)
    assert [(one.file, one.reason) for one in report.bad] == [("bad.pdf", reason)]
    assert "publishing it together with the others failed" in str(report.bad[0].seen)
    assert fake.published() == 6
    again = run(fake)  # it is known, and not tried at each run
    assert ([one.file for one in again.bad], again.rebuilt) == (["bad.pdf"], False)


def test_a_machine_that_is_slow_is_no_document_s_fault(fake: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each takes a while, and all together too long."""
    monkeypatch.setattr("pipeline.run.publishing.SECONDS", 0.0)
    for number in range(4):
        fake.put(f"{number}.pdf", f"heavy slow {number}")
    with pytest.raises(OSError, match=r"more than 1 seconds\), and no document is the cause.*raise the limits"):
        run(fake, 1.0)
    assert not list(fake.staged.glob("quarantine/*"))


def test_of_two_that_are_too_much_together_the_greater_new_one_is_left_out(fake: House) -> None:
    fake.put("large.pdf", "heavy two")
    fake.put("small.pdf", "heavy together")
    fake.put("other.pdf", "good other")
    with fake.batch() as batch:
        work_off(batch)  # stages them
    fake.warehouse.unlink()
    fake.warehouse.with_name(f"{fake.warehouse.name}.ledger.jsonl").unlink()
    report = run(fake)
    assert [one.file for one in report.bad] == ["small.pdf"]
    assert fake.published() == 2


def test_trouble_of_the_place_is_no_document_s_fault(fake: House) -> None:
    fake.put("a.pdf", "heavy full disk")
    with pytest.raises(OSError, match="No space left on device"):
        run(fake)
    assert not list(fake.staged.glob("quarantine/*"))
    assert not fake.warehouse.exists()


def test_what_fails_without_any_document_too_is_told_and_changes_nothing(
    fake: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.put("a.pdf", "good a")
    with fake.batch() as batch:
        batch._publish = Publishing(Limits(seconds=5.0), batch.extractor.workers, "tests.support.fakes:crash")
        with pytest.raises(OSError, match="no document is the cause: the warehouse is unchanged"):
            work_off(batch)
    assert run(fake).is_good


@pytest.fixture
def at(tmp_path: Path) -> house.House:
    return house.House(tmp_path)


def publish(at: house.House) -> Editions:
    with Workers(PUBLISH) as none:
        return Publishing(Limits(), none)(at.staged, at.warehouse, [house.run(1)], [], [])


def test_a_table_that_passes_for_what_was_staged_and_cannot_be_read_is_found(at: house.House) -> None:
    """As a reader that its document has taken over may leave it: its manifest fits."""
    _, bad = at.put(*(small_plan.extraction(year=year) for year in (2025, 2026)))
    table, manifest = at.staged / bad / "goal.parquet", at.staged / bad / MANIFEST
    told = json.loads(manifest.read_text())
    told["tables"]["goal"]["sha256"] = hashlib.sha256(b"PAR1 and no more").hexdigest()
    table.write_bytes(b"PAR1 and no more")
    manifest.write_text(json.dumps(told))
    with pytest.raises(Untakable, match="publishing it together with the others failed") as untakable:
        publish(at)
    assert untakable.value.document_id == bad


def test_what_the_process_logs_is_told_and_what_duckdb_may_hold_is_bounded(
    at: house.House, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, cut = at.put(*(small_plan.extraction(year=year) for year in (2025, 2026)))
    (at.staged / cut / "goal.parquet").write_bytes(b"cut off")
    assert publish(at).publication
    assert f"{cut} is left out: its staged tables were edited" in caplog.text
    assert at.ask("SELECT count(*) FROM base.document") == [(1,)]
    at.warehouse.unlink()
    monkeypatch.setattr("pipeline.run.publishing.DUCKDB", 0.001)
    with pytest.raises(OSError, match=r"publishing failed \(more than \d+ MB\), and no document is the cause"):
        publish(at)
    assert not at.warehouse.exists()
