"""`tjut review`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import OK, reviews_option, warehouse_option


@click.command()
@click.argument("what")
@click.option("--where", help="An SQL condition on the columns of the table.")
@click.option("--column", help="Column of the value; not used with finding, match_review or document.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Maximum number of lines.")
@warehouse_option
@reviews_option
def review(what: str, where: str | None, column: str | None, limit: int, warehouse: Path, reviews: Path | None) -> int:
    """Print lines for reviews.csv, ready to be given a verdict.

    \b
      tjut review indicator --column target_text --where "name like 'Andel nöjda%'" >> reviews.csv
      tjut review finding --where "rule = 'total'" >> reviews.csv         dismiss a finding
      tjut review match_review --where "kind = 'indicator'" >> reviews.csv    same, or not_same
      tjut review document --where "board_key = 'farsta'" >> reviews.csv  accepted, or pinned

    WHAT is the table that holds the value, or finding, match_review or document; only current editions are listed.
    Fill in verdict, reviewed_by and, for misread, corrected; then run `tjut run` again. docs/reviews.md explains the
    verdicts.
    """  # noqa: D301
    from pipeline.commands.review import lines_to_fill_in

    lines_to_fill_in(warehouse, reviews, what, where, column, limit)
    return OK
