"""What a warehouse consists of besides its rows: tables, views, columns, keys, comments and macros, as DuckDB has them.

Anything that differs from what Tjut makes was changed by somebody else.
"""

from __future__ import annotations

import hashlib
import json
import re

import duckdb

from contracts import CONTRACTS
from contracts.sql import SCHEMA, quoted, statements
from pipeline.version import publishing_version
from pipeline.warehouse.views import view_scripts

Entry = tuple[str, str, str]  # kind, name, everything DuckDB says about it
ENTRIES = """
    SELECT 'table', concat_ws('.', schema_name, table_name), concat_ws(' ', sql, comment)
    FROM duckdb_tables() WHERE ours
    UNION ALL SELECT 'view', concat_ws('.', schema_name, view_name), concat_ws(' ', sql, comment)
    FROM duckdb_views() WHERE ours
    UNION ALL SELECT 'column', concat_ws('.', schema_name, table_name, column_name),
        concat_ws(' ', column_index, data_type, comment)
    FROM duckdb_columns() WHERE ours
    UNION ALL SELECT 'index', index_name, sql FROM duckdb_indexes() WHERE here
    UNION ALL SELECT 'sequence', sequence_name, sql FROM duckdb_sequences() WHERE here
    UNION ALL SELECT 'type', type_name, logical_type FROM duckdb_types() WHERE ours
    UNION ALL SELECT 'macro', function_name, concat_ws(' ', parameters::VARCHAR, macro_definition)
    FROM duckdb_functions() WHERE ours
    UNION ALL SELECT 'schema', schema_name, '' FROM duckdb_schemas() WHERE ours
""".replace("ours", "NOT internal AND here").replace("here", "database_name = current_database()")


# What DuckDB adds or drops each time it stores a view; MATERIALIZED is a hint that does not change results.
UNSTEADY = re.compile(r"MATERIALIZED|[()\s]+")
VERSION = "warehouse_version"  # a macro; what it gives is told by `is_as_made` alone


def create(connection: duckdb.DuckDBPyConnection) -> None:
    """Creates all tables and views, empty; in one transaction, which takes a third of the time of three hundred."""
    connection.begin()
    connection.execute(f"CREATE SCHEMA {SCHEMA}")
    for contract in CONTRACTS.values():
        for statement in statements(contract):
            connection.execute(statement)
    for script in view_scripts():
        connection.execute(script)
    connection.commit()


def sign(connection: duckdb.DuckDBPyConnection) -> None:
    """Records which code made the catalogue, and its digest."""
    connection.execute(f"CREATE OR REPLACE MACRO {VERSION}() AS {quoted(_signature(connection))}")


def is_signed(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the database was made by some version of this code."""
    query = "SELECT 1 FROM duckdb_functions() WHERE function_name = ? AND database_name = current_database()"
    return bool(connection.execute(query, [VERSION]).fetchall())


def made_by(connection: duckdb.DuckDBPyConnection) -> str | None:
    """The `publishing_version` of the code that made the catalogue; None if it is not signed."""
    if not is_signed(connection):
        return None
    ((signature,),) = connection.execute(f"SELECT {VERSION}()").fetchall()
    return str(signature).partition(" ")[0]


def is_as_made(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether a signed database has exactly what today's code puts into it."""
    return connection.execute(f"SELECT {VERSION}()").fetchall() == [(_signature(connection),)]


def foreign_entries(connection: duckdb.DuckDBPyConnection, fresh: duckdb.DuckDBPyConnection) -> list[str]:
    """What is extra, missing or different compared with today's code, each as `view budget_by_year`.

    Compares with a database that was created just now, so that a forged signature does not help.
    """
    return sorted({f"{kind} {name}" for kind, name, _ in _catalogue(connection) ^ _catalogue(fresh)})


def _signature(connection: duckdb.DuckDBPyConnection) -> str:
    entries = json.dumps(sorted(_catalogue(connection)), ensure_ascii=False)
    return f"{publishing_version()} {hashlib.sha256(entries.encode()).hexdigest()}"


def _catalogue(connection: duckdb.DuckDBPyConnection) -> set[Entry]:
    """All entries except the signature, without what DuckDB may store differently each time, including brackets.

    So a view in which only brackets were changed passes as unchanged.
    """
    found = connection.execute(ENTRIES).fetchall()
    return {
        (kind, name, UNSTEADY.sub("", told or "")) for kind, name, told in found if (kind, name) != ("macro", VERSION)
    }
