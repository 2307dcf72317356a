"""Build the warehouse beside the old one and swap it in.

DuckDB lets a process write only while none reads. With a swap, readers keep the file they opened, a killed run leaves
the old warehouse intact, and the new one appears with a single rename.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import duckdb

from pipeline.durable import to_disk
from pipeline.ledger import RunEntry, as_left
from pipeline.outcome import Editions
from pipeline.reviews import Review
from pipeline.sources import Expected
from pipeline.staged import StagedDocument, staged_documents
from pipeline.warehouse.build import Building, NoWarehouse
from pipeline.warehouse.editions import counted, editions_after

# A full disk, a damaged staged file, too little memory or missing rights; any other DuckDB error is a bug.
TROUBLE = (duckdb.OperationalError, duckdb.InvalidInputException)
MAGIC = slice(8, 12), b"DUCK"
DAMAGED = ".damaged"


def publish(
    staged: Path,
    warehouse: Path,
    runs: Sequence[RunEntry],
    reviews: Sequence[Review] = (),
    expected: Sequence[Expected] = (),
) -> Editions:
    """Makes `warehouse` from all documents under `staged`, the ledger, the reviews and the list of expected documents.

    Returns which editions are held, and which became current.

    If few documents changed, a copy of the old warehouse is updated, so that the cost of one more document does not
    depend on how many there are; otherwise, or if it is not exactly as the last run left it, it is rebuilt. The rows
    are the same either way.

    Raises Untakable for a document that must be left out.
    Raises OSError, with what to do, when it cannot be written or when `warehouse` is another file; that file then stays
    as it was. One that a run has left there, and that is no DuckDB file any more, is moved aside.
    """
    warehouse = warehouse.resolve()  # a link stays a link
    beside = warehouse.with_name(f".{warehouse.name}.building")
    carried = _is_warehouse(warehouse, runs)
    _remove(beside)
    before = counted(warehouse, beside) if carried else {}
    _remove(beside)
    try:
        documents = staged_documents(staged)
        if not (carried and _brought_up_to_date(warehouse, beside, documents, runs, reviews, expected)):
            _remove(beside)
            with Building(beside) as building:
                building.create()
                building.bring(documents, runs, reviews, expected)
        editions = editions_after(beside, before)
        _swap(beside, warehouse)
        return editions
    except NoWarehouse as error:
        raise _foreign(warehouse) from error
    except TROUBLE as error:
        raise OSError(
            f"{warehouse} could not be written and is unchanged: {error}; fix that, then try again"
        ) from error
    finally:
        _remove(beside)


def _is_warehouse(path: Path, runs: Sequence[RunEntry]) -> bool:
    """Whether there is a DuckDB file already. Raises OSError for anything else that must not be overwritten."""
    if path.is_dir():
        raise IsADirectoryError(f"{path} is a folder: give the path of a file as the warehouse")
    if not path.exists() or not path.stat().st_size:
        return False
    place, magic = MAGIC
    with path.open("rb") as stream:
        whole = stream.read(place.stop)[place] == magic
    if not whole:
        _move_aside(path, runs)
    return whole


def _move_aside(damaged: Path, runs: Sequence[RunEntry]) -> None:
    """Moves the file aside if a run has published here. Raises OSError otherwise: then it is somebody else's file."""
    if not any(run.published for run in runs):
        raise _foreign(damaged)
    damaged.replace(damaged.with_name(f"{damaged.name}{DAMAGED}"))


def _foreign(path: Path) -> OSError:
    return FileExistsError(
        f"{path} is not a Tjut warehouse, or is damaged, and was not changed: move it away, or choose another path"
    )


def _brought_up_to_date(
    warehouse: Path,
    beside: Path,
    documents: list[StagedDocument],
    runs: Sequence[RunEntry],
    reviews: Sequence[Review],
    expected: Sequence[Expected],
) -> bool:
    """Whether a copy of the old warehouse could be updated. Raises NoWarehouse."""
    # A log beside it means that somebody is writing to it: then the file alone is incomplete.
    if warehouse.with_name(f"{warehouse.name}.wal").exists():
        return False
    left = not runs or as_left(warehouse, runs)
    shutil.copyfile(warehouse, beside)
    try:
        opened = Building(beside)
    except TROUBLE:
        _move_aside(warehouse, runs)
        return False
    with opened as building:
        if not (building.fits(documents) and left):
            return False
        building.bring(documents, runs, reviews, expected)
    return True


def _remove(building: Path) -> None:
    """Removes what this or a killed run left beside the warehouse."""
    for suffix in ("", ".wal", ".tmp"):
        leftover = building.with_name(f"{building.name}{suffix}")
        if leftover.is_dir():
            shutil.rmtree(leftover)
        else:
            leftover.unlink(missing_ok=True)


def _swap(building: Path, warehouse: Path) -> None:
    """Swaps with one rename, flushing the bytes to disk before it and the folder after it.

    A log that another program left beside the old file belongs to that file: beside the new one, it would keep readers
    from opening it.
    """
    to_disk(building)
    warehouse.with_name(f"{warehouse.name}.wal").unlink(missing_ok=True)
    building.replace(warehouse)
    to_disk(warehouse.parent)
