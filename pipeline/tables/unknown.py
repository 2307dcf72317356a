"""Ruled tables whose header no pattern knows: kept as they stand, so that nothing in them is taken for prose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TypeVar

from pipeline.document import Box, Cell, Line, Page, Table
from pipeline.swedish import fold
from pipeline.tables.columns import Columns
from pipeline.tables.rows import bands, cells_of
from pipeline.tables.rulings import horizontal_rulings, merged

Item = TypeVar("Item")


def unknown_tables(items: Sequence[Item], page: Page) -> list[Item | Table]:
    """`items` of a page with the lines of each unknown ruled grid put together as a table of kind None.

    Only grids with at least two rows and two columns count: a single frame is a text box, its words stay prose.
    """
    lines = [item for item in items if isinstance(item, Line)]
    tables = list(_tables(lines, page)) if lines else []
    result: list[Item | Table] = []
    for item in items:
        table = _holding(item, tables) if isinstance(item, Line) else None
        if table is None:
            result.append(item)
        elif not any(table is other for other in result):
            result.append(table)
    return result


def _holding(line: Line, tables: Sequence[tuple[Box, Table]]) -> Table | None:
    return next((table for box, table in tables if _inside(line, box)), None)


def _tables(lines: Sequence[Line], page: Page) -> Iterator[tuple[Box, Table]]:
    for box in _grids(page):
        table = _table([line for line in lines if _inside(line, box)], box, page)
        if table:
            yield box, table


def _inside(line: Line, box: Box) -> bool:
    return (
        line.box is not None
        and box.top - 1 <= line.box.middle <= box.bottom + 1
        and line.box.x0 >= box.x0 - 2
        and line.box.x1 <= box.x1 + 2
    )


def _grids(page: Page) -> list[Box]:
    """The boxes around rulings that touch each other, where vertical and horizontal ones meet."""
    groups: list[list[Box]] = []
    for rule in page.rules:
        touching = [group for group in groups if _touches(rule.box, group)]
        groups = [group for group in groups if group not in touching]
        groups.append([rule.box, *chain.from_iterable(touching)])
    return [Box.around(group) for group in groups if len(group) >= 5]


def _touches(box: Box, group: Sequence[Box]) -> bool:
    return any(_touch(box, other) for other in group)


def _touch(one: Box, other: Box) -> bool:
    return (
        one.x0 - 3 <= other.x1
        and other.x0 - 3 <= one.x1
        and one.top - 3 <= other.bottom
        and other.top - 3 <= one.bottom
    )


def _table(lines: Sequence[Line], box: Box, page: Page) -> Table | None:
    columns = _columns(box, page)
    if columns is None:
        return None
    rulings = [y for y in horizontal_rulings(page, columns) if box.top - 2 <= y <= box.bottom + 2]
    rows = [tuple(map(_cell, cells_of(row, columns))) for row in bands(lines, rulings)]
    return Table(None, rows[0], tuple(rows[1:]), page.number, box.top) if len(rows) > 1 else None


def _columns(box: Box, page: Page) -> Columns | None:
    """The columns of a grid, None where it has but one."""
    upright = (rule.box for rule in page.rules if not rule.horizontal)
    edges = merged(one.x0 for one in upright if one.top < box.bottom and one.bottom > box.top)
    return Columns(edges[0], tuple(edges[1:-1]), edges[-1], ruled=True) if len(edges) > 2 else None


def _cell(lines: tuple[Line, ...]) -> Cell:
    return Cell(fold(" ".join(line.text for line in lines)), lines)
