"""Build the warehouse beside the old one and swap it in.

DuckDB lets one process write while none reads. So readers keep the file they opened, a killed run leaves the old
warehouse whole, and the new one appears with a single rename.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path

import duckdb

from contracts import CONTRACTS
from pipeline.audit.ledger import RunEntry
from pipeline.outcome import Fate
from pipeline.warehouse.current import current_documents

# The newest storage format that DuckDB 1.x clients read; what 2.0 writes by itself they cannot open.
STORAGE_VERSION = "v1.0.0"


def publish(staged: Path, warehouse: Path, runs: Sequence[RunEntry]) -> None:
    """Make `warehouse` from all documents under `staged` and the ledger.

    Raises OSError when it cannot be written; the old warehouse then stays as it was.
    """
    if warehouse.is_dir():
        raise IsADirectoryError(f"{warehouse} is a folder, not a warehouse: give the path of a file")
    building = warehouse.with_name(f".{warehouse.name}.building")
    for leftover in (building, building.with_name(f"{building.name}.wal")):
        leftover.unlink(missing_ok=True)
    try:
        _build(building, staged, runs)
    except duckdb.IOException as error:
        raise OSError(f"the warehouse cannot be written: {error}") from error
    _swap(building, warehouse)


def _build(path: Path, staged: Path, runs: Sequence[RunEntry]) -> None:
    folders = sorted(manifest.parent for manifest in staged.glob("*/manifest.json"))
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{_escaped(path)}' AS warehouse (STORAGE_VERSION '{STORAGE_VERSION}')")
        connection.execute("USE warehouse")
        for contract in CONTRACTS.values():
            for statement in contract.ddl():
                connection.execute(statement)
        _fill(connection, folders)
        _fill_ledger(connection, runs)
        _mark_current(connection, runs)
        for statement in view_statements():
            connection.execute(statement)
        connection.execute("CHECKPOINT warehouse")
        connection.execute("USE memory")
        connection.execute("DETACH warehouse")


def _fill(connection: duckdb.DuckDBPyConnection, folders: Sequence[Path]) -> None:
    if not folders:
        return
    for contract in CONTRACTS.values():
        if contract.staged:
            paths = [str(folder / f"{contract.table}.parquet") for folder in folders]
            columns = ", ".join(column.name for column in contract.staged_columns)
            late = [column.name for column in contract.columns if not column.staged]
            connection.execute(
                f"INSERT INTO {contract.table} ({', '.join([columns, *late])}) "
                f"SELECT {', '.join([columns, *('false' for _ in late)])} FROM read_parquet(?)",
                [paths],
            )


def _fill_ledger(connection: duckdb.DuckDBPyConnection, runs: Sequence[RunEntry]) -> None:
    for entry in runs:
        counts = [entry.counts.get(fate.value, 0) for fate in Fate]
        connection.execute(
            "INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                entry.run_id,
                entry.started_at.replace(tzinfo=None),
                entry.ended_at.replace(tzinfo=None),
                entry.code_version,
                json.dumps(entry.libraries, sort_keys=True),
                *counts,
            ],
        )
        for one in entry.outcomes:
            connection.execute(
                "INSERT INTO run_document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    entry.run_id,
                    one.file,
                    one.fate.value,
                    one.sha256,
                    one.document_id,
                    one.reason,
                    one.seen,
                    one.advice,
                    one.seconds,
                ],
            )


def _mark_current(connection: duckdb.DuckDBPyConnection, runs: Sequence[RunEntry]) -> None:
    stored = connection.execute(
        "SELECT document_id, document_key, sha256, issued_on, media_type, file_name FROM document"
    ).fetchall()
    for name in current_documents(stored, runs):
        connection.execute("UPDATE document SET is_current = true WHERE document_id = ?", [name])


def view_statements() -> Iterable[str]:
    """The statements of all views, in the order of their file names, each view with its comments."""
    views = files("pipeline.warehouse") / "views"
    for file in sorted(views.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".sql"):
            text = file.read_text("utf-8")
            yield from (statement.strip() for statement in text.split(";\n") if statement.strip())


def _swap(building: Path, warehouse: Path) -> None:
    with building.open("rb") as stream:
        os.fsync(stream.fileno())
    os.replace(building, warehouse)
    folder = os.open(warehouse.resolve().parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _escaped(path: Path) -> str:
    return str(path).replace("'", "''")
