"""A paragraph that stands across the columns under a row, in the tables of follow-ups: how many lines it takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise, takewhile

from pipeline.document import Line
from pipeline.swedish import fold
from pipeline.tables.layout import Layout, Stops
from pipeline.tables.region import CELLS_OF_A_ROW, LINE_PITCH, OTHER_SIZE, body_lines, pitch

# So far apart (in font sizes) stand cells, and no words of a line that is set flush on both sides.
CELL_GAP = 2.0
# A comment has at most so many lines.
MOST_LINES = 25
SENTENCE_END = re.compile(r"(?<!\binkl)(?<!\bexkl)(?<!\bresp)(?<!\bbl\.a)(?<!\bt\.ex)(?<!\bm\.m)[.!?]$")

Part = tuple[tuple[Line, ...], tuple[Line, ...]]


def body_parts(lines: Sequence[Line], layout: Layout, before: Line | None) -> list[Part]:
    """The lines from the top of `lines` that belong to the table, in parts: rows, and the comment under the last.
    `before` is the last line known to be in the table."""
    parts: list[Part] = []
    start = 0
    while body := body_lines(lines[start:], layout, before):
        start += len(body)
        below = lines[start:]
        length = _length(below, layout) if layout.pattern.commented else 0
        if not length and parts:
            length = _paragraph(below, parts[0][1][0], body[-1], layout)
            parts.append((body, tuple(below[:length])))
            break
        parts.append((body, tuple(below[:length])))
        if not length:
            break
        start += length
        before = lines[start - 1]
    return parts


def _length(lines: Sequence[Line], layout: Layout) -> int:
    """How many lines stand across the columns before the next row begins; 0 where none does."""
    row = next((at for at, line in enumerate(lines[:MOST_LINES]) if _begins_row(line, layout)), 0)
    across = [at for at in range(row) if layout.columns.crossed_by(lines[at])]
    if not across or across[0] != 0 or any(map(_has_cells, lines[: across[-1] + 1])):
        return 0
    if any(_is_heading(line, lines[row], layout.stops) for line in lines[:row]):
        return 0
    return _end(lines, across[-1], row)


def _end(lines: Sequence[Line], across: int, row: int) -> int:
    """The line behind a comment that goes on at least to the line `across`; below it a row stands, whose name may begin
    above its figures, while the last lines of the comment may cross no boundary."""
    closed = [at + 1 for at in range(across, row) if SENTENCE_END.search(fold(lines[at].text))]
    if closed:
        return closed[-1]
    return max(range(across + 1, row + 1), key=lambda at: pitch(lines[at - 1], lines[at]))


def _has_cells(line: Line) -> bool:
    """Do words stand so far apart that they are cells? One that is merged over two columns stands across them, too."""
    return any(other.box.x0 - one.box.x1 > CELL_GAP * one.size for one, other in pairwise(line.words))


def _begins_row(line: Line, layout: Layout) -> bool:
    filled = sum(map(bool, layout.columns.split(line)))
    return not layout.columns.crossed_by(line) and filled >= CELLS_OF_A_ROW and layout.anchored(line)


def _is_heading(line: Line, row: Line, stops: Stops) -> bool:
    one, other = line.words[0], row.words[0]
    return stops(fold(line.text)) or one.size > other.size + OTHER_SIZE or (one.bold and not other.bold)


def _paragraph(lines: Sequence[Line], like: Line, above: Line, layout: Layout) -> int:
    """How many lines of the paragraph right below the last row are its comment, printed as that of another row was."""
    if not lines or not layout.columns.crossed_by(lines[0]) or lines[0].style != like.style:
        return 0
    goes_on: Callable[[int], bool] = lambda at: (  # noqa: E731
        lines[at].style == like.style
        and not layout.stops(fold(lines[at].text))
        and (at == 0 or pitch(lines[at - 1], lines[at]) < LINE_PITCH)
    )
    count = len(list(takewhile(goes_on, range(len(lines)))))
    near = pitch(above, lines[0]) < 2 * LINE_PITCH
    return count if near and count and SENTENCE_END.search(fold(lines[count - 1].text)) else 0
