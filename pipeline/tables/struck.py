"""Rows that are struck through as a whole: nothing of them is stored, but they keep their place in the table."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.document import Box, Page, Word
from pipeline.tables.columns import Columns
from pipeline.tables.rows import ROW_GAP, Cells


def with_struck(rows: Sequence[Cells], page: Page, columns: Columns, top: float) -> list[Cells]:
    """The rows of a table below `top` (points) with an empty one for each struck row between them.

    A row is struck as a whole when words of two columns are, and nothing else stands at their height. Below the last
    row none is looked for: no place depends on it.
    """
    found = list(rows)
    for band in _bands([word for word in page.struck if _within(word, columns)]):
        middle = Box.around([word.box for word in band]).middle
        place = _between(found, middle)
        if place is not None and middle > top and len({columns.of(word) for word in band}) > 1:
            found.insert(place, tuple(() for _ in range(len(columns))))
    return found


def _between(rows: Sequence[Cells], height: float) -> int | None:
    """The place of a row at a height that none of the rows reaches; None where one does, and below the last."""
    reaches = [_reach(row) for row in rows]
    place = sum(reach is not None and reach[1] < height for reach in reaches)
    following = reaches[place] if place < len(reaches) else None
    return place if following is not None and height < following[0] else None


def _within(word: Word, columns: Columns) -> bool:
    return columns.left - 3 <= word.box.x0 and word.box.x1 <= columns.right + 3


def _bands(words: Sequence[Word]) -> list[list[Word]]:
    """The words of each row, from the bottom of the page to its top: a row put in moves only those below it."""
    bands: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.box.top):
        reach = max(one.box.bottom for one in bands[-1]) if bands else 0.0
        if not bands or word.box.top > reach + ROW_GAP * (word.box.bottom - word.box.top):
            bands.append([])
        bands[-1].append(word)
    return bands[::-1]


def _reach(row: Cells) -> tuple[float, float] | None:
    boxes = [line.box for cell in row for line in cell if line.box]
    return (min(box.top for box in boxes), max(box.bottom for box in boxes)) if boxes else None
