"""A kind of table laid over a page: where its columns are there, and what tells its rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.document import Line, Page, Word
from pipeline.tables.columns import Columns
from pipeline.tables.pattern import TablePattern
from pipeline.tables.rows import Cells
from pipeline.tables.rulings import horizontal_rulings

Stops = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Frame:
    """The vertical reach of a table's rulings on a page: a line inside it belongs to the table."""

    spans: tuple[tuple[float, float], ...]

    def holds(self, line: Line) -> bool:
        """Is the middle of the line beside a vertical ruling?"""
        return line.box is not None and any(top <= line.box.middle <= bottom for top, bottom in self.spans)


@dataclass(frozen=True)
class Layout:
    """A table's declaration, the page, where the columns are on it, and in which of them each row has its anchor.
    `stops` fits the text of a line that no table goes on with (a known heading)."""

    pattern: TablePattern
    page: Page
    columns: Columns
    anchors: tuple[int, ...]
    stops: Stops

    def filled(self, line: Line) -> dict[int, tuple[Word, ...]]:
        """The words of a line by the columns that hold any."""
        return {column: words for column, words in enumerate(self.columns.split(line)) if words}

    def anchored(self, line: Line) -> bool:
        """Does the line hold the cell that each row of this kind has once?"""
        cells = self.filled(line)
        wanted = (cells[column] for column in self.anchors if column in cells)
        return any(self.pattern.anchor.fullmatch(joined(cell)) for cell in wanted)

    @property
    def names(self) -> int:
        """The column of the rows' names."""
        return max(min(self.anchors) - 1, 0) if self.pattern.anchor_anywhere else 0

    @cached_property
    def frame(self) -> Frame:
        """The reach of the vertical rulings that stand at the boundaries or the outer edges of the columns."""
        edges = (self.columns.left, *self.columns.boundaries, self.columns.right)
        spans = sorted(
            (rule.box.top, rule.box.bottom)
            for rule in self.page.rules
            if not rule.horizontal and any(abs(rule.box.x0 - edge) < 3 for edge in edges)
        )
        reach: list[tuple[float, float]] = []
        for top, bottom in spans:
            if reach and top <= reach[-1][1] + 3:
                reach[-1] = (reach[-1][0], max(reach[-1][1], bottom))
            else:
                reach.append((top, bottom))
        return Frame(tuple(reach))

    @cached_property
    def rulings(self) -> list[float]:
        """The heights at which rulings part rows."""
        return horizontal_rulings(self.page, self.columns)


def joined(words: Sequence[Word]) -> str:
    """The text of words that stand beside each other."""
    return " ".join(word.text for word in words)


def anchor_columns(pattern: TablePattern, header: Cells) -> tuple[int, ...]:
    """The columns in one of which each row of this kind has its anchor, as the header's cells tell.

    Never the column of names: in a narrow one `14` is the end of `dag 1-14`. Left of it may be one of icons.
    """
    named = [column for column, cell in enumerate(header) if cell] or [0]
    if pattern.anchor_anywhere:
        names = 0 if pattern.figures else named[0]
        return tuple(range(names + 1, len(header)))
    last = pattern.header[-1]  # further right may stand columns that no rule knows
    return tuple(column for column in named if _has_word(header[column], last)) or (named[-1],)


def _has_word(cell: Sequence[Line], beginning: re.Pattern[str]) -> bool:
    return any(beginning.match(word.text) for line in cell for word in line.words)
