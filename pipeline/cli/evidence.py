"""`tjut evidence`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import FILE, FOLDER, OK, SOME_BAD, Trouble, warehouse_option


@click.command()
@click.argument("what", metavar="[TABLE|VIEW|ROW_ID]", required=False)
@click.option("--where", metavar="CONDITION", help="An SQL condition that selects rows of the table or view.")
@click.option("--query", metavar="SQL", help="A query that returns a column row_id, instead of a table or view.")
@warehouse_option
@click.option("--raw", type=FOLDER, default=Path("raw"), show_default=True, help="Folder of the source files.")
@click.option("--out", type=FILE, default=Path("evidence.zip"), show_default=True, help="The zip to write.")
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="Maximum number of rows.")
@click.option(
    "--pdf/--hash-only", default=True, show_default=True, help="Include the source files, or only their sha256."
)
def evidence(
    what: str | None, where: str | None, query: str | None, warehouse: Path, raw: Path, out: Path, limit: int, pdf: bool
) -> int:
    """Pack the evidence for rows, findings or answers into a zip.

    Somebody who has neither Tjut nor the documents can check it.

    \b
      tjut evidence budget_by_year --where "area = 'Äldreomsorg' and fiscal_year = 2026"
      tjut evidence farsta-2026-0574426b0bb7c1d2e3f405162738495a/finding/3 --hash-only
      tjut evidence --query "select * from finding_by_year where severity = 'error'"

    It holds index.html, which opens offline in any browser; evidence.json; the source files; a picture of each page
    with the values marked; each value as printed, as stored and as corrected by reviews; and the rules, reviews,
    versions and runs behind them. The same rows always give the same bytes. Exit status 1: a source file is missing,
    has changed or cannot be drawn, or there are more rows than --limit.
    """  # noqa: D301
    if (what is None) == (query is None):
        raise click.UsageError("give either a table, view or row id, or --query, not both")
    if query is not None and where is not None:
        raise click.UsageError("--where only works with a table or view: put the condition into the --query")
    from pipeline.commands.evidence import write_evidence

    try:
        complaints = write_evidence(warehouse, raw, out, what, where, query, limit, pdf)
    except OSError as error:
        raise Trouble(str(error)) from error
    for complaint in complaints:
        click.echo(complaint, err=True)
    click.echo(f"evidence written to {out}")
    return SOME_BAD if complaints else OK
