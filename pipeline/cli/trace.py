"""`tjut trace`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import FOLDER, OK, SOME_BAD, Trouble, raw_option, warehouse_option


@click.command()
@click.argument("what", metavar="TABLE|VIEW|ROW_ID")
@click.option("--where", metavar="CONDITION", help="Which rows of the table or view, in SQL.")
@click.option("--column", metavar="NAME", help="This value only.  [default: all that are printed]")
@warehouse_option
@raw_option
@click.option(
    "--out", type=FOLDER, default=Path("build/trace"), show_default=True, help="Folder to write the pictures to."
)
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="How many rows at most.")
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
    """Show where the values of rows are printed: document, page, box, text, and pictures of the page.

    \b
      tjut trace indicator --where "name like 'Sjukfrånvaro%'"
      tjut trace budget_by_year --where "area = 'Äldreomsorg' and fiscal_year = 2026"
      tjut trace farsta-2026-0574426b0bb7c1d2e3f405162738495a/budget_line/1/2/1 --column amount_mnkr

    Of a view the rows are shown that it takes its values from. A source file is found by its sha256, whatever its
    name. A text file has no pictures, but lines. Status 1: no row fits, or a source file is missing, has changed or
    cannot be drawn.
    """  # noqa: D301
    from pipeline.commands.trace import show_trace

    try:
        complaints = show_trace(warehouse, raw, out, what, where, column, limit, form)
    except OSError as error:
        raise Trouble(str(error)) from error
    for complaint in complaints:
        click.echo(complaint, err=True)
    return SOME_BAD if complaints else OK
