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
    help="pdfplumber gives an independent second reading; positions may then differ by 0.01 points.",
)
@click.option("--all", "everything", is_flag=True, help="Show all differences instead of the first 5 per column.")
@click.option("--head", is_flag=True, help="Only print the digest of all runs so far; verify nothing.")
@click.option(
    "--kept", metavar="DIGEST", help="A digest printed by --head: check that the runs up to it are unchanged."
)
def verify(
    documents: tuple[str, ...], raw: Path, warehouse: Path, reader: str, everything: bool, head: bool, kept: str | None
) -> int:
    """Re-read documents and compare every value with the warehouse.

    DOCUMENT is an id, a key or a file name; the default is all documents. Reports what differs and why: the file, the
    code, a library, the reader or the warehouse. Also checks that views, comments and derived tables are what Tjut
    makes, that each run in the ledger follows from the one before it, and that the warehouse is as the last run left
    it. Run it with a newer Tjut before you upgrade to see, table by table, which values would change. Changes nothing.
    Exit status: 0 identical, 1 different, 3 could not verify.

    \b
      tjut verify --head                 save the printed digest where nobody can change it
      tjut verify --kept 3f9c…           later: check that no run up to then was changed or removed
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
