"""Mistakes of a parser: values in the wrong row or column, rows and cells lost, doubled or joined, units misjudged.

A value is moved together with where it was printed, as by a parser that takes one cell for another.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from random import Random

from certificate.cells import DECLARED, Cell, Grid, grids
from certificate.kinds import parser
from pipeline.parse.printed_tables import CellKind
from pipeline.record import Extraction, Record

TABLES = tuple(DECLARED)
AMOUNTS = tuple(table for table, declared in DECLARED.items() if declared.cells[0].kind is CellKind.AMOUNT)
SEVERAL_COLUMNS = tuple(
    table for table, declared in DECLARED.items() if len(declared.cells) > 1 or declared.a_record_each
)
MONEY = ("amount_mnkr", "costs_mnkr", "income_mnkr", "net_mnkr", "amount_sek")


def _grid(extraction: Extraction, random: Random, tables: Sequence[str], rows: int = 2) -> Grid | None:
    """Some table of at least so many rows; each kind of table is as likely as the others."""
    fitting = [grid for grid in grids(extraction, tables) if len(grid.lines) >= rows]
    kinds = sorted({grid.table for grid in fitting})
    if not kinds:
        return None
    kind = random.choice(kinds)
    return random.choice([grid for grid in fitting if grid.table == kind])


def _exchange(one: Cell, other: Cell) -> None:
    held, its = one.content(), other.content()
    one.fill(its)
    other.fill(held)


def _drop(extraction: Extraction, records: Sequence[Record]) -> None:
    lost = {id(record) for record in records}
    extraction.records = [record for record in extraction.records if id(record) not in lost]


def _lose(extraction: Extraction, cell: Cell) -> None:
    """A figure of a budget table is a row of its own, any other cell is left empty."""
    if cell.record.table == "budget_line":
        _drop(extraction, [cell.record])
    else:
        cell.clear()


@parser("two columns swapped")
def columns_swapped(extraction: Extraction, random: Random) -> bool:
    grid = _grid(extraction, random, SEVERAL_COLUMNS, rows=1)
    columns = sorted({key for line in grid.lines for key in line.cells}) if grid else []
    pairs = [(one, other) for one, other in pairwise(columns) if _alike(grid, one, other)]
    if not (grid and pairs):
        return False
    one, other = random.choice(pairs)
    for line in grid.lines:
        if one in line.cells and other in line.cells:
            _exchange(line.cells[one], line.cells[other])
    return True


def _alike(grid: Grid | None, one: int, other: int) -> bool:
    """Do the columns hold the same kind of value, in the same number of stored columns?"""
    if grid is None:
        return False
    return any(
        one in line.cells and other in line.cells and len(line.cells[one].columns) == len(line.cells[other].columns)
        for line in grid.lines
    )


@parser("a column shifted by a row")
def column_shifted(extraction: Extraction, random: Random) -> bool:
    grid = _grid(extraction, random, TABLES)
    if grid is None:
        return False
    cells = grid.column(random.choice(sorted({key for line in grid.lines for key in line.cells})))
    contents = [cell.content() for cell in cells]
    for cell, content in zip(cells[1:], contents, strict=False):
        cell.fill(content)
    return True


@parser("all figures shifted by a row")
def rows_shifted(extraction: Extraction, random: Random) -> bool:
    grid = _grid(extraction, random, TABLES)
    if grid is None:
        return False
    first = random.randrange(1, len(grid.lines))
    for above, line in reversed(list(zip(grid.lines[first - 1 :], grid.lines[first:], strict=False))):
        for key in set(above.cells) & set(line.cells):
            line.cells[key].fill(above.cells[key].content())
    return True


@parser("two cells swapped")
def cells_swapped(extraction: Extraction, random: Random) -> bool:
    grid = _grid(extraction, random, TABLES)
    cells = [cell for line in grid.lines for cell in line.cells.values()] if grid else []
    pairs = [(a, b) for a in cells for b in cells if a is not b and len(a.columns) == len(b.columns)]
    if not pairs:
        return False
    _exchange(*random.choice(pairs))
    return True


@parser("a figure moved to the neighbouring row")
def cell_moved(extraction: Extraction, random: Random) -> bool:
    grid = _grid(extraction, random, TABLES)
    if grid is None:
        return False
    index = random.randrange(len(grid.lines) - 1)
    one, other = random.sample([grid.lines[index], grid.lines[index + 1]], 2)
    keys = sorted(set(one.cells) & set(other.cells))
    if not keys:
        return False
    key = random.choice(keys)
    other.cells[key].fill(one.cells[key].content())
    _lose(extraction, one.cells[key])
    return True


@parser("a cell lost")
def cell_lost(extraction: Extraction, random: Random) -> bool:
    grid = _grid(extraction, random, TABLES, rows=1)
    cells = [cell for line in grid.lines for cell in line.cells.values()] if grid else []
    if not cells:
        return False
    _lose(extraction, random.choice(cells))
    return True


@parser("a row lost")
def row_lost(extraction: Extraction, random: Random) -> bool:
    grid = _grid(extraction, random, TABLES, rows=1)
    if grid is None:
        return False
    _drop(extraction, random.choice(grid.lines).records)
    return True


@parser("a row read twice")
def row_twice(extraction: Extraction, random: Random) -> bool:
    grid = _grid(extraction, random, TABLES, rows=1)
    if grid is None:
        return False
    line = random.choice(grid.lines)
    behind = next(index for index, record in enumerate(extraction.records) if record is line.records[-1]) + 1
    column = "row_ordinal" if grid.table == "budget_line" else "ordinal"
    last = max(int(str(one.records[0].values[column])) for one in grid.lines)
    again = [copy.deepcopy(record) for record in line.records]
    for record in again:
        record.values[column] = last + 1
    extraction.records[behind:behind] = again
    return True


@parser("two rows joined")
def rows_joined(extraction: Extraction, random: Random) -> bool:
    """The label of both, the figures of the first."""
    grid = _grid(extraction, random, TABLES)
    if grid is None:
        return False
    index = random.randrange(len(grid.lines) - 1)
    one, other = grid.lines[index], grid.lines[index + 1]
    for record in one.records:
        record.values[one.label] = f"{record.values[one.label]} {other.records[0].values[one.label]}"
        record.sources[one.label] = (*record.sources.get(one.label, ()), *other.records[0].sources.get(one.label, ()))
    _drop(extraction, other.records)
    return True


@parser("two labels swapped")
def labels_swapped(extraction: Extraction, random: Random) -> bool:
    grid = _grid(extraction, random, TABLES)
    if grid is None:
        return False
    one, other = random.sample(grid.lines, 2)
    first, second = copy.deepcopy(one.records[0]), copy.deepcopy(other.records[0])
    for line, its in ((one, second), (other, first)):
        for record in line.records:
            Cell(record, (line.label,)).fill(Cell(its, (line.label,)).content())
    return True


@parser("a table lost")
def table_lost(extraction: Extraction, random: Random) -> bool:
    grid = _grid(extraction, random, TABLES, rows=1)
    if grid is None:
        return False
    _drop(extraction, [record for line in grid.lines for record in line.records])
    return True


@parser("a table under the wrong goal")
def wrong_goal(extraction: Extraction, random: Random) -> bool:
    grid = _grid(extraction, random, ("indicator", "activity"), rows=1)
    goals = [record for record in extraction.records if record.table == "goal"]
    if grid is None:
        return False
    own = grid.lines[0].records[0].values["goal_code"]
    other = random.choice([goal for goal in goals if goal.values["goal_code"] != own])
    for line in grid.lines:
        for record in line.records:
            record.values["goal_code"] = other.values["goal_code"]
    return True


@parser("blank of thousands read as the end of the number")
def thousands(extraction: Extraction, random: Random) -> bool:
    """Of `2 751,0` the number before the blank, or the one behind it."""
    found = [
        (record, column)
        for record in extraction.records
        for column in MONEY
        if abs(Decimal(str(record.values.get(column) or 0))) >= 1000 and column != "amount_sek"
    ]
    if not found:
        return False
    record, column = random.choice(found)
    value = Decimal(str(record.values[column]))
    ends = [Decimal(int(value / 1000)), value - int(value / 1000) * 1000]
    record.values[column] = random.choice(ends)
    return True


@parser("a table in tkr taken for mnkr")
def unit(extraction: Extraction, random: Random) -> bool:
    grid = _grid(extraction, random, AMOUNTS, rows=1)
    if grid is None:
        return False
    for line in grid.lines:
        for cell in line.cells.values():
            cell.fill([(Decimal(str(value)) * 1000, sources) for value, sources in cell.content()])
    return True


@parser("a column of another year")
def year(extraction: Extraction, random: Random) -> bool:
    return _column_changed(extraction, random, "fiscal_year", lambda value: int(str(value)) - 1)


@parser("costs and income taken for each other")
def measure(extraction: Extraction, random: Random) -> bool:
    grid = _grid(extraction, random, ("budget_line",), rows=1)
    if grid is None:
        return False
    other = {"kostnader": "intäkter", "intäkter": "kostnader"}
    for line in grid.lines:
        for record in line.records:
            record.values["measure"] = other.get(str(record.values["measure"]), record.values["measure"])
    return True


def _column_changed(extraction: Extraction, random: Random, name: str, change) -> bool:  # type: ignore[no-untyped-def]
    grid = _grid(extraction, random, ("budget_line",), rows=1)
    if grid is None:
        return False
    for cell in grid.column(random.choice(sorted({key for line in grid.lines for key in line.cells}))):
        cell.record.values[name] = change(cell.record.values[name])
    return True


@parser("a varav row taken for a row of its own")
def of_which(extraction: Extraction, random: Random) -> bool:
    return _rows_changed(extraction, random, "parent_label", lambda record: record.values["parent_label"] is not None)


@parser("a sum taken for a row")
def sums(extraction: Extraction, random: Random) -> bool:
    return _rows_changed(extraction, random, "is_total", lambda record: record.values["is_total"] is True)


def _rows_changed(extraction: Extraction, random: Random, column: str, fits) -> bool:  # type: ignore[no-untyped-def]
    lines = [
        line
        for grid in grids(extraction, AMOUNTS)
        for line in grid.lines
        if column in line.records[0].values and fits(line.records[0])
    ]
    if not lines:
        return False
    for record in random.choice(lines).records:
        record.values[column] = None if column == "parent_label" else False
    return True


@parser("an amount of a decision in another unit")
def decision_unit(extraction: Extraction, random: Random) -> bool:
    found = [record for record in extraction.records if record.values.get("amount_sek") is not None]
    if not found:
        return False
    record = random.choice(found)
    record.values["amount_sek"] = Decimal(str(record.values["amount_sek"])) / 1000
    return True


@parser("another amount of a text taken")
def other_amount(extraction: Extraction, random: Random) -> bool:
    """A paragraph's, a decision's or an investment's amount is that of its neighbour."""
    table = random.choice(("decision", "adjustment_item", "investment"))
    column = "amount_sek" if table == "decision" else "amount_mnkr"
    held = [one for one in extraction.records if one.table == table and one.values.get(column) is not None]
    if len(held) < 2:
        return False
    one, other = random.sample(held, 2)
    one.values[column] = other.values[column]
    return True


@parser("a point, paragraph or goal lost")
def record_lost(extraction: Extraction, random: Random) -> bool:
    table = random.choice(("decision", "adjustment_item", "goal", "investment", "expected_result", "result_unit"))
    held = [record for record in extraction.records if record.table == table]
    if not held:
        return False
    _drop(extraction, [random.choice(held)])
    return True


@parser("two paragraphs joined")
def items_joined(extraction: Extraction, random: Random) -> bool:
    table = random.choice(("decision", "adjustment_item", "expected_result"))
    held = [record for record in extraction.records if record.table == table]
    if len(held) < 2:
        return False
    index = random.randrange(len(held) - 1)
    one, other = held[index], held[index + 1]
    one.values["text"] = f"{one.values['text']} {other.values['text']}"
    one.sources["text"] = (*one.sources["text"], *other.sources["text"])
    _drop(extraction, [other])
    return True


@parser("a target's number cut short")
def target(extraction: Extraction, random: Random) -> bool:
    """The text is stored whole, the number read from it is not."""
    found = [
        (record, prefix)
        for record in extraction.records
        for prefix in ("", "kf_")
        if re.search(r"\d.*\d", str(record.values.get(f"{prefix}target_value") or ""))
    ]
    if not found:
        return False
    record, prefix = random.choice(found)
    column = f"{prefix}target_value"
    record.values[column] = Decimal(int(Decimal(str(record.values[column])) / 10))
    return True


@parser("a paragraph of prose lost")
def prose_lost(extraction: Extraction, random: Random) -> bool:
    held = [record for record in extraction.records if record.table == "section" and record.values["text"]]
    record = random.choice(held)
    paragraphs = str(record.values["text"]).split("\n")
    paragraphs.pop(random.randrange(len(paragraphs)))
    record.values["text"] = "\n".join(paragraphs) or None
    return True


@parser("a goal's code misread")
def goal_code(extraction: Extraction, random: Random) -> bool:
    goals = [record for record in extraction.records if record.table == "goal"]
    record = random.choice(goals)
    head, dot, last = str(record.values["goal_code"]).rpartition(".")
    record.values["goal_code"] = f"{head}{dot}{int(last) + random.randint(1, 3)}"
    return True
