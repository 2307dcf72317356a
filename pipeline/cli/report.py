"""`tjut report`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import FILE, OK, SOME_BAD, Trouble, raw_option, warehouse_option


@click.command()
@warehouse_option
@raw_option
@click.option("--out", type=FILE, default=Path("report.html"), show_default=True, help="The file to write.")
@click.option("--board", "boards", metavar="KEY", multiple=True, help="A board's key; may be repeated.  [default: all]")
def report(warehouse: Path, raw: Path, out: Path, boards: tuple[str, ...]) -> int:
    """Write a report to look at: an HTML file that needs no network, with each figure on its page.

    Of more than three boards, or six plans, each board has a page of its own in a folder beside the file.

    \b
      tjut report
      tjut report --board farsta --board skarpnack --out two.html

    Status 1: the report is written, but the pages of some document cannot be shown.
    """  # noqa: D301
    from pipeline.commands.report import make_report

    try:
        complaints = make_report(warehouse, raw, out, boards)
    except OSError as error:
        raise Trouble(f"{out} cannot be written: {error.strerror or error}") from error
    for complaint in complaints:
        click.echo(complaint, err=True)
    return SOME_BAD if complaints else OK
