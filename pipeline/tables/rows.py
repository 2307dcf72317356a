"""The lines of a table → its rows: by horizontal rulings, and between anchors by the widest gap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from pipeline.document import Line, Word
from pipeline.tables.columns import Columns

# A gap between rows stands out when it is wider than the other gaps by this many points.
STANDS_OUT = 0.6

Cells = tuple[tuple[Line, ...], ...]


def rows_of(
    lines: Sequence[Line], rulings: Sequence[float], is_anchor: Callable[[Line], bool], own_row: Callable[[Line], bool]
) -> list[tuple[Line, ...]]:
    """The lines of each row.

    Between two rulings stands one row, or several of which each holds one anchor; these are parted at the widest gap
    between two anchors, or where no gap stands out, before the second (text is set at the top of its cell then).
    Lines before the first anchor of an unruled table come first, as a row of their own: they go on from above.
    """
    rows: list[tuple[Line, ...]] = []
    for band in _bands(lines, rulings):
        rows.extend(_parted(band, is_anchor, own_row))
    return rows


def _bands(lines: Sequence[Line], rulings: Sequence[float]) -> list[list[Line]]:
    bands: list[list[Line]] = []
    for line in lines:
        if not bands or _between(bands[-1][-1], line, rulings):
            bands.append([])
        bands[-1].append(line)
    return bands


def _between(one: Line, other: Line, rulings: Sequence[float]) -> bool:
    if one.box is None or other.box is None:
        return False
    return any(one.box.middle < y < other.box.middle for y in rulings)


def _parted(
    band: list[Line], is_anchor: Callable[[Line], bool], own_row: Callable[[Line], bool]
) -> list[tuple[Line, ...]]:
    anchors = [index for index, line in enumerate(band) if is_anchor(line)]
    cuts = {_cut(band, one, other) for one, other in pairwise(anchors)}
    cuts |= {index for index, line in enumerate(band) if index and own_row(line) and index not in cuts}
    edges = sorted({0, *cuts, len(band)})
    return [tuple(band[start:end]) for start, end in pairwise(edges)]


def _cut(band: list[Line], one: int, other: int) -> int:
    """The line before which the second of two rows begins."""
    gaps = {}
    for index in range(one + 1, other + 1):
        above, below = band[index - 1].box, band[index].box
        gaps[index] = below.top - above.bottom if above and below else 0.0
    widest = max(gaps, key=lambda index: gaps[index])
    others = [gap for index, gap in gaps.items() if index != widest]
    return widest if not others or gaps[widest] - max(others) > STANDS_OUT else other


def cells_of(row: Sequence[Line], columns: Columns) -> Cells:
    """The lines of each cell of a row."""
    cells: list[list[Line]] = [[] for _ in range(len(columns))]
    for line in row:
        for column, words in enumerate(columns.split(line)):
            if words:
                cells[column].append(_part(line, words))
    return tuple(tuple(cell) for cell in cells)


def _part(line: Line, words: tuple[Word, ...]) -> Line:
    return Line(" ".join(word.text for word in words), line.page, words, line.number)
