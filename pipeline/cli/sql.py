"""`tjut sql`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import OK, warehouse_option


# A query may begin with a comment, `-- like this`, which is not an option.
@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("query")
@warehouse_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["auto", "table", "vertical", "markdown", "csv", "json"]),
    default="auto",
    show_default=True,
    help="auto: a table, or vertical if the table is too wide for the terminal.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=300,
    show_default=True,
    help="Seconds per statement.",
)
def sql(query: str, warehouse: Path, form: str, timeout: float) -> int:
    """Run a QUERY on the warehouse, read-only.

    \b
      tjut sql "show tables"
      tjut sql "describe base.indicator"           its columns and their meaning
      tjut sql "select * from budget_year_over_year where board_key = 'farsta'" --format csv
      tjut sql "$(cat docs/queries/07-mal-mot-fullmaktige.sql)"

    In a terminal, long text is cut with … (vertical shows it in full) and a long result opens in a pager ($PAGER;
    PAGER=cat for none). Output to a file or pipe is never cut.
    """  # noqa: D301
    from pipeline.commands.query import ask

    ask(warehouse, query, form, timeout)
    return OK
