"""`tjut ledger`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import OK, Trouble, staged_option, warehouse_option


@click.command()
@click.option("--keep", type=click.IntRange(min=1), required=True, help="The number of runs that stay as they are.")
@staged_option
@warehouse_option
def ledger(keep: int, staged: Path, warehouse: Path) -> int:
    """Rotate the ledger of runs: keep the last runs, and of older ones what is still asked for.

    Stays: what was last said of each file and each document, since when a file is refused, what people have settled.
    Goes: what else older runs did, so `tjut diff` cannot compare with them any more. Prints the ledger's new end, for
    `tjut verify --kept`; a digest that was kept before is of a line that has gone.
    """
    from pipeline.ledger import Ledger
    from pipeline.rotation import still_asked
    from pipeline.run import Busy, only_run
    from pipeline.run.trouble import told

    book = Ledger(warehouse)
    if not book.path.exists():
        raise click.UsageError(f"no run has been made for {warehouse}: start one with `tjut run`")
    try:
        with only_run(warehouse, staged):
            gone = book.rotate(keep, still_asked)
    except Busy as error:
        raise Trouble(str(error)) from error
    except OSError as error:
        raise Trouble(told(error)) from error
    if gone:
        click.echo(f"{book.path}: runs {gone[0].run_id} to {gone[-1].run_id} are gone; the ledger now ends with")
        click.echo(book.head())
    else:
        click.echo(f"{book.path}: it has no more than {keep} runs, and stays as it is")
    return OK
