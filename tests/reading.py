"""Reading and parsing a file for real, without staging it. Imported in the nursery by name."""

from __future__ import annotations

import resource
from pathlib import Path

from pipeline.parse import parse
from pipeline.read import READERS, read


def records(path: str, reader: str = READERS[0]) -> dict[str, int]:
    """How many records the file has, and the most memory its worker held, in kilobytes."""
    found = len(parse(read(Path(path), reader)).records)
    return {"records": found, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}
