"""Indicator tables → table `indicator`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.document import Line, Table
from pipeline.parse.plan import record
from pipeline.parse.tables import named_rows, printed
from pipeline.record import Record
from pipeline.swedish import target

COLUMNS = {
    "name": re.compile(r"indikator"),
    "kf_target": re.compile(r"kf:?s?årsmål|kommunfullmäktigesårsmål"),
    "target": re.compile(r"årsmål"),
    "periodicity": re.compile(r"periodicitet"),
}


def indicators(tables: Sequence[Table], goal_code: str, set_by: str) -> list[Record]:
    """One record a row; `ordinal` counts through all indicator tables of the goal."""
    return [
        record(
            "indicator",
            {
                "goal_code": (goal_code, cell("name").lines),
                "ordinal": (ordinal, ()),
                "name": printed(cell("name")),
                "set_by": (set_by, ()),
                **_target("", printed(cell("target"))),
                **_target("kf_", printed(cell("kf_target"))),
                "periodicity": printed(cell("periodicity")),
            },
        )
        for ordinal, cell in named_rows(tables, COLUMNS)
    ]


def _target(prefix: str, value: tuple[str | None, Sequence[Line]]) -> dict[str, tuple[object, Sequence[Line]]]:
    """A target as printed and as meant."""
    text, lines = value
    meant = target(text or "")
    return {
        f"{prefix}target_text": (text, lines),
        f"{prefix}target_kind": (meant.kind, lines),
        f"{prefix}target_value": (meant.value, lines),
        f"{prefix}target_unit": (meant.unit, lines),
    }
