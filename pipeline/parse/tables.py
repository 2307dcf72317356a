"""Reading the cells of a known table by the names of its columns; what has no place is kept and reported."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from pipeline.document import Box, Cell, Line, Table
from pipeline.parse.plan import record, sources
from pipeline.record import Record, Source

EMPTY = Cell()


def squeezed(text: str) -> str:
    """A text without blanks, in small letters: how header cells are compared, however they wrap."""
    return re.sub(r"\s+", "", text).casefold()


def columns_by_name(table: Table, names: Mapping[str, re.Pattern[str]]) -> dict[str, int]:
    """The column that each name's pattern fits first (on the squeezed header text), one column for a name."""
    found: dict[str, int] = {}
    for index, cell in enumerate(table.header):
        name = next((n for n, pattern in names.items() if n not in found and pattern.match(squeezed(cell.text))), None)
        if name:
            found[name] = index
    return found


def cell(row: Sequence[Cell], column: int | None) -> Cell:
    """The cell of a row in a column; empty where the table has no such column."""
    return row[column] if column is not None and column < len(row) else EMPTY


def named_rows(
    tables: Sequence[Table], names: Mapping[str, re.Pattern[str]]
) -> Iterator[tuple[int, Callable[[str], Cell]]]:
    """Each row of the tables that has a cell called `name`: its number through all of them, and its cells by name."""
    number = 0
    for table in tables:
        columns = columns_by_name(table, names)
        for row in table.rows:
            by_name = partial(_cell_named, row, columns)
            if by_name("name").text:
                number += 1
                yield number, by_name


def _cell_named(row: Sequence[Cell], columns: Mapping[str, int], name: str) -> Cell:
    return cell(row, columns.get(name))


def printed(one: Cell) -> tuple[str | None, Sequence[Line]]:
    """A cell's text (None where empty) and its lines, as `record` takes them."""
    return one.text or None, one.lines


def unmapped(table: Table, ordinal: int, reason: str) -> Record:
    """The whole table as it stands, for a table or column that no rule interprets."""
    rows = [table.header, *table.rows]
    lines = [line for row in rows for one in row for line in one.lines]
    place = sources(lines)[0] if lines else Source(table.page, None, "")
    box = place.box or Box(0.0, 0.0, 0.0, 0.0)
    values = record(
        "unmapped_table",
        {
            "ordinal": (ordinal, ()),
            "cells": (json.dumps([[one.text for one in row] for row in rows], ensure_ascii=False), lines),
            "reason": (reason, ()),
        },
    )
    values.values["page"] = place.page
    values.values |= {"x0": box.x0, "top": box.top, "x1": box.x1, "bottom": box.bottom} if place.box else {}
    return values
