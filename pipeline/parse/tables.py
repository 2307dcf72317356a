"""Reads the cells of a known table by the names of its columns; anything without a place is kept and reported."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pipeline.document import Box, Cell, Line, Table
from pipeline.parse.plan import record, sources
from pipeline.parse.printed_tables import CellKind, PrintedColumn, PrintedTable
from pipeline.record import Record, Source
from pipeline.swedish import first_date, is_date, target

# The unit at the end of a header; a word in brackets may be anything else: `(nämnd)`.
_HEADED_UNIT = re.compile(r"\((%|procent|st|antal|kr|tkr|mnkr|ton|[kMG]Wh)\)$")
EMPTY = Cell()
# What is stored from a cell: `column: (value, the lines it was printed on)`.
Stored = dict[str, tuple[object, Sequence[Line]]]


def squeezed(text: str) -> str:
    """A text without spaces, in small letters: how header cells are compared, however they wrap."""
    return re.sub(r"\s+", "", text).casefold()


def columns_by_name(table: Table, names: Mapping[str, re.Pattern[str]], own: Sequence[str] = ()) -> dict[str, int]:
    """The column that each name's pattern fits first (on the squeezed header text without the document's `own` time),
    one column for a name. A header that says `varav` tells of a part of the column before it."""
    found: dict[str, int] = {}
    whole = ""
    for index, cell in enumerate(table.header):
        text = squeezed(cell.text)
        for time in own:
            text = text.replace(time, "")
        whole, text = (whole, whole + text) if text.startswith("varav") else (text, text)
        name = next((n for n, pattern in names.items() if n not in found and pattern.match(text)), None)
        if name:
            found[name] = index
    return found


def cell(row: Sequence[Cell], column: int | None) -> Cell:
    """The cell of a row in a column; empty if the table has no such column."""
    return row[column] if column is not None and column < len(row) else EMPTY


def is_struck(row: Sequence[Cell]) -> bool:
    """Whether the whole row is struck through: it keeps its place, but nothing from it is stored."""
    return not any(one.text for one in row)


def rows_by_name(
    tables: Sequence[Table], declared: PrintedTable, own: Sequence[str]
) -> Iterator[tuple[int, Sequence[Line], Stored]]:
    """Each row of the tables whose label is printed: its number through all of them, its label's lines, what is stored
    from its cells."""
    number = 0
    for table in tables:
        columns = columns_by_name(table, declared.by_header, own)
        for place, row in enumerate(table.rows):
            label = cell(row, columns.get(declared.columns[0].name))
            if label.text or is_struck(row):
                number += 1
            if label.text:
                values: Stored = {}
                if comment := table.comments.get(place):
                    values["comment"] = (comment.text, comment.lines)
                for column in declared.columns:
                    values |= values_of(column, cell(row, columns.get(column.name)))
                    values |= _unit_of_header(column, values, cell(table.header, columns.get(column.name)))
                yield number, label.lines, values


def values_of(column: PrintedColumn, one: Cell) -> Stored:
    """What is stored from a cell of words, a target or a date."""
    if column.kind is CellKind.DATE:
        values: tuple[object, ...] = (date_of(one),)
    elif column.kind is CellKind.TARGET:
        meant = target(one.text)
        values = (one.text or None, meant.kind, meant.value, meant.unit)
    else:
        values = (one.text or None,)
    return {name: (value, one.lines) for name, value in zip(column.becomes, values, strict=True)}


def _unit_of_header(column: PrintedColumn, values: Stored, header: Cell) -> Stored:
    """The unit of a target that is printed without one, below a header that has it for all: `Årsmål (%)`."""
    unit = _HEADED_UNIT.search(header.text)
    if column.kind is not CellKind.TARGET or unit is None:
        return {}
    _, _, number, own = column.becomes
    return {own: (unit[1], header.lines)} if values[number][0] is not None and values[own][0] is None else {}


def date_of(one: Cell) -> date | None:
    """The date in a cell; None if it contains anything else."""
    return date_in(one.text)


def date_in(text: str) -> date | None:
    """The date that a text is, and nothing else. A narrow column may have broken it (`2026-01-` / `01`)."""
    return next((first_date(one) for one in (squeezed(text), text) if is_date(one)), None)


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
