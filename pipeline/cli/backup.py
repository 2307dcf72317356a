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
    """Back up everything that cannot be rebuilt to one FILE.

    FILE is a tar.gz that holds the source files, the staged tables, the ledger of runs, and sources.toml, environment
    and reviews.csv from beside the warehouse. It is read back to check that it is complete. It does not hold the
    warehouse, which `tjut restore` rebuilds, or the database of a Prefect server.

    A backup and a run exclude each other: a backup refuses to start during a run, and a run started during a backup
    ends as busy; the next run picks up its work.
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
    click.echo(f"{file}: {len(contents.members)} files, read back and verified")
    return OK


@click.command()
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Move existing files aside to NAME.before-restore.")
@raw_option
@staged_option
@warehouse_option
def restore(file: Path, replace: bool, raw: Path, staged: Path, warehouse: Path) -> int:
    """Restore a backup FILE and rebuild the warehouse from it.

    FILE is checked in full before anything is changed. Programs that have the old warehouse open keep seeing it.
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
