"""`tjut sql`: a query on the warehouse that can change nothing and reach nothing else."""

from __future__ import annotations

import csv
import shutil
import sys
from pathlib import Path

import click
import duckdb

ROWS_AT_ONCE = 10_000
ROWS_SHOWN = 1_000
UNFOLDED = 10_000


def open_warehouse(warehouse: Path, threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A connection that reads `warehouse` and no other file. Raises UsageError if it is not there or no warehouse.

    With one thread rows that no ORDER BY sorts come in the same order each time; without a number there is one a core.
    """
    if not warehouse.is_file():
        raise click.UsageError(
            f"there is no warehouse at {warehouse}: make it with `tjut run`, or name it with --warehouse"
        )
    # Locked last: a query cannot unlock what its connection was opened with.
    settings: dict[str, str | bool | int | float | list[str]] = {
        "enable_external_access": "false",
        "lock_configuration": "true",
    }
    if threads is not None:
        settings["threads"] = threads
    try:
        return duckdb.connect(str(warehouse), read_only=True, config=settings)
    except duckdb.Error as error:
        raise click.UsageError(f"{warehouse} cannot be opened as a DuckDB file: {error}") from error


def ask(warehouse: Path, query: str, form: str) -> None:
    """Prints what `query` gives, as `table`, `csv` or `json`. Raises UsageError with what DuckDB has against it."""
    with open_warehouse(warehouse) as connection:
        try:
            FORMS[form](connection, query)
        except duckdb.Error as error:
            raise click.UsageError(str(error)) from error


def _table(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    # Nobody reads along when the output goes to a file: there nothing is folded to the width of a window.
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else UNFOLDED
    if (answer := connection.sql(query)) is not None:
        answer.show(max_width=width, max_rows=ROWS_SHOWN, null_value="")


def _csv(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    answer = connection.execute(query)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(column[0] for column in answer.description or [])
    while rows := answer.fetchmany(ROWS_AT_ONCE):
        writer.writerows(rows)


def _json(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    """A list of objects; DuckDB writes them, so that a DECIMAL keeps its digits."""
    answer = connection.sql(query)
    objects = answer and answer.query("answer", "select to_json(answer)::varchar from answer")
    click.echo("[" + ",\n ".join(text for (text,) in objects.fetchall()) + "]" if objects else "[]")


FORMS = {"table": _table, "csv": _csv, "json": _json}
