"""A raw folder whose files say what becomes of them, and where a run puts what it makes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.run import Batch, Limits, Report, work_off
from tests.support import fakes


class House:
    """A raw folder, and where a run puts what it makes of it."""

    def __init__(self, folder: Path) -> None:
        self.raw, self.staged, self.warehouse = folder / "raw", folder / "staged", folder / "warehouse.duckdb"
        self.raw.mkdir()

    def put(self, name: str, content: str) -> Path:
        path = self.raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        return path

    def batch(self, **settings: Any) -> Batch:
        limits = Limits(**{"seconds": 5.0, **settings})
        return Batch(self.raw, self.staged, self.warehouse, limits, extract=fakes.EXTRACT, publish=fakes.publish)

    def run(self, **settings: Any) -> Report:
        with self.batch(**settings) as batch:
            return work_off(batch)

    def fates(self, **settings: Any) -> dict[str, str]:
        return {outcome.file: outcome.fate.value for outcome in self.run(**settings).outcomes}

    def published(self) -> int:
        return len(self.warehouse.read_text().split())
