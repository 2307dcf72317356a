"""The part of a table that stands on one page."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.document import Line
from pipeline.swedish import fold
from pipeline.tables.layout import Layout
from pipeline.tables.rows import Cells


@dataclass(slots=True)
class Fragment:
    """The part of a table that stands on one page. `rows` grows when the table goes on on the next page; `layout` and
    `page` are those of the first."""

    layout: Layout
    header_lines: tuple[Line, ...]
    header: Cells
    rows: list[Cells]
    page: int
    top: float
    last: Line
    strays: tuple[Line, ...] = ()
    unruled: tuple[Line, ...] = ()
    comments: dict[int, tuple[Line, ...]] = field(default_factory=dict)

    def has_anchor(self, row: Cells) -> bool:
        """Has the row what each row of its kind has?"""
        return bool(self.anchor_lines(row))

    def anchor_lines(self, row: Cells) -> list[Line]:
        """The lines of a row that are its anchor."""
        wanted = (row[column] for column in self.layout.anchors)
        return [line for cell in wanted for line in cell if self.layout.pattern.anchor.fullmatch(fold(line.text))]

    def owns(self, row: Cells) -> bool:
        """Is it a row that never continues another?"""
        first = next((cell[0].text for cell in row if cell), "")
        return bool(self.layout.pattern.own_row.match(fold(first)))
