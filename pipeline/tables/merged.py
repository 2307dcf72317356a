"""Cells that reach over several rows: no ruling parts them where one parts the cells beside them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.document import Line
from pipeline.tables.layout import Layout
from pipeline.tables.rows import Cells

# A ruling this near to a height (in points) is at it; it parts a cell when it covers half of its width.
AT, HALF = 2.5, 0.5


def with_merged(rows: Sequence[Cells], layout: Layout) -> list[Cells]:
    """The rows of a ruled table, each with the cells that reach over it.

    Only a cell with text above or below an empty one is merged with it, and only in a column that rulings close below
    some row: else a missing ruling is no sign (where the first column alone is shaded, others have none).
    """
    result = list(rows)
    for column in _closed_columns(rows, layout) if layout.columns.ruled else ():
        for upper, (above, below) in enumerate(pairwise(rows)):
            for first, second in ((upper, upper + 1), (upper + 1, upper)):
                alone = result[first][column] and not result[second][column]
                if alone and _reaches_over(above, below, column, layout):
                    result[second] = _with_cell(result[second], column, result[first][column])
    return result


def _closed_columns(rows: Sequence[Cells], layout: Layout) -> list[int]:
    """The columns but for that of names that a ruling closes below some row."""
    heights = _heights(rows, layout.rulings)
    others = (column for column in range(len(layout.columns)) if column != layout.names)
    return [column for column in others if any(_covered(layout, column, height) for height in heights)]


def _reaches_over(upper: Cells, lower: Cells, column: int, layout: Layout) -> bool:
    """Does a ruling part the names of two rows, and not their cells in this column?"""
    height = _between(upper[layout.names], lower[layout.names], layout.rulings)
    return height is not None and _covered(layout, layout.names, height) and not _covered(layout, column, height)


def _with_cell(row: Cells, column: int, cell: tuple[Line, ...]) -> Cells:
    return (*row[:column], cell, *row[column + 1 :])


def _heights(rows: Sequence[Cells], rulings: Sequence[float]) -> list[float]:
    """The heights of the rulings from the first row down to the one that closes the last."""
    middles = [line.box.middle for row in rows for cell in row for line in cell if line.box]
    if not middles:
        return []
    below = next((height for height in rulings if height > max(middles)), max(middles))
    return [height for height in rulings if min(middles) < height <= below]


def _between(upper: Sequence[Line], lower: Sequence[Line], rulings: Sequence[float]) -> float | None:
    """The height of the ruling between two cells."""
    above = [line.box.middle for line in upper if line.box]
    below = [line.box.middle for line in lower if line.box]
    if not above or not below:
        return None
    return next((height for height in rulings if max(above) < height < min(below)), None)


def _covered(layout: Layout, column: int, height: float) -> bool:
    left, right = layout.columns.start(column), layout.columns.edge(column)
    covered = sum(
        max(min(rule.box.x1, right) - max(rule.box.x0, left), 0.0)
        for rule in layout.page.rules
        if rule.horizontal and abs(rule.box.top - height) < AT
    )
    return covered > HALF * (right - left)
