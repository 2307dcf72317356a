"""What commands share: options, exit statuses, and the error for failures that are not wrong usage."""

from __future__ import annotations

from pathlib import Path

import click

OK, SOME_BAD, FAILED, INTERRUPTED = 0, 1, 3, 130

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False)
# Environment variables with the places of a user's files, so that commands work from any folder.
WAREHOUSE, RAW, STAGED = "TJUT_WAREHOUSE", "TJUT_RAW", "TJUT_STAGED"
warehouse_option = click.option(
    "--warehouse",
    type=FILE,
    default=Path("warehouse.duckdb"),
    show_default=True,
    envvar=WAREHOUSE,
    show_envvar=True,
    help="The DuckDB file.",
)
staged_option = click.option(
    "--staged",
    type=FOLDER,
    default=Path("staged"),
    show_default=True,
    envvar=STAGED,
    show_envvar=True,
    help="Folder of the staged Parquet files.",
)
raw_option = click.option(
    "--raw",
    type=FOLDER,
    default=Path("raw"),
    show_default=True,
    envvar=RAW,
    show_envvar=True,
    help="Folder of the source files.",
)


reviews_option = click.option(
    "--reviews", type=FILE, help="Review verdicts.  [default: reviews.csv beside the warehouse]"
)


class Trouble(click.ClickException):
    """The command failed for a reason other than its arguments."""

    exit_code = FAILED
