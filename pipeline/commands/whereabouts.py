"""Finds things in a warehouse from its own catalogue: comments on columns, tables in another schema."""

from __future__ import annotations

import re
from difflib import get_close_matches

import duckdb

from contracts.sql import quoted

RELATIONS = """
    SELECT schema_name, table_name AS name, comment FROM duckdb_tables() WHERE NOT internal
    UNION ALL SELECT schema_name, view_name, comment FROM duckdb_views() WHERE NOT internal
"""
_NAME = r'(?:"?(?P<schema>\w+)"?\.)?"?(?P<name>\w+)"?'
_DESCRIBE = re.compile(rf"\s*(?:describe|desc|show)\s+(?:table\s+)?{_NAME}\s*;?\s*", re.IGNORECASE)
_SHOW_TABLES = re.compile(r"\s*show\s+tables\s*;?\s*", re.IGNORECASE)
_MISSED = re.compile(r'Table with name "?(?:\w+\.)*(\w+)"? does not exist')


def with_comments(connection: duckdb.DuckDBPyConnection, query: str) -> str | None:
    """The query that answers `describe NAME` or `show tables` with comments; None for other queries or an unknown
    name."""
    if _SHOW_TABLES.fullmatch(query):
        return f"SELECT name, comment FROM ({RELATIONS}) WHERE schema_name = 'main' ORDER BY name"
    if not (asked := _DESCRIBE.fullmatch(query)):
        return None
    place = f"schema_name = {quoted(asked['schema'] or 'main')} AND table_name = {quoted(asked['name'])}"
    if not connection.execute(f"SELECT 1 FROM duckdb_columns() WHERE {place}").fetchall():
        return None
    return (
        "SELECT column_name, data_type AS column_type, if(is_nullable, 'YES', 'NO') AS \"null\", comment "
        f"FROM duckdb_columns() WHERE {place} ORDER BY column_index"
    )


def explained(connection: duckdb.DuckDBPyConnection, error: duckdb.Error) -> str:
    """DuckDB's message; for a table that was not found, with where it is or with similar names."""
    message = str(error)
    if not (missed := _MISSED.search(message)):
        return message
    name = missed[1]
    found = connection.execute(f"SELECT schema_name, name FROM ({RELATIONS}) ORDER BY name").fetchall()
    same = [place for place in found if place[1] == name]
    longer = [place for place in found if place[0] == "main" and place[1].startswith(f"{name}_")]
    alike = get_close_matches(name, {bare for _, bare in found}, n=3)
    meant = [*same, *longer] or [place for place in found if place[1] in alike]
    named = [bare if schema == "main" else f"{schema}.{bare}" for schema, bare in meant]
    advice = f"ask {', or '.join(named)}" if named else "`show tables` and `show all tables` list them"
    where = message.partition("\n\n")[2]  # the line of the query, with a marker below
    return f"there is no table or view {name}: {advice}\n\n{where}".strip()
