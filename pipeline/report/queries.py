"""Queries on the warehouse that return rows by column name."""

from __future__ import annotations

from typing import Any

import duckdb

Fetched = dict[str, Any]


def rows(connection: duckdb.DuckDBPyConnection, query: str, *values: Any) -> list[Fetched]:
    """Each row of the result as a dictionary; amounts stay Decimal."""
    answer = connection.execute(query, values)
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def documents(connection: duckdb.DuckDBPyConnection, boards: tuple[str, ...]) -> list[Fetched]:
    """The current plans of these boards (all, if none is named), the newest plan of each board first."""
    return rows(
        connection,
        "SELECT document.* FROM base.document SEMI JOIN base.plan USING (document_id)"
        " WHERE len(?) = 0 OR list_contains(?, board_key) ORDER BY board_key, plan_year DESC",
        list(boards),
        list(boards),
    )
