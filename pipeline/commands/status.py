"""`tjut status`: what is published, what is not and why, and the last runs."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.show import line_of
from pipeline.ledger import Ledger, RunEntry, held_after, unpublished_after
from pipeline.outcome import Fate
from pipeline.workers.jail import in_force

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

RUNS_SHOWN = 5


def show_status(warehouse: Path) -> None:
    """Prints the status. Raises UsageError if no run has been made for this warehouse."""
    entries = _entries(warehouse)
    click.echo(f"{warehouse}: {_documents(warehouse)}")
    for line in [*_expected(warehouse), *_reviews(warehouse)]:
        click.echo(line)
    bad = unpublished_after(entries)
    click.echo(f"{len(bad)} {'file' if len(bad) == 1 else 'files'} not published" + (":" if bad else ""))
    for held in bad:
        click.echo(f"  {line_of(held.outcome)} Since run {held.since.run_id}.")
        for failure in held.outcome.failures:
            click.echo(f"    {failure}")
    for held in held_after(entries):
        click.echo(f"{line_of(held.outcome)} Since run {held.since.run_id}.")
    bounds = "; ".join(in_force()) or "only limits on time and memory on this kernel"
    click.echo(f"restrictions on reading documents: {bounds}")
    click.echo("last runs (UTC):")
    for entry in entries[-RUNS_SHOWN:]:
        click.echo(f"  {_run(entry)}")


def show_json(warehouse: Path) -> None:
    """Prints the status as one JSON object. Raises UsageError like `show_status`."""
    from pipeline.commands.figures import figures

    told = figures(warehouse, _entries(warehouse)).as_json(warehouse, datetime.now(UTC))
    click.echo(json.dumps(told, ensure_ascii=False, indent=1))


def is_older(warehouse: Path, age: timedelta) -> bool:
    """Whether the last run ended longer ago than that."""
    return datetime.now(UTC) - _entries(warehouse)[-1].ended_at > age


def _entries(warehouse: Path) -> list[RunEntry]:
    if entries := Ledger(warehouse).entries():
        return entries
    raise click.UsageError(f"no run has been made for {warehouse} yet: start one with `tjut run`")


def _documents(warehouse: Path) -> str:
    from pipeline.commands.query import open_warehouse

    if not warehouse.exists():
        return "does not exist; `tjut run` rebuilds it"
    with open_warehouse(warehouse) as connection:
        found = connection.execute("select count(*), count(*) filter (is_current) from base.document").fetchone()
        accounted = _accounted(connection) + _incomplete(connection)
    documents, current = found or (0, 0)
    return f"{documents} {'document' if documents == 1 else 'documents'}, {current} current{accounted}"


def _expected(warehouse: Path) -> list[str]:
    from pipeline.commands.expected import told_expected
    from pipeline.commands.query import open_warehouse

    if not warehouse.exists():
        return []
    with open_warehouse(warehouse) as connection:
        return told_expected(connection)


def _reviews(warehouse: Path) -> list[str]:
    from pipeline.commands.query import open_warehouse
    from pipeline.commands.review import told_reviews

    if not warehouse.exists():
        return []
    with open_warehouse(warehouse) as connection:
        return told_reviews(connection)


def _incomplete(connection: DuckDBPyConnection) -> str:
    """The current documents that were only partly read; empty for a warehouse made by an earlier version."""
    columns = "SELECT 1 FROM duckdb_columns() WHERE table_name = 'document' AND column_name = 'reading'"
    if not connection.execute(columns).fetchall():
        return ""
    query = "SELECT file_name FROM base.document WHERE is_current AND reading = 'incomplete' ORDER BY file_name"
    files = [str(name) for (name,) in connection.execute(query).fetchall()]
    return f"\n{len(files)} only partly read, see base.finding: {', '.join(files)}" if files else ""


def _accounted(connection: DuckDBPyConnection) -> str:
    """The share of printed numbers in current documents that are accounted for, in tables and in prose.

    Empty for a warehouse made by an earlier version.
    """
    tables = connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'document_coverage'").fetchall()
    if not tables:
        return ""
    told = connection.execute(
        "SELECT place, sum(printed_count), sum(unaccounted_count) FROM base.document_coverage JOIN base.document"
        " USING (document_id) WHERE is_current AND place != 'kring texten' GROUP BY place ORDER BY place DESC"
    ).fetchall()
    shares = {place: 100 * (1 - lost / printed) for place, printed, lost in told if printed}
    lost = sum(row[2] for row in told)
    told_lost = f"; {lost} {'is' if lost == 1 else 'are'} not: select * from base.unaccounted_number" if lost else ""
    words = {"tabell": "tables", "löptext": "prose"}
    parts = " and ".join(f"{int(share * 100) / 100:.2f} % in {words[place]}" for place, share in shares.items())
    return f"\nprinted numbers accounted for: {parts}{told_lost}" if parts else ""


def _run(entry: RunEntry) -> str:
    counts = ", ".join(f"{entry.counts[fate]} {fate}" for fate in Fate if entry.counts.get(fate)) or "no files"
    seconds = (entry.ended_at - entry.started_at).total_seconds()
    return f"run {entry.run_id}  {entry.started_at:%Y-%m-%d %H:%M:%S}  {seconds:.1f} s  {entry.code_version}  {counts}"
