"""The table `source`: what `sources.toml` says, as a run found it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb

from pipeline.boards import board_key
from pipeline.sources import Expected
from pipeline.warehouse.rows import append


def write_sources(connection: duckdb.DuckDBPyConnection, expected: Sequence[Expected]) -> None:
    """Updates the table `source` from the list."""
    connection.execute("DELETE FROM base.source")
    append(connection, "source", [_row(number, one) for number, one in enumerate(expected, start=1)])


def _row(ordinal: int, expected: Expected) -> dict[str, Any]:
    source = expected.source
    return {
        "ordinal": ordinal,
        "board": source.board,
        "board_key": board_key(source.board),
        "plan_year": source.year,
        "document_type": source.kind,
        "period": source.period,
        "sha256": source.sha256,
        "host": source.host,
        "due_on": source.due,
        "fetched_sha256": expected.fetched_sha256,
    }
