"""What can be exported: the tables and views of a warehouse with their comments, and their rows in a fixed order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from contracts import CONTRACTS
from contracts.sql import SCHEMA, address

ROWS_AT_ONCE = 10_000
TABLES = {address(name): contract for name, contract in CONTRACTS.items()}
# As a query needs it: what stands in `main` by its bare name.
NAME = f"if(schema_name = '{SCHEMA}', schema_name || '.', '') || {{}}"
# Goals in the order of their numbers: 1.2 before 1.10.
ORDER = {"goal_code": "string_split(replace(goal_code, 'n', ''), '.')::INTEGER[]"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its type in DuckDB (`DECIMAL(18,8)`) and its comment."""

    name: str
    type: str
    comment: str

    @property
    def term(self) -> str:
        """What it is called in Swedish: its comment begins with that. The name itself where there is no comment."""
        return self.comment.partition(": ")[0] or self.name


@dataclass(frozen=True, slots=True)
class Relation:
    """A table (`tabell`) or view (`vy`); what stands in `base` bears that in its name: `base.indicator`."""

    name: str
    kind: str
    comment: str
    columns: tuple[Column, ...]

    def head(self, column_names: bool) -> list[str]:
        """The names of the columns, or their terms; a term that two columns share is told apart by the name."""
        if column_names:
            return [column.name for column in self.columns]
        terms = [column.term for column in self.columns]
        return [
            term if terms.count(term) == 1 else f"{term} ({column.name})"
            for term, column in zip(terms, self.columns, strict=True)
        ]

    @property
    def query(self) -> str:
        """All rows: a table's in printed order, document by document; a view's in the order it has itself."""
        place = ".".join(f'"{part}"' for part in self.name.rsplit(".", 1))
        contract = TABLES.get(self.name)
        if contract is None:
            return f"FROM {place}"
        key = contract.key if contract.key != ("row_id",) else ("document_id", *contract.natural_key, "row_id")
        return f"FROM {place} ORDER BY {', '.join(ORDER.get(column, column) for column in key)}"

    def rows(self, connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
        """All rows, some at a time; another query on the connection ends them."""
        answer = connection.execute(self.query)
        while rows := answer.fetchmany(ROWS_AT_ONCE):
            yield from rows


def relations(connection: duckdb.DuckDBPyConnection) -> list[Relation]:
    """What people meet first, by name; then the views of `base`, then its tables as the data dictionary has them."""
    found = connection.execute(
        f"SELECT {NAME.format('table_name')}, 'tabell', comment FROM duckdb_tables() "
        f"UNION ALL SELECT {NAME.format('view_name')}, 'vy', comment FROM duckdb_views() WHERE NOT internal"
    ).fetchall()
    columns: dict[str, list[Column]] = {}
    for table, name, type_, comment in connection.execute(
        f"SELECT {NAME.format('table_name')}, column_name, data_type, comment FROM duckdb_columns() WHERE NOT internal "
        "ORDER BY column_index"
    ).fetchall():
        columns.setdefault(table, []).append(Column(name, type_, comment or ""))
    places = {name: place for place, name in enumerate(TABLES, start=1)}
    return [
        Relation(name, kind, comment or "", tuple(columns[name]))
        for name, kind, comment in sorted(found, key=lambda row: ("." in row[0], places.get(row[0], 0), row[0]))
    ]
