"""Reading and parsing a file for real, without staging it. Imported in the nursery by name."""

from __future__ import annotations

import json
import resource
from pathlib import Path
from typing import Any

from pipeline.parse import parse
from pipeline.read import READERS, read
from pipeline.refusal import Reason, Refused
from pipeline.workers import Workers
from tests.support.layouts import rows_of_extraction


def records(path: str, reader: str = READERS[0]) -> dict[str, int]:
    """How many records the file has, and the most memory its worker held, in kilobytes."""
    found = len(parse(read(Path(path), reader)).records)
    return {"records": found, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}


def rows(path: str, reader: str = READERS[0]) -> dict[str, Any]:
    """The rows of the file in the columns that a document prints, and how many reports of what is not interpreted."""
    extraction = parse(read(Path(path), reader))
    told = [record for record in extraction.records if record.values.get("rule") == "uninterpreted"]
    return {"rows": json.loads(json.dumps(rows_of_extraction(extraction))), "reported": len(told)}


def called(workers: Workers, path: Path) -> Any:
    """What such a function says of a file; one that crashes the reader is left to the reference reader, as in a run."""
    try:
        return workers.call(str(path), READERS[0], reads=[str(path)])
    except Refused as refused:
        if refused.reason is not Reason.CRASHED:
            raise
    return workers.call(str(path), READERS[-1], reads=[str(path)])
