"""Flushes files and folders to disk, so that a rename survives a power cut."""

from __future__ import annotations

import os
from pathlib import Path

# The subfolder of the staged folder in which documents are assembled.
UNFINISHED = ".building"


def to_disk(path: Path) -> None:
    """Waits until a file's bytes, or a folder's entries, are on disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
