"""Reallocations between areas, read from the prose of documents as they are published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import duckdb

from pipeline.compare.reallocations import Prose, reallocations
from pipeline.warehouse.rows import Rows, append

SECTIONS = """
    SELECT document_id, row_id, heading, text FROM base.section
    WHERE list_contains(?, document_id) AND text ILIKE '%omfördel%' ORDER BY document_id, ordinal
"""
LABELS = "SELECT DISTINCT document_id, label FROM base.budget_line WHERE list_contains(?, document_id) AND is_overview"


def reallocate(connection: duckdb.DuckDBPyConnection, document_ids: Iterable[str]) -> None:
    """Fills `reallocation` for documents that have just been inserted."""
    new = list(document_ids)
    sections: dict[str, list[Prose]] = defaultdict(list)
    for document_id, row_id, heading, text in connection.execute(SECTIONS, [new]).fetchall():
        sections[document_id].append(Prose(row_id, heading, text))
    labels: dict[str, list[str]] = defaultdict(list)
    for document_id, label in connection.execute(LABELS, [sorted(sections)]).fetchall() if sections else ():
        labels[document_id].append(label)
    rows: Rows = []
    areas: Rows = []
    for document_id, prose in sections.items():
        for ordinal, stated in enumerate(reallocations(prose, sorted(labels[document_id])), start=1):
            name = {"row_id": f"{document_id}/reallocation/{ordinal}", "document_id": document_id}
            rows.append(
                {
                    **name,
                    "from_area_key": stated.only("från"),
                    "to_area_key": stated.only("till"),
                    "amount_mnkr": stated.amount_mnkr,
                    "text": stated.text,
                    "section_row_id": stated.section_row_id,
                }
            )
            areas += [{**name, "area_key": key, "side": side} for key, side in stated.sides.items()]
    append(connection, "reallocation", rows)
    append(connection, "reallocation_area", areas)


def forget_reallocations(connection: duckdb.DuckDBPyConnection, document_ids: Iterable[str]) -> None:
    """Deletes what these documents say."""
    for table in ("reallocation_area", "reallocation"):
        connection.execute(f"DELETE FROM base.{table} WHERE list_contains(?, document_id)", [list(document_ids)])
