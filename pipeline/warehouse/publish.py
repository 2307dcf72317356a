"""Build the warehouse beside the old one and swap it in.

DuckDB lets one process write while none reads. So readers keep the file they opened, a killed run leaves the old
warehouse whole, and the new one appears with a single rename.
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

# A full disk, a damaged staged file, a lack of memory or rights; any other error of DuckDB is a defect of the program.
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
    """Makes `warehouse` from all documents under `staged`, the ledger, and what people have settled and expect.

    Gives back which editions are held, and where another one counts than did before.

    A copy of the old warehouse is brought up to date where few documents changed, so that one more costs the same
    however many there are; else, or where it is not just as the last run left it, it is built anew. The rows are the
    same either way.

    Raises Untakable for a document that has to be left out.
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
    """Makes room where a run has published. Raises OSError where none has: then the file is somebody else's."""
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
    """Whether a copy of the old warehouse could be brought up to date. Raises NoWarehouse."""
    # With a log beside it somebody writes into it: then the file alone is not all of it.
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
    """What this or a killed run left beside the warehouse."""
    for suffix in ("", ".wal", ".tmp"):
        leftover = building.with_name(f"{building.name}{suffix}")
        if leftover.is_dir():
            shutil.rmtree(leftover)
        else:
            leftover.unlink(missing_ok=True)


def _swap(building: Path, warehouse: Path) -> None:
    """One rename, with the bytes on the disk before it and the name after it.

    A log that another program left beside the old file belongs to that file: with the new one no reader could open it.
    """
    to_disk(building)
    warehouse.with_name(f"{warehouse.name}.wal").unlink(missing_ok=True)
    building.replace(warehouse)
    to_disk(warehouse.parent)
