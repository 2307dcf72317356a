"""One run at a time: a lock of the operating system, which ends with its process in any case."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Busy(Exception):
    """Another run holds the lock; the message says which process."""


@contextmanager
def only_run(warehouse: Path, staged: Path) -> Iterator[None]:
    """Locks both places that a run writes to. Raises Busy at once if another run holds a lock."""
    staged.mkdir(parents=True, exist_ok=True)
    warehouse.parent.mkdir(parents=True, exist_ok=True)
    # This file is never removed: otherwise two runs could hold a lock, one on the old file and one on the new.
    beside = warehouse.with_name(f"{warehouse.name}.lock")
    with _locked(beside, os.O_RDWR | os.O_CREAT) as descriptor, _locked(staged, os.O_RDONLY):
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield


@contextmanager
def _locked(path: Path, flags: int) -> Iterator[int]:
    descriptor = os.open(path, flags, 0o666)
    try:
        _lock(descriptor, path)
        yield descriptor
    finally:
        os.close(descriptor)


def _lock(descriptor: int, path: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = path.read_text().strip() if path.is_file() else ""
        by = f"process {holder} has locked {path}" if holder else f"it has locked {path}"
        raise Busy(f"another run is active ({by}): wait until it ends, then try again") from None
