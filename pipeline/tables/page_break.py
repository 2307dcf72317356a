"""A table that goes on on the next page: its columns, and its rows, one that the break splits made whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, pairwise, takewhile
from operator import attrgetter

from pipeline.document import Box, Line, Word
from pipeline.tables.columns import BODY_GAP, Columns
from pipeline.tables.fragment import Fragment
from pipeline.tables.region import CELLS_OF_A_ROW
from pipeline.tables.rows import ROW_GAP, STANDS_OUT, Cells


def fitted(table: Fragment, following: Sequence[Line]) -> Columns:
    """The columns where blank space alone tells them: each boundary in the middle of the blank between the words of
    both pages; where they leave none it stays where it is. `following` are the lines of the next page.
    """
    columns = table.layout.columns
    above = (line for cells in (table.header, *table.rows) for cell in cells for line in cell)
    rows = takewhile(lambda line: _stands_in(columns, line), following)
    left: list[list[float]] = [[] for _ in range(len(columns))]
    right: list[list[float]] = [[] for _ in range(len(columns))]
    for word in _words(chain(above, rows)):
        place = columns.of(word)
        left[place].append(word.box.x0)
        right[place].append(word.box.x1)
    boundaries = list(columns.boundaries)
    for place, boundary in enumerate(boundaries):
        end, begin = max(right[place], default=boundary), min(left[place + 1], default=boundary)
        if end < begin:
            boundaries[place] = (end + begin) / 2
    return replace(columns, boundaries=tuple(boundaries))


def _words(lines: Iterable[Line]) -> Iterator[Word]:
    return (word for line in lines for word in line.words)


def _stands_in(columns: Columns, line: Line) -> bool:
    """Do the words stand apart wherever a column ends between them? Those of running text do not."""
    pairs = pairwise(line.words)
    return all(
        columns.of(one) == columns.of(other) or other.box.x0 - one.box.x1 > BODY_GAP * one.size for one, other in pairs
    )


def join(before: Fragment, after: Fragment) -> None:
    """Put the rows of the continuation behind those of the page before, a row that the break splits made whole."""
    rows = _leading_parted(before, after)
    if before.rows and rows and _is_rest(before, after, rows[0]):
        first = rows.pop(0)
        before.rows[-1] = tuple((*one, *other) for one, other in zip(before.rows[-1], first, strict=True))
    before.rows.extend(rows)
    further = len(before.rows) - len(after.rows)  # the last rows of both are the same
    before.comments |= {row + further: lines for row, lines in after.comments.items()}
    before.last = after.last
    before.strays += after.strays
    before.unruled += after.unruled


def _is_rest(before: Fragment, after: Fragment, row: Cells) -> bool:
    """Is the first row of the continuation the rest of the last row before it? Never when both have an anchor, or the
    first has a name and two cells that begin and the last has an anchor or as many (a row in tonnes that lacks its
    periodicity), or when it begins with a word that rows of their own begin with, unless the last has no name yet."""
    last = before.rows[-1]
    if before.has_anchor(last) and after.has_anchor(row):
        return False
    if _begins(row) and (before.has_anchor(last) or sum(map(bool, last)) >= CELLS_OF_A_ROW):
        return False
    return _nameless(before) or not after.owns(row)


def _begins(row: Cells) -> bool:
    """Do three cells of the row begin, with a capital or a figure? The rest of a row hardly does so in each."""
    texts = [cell[0].text for cell in row if cell]
    return len(texts) >= CELLS_OF_A_ROW and all(text[:1].isupper() or text[:1].isdecimal() for text in texts)


def _nameless(fragment: Fragment) -> bool:
    """Has the last row nothing yet in the first column that has a header? Its name follows on the next page."""
    return not _of_names(fragment, fragment.rows[-1])


def _leading_parted(before: Fragment, after: Fragment) -> list[Cells]:
    """The rows of the continuation, with the lines that go on from the page before as a row of their own.

    Text set at the top of its cell begins with its anchor, so lines above the first anchor go on from above. Text set
    elsewhere is parted at the gap that stands out, or at the widest where the last row has no name yet, or where a name
    begins.
    """
    if not after.rows or not before.rows:
        return list(after.rows)
    first = after.rows[0]
    height = _leading_height(before, after, first)
    if height is None:
        return list(after.rows)
    parts = _cut_at(first, height)
    return list(after.rows) if _one_name(*(_of_names(before, part) for part in parts)) else [*parts, *after.rows[1:]]


def _cut_at(row: Cells, height: float) -> tuple[Cells, Cells]:
    """What of a row stands above a height, and what below it."""
    lead = tuple(tuple(line for line in cell if line.box and line.box.top < height) for cell in row)
    tail = tuple(tuple(line for line in cell if not line.box or line.box.top >= height) for cell in row)
    return lead, tail


def _one_name(above: Sequence[Line], below: Sequence[Line]) -> bool:
    """Does a name begin in one cell and go on in the other?"""
    return bool(above and below) and above[0].text[:1].isupper() and below[0].text[:1].islower()


def _of_names(table: Fragment, row: Cells) -> tuple[Line, ...]:
    """The first cell of a row that has a header."""
    return next((cell for cell, head in zip(row, table.header, strict=True) if head), ())


def _leading_height(before: Fragment, after: Fragment, first: Cells) -> float | None:
    """The height at which the first row of the continuation really begins; None where it begins at its top."""
    boxes = _boxes(first)
    anchor = _top_of(after.anchor_lines(first))
    if anchor is None or boxes[0].top > anchor - 2:
        return None
    if _all_at_top(before.rows) and _level(_tops_below(first, anchor - 1)):
        return anchor - 1
    gaps = _gaps(boxes)
    widest = _widest(gaps, anchor + 1)
    if widest is None:
        return None
    # Lines that stand beside each other, centred in their cells, are of one row.
    stands_out = gaps[widest] > 0 and _stands_out(widest, gaps, before, boxes[0].height)
    return widest - 1 if stands_out or _nameless(before) else _name_below(before, first, anchor)


def _boxes(row: Cells) -> list[Box]:
    """The boxes of a row's lines, from top to bottom."""
    return sorted((line.box for line in chain(*row) if line.box), key=attrgetter("top"))


def _top_of(lines: Sequence[Line]) -> float | None:
    return min((line.box.top for line in lines if line.box), default=None)


def _widest(gaps: Mapping[float, float], lowest: float) -> float | None:
    """Where the widest of the gaps down to `lowest` ends."""
    return max((top for top in gaps if top <= lowest), key=gaps.__getitem__, default=None)


def _gaps(boxes: Sequence[Box]) -> dict[float, float]:
    """The blank above each line that stands below another, by where it begins."""
    return {below.top: below.top - above.bottom for above, below in pairwise(boxes) if below.top > above.top + 2}


def _all_at_top(rows: Iterable[Cells]) -> bool:
    """Is text set at the top of its cells in all rows that tell?"""
    telling = [at_top for row in rows if (at_top := _set_at_top(row)) is not None]
    return bool(telling) and all(telling)


def _tops_below(row: Cells, height: float) -> Iterator[float]:
    """The height at which each cell begins below another height, of those that do."""
    for cell in row:
        tops = [line.box.top for line in cell if line.box and line.box.top > height]
        if tops:
            yield min(tops)


def _stands_out(widest: float, gaps: Mapping[float, float], before: Fragment, height: float) -> bool:
    """Is the widest of the gaps in a row wider than all others, in the rows before it where it has no other?"""
    others = [gap for top, gap in gaps.items() if top != widest]
    others = others or [gap for row in before.rows for gap in _line_gaps(row)]
    return gaps[widest] - max(others) > STANDS_OUT if others else gaps[widest] > ROW_GAP * height


def _name_below(before: Fragment, first: Cells, anchor: float) -> float | None:
    """The height of the one line above the anchor that begins a name, below lines that go on in small letters."""
    name = _of_names(before, first)
    begins = [line.box.top for line in name if line.box and line.box.top < anchor + 1 and line.text[:1].isupper()]
    return begins[0] - 1 if len(begins) == 1 and name[0].text[:1].islower() else None


def _line_gaps(row: Cells) -> list[float]:
    """The blank between two lines of a cell, all that the row has."""
    pairs = ((one.box, other.box) for cell in row for one, other in pairwise(cell))
    return [below.top - above.bottom for above, below in pairs if above and below and below.top > above.top]


def _level(tops: Iterable[float]) -> bool:
    """Do the cells begin at one height?"""
    found = list(tops)
    return max(found) - min(found) < 2


def _set_at_top(row: Cells) -> bool | None:
    """Is text set at the top of its cells? None where no cell has fewer lines than the highest: it may be anywhere."""
    height = max((len(cell) for cell in row), default=0)
    top = min((line.box.top for cell in row for line in cell if line.box), default=0.0)
    firsts = [cell[0].box.top for cell in row if 0 < len(cell) < height and cell[0].box]
    return all(first < top + 2 for first in firsts) if firsts else None
