"""Tables of indicators and activities under a goal → tables `indicator`, `activity`."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.document import Table
from pipeline.parse.plan import record
from pipeline.parse.printed_tables import PrintedTable
from pipeline.parse.tables import rows_by_name
from pipeline.record import Record


def goal_rows(
    declared: PrintedTable, tables: Sequence[Table], goal_code: str, set_by: str, own: Sequence[str]
) -> list[Record]:
    """One record per row; `own` is the document's time, `ordinal` counts through the goal's tables of a kind."""
    return [
        record(
            declared.table,
            {"goal_code": (goal_code, label), "ordinal": (ordinal, ()), "set_by": (set_by, ()), **values},
        )
        for ordinal, label, values in rows_by_name(tables, declared, own)
    ]
