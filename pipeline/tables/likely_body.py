"""What stands below a header: enough of it to see the blank strips between its columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf
from operator import itemgetter

from pipeline.document import Line
from pipeline.swedish import fold
from pipeline.tables.columns import Columns, Range, apart, header_cells, spaced_columns
from pipeline.tables.header import Header
from pipeline.tables.layout import joined
from pipeline.tables.rulings import SAME_RULING

# A line further below the one above it than this many font sizes is no row of its table.
FAR = 3.5


def columns_by_space(header: Header, following: Sequence[Line]) -> Columns:
    """The columns of a table as blank space tells them, in its own lines or in those of all tables alike."""
    figure = header.pattern.anchor if header.pattern.figures else None
    body = header.alike or likely_body(header, following)
    return spaced_columns(header.lines, body, figure, header.pattern.header)


def likely_body(header: Header, following: Sequence[Line]) -> Sequence[Line]:
    """The lines down to the last one that ends like a row of this kind, enough to see the blank strips: those with
    several cells, and those that end before the next column begins."""
    cells = header_cells(header.lines, header.pattern.header)
    last = 0
    for index, (above, line) in enumerate(zip((header.lines[-1], *following), following, strict=False), start=1):
        if _far(above, line):
            break
        if _ends_like_a_row(line, header):
            last = index
    while not header.pattern.figures and 0 < last < len(following):
        if not _in_cell_of(following[last], following[last - 1], cells):
            break
        last += 1
    return [line for line in following[:last] if _has_cells(line) or _in_one_column(line, cells)]


def _far(above: Line, line: Line) -> bool:
    return bool(above.box and line.box and line.box.top - above.box.bottom > FAR * line.words[0].size)


def _ends_like_a_row(line: Line, header: Header) -> bool:
    return _has_cells(line) and any(map(header.pattern.anchor.fullmatch, map(fold, _behind_name(line))))


def _behind_name(line: Line) -> Iterator[str]:
    """What may be cells of a line that begins with a name: its last words, words that stand apart, and the first of
    these (a figure set flush right is near to words behind it)."""
    yield from (joined(line.words[-count:]) for count in (1, 2, 3))
    for words in list(apart(line))[1:]:
        yield from (joined(words[:count]) for count in {len(words), 1, 2, 3})


def _in_cell_of(line: Line, above: Line, cells: Sequence[Range]) -> bool:
    """Does the line go on in a cell of the line above?"""
    if line.box is None or above.box is None or _has_cells(line):
        return False
    return line.box.top - above.box.bottom < 0.8 * line.words[0].size and _in_one_column(line, cells)


def _in_one_column(line: Line, cells: Sequence[Range]) -> bool:
    """Does the line stand between the beginning of a header's cell and that of the next, or, where headers are centred,
    between the end of the one before and the beginning of the next? The first header may be set flush right or centred
    above names that begin to its left."""
    if line.box is None:
        return False
    ends = [-inf, *(x1 for _, x1 in cells)]
    column = max(bisect_right(cells, line.box.x0 + SAME_RULING, key=itemgetter(0)), 1)
    under = next((place for place, (x0, x1) in enumerate(cells, 1) if x0 < line.box.x1 and line.box.x0 < x1), column)
    places = (place for place in (column, under) if place < len(cells))
    return any(line.box.x1 < cells[place][0] and line.box.x0 > ends[place - 1] for place in places)


def _has_cells(line: Line) -> bool:
    """Are there words on the line with more than a blank between them?"""
    return any(other.box.x0 - one.box.x1 > 0.75 * one.size for one, other in pairwise(line.words))
