"""Ruled tables whose header no pattern knows: kept as they stand, so that nothing in them is taken for prose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from pipeline.document import Box, Cell, Line, Page, Table
from pipeline.swedish import fold
from pipeline.tables.columns import Columns
from pipeline.tables.rows import cells_of, rows_of
from pipeline.tables.rulings import horizontal_rulings, merged

Item = TypeVar("Item")


def unknown_tables(items: Sequence[Item], page: Page) -> list[Item | Table]:
    """`items` of a page with the lines of each unknown ruled grid put together as a table of kind None.

    Only grids with at least two rows and two columns count: a single frame is a text box, its words stay prose.
    """
    result: list[Item | Table] = []
    grids = _grids(page) if any(isinstance(item, Line) for item in items) else []
    taken: set[int] = set()
    for item in items:
        grid = next((n for n, box in enumerate(grids) if isinstance(item, Line) and _inside(item, box)), None)
        if grid is None:
            result.append(item)
        elif grid not in taken:
            taken.add(grid)
            lines = [line for line in items if isinstance(line, Line) and _inside(line, grids[grid])]
            table = _table(lines, grids[grid], page)
            result.extend([table] if table else [])
            if table is None:
                grids[grid] = Box(0, 0, 0, 0)
                result.append(item)
    return result


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
        touching = [group for group in groups if any(_touch(rule.box, other) for other in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([rule.box, *(box for group in touching for box in group)])
    return [Box.around(group) for group in groups if len(group) >= 5]


def _touch(one: Box, other: Box) -> bool:
    return (
        one.x0 - 3 <= other.x1
        and other.x0 - 3 <= one.x1
        and one.top - 3 <= other.bottom
        and other.top - 3 <= one.bottom
    )


def _table(lines: Sequence[Line], box: Box, page: Page) -> Table | None:
    edges = merged(
        rule.box.x0
        for rule in page.rules
        if not rule.horizontal and rule.box.top < box.bottom and rule.box.bottom > box.top
    )
    if len(edges) < 3:
        return None
    columns = Columns(edges[0], tuple(edges[1:-1]), edges[-1], ruled=True)
    rulings = [y for y in horizontal_rulings(page, columns) if box.top - 2 <= y <= box.bottom + 2]
    rows = [cells_of(row, columns) for row in rows_of(lines, rulings, lambda _: False, lambda _: False, lambda _: {})]
    if len(rows) < 2:
        return None
    cells = [tuple(Cell(fold(" ".join(line.text for line in cell)), cell) for cell in row) for row in rows]
    return Table(None, cells[0], tuple(cells[1:]), page.number, box.top)
