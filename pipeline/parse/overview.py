"""Which of a plan's budget tables is the overview: the one on all areas, while the others are on one area each.

Decided only here; rules, views and matching use `budget_line.is_overview`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.document import Table
from pipeline.names import Name, same, without_of_which
from pipeline.parse.plan import Section
from pipeline.parse.words import is_total

TURNOVER_ROW = re.compile(r"varav\s+omslutning", re.IGNORECASE)

Placed = tuple[Section, Table]


def overview_of(tables: Sequence[Placed]) -> Table | None:
    """The table whose rows most other tables are about, by heading or by row: of several the one with most rows,
    then the first. A single table is it itself. None where no table's rows are those of others.
    """
    if len(tables) == 1:
        return tables[0][1]
    about = [_areas(section, table) for section, table in tables]
    told = [
        sum(name in other for name in _rows(table) for place, other in enumerate(about) if place != own)
        for own, (_, table) in enumerate(tables)
    ]
    best = max(range(len(tables)), key=lambda place: (told[place], len(_rows(tables[place][1]))), default=0)
    return tables[best][1] if any(told) else None


def _areas(section: Section, table: Table) -> set[Name]:
    """What a table is about: its rows, and for its sum the heading above it."""
    sums = any(is_total(row[0].text) for row in table.rows)
    return {*_rows(table), *([same(section.heading.text)] if sums else [])}


def _rows(table: Table) -> list[Name]:
    labels = (row[0].text for row in table.rows)
    return [
        same(without_of_which(label))
        for label in labels
        if label and not (label.startswith("*") or is_total(label) or TURNOVER_ROW.match(label))
    ]
