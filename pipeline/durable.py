"""Bytes and names on the disk, so that what a rename promises outlives a power cut."""

from __future__ import annotations

import os
from pathlib import Path

# Where documents are put together, in the folder that they are staged in.
UNFINISHED = ".building"


def to_disk(path: Path) -> None:
    """Waits until a file's bytes, or a folder's names, are on the disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
