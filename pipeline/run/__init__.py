"""A whole run: list files, skip unchanged ones, extract in workers, quarantine, publish once, write the ledger."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from pipeline.outcome import Outcome
from pipeline.raw_files import RawFile
from pipeline.run.batch import Batch, Report
from pipeline.run.extractor import Unfit
from pipeline.run.lock import Busy, only_run
from pipeline.run.scope import Scope
from pipeline.workers import Limits

__all__ = [
    "Batch",
    "Busy",
    "Limits",
    "Outcome",
    "Report",
    "Scope",
    "Unfit",
    "only_run",
    "processors",
    "run",
    "work_off",
]

Progress = Callable[[Outcome, int, int], None]


def run(
    raw: Path,
    staged: Path,
    warehouse: Path,
    limits: Limits | None = None,
    progress: Progress | None = None,
    reviews: Path | None = None,
    *,
    sources: Path | None = None,
    follow_links: bool = False,
) -> Report:
    """Reads the files of `raw` and publishes them in `warehouse`; unchanged files already staged are not read again.

    `progress(outcome, done, total)` is called after each file that was read. `reviews` is the file of verdicts and
    `sources` the list of expected documents; by default `reviews.csv` and `sources.toml` beside the warehouse. A bad
    file is an outcome, never an error.

    Raises NotADirectoryError if `raw` is not a folder, BadReviews, BadSources, Busy if another run is active, OSError
    if nothing can be written: what was staged by then is kept.
    """
    with Batch(raw, staged, warehouse, limits, reviews=reviews, sources=sources, follow_links=follow_links) as batch:
        return work_off(batch, progress)


def work_off(batch: Batch, progress: Progress | None = None) -> Report:
    """Extracts all files of the batch, one per processor in parallel, and finishes it."""

    def extract(file: RawFile) -> Outcome:
        try:
            return batch.extract(file)
        except OSError as error:
            return batch.give_up(file, error)

    extracted: list[Outcome] = []
    with ThreadPoolExecutor(processors()) as threads:
        waiting = [threads.submit(extract, file) for file in batch.todo]
        try:
            for future in as_completed(waiting):
                extracted.append(future.result())
                if progress is not None:
                    progress(extracted[-1], len(extracted), len(waiting))
        except BaseException:  # Ctrl-C: do not start anything new
            threads.shutdown(wait=False, cancel_futures=True)
            batch.stop()
            raise
    return batch.finish(extracted)


def processors() -> int:
    """The number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
