"""Activity tables → table `activity`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.document import Cell, Line, Table
from pipeline.parse.plan import record
from pipeline.parse.tables import named_rows, printed, squeezed
from pipeline.record import Record
from pipeline.swedish import iso_date

COLUMNS = {
    "name": re.compile(r"aktivitet"),
    "starts_on": re.compile(r"start"),
    "ends_on": re.compile(r"slut"),
}


def activities(tables: Sequence[Table], goal_code: str, set_by: str) -> list[Record]:
    """One record a row; `ordinal` counts through all activity tables of the goal."""
    return [
        record(
            "activity",
            {
                "goal_code": (goal_code, cell("name").lines),
                "ordinal": (ordinal, ()),
                "name": printed(cell("name")),
                "set_by": (set_by, ()),
                "starts_on": _date(cell("starts_on"), first=True),
                "ends_on": _date(cell("ends_on"), first=False),
            },
        )
        for ordinal, cell in named_rows(tables, COLUMNS)
    ]


def _date(one: Cell, *, first: bool) -> tuple[object, Sequence[Line]]:
    """A date that a narrow column may have broken (`2026-01-` / `01`)."""
    dates = re.findall(r"\d{4}-\d{2}-\d{2}", squeezed(one.text)) or re.findall(r"\d{4}-\d{2}-\d{2}", one.text)
    text = (dates[0] if first else dates[-1]) if dates else ""
    return iso_date(text), one.lines
