"""`tjut evidence`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import FILE, FOLDER, OK, SOME_BAD, Trouble, warehouse_option


@click.command()
@click.argument("what", metavar="[TABLE|VIEW|ROW_ID]", required=False)
@click.option("--where", metavar="CONDITION", help="Which rows of the table or view, in SQL.")
@click.option("--query", metavar="SQL", help="Instead: a query whose answer has a column row_id.")
@warehouse_option
@click.option("--raw", type=FOLDER, default=Path("raw"), show_default=True, help="Folder of the source files.")
@click.option("--out", type=FILE, default=Path("evidence.zip"), show_default=True, help="The zip to write.")
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="How many rows at most.")
@click.option(
    "--pdf/--hash-only", default=True, show_default=True, help="Put the source files in, or their sha256 only."
)
def evidence(
    what: str | None, where: str | None, query: str | None, warehouse: Path, raw: Path, out: Path, limit: int, pdf: bool
) -> int:
    """Put into one zip what shows that a row, a finding or an answer is right, for somebody who has nothing else.

    \b
      tjut evidence budget_by_year --where "area = 'Äldreomsorg' and fiscal_year = 2026"
      tjut evidence farsta-2026-0574426b0bb7c1d2e3f405162738495a/finding/3 --hash-only
      tjut evidence --query "select * from finding_by_year where severity = 'error'"

    In it: index.html, which opens anywhere without a network; evidence.json; the source files; a picture of each page
    and of what is marked on it; values as printed, as stored and as reviews read them; rules, reviews, versions, runs.
    The same rows give the same bytes. Status 1: a source file is missing, has changed or cannot be drawn, or there are
    more rows than --limit.
    """  # noqa: D301
    if (what is None) == (query is None):
        raise click.UsageError("name a table, a view or a row, or give --query; not both")
    if query is not None and where is not None:
        raise click.UsageError("--where is for a table or a view: write the condition into the --query")
    from pipeline.commands.evidence import write_evidence

    try:
        complaints = write_evidence(warehouse, raw, out, what, where, query, limit, pdf)
    except OSError as error:
        raise Trouble(str(error)) from error
    for complaint in complaints:
        click.echo(complaint, err=True)
    click.echo(f"{out} is written")
    return SOME_BAD if complaints else OK
