"""`tjut review`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import OK, reviews_option, warehouse_option


@click.command()
@click.argument("what")
@click.option("--where", help="A condition in SQL on the columns of the table.")
@click.option("--column", help="The column with the value; not for finding, match_review and document.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many lines at most.")
@warehouse_option
@reviews_option
def review(what: str, where: str | None, column: str | None, limit: int, warehouse: Path, reviews: Path | None) -> int:
    """Print a line of reviews.csv for each value in question, to be filled in with a verdict.

    \b
      tjut review indicator --column target_text --where "name like 'Andel nöjda%'" >> reviews.csv
      tjut review finding --where "rule = 'total'" >> reviews.csv         dismiss a finding
      tjut review match_review --where "kind = 'indicator'" >> reviews.csv    same, or not_same
      tjut review document --where "board_key = 'farsta'" >> reviews.csv  accepted, or pinned

    WHAT is a table of editions that count: a value's, finding, match_review or document. Fill in verdict,
    reviewed_by and, for misread, corrected; then run again. The verdicts are explained in docs/reviews.md.
    """  # noqa: D301
    from pipeline.commands.review import lines_to_fill_in

    lines_to_fill_in(warehouse, reviews, what, where, column, limit)
    return OK
