"""`tjut diff`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import OK, SOME_BAD, Trouble, warehouse_option


@click.command()
@click.argument("runs", type=int, nargs=-1, metavar="[RUN RUN]")
@warehouse_option
def diff(runs: tuple[int, ...], warehouse: Path) -> int:
    """Compare two runs: code, libraries, files that came, went or changed, and their rows.

    Without RUN the last two; `tjut status` lists their numbers. Status 0: the same, 1: different.
    """
    from pipeline.commands.diff import show_diff

    if len(runs) not in (0, 2):
        raise click.UsageError("name two runs, or none for the last two")
    before, after = runs or (None, None)
    try:
        same = show_diff(warehouse, before, after)
    except OSError as error:
        raise Trouble(str(error)) from error
    return OK if same else SOME_BAD
