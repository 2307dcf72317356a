"""`tjut sql`: a query on the warehouse that cannot change anything or reach anything else."""

from __future__ import annotations

import os
import re
import resource
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import duckdb

from pipeline.commands.shown import STREAMED, read_by_people, rows_of
from pipeline.commands.whereabouts import explained, with_comments

# The memory limit of one connection; the largest view on 500 plans takes a tenth of it.
MEMORY = "2GB"
# And its process: DuckDB's share, the same rows as Python has them, the libraries, and address space for each thread.
PROCESS_BYTES, THREAD_BYTES = 5_000_000_000, 80_000_000
# PIVOT is a MULTI. A PRAGMA that would change something finds the file read-only and the settings locked.
READING = {
    duckdb.StatementType.SELECT,
    duckdb.StatementType.EXPLAIN,
    duckdb.StatementType.MULTI,
    duckdb.StatementType.PRAGMA,
}
# DuckDB's message that another process has the file open for writing; it names the process on Linux and macOS.
HOLDER = re.compile(r"lock is held in (.+?) \(PID (\d+)\)")


def open_warehouse(warehouse: Path, threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A connection that reads `warehouse` and no other file. Raises UsageError if it is missing or not a warehouse.

    With one thread, rows without ORDER BY come in the same order each time; by default there is one thread per core.
    """
    if not warehouse.is_file():
        raise click.UsageError(
            f"there is no warehouse at {warehouse}: create it with `tjut run`, or give its path with --warehouse"
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
        if holder := HOLDER.search(str(error)):
            raise Held(warehouse, *holder.groups()) from error
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


class Held(click.ClickException):
    """Another program has the warehouse open for writing: until it closes it, nobody else can read it."""

    exit_code = 3

    def __init__(self, warehouse: Path, program: str, process: str) -> None:
        super().__init__(
            f"{warehouse} is open for writing in {program} (process {process}), and DuckDB lets nobody else read it "
            "meanwhile: close it there, or reopen it read-only (docs/clients.md says how in each tool). Runs are not "
            "affected, since they replace the whole file"
        )


class QueryFailed(click.ClickException):
    """A query failed in DuckDB or reached a limit; shown as one message without the command's usage."""

    exit_code = 2


def ask(warehouse: Path, query: str, form: str, seconds: float = 300) -> None:
    """Prints the result of each statement in `query`, in one of FORMS. Raises QueryFailed.

    A statement that takes more than `seconds` is stopped.
    """
    with open_warehouse(warehouse) as connection, _bounded():
        try:
            for statement in that_read(connection, query):
                _answer(connection, statement, form, seconds)
        except (MemoryError, duckdb.OutOfMemoryException) as error:
            raise QueryFailed(f"it needs more memory than a query may have ({MEMORY}): ask for less at once") from error
        except duckdb.InterruptException as error:
            raise QueryFailed(f"stopped after {seconds:g} seconds: raise --timeout to let it run longer") from error
        except duckdb.Error as error:
            raise QueryFailed(explained(connection, error)) from error


def that_read(connection: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    """The statements of a query. Raises QueryFailed, before any is run, if there is none or one is not read-only."""
    statements = connection.extract_statements(query)
    if not statements:
        raise QueryFailed('the query is empty, so there is nothing to run. `tjut sql "show tables"` lists what to ask')
    for statement in statements:
        kind = _kind(statement)
        if kind not in READING:
            called = kind.name if kind else statement.query.strip()[:40]
            raise QueryFailed(
                f"{called} is not a query: `tjut sql` only reads. Nothing was run. To change data, "
                "attach the warehouse read-only to a database of your own: ATTACH 'warehouse.duckdb' (READ_ONLY)"
            )
    return [statement.query for statement in statements]


def _kind(statement: duckdb.Statement) -> duckdb.StatementType | None:
    """None for one that DuckDB's binding has no name for, as UPDATE EXTENSIONS."""
    try:
        return statement.type
    except ValueError:
        return None


@contextmanager
def _bounded() -> Iterator[None]:
    """Limits the memory of this process: a single long value is not part of DuckDB's own limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = PROCESS_BYTES + THREAD_BYTES * (os.cpu_count() or 1)
    allowed = [most, *(limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY)]
    resource.setrlimit(resource.RLIMIT_AS, (min(allowed), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@contextmanager
def _ended_after(seconds: float, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    clock = threading.Timer(seconds, connection.interrupt)
    clock.start()
    try:
        yield
    finally:
        clock.cancel()


def _answer(connection: duckdb.DuckDBPyConnection, query: str, form: str, seconds: float) -> None:
    with _ended_after(seconds, connection):
        commented = with_comments(connection, query)
        answer = connection.execute(commented or query)
        names = [column[0] for column in answer.description or []]
        if form in STREAMED:
            sys.stdout.writelines(f"{line}\n" for line in STREAMED[form](names, rows_of(answer)))
            return
        # Output to a file or pipe is not cut to the width of a window.
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        lines = read_by_people(names, rows_of(answer), form, width, fold=commented is not None)
    # Unless people have their own way, `less` scrolls a table that is too wide sideways: broken lines cannot be read.
    os.environ.setdefault("LESS", "-S")
    # The timeout no longer applies: people may read as long as they like.
    show("\n".join(lines) + "\n")


def show(text: str) -> None:
    """Prints a text, through a pager (`$PAGER`, `less`) if it is too long for the terminal."""
    if sys.stdout.isatty() and text.count("\n") >= shutil.get_terminal_size().lines:
        click.echo_via_pager(text.removesuffix("\n"))  # click ends it
    else:
        click.echo(text, nl=False)
