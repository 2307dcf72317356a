"""The warehouse: documented and keyed, changed by one rename, the same however it came about."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet
import pytest

from contracts import CONTRACTS
from pipeline.audit.fresh_build import changed_by_others
from pipeline.commands.status import show_status
from pipeline.ledger import Ledger, RunEntry
from pipeline.outcome import Fate, Outcome
from pipeline.record import Extraction, Value
from pipeline.staged import staged_documents
from pipeline.warehouse import publish
from pipeline.warehouse.build import STORAGE_VERSION, Building
from tests.support.places import ROOT
from tests.support.small_plan import extraction, put

LIKE_OTHERS = {**os.environ, "PYTHONPATH": str(ROOT)}
VIEWS = [
    "activity_year_over_year",
    "budget_by_year",
    "budget_overview",
    "budget_year_over_year",
    "document_version",
    "finding_summary",
    "goal_year_over_year",
    "indicator_ambition",
    "indicator_year_over_year",
    "kf_target_by_year",
    "restatement",
    "version_change",
]


class House:
    """A staged folder, a ledger and a warehouse made of them."""

    def __init__(self, folder: Path) -> None:
        self.staged, self.warehouse = folder / "staged", folder / "warehouse.duckdb"
        self.staged.mkdir()
        self.runs: list[RunEntry] = []

    def put(self, *names: str, **values: Value) -> list[str]:
        """Stages an edition of Farsta's plan for each name; one run has read them all. Gives their ids."""
        return self.stage(*(extraction(edition=name, file_name=name, **values) for name in names))

    def stage(self, *made: Extraction) -> list[str]:
        """Stages documents that one run has read. Gives their ids."""
        ids = [put(self.staged, one) for one in made]
        read = [one.document.values for one in made]
        outcomes = [
            Outcome(str(values["file_name"]), Fate.PUBLISHED, str(values["sha256"]), name)
            for name, values in zip(ids, read, strict=True)
        ]
        self.runs.append(run(self.runs[-1].run_id + 1 if self.runs else 1, outcomes))
        for document in staged_documents(self.staged):
            document.arrive(self.runs[-1].started_at)
        return ids

    def publish(self) -> None:
        publish(self.staged, self.warehouse, self.runs)

    def anew(self) -> dict[str, Any]:
        """What a warehouse built from nothing says."""
        other = self.warehouse.with_name("other.duckdb")
        other.unlink(missing_ok=True)
        publish(self.staged, other, self.runs)
        return export(other)

    def ask(self, query: str) -> list[Any]:
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def others(self) -> list[str]:
        """What else there is beside the warehouse."""
        return sorted(
            path.name for path in self.warehouse.parent.iterdir() if path not in (self.staged, self.warehouse)
        )


def run(run_id: int, outcomes: list[Outcome]) -> RunEntry:
    day = datetime.datetime(2026, 11, 1, 3, tzinfo=datetime.UTC) + datetime.timedelta(days=run_id)
    return RunEntry(run_id, day, day, "0.1.0+abc", {"duckdb": "2.0.0"}, "", RunEntry.count(outcomes), tuple(outcomes))


def export(warehouse: Path) -> dict[str, Any]:
    """All tables and views of a warehouse, each as its columns and its rows in one order; and all that is said of them.

    Two warehouses are the same to whoever asks them exactly if their exports are equal.
    """
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        names = connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main' ORDER BY ALL"
        ).fetchall()
        answers = {name: connection.execute(f"SELECT * FROM {name} ORDER BY ALL") for (name,) in names}
        told = {
            name: ([column[0] for column in answer.description or ()], answer.fetchall())
            for name, answer in answers.items()
        }
        said = (
            "SELECT table_name, column_name, data_type, is_nullable, comment FROM duckdb_columns() WHERE NOT internal"
        )
        keys = "SELECT table_name, constraint_type, constraint_text FROM duckdb_constraints()"
        return {
            **told,
            "columns": connection.execute(f"{said} ORDER BY ALL").fetchall(),
            "constraints": connection.execute(f"{keys} ORDER BY ALL").fetchall(),
        }


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_everything_has_a_comment(house: House) -> None:
    house.put("a.pdf")
    house.publish()
    tables = dict(house.ask("SELECT table_name, comment FROM duckdb_tables()"))
    assert tables == {contract.table: contract.comment for contract in CONTRACTS.values()}
    views = dict(house.ask("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal"))
    assert sorted(views) == VIEWS
    assert all(views.values())
    columns = house.ask("SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal")
    assert {table for table, _, _ in columns} == {*tables, *views}
    assert [place for *place, comment in columns if not comment] == []
    said = {(table, column): comment for table, column, comment in columns}
    for contract in CONTRACTS.values():
        for column in contract.columns:
            assert said[contract.table, column.name] == column.comment


def test_keys_are_kept_by_the_database(house: House) -> None:
    house.put("a.pdf")
    house.publish()
    found = house.ask("SELECT table_name, constraint_type, constraint_column_names FROM duckdb_constraints()")
    keys = {table: tuple(columns) for table, kind, columns in found if kind == "PRIMARY KEY"}
    assert keys == {contract.table: contract.key for contract in CONTRACTS.values()}
    foreign = {(table, column) for table, kind, columns in found if kind == "FOREIGN KEY" for column in columns}
    assert foreign >= {(contract.table, column) for contract in CONTRACTS.values() for column in contract.references}
    required = {(table, column) for table, kind, columns in found if kind == "NOT NULL" for column in columns}
    wanted = {(c.table, column.name) for c in CONTRACTS.values() for column in c.columns if not column.nullable}
    assert required >= wanted


def test_duckdb_1_can_read_it(house: House) -> None:
    house.put("a.pdf")
    house.publish()
    ((tags,),) = house.ask("SELECT tags FROM duckdb_databases() WHERE NOT internal")
    assert tags["storage_version"] == f"{STORAGE_VERSION}+"
    assert STORAGE_VERSION.startswith("v1.")
    # The number at byte 12 is what DuckDB looks at before anything else: 64 to 67 are the formats of 1.0 to 1.4.
    assert int.from_bytes(house.warehouse.read_bytes()[12:20], "little") in range(64, 68)


def test_staged_rows_are_in_it(house: House) -> None:
    (document,) = house.put("a.pdf")
    house.publish()
    assert house.ask("SELECT document_id, is_current FROM document") == [(document, True)]
    assert house.ask("SELECT amount_mnkr FROM investment") == [(Decimal("0.03096050"),)]
    counts = json.loads((house.staged / document / "manifest.json").read_text("utf-8"))["tables"]
    for table, entry in counts.items():
        assert house.ask(f"SELECT count(*) FROM {table}") == [(entry["rows"],)]
        assert entry["rows"], f"{table} is not tested"
    assert house.ask("SELECT run_id, outcome, document_id FROM run_document") == [(1, "published", document)]
    assert house.others() == []


def test_status_tells_the_share_of_accounted_numbers(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    house.put("a.pdf")
    house.publish()
    Ledger(house.warehouse).append(house.runs[-1])
    show_status(house.warehouse)
    told = "printed numbers accounted for: 87.50 % in tables; 1 is not: select * from unaccounted_number"
    assert told in capsys.readouterr().out.splitlines()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_brought_up_to_date_is_as_built_anew(house: House, seed: int) -> None:
    """Documents come, change, and go, by one and by many; in between nothing changes, and once the ledger is lost."""
    chance = random.Random(seed)
    house.put(*(f"{n}.pdf" for n in range(5)))
    house.publish()
    steps = ["one", "many", "text", "change", "leave", "nothing", "forget"]
    for step, what in enumerate(chance.sample(steps, len(steps))):
        match what:
            case "one":
                house.stage(extraction(chance.choice(("farsta", "bromma")), edition=f"new {step}"))
            case "many":
                house.put(*(f"new {step} {n}.pdf" for n in range(4)), issued_on=datetime.date(2025, 12, 1 + step))
            case "text":
                house.put(f"text {step}.txt", media_type="text/plain")
            case "change":
                house.put("1.pdf", title=f"Titel {step}")
            case "leave":
                shutil.rmtree(chance.choice(sorted(house.staged.glob("*-*"))))
            case "forget":
                house.runs = []
        house.publish()
        assert export(house.warehouse) == house.anew()


def test_one_more_document_does_not_build_all_anew(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.put(*(f"{n}.pdf" for n in range(5)))
    house.publish()
    house.put("one more.pdf")
    inserted: list[str] = []
    monkeypatch.setattr(Building, "create", lambda _: pytest.fail("it is built anew"))
    bring = Building._insert

    def insert(self: Building, contract: Any, documents: Any, columns: Any) -> None:
        inserted.extend(f"{contract.table} {document.document_id}" for document in documents)
        bring(self, contract, documents, columns)

    monkeypatch.setattr(Building, "_insert", insert)
    house.publish()
    assert len(inserted) == len([contract for contract in CONTRACTS.values() if contract.staged])
    assert len(house.ask("FROM document")) == 6


def test_a_ledger_that_begins_anew_is_told_apart(house: House) -> None:
    house.put("a.pdf")
    house.publish()
    house.runs = [replace(house.runs[0], started_at=house.runs[0].started_at + datetime.timedelta(days=1))]
    house.publish()
    assert house.ask("SELECT run_id, started_at FROM run") == [(1, datetime.datetime(2026, 11, 3, 3))]


def test_other_tables_or_views_are_built_anew(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.put("a.pdf")
    house.publish()
    monkeypatch.setattr("pipeline.warehouse.catalogue.publishing_version", lambda: "of another day")
    house.publish()
    assert house.ask("SELECT warehouse_version()")[0][0].startswith("of another day ")
    assert len(house.ask("FROM document")) == 1


@pytest.mark.parametrize(
    "edit",
    [
        "CREATE OR REPLACE VIEW budget_overview AS SELECT 1 AS nothing",
        "DROP VIEW finding_summary",
        "COMMENT ON COLUMN indicator.name IS NULL",
        "ALTER TABLE goal ADD COLUMN note VARCHAR",
        "CREATE TABLE notes (x INTEGER)",
        "CREATE VIEW extra AS SELECT 1 AS one",
        "CREATE MACRO twice(x) AS 2 * x",
        "CREATE SCHEMA dbt",
    ],
)
def test_what_a_neighbour_has_changed_is_told_and_not_carried_over(house: House, edit: str) -> None:
    house.put(*(f"{n}.pdf" for n in range(5)))
    house.publish()
    with duckdb.connect(str(house.warehouse), read_only=True) as connection:
        assert changed_by_others(connection) == []
    with duckdb.connect(str(house.warehouse)) as connection:
        connection.execute(edit)
    with duckdb.connect(str(house.warehouse), read_only=True) as connection:
        assert changed_by_others(connection)
    house.put("one more.pdf")
    house.publish()
    with duckdb.connect(str(house.warehouse), read_only=True) as connection:
        assert changed_by_others(connection) == []


def test_a_derived_row_that_was_changed_is_told(house: House) -> None:
    house.put("a.pdf")
    house.publish()
    with duckdb.connect(str(house.warehouse)) as connection:
        connection.execute("UPDATE naming SET key = 'another' WHERE name = (SELECT min(name) FROM naming)")
    with duckdb.connect(str(house.warehouse), read_only=True) as connection:
        assert changed_by_others(connection) == ["table naming: its rows are not what Tjut makes"]


def test_one_reading_of_a_plan_is_current(house: House) -> None:
    def current() -> list[str]:
        house.publish()
        return [name for (name,) in house.ask("SELECT file_name FROM document WHERE is_current ORDER BY ALL")]

    text = extraction(edition="text", file_name="plan.txt", media_type="text/plain")
    house.stage(text, extraction(edition="PDF", file_name="plan.pdf"))
    assert current() == ["plan.pdf"]  # of two that arrived together the PDF
    house.put("later.txt", media_type="text/plain")
    assert current() == ["later.txt"]  # else the one that arrived last
    house.stage(extraction(year=2025, file_name="other year.pdf"))
    assert current() == ["later.txt", "other year.pdf"]
    house.stage(extraction(edition="PDF", file_name="plan.pdf", title="Ny"))  # read again by a new version: no arrival
    assert current() == ["later.txt", "other year.pdf"]


READER = """
import duckdb, sys
connection = duckdb.connect(sys.argv[1], read_only=True)
for _ in sys.stdin:
    print(connection.execute("SELECT count(*), (SELECT count(*) FROM provenance) FROM document").fetchone(), flush=True)
"""


def test_a_reader_neither_stops_publishing_nor_is_stopped(house: House) -> None:
    house.put("a.pdf")
    house.publish()
    with subprocess.Popen(
        [sys.executable, "-c", READER, house.warehouse], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as reader:

        def answer() -> str:
            assert reader.stdin and reader.stdout
            reader.stdin.write("\n")
            reader.stdin.flush()
            return reader.stdout.readline()

        before = answer()
        assert before.startswith("(1, ")
        house.put("b.pdf", "c.pdf", "d.pdf")
        house.publish()
        house.put("e.pdf")
        house.publish()
        assert answer() == before
    assert reader.returncode == 0
    assert len(house.ask("FROM document")) == 5


# Kills the publishing process as soon as the named function has been called `sys.argv[4]` times.
KILLED = """
import os, signal, sys
from pathlib import Path
import importlib
import pipeline.warehouse.build as build
publishing = importlib.import_module("pipeline.warehouse.publish")
staged, warehouse, step = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
home, name = (build.Building, step) if hasattr(build.Building, step) else (publishing, step)
real, calls = getattr(home, name), []
def killing(*arguments):
    result = real(*arguments)
    calls.append(1)
    if len(calls) == int(sys.argv[4]):
        os.kill(os.getpid(), signal.SIGKILL)
    return result
setattr(home, name, killing)
publishing.publish(staged, warehouse, [])
"""


@pytest.mark.parametrize("carried", [True, False], ids=["brought up to date", "built anew"])
@pytest.mark.parametrize(("step", "count"), [("_insert", 10), ("__exit__", 1), ("to_disk", 1)])
def test_a_killed_publish_leaves_the_old_warehouse(house: House, step: str, count: int, carried: bool) -> None:
    house.put("a.pdf")
    house.publish()
    before = house.warehouse.read_bytes()
    house.put("b.pdf", *([] if carried else ["c.pdf", "d.pdf"]))
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, house.staged, house.warehouse, step, str(count)], env=LIKE_OTHERS, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert house.warehouse.read_bytes() == before
    assert len(house.ask("FROM document")) == 1
    assert house.others() != []
    house.publish()
    assert export(house.warehouse) == house.anew()
    assert house.others() == ["other.duckdb"]


def test_a_folder_is_not_overwritten(house: House) -> None:
    house.warehouse.mkdir()
    with pytest.raises(OSError, match=r"warehouse\.duckdb is a folder: give the path of a file"):
        house.publish()


@pytest.mark.parametrize("of", ["text", "duckdb", "older duckdb", "half"])
def test_a_file_of_others_is_not_overwritten(house: House, of: str) -> None:
    if of == "text":
        house.warehouse.write_text("my notes, which are long enough")
    elif of == "half":
        house.publish()
        os.truncate(house.warehouse, house.warehouse.stat().st_size // 2)
    else:
        with duckdb.connect() as connection:
            version = "(STORAGE_VERSION 'v1.0.0')" if of == "older duckdb" else ""
            connection.execute(
                f"ATTACH '{house.warehouse}' AS notes {version}; CREATE TABLE notes.mine AS SELECT 1 AS one"
            )
    before = house.warehouse.read_bytes()
    with pytest.raises(
        FileExistsError, match="is no warehouse of Tjut, or is damaged, and stays as it is: move it away"
    ):
        house.publish()
    assert house.warehouse.read_bytes() == before
    assert house.others() == []


def test_an_empty_file_is_filled(house: House) -> None:
    house.warehouse.touch()
    house.publish()
    assert house.ask("FROM document") == []


def test_a_link_stays_a_link(house: House, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    house.warehouse.symlink_to(tmp_path / "disk" / "real.duckdb")
    for name in ("a.pdf", "b.pdf"):
        house.put(name)
        house.publish()
    assert house.warehouse.is_symlink()
    assert len(house.ask("FROM document")) == 2


def test_a_folder_that_cannot_be_written(house: House, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere" / "warehouse.duckdb"
    with pytest.raises(OSError, match="nowhere"):
        publish(house.staged, nowhere, [])


# Beyond this size a file cannot grow, as on a full disk.
LIMITED = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
from pipeline.cli import main
main()
"""


def test_a_full_disk_is_told_in_one_line(house: House, tmp_path: Path) -> None:
    house.put("a.pdf")
    house.publish()
    before = house.warehouse.read_bytes()
    (tmp_path / "raw").mkdir()
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    full = subprocess.run(
        [sys.executable, "-c", LIMITED, "run"],
        cwd=tmp_path,
        env=LIKE_OTHERS,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert full.returncode == 3
    assert full.stderr.startswith("Error: ")
    assert len(full.stderr.splitlines()) == 1
    assert "warehouse.duckdb" in full.stderr
    assert house.warehouse.read_bytes() == before
    assert not any("building" in name for name in house.others())


def test_a_changed_staged_file_is_not_published_and_kept_aside(house: House, caplog: pytest.LogCaptureFixture) -> None:
    changed, whole = house.put("a.pdf", "b.pdf")
    (house.staged / changed / "goal.parquet").write_bytes(b"PAR1 is not enough")
    house.publish()
    assert house.ask("SELECT document_id FROM document") == [(whole,)]
    (warning,) = caplog.messages
    assert warning.startswith(f"{changed} is left out: its staged tables were changed by hand or cut off (goal)")
    assert (house.staged / ".changed" / changed / "goal.parquet").read_bytes() == b"PAR1 is not enough"


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"document_id": "a", "tables": []}'])
def test_a_damaged_manifest_is_told(house: House, content: str) -> None:
    (document,) = house.put("a.pdf")
    (house.staged / document / "manifest.json").write_text(content)
    with pytest.raises(OSError, match=f"is no manifest: delete the folder .*{document} and run again"):
        house.publish()


def as_of_another_version(folder: Path, table: str, column: str) -> None:
    """Makes a staged table one of contracts that did not have the column."""
    path = folder / f"{table}.parquet"
    pyarrow.parquet.write_table(pyarrow.parquet.read_table(path).drop_columns(column), path)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["schema_version"] = "older"
    manifest["tables"][table]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def test_a_document_of_older_contracts_is_kept_where_it_fits(house: House) -> None:
    old, new = house.put("old.pdf", "new.pdf")
    as_of_another_version(house.staged / old, "goal", "parent_code")
    house.publish()
    assert house.ask(f"SELECT parent_code FROM goal WHERE document_id = '{old}'") == [(None,)]
    assert house.ask(f"SELECT parent_code FROM goal WHERE document_id = '{new}'") == [("1",)]


def test_a_document_that_does_not_fit_is_left_out_and_told(house: House, caplog: pytest.LogCaptureFixture) -> None:
    old, new = house.put("old.pdf", "new.pdf")
    as_of_another_version(house.staged / old, "goal", "title")
    house.publish()
    assert house.ask("SELECT document_id FROM document") == [(new,)]
    assert house.ask(f"SELECT count(*) FROM provenance WHERE document_id = '{old}'") == [(0,)]
    (warning,) = caplog.messages
    assert warning.startswith(f"{old} was staged by another version of Tjut and is left out (")
    assert warning.endswith("put its file back and run again")
