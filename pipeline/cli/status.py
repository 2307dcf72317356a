"""`tjut status`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import OK, warehouse_option


@click.command()
@warehouse_option
def status(warehouse: Path) -> int:
    """Show the documents in the warehouse, the files that are not in it and why, and the last runs."""
    from pipeline.commands.status import show_status

    show_status(warehouse)
    return OK
