"""A staged folder, a ledger and the warehouse that is published from them, and all that a warehouse says."""

from __future__ import annotations

import datetime
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from pipeline.ledger import RunEntry
from pipeline.outcome import Fate, Outcome
from pipeline.record import Extraction, Value
from pipeline.seal import Seal
from pipeline.staged import staged_documents
from pipeline.warehouse import publish
from pipeline.warehouse.catalogue import UNSTEADY
from tests.support.places import ROOT
from tests.support.small_plan import extraction, put

# The environment of a process that stands for somebody else's.
LIKE_OTHERS = {**os.environ, "PYTHONPATH": str(ROOT)}


class House:
    """A staged folder, a ledger and a warehouse made of them."""

    def __init__(self, folder: Path) -> None:
        self.staged, self.warehouse = folder / "staged", folder / "warehouse.duckdb"
        self.staged.mkdir()
        self.runs: list[RunEntry] = []

    def copied(self, folder: Path) -> House:
        """The same in another folder: for tests that begin where others do, which then is published once."""
        other = House(folder)
        shutil.copytree(self.staged, other.staged, dirs_exist_ok=True)
        shutil.copy2(self.warehouse, other.warehouse)
        other.runs = list(self.runs)
        return other

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

    def publish(self, warehouse: Path | None = None) -> None:
        """Publishes what is staged; to the warehouse that the runs before have left, or to another."""
        left = [replace(run, published=Seal.of(self.warehouse)) for run in self.runs]
        publish(self.staged, warehouse or self.warehouse, left)

    def anew(self) -> Path:
        """The same warehouse, built from nothing."""
        other = self.warehouse.with_name("other.duckdb")
        other.unlink(missing_ok=True)
        self.publish(other)
        return other

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
    """All tables of a warehouse, each as its columns and its rows in one order; all that is said of them; its views.

    Two warehouses are the same to whoever asks them exactly if their exports are equal: what a view answers follows
    from its text and the tables (`answers` asks them all the same, which takes ten times as long).
    """
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        said = (
            "SELECT table_name, column_name, data_type, is_nullable, comment FROM duckdb_columns() WHERE NOT internal"
        )
        keys = "SELECT table_name, constraint_type, constraint_text FROM duckdb_constraints()"
        views = "SELECT schema_name, view_name, sql FROM duckdb_views() WHERE NOT internal"
        macros = "SELECT function_name, macro_definition FROM duckdb_functions() WHERE NOT internal"
        asked = {"columns": said, "constraints": keys, "views": views, "macros": macros}
        told = {name: _answer(connection, f"{query} ORDER BY ALL") for name, query in asked.items()}
        told["views"] = [(*name, UNSTEADY.sub("", sql)) for *name, sql in told["views"][1]]
        return _relations(connection, "BASE TABLE") | told


def answers(warehouse: Path) -> dict[str, Any]:
    """What each view of a warehouse answers, as `export` has the tables."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return _relations(connection, "VIEW")


def _relations(connection: duckdb.DuckDBPyConnection, kind: str) -> dict[str, Any]:
    names = connection.execute(
        "SELECT concat(table_schema, '.', table_name) FROM information_schema.tables WHERE table_type = ? ORDER BY ALL",
        [kind],
    ).fetchall()
    return {name: _answer(connection, f"SELECT * FROM {name} ORDER BY ALL") for (name,) in names}


def _answer(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[list[str], list[Any]]:
    """Columns and rows; taken at once, since the next query of a connection takes the place of this one."""
    answer = connection.execute(query)
    return [column[0] for column in answer.description or ()], answer.fetchall()
