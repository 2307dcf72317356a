"""Rows of Python into tables of the warehouse."""

from __future__ import annotations

from typing import Any

import duckdb

from contracts.sql import address

Rows = list[dict[str, Any]]


def append(connection: duckdb.DuckDBPyConnection, table: str, rows: Rows) -> None:
    """Inserts rows, each with all columns of the table."""
    if rows:
        connection.execute(f"INSERT INTO {address(table)} BY NAME SELECT unnest(?, max_depth := 2)", [rows])
