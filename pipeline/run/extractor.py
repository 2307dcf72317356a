"""Reads, parses and stages one file in a process with limits, here or on another machine."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from pipeline.outcome import Outcome
from pipeline.raw_files import RawFile
from pipeline.read import READERS
from pipeline.read.controls import visible
from pipeline.refusal import Reason, Refused
from pipeline.run.log import RunLog
from pipeline.version import code_version, library_versions
from pipeline.workers import Limits, Workers

Versions = tuple[tuple[str, str], ...]
EXTRACT = "pipeline.extract:extract"
# What a worker says in words of its document.
TOLD = ("reason", "seen", "advice", "incomplete")


class Unfit(Exception):
    """A machine would give different rows, or none: it has another version, or cannot see the folders."""


class Extractor:
    """Extracts files into one staged folder; use it in a `with` block. Several threads may share it.

    It can be sent to another process, even on another machine. There it becomes that process's own extractor with its
    own workers, shared by everything sent there, and ends with that process.
    """

    log: RunLog | None = None

    def __init__(self, function: str, staged: Path, limits: Limits, wanted: Versions | None = None) -> None:
        self._given = (function, staged, limits)
        self._staged, self._wanted = staged, wanted
        self.workers = Workers(function, limits)

    def __reduce__(self) -> tuple[Callable[..., Extractor], tuple[Any, ...]]:
        return (_arrived, (self.log, *self._given, self._wanted or _versions()))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Starts the workers' imports, which go on while the caller has other things to do."""
        self.workers.start()

    def close(self) -> None:
        """Ends all workers; files that are being extracted end with Closed."""
        self.workers.close()

    def extract(self, file: RawFile) -> Outcome:
        """Reads, parses and stages one file, or says why not.

        Raises OSError for temporary problems such as a full disk; Unfit if the run was started on another machine and
        this one cannot give the same result.
        """
        if self._wanted is not None:
            _assert_fit(self._wanted, (self._staged, file.path.parent))
        started = time.monotonic()
        try:
            outcome = call_reader(self.workers, file.path, file.name, self._staged)
        except Refused as refused:
            outcome = Outcome.refusal(file.name, file.sha256, Refused(refused.reason, visible(refused.seen)))
        if self.log is not None:
            self.log.read(outcome)
        return replace(outcome, seconds=round(time.monotonic() - started, 3))


def _arrived(log: RunLog | None, *given: Any) -> Extractor:
    extractor = _here(*given)
    extractor.log = log  # of the run that asks: the lock lets no other one extract into the same folder
    return extractor


# A worker of a cluster meets few combinations; one that is no longer asked for lets go of its processes.
@lru_cache(maxsize=4)
def _here(function: str, staged: Path, limits: Limits, wanted: Versions) -> Extractor:
    return Extractor(function, staged, limits, wanted)


def _versions() -> Versions:
    return (("tjut", code_version()), *library_versions().items())


def _assert_fit(wanted: Versions, folders: Iterable[Path]) -> None:
    where = f"the worker on {socket.gethostname()}"
    for (name, here), (_, there) in zip(_versions(), wanted, strict=True):
        if here != there:
            raise Unfit(
                f"{where} has {name} {here}, but the run has {there}: install one version on both, then restart the "
                "worker"
            )
    for folder in folders:
        if not folder.is_dir():
            raise Unfit(f"{where} cannot see the folder {folder}: share it with that machine under the same path")


def call_reader(workers: Workers, path: Path, name: str, staged: Path, reader: str = READERS[0]) -> Outcome:
    """The outcome of the file at `path`; if it crashes the reader, the reference reader tries it.

    The second reader also has its own process, and the time that is left. Raises what the call raises.
    """
    began = time.monotonic()
    try:
        return _outcome(workers, path, name, staged, reader, workers.limits)
    except Refused as refused:
        left = workers.limits.seconds - (time.monotonic() - began)
        if refused.reason is not Reason.CRASHED or reader == READERS[-1] or left <= 0:
            raise
    return _outcome(workers, path, name, staged, READERS[-1], replace(workers.limits, seconds=left))


def _outcome(workers: Workers, path: Path, called: str, staged: Path, reader: str, limits: Limits) -> Outcome:
    said = workers.call(str(path), called, str(staged), reader, reads=[str(path)], writes=[str(staged)], limits=limits)
    try:
        outcome = Outcome.from_json(said)
        told: dict[str, Any] = {name: visible(text) for name in TOLD if (text := getattr(outcome, name)) is not None}
        return replace(outcome, file=called, failures=tuple(map(visible, outcome.failures)), **told)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise Refused(Reason.CRASHED, "its worker process returned an invalid result") from error
