"""`tjut trace`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import FOLDER, OK, SOME_BAD, Trouble, raw_option, warehouse_option


@click.command()
@click.argument("what", metavar="TABLE|VIEW|ROW_ID")
@click.option("--where", metavar="CONDITION", help="An SQL condition that selects rows of the table or view.")
@click.option("--column", metavar="NAME", help="Show only this value.  [default: all printed values]")
@warehouse_option
@raw_option
@click.option("--out", type=FOLDER, default=Path("build/trace"), show_default=True, help="Folder for the pictures.")
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="Maximum number of rows.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def trace(
    what: str,
    where: str | None,
    column: str | None,
    warehouse: Path,
    raw: Path,
    out: Path,
    limit: int,
    form: str,
) -> int:
    """Show where values are printed, with pictures of the page.

    For each value, prints the document, page, position and text.

    \b
      tjut trace indicator --where "name like 'Sjukfrånvaro%'"
      tjut trace budget_by_year --where "area = 'Äldreomsorg' and fiscal_year = 2026"
      tjut trace farsta-2026-0574426b0bb7c1d2e3f405162738495a/budget_line/1/2/1 --column amount_mnkr

    For a view, shows the table rows that its values come from. Source files are found by sha256, even if renamed. For
    text files, shows lines instead of pictures. Exit status 1: no row matches, or a source file is missing, has changed
    or cannot be drawn.
    """  # noqa: D301
    from pipeline.commands.trace import show_trace

    try:
        complaints = show_trace(warehouse, raw, out, what, where, column, limit, form)
    except OSError as error:
        raise Trouble(str(error)) from error
    for complaint in complaints:
        click.echo(complaint, err=True)
    return SOME_BAD if complaints else OK
