"""`warehouse.duckdb.last_run.json`: one object on the last run, beside the warehouse.

A run that finds nothing new publishes nothing, so the warehouse itself gets older although all is well. Freshness
checks (dbt, soda, a dashboard) should read this file instead; DuckDB's `read_json` turns it into one row.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.ledger import RunEntry, last_publication, unpublished_after


def beside(warehouse: Path) -> Path:
    """The path of the file for a warehouse."""
    return warehouse.with_name(f"{warehouse.name}.last_run.json")


def write_last_run(warehouse: Path, runs: Sequence[RunEntry]) -> None:
    """Replaces the file with one rename, so that nobody reads half of it. Raises OSError."""
    path = beside(warehouse)
    anew = path.with_name(f".{path.name}")
    anew.write_text(json.dumps(last_run(runs)) + "\n", encoding="utf-8")
    anew.replace(path)


def last_run(runs: Sequence[RunEntry]) -> dict[str, Any]:
    """The last of these runs, and the last that published: when each ended (UTC), and what became of its files."""
    last, publication = runs[-1], last_publication(runs)
    return {
        "run_id": last.run_id,
        "started_at": _utc(last.started_at),
        "ended_at": _utc(last.ended_at),
        "code_version": last.code_version,
        **{f"{fate}_count": count for fate, count in last.counts.items()},
        "not_published_count": len(unpublished_after(runs)),
        "published_run_id": publication and publication.run_id,
        "published_at": publication and _utc(publication.ended_at),
    }


def _utc(at: datetime) -> str:
    """As the table `run` has it, without a zone: so DuckDB and dbt take it for a timestamp."""
    return at.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
