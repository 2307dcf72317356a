"""Setting tables: columns, cells, rules, and what happens at the end of a page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from tests.press.flow import Grid, GridRow
from tests.press.fonts import Weight, face_of, width_of
from tests.press.galley import ASCENT, LEADING, MARGIN, Galley
from tests.press.sheet import Picture, Rule, Shade, Text

PICTURE = 9
GAP = 0.5  # so that a row that just fits is not turned away by a rounding


@dataclass
class Row:
    """A row with its cells broken into lines."""

    cells: list[list[str]]
    weight: Weight
    picture: bool = False
    header: bool = False

    @property
    def line_count(self) -> int:
        return max(len(lines) for lines in self.cells)

    def split(self, count: int) -> tuple[Row, Row]:
        """The row cut behind `count` lines; the picture stays with the first part."""
        first = Row([lines[:count] for lines in self.cells], self.weight, self.picture)
        return first, Row([lines[count:] for lines in self.cells], self.weight)


class GridSetter:
    """Sets one table after another; remembers for which kinds a break was brought about already."""

    def __init__(self, galley: Galley) -> None:
        self.galley = galley
        self.style = galley.style
        self.size = self.style.table_size
        self.broken: set[str] = set()

    def set(self, grid: Grid) -> None:
        """Set `grid` at the cursor, over as many pages as it takes."""
        galley = self.galley
        header = self._row(grid, GridRow(grid.header, "bold"), header=True)
        rows = [self._row(grid, row) for row in grid.rows]
        galley.skip(self.style.size * 0.6)
        forced = self._bring_about_break(grid, header, rows)
        if not forced:
            galley.keep(self._height(header) + min(self._height(rows[0]), galley.full_room / 2) + GAP if rows else 0)
        self._draw(grid, header, first=True)
        while rows:
            row = rows.pop(0)
            if galley.room >= self._height(row):
                self._draw(grid, row)
                continue
            lines = self._lines_that_fit()
            if lines and (forced == "split_row" or self._height(row) > galley.full_room - self._height(header)):
                forced = ""
                first, rest = row.split(lines)
                self._draw(grid, first)
                row = rest
            rows.insert(0, row)
            galley.new_page()
            if self.style.repeat_header:
                self._draw(grid, header, first=True)
            elif self.style.rules != "none":
                self._rule_above(grid)
        galley.y += self.style.size * 0.8

    def _row(self, grid: Grid, row: GridRow, header: bool = False) -> Row:
        face = face_of(self.style.tables, row.emphasis)
        widths = [share * self.galley.measure - 2 * self.style.cell_padding for share in grid.shares]
        cells = [
            self.galley.lines(text, width, face, self.size) if text else []
            for text, width in zip(row.cells, widths, strict=True)
        ]
        return Row(cells, row.emphasis, row.picture, header)

    def _height(self, row: Row) -> float:
        return max(row.line_count, 1) * self.size * LEADING + 2 * self.style.cell_padding

    def _lines_that_fit(self) -> int:
        return max(0, int((self.galley.room - 2 * self.style.cell_padding) / (self.size * LEADING)))

    def _bring_about_break(self, grid: Grid, header: Row, rows: list[Row]) -> str:
        """White space above the first table of a kind, so that the page ends where the style wants it to."""
        wanted = self.style.table_break
        if wanted == "natural" or grid.kind in self.broken or len(rows) < 2:
            return ""
        height = self._height(header)
        if wanted == "last_row":
            height += self._height(rows[0]) + GAP
        else:
            index = next((index for index, row in enumerate(rows) if row.line_count > 1), None)
            if index is None:
                return ""
            one_line = self.size * LEADING + 2 * self.style.cell_padding
            height += sum(self._height(row) for row in rows[:index]) + one_line + GAP
        if height > self.galley.full_room:
            return ""
        self.broken.add(grid.kind)
        self.galley.keep(height)
        self.galley.y += self.galley.room - height
        return wanted

    def _draw(self, grid: Grid, row: Row, first: bool = False) -> None:
        galley, top, height = self.galley, self.galley.y, self._height(row)
        edges: list[float] = [MARGIN]
        for share in grid.shares:
            edges.append(edges[-1] + share * galley.measure)
        if row.header and self.style.shaded_header:
            galley.add(Shade(edges[0], top, edges[-1], top + height))
        if row.picture:
            galley.add(Picture(edges[0] + (edges[1] - edges[0] - PICTURE) / 2, top + self.style.cell_padding, PICTURE))
        for lines, x0, x1, flush_right in zip(row.cells, edges, edges[1:], grid.figures, strict=False):
            self._draw_cell(lines, x0, x1, top, height, row.weight, flush_right)
        self._draw_rules(edges, top, top + height, first)
        galley.y += height

    def _draw_cell(
        self, lines: list[str], x0: float, x1: float, top: float, height: float, weight: Weight, flush_right: bool
    ) -> None:
        face, padding = face_of(self.style.tables, weight), self.style.cell_padding
        measure = partial(width_of, face=face, size=self.size, letter_spacing=self.style.letter_spacing)
        slack = height - 2 * padding - len(lines) * self.size * LEADING
        y = top + padding + slack * {"top": 0, "middle": 0.5, "bottom": 1}[self.style.align]
        for line in lines:
            x = x1 - padding - measure(line.rstrip(" ")) if flush_right else x0 + padding
            self.galley.add(Text(x, y + self.size * ASCENT, line, face, self.size))
            y += self.size * LEADING

    def _draw_rules(self, edges: list[float], top: float, bottom: float, first: bool) -> None:
        if self.style.rules == "none":
            return
        if first:
            self.galley.add(Rule(edges[0], top, edges[-1], top))
        self.galley.add(Rule(edges[0], bottom, edges[-1], bottom))
        if self.style.rules == "all":
            for x in edges:
                self.galley.add(Rule(x, top, x, bottom))

    def _rule_above(self, grid: Grid) -> None:
        galley = self.galley
        galley.add(Rule(MARGIN, galley.y, MARGIN + sum(grid.shares) * galley.measure, galley.y))
