"""What successive versions of the code make of a file, by name: a plan, half of it, the plan of another board."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from pipeline.outcome import Fate, Outcome
from pipeline.record import Extraction
from pipeline.stage import rows_of, stage
from tests.support.small_plan import extraction

WHOLE, LESSER, OTHER = (f"tests.support.fake_plans:{name}" for name in ("whole", "lesser", "other"))


def whole(path: str, name: str, staged: str, reader: str) -> dict[str, Any]:
    return _staged(path, name, staged, extraction())


def lesser(path: str, name: str, staged: str, reader: str) -> dict[str, Any]:
    made = extraction()
    return _staged(path, name, staged, Extraction(made.document, made.records[: len(made.records) // 2]))


def other(path: str, name: str, staged: str, reader: str) -> dict[str, Any]:
    return _staged(path, name, staged, extraction(board_key="bromma"))


def _staged(path: str, name: str, staged: str, made: Extraction) -> dict[str, Any]:
    sha256 = hashlib.sha256(Path(path).read_bytes()).hexdigest()
    values = {**made.document.values, "sha256": sha256, "file_name": name}
    manifest = stage(rows_of(Extraction(type(made.document)("document", values), made.records)), Path(staged))
    rows = {table: entry["rows"] for table, entry in manifest["tables"].items()}
    return Outcome(name, Fate.PUBLISHED, sha256, manifest["document_id"], rows=rows).to_json()
