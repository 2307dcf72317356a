"""Activity tables → table `activity`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from pipeline.document import Cell, Table
from pipeline.parse.plan import record
from pipeline.parse.tables import named_rows, printed, squeezed
from pipeline.record import Record
from pipeline.swedish import iso_date

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
DATE = re.compile(rf"{ISO_DATE.pattern}|\d{{1,2}}[a-zåäö]+\d{{4}}")
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
                "starts_on": (date_of(cell("starts_on")), cell("starts_on").lines),
                "ends_on": (date_of(cell("ends_on")), cell("ends_on").lines),
            },
        )
        for ordinal, cell in named_rows(tables, COLUMNS)
    ]


def date_of(one: Cell) -> date | None:
    """The date that a cell holds; None where it holds anything else. A narrow column may have broken it (`2026-01-` /
    `01`)."""
    text = squeezed(one.text)
    return iso_date(text if ISO_DATE.fullmatch(text) else one.text) if DATE.fullmatch(text) else None
