"""Flushes files and folders to disk, so that a rename survives a power cut."""

from __future__ import annotations

import os
import shutil
from glob import escape
from pathlib import Path
from uuid import uuid4

# The subfolder of the staged folder in which documents are assembled.
UNFINISHED = ".building"


def to_disk(path: Path) -> None:
    """Waits until a file's bytes, or a folder's entries, are on disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def building_of(warehouse: Path) -> Path:
    """Where a new warehouse is built, beside the old one; what a killed run still does there meets no later one."""
    return warehouse.with_name(f".{warehouse.name}{UNFINISHED}-{uuid4().hex[:8]}")


def remove_buildings(warehouse: Path) -> None:
    """What runs that were killed, or this one, have left beside the warehouse. Only for the one run that may write it:
    what another one builds would be lost."""
    _remove(warehouse, f".{warehouse.name}{UNFINISHED}")


def remove_building(building: Path) -> None:
    """A building, and what DuckDB has put beside it."""
    _remove(building, building.name)


def _remove(beside: Path, prefix: str) -> None:
    for leftover in beside.parent.glob(f"{escape(prefix)}*"):
        if leftover.is_dir():
            shutil.rmtree(leftover)
        else:
            leftover.unlink(missing_ok=True)


def swap(building: Path, warehouse: Path) -> None:
    """One rename, with the bytes on the disk before it and the name after it.

    A log that another program left beside the old file belongs to that file: with the new one no reader could open it.
    """
    to_disk(building)
    warehouse.with_name(f"{warehouse.name}.wal").unlink(missing_ok=True)
    building.replace(warehouse)
    to_disk(warehouse.parent)
