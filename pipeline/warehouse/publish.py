"""Build the warehouse beside the old one and swap it in.

DuckDB lets a process write only while none reads. With a swap, readers keep the file they opened, a killed run leaves
the old warehouse intact, and the new one appears with a single rename.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Sequence
from pathlib import Path

import duckdb

from pipeline.durable import building_of, remove_building, remove_buildings, swap
from pipeline.ledger import RunEntry, as_left
from pipeline.outcome import Editions
from pipeline.reviews import Review
from pipeline.sources import Expected
from pipeline.staged import StagedDocument, staged_documents
from pipeline.warehouse.build import Building, NoWarehouse
from pipeline.warehouse.editions import counted, editions_after

# A full disk, missing rights, or a file that DuckDB did not write. Any other DuckDB error is a bug, or comes from a
# staged file that is no table although its manifest says so.
TROUBLE = (duckdb.OperationalError, duckdb.InvalidInputException)
# Also where a commit failed for it, which is an error of another kind.
NO_MEMORY = ("could not allocate", "failed to allocate", "failed to pin")
MAGIC = slice(8, 12), b"DUCK"
DAMAGED = ".damaged"


def publish(
    staged: Path,
    warehouse: Path,
    runs: Sequence[RunEntry],
    reviews: Sequence[Review] = (),
    expected: Sequence[Expected] = (),
) -> Editions:
    """Makes `warehouse` from all documents under `staged`: `build`, then swap. Raises what `build` raises."""
    warehouse = warehouse.resolve()  # a link stays a link
    building = building_of(warehouse)
    try:
        editions = build(building, staged, warehouse, runs, reviews, expected)
        swap(building, warehouse)
        return editions
    finally:
        remove_buildings(warehouse)


def build(
    building: Path,
    staged: Path,
    warehouse: Path,
    runs: Sequence[RunEntry],
    reviews: Sequence[Review] = (),
    expected: Sequence[Expected] = (),
    *,
    memory_bytes: int | None = None,
    trial: Collection[str] | None = None,
) -> Editions:
    """Makes the file `building` from all documents under `staged`, the ledger, the reviews and the expected documents.

    Returns which editions are held, and which became current compared with `warehouse`. `memory_bytes` is what DuckDB
    may hold before it writes to disk (default: most of the machine's memory). With `trial`, only the documents with
    these ids are included.

    If few documents changed, a copy of the old warehouse is updated, so that the cost of one more document does not
    depend on how many there are; otherwise, or if it is not exactly as the last run left it, it is rebuilt. The rows
    are the same either way.

    Raises Untakable for a document that must be left out, MemoryError if DuckDB needs more than it may hold.
    Raises OSError, with what to do, when it cannot be written or when `warehouse` is another file; that file then stays
    as it was. One that a run has left there, and that is no DuckDB file any more, is moved aside.
    """
    carried = _is_warehouse(warehouse, runs)
    before = counted(warehouse, building) if carried else {}
    remove_building(building)
    try:
        documents = [one for one in staged_documents(staged) if trial is None or one.document_id in trial]
        told = (documents, runs, reviews, expected)
        if not (carried and _brought_up_to_date(warehouse, building, memory_bytes, *told)):
            remove_building(building)
            with Building(building, memory_bytes) as anew:
                anew.create()
                anew.bring(*told)
        return editions_after(building, before)
    except NoWarehouse as error:
        raise _foreign(warehouse) from error
    except duckdb.OperationalError as error:
        if any(sign in str(error) for sign in NO_MEMORY):
            raise MemoryError(str(error)) from error
        raise OSError(
            f"{warehouse} could not be written and is unchanged: {error}; fix that, then try again"
        ) from error


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
    memory_bytes: int | None,
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
        opened = Building(beside, memory_bytes)
    except TROUBLE:
        _move_aside(warehouse, runs)
        return False
    with opened as building:
        if not (building.fits(documents) and left):
            return False
        building.bring(documents, runs, reviews, expected)
    return True
