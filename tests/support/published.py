"""A staged folder, a ledger and the warehouse that is published from them, and all that a warehouse says."""

from __future__ import annotations

import datetime
import os
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
        left = [replace(run, published=Seal.of(self.warehouse)) for run in self.runs]
        publish(self.staged, self.warehouse, left)

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
            "SELECT concat(table_schema, '.', table_name) FROM information_schema.tables ORDER BY ALL"
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
