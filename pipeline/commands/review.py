"""`tjut review`: prints lines for `reviews.csv` to be given a verdict; and shows the status of existing verdicts."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import Any

import click
import duckdb

from pipeline.commands.printed import text
from pipeline.commands.query import open_warehouse
from pipeline.reviews import REVIEWABLE, beside, reviewable_columns, write_reviews
from pipeline.warehouse.current import VIEWS

# For things that are not values: the columns of `reviews.csv` that are known before the review.
QUESTIONS = {
    "finding": "SELECT document_key, sha256, 'finding' AS table_name, row_id, message AS printed, "
    "'dismissed' AS verdict, rule FROM base.finding JOIN base.document USING (document_id) WHERE is_current",
    "match_review": "SELECT kind AS table_name, name AS printed, previous_name AS corrected FROM base.match_review "
    "WHERE true",
    "document": "SELECT document_key, sha256, file_name AS note FROM base.document WHERE true",
}


def lines_to_fill_in(
    warehouse: Path, reviews: Path | None, what: str, where: str | None, column: str | None, limit: int
) -> None:
    """Prints them, preceded by the line of column names if the file does not exist yet. Raises UsageError."""
    question = _question(what.removeprefix("base."), column)
    with open_warehouse(warehouse) as connection:
        try:
            asked = f"SELECT * FROM ({question} AND ({where or 'true'})) LIMIT {limit}"
            answer = connection.execute(asked)
            names = [name for name, *_ in answer.description or ()]
            found = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
        except duckdb.Error as error:
            raise click.UsageError(f"DuckDB cannot run this condition on {what}: {error}") from error
    if not found:
        click.echo(f"no row of {what} matches", err=True)
        return
    today = {"reviewed_on": datetime.date.today().isoformat()}
    lines: list[dict[str, Any]] = [today | line | {"printed": text(line.get("printed"))} for line in found]
    write_reviews(lines, sys.stdout, head=not (reviews or beside(warehouse)).exists())


def _question(what: str, column: str | None) -> str:
    if what in QUESTIONS:
        if column is not None:
            raise click.UsageError(f"--column does not apply to {what}, which is reviewed as a whole")
        return QUESTIONS[what]
    if what not in REVIEWABLE:
        shown = {made.view: made.table for made in VIEWS} | {"budget_by_year": "budget_line"}
        instead = f" (its rows are those of {shown[what]})" if what in shown else ""
        raise click.UsageError(
            f"{what} cannot be reviewed{instead}: choose one of {', '.join((*REVIEWABLE, *QUESTIONS))}"
        )
    names = [reviewable.name for reviewable in reviewable_columns(what)]
    if column not in names:
        raise click.UsageError(f"give the column of the value with --column: one of {', '.join(names)}")
    return (
        f"SELECT document_key, sha256, '{what}' AS table_name, row_id, '{column}' AS column_name, "
        f"line.{column} AS printed FROM base.{what} AS line "
        "JOIN base.document USING (document_id) WHERE is_current"
    )


def told_reviews(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """For `tjut status`: how many verdicts apply, and each one that does not."""
    known = "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'base' AND table_name = 'review'"
    if not connection.execute(known).fetchall():  # a warehouse of an earlier version
        return []
    rows = connection.execute(
        "SELECT line, verdict, coalesce(row_id, document_key, printed), status FROM base.review ORDER BY line"
    ).fetchall()
    if not rows:
        return []
    applied = sum(status == "applied" for *_, status in rows)
    said = {"stale": "the reviewed value has changed", "unmatched": "the reviewed value does not exist"}
    return [
        f"{len(rows)} {'review' if len(rows) == 1 else 'reviews'}, {applied} applied",
        *(
            f"  line {line}: {verdict} of {on}: {status}: {said[status]}"
            for line, verdict, on, status in rows
            if status != "applied"
        ),
    ]
