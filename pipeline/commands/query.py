"""`tjut sql`: a query on the warehouse that can change nothing and reach nothing else."""

from __future__ import annotations

import csv
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import duckdb

ROWS_AT_ONCE = 10_000
ROWS_SHOWN = 1_000
UNFOLDED = 10_000
# What one connection may take; the largest view on 500 plans takes a tenth of it.
MEMORY = "2GB"
# PIVOT is a MULTI. A PRAGMA that would change something finds the file read-only and the settings locked.
READING = {
    duckdb.StatementType.SELECT,
    duckdb.StatementType.EXPLAIN,
    duckdb.StatementType.MULTI,
    duckdb.StatementType.PRAGMA,
}


def open_warehouse(warehouse: Path, threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A connection that reads `warehouse` and no other file. Raises UsageError if it is not there or no warehouse.

    With one thread rows that no ORDER BY sorts come in the same order each time; without a number there is one a core.
    """
    if not warehouse.is_file():
        raise click.UsageError(
            f"there is no warehouse at {warehouse}: make it with `tjut run`, or name it with --warehouse"
        )
    settings: dict[str, str | bool | int | float | list[str]] = {
        "enable_external_access": "false",
        "memory_limit": MEMORY,
    }
    if threads is not None:
        settings["threads"] = threads
    try:
        connection = duckdb.connect(str(warehouse), read_only=True, config=settings)
    except duckdb.Error as error:
        raise click.UsageError(f"{warehouse} cannot be opened as a DuckDB file: {error}") from error
    # Without external access DuckDB still lets COPY reach the file that is open, and its log. Locked last: a query
    # cannot unlock what its connection was opened with.
    if not _is_locked(connection):
        connection.execute("SET disabled_filesystems = 'LocalFileSystem'")
        connection.execute("SET lock_configuration = true")
    return connection


def _is_locked(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether this process has opened the same file already: all its connections share one set of settings."""
    answer = connection.execute("SELECT current_setting('lock_configuration')").fetchone()
    return answer is not None and str(answer[0]).lower() == "true"


class QueryFailed(click.ClickException):
    """What DuckDB, or a bound, has against a query; in one message, without the usage of the command."""

    exit_code = 2


def ask(warehouse: Path, query: str, form: str, seconds: float = 300) -> None:
    """Prints what each statement of `query` gives, as `table`, `csv` or `json`. Raises QueryFailed.

    A statement that takes more than `seconds` is ended.
    """
    with open_warehouse(warehouse) as connection:
        try:
            for statement in _that_read(connection, query):
                with _ended_after(seconds, connection):
                    FORMS[form](connection, statement)
        except duckdb.InterruptException as error:
            raise QueryFailed(f"it took more than {seconds:g} seconds and was ended: see --timeout") from error
        except duckdb.Error as error:
            raise QueryFailed(str(error)) from error


def _that_read(connection: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    """The statements of a query. Raises QueryFailed before the first is run if one of them does not only read."""
    statements = connection.extract_statements(query)
    for statement in statements:
        if statement.type not in READING:
            raise QueryFailed(
                f"{statement.type.name} is no question: `tjut sql` only reads. Nothing was run. To change data, "
                "attach the warehouse read-only to a database of your own: ATTACH 'warehouse.duckdb' (READ_ONLY)"
            )
    return [statement.query for statement in statements]


@contextmanager
def _ended_after(seconds: float, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    clock = threading.Timer(seconds, connection.interrupt)
    clock.start()
    try:
        yield
    finally:
        clock.cancel()


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
