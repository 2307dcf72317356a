"""Compares the rows of a document in the warehouse with the same rows as read now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from contracts import CONTRACTS, Contract
from contracts.sql import SCHEMA, address

STAGED = [contract for contract in CONTRACTS.values() if contract.staged]
# Another reader computes slightly different positions for the same letters (see docs/speed.md).
BOX = ("x0", "top", "x1", "bottom")
TOLERANCE = 0.01
# Allows for floating-point error beyond the tolerance.
EPSILON = 1e-9
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that differs now. `column` is None for a row that only one side has; the other side is then None."""

    table: str
    row_id: str
    column: str | None
    stored: Any
    now: Any


def new_columns(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The staged columns that this version has but the warehouse of another one does not, such as `indicator.unit`."""
    query = "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = ?"
    held = set(connection.execute(query, [SCHEMA]).fetchall())
    wanted = [(contract.table, column.name) for contract in STAGED for column in contract.staged_columns]
    return [f"{table}.{name}" for table, name in wanted if (table, name) not in held]


def stored_rows(
    connection: duckdb.DuckDBPyConnection, document_id: str, unknown: Collection[str] = ()
) -> dict[str, list[Row]]:
    """The rows of a document in each staged table, without columns that are `unknown` there. Raises duckdb.Error."""
    rows: dict[str, list[Row]] = {}
    for contract in STAGED:
        names = [column.name for column in contract.staged_columns if f"{contract.table}.{column.name}" not in unknown]
        if "document_id" not in names:  # the whole table is new
            rows[contract.table] = []
            continue
        query = f"SELECT {', '.join(names)} FROM {address(contract.table)} WHERE document_id = ?"
        found = connection.execute(query, [document_id]).fetchall()
        rows[contract.table] = [dict(zip(names, values, strict=True)) for values in found]
    return rows


def rows_read(folder: Path, document_id: str) -> dict[str, list[Row]]:
    """The rows staged in `folder`, with ids as if the document had this id (changed bytes give it another)."""
    import pyarrow.parquet

    tables = {
        table.table: pyarrow.parquet.read_table(folder / f"{table.table}.parquet").to_pylist() for table in STAGED
    }
    return {
        table: [{name: _renamed(name, value, folder.name, document_id) for name, value in row.items()} for row in rows]
        for table, rows in tables.items()
    }


def _renamed(column: str, value: Any, old: str, new: str) -> Any:
    if not column.endswith("_id") or not isinstance(value, str):
        return value
    return new + value[len(old) :] if value == old or value.startswith(f"{old}/") else value


def differences(stored: dict[str, list[Row]], now: dict[str, list[Row]], *, other_reader: bool) -> Iterator[Difference]:
    """Every row and value that differs, table by table.

    With `other_reader`, boxes may differ by a hundredth of a point, and the reader's name is not compared.
    """
    for contract in STAGED:
        before, after = _named(contract, stored[contract.table]), _named(contract, now[contract.table])
        for key in before.keys() | after.keys() if before.keys() != after.keys() else ():
            if key not in after or key not in before:
                yield Difference(contract.table, key, None, before.get(key), after.get(key))
        # A new row shifts the numbers of all rows after it, so the numbers no longer identify rows.
        moved = contract.table == "provenance" and before.keys() != after.keys()
        for key, row in before.items():
            if key in after:
                yield from _values(contract, key, row, after[key], other_reader=other_reader, moved=moved)


def _named(contract: Contract, rows: Sequence[Row]) -> dict[str, Row]:
    """The rows by what identifies them; a place by its value's row, column and part."""
    named: dict[str, Row] = {}
    seen: Counter[str] = Counter()
    for row in rows:
        columns = contract.natural_key if contract.table == "provenance" else (contract.name_column,)
        name = " ".join(str(row[column]) for column in columns)
        seen[name] += 1
        named[name if seen[name] == 1 else f"{name} ({seen[name]})"] = row
    return named


def _values(
    contract: Contract, key: str, before: Row, after: Row, *, other_reader: bool, moved: bool
) -> Iterator[Difference]:
    for column, value in before.items():
        if (moved and column == "ordinal") or (other_reader and (contract.table, column) == ("document", "reader")):
            continue
        near = other_reader and contract.table == "provenance" and column in BOX
        if value != after[column] and not (near and _near(value, after[column])):
            yield Difference(contract.table, key, column, value, after[column])


def _near(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and abs(one - other) <= TOLERANCE + EPSILON
