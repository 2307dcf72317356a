"""The warehouse: documented and keyed, changed by one rename, the same however it came about."""

from __future__ import annotations

import datetime
import hashlib
import json
import random
import re
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
from pipeline.ledger import Ledger
from pipeline.staged import staged_documents
from pipeline.warehouse.build import STORAGE_VERSION, Building
from pipeline.warehouse.schema_version import SCHEMA_VERSION
from tests.support.published import LIKE_OTHERS, House, answers, export
from tests.support.small_plan import extraction

# What people meet first, and what the rest stands on.
VIEWS = [
    "main.activity_by_year",
    "main.activity_year_over_year",
    "main.application_by_year",
    "main.area",
    "main.board",
    "main.budget_by_board_year",
    "main.budget_by_year",
    "main.budget_year_over_year",
    "main.decision_by_year",
    "main.document",
    "main.expected_document",
    "main.finding_by_year",
    "main.finding_cause",
    "main.finding_summary",
    "main.goal_by_year",
    "main.goal_year_over_year",
    "main.indicator_ambition",
    "main.indicator_by_year",
    "main.indicator_year_over_year",
    "main.investment_by_year",
    "main.kf_target_by_year",
    "main.promise",
    "main.publication",
    "main.restatement",
    "main.rule",
    "main.run_quality",
    "main.tjut",
]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture(scope="module")
def of_one(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A warehouse of one document, only to be looked at; `copied` gives one to go on from."""
    return published(tmp_path_factory.mktemp("one"), "a.pdf")


@pytest.fixture(scope="module")
def of_five(tmp_path_factory: pytest.TempPathFactory) -> House:
    """The same of five documents, in which nobody has changed anything."""
    house = published(tmp_path_factory.mktemp("five"), *(f"{n}.pdf" for n in range(5)))
    with duckdb.connect(str(house.warehouse), read_only=True) as connection:
        assert changed_by_others(connection) == []
    return house


def published(folder: Path, *names: str) -> House:
    house = House(folder)
    house.put(*names)
    house.publish()
    return house


def test_everything_has_a_comment(of_one: House) -> None:
    tables = dict(of_one.ask("SELECT concat(schema_name, '.', table_name), comment FROM duckdb_tables()"))
    assert tables == {f"base.{contract.table}": contract.comment for contract in CONTRACTS.values()}
    views = dict(
        of_one.ask("SELECT concat(schema_name, '.', view_name), comment FROM duckdb_views() WHERE NOT internal")
    )
    assert sorted(name for name in views if name.startswith("main.")) == VIEWS
    assert all(views.values())
    columns = of_one.ask(
        "SELECT concat(schema_name, '.', table_name), column_name, comment FROM duckdb_columns() WHERE NOT internal"
    )
    assert {table for table, _, _ in columns} == {*tables, *views}
    assert [place for *place, comment in columns if not comment] == []
    said = {(table.removeprefix("base."), column): comment for table, column, comment in columns}
    for contract in CONTRACTS.values():
        for column in contract.columns:
            assert said[contract.table, column.name] == column.comment


def test_the_file_says_what_it_is(house: House) -> None:
    """One row, of the run that made it; a warehouse that no run has made says so."""
    house.publish()
    ((version, *told),) = house.ask("SELECT schema_version, run_id, published_at, document_count FROM tjut")
    assert (version, told) == (SCHEMA_VERSION, [None, None, 0])
    house.put("a.pdf", "b.pdf")
    house.stage(extraction("farsta", 2025))
    house.publish()
    ((begin, *told),) = house.ask("SELECT begin_with, run_id, published_at, code_version, document_count FROM tjut")
    last = house.runs[-1]
    assert told == [2, last.ended_at.replace(tzinfo=None), last.code_version, 2]
    named = re.findall(r"\w+_by_year", begin)
    assert named and all(house.ask(f"SELECT count(*) FROM {view}") for view in named)
    ((question,),) = house.ask("SELECT explained_by FROM tjut")
    assert ("tjut", "run_id") in {row[:2] for row in house.ask(question)}


def test_keys_are_kept_by_the_database(of_one: House) -> None:
    found = of_one.ask("SELECT table_name, constraint_type, constraint_column_names FROM duckdb_constraints()")
    keys = {table: tuple(columns) for table, kind, columns in found if kind == "PRIMARY KEY"}
    assert keys == {contract.table: contract.key for contract in CONTRACTS.values()}
    foreign = {(table, column) for table, kind, columns in found if kind == "FOREIGN KEY" for column in columns}
    assert foreign >= {(contract.table, column) for contract in CONTRACTS.values() for column in contract.references}
    required = {(table, column) for table, kind, columns in found if kind == "NOT NULL" for column in columns}
    wanted = {(c.table, column.name) for c in CONTRACTS.values() for column in c.columns if not column.nullable}
    assert required >= wanted


def test_duckdb_1_can_read_it(of_one: House) -> None:
    ((tags,),) = of_one.ask("SELECT tags FROM duckdb_databases() WHERE NOT internal")
    assert tags["storage_version"] == f"{STORAGE_VERSION}+"
    assert STORAGE_VERSION.startswith("v1.")
    # The number at byte 12 is what DuckDB looks at before anything else: 64 to 67 are the formats of 1.0 to 1.4.
    assert int.from_bytes(of_one.warehouse.read_bytes()[12:20], "little") in range(64, 68)


def test_staged_rows_are_in_it(of_one: House) -> None:
    (document,) = (one.document_id for one in staged_documents(of_one.staged))
    assert of_one.ask("SELECT document_id, is_current FROM base.document") == [(document, True)]
    assert of_one.ask("SELECT amount_mnkr FROM base.investment") == [(Decimal("0.03096050"),)]
    counts = json.loads((of_one.staged / document / "manifest.json").read_text("utf-8"))["tables"]
    for table, entry in counts.items():
        assert of_one.ask(f"SELECT count(*) FROM base.{table}") == [(entry["rows"],)]
        assert entry["rows"], f"{table} is not tested"
    assert of_one.ask("SELECT run_id, outcome, document_id FROM base.run_document") == [(1, "published", document)]
    assert of_one.others() == []


def test_status_tells_the_share_of_accounted_numbers(
    of_one: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house = of_one.copied(tmp_path)
    Ledger(house.warehouse).append(house.runs[-1])
    show_status(house.warehouse)
    told = "printed numbers accounted for: 87.50 % in tables; 1 is not: select * from base.unaccounted_number"
    assert told in capsys.readouterr().out.splitlines()


def test_an_export_tells_one_value_apart(of_one: House, tmp_path: Path) -> None:
    """What the next test compares warehouses by."""
    house = of_one.copied(tmp_path)
    assert export(house.warehouse) == export(of_one.warehouse)
    with duckdb.connect(str(house.warehouse)) as connection:
        connection.execute("UPDATE base.investment SET name = 'Annat'")
    assert export(house.warehouse) != export(of_one.warehouse)
    assert answers(house.warehouse) != answers(of_one.warehouse)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_brought_up_to_date_is_as_built_anew(of_five: House, tmp_path: Path, seed: int) -> None:
    """Documents come, change, and go, by one and by many; in between nothing changes, and once the ledger is lost."""
    chance = random.Random(seed)
    house = of_five.copied(tmp_path)
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
        anew = house.anew()
        assert export(house.warehouse) == export(anew)
    assert answers(house.warehouse) == answers(anew)


def test_one_more_document_does_not_build_all_anew(
    of_five: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = of_five.copied(tmp_path)
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
    assert len(house.ask("FROM base.document")) == 6


def test_a_ledger_that_begins_anew_is_told_apart(of_one: House, tmp_path: Path) -> None:
    house = of_one.copied(tmp_path)
    house.runs = [replace(house.runs[0], started_at=house.runs[0].started_at + datetime.timedelta(days=1))]
    house.publish()
    assert house.ask("SELECT run_id, started_at FROM base.run") == [(1, datetime.datetime(2026, 11, 3, 3))]


def test_other_tables_or_views_are_built_anew(of_one: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house = of_one.copied(tmp_path)
    monkeypatch.setattr("pipeline.warehouse.catalogue.publishing_version", lambda: "of another day")
    house.publish()
    assert house.ask("SELECT warehouse_version()")[0][0].startswith("of another day ")
    assert len(house.ask("FROM base.document")) == 1


@pytest.mark.parametrize(
    "edit",
    [
        "CREATE OR REPLACE VIEW base.budget_overview AS SELECT 1 AS nothing",
        "DROP VIEW finding_summary",
        "COMMENT ON COLUMN base.indicator.name IS NULL",
        "ALTER TABLE base.goal ADD COLUMN note VARCHAR",
        "CREATE TABLE notes (x INTEGER)",
        "CREATE VIEW extra AS SELECT 1 AS one",
        "CREATE MACRO twice(x) AS 2 * x",
        "CREATE SCHEMA dbt",
    ],
)
def test_what_a_neighbour_has_changed_is_told_and_not_carried_over(of_five: House, tmp_path: Path, edit: str) -> None:
    house = of_five.copied(tmp_path)
    with duckdb.connect(str(house.warehouse)) as connection:
        connection.execute(edit)
    with duckdb.connect(str(house.warehouse), read_only=True) as connection:
        assert changed_by_others(connection)
    house.put("one more.pdf")
    house.publish()
    with duckdb.connect(str(house.warehouse), read_only=True) as connection:
        assert changed_by_others(connection) == []


def test_a_derived_row_that_was_changed_is_told(of_one: House, tmp_path: Path) -> None:
    house = of_one.copied(tmp_path)
    with duckdb.connect(str(house.warehouse)) as connection:
        connection.execute("UPDATE base.naming SET key = 'another' WHERE name = (SELECT min(name) FROM base.naming)")
    with duckdb.connect(str(house.warehouse), read_only=True) as connection:
        assert changed_by_others(connection) == ["table naming: its rows differ from what Tjut makes"]


def test_one_reading_of_a_plan_is_current(house: House) -> None:
    def current() -> list[str]:
        house.publish()
        return [name for (name,) in house.ask("SELECT file_name FROM base.document WHERE is_current ORDER BY ALL")]

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
    counts = "FROM (SELECT count(*) FROM base.document), (SELECT count(*) FROM base.provenance)"
    print(connection.execute(counts).fetchone(), flush=True)
"""


def test_a_reader_neither_stops_publishing_nor_is_stopped(of_one: House, tmp_path: Path) -> None:
    house = of_one.copied(tmp_path)
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
    assert len(house.ask("FROM base.document")) == 5


# Kills the publishing process as soon as the named function has been called `sys.argv[4]` times.
KILLED = """
import os, signal, sys
from pathlib import Path
import importlib
import pipeline.durable as durable
import pipeline.warehouse.build as build
publishing = importlib.import_module("pipeline.warehouse.publish")
staged, warehouse, step = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
home, name = (build.Building, step) if hasattr(build.Building, step) else (durable, step)
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
def test_a_killed_publish_leaves_the_old_warehouse(
    of_one: House, tmp_path: Path, step: str, count: int, carried: bool
) -> None:
    house = of_one.copied(tmp_path)
    before = house.warehouse.read_bytes()
    house.put("b.pdf", *([] if carried else ["c.pdf", "d.pdf"]))
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, house.staged, house.warehouse, step, str(count)], env=LIKE_OTHERS, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert house.warehouse.read_bytes() == before
    assert len(house.ask("FROM base.document")) == 1
    assert house.others() != []
    house.publish()
    assert export(house.warehouse) == export(house.anew())
    assert house.others() == ["other.duckdb"]


def test_a_changed_staged_file_is_not_published_and_kept_aside(house: House, caplog: pytest.LogCaptureFixture) -> None:
    changed, whole = house.put("a.pdf", "b.pdf")
    (house.staged / changed / "goal.parquet").write_bytes(b"PAR1 is not enough")
    house.publish()
    assert house.ask("SELECT document_id FROM base.document") == [(whole,)]
    (warning,) = caplog.messages
    assert warning.startswith(f"{changed} is left out: its staged tables were edited or are incomplete (goal)")
    assert (house.staged / ".changed" / changed / "goal.parquet").read_bytes() == b"PAR1 is not enough"


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"document_id": "a", "tables": []}'])
def test_a_damaged_manifest_is_told(house: House, content: str) -> None:
    (document,) = house.put("a.pdf")
    (house.staged / document / "manifest.json").write_text(content)
    with pytest.raises(OSError, match=f"is not a manifest: delete the folder .*{document} and run again"):
        house.publish()


def as_of_another_version(folder: Path, table: str, column: str) -> None:
    """Makes a staged table one of contracts that did not have the column."""
    path = folder / f"{table}.parquet"
    pyarrow.parquet.write_table(pyarrow.parquet.read_table(path).drop_columns(column), path)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["contracts_digest"] = "older"
    manifest["tables"][table]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def test_a_document_of_older_contracts_is_kept_where_it_fits(house: House) -> None:
    old, new = house.put("old.pdf", "new.pdf")
    as_of_another_version(house.staged / old, "goal", "parent_code")
    house.publish()
    assert house.ask(f"SELECT parent_code FROM base.goal WHERE document_id = '{old}'") == [(None,)]
    assert house.ask(f"SELECT parent_code FROM base.goal WHERE document_id = '{new}'") == [("1",)]


def test_a_document_that_does_not_fit_is_left_out_and_told(house: House, caplog: pytest.LogCaptureFixture) -> None:
    old, new = house.put("old.pdf", "new.pdf")
    as_of_another_version(house.staged / old, "goal", "title")
    house.publish()
    assert house.ask("SELECT document_id FROM base.document") == [(new,)]
    assert house.ask(f"SELECT count(*) FROM base.provenance WHERE document_id = '{old}'") == [(0,)]
    (warning,) = caplog.messages
    assert warning.startswith(f"{old} is left out: it was staged by another version of Tjut (")
    assert warning.endswith("Put its file back and run again")
