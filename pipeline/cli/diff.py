"""`tjut diff`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import OK, SOME_BAD, Trouble, warehouse_option


@click.command()
@click.argument("runs", type=int, nargs=-1, metavar="[RUN RUN]")
@warehouse_option
def diff(runs: tuple[int, ...], warehouse: Path) -> int:
    """Show what changed between two runs.

    Compares code, libraries, the files that were added, removed or changed, and their rows. The default is the last
    two runs; `tjut status` lists run numbers. Exit status: 0 the same, 1 different.
    """
    from pipeline.commands.diff import show_diff

    if len(runs) not in (0, 2):
        raise click.UsageError("give two run numbers, or none to compare the last two")
    before, after = runs or (None, None)
    try:
        same = show_diff(warehouse, before, after)
    except OSError as error:
        raise Trouble(str(error)) from error
    return OK if same else SOME_BAD
