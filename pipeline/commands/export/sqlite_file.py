"""One SQLite file: tables with their keys and closed lists, views as tables, the data dictionary; opens in Datasette.

SQLite has no decimals: a number with a decimal point is a double, and a sum of doubles differs from the printed one in
its last digits. So each amount is stored twice: as people read it (`amount_mnkr`, a double), and in whole öre
(`amount_ore`, an integer), which sums exactly. The warehouse keeps amounts to the öre, so nothing is rounded.
"""

from __future__ import annotations

import datetime
import re
import sqlite3
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from contracts.sql import quoted
from pipeline.commands.export.dictionary import HEAD, dictionary_rows
from pipeline.commands.export.relation import Column, Relation
from pipeline.commands.printed import as_json

DICTIONARY = "dictionary"
# How many öre one unit of a column has, by the ending of its name.
ORE = {"_mnkr": 100_000_000, "_sek": 100}
DECIMALS = re.compile(r"DECIMAL\(\d+,(\d+)\)")
TYPES = {"BOOLEAN": "BOOLEAN", "DATE": "DATE", "TIMESTAMP": "TIMESTAMP", "VARCHAR": "TEXT"}
INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")


def write_sqlite(connection: duckdb.DuckDBPyConnection, chosen: Sequence[Relation], path: Path) -> int:
    """The file at `path`; gives back the number of rows."""
    total = 0
    entries: list[tuple[Any, ...]] = []
    made = sqlite3.connect(path)
    try:
        made.execute("PRAGMA journal_mode = OFF")  # nobody else sees it before it is complete
        made.execute("PRAGMA foreign_keys = OFF")  # as DuckDB has checked them; views come before tables
        for relation in chosen:
            count = _fill(made, relation, relation.rows(connection), chosen)
            entries += dictionary_rows(relation, count, chosen)
            total += count
        made.execute(f"CREATE TABLE {DICTIONARY} ({', '.join(HEAD)})")
        made.executemany(f"INSERT INTO {DICTIONARY} VALUES ({', '.join('?' * len(HEAD))})", entries)
        made.commit()
    finally:
        made.close()
    return total


def table_name(relation: str) -> str:
    """What a table or view is called there: `base.indicator` is `base_indicator`."""
    return relation.replace(".", "_")


def _fill(
    made: sqlite3.Connection, relation: Relation, rows: Iterator[tuple[Any, ...]], chosen: Sequence[Relation]
) -> int:
    units = [_ore(column) for column in relation.columns]
    made.execute(_create(relation, chosen))
    places = ", ".join("?" * (len(units) + sum(unit is not None for unit in units)))
    inserted = made.executemany(
        f"INSERT INTO {_name(table_name(relation.name))} VALUES ({places})", (_row(row, units) for row in rows)
    )
    return max(0, inserted.rowcount)


def _create(relation: Relation, chosen: Sequence[Relation]) -> str:
    parts = [part for column in relation.columns for part in _columns(column, relation)]
    if contract := relation.contract:
        parts.append(f"PRIMARY KEY ({', '.join(map(_name, contract.key))})")
    parts += [
        f"FOREIGN KEY ({_name(column)}) REFERENCES {_name(table_name(table))} ({_name(key)})"
        for column, (table, key) in relation.references(chosen).items()
    ]
    body = ",\n  ".join(parts)
    return f"CREATE TABLE {_name(table_name(relation.name))} (\n  {body}\n)"


def _columns(column: Column, relation: Relation) -> Iterator[str]:
    """The column, and for an amount also the one in öre."""
    declared = column.declared if relation.contract else None
    needed = " NOT NULL" if declared and not declared.nullable else ""
    listed = f" CHECK ({_name(column.name)} IN ({', '.join(map(quoted, column.allowed))}))" if column.allowed else ""
    yield f"{_name(column.name)} {_type(column)}{needed}{listed}"
    if _ore(column):
        yield f"{_name(_in_ore(column.name))} INTEGER{needed}"


def _type(column: Column) -> str:
    bare = column.type.partition("(")[0]
    if bare in INTEGERS:
        return "INTEGER"
    return TYPES.get(bare, "REAL" if bare in ("DECIMAL", "DOUBLE", "FLOAT") else "TEXT")


def _ore(column: Column) -> int | None:
    """How many öre a unit of the column has; None if it is not an amount."""
    ending = next((ending for ending in ORE if column.name.endswith(ending)), None)
    decimals = DECIMALS.fullmatch(column.type)
    return ORE[ending] if ending and decimals and 10 ** int(decimals[1]) <= ORE[ending] else None


def _in_ore(name: str) -> str:
    return f"{name.rpartition('_')[0]}_ore"


def _row(row: Sequence[Any], units: Sequence[int | None]) -> list[Any]:
    cells = []
    for value, unit in zip(row, units, strict=True):
        cells.append(_cell(value))
        if unit is not None:
            cells.append(None if value is None else int(value * unit))
    return cells


def _cell(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime.date):
        return value.isoformat(*([" "] if isinstance(value, datetime.datetime) else []))
    return as_json(value) if isinstance(value, list | tuple | dict) else value


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
