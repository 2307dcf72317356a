"""The command line. Thin: each command imports what it calls when it is called, so that help comes at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from contracts import ContractsSwitchedOff
from pipeline.read import READERS

MEGABYTE = 1_000_000
OK, SOME_BAD, FAILED, INTERRUPTED = 0, 1, 3, 130

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False)
warehouse_option = click.option(
    "--warehouse", type=FILE, default=Path("warehouse.duckdb"), show_default=True, help="The DuckDB file."
)
staged_option = click.option(
    "--staged", type=FOLDER, default=Path("staged"), show_default=True, help="Folder of the staged Parquet files."
)


class Trouble(click.ClickException):
    """The work could not be done, through no fault of the arguments."""

    exit_code = FAILED


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tjut")
def cli() -> None:
    """Turns tjänsteutlåtanden (verksamhetsplaner of Stockholm's city boards) into tables.

    Put PDF or text files into raw/, then:

    \b
      tjut run                                   read what is new, publish warehouse.duckdb
      tjut status                                what is published, what is not and why
      tjut sql "select * from budget_by_year"    ask the warehouse

    Exit status: 0 all is well, 1 some file was refused or quarantined (the rest is published), 2 wrong usage,
    3 the work could not be done (another run is at work, the disk is full), 130 interrupted.
    """  # noqa: D301 - click's mark for lines that stay as they are


@cli.command()
@click.option(
    "--raw",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path("raw"),
    show_default=True,
    help="Folder of the source files.",
)
@staged_option
@warehouse_option
@click.option("--time-limit", type=click.IntRange(min=1), metavar="SECONDS", help="For one file.  [default: 120]")
@click.option("--memory-limit", type=click.IntRange(min=1), metavar="MB", help="For one file.  [default: 2000]")
@click.option("--size-limit", type=click.IntRange(min=1), metavar="MB", help="Of one file.  [default: 100]")
def run(
    raw: Path,
    staged: Path,
    warehouse: Path,
    time_limit: int | None,
    memory_limit: int | None,
    size_limit: int | None,
) -> int:
    """Bring all files of the raw folder into the warehouse.

    What is staged already and unchanged is not read again. A file that cannot be read is named with the reason and
    what to do about it, and stops nothing. Open readers of the warehouse keep what they see.
    """
    from pipeline.run import Busy
    from pipeline.run import run as run_batch
    from pipeline.shell.show import progress_bar, summary
    from pipeline.worker import Limits

    standard = Limits()
    limits = Limits(
        seconds=time_limit or standard.seconds,
        memory_bytes=memory_limit * MEGABYTE if memory_limit else standard.memory_bytes,
        file_bytes=size_limit * MEGABYTE if size_limit else standard.file_bytes,
    )
    try:
        with progress_bar() as progress:
            report = run_batch(raw, staged, warehouse, limits, progress)
    except (Busy, OSError) as error:
        raise Trouble(str(error)) from error
    for line in summary(report, warehouse):
        click.echo(line)
    return SOME_BAD if report.bad else OK


@cli.command()
@click.argument("file", type=FILE)
@click.option("--format", "form", type=click.Choice(["json", "csv", "parquet"]), default="json", show_default=True)
@click.option("--out", type=FOLDER, help="Folder to write to; JSON goes to standard output without it.")
@click.option("--reader", type=click.Choice(READERS), default=READERS[0], show_default=True, help="Who reads a PDF.")
def extract(file: Path, form: str, out: Path | None, reader: str) -> int:
    """Read one FILE and write its tables; nothing else is touched.

    JSON is one object with a list of rows for each table; CSV and Parquet are one file for each table.
    """
    if out is None and form != "json":
        raise click.UsageError(f"--format {form} writes one file for each table: say where with --out DIR")

    from pipeline.outcome import Outcome
    from pipeline.refusal import Refused
    from pipeline.shell.single import extract_single, refusal_line

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


@cli.command()
@click.argument("query")
@warehouse_option
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
def sql(query: str, warehouse: Path, form: str) -> int:
    """Ask the warehouse a QUERY; nothing can be changed by it.

    \b
      tjut sql "show tables"
      tjut sql "describe indicator"
      tjut sql "select * from budget_year_over_year where board_key = 'farsta'" --format csv
    """  # noqa: D301
    from pipeline.shell.query import ask

    ask(warehouse, query, form)
    return OK


@cli.command()
@warehouse_option
def status(warehouse: Path) -> int:
    """Show the documents in the warehouse, the files that are not in it and why, and the last runs."""
    from pipeline.shell.status import show_status

    show_status(warehouse)
    return OK


def main(arguments: Sequence[str] | None = None) -> None:
    """The console script `tjut`: runs a command and ends with its status, with a message instead of a traceback."""
    try:
        status = _called(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = OK
    sys.exit(status)


def _called(arguments: Sequence[str] | None) -> int:
    try:
        status: int = cli.main(arguments, prog_name="tjut", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except ContractsSwitchedOff as error:
        Trouble(str(error)).show()
        return FAILED
    except (click.Abort, KeyboardInterrupt):
        click.echo("tjut: interrupted; what was staged is kept, the warehouse is as it was", err=True)
        return INTERRUPTED
    return status
