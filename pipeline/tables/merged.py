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

    Only a cell with text above or below an empty one is merged with it: else a missing ruling is no sign.
    """
    result = list(rows)
    for column in range(len(columns)):
        if column == names or not columns.ruled:
            continue
        for upper in range(len(rows) - 1):
            for first, second in ((upper, upper + 1), (upper + 1, upper)):
                if result[first][column] and not rows[second][column] and not result[second][column]:
                    height = _between(rows[upper], rows[upper + 1], rulings, names)
                    if height is not None and not _covered(page, columns, column, height):
                        cells = list(result[second])
                        cells[column] = result[first][column]
                        result[second] = tuple(cells)
    return result


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
