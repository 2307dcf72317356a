"""The tables that are made from the ledger: `run`, `run_document`, `quarantine`, `publication`, `run_quality`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import duckdb

from contracts import CONTRACTS
from contracts.sql import address
from pipeline.ledger import RunEntry, quarantine_rows
from pipeline.loss import Content
from pipeline.outcome import Fate, Outcome
from pipeline.warehouse.rows import append
from pipeline.warehouse.schema_version import SCHEMA_VERSION

OF_RUNS = ("run_quality", "publication", "run_document", "run")  # children before their parents


def write_runs(connection: duckdb.DuckDBPyConnection, runs: Sequence[RunEntry]) -> None:
    """Adds the runs that are not there yet (all, if the ledger is a new one), and what the last one held."""
    connection.execute("DELETE FROM base.quarantine")
    held = dict(connection.execute("SELECT run_id, started_at FROM base.run").fetchall())
    if not held.items() <= {run.run_id: run.row()["started_at"] for run in runs}.items():
        for table in OF_RUNS:
            connection.execute(f"DELETE FROM {address(table)}")
        held = {}
    _correct_ends(connection, [run for run in runs if run.run_id in held])
    new = [run for run in runs if run.run_id not in held]
    append(connection, "run", [run.row() for run in new])
    append(connection, "run_document", [row for run in new for row in run.document_rows()])
    append(connection, "run_quality", [row for run in new for row in _quality_rows(run)])
    append(connection, "quarantine", quarantine_rows(runs))


def write_publications(connection: duckdb.DuckDBPyConnection, runs: Sequence[RunEntry]) -> None:
    """The runs that published; the last one is about to, and its counts are those of the tables as they are now."""
    connection.execute("DELETE FROM base.publication")
    published = [_publication(run, run.publication or {}) for run in runs[:-1] if run.published is not None]
    published += [_publication(run, counts(connection)) for run in runs[-1:]]
    append(connection, "publication", published)


def counts(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """What is recorded of a publication: how many documents are current, how many rows were read, the schema
    version."""
    tables = [contract.table for contract in CONTRACTS.values() if contract.staged]
    rows = " + ".join(f"(SELECT count(*) FROM {address(table)})" for table in tables)
    query = f"SELECT (SELECT count(*) FROM base.document WHERE is_current), {rows}"
    ((documents, total),) = connection.execute(query).fetchall()
    return {"documents": documents, "rows": total, "schema_version": SCHEMA_VERSION}


def _publication(run: RunEntry, counted: dict[str, Any]) -> dict[str, Any]:
    told = run.row()
    return {
        "run_id": run.run_id,
        "published_at": told["ended_at"],
        "code_version": run.code_version,
        **{name: counted.get(name) for name in ("schema_version", "documents", "rows")},
    }


def _quality_rows(run: RunEntry) -> Iterator[dict[str, Any]]:
    """A row for each document that the run read, or that had been read already."""
    seen: set[str] = set()
    for outcome in (*run.outcomes, *run.found):
        read = outcome.fate in (Fate.PUBLISHED, Fate.UNCHANGED) and outcome.rows
        if read and outcome.document_id and outcome.document_id not in seen:
            seen.add(outcome.document_id)
            yield _quality_row(run.run_id, outcome)


def _quality_row(run_id: int, outcome: Outcome) -> dict[str, Any]:
    found = outcome.findings
    return {
        "run_id": run_id,
        "document_id": outcome.document_id,
        "document_key": outcome.document_key,
        "file": outcome.file,
        "row_count": Content(outcome.rows).total,
        "rows_by_table": json.dumps(outcome.rows, sort_keys=True),
        **{f"{kind}_count": None if found is None else found.get(kind, 0) for kind in ("error", "warning", "note")},
        "coverage": None if outcome.coverage is None else Decimal(str(outcome.coverage)),
        "reading": "incomplete" if outcome.incomplete else "complete",
    }


def _correct_ends(connection: duckdb.DuckDBPyConnection, runs: Sequence[RunEntry]) -> None:
    """Corrects the end times: when a run was recorded here, its publication had not ended."""
    if runs:
        ends = [{"run_id": run.run_id, "ended_at": run.row()["ended_at"]} for run in runs]
        connection.execute(
            "UPDATE base.run SET ended_at = told.ended_at FROM (SELECT unnest(?, max_depth := 2)) AS told"
            " WHERE run.run_id = told.run_id AND run.ended_at <> told.ended_at",
            [ends],
        )
