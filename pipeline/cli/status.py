"""`tjut status`."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import click

from pipeline.cli.options import FAILED, OK, SOME_BAD, warehouse_option

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class Duration(click.ParamType[timedelta]):
    """A duration such as `90m`, `2h` or `3d`."""

    name = "DURATION"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        if isinstance(value, timedelta):
            return value
        match = re.fullmatch(r"(\d{1,6})([smhd])", str(value))
        if not match:
            self.fail(f"{value!r} is not a duration: give a number and s, m, h or d, such as 2h", param, ctx)
        return timedelta(**{UNITS[match[2]]: int(match[1])})


@click.command()
@warehouse_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for monitoring.")
@click.option(
    "--max-age", type=Duration(), help="Exit with status 1 if the last run ended longer ago than this (e.g. 2h)."
)
def status(warehouse: Path, as_json: bool, max_age: timedelta | None) -> int:
    """Show published documents, rejected files and recent runs.

    Exit status: 0 there is a warehouse and its last run is no older than --max-age; 1 the last run is older; 2 no run
    has been made yet, or wrong usage; 3 there is no warehouse. Refused files do not affect the status. A failed run is
    not recorded here: all you see is that the last run gets older.
    """
    from pipeline.commands.status import is_older, show_json, show_status

    (show_json if as_json else show_status)(warehouse)
    if not warehouse.exists():
        return FAILED
    if max_age is not None and is_older(warehouse, max_age):
        click.echo(f"{warehouse}: the last run ended longer ago than {max_age}", err=True)
        return SOME_BAD
    return OK
