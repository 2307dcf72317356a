"""`tjut report`: writes the report and tells what is in it."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.commands.query import open_warehouse
from pipeline.report.queries import documents, rows
from pipeline.report.write import report_html, write


def make_report(warehouse: Path, raw: Path, out: Path, boards: tuple[str, ...]) -> list[str]:
    """Writes the report to `out`; gives back what could not be shown. Raises UsageError, OSError."""
    with open_warehouse(warehouse) as connection:
        known = [row["board_key"] for row in rows(connection, "SELECT DISTINCT board_key FROM base.plan ORDER BY 1")]
        if not known:
            raise click.UsageError(f"there is no plan in {warehouse}: put some into raw/ and run `tjut run`")
        if unknown := [board for board in boards if board not in known]:
            raise click.UsageError(f"no plan of {', '.join(unknown)} in {warehouse}. There are: {', '.join(known)}")
        wanted = documents(connection, boards)
        html, complaints = report_html(connection, wanted, raw)
    write(out, html)
    click.echo(f"{out}: {len(wanted)} documents, {len(html.encode()) / 1e6:.1f} MB")
    return complaints
