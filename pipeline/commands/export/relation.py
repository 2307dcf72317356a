"""What can be exported: tables and views of a warehouse with their comments, and their rows in a fixed order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from contracts import CONTRACTS, Contract
from contracts import Column as Declared
from contracts.sql import SCHEMA, SQL_TYPES, address

ROWS_AT_ONCE = 10_000
TABLES = {address(name): contract for name, contract in CONTRACTS.items()}
# As a query needs it: what stands in `main` by its bare name.
NAME = f"if(schema_name = '{SCHEMA}', schema_name || '.', '') || {{}}"
# Goals in the order of their numbers: 1.2 before 1.10.
ORDER = {"goal_code": "string_split(replace(goal_code, 'n', ''), '.')::INTEGER[]"}


# How a comment begins that was written for a view: `Nämnd: som den är tryckt.` or `Planår.`; a test has each begin so.
TERM = re.compile(r"(.{1,40}?)(?:: |\. )")
UNIT = re.compile(r" Enhet: (?!se )([^.]+)\.")
# A column of a view that is described as one of a table is that one, with its term and its closed list.
DESCRIBED = {column.comment: column for contract in CONTRACTS.values() for column in contract.columns}
OF_TABLES = {(name, column.name): column for name, contract in TABLES.items() for column in contract.columns}


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its type in DuckDB (`DECIMAL(18,8)`) and its comment; `declared` where a contract has it."""

    name: str
    type: str
    comment: str
    declared: Declared | None = None

    @property
    def term(self) -> str:
        """Its Swedish term, from its contract or the start of its comment; otherwise the name itself."""
        if self.declared is not None:
            return self.declared.term
        begins = TERM.match(self.comment)
        return begins[1] if begins else self.name

    @property
    def heading(self) -> str:
        """Its term with its unit: `Belopp, mnkr`. A unit that another column names stands there."""
        unit = UNIT.search(self.comment)
        return f"{self.term}, {unit[1]}" if unit else self.term

    @property
    def allowed(self) -> tuple[str, ...]:
        """The closed list of its values, if there is one."""
        return self.declared.allowed if self.declared is not None else ()


@dataclass(frozen=True, slots=True)
class Relation:
    """A table (`tabell`) or view (`vy`); what stands in `base` bears that in its name: `base.indicator`.

    `columns` are those that are exported, in their order.
    """

    name: str
    kind: str
    comment: str
    columns: tuple[Column, ...]

    @property
    def contract(self) -> Contract | None:
        """The contract whose columns these are, each with its type; None for views and what other code has made."""
        contract = TABLES.get(self.name)
        made = {(column.name, column.type) for column in self.columns}
        fits = contract and made <= {(column.name, SQL_TYPES[column.type]) for column in contract.columns}
        return contract if fits else None

    def references(self, chosen: Iterable[Relation]) -> dict[str, tuple[str, str]]:
        """For each column that refers to one of these: the name of that table, and the column that is its key."""
        there = {relation.name for relation in chosen}
        held = self.contract.references if self.contract else {}
        return {
            column: (address(table), CONTRACTS[table].key[0])
            for column, table in held.items()
            if address(table) in there
        }

    def head(self, column_names: bool) -> list[str]:
        """The names of the columns, or their headings; one that two columns share is told apart by the name."""
        if column_names:
            return [column.name for column in self.columns]
        headings = [column.heading for column in self.columns]
        return [
            heading if headings.count(heading) == 1 else f"{heading} ({column.name})"
            for heading, column in zip(headings, self.columns, strict=True)
        ]

    @property
    def query(self) -> str:
        """All rows: a table's in printed order, document by document; a view's in the order it has itself."""
        place = ".".join(f'"{part}"' for part in self.name.rsplit(".", 1))
        contract = TABLES.get(self.name)
        columns = ", ".join('"{}"'.format(column.name.replace('"', '""')) for column in self.columns)
        if contract is None:
            return f"SELECT {columns} FROM {place}"
        key = contract.key if contract.key != ("row_id",) else ("document_id", *contract.natural_key, "row_id")
        return f"SELECT {columns} FROM {place} ORDER BY {', '.join(ORDER.get(column, column) for column in key)}"

    def rows(self, connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
        """All rows, in batches; another query on the connection ends them."""
        answer = connection.execute(self.query)
        while rows := answer.fetchmany(ROWS_AT_ONCE):
            yield from rows


def relations(connection: duckdb.DuckDBPyConnection) -> list[Relation]:
    """The views of `main` by name; then the views of `base`, then its tables in the order of the data dictionary."""
    found = connection.execute(
        f"SELECT {NAME.format('table_name')}, 'tabell', comment FROM duckdb_tables() "
        f"UNION ALL SELECT {NAME.format('view_name')}, 'vy', comment FROM duckdb_views() WHERE NOT internal"
    ).fetchall()
    columns: dict[str, list[Column]] = {}
    for table, name, type_, comment in connection.execute(
        f"SELECT {NAME.format('table_name')}, column_name, data_type, comment FROM duckdb_columns() WHERE NOT internal "
        "ORDER BY column_index"
    ).fetchall():
        columns.setdefault(table, []).append(
            Column(name, type_, comment or "", OF_TABLES.get((table, name), DESCRIBED.get(comment)))
        )
    places = {name: place for place, name in enumerate(TABLES, start=1)}
    return [
        Relation(name, kind, comment or "", tuple(columns[name]))
        for name, kind, comment in sorted(found, key=lambda row: ("." in row[0], places.get(row[0], 0), row[0]))
    ]
