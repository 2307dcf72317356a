"""Cells that reach over several rows: no ruling parts them where one parts the cells beside them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.document import Page
from pipeline.tables.columns import Columns
from pipeline.tables.rows import Cells

# A ruling this near to a height (in points) is at it; it parts a cell when it covers half of its width.
AT, HALF = 2.5, 0.5


def with_merged(
    rows: Sequence[Cells], page: Page, columns: Columns, rulings: Sequence[float], names: int
) -> list[Cells]:
    """The rows of a ruled table, each with the cells that reach over it; `names` is the column of the rows' names.

    Only a cell with text above or below an empty one is merged with it, and only in a column that rulings close below
    some row: else a missing ruling is no sign (where the first column alone is shaded, others have none).
    """
    result = list(rows)
    heights = _heights(rows, rulings)
    for column in range(len(columns)) if columns.ruled else ():
        if column == names or not any(_covered(page, columns, column, height) for height in heights):
            continue
        for upper in range(len(rows) - 1):
            for first, second in ((upper, upper + 1), (upper + 1, upper)):
                if result[first][column] and not rows[second][column] and not result[second][column]:
                    height = _between(rows[upper], rows[upper + 1], rulings, names)
                    if height is None or not _covered(page, columns, names, height):
                        continue
                    if not _covered(page, columns, column, height):
                        cells = list(result[second])
                        cells[column] = result[first][column]
                        result[second] = tuple(cells)
    return result


def _heights(rows: Sequence[Cells], rulings: Sequence[float]) -> list[float]:
    """The heights of the rulings from the first row down to the one that closes the last."""
    middles = [line.box.middle for row in rows for cell in row for line in cell if line.box]
    if not middles:
        return []
    below = next((height for height in rulings if height > max(middles)), max(middles))
    return [height for height in rulings if min(middles) < height <= below]


def _between(upper: Cells, lower: Cells, rulings: Sequence[float], names: int) -> float | None:
    """The height of the ruling between the names of two rows."""
    above = [line.box.middle for line in upper[names] if line.box]
    below = [line.box.middle for line in lower[names] if line.box]
    if not above or not below:
        return None
    return next((height for height in rulings if max(above) < height < min(below)), None)


def _covered(page: Page, columns: Columns, column: int, height: float) -> bool:
    left = columns.boundaries[column - 1] if column else columns.left
    right = columns.edge(column)
    covered = sum(
        max(min(rule.box.x1, right) - max(rule.box.x0, left), 0.0)
        for rule in page.rules
        if rule.horizontal and abs(rule.box.top - height) < AT
    )
    return covered > HALF * (right - left)
