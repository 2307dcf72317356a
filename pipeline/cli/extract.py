"""`tjut extract`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import FILE, FOLDER, OK, SOME_BAD, Trouble
from pipeline.read import READERS


@click.command()
@click.argument("file", type=FILE)
@click.option("--format", "form", type=click.Choice(["json", "csv", "parquet"]), default="json", show_default=True)
@click.option("--out", type=FOLDER, help="Output folder; without it JSON goes to standard output.")
@click.option(
    "--reader", type=click.Choice(READERS), default=READERS[0], show_default=True, help="Library that reads PDFs."
)
def extract(file: Path, form: str, out: Path | None, reader: str) -> int:
    """Read one FILE and write its tables, without the warehouse.

    JSON is one object with a list of rows for each table; CSV and Parquet are one file per table.
    """
    if out is None and form != "json":
        raise click.UsageError(f"--format {form} writes one file per table: give a folder with --out DIR")

    from pipeline.commands.single import extract_single, refusal_line
    from pipeline.outcome import Outcome
    from pipeline.refusal import Refused

    try:
        outcome = extract_single(file, form, out, reader)
    except Refused as refused:
        outcome = Outcome.refusal(str(file), None, refused)
    except OSError as error:
        raise Trouble(str(error)) from error
    if outcome.bad:
        click.echo(refusal_line(outcome), err=True)
        return SOME_BAD
    return OK
