"""Compares a warehouse with what publishing makes from its own rows: its views, comments and derived tables.

Rows read from files are compared elsewhere (`pipeline.audit.reread`).
"""

from __future__ import annotations

from collections import Counter

import duckdb

from contracts import CONTRACTS, Contract
from contracts.sql import address
from pipeline.outcome import Untakable
from pipeline.version import publishing_version
from pipeline.warehouse.build import derive
from pipeline.warehouse.catalogue import create, foreign_entries, made_by
from pipeline.warehouse.rule_table import NAMED, write_rules

# Tables that publishing makes from the ledger and from reviews.
GIVEN = ("run", "run_document", "publication", "run_quality", "quarantine", "review", "source")
DERIVED = tuple(name for name, contract in CONTRACTS.items() if not contract.staged and name not in GIVEN)


def changed_by_others(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """A line in English for each view, table, column, comment or derived table that differs from what Tjut makes.

    Empty for a warehouse made by another version, since then nobody has tampered with it. Raises duckdb.Error.
    """
    if made_by(connection) != publishing_version():
        return []
    with duckdb.connect() as fresh:
        create(fresh)
        foreign = foreign_entries(connection, fresh)
        if foreign:  # rows of tables that are not Tjut's are not compared
            return [f"{entry}: differs from what Tjut makes" for entry in foreign]
        write_rules(fresh, connection.execute(NAMED.format("base.finding")).fetchall())
        for contract in CONTRACTS.values():
            if contract.table not in DERIVED:
                _copy(connection, fresh, contract)
        documents = [document for (document,) in fresh.execute("SELECT document_id FROM base.document").fetchall()]
        try:
            derive(fresh, documents)
        except Untakable as error:
            return [f"{error.document_id}: cannot be published, {error.refused.seen}"]
        tables = ("document", "review", *DERIVED)
        return [
            f"table {table}: its rows differ from what Tjut makes"
            for table in tables
            if _differs(connection, fresh, table)
        ]


def _copy(source: duckdb.DuckDBPyConnection, target: duckdb.DuckDBPyConnection, contract: Contract) -> None:
    rows = source.table(address(contract.table)).to_arrow_table()
    target.register("rows_of_source", rows)
    target.execute(f"INSERT INTO {address(contract.table)} BY NAME SELECT * FROM rows_of_source")
    target.unregister("rows_of_source")


def _differs(one: duckdb.DuckDBPyConnection, other: duckdb.DuckDBPyConnection, table: str) -> bool:
    query = f"SELECT * FROM {address(table)}"
    return Counter(one.execute(query).fetchall()) != Counter(other.execute(query).fetchall())
