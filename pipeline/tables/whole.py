"""A table with all its rows → the texts of its cells."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.document import Cell, Table
from pipeline.tables.fragment import Fragment
from pipeline.tables.unwrap import Unwrapper


def observe(table: Fragment, unwrapper: Unwrapper) -> None:
    """Has the unwrapper learn from all cells of a table."""
    widths = _inner_widths(table)
    for cells in (table.header, *table.rows):
        for cell, width in zip(cells, widths, strict=True):
            unwrapper.observe(cell, width)


def whole(table: Fragment, unwrapper: Unwrapper) -> Table:
    """The table with the words of its cells, without columns that hold nothing."""
    widths = _inner_widths(table)
    words = table.layout.pattern.whole_word
    header = [Cell(unwrapper.text(cell, width, words), cell) for cell, width in zip(table.header, widths, strict=True)]
    rows = [
        [Cell(unwrapper.text(cell, width), cell) for cell, width in zip(row, widths, strict=True)] for row in table.rows
    ]
    kept = [column for column, cell in enumerate(header) if cell.text or any(_says(row[column]) for row in rows)]
    return Table(
        kind=table.layout.pattern.kind,
        header=_only(header, kept),
        rows=tuple(_only(row, kept) for row in rows),
        page=table.page,
        top=table.top,
        strays=table.strays,
        unruled=table.unruled,
        comments={row: Cell(unwrapper.text(lines), lines) for row, lines in table.comments.items()},
    )


def _says(cell: Cell) -> bool:
    return any(char.isalnum() for char in cell.text)


def _only(cells: Sequence[Cell], kept: Sequence[int]) -> tuple[Cell, ...]:
    return tuple(cells[column] for column in kept)


def _inner_widths(table: Fragment) -> list[float]:
    """The width that a line of each column can have."""
    return [_inner_width(table, column) for column in range(len(table.layout.columns))]


def _inner_width(table: Fragment, column: int) -> float:
    """The width between the rulings less the padding that the column's text shows, or without rulings that of its
    longest line."""
    columns = table.layout.columns
    boxes = [line.box for row in (table.header, *table.rows) for line in row[column] if line.box]
    longest = max((box.width for box in boxes), default=0.0)
    if not columns.ruled or not boxes:
        return longest
    left, right = columns.start(column), columns.edge(column)
    padding = min(min(box.x0 for box in boxes) - left, right - max(box.x1 for box in boxes))
    return max(longest, right - left - 2 * min(max(padding, 0.0), 8.0))
