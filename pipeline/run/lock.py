"""One run at a time: a lock of the operating system, which ends with its process however that ends."""

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
    """Holds both places a run writes to. Raises Busy at once when another run does."""
    with _held(warehouse.with_name(f"{warehouse.name}.lock")), _held(staged / ".lock"):
        yield


@contextmanager
def _held(lock: Path) -> Iterator[None]:
    lock.parent.mkdir(parents=True, exist_ok=True)
    # The file stays: one that is removed could be locked twice, by its old and by its new holder.
    with lock.open("a+") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stream.seek(0)
            holder = stream.read().strip() or "unknown"
            raise Busy(
                f"another run is at work (process {holder} holds {lock}): wait until it ends, then start again"
            ) from None
        stream.truncate(0)
        stream.write(str(os.getpid()))
        stream.flush()
        yield
