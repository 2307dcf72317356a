"""What commands have in common: their options, their exit statuses, the error that is nobody's wrong usage."""

from __future__ import annotations

from pathlib import Path

import click

OK, SOME_BAD, FAILED, INTERRUPTED = 0, 1, 3, 130

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False)
# Where somebody's files are, so that commands work from any folder.
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
    "--reviews", type=FILE, help="What people have settled.  [default: reviews.csv beside the warehouse]"
)


class Trouble(click.ClickException):
    """The work could not be done, through no fault of the arguments."""

    exit_code = FAILED
