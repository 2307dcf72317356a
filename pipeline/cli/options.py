"""What commands have in common: their options, their exit statuses, the error that is nobody's wrong usage."""

from __future__ import annotations

from pathlib import Path

import click

OK, SOME_BAD, FAILED, INTERRUPTED = 0, 1, 3, 130

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False)
warehouse_option = click.option(
    "--warehouse", type=FILE, default=Path("warehouse.duckdb"), show_default=True, help="The DuckDB file."
)
staged_option = click.option(
    "--staged", type=FOLDER, default=Path("staged"), show_default=True, help="Folder of the staged Parquet files."
)


reviews_option = click.option(
    "--reviews", type=FILE, help="What people have settled.  [default: reviews.csv beside the warehouse]"
)


class Trouble(click.ClickException):
    """The work could not be done, through no fault of the arguments."""

    exit_code = FAILED
