"""A run from raw to the warehouse: what is skipped, what is refused, what is kept, and that nothing stops it."""

from __future__ import annotations

import errno
import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from contracts import CONTRACTS
from pipeline.ledger import Ledger, files_after, unpublished_after
from pipeline.outcome import Fate, Untakable
from pipeline.read import READERS
from pipeline.refusal import Reason, Refused
from pipeline.run import Batch, Busy, Limits, work_off
from pipeline.run.batch import Emptied
from pipeline.run.trouble import told
from pipeline.staged import ARRIVAL, CHANGED, staged_documents
from tests.support import fakes
from tests.support.fake_house import House
from tests.support.places import ROOT


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_one_bad_file_stops_nothing(house: House) -> None:
    house.put("a.pdf", "good a")
    house.put("b.pdf", "refuse encrypted")
    house.put("c.pdf", "quarantine")
    house.put("d.pdf", "crash")
    house.put("e.pdf", "hang")
    house.put("f.pdf", "good f")
    report = house.run(seconds=1.0)
    assert [(outcome.file, outcome.fate.value, outcome.reason) for outcome in report.outcomes] == [
        ("a.pdf", "published", None),
        ("b.pdf", "refused", "encrypted"),
        ("c.pdf", "quarantined", "contract"),
        ("d.pdf", "refused", "crashed"),
        ("e.pdf", "refused", "too_slow"),
        ("f.pdf", "published", None),
    ]
    assert house.published() == 2
    assert len(report.bad) == 4


def test_a_second_run_reads_nothing_again(house: House) -> None:
    house.put("a.pdf", "good a")
    house.put("b.pdf", "refuse damaged")
    first = house.run()
    before = house.warehouse.stat().st_mtime_ns
    second = house.run()
    assert first.rebuilt
    assert not second.rebuilt
    assert house.warehouse.stat().st_mtime_ns == before
    assert {outcome.file: outcome.fate.value for outcome in second.outcomes} == {
        "a.pdf": "unchanged",
        "b.pdf": "refused",
    }


def test_what_crashes_the_daily_reader_is_left_to_the_reference_reader(house: House) -> None:
    house.put("a.pdf", f"crash {READERS[0]}")
    house.put("b.pdf", f"crash {READERS[-1]}")
    assert house.fates() == {"a.pdf": "published", "b.pdf": "published"}


def test_what_publishing_cannot_take_is_refused_and_the_rest_is_published(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.put("a.pdf", "good a")
    house.put("b.pdf", "good b")
    publish = fakes.publish

    def without_b(staged: Path, *given: Any) -> Any:
        for document in staged_documents(staged):
            if document.file_name == "b.pdf":
                raise Untakable(document.document_id, Refused(Reason.TOO_MUCH_TO_COMPARE, "its rows are too many"))
        return publish(staged, *given)

    monkeypatch.setattr(fakes, "publish", without_b)
    report = house.run()
    assert [(one.file, one.reason) for one in report.bad] == [("b.pdf", "too_much_to_compare")]
    assert {one.file: one.fate.value for one in report.entry.outcomes} == {"a.pdf": "published", "b.pdf": "refused"}
    assert house.published() == 1
    again = house.run()  # it is known, and not tried at each run
    assert ([one.file for one in again.bad], again.rebuilt) == (["b.pdf"], False)
    assert [path.name for path in (house.staged / CHANGED).iterdir()]


def test_a_lost_warehouse_is_made_again(house: House) -> None:
    house.put("a.pdf", "good a")
    house.run()
    house.warehouse.unlink()
    assert house.run().rebuilt
    assert house.published() == 1


def test_a_mended_file_leaves_quarantine(house: House) -> None:
    house.put("a.pdf", "quarantine")
    assert house.fates() == {"a.pdf": "quarantined"}
    assert len(list((house.staged / "quarantine").glob("*.json"))) == 1
    house.put("a.pdf", "good again")
    assert house.fates() == {"a.pdf": "published"}
    assert not list((house.staged / "quarantine").glob("*.json"))


@pytest.mark.parametrize("change", ["code_version", "library_versions"])
def test_other_code_or_libraries_try_everything_again(
    house: House, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    house.put("a.pdf", "good a")
    house.put("b.pdf", "refuse damaged")
    with house.batch() as batch:
        assert [file.name for file in batch.todo] == ["a.pdf", "b.pdf"]
        work_off(batch)
    with house.batch() as batch:
        assert batch.todo == []
    other: Any = "9.9+other" if change == "code_version" else {"pdfplumber": "9.9", "duckdb": "9.9"}
    for module in ("pipeline.run.batch", "pipeline.run.quarantine"):
        monkeypatch.setattr(f"{module}.{change}", lambda: other)
    with house.batch() as batch:
        assert [file.name for file in batch.todo] == ["a.pdf", "b.pdf"]


def test_a_raised_limit_tries_a_refused_file_again(house: House) -> None:
    house.put("a.pdf", "refuse too_slow")
    house.run(seconds=5.0)
    with house.batch(seconds=5.0) as batch:
        assert batch.todo == []
    with house.batch(seconds=6.0) as batch:
        assert [file.name for file in batch.todo] == ["a.pdf"]


def test_the_same_bytes_twice_are_one_document(house: House) -> None:
    house.put("b/plan.pdf", "good plan")
    house.put("a/plan.pdf", "good plan")
    report = house.run()
    assert [(outcome.file, outcome.fate.value, outcome.seen) for outcome in report.outcomes] == [
        ("a/plan.pdf", "published", None),
        ("b/plan.pdf", "duplicate", "its bytes are the same as those of a/plan.pdf"),
    ]
    assert house.published() == 1
    assert report.bad == []


def test_a_new_version_stands_beside_the_old(house: House) -> None:
    house.put("plan.pdf", "good one")
    house.run()
    house.put("plan.pdf", "good two")
    assert house.fates() == {"plan.pdf": "published"}
    assert house.published() == 2


def test_a_full_disk_ends_the_run_and_blames_no_document(house: House) -> None:
    house.put("a.pdf", "full")
    house.put("b.pdf", "good")
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)) as full:
        house.run()
    assert told(full.value) == (
        f"{house.staged}: No space left on device: free some space, then try again. No completed work is lost"
    )
    assert not list(house.staged.glob("quarantine/*"))
    with house.batch() as batch:
        assert "a.pdf" in [file.name for file in batch.todo]


def test_trouble_with_one_file_alone_stops_nothing(house: House) -> None:
    house.put("a.pdf", "long")
    house.put("b.pdf", "good")
    report = house.run()
    assert [(outcome.file, outcome.reason) for outcome in report.bad] == [("a.pdf", "crashed")]
    with house.batch() as batch:
        assert [file.name for file in batch.todo] == ["a.pdf"]  # it may have passed by then


def test_what_is_held_is_told_with_the_run_that_first_held_it(house: House) -> None:
    house.put("bad.pdf", "refuse damaged")
    house.put("good.pdf", "good")
    house.run()
    house.put("worse.pdf", "quarantine")
    house.run()
    entries = Ledger(house.warehouse).entries()
    held = {str(row["file"]): row for row in (one.row() for one in unpublished_after(entries))}
    assert {file: row["since_run_id"] for file, row in held.items()} == {"bad.pdf": 1, "worse.pdf": 2}
    assert held["bad.pdf"].keys() == {column.name for column in CONTRACTS["quarantine"].columns}
    house.put("bad.pdf", "refuse encrypted")  # other bytes: another file
    house.run()
    (house.raw / "worse.pdf").unlink()
    house.run()
    assert [(one.outcome.file, one.since.run_id) for one in unpublished_after(Ledger(house.warehouse).entries())] == [
        ("bad.pdf", 3)
    ]


def test_a_run_that_changes_nothing_adds_little_to_the_ledger(house: House) -> None:
    house.put("a.pdf", "good")
    for number in range(40):
        house.put(f"copy {number}.pdf", "good")
        house.put(f"bad {number}.pdf", f"quarantine {number}")
    house.run()
    ledger = Ledger(house.warehouse)
    before = ledger.path.stat().st_size
    house.run()
    assert ledger.path.stat().st_size - before <= 1000
    assert len(unpublished_after(ledger.entries())) == 40


def test_the_last_run_stands_beside_the_warehouse_also_when_nothing_was_published(house: House) -> None:
    """In the warehouse itself the last run is the one that published: a healthy schedule would look stale there."""
    house.put("a.txt", "good")
    house.put("b.txt", "refuse encrypted")
    first, second = house.run(), house.run()
    assert (first.rebuilt, second.rebuilt) == (True, False)
    asked = f"SELECT * FROM read_json('{house.warehouse}.last_run.json')"
    with duckdb.connect() as connection:
        answer = connection.execute(asked)
        types = {name: str(kind) for name, kind, *_ in answer.description or ()}
        (told,) = (dict(zip(types, row, strict=True)) for row in answer.fetchall())
    assert {types[name] for name in ("started_at", "ended_at", "published_at")} == {"TIMESTAMP"}
    assert (told["run_id"], told["published_run_id"]) == (2, 1)
    assert told["ended_at"] == second.entry.ended_at.replace(tzinfo=None)
    assert told["published_at"] == first.entry.ended_at.replace(tzinfo=None)
    assert (told["unchanged_count"], told["refused_count"], told["not_published_count"]) == (1, 1, 1)
    assert not list(house.warehouse.parent.glob(".*last_run*"))


def test_another_folder_takes_nothing_off_the_list_of_this_one(house: House, tmp_path: Path) -> None:
    house.put("bad.pdf", "refuse damaged")
    house.run()
    other = tmp_path / "archive"
    other.mkdir()
    (other / "good.pdf").write_text("good")
    with Batch(other, house.staged, house.warehouse, Limits(), extract=fakes.EXTRACT, publish=fakes.publish) as batch:
        work_off(batch)
    held = unpublished_after(Ledger(house.warehouse).entries())
    assert [(one.outcome.file, one.since.run_id) for one in held] == [("bad.pdf", 1)]


def test_a_folder_that_is_empty_all_at_once_is_no_good_run(house: House) -> None:
    house.run()  # it never had a file: nothing to say
    house.put("a.pdf", "good")
    house.run()
    (house.raw / "a.pdf").unlink()
    for _ in range(2):  # it is said each time
        with pytest.raises(Emptied, match=r"is empty, but had 1 file at the last run. Nothing was done"):
            house.run()
    assert house.published() == 1
    house.put("a.pdf", "good")
    assert [outcome.fate.value for outcome in house.run().outcomes] == ["unchanged"]


def test_a_link_to_an_empty_folder_where_the_documents_were_is_no_good_run(house: House, tmp_path: Path) -> None:
    house.put("a.pdf", "good")
    house.run()
    house.raw.rename(tmp_path / "disk")
    (tmp_path / "mounted").mkdir()
    house.raw.symlink_to(tmp_path / "mounted")
    with pytest.raises(Emptied, match=r"is empty, but .*/raw had 1 file at the last run. Nothing was done"):
        house.run()
    assert house.published() == 1


def test_arrival_is_kept_with_the_document_whatever_becomes_of_the_ledger(house: House) -> None:
    house.put("a.pdf", "good")
    house.run()
    (first,) = staged_documents(house.staged)
    Ledger(house.warehouse).path.unlink()
    house.put("b.pdf", "good b")
    house.run()
    arrived = {document.file_name: document.arrived_at for document in staged_documents(house.staged)}
    assert first.arrived_at is not None
    assert arrived["a.pdf"] == first.arrived_at
    assert (arrived["b.pdf"] or first.arrived_at) > first.arrived_at


def test_each_document_and_stage_is_logged(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.put("a.pdf", "good")
    house.put("b.pdf", "refuse damaged")
    with caplog.at_level(logging.INFO, "tjut.run"):
        house.run()
    told = [(record.levelname, record.__dict__["event"], record.__dict__.get("file")) for record in caplog.records]
    assert told[0] == ("INFO", "start", None)
    assert sorted(told[1:-2]) == [("INFO", "document", "a.pdf"), ("WARNING", "document", "b.pdf")]
    assert told[-2:] == [("INFO", "stage", None), ("INFO", "run", None)]


def test_the_ledger_knows_each_run(house: House) -> None:
    house.put("a.pdf", "good a")
    house.put("b.pdf", "refuse encrypted")
    house.put("c.pdf", "good a")
    house.run()
    house.run()
    first, second = Ledger(house.warehouse).entries()
    assert (first.run_id, second.run_id) == (1, 2)
    assert first.counts == {"published": 1, "unchanged": 0, "duplicate": 1, "refused": 1, "quarantined": 0}
    assert second.counts == {"published": 0, "unchanged": 1, "duplicate": 1, "refused": 1, "quarantined": 0}
    assert [outcome.file for outcome in first.outcomes] == ["a.pdf", "b.pdf", "c.pdf"]
    assert second.outcomes == ()  # what is as before is not written down again
    assert files_after((first, second), second.raw) == {outcome.file: outcome for outcome in first.outcomes}
    assert first.started_at <= first.ended_at <= second.started_at
    refused = first.outcomes[1]
    assert (refused.reason, refused.seen) == ("encrypted", "seen in it")
    assert "password" in (refused.advice or "")


def test_the_ledger_has_the_columns_of_its_contracts(house: House) -> None:
    house.put("a.pdf", "good a")
    house.put("b.pdf", "refuse encrypted")
    house.put("c.pdf", "good a")
    house.put("d.pdf", "quarantine")
    entry = house.run().entry
    assert set(entry.row()) == {column.name for column in CONTRACTS["run"].columns}
    columns = {column.name: column for column in CONTRACTS["run_document"].columns}
    for row in entry.document_rows():
        assert set(row) == set(columns)
        assert [name for name, value in row.items() if value is None and not columns[name].nullable] == []
    assert {row["outcome"] for row in entry.document_rows()} == set(columns["outcome"].allowed)
    assert {fate.value for fate in Fate} - {"unchanged"} == set(columns["outcome"].allowed)


def test_a_torn_ledger_line_is_passed_over(house: House) -> None:
    house.put("a.pdf", "good a")
    house.run()
    ledger = Ledger(house.warehouse)
    with ledger.path.open("a") as stream:
        stream.write('{"run_id": 2, "sta')
    house.put("b.pdf", "good\u2028b")
    house.run()
    assert [entry.run_id for entry in ledger.entries()] == [1, 2]


def test_two_runs_at_once_do_not_collide(house: House) -> None:
    house.put("a.pdf", "good a")
    with house.batch() as first:
        with pytest.raises(Busy, match=rf"process {os.getpid()} "), house.batch():
            pass
        work_off(first)
    assert house.run().entry.run_id == 2


def test_two_warehouses_do_not_share_a_staged_folder_at_once(house: House) -> None:
    with house.batch():
        house.warehouse = house.warehouse.with_name("other.duckdb")
        with pytest.raises(Busy, match="staged"), house.batch():
            pass


def test_staged_bytes_know_no_clock_and_no_process(house: House) -> None:
    house.put("a.pdf", "good a")
    house.put("b.pdf", "refuse damaged")

    def contents() -> dict[str, bytes]:
        files = [path for path in house.staged.rglob("*") if path.is_file()]
        return {str(path): path.read_bytes() for path in files if path.name != ARRIVAL}  # that one does know the clock

    house.run()
    first = contents()
    shutil.rmtree(house.staged)
    time.sleep(0.01)
    house.run()
    assert contents() == first
    assert len(first) == 3


@pytest.mark.usefixtures("interruptible")
def test_interrupting_quarantines_nothing(house: House) -> None:
    for number in range(4):
        house.put(f"{number}.pdf", f"hang {number}")
    house.put("z.pdf", "good")

    def interrupt() -> None:
        until(lambda: (house.staged / "hanging").exists())
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt), house.batch(seconds=60) as batch:
        threading.Thread(target=interrupt).start()
        work_off(batch)
    assert time.monotonic() - started < 20
    assert not list(house.staged.glob("quarantine/*"))
    assert not house.warehouse.exists()


KILLED = """
from pathlib import Path
from pipeline.read import READERS
from pipeline.run import Batch, work_off
from tests.support import fakes
from tests.support.fake_house import House
here = Path({folder!r})
with Batch(here / "raw", here / "staged", here / "warehouse.duckdb", extract=fakes.EXTRACT, publish=fakes.publish) as b:
    work_off(b)
"""


def test_a_killed_run_is_taken_up_again(house: House, tmp_path: Path) -> None:
    for number in range(5):
        house.put(f"{number}.pdf", f"good {number}")
    house.put("z.pdf", "hang")
    killed = subprocess.Popen([sys.executable, "-c", KILLED.format(folder=str(tmp_path))], cwd=ROOT)
    until(lambda: (house.staged / "hanging").exists() and len(list(house.staged.glob("*/manifest.json"))) == 5)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert not house.warehouse.exists()
    house.put("z.pdf", "good at last")
    with house.batch() as batch:
        assert [file.name for file in batch.todo] == ["z.pdf"]
        work_off(batch)
    assert house.published() == 6


def until(holds: Callable[[], bool], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)
