"""Contracts as SQL statements: tables with types, keys and comments."""

from __future__ import annotations

import hashlib

from contracts.model import Contract, Type
from contracts.tables import CONTRACTS

# All tables are here, since DuckDB only allows foreign keys within one schema. `main` is for the views to start with.
SCHEMA = "base"
# Each as wide as its Arrow type in `contracts.model`.
SQL_TYPES: dict[Type, str] = {
    "text": "VARCHAR",
    "integer": "INTEGER",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "number": "DECIMAL(18,8)",
    "mnkr": "DECIMAL(18,8)",
    "sek": "DECIMAL(18,2)",
    "points": "DOUBLE",
}


def statements(contract: Contract) -> list[str]:
    """The statements that create a table, with its keys, and a comment on it and on each of its columns."""
    return [
        create(contract),
        f"COMMENT ON TABLE {address(contract.table)} IS {quoted(contract.comment)}",
        *(f"COMMENT ON COLUMN {address(contract.table)}.{c.name} IS {quoted(c.comment)}" for c in contract.columns),
    ]


def create(contract: Contract) -> str:
    """The statement that creates a table, with its keys."""
    parts = [f"{c.name} {SQL_TYPES[c.type]}{'' if c.nullable else ' NOT NULL'}" for c in contract.columns]
    parts.append(f"PRIMARY KEY ({', '.join(contract.key)})")
    parts += [f"FOREIGN KEY ({column}) REFERENCES {address(table)}" for column, table in contract.references.items()]
    return f"CREATE TABLE {address(contract.table)} ({', '.join(parts)})"


def address(table: str) -> str:
    """The qualified name of a table in SQL: `base.indicator`."""
    return f"{SCHEMA}.{table}"


def contracts_digest() -> str:
    """A digest of all tables, columns, types and keys: documents staged under one digest do not fit tables of another.

    A change of wording (terms, meanings, examples) does not affect it.
    """
    return hashlib.sha256("\n".join(create(contract) for contract in CONTRACTS.values()).encode()).hexdigest()[:12]


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
