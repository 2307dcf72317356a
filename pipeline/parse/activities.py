"""Activity tables → table `activity`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.document import Cell, Line, Table
from pipeline.parse.plan import record
from pipeline.parse.tables import cell, columns_by_name, printed, squeezed
from pipeline.record import Record
from pipeline.swedish import iso_date

COLUMNS = {
    "name": re.compile(r"aktivitet"),
    "starts_on": re.compile(r"start"),
    "ends_on": re.compile(r"slut"),
}


def activities(tables: Sequence[Table], goal_code: str, set_by: str) -> list[Record]:
    """One record a row; `ordinal` counts through all activity tables of the goal."""
    records: list[Record] = []
    for table in tables:
        columns = columns_by_name(table, COLUMNS)
        for row in table.rows:
            name = cell(row, columns.get("name"))
            if name.text:
                records.append(
                    record(
                        "activity",
                        {
                            "goal_code": (goal_code, name.lines),
                            "ordinal": (len(records) + 1, ()),
                            "name": printed(name),
                            "set_by": (set_by, ()),
                            "starts_on": _date(cell(row, columns.get("starts_on")), first=True),
                            "ends_on": _date(cell(row, columns.get("ends_on")), first=False),
                        },
                    )
                )
    return records


def _date(one: Cell, *, first: bool) -> tuple[object, Sequence[Line]]:
    """A date that a narrow column may have broken (`2026-01-` / `01`)."""
    dates = re.findall(r"\d{4}-\d{2}-\d{2}", squeezed(one.text)) or re.findall(r"\d{4}-\d{2}-\d{2}", one.text)
    text = (dates[0] if first else dates[-1]) if dates else ""
    return iso_date(text), one.lines
