"""`tjut verify`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import OK, SOME_BAD, Trouble, raw_option, warehouse_option


@click.command()
@click.argument("documents", metavar="[DOCUMENT]...", nargs=-1)
@raw_option
@warehouse_option
@click.option(
    "--reader",
    type=click.Choice(["pdf_oxide", "pdfplumber"]),
    default="pdf_oxide",
    show_default=True,
    help="pdfplumber makes it an independent second reading; boxes may then lie 0.01 points apart.",
)
@click.option("--all", "everything", is_flag=True, help="Show all differences, not the first 5 of each column.")
@click.option("--head", is_flag=True, help="Print the digest that stands for all runs so far; read nothing.")
@click.option("--kept", metavar="DIGEST", help="What --head once printed: the runs up to it must be as they were.")
def verify(
    documents: tuple[str, ...], raw: Path, warehouse: Path, reader: str, everything: bool, head: bool, kept: str | None
) -> int:
    """Read documents again from their files and compare every row and value with the warehouse.

    DOCUMENT is an id, a key or a file name; without one all are read. Says what differs and why: the file, the code, a
    library, the reader, or the warehouse. Views, comments and derived tables are compared with what Tjut makes, each
    run in the ledger with the one before it, and the warehouse with what the last run left. With a newer Tjut that is
    not in service yet it says, a table at a time, which values would be others. Changes nothing. Status 0: identical,
    1: different, 3: it could not be done.

    \b
      tjut verify --head                 keep what it prints where nobody changes it
      tjut verify --kept 3f9c…           later: no run up to then has been changed or taken away
    """  # noqa: D301
    from pipeline.commands.verify import show_head, show_verdicts

    if head:
        show_head(warehouse)
        return OK
    try:
        same = show_verdicts(warehouse, raw, documents, reader, everything=everything, kept=kept)
    except OSError as error:
        raise Trouble(str(error)) from error
    return OK if same else SOME_BAD
