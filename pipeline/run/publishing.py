"""Publishing as a step of a run: in a process of its own, bounded in time and memory.

A document that passed all bounds of reading may still take more than publishing has, or bring DuckDB to its end. The
one that does is found by trying, and named; a run then goes on without it.
"""

from __future__ import annotations

import errno
import gc
import logging
import math
import pickle
import time
from bisect import bisect_left
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipeline.durable import building_of, remove_buildings, swap
from pipeline.ledger import RunEntry, staged_as_told
from pipeline.outcome import Editions, Outcome, Untakable
from pipeline.refusal import Reason, Refused
from pipeline.reviews import Review
from pipeline.sources import Expected
from pipeline.staged import StagedDocument, staged_documents
from pipeline.workers import Limits, Workers

PUBLISH = "pipeline.run.publishing:publish"
# What publishing may take for each document beyond what one may take to be read; ten times what was measured.
SECONDS, MEMORY_BYTES = 0.5, 2_000_000
# And at least: a user who lowers the limits of reading does not mean these.
LEAST = Limits()
# Of the memory the share that DuckDB may fill before it writes to the disk; the rest is for Python.
DUCKDB = 0.5
# DuckDB looks there, and ends itself where it may not (2.0).
DUCKDB_READS = ("/proc/self/cgroup", "/sys/fs/cgroup")
log = logging.getLogger("tjut.run")


class Publishing:
    """`pipeline.warehouse.publish` in a process of its own; `limits` are those of one document.

    Where `extracting` workers run, these do it: their nursery has read most of the libraries.
    """

    def __init__(self, limits: Limits, extracting: Workers, function: str = PUBLISH) -> None:
        self._limits, self._extracting, self._function = limits, extracting, function

    def __call__(
        self,
        staged: Path,
        warehouse: Path,
        runs: Sequence[RunEntry],
        reviews: Sequence[Review],
        expected: Sequence[Expected],
    ) -> Editions:
        """Publishes all that is staged.

        Raises Untakable for the document with which publishing takes more than it may, or crashes; OSError if it
        does without any document, too, or if the warehouse cannot be written.
        """
        documents = staged_documents(staged)
        limits = self._of(len(documents))
        staged, warehouse = staged.resolve(), warehouse.resolve()  # a link stays a link
        building = building_of(warehouse)
        told = (building, staged, warehouse, runs, reviews, expected)
        remove_buildings(warehouse)  # those of killed runs: the disk may have no room for one more
        with ExitStack() as stack:
            stack.callback(remove_buildings, warehouse)
            own = stack.enter_context(Workers(self._function))
            folder = stack.enter_context(TemporaryDirectory())
            workers = self._extracting if self._extracting.are_started else own
            call = partial(workers.call, function=self._function, limits=limits)
            step = _Step(call, Path(folder, "told"), told, limits)
            try:
                editions = step.take()
            except Refused as refused:
                published = staged_as_told(runs[:-1])
                known = [one for one in documents if one.sha256 in published]
                raise step.cause(known, [one for one in documents if one not in known], refused) from refused
            swap(building, warehouse)
            return editions

    def _of(self, documents: int) -> Limits:
        return replace(
            self._limits,
            seconds=max(self._limits.seconds, LEAST.seconds) + SECONDS * documents,
            memory_bytes=max(self._limits.memory_bytes, LEAST.memory_bytes) + MEMORY_BYTES * documents,
        )


class _Step:
    """Building what a run has told, as often as it takes to find out which document cannot be published."""

    def __init__(self, call: Callable[..., Any], note: Path, told: tuple[Any, ...], limits: Limits) -> None:
        self._call, self._note, self._told, self._limits = call, note, told, limits
        self._took: dict[int, float] = {}  # seconds, by the number of documents

    def take(self, trial: Sequence[StagedDocument] | None = None) -> Editions:
        """With all documents, or with those of a trial. Raises Refused, Untakable, OSError."""
        building, staged, *_ = self._told
        ids = None if trial is None else [one.document_id for one in trial]
        bounds = {"memory_bytes": int(self._limits.memory_bytes * DUCKDB), "trial": ids}
        self._note.write_bytes(pickle.dumps((self._told, bounds)))  # too long for a message
        places = [str(staged), str(building.parent)]
        said = self._call(str(self._note), reads=[str(self._note), *places, *DUCKDB_READS], writes=places)
        for line in said["warnings"]:
            log.warning("%s", line)
        if "trouble" in said:
            raise OSError(*said["trouble"])
        if "untakable" in said:
            document_id, reason, seen = said["untakable"]
            raise Untakable(document_id, Refused(Reason(reason), seen))
        held = tuple(map(Outcome.from_json, said["held"]))
        return Editions(held, tuple(said["changed"]), tuple(said["lost"]), said["publication"])

    def cause(
        self, known: Sequence[StagedDocument], new: Sequence[StagedDocument], refused: Refused
    ) -> Untakable | OSError:
        """The first document with which the step fails, beginning with those that were published before.

        Of new ones the greatest comes last: where two are too much together, it is the one to look at.
        """
        for sure, doubted in ((known, sorted(new, key=_bytes)), ((), [*known, *new])):
            if doubted and self._succeeds(sure):
                place = bisect_left(
                    range(len(doubted)), True, key=lambda last: not self._succeeds([*sure, *doubted[: last + 1]])
                )
                sudden = refused.reason is not Reason.TOO_SLOW or self._quick(len(sure) + place)
                if place < len(doubted) and sudden:
                    seen = f"publishing it together with the others failed: {refused.seen}"
                    return Untakable(doubted[place].document_id, Refused(refused.reason, seen))
                break
        return OSError(
            f"publishing failed ({refused.seen}), and no document is the cause: the warehouse is unchanged. Start "
            "again; if it fails again, raise the limits (--time-limit, --memory-limit), or report it with this message"
        )

    def _succeeds(self, documents: Sequence[StagedDocument]) -> bool:
        began = time.monotonic()
        try:
            self.take(documents)
        except Refused:
            return False
        self._took[len(documents)] = time.monotonic() - began
        return True

    def _quick(self, documents: int) -> bool:
        """Whether a trial with so many was far from its limit; if not, the machine is slow, and not one document."""
        return self._took.get(documents, math.inf) < self._limits.seconds / 2


def _bytes(document: StagedDocument) -> int:
    return sum(table.stat().st_size for table in document.folder.glob("*.parquet"))


def prepare() -> None:
    """In the process that all attempts are forked from."""
    import pipeline.warehouse  # noqa: F401 - read once


def publish(note: str) -> dict[str, Any]:
    """In a process of its own: builds what a note asks for, and tells what came of it. Raises MemoryError."""
    from pipeline.warehouse.publish import build

    gc.enable()  # workers that read one document do without
    told, bounds = pickle.loads(Path(note).read_bytes())
    warnings: list[str] = []
    logging.getLogger("pipeline.warehouse").addHandler(_Kept(warnings))
    try:
        said = asdict(build(*told, **bounds))
    except Untakable as untakable:
        said = {"untakable": (untakable.document_id, untakable.refused.reason, untakable.refused.seen)}
    except OSError as error:
        if error.errno == errno.ENOMEM:
            raise
        said = {"trouble": (error.errno, error.strerror, error.filename) if error.errno else (str(error),)}
    return {**said, "warnings": warnings}


class _Kept(logging.Handler):
    """Keeps what is logged, for the process that asked."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(record.getMessage())
