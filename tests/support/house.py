"""A staged folder and its warehouse, for tests of what publishing makes of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from pipeline.ledger import RunEntry
from pipeline.outcome import Fate, Outcome
from pipeline.record import Extraction
from pipeline.seal import Seal
from pipeline.warehouse import publish
from tests.support.small_plan import put


class House:
    """A staged folder and its warehouse."""

    def __init__(self, folder: Path) -> None:
        self.staged, self.warehouse = folder / "staged", folder / "warehouse.duckdb"
        self.staged.mkdir(parents=True, exist_ok=True)

    def put(self, *made: Extraction) -> list[str]:
        return [put(self.staged, one) for one in made]

    def publish(self, runs: Sequence[RunEntry] = ()) -> None:
        """Publishes as a run does, which knows how the last one left the warehouse."""
        left = [replace(one, published=Seal.of(self.warehouse)) for one in runs]
        publish(self.staged, self.warehouse, left)

    def ask(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.execute(query, parameters).fetchall()

    def told(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of all tables and views, in one order."""
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            names = connection.execute(
                "SELECT concat(table_schema, '.', table_name) FROM information_schema.tables"
            ).fetchall()
            return {name: connection.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall() for (name,) in names}


def run(run_id: int, *published: Extraction) -> RunEntry:
    """A run in the ledger that published these documents, and refused one."""
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=run_id)
    outcomes = [
        Outcome(str(made.document.values["file_name"]), Fate.PUBLISHED, str(made.document.values["sha256"]), "x")
        for made in published
    ]
    refused = Outcome("bad.pdf", Fate.REFUSED, reason="empty", seen="0 bytes", advice="Fetch it again.")
    told = (*outcomes, refused)
    return RunEntry(run_id, start, start, "0.1.0", {"duckdb": "2"}, "state", RunEntry.count(list(told)), told)
