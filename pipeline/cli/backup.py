"""`tjut backup` and `tjut restore`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import FILE, OK, Trouble, raw_option, staged_option, warehouse_option


@click.command()
@click.argument("file", type=FILE)
@raw_option
@staged_option
@warehouse_option
def backup(file: Path, raw: Path, staged: Path, warehouse: Path) -> int:
    """Write documents, staged tables, ledger and settings to one FILE (a tar.gz), and read it back.

    It waits for no run and meets none: while it is at work a run that comes ends as busy, and the next one does its
    work. From beside the warehouse it takes sources.toml, environment and reviews.csv. Not in it: the warehouse, which
    a restore makes, and the database of a Prefect server.
    """
    from pipeline.backup import Places, back_up
    from pipeline.run import Busy
    from pipeline.run.trouble import told

    try:
        contents = back_up(Places(raw, staged, warehouse), file)
    except Busy as error:
        raise Trouble(str(error)) from error
    except OSError as error:
        raise Trouble(told(error)) from error
    click.echo(f"{file}: {len(contents.members)} files, read back and found whole")
    return OK


@click.command()
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Put aside what is there, as NAME.before-restore.")
@raw_option
@staged_option
@warehouse_option
def restore(file: Path, replace: bool, raw: Path, staged: Path, warehouse: Path) -> int:
    """Put back what `tjut backup` wrote to FILE, and make the warehouse from it.

    All of FILE is read first: one that is damaged changes nothing. Who has the old warehouse open keeps it.
    """
    from pipeline.backup import Places
    from pipeline.backup import restore as put_back
    from pipeline.run import Busy
    from pipeline.run.trouble import told

    try:
        contents = put_back(Places(raw, staged, warehouse), file, replace=replace)
    except Busy as error:
        raise Trouble(str(error)) from error
    except OSError as error:
        raise Trouble(told(error)) from error
    click.echo(f"{warehouse}: restored, {len(contents.members)} files; they were backed up by Tjut {contents.tjut}")
    return OK
