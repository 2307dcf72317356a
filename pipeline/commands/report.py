"""`tjut report`: writes the report and prints what is in it."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.commands.query import open_warehouse
from pipeline.report.queries import documents, rows
from pipeline.report.write import NotOurs, write


def make_report(warehouse: Path, raw: Path, out: Path, boards: tuple[str, ...]) -> list[str]:
    """Writes the report to `out`; returns messages on what could not be shown. Raises UsageError, OSError."""
    with open_warehouse(warehouse) as connection:
        known = [row["board_key"] for row in rows(connection, "SELECT DISTINCT board_key FROM base.plan ORDER BY 1")]
        if not known:
            raise click.UsageError(f"there is no plan in {warehouse}: put some into raw/ and run `tjut run`")
        if unknown := [board for board in boards if board not in known]:
            raise click.UsageError(f"no plan of {', '.join(unknown)} in {warehouse}. There are: {', '.join(known)}")
        wanted = documents(connection, boards)
        try:
            written = write(connection, wanted, raw, out)
        except NotOurs as folder:
            raise click.UsageError(
                f"the report needs the folder {folder} for its boards, but that folder exists and "
                "is not part of a report: move it away, or choose another file with --out"
            ) from None
    beside = f" with {written.folder}/, a page for each board" if written.folder else ""
    count = f"{len(wanted)} {'document' if len(wanted) == 1 else 'documents'}"
    click.echo(f"{out}{beside}: {count}, {written.size / 1e6:.1f} MB")
    return written.complaints
