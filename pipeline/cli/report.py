"""`tjut report`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import FILE, OK, SOME_BAD, Trouble, raw_option, warehouse_option


@click.command()
@warehouse_option
@raw_option
@click.option("--out", type=FILE, default=Path("report.html"), show_default=True, help="File to write.")
@click.option("--board", "boards", metavar="KEY", multiple=True, help="A board's key; repeatable.  [default: all]")
def report(warehouse: Path, raw: Path, out: Path, boards: tuple[str, ...]) -> int:
    """Write an HTML report in which each figure links to its page.

    The report works offline. With more than three boards, or more than six plans, each board gets a page of its own in
    a folder beside the file.

    \b
      tjut report
      tjut report --board farsta --board skarpnack --out two.html

    Exit status 1: the report was written, but the pages of some document cannot be shown.
    """  # noqa: D301
    from pipeline.commands.report import make_report

    try:
        complaints = make_report(warehouse, raw, out, boards)
    except OSError as error:
        raise Trouble(f"{out} cannot be written: {error.strerror or error}") from error
    for complaint in complaints:
        click.echo(complaint, err=True)
    return SOME_BAD if complaints else OK
