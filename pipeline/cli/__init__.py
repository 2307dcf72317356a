"""The command line. Thin: each command has a module, which imports what it calls when it is called."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from contracts import ContractsSwitchedOff
from pipeline.cli.backup import backup, restore
from pipeline.cli.diff import diff
from pipeline.cli.docs import docs
from pipeline.cli.evidence import evidence
from pipeline.cli.export import export
from pipeline.cli.extract import extract
from pipeline.cli.fetch import fetch
from pipeline.cli.ledger import ledger
from pipeline.cli.options import FAILED, INTERRUPTED, OK, Trouble
from pipeline.cli.report import report
from pipeline.cli.review import review
from pipeline.cli.run import run
from pipeline.cli.serve import serve
from pipeline.cli.sql import sql
from pipeline.cli.status import status
from pipeline.cli.trace import trace
from pipeline.cli.verify import verify
from pipeline.cli.version import version_option

__all__ = ["main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@version_option
def cli() -> None:
    """Turn the plans of Stockholm's city boards (tjänsteutlåtanden with verksamhetsplaner) into tables.

    Put PDF or text files into raw/, then:

    \b
      tjut run                                   read new files and publish warehouse.duckdb
      tjut status                                what is published, what is not, and why
      tjut sql "select * from budget_by_year"    query the warehouse
      tjut trace indicator --where "…"           show a value on the page it was read from

    Exit status: 0 success; 1 a file was refused, quarantined or held (the rest is published); 2 wrong usage; 3 the
    command could not run (another run is active, the disk is full); 130 interrupted.
    """  # noqa: D301 - click's mark for lines that stay as they are


READ = (status, sql, extract, trace, evidence, verify, diff, review, report, export, docs)
for command in (run, fetch, serve, *READ, backup, restore, ledger):
    cli.add_command(command)


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
        click.echo("tjut: interrupted; staged documents are kept and the warehouse is unchanged", err=True)
        return INTERRUPTED
    return status
