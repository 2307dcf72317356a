"""`tjut ledger`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import OK, Trouble, staged_option, warehouse_option


@click.command()
@click.option("--keep", type=click.IntRange(min=1), required=True, help="Number of recent runs to keep in full.")
@staged_option
@warehouse_option
def ledger(keep: int, staged: Path, warehouse: Path) -> int:
    """Shorten the ledger of runs to the most recent ones.

    Kept from older runs: the last result for each file and document, since when a file has been refused, and reviews.
    Dropped: everything else, so `tjut diff` can no longer compare those runs. Prints the ledger's new digest for
    `tjut verify --kept`; digests saved earlier no longer work, since their lines are gone.
    """
    from pipeline.ledger import Ledger
    from pipeline.rotation import still_asked
    from pipeline.run import Busy, only_run
    from pipeline.run.trouble import told

    book = Ledger(warehouse)
    if not book.path.exists():
        raise click.UsageError(f"no run has been made for {warehouse} yet: start one with `tjut run`")
    try:
        with only_run(warehouse, staged):
            gone = book.rotate(keep, still_asked)
    except Busy as error:
        raise Trouble(str(error)) from error
    except OSError as error:
        raise Trouble(told(error)) from error
    if gone:
        click.echo(f"{book.path}: runs {gone[0].run_id} to {gone[-1].run_id} were removed; the ledger's digest is now")
        click.echo(book.head())
    else:
        click.echo(f"{book.path}: it has no more than {keep} runs; nothing was removed")
    return OK
